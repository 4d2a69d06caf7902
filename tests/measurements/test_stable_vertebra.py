import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    CannotMeasureError,
    CsvlConvention,
    Film,
    LandmarkMissingError,
    Landmarks,
    Level,
    MeasurementSettings,
    Posture,
    Region,
    find_curves,
    stable_vertebra,
    touched_vertebra,
)

# Right thoracic T4 to T12, its apex at T8; straight from L1 down.
CURVED = [5, 10, 15, 24, 18, 12, 6, 0, -6, -12, -18, -24, -12, 0, 0, 0, 0]


def main_thoracic(spine):
    return next(curve for curve in find_curves(spine) if curve.region is Region.MAIN_THORACIC)


def standing(spine, right_of_l5=0.0):
    """A film on which the centre of S1 lies this far (mm) to the right of that of L5."""
    x, y = spine[Level.L5].inferior_endplate.midpoint
    x += right_of_l5
    return Film(spine, Landmarks(s1_endplate=((x + 20, y - 8), (x - 20, y - 8))), Posture.STANDING)


@pytest.fixture
def spine(draw_spine):
    return draw_spine(CURVED)


@pytest.fixture
def curve(spine):
    found = main_thoracic(spine)
    assert (found.levels, found.apex.name) == (("T4", "T12"), "T8")
    return found


def test_the_stable_vertebra_is_the_first_bisected_below_the_apex(spine, curve):
    # Bodies lie level and one above the other from L2 down. L1, tilted by 12 degrees and so 44 mm
    # wide as it lies, is 3 mm to the right of them; T12 is 13 mm to the right.
    stable = stable_vertebra(standing(spine), curve)

    assert (stable.vertebra.level, stable.bisected) == ("L1", True)
    assert stable.off_centre == pytest.approx(3.23 / 44.1, abs=1e-3)


def test_the_touched_vertebra_may_lie_above_the_stable_one(spine, curve):
    touched = touched_vertebra(standing(spine), curve)

    assert (touched.vertebra.level, touched.touched, touched.bisected) == ("T12", True, False)


@given(right=st.floats(-15, 15))
def test_the_line_is_judged_at_the_height_of_each_vertebra(right, draw_spine):
    spine = draw_spine(CURVED)
    curve = main_thoracic(spine)

    stable = stable_vertebra(standing(spine, right), curve)

    centres = np.array([spine[level].centre[0] for level in spine.levels[8:]])
    nearest = np.abs(centres - spine[Level.L5].centre[0] - right).min()
    if stable.bisected:
        assert abs(stable.off_centre) <= 0.1
    else:
        assert nearest > 0.1 * 40 * np.cos(np.radians(24)) - 1e-6


def test_where_none_is_bisected_the_nearest_is_stable(spine, curve):
    stable = stable_vertebra(standing(spine, right_of_l5=-12), curve)

    assert not stable.bisected
    assert stable.vertebra.level in ("L2", "L3", "L4", "L5")
    assert stable.off_centre == pytest.approx(12 / 40)


def test_a_line_off_the_spine_touches_nothing(spine, curve):
    film = standing(spine, right_of_l5=-60)

    with pytest.raises(CannotMeasureError, match="touches no visible vertebra below T8"):
        touched_vertebra(film, curve)


def test_an_oblique_pelvis_may_have_another_stable_vertebra(spine, curve):
    film = standing(spine)
    x, y = film.landmarks.s1_centre
    oblique = Film(
        spine,
        Landmarks(
            s1_endplate=film.landmarks.s1_endplate,
            iliac_crests=((x + 100, y + 40), (x - 100, y + 20)),
        ),
        Posture.STANDING,
    )

    vertical = stable_vertebra(oblique, curve)
    pelvic = stable_vertebra(
        oblique, curve, MeasurementSettings(csvl_convention=CsvlConvention.PELVIC)
    )

    assert vertical.vertebra.level == "L1"
    assert pelvic.vertebra.level != "L1"
    assert pelvic.csvl.convention is CsvlConvention.PELVIC


def test_without_s1_nothing_is_stable(spine, curve):
    with pytest.raises(LandmarkMissingError, match="not available: needs S1"):
        stable_vertebra(Film(spine, Landmarks(), Posture.STANDING), curve)


def test_a_curve_cut_at_its_apex_has_no_stable_vertebra(spine, curve, draw_spine):
    cut = draw_spine(CURVED[:8], lowest=Level.T8)

    with pytest.raises(CannotMeasureError, match="no vertebra below T8 is visible"):
        stable_vertebra(
            Film(cut, Landmarks(s1_endplate=((20, -900), (-20, -900))), Posture.STANDING), curve
        )
