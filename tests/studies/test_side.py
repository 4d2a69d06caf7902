"""Letters to sides."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import ImageEdge
from studies.side import declared_side, is_sagittal, is_turned, side_from_orientation

OTHER_EDGE = {ImageEdge.LEFT: ImageEdge.RIGHT, ImageEdge.RIGHT: ImageEdge.LEFT, None: None}
MIRROR = str.maketrans("LR", "RL")


@pytest.mark.parametrize("edge", ImageEdge)
def test_the_user_s_word_is_taken_as_such(edge):
    side = declared_side(edge)

    assert side.patient_right is edge
    assert side.source == "declared by the user"


@given(st.text("RLAPHF", min_size=1, max_size=3), st.text("RLAPHF", min_size=1, max_size=3))
def test_a_mirrored_film_has_its_right_at_the_other_edge(rows, columns):
    side = side_from_orientation([rows, columns])
    mirrored = side_from_orientation([rows.translate(MIRROR), columns])

    assert mirrored.patient_right is OTHER_EDGE[side.patient_right]


@given(st.lists(st.text(max_size=4), max_size=3))
def test_only_an_upright_frontal_film_has_a_side(orientation):
    known = side_from_orientation(orientation).patient_right is not None

    letters = [direction.strip().upper()[:1] for direction in orientation]
    assert not known or (letters[0] in "LR" and letters[1] == "F")
    assert not (known and (is_sagittal(orientation) or is_turned(orientation)))


def test_letters_may_be_small_and_are_quoted():
    assert side_from_orientation([" l ", "f"]).source == "PatientOrientation L\\F"


def test_a_film_that_lies_or_is_seen_from_the_side_is_told():
    assert is_turned(["H", "L"])
    assert is_turned(["L", "H"])
    assert is_sagittal(["A", "F"])
    assert not is_sagittal(["LA", "F"])
