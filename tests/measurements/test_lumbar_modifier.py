import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    Film,
    Landmarks,
    Level,
    LumbarModifier,
    Pedicle,
    Pedicles,
    Posture,
    find_curves,
    find_lumbar_modifier,
)

WIDTH = 40  # mm, of every vertebra drawn


def lumbar_study(draw_spine, draw_curves, side=1, **kwargs):
    """A spine with a thoracic and, on the other side, a lumbar curve, and the lumbar curve."""
    spine = draw_spine(side * np.array(draw_curves([2, 9, 16], [25, -25, 20])), **kwargs)
    return spine, find_curves(spine)[-1]


def film(spine, offset, level, *, pedicles=None, posture=Posture.STANDING):
    """The film with S1 so that the line runs `offset` to the right of a vertebra's centre."""
    x, y = spine[level].centre[0] + offset, spine[Level.L5].centre[1] - 40
    marked = {} if pedicles is None else {level: pedicles}
    marks = Landmarks(s1_endplate=((x + 20, y), (x - 20, y)), pedicles=marked, unit=spine.unit)
    return Film(spine, marks, posture)


def pedicles(spine, level, borders=True):
    """Pedicles whose medial borders lie 8 mm to either side of a vertebra's centre."""
    x, y = spine[level].centre
    right, left = (
        Pedicle((x + 12 * side, y), (x + 8 * side, y) if borders else None) for side in (1, -1)
    )
    return Pedicles(right, left)


CASES = [(0, "A"), (7, "A"), (8, "B"), (12, "B"), (WIDTH / 2 - 1, "B"), (25, "C"), (60, "C")]


@pytest.mark.parametrize(("medial", "expected"), CASES)
@pytest.mark.parametrize("side", [1, -1])
def test_the_line_against_the_apical_vertebra_gives_the_modifier(
    draw_spine, draw_curves, medial, expected, side
):
    """`medial` is how far the line lies from the apex on the concave side, away from it."""
    spine, curve = lumbar_study(draw_spine, draw_curves, side)
    apex = curve.apex.levels[-1]
    standing = film(spine, -curve.convexity.sign * medial, apex, pedicles=pedicles(spine, apex))

    found = find_lumbar_modifier(standing, curve)

    assert found.modifier == expected
    assert found.crossing.vertebra.level is apex
    assert apex in found.reason


@pytest.mark.parametrize("marked", [None, "centres only"])
def test_from_bodies_alone_a_and_b_are_one(draw_spine, draw_curves, marked):
    spine, curve = lumbar_study(draw_spine, draw_curves)
    apex = curve.apex.levels[-1]
    rings = None if marked is None else pedicles(spine, apex, borders=False)

    touched = find_lumbar_modifier(film(spine, 3, apex, pedicles=rings), curve)
    beyond = find_lumbar_modifier(
        film(spine, -60 * curve.convexity.sign, apex, pedicles=rings), curve
    )

    assert touched.modifier is LumbarModifier.A_OR_B
    assert f"mark the medial borders of the pedicles of {apex}" in touched.reason
    assert beyond.modifier is LumbarModifier.C


def test_an_apex_at_a_disc_takes_the_vertebra_below(draw_spine, draw_curves):
    spine = draw_spine(draw_curves([2, 9, 16], [25, -25, 25]))
    curve = find_curves(spine)[-1]
    upper, lower = Level.L1, Level.L2
    at_disc = type(curve)(
        curve.region,
        curve.upper_end_vertebra,
        curve.lower_end_vertebra,
        type(curve.apex)(f"{upper}/{lower}", curve.apex.point),
        curve.convexity,
    )

    found = find_lumbar_modifier(film(spine, 0, lower), at_disc)

    assert found.crossing.vertebra.level is lower


def test_a_line_on_the_convex_side_is_no_modifier(draw_spine, draw_curves):
    spine, curve = lumbar_study(draw_spine, draw_curves)
    apex = curve.apex.levels[-1]

    found = find_lumbar_modifier(film(spine, 60 * curve.convexity.sign, apex), curve)

    assert found.modifier is LumbarModifier.NOT_AVAILABLE
    assert "on its convex side" in found.reason


def test_without_a_lumbar_curve_the_vertebra_farthest_from_the_line_stands_for_it(draw_spine):
    spine = draw_spine([10.0] * 12 + [3.0] * 5)

    found = find_lumbar_modifier(film(spine, 0, Level.L5), None)

    assert found.modifier is LumbarModifier.A_OR_B
    assert found.crossing.vertebra.level is Level.L1
    assert "stands for the apex, as there is no lumbar curve" in found.reason


def test_without_s1_the_modifier_is_not_available(draw_spine, draw_curves):
    spine, curve = lumbar_study(draw_spine, draw_curves)

    found = find_lumbar_modifier(Film(spine, Landmarks(), Posture.STANDING), curve)

    assert found.modifier is LumbarModifier.NOT_AVAILABLE
    assert found.reason.startswith("not available: needs S1")
    assert found.crossing is None


def test_on_a_bending_film_the_modifier_is_not_available(draw_spine, draw_curves):
    spine, curve = lumbar_study(draw_spine, draw_curves)

    found = find_lumbar_modifier(film(spine, 0, Level.L2, posture=Posture.BENDING), curve)

    assert found.modifier is LumbarModifier.NOT_AVAILABLE
    assert "bending" in found.reason


@given(medial=st.floats(-10, 80), spacing=st.floats(0.05, 2), side=st.sampled_from([1, -1]))
def test_mirroring_and_the_pixel_size_change_no_modifier(
    draw_spine, draw_curves, medial, spacing, side
):
    found = []
    for way, size in ((1, 0.2), (side, spacing)):
        spine, curve = lumbar_study(draw_spine, draw_curves, way, spacing=(size, size))
        apex = curve.apex.levels[-1]
        offset = -curve.convexity.sign * medial
        standing = film(spine, offset, apex, pedicles=pedicles(spine, apex))
        found.append(find_lumbar_modifier(standing, curve).modifier)

    if min(abs(abs(medial) - edge) for edge in (8, WIDTH / 2)) > 1:  # at the edges rounding decides
        assert found[0] is found[1]
