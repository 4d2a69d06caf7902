import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    CannotMeasureError,
    Film,
    LandmarkError,
    LandmarkMissingError,
    Landmarks,
    Level,
    Pedicle,
    Pedicles,
    Posture,
    Region,
    find_curves,
    lower_neutral_vertebra,
    pedicle_shift,
    upper_neutral_vertebra,
)

CURVED = [0, 5, 15, 25, 20, 15, 8, 0, -8, -15, -20, -25, -15, -5, 0, 0, 0]  # T4 to T12


def main_thoracic(spine):
    return next(curve for curve in find_curves(spine) if curve.region is Region.MAIN_THORACIC)


def pedicles_of(vertebra, shift):
    """Pedicles 0.6 of the width apart, moved by `shift` of the width to the patient's right."""
    across = np.subtract(vertebra.midline.right, vertebra.midline.left)
    right, left = (np.add(vertebra.centre, across * (side * 0.3 + shift)) for side in (1, -1))
    return Pedicles(Pedicle(tuple(right)), Pedicle(tuple(left)))


def film(spine, shifts):
    pedicles = {level: pedicles_of(spine[level], shift) for level, shift in shifts.items()}
    return Film(spine, Landmarks(pedicles=pedicles), Posture.STANDING)


@pytest.fixture
def rotated():
    """Shifts that grow from T2 and L2 to the apex at T8."""
    return {level: 0.02 * max(0, 7.5 - abs(level.rank - 8)) for level in list(Level)[1:20]}


@given(tilt=st.floats(-120, 120), shift=st.floats(-0.4, 0.4), apart=st.floats(0.05, 0.5))
def test_the_shift_of_the_pedicles_is_that_drawn(tilt, shift, apart, draw_spine):
    vertebra = draw_spine([tilt, tilt], lowest=Level.T8).vertebrae[0]

    assert pedicle_shift(vertebra, pedicles_of(vertebra, shift)) == pytest.approx(shift)


def test_the_neutral_vertebrae_are_the_first_without_rotation(draw_spine, rotated):
    spine = draw_spine(CURVED)
    curve = main_thoracic(spine)

    marked = film(spine, {level: shift for level, shift in rotated.items() if level in spine})
    upper, lower = upper_neutral_vertebra(marked, curve), lower_neutral_vertebra(marked, curve)

    assert curve.levels == ("T4", "T12")
    # The shift falls to 0.05 five places from T8: at T3, and below at L1, as T13 has its place.
    assert (upper.vertebra.level, lower.vertebra.level) == ("T3", "L1")
    assert abs(upper.shift) <= 0.05


def test_an_end_vertebra_may_be_neutral(draw_spine):
    spine = draw_spine(CURVED)
    curve = main_thoracic(spine)

    marked = film(spine, {Level.T4: 0.0, Level.T12: -0.049})

    assert upper_neutral_vertebra(marked, curve).vertebra.level == "T4"
    assert lower_neutral_vertebra(marked, curve).vertebra.level == "T12"


def test_a_vertebra_without_pedicles_is_not_passed_by(draw_spine):
    spine = draw_spine(CURVED)
    curve = main_thoracic(spine)

    with pytest.raises(LandmarkMissingError, match="needs the pedicles of T3"):
        upper_neutral_vertebra(film(spine, {Level.T4: 0.2, Level.T2: 0.0}), curve)


def test_a_column_that_is_rotated_to_its_end_has_no_neutral_vertebra(draw_spine):
    spine = draw_spine(CURVED)
    curve = main_thoracic(spine)
    below = {level: -0.2 for level in spine.levels if not level.is_above(Level.T12)}

    with pytest.raises(CannotMeasureError, match="every vertebra from T12 below is rotated"):
        lower_neutral_vertebra(film(spine, below), curve)


def test_exchanged_pedicles_are_refused(draw_spine):
    vertebra = draw_spine([0, 0]).vertebrae[0]
    pair = pedicles_of(vertebra, 0)

    with pytest.raises(LandmarkError, match="right pedicle of L4 lies to the left"):
        pedicle_shift(vertebra, Pedicles(right=pair.left, left=pair.right))
