"""Own errors: known ones are recovered, and readers who do not err cost nothing."""

import numpy as np
import pytest
from drawn_spines import c_shaped
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.own_errors import ReadThrice, misread, thrice, turned
from r2mf.quads import endplate_tilts_deg

QUADS = c_shaped(40.0).corners
HEIGHT = 900
MANY = 40_000
"""Endplates: a mean square is then known to better than one in fifty."""


@pytest.mark.parametrize("network", [0.0, 1.0, 4.0])
def test_independent_errors_are_recovered_from_what_answers_differ_by(network):
    rng = np.random.default_rng(0)
    truth = rng.normal(0, 20, (MANY, 2))
    reader = 2.5
    film = ReadThrice(*(truth + rng.normal(0, sd, truth.shape) for sd in (reader, reader, network)))

    assert film.of_reader == pytest.approx(reader**2, rel=0.03)
    assert film.of_network == pytest.approx(network**2, abs=0.03 * reader**2 + 0.03 * network**2)


def test_a_vertebra_that_one_of_three_did_not_outline_is_not_compared():
    film = thrice(QUADS, QUADS[2:], QUADS[:-1])

    assert np.array_equal(film.network, endplate_tilts_deg(QUADS[2:-1]))
    assert film.between_readers == film.from_readers == 0


@given(st.integers(0, 2**32 - 1))
def test_an_endplate_turns_by_its_error_about_its_middle(seed):
    by_deg = np.random.default_rng(seed).uniform(-40, 40, (len(QUADS), 2))

    after = turned(QUADS, by_deg)

    assert endplate_tilts_deg(after) == pytest.approx(endplate_tilts_deg(QUADS) + by_deg)
    for ends in ([0, 1], [3, 2]):
        assert after[:, ends].mean(axis=1) == pytest.approx(QUADS[:, ends].mean(axis=1))
    assert np.linalg.norm(after[:, 1] - after[:, 0], axis=1) == pytest.approx(
        np.linalg.norm(QUADS[:, 1] - QUADS[:, 0], axis=1)
    )


def test_readers_who_do_not_err_agree_with_the_truth_and_others_the_less_the_more_they_err():
    rng = np.random.default_rng(0)
    errors = rng.normal(0, 1, (17, 2))

    scores = [
        misread([(QUADS, HEIGHT)] * 20, [size * errors], np.random.default_rng(1))
        for size in (0.0, 1.0, 3.0)
    ]

    assert scores[0]["smape_percent"] == pytest.approx(0, abs=1e-9)
    assert scores[0]["within_5_percent"] == 100
    assert scores[0]["cmae_deg"] < scores[1]["cmae_deg"] < scores[2]["cmae_deg"]
