import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    ImageEdge,
    Level,
    LevelMissingError,
    Spine,
    Unit,
    apical_offset,
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
