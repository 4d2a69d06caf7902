"""Advice: sentences for people, and nothing about the patient in the log."""

import logging

import pytest

from measurements import SpineError
from r2mf import NoSpineFoundError
from studies.errors import MultiFrameError
from webapp.errors import advice


@pytest.mark.parametrize("kind", [MultiFrameError, NoSpineFoundError, SpineError])
def test_our_own_errors_speak_for_themselves(kind):
    assert advice(kind("What was wrong; what to do.")) == "What was wrong; what to do."


def test_a_full_memory_comes_with_a_remedy():
    assert "ran out of memory" in advice(MemoryError())


def test_a_fault_of_ours_is_named_and_quotes_nothing(caplog):
    with caplog.at_level(logging.ERROR):
        words = advice(KeyError("Secret^Name"))

    assert "KeyError" in words
    assert "Secret" not in words + caplog.text
    assert "Traceback" not in words
