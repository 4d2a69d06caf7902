"""What is said about a chain that is not quite as it should be."""

import numpy as np
import pytest

from r2mf.caveats import UNSURE_SCORE, caveats
from r2mf.votes import DISC, USUAL_COUNT, Candidate

SIZE = 10.0
STEP = DISC * SIZE


def candidate(place, score=0.9):
    """The vertebra at a place in an upright row; the first is at 0."""
    corners = np.array([[-1, -1], [-1, 1], [1, 1], [1, -1]]) * SIZE / 2
    return Candidate(corners + np.array([STEP * place, 0]), score, 0.5)


def chain():
    return [candidate(place) for place in range(USUAL_COUNT)]


def said(*given):
    return {caveat.code: str(caveat.message) for caveat in caveats(*given)}


def test_nothing_is_said_of_a_whole_sure_spine():
    assert said(chain(), []) == {}


@pytest.mark.parametrize(
    ("places", "where"),
    [
        ([-1], "vertebra above the 17"),
        ([-2, -1], "vertebra above the 17"),
        ([USUAL_COUNT], "vertebra below the 17"),
        ([-1, USUAL_COUNT], "vertebra above and below the 17"),
    ],
)
def test_an_end_that_was_left_out_is_told_with_its_place(places, where):
    left_out = [candidate(place, 0.2) for place in places]

    assert list(said(chain(), left_out)) == ["ends-left-out"]
    assert where in said(chain(), left_out)["ends-left-out"]


def test_a_missing_vertebra_is_told_with_its_neighbours_and_the_count():
    told = said(chain()[:5] + chain()[6:], [])

    assert set(told) == {"gap", "vertebra-count"}
    assert "between the 5th and the 6th" in told["gap"]
    assert told["vertebra-count"].startswith("16 vertebrae")


@pytest.mark.parametrize(("score", "named"), [(UNSURE_SCORE - 0.01, True), (UNSURE_SCORE, False)])
def test_an_unsure_vertebra_is_named(score, named):
    row = chain()
    row[2] = candidate(2, score)

    assert ("unsure-vertebra" in said(row, [])) is named
    assert not named or "3rd vertebra" in said(row, [])["unsure-vertebra"]
