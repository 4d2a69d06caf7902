import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import DegenerateEndplateError, Endplate
from measurements.endplate import tilt_difference_deg


def endplate(tilt_deg, x=0.0, y=0.0, length=40.0):
    tilt = math.radians(tilt_deg)
    return Endplate((x, y), (x + length * math.cos(tilt), y + length * math.sin(tilt)))


@given(st.floats(-179, 179), st.floats(-500, 500), st.floats(-500, 500), st.floats(0.5, 200))
def test_tilt_is_that_drawn_wherever_the_endplate_lies(tilt, x, y, length):
    assert endplate(tilt, x, y, length).tilt_deg == pytest.approx(tilt, abs=1e-8)


def test_tilt_is_positive_with_the_right_side_up():
    assert Endplate(left=(-20, 0), right=(20, 5)).tilt_deg > 0


@pytest.mark.parametrize("size", [-170.0, -91.0, -1e-6, 0.0, 1e-6, 45.0, 89.9, 90.0, 110.0, 179.0])
@pytest.mark.parametrize("turn", [-150.0, -30.0, 0.0, 17.0, 170.0])
def test_difference_is_not_folded_however_the_film_lies(size, turn):
    difference = tilt_difference_deg(endplate(turn + size), endplate(turn))

    assert difference == pytest.approx(size, abs=1e-10)


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        ((3, 4), (3, 4), "both ends .* move one end"),
        ((0, math.nan), (3, 4), "not a finite number"),
        ((0, 0), (math.inf, 4), "not a finite number"),
    ],
)
def test_endplate_without_direction_is_refused(left, right, message):
    with pytest.raises(DegenerateEndplateError, match=message):
        Endplate(left, right)
