import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    CannotMeasureError,
    Fault,
    ImageEdge,
    Level,
    Spine,
    find_curves,
    levels_upward_from,
    screen,
)

CURVED = np.linspace(30, -30, 17)


def outlined(corners_px, scores=None, levels=None):
    return Spine.from_corners(
        corners_px,
        levels=levels or levels_upward_from(Level.L5, len(corners_px)),
        spacing=(0.2, 0.2),
        patient_right=ImageEdge.LEFT,
        scores=scores,
    )


def magnified(body, rows=1.0, columns=1.0):
    return body.mean(0) + (body - body.mean(0)) * [rows, columns]


def turned(body, angle_deg):
    angle = np.radians(angle_deg)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return body.mean(0) + (body - body.mean(0)) @ turn


@given(data=st.data())
def test_every_vertebra_of_a_sound_spine_is_used(data, draw_spine, draw_curves, scoliotic):
    spine = draw_spine(draw_curves(*data.draw(scoliotic)))

    screening = screen(spine)

    assert screening.spine == spine
    assert screening.unused == ()
    assert screening.wide_spaces == ()


@given(place=st.integers(0, 16), off=st.sampled_from([-45, -30, 30, 45]))
def test_a_vertebra_drawn_askew_is_not_used(place, off, draw_film):
    corners = draw_film(CURVED)
    corners[place] = turned(corners[place], off)

    screening = screen(outlined(corners))

    assert [(u.vertebra.level, u.fault) for u in screening.unused] == [
        (levels_upward_from(Level.L5, 17)[place], Fault.TILT)
    ]
    assert "was not used; check its corners" in screening.unused[0].reason


@given(
    place=st.integers(0, 16),
    size=st.sampled_from([(1, 1.9), (1, 0.5), (2.1, 1), (0.3, 1), (2, 2)]),
)
def test_a_vertebra_of_another_size_is_not_used(place, size, draw_film):
    corners = draw_film(np.zeros(17))
    corners[place] = magnified(corners[place], *size)

    (unused,) = screen(outlined(corners)).unused

    assert (unused.vertebra.level, unused.fault) == (
        levels_upward_from(Level.L5, 17)[place],
        Fault.SIZE,
    )


@pytest.mark.parametrize(("scores", "worse"), [((0.9, 0.4), 8), ((0.4, 0.9), 7)])
def test_of_two_outlines_of_one_body_the_surer_is_used(draw_film, scores, worse):
    corners = draw_film(CURVED[:16])
    twice = np.insert(corners, 8, corners[7] + [25, 2], axis=0)  # 5 mm of a body of 24
    sure = [0.95] * 7 + list(scores) + [0.95] * 8

    screening = screen(outlined(twice, sure))

    (unused,) = screening.unused
    assert unused.fault is Fault.DOUBLED
    assert unused.vertebra.level == levels_upward_from(Level.L5, 17)[worse]
    assert "check the level names above it" in unused.reason


def test_two_faults_are_both_found(draw_film):
    corners = draw_film(CURVED)
    corners[4] = turned(corners[4], 40)
    corners[11] = magnified(corners[11], columns=2)

    assert {(u.vertebra.level, u.fault) for u in screen(outlined(corners)).unused} == {
        ("T5", Fault.TILT),
        ("T12", Fault.SIZE),
    }


def test_a_curve_is_measured_as_if_the_bad_vertebra_were_missing(draw_film):
    corners = draw_film(CURVED)
    whole = find_curves(outlined(corners))
    corners[3] = turned(corners[3], 50)

    rest = find_curves(screen(outlined(corners)).spine)

    (wrong,) = find_curves(outlined(corners))
    assert wrong.apex.name == "T3/T4"  # what the screening saves from
    assert [(c.levels, c.cobb_deg) for c in rest] == [
        (c.levels, pytest.approx(c.cobb_deg)) for c in whole
    ]


def test_room_for_a_missing_vertebra_is_told(draw_film):
    corners = np.delete(draw_film(CURVED), 9, axis=0)

    screening = screen(outlined(corners))

    assert [(space.upper, space.lower) for space in screening.wide_spaces] == [("T10", "T11")]
    assert screening.unused == ()


def test_a_vertebra_that_is_known_to_be_missing_is_not_told(draw_film):
    levels = list(levels_upward_from(Level.L5, 17))
    corners = np.delete(draw_film(CURVED), 9, axis=0)
    del levels[9]

    assert screen(outlined(corners, levels=levels)).wide_spaces == ()


def test_a_spine_of_bad_outlines_is_refused(draw_film):
    corners = draw_film(CURVED[:8])
    for place in (0, 3, 6):
        corners[place] = magnified(corners[place], columns=2.5)

    with pytest.raises(CannotMeasureError, match="3 of 8 outlined vertebrae do not fit"):
        screen(outlined(corners))


def test_of_two_vertebrae_none_is_called_odd(draw_film):
    corners = draw_film([0, 0])
    corners[0] = magnified(corners[0], columns=2)

    assert screen(outlined(corners)).unused == ()
