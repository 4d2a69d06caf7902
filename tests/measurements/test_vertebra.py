import math
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import Endplate, Level, SpineError, Vertebra

SQUARE = [(-20.0, 24.0), (20.0, 24.0), (20.0, 0.0), (-20.0, 0.0)]


def body(corners):
    sup_left, sup_right, inf_right, inf_left = corners
    return Vertebra(Level.T8, Endplate(sup_left, sup_right), Endplate(inf_left, inf_right))


def turned(corners, angle_deg):
    angle = math.radians(angle_deg)
    cos, sin = math.cos(angle), math.sin(angle)
    return [(x * cos - y * sin, x * sin + y * cos) for x, y in corners]


@given(st.floats(-179, 179))
def test_a_body_may_be_tilted_any_way(angle):
    vertebra = body(turned(SQUARE, angle))

    assert vertebra.tilt_deg == pytest.approx(angle, abs=1e-9)


def test_tilt_is_half_way_between_the_endplates():
    vertebra = body([(-20, 20), (20, 40), (20, 0), (-20, 0)])

    assert 0 < vertebra.tilt_deg < vertebra.superior_endplate.tilt_deg
    assert vertebra.centre == (0, 15)


@pytest.mark.parametrize(
    "corners",
    [
        order
        for order in permutations(SQUARE)
        if order not in [tuple(SQUARE[start:] + SQUARE[:start]) for start in range(4)]
    ],
)
def test_a_twisted_or_mirrored_body_is_refused(corners):
    with pytest.raises(SpineError, match=r"corners of T8 do not go round .* place them"):
        body(corners)


@pytest.mark.parametrize(
    "corner",
    [(10.0, 5.0), (0.0, 12.0), (20.0, 0.0)],
    ids=["dented", "three on a line", "two corners in one place"],
)
def test_a_body_without_four_corners_is_refused(corner):
    with pytest.raises(SpineError, match="do not go round"):
        body([SQUARE[0], corner, *SQUARE[2:]])
