import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    ImageEdge,
    Level,
    MeasurementSettings,
    Spine,
    lateral_listheses,
    levels_upward_from,
)


def outlined(corners_px, levels=None, spacing=(0.2, 0.2)):
    return Spine.from_corners(
        corners_px,
        levels=levels or levels_upward_from(Level.L5, len(corners_px)),
        spacing=spacing,
        patient_right=ImageEdge.LEFT,
    )


def slipped(corners_px, slip_mm, tilt_deg):
    """Move L3 of L1 to L5, drawn with this tilt, along its endplates to the patient's right."""
    angle = np.radians(tilt_deg)
    moved = corners_px.copy()
    moved[2] += np.array([-np.sin(angle), -np.cos(angle)]) * slip_mm / 0.2
    return moved


@given(slip=st.floats(-15, 15), tilt=st.floats(-60, 60))
def test_a_slip_is_measured_along_the_endplate_however_the_bodies_are_tilted(slip, tilt, draw_film):
    spine = outlined(slipped(draw_film([tilt] * 5), slip, tilt))

    slips = lateral_listheses(spine)

    assert [(s.upper, s.lower) for s in slips] == [
        ("L1", "L2"), ("L2", "L3"), ("L3", "L4"), ("L4", "L5")
    ]  # fmt: skip
    assert [s.mean for s in slips] == pytest.approx([0, -slip, slip, 0], abs=1e-9)
    assert [s.largest for s in slips] == pytest.approx([0, -slip, slip, 0], abs=1e-9)


@given(cobb=st.floats(-80, 80))
def test_a_wedged_disc_is_no_slip(cobb, draw_spine):
    for slip in lateral_listheses(draw_spine(np.linspace(cobb / 2, -cobb / 2, 17))):
        assert abs(slip.mean) < 0.5  # a disc of 7 mm opened by 5 degrees: 7 sin(5 / 2) = 0.3 mm


def test_a_wider_body_below_is_no_slip_but_has_edges_that_differ(draw_film):
    corners = draw_film([0, 0])
    corners[1] = corners[1].mean(0) + (corners[1] - corners[1].mean(0)) * [1, 1.1]

    (slip,) = lateral_listheses(outlined(corners))

    assert (slip.right, slip.left) == (pytest.approx(-2), pytest.approx(2))
    assert slip.mean == pytest.approx(0)
    assert abs(slip.largest) == pytest.approx(2)


@pytest.mark.parametrize(
    ("slip", "grade"), [(0, 0), (0.9, 0), (-1, 1), (1, 1), (6.9, 1), (7, 2), (-20, 2)]
)
def test_grades_start_at_1_and_7_mm(draw_film, slip, grade):
    # adults, by convention: 0, 1 to 6 mm, 7 mm and more
    slips = lateral_listheses(outlined(slipped(draw_film([0] * 5), slip, 0)))

    assert slips[2].grade == grade


def test_grades_are_a_setting(draw_film):
    spine = outlined(slipped(draw_film([0] * 5), 5, 0))

    slips = lateral_listheses(spine, MeasurementSettings(listhesis_grades_mm=(2, 4, 6)))

    assert slips[2].grade == 2


def test_pixels_have_no_grade(draw_film):
    assert lateral_listheses(outlined(draw_film([0, 0]), spacing=None))[0].grade is None


@pytest.mark.parametrize(
    ("upper", "lower", "count"), [("T11", "T13", 0), ("T11", "L1", 1), ("L4", "S1", 1)]
)
def test_only_neighbours_are_compared(draw_film, upper, lower, count):
    spine = outlined(draw_film([0, 0]), levels=[Level(upper), Level(lower)])

    assert len(lateral_listheses(spine)) == count


def test_bodies_with_room_for_a_missing_one_are_no_neighbours(draw_film):
    spine = outlined(draw_film([0, 0, 0])[[0, 2]], levels=[Level.T11, Level.L1])

    assert lateral_listheses(spine) == ()
