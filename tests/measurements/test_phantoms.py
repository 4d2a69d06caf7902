"""Measured on the true corners of the shipped phantoms, which no curve was drawn for by hand."""

import numpy as np
import pytest

from measurements import (
    Fault,
    ImageEdge,
    Level,
    Spine,
    find_curves,
    lateral_listheses,
    levels_upward_from,
    screen,
)
from sample_data import sample_studies

FILMS = [
    pytest.param(film, id=f"{study.name} {view}")
    for study in sample_studies()
    for view, film in study.expected.films.items()
]
SOUND = pytest.mark.parametrize("film", FILMS)


def spine_of(film, corners_px=None):
    corners_px = film.corners_px if corners_px is None else corners_px
    return Spine.from_corners(
        corners_px,
        levels=levels_upward_from(Level(film.levels[-1]), len(corners_px)),
        spacing=film.spacing_mm,
        patient_right=ImageEdge(film.patient_right),
    )


@SOUND
def test_every_vertebra_fits_into_its_spine(film):
    screening = screen(spine_of(film))

    assert (screening.unused, screening.wide_spaces) == ((), ())


@SOUND
def test_a_phantom_has_no_slip(film):
    slips = lateral_listheses(spine_of(film))

    assert [slip.grade for slip in slips] == [0] * (len(film.levels) - 1)


@SOUND
@pytest.mark.parametrize("place", [0, 5, 11, 15])
def test_a_vertebra_outlined_twice_is_set_aside_and_no_curve_changes_its_size(film, place):
    corners = np.array(film.corners_px)[1:]  # T2 to L5: with one more they are still numbered
    down = corners[place, 2:].mean(axis=0) - corners[place, :2].mean(axis=0)
    moved = corners[place] + 2.0 * down / np.linalg.norm(down)
    twice = np.insert(corners, place + 1, moved, axis=0)

    screening = screen(spine_of(film, twice))

    once = find_curves(spine_of(film, corners))
    assert [unused.fault for unused in screening.unused] == [Fault.DOUBLED]
    assert [curve.cobb_deg for curve in find_curves(screening.spine)] == pytest.approx(
        [curve.cobb_deg for curve in once]
    )


@SOUND
@pytest.mark.parametrize("place", [4, 8, 12])
def test_room_for_a_vertebra_left_out_is_told(film, place):
    corners = np.delete(np.array(film.corners_px), place, axis=0)

    (space,) = screen(spine_of(film, corners)).wide_spaces

    named = levels_upward_from(Level(film.levels[-1]), len(corners))
    assert (space.upper, space.lower) == (named[place - 1], named[place])
