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
    Spine,
    coronal_balance,
    levels_upward_from,
)

TILTS = [0] * 17


def film(spine, *, c7_right=0.0, posture=Posture.STANDING, **marks):
    """A film on which C7 stands this far to the right of S1, which lies below L5."""
    x, y = spine[Level.L5].inferior_endplate.midpoint
    top = spine.vertebrae[0].centre[1]
    marks = {
        "c7_centre": (x + c7_right, top + 35),
        "s1_endplate": ((x + 20, y - 8), (x - 20, y - 8)),
    } | marks
    return Film(spine, Landmarks(unit=spine.unit, **marks), posture)


@given(right=st.floats(-100, 100))
def test_balance_is_the_distance_of_c7_to_the_right_of_the_sacral_line(right, draw_spine):
    balance = coronal_balance(film(draw_spine(TILTS), c7_right=right))

    assert balance.offset == pytest.approx(right)


@pytest.mark.parametrize(
    ("right", "balanced"),
    [(0, True), (20.0, True), (-20.0, True), (20.04, True), (20.1, False), (-20.1, False)],
)
def test_more_than_20_mm_is_imbalance(draw_spine, right, balanced):
    # wikimsk.org, Coronal Balance of the Spine: up to 20 mm neutral, more is imbalance
    assert coronal_balance(film(draw_spine(TILTS), c7_right=right)).balanced is balanced


def test_the_threshold_is_a_setting(draw_spine):
    settings = MeasurementSettings(balance_mm=30)

    assert coronal_balance(film(draw_spine(TILTS), c7_right=25), settings).balanced


def test_pixels_are_not_judged_in_millimetres(draw_film):
    spine = Spine.from_corners(
        draw_film(TILTS),
        levels=levels_upward_from(Level.L5, 17),
        spacing=None,
        patient_right=None,
    )
    balance = coronal_balance(film(spine, c7_right=500))

    assert (balance.offset, balance.unit, balance.balanced) == (pytest.approx(500), "px", None)


def test_an_oblique_pelvis_moves_the_line_of_the_other_convention(draw_spine):
    marked = film(draw_spine(TILTS), iliac_crests=((0.0, -580.0), (-200.0, -590.0)))

    vertical = coronal_balance(marked)
    pelvic = coronal_balance(marked, MeasurementSettings(csvl_convention=CsvlConvention.PELVIC))

    height = marked.landmarks.c7_centre[1] - marked.landmarks.s1_centre[1]
    assert vertical.offset == pytest.approx(0)
    # Right side up by 1 in 20: the perpendicular leans to the left, and leaves C7 to the right.
    assert pelvic.offset == pytest.approx(height / 20)


def test_the_l5_stand_in_says_so(draw_spine):
    settings = MeasurementSettings(csvl_convention=CsvlConvention.L5_STAND_IN)

    balance = coronal_balance(film(draw_spine(TILTS), c7_right=12, s1_endplate=None), settings)

    assert balance.offset == pytest.approx(12)
    assert not balance.csvl.convention.needs_s1


@pytest.mark.parametrize(
    ("missing", "needs"), [("c7_centre", "needs C7"), ("s1_endplate", "needs S1")]
)
def test_without_its_landmarks_balance_is_not_available(draw_spine, missing, needs):
    with pytest.raises(LandmarkMissingError, match=f"not available: {needs}"):
        coronal_balance(film(draw_spine(TILTS), **{missing: None}))


@pytest.mark.parametrize("posture", [Posture.BENDING, Posture.SUPINE])
def test_balance_is_refused_unless_the_patient_stands(draw_spine, posture):
    with pytest.raises(CannotMeasureError, match=f"patient is {posture}"):
        coronal_balance(film(draw_spine(TILTS), posture=posture))
