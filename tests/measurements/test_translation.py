import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    CannotMeasureError,
    Film,
    ImageEdge,
    LandmarkMissingError,
    Landmarks,
    Level,
    LevelMissingError,
    Posture,
    Spine,
    Unit,
    apical_offset,
    apical_translation,
    centroid_offsets,
    find_curves,
)

CURVED = np.linspace(25, -25, 17)


def stack(shifts_mm, levels, patient_right=ImageEdge.LEFT):
    """Level bodies, each moved by its shift towards the image's right, at 0.5 mm a pixel."""
    corners = [
        [[row, column], [row, column + 80], [row + 48, column + 80], [row + 48, column]]
        for row, column in ((60 * place, 2 * shift) for place, shift in enumerate(shifts_mm))
    ]
    return Spine.from_corners(
        corners,
        levels=[Level(level) for level in levels],
        spacing=(0.5, 0.5),
        patient_right=patient_right,
    )


@pytest.mark.parametrize(("patient_right", "sign"), [(ImageEdge.RIGHT, 1), (ImageEdge.LEFT, -1)])
def test_centroid_offset_is_the_step_to_the_patients_right(patient_right, sign):
    offsets = centroid_offsets(stack([0, 6, 2], ["L1", "L2", "L3"], patient_right))

    assert [(o.upper, o.lower, o.offset, o.unit) for o in offsets] == [
        ("L1", "L2", -6 * sign, Unit.MILLIMETRE),
        ("L2", "L3", 4 * sign, Unit.MILLIMETRE),
    ]


def test_centroid_offsets_add_up_to_the_way_from_top_to_bottom(draw_spine):
    spine = draw_spine(CURVED + 7)

    total = spine.vertebrae[0].centre[0] - spine.vertebrae[-1].centre[0]
    assert sum(o.offset for o in centroid_offsets(spine)) == pytest.approx(total)


@given(cobb=st.floats(12, 140), side=st.sampled_from([-1, 1]))
def test_apical_offset_is_the_sagitta_of_an_even_curve(draw_spine, cobb, side):
    spine = draw_spine(side * np.linspace(cobb / 2, -cobb / 2, 17))
    (curve,) = find_curves(spine)
    offset = apical_offset(spine, curve)

    sagitta = curve.apex.point[0] - spine.vertebrae[0].centre[0]
    assert offset.apex_name == "T9"
    assert offset.offset == pytest.approx(sagitta)
    assert np.sign(offset.offset) == side


def test_apical_offset_is_measured_horizontally_from_a_leaning_line(draw_spine):
    spine = draw_spine(CURVED + 15)
    (curve,) = find_curves(spine)
    (top_x, top_y), (bottom_x, bottom_y) = (spine[level].centre for level in curve.levels)
    x, y = curve.apex.point

    expected = x - np.interp(y, [bottom_y, top_y], [bottom_x, top_x])

    assert apical_offset(spine, curve).offset == pytest.approx(expected)


def test_apical_offset_of_a_standing_curve_can_be_followed_on_a_bending_film(draw_spine):
    (curve,) = find_curves(draw_spine(CURVED))

    offsets = [apical_offset(draw_spine(CURVED * part), curve).offset for part in (1, 0.5, 0, -0.2)]

    assert offsets == sorted(offsets, reverse=True)
    assert offsets[2] == pytest.approx(0, abs=1e-9)
    assert offsets[3] < 0


def test_apical_offset_doubles_with_the_spacing(draw_film):
    near, far = (
        Spine.from_corners(
            draw_film(CURVED),
            levels=list(Level)[1:13] + list(Level)[14:19],
            spacing=(size, size),
            patient_right=ImageEdge.LEFT,
        )
        for size in (0.2, 0.4)
    )
    (curve,) = find_curves(near)

    assert apical_offset(far, curve).offset == pytest.approx(2 * apical_offset(near, curve).offset)


def test_apical_offset_off_the_film_is_refused(draw_spine):
    (curve,) = find_curves(draw_spine(CURVED))

    with pytest.raises(LevelMissingError, match="T1 is not visible"):
        apical_offset(draw_spine(CURVED[4:]), curve)


def standing(spine, *, c7_right=0.0, s1_right=0.0, posture=Posture.STANDING):
    """A film with C7 so far to the right of the first vertebra, and S1 of the last."""
    (top_x, top_y), (bottom_x, bottom_y) = (spine.vertebrae[end].centre for end in (0, -1))
    s1 = ((bottom_x + s1_right + 20, bottom_y - 40), (bottom_x + s1_right - 20, bottom_y - 40))
    return Film(spine, Landmarks(c7_centre=(top_x + c7_right, top_y + 35), s1_endplate=s1), posture)


@given(c7=st.floats(-40, 40), s1=st.floats(-40, 40))
def test_a_thoracic_apex_is_judged_against_c7_and_a_lower_one_against_the_sacrum(
    c7, s1, draw_spine, draw_curves
):
    spine = draw_spine(draw_curves([3, 10, 16], [20, -25, 20]))
    film = standing(spine, c7_right=c7, s1_right=s1)

    thoracic, lumbar = find_curves(spine)

    assert (thoracic.region, lumbar.region) == ("MT", "L")
    above, below = (apical_translation(film, curve) for curve in (thoracic, lumbar))
    top, bottom = (spine.vertebrae[end].centre[0] for end in (0, -1))
    assert above.offset == pytest.approx(thoracic.apex.point[0] - top - c7)
    assert below.offset == pytest.approx(lumbar.apex.point[0] - bottom - s1)
    assert (above.apex, below.apex) == (thoracic.apex, lumbar.apex)


@pytest.mark.parametrize(
    ("ends", "region", "needs"),
    [((0, 4), "MT", "C7"), ((3, 11), "MT", "C7"), ((9, 13), "TL", "S1"), ((11, 16), "L", "S1")],
)
def test_each_region_needs_its_landmark(draw_spine, draw_curves, ends, region, needs):
    spine = draw_spine(draw_curves(ends, [20, -20]))
    (curve,) = find_curves(spine)

    assert curve.region == region
    with pytest.raises(LandmarkMissingError, match=f"not available: needs {needs}"):
        apical_translation(Film(spine, Landmarks(), Posture.STANDING), curve)


def test_apical_translation_is_refused_on_a_bending_film(draw_spine):
    spine = draw_spine(CURVED)
    (curve,) = find_curves(spine)

    with pytest.raises(CannotMeasureError, match="patient is bending"):
        apical_translation(standing(spine, posture=Posture.BENDING), curve)
