"""Gates on studies that are analysed as in the app; all: ``python -m benchmarks.gates``."""

import re
from pathlib import Path

import pytest

import studies.gates
from benchmarks.gate_studies import analysed, cases, codes, patient, shots_of
from benchmarks.gates import silence

SOURCES = Path(studies.gates.__file__).parent
CASES = cases()


@pytest.fixture(scope="module")
def shots():
    return shots_of(patient())


def test_every_gate_has_a_study_made_for_it():
    """Codes are written out where a gate speaks, but for those it puts together."""
    written = {
        code
        for source in SOURCES.glob("*.py")
        for code in re.findall(r'FindingWarning\(\s*"([a-z-]+)"', source.read_text())
    }
    put_together = {
        "film-missing",
        "film-refused",
        "vertebra-doubled",
        "vertebra-size",
        "vertebra-tilt",
    }

    assert len(written) > 20
    assert written | put_together == {case.code for case in CASES}


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=f"{case.code}: {case.what}") for case in CASES]
)
def test_a_gate_fires_on_the_study_made_for_it_and_not_on_the_clean_one(case, shots):
    assert case.code in codes(case.make(shots))
    assert case.code not in codes(analysed(shots)) or case.code == "small-curve"


def test_rendered_clean_studies_raise_no_false_alarm():
    found = silence(range(40, 41))

    assert (found.doubted, sum(found.missed.values())) == (0, 0)
