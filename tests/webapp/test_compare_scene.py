"""Two films at the same levels: one vertebra, one scale, one side."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from measurements import ImageEdge
from studies.analyse import analyse_film, measure_film
from studies.follow_up import DatedFilm, follow_up
from studies.radiograph import Spacing, SpacingOrigin, View
from webapp.compare_scene import compare_scene

STANDING, GROWN = (0.0, 25.0, -25.0, 15.0, 12.0), (0.0, 28.0, -28.0, 12.0, 9.0)
FINER = Spacing(0.4, 0.4, SpacingOrigin.PIXEL_SPACING)


@pytest.fixture(scope="module")
def film(draw_film, known_corners):
    def analysed(tilts, year, **parts):
        found = analyse_film(draw_film(tilts, **parts), known_corners, view=View.CORONAL)
        return DatedFilm(date(year, 3, 1), found)

    return analysed


def scene(*films):
    return compare_scene(films, [each.curve for each in follow_up(films).curves])


def corners(shown, level):
    return np.array(next(v["corners"] for v in shown["vertebrae"] if v["level"] == level))


def test_both_films_lie_on_the_lowest_vertebra(film):
    shown = scene(film(STANDING, 2024), film(GROWN, 2025))

    for each in shown["films"]:
        plates = corners(each, "L5").reshape(2, 2, 2).mean(axis=(0, 1))
        assert plates == pytest.approx([0, 0], abs=0.6)
    assert "Aligned on L5" in shown["note"]


def test_a_lowest_vertebra_that_one_film_lacks_is_not_used(film):
    first, second = film(STANDING, 2024), film(GROWN, 2025)
    short = measure_film(replace(second.film, curves=(), vertebrae=second.film.vertebrae[:-1]))

    assert "Aligned on L4" in scene(first, DatedFilm(second.taken, short))["note"]


def test_pixels_and_outlines_share_one_scale(film):
    """A film point lands where its outline does, however large a pixel is."""
    for each, found in zip(
        scene(film(STANDING, 2024), film(GROWN, 2025))["films"],
        (film(STANDING, 2024), film(GROWN, 2025)),
        strict=True,
    ):
        row, column = found.film.vertebrae[3].corners[0]
        placed = np.array(each["origin"]) + np.array(each["pixel"]) * [column, row]
        assert np.abs(corners(each, "T4") - placed).sum(axis=1).min() == pytest.approx(0, abs=0.02)


def test_films_of_other_spacing_have_one_scale(film):
    shown = scene(film(STANDING, 2024), film(GROWN, 2025, spacing=FINER))
    first, second = shown["films"]

    assert abs(second["pixel"][0]) == pytest.approx(0.4)
    assert "millimetres" in shown["note"]
    assert first["pixel"][0] == pytest.approx(0.5)


def test_without_spacing_the_lowest_vertebra_is_made_as_wide(film):
    shown = scene(film(STANDING, 2024), film(GROWN, 2025, spacing=None))
    widths = [np.linalg.norm(np.diff(corners(each, "L5")[:2], axis=0)) for each in shown["films"]]

    assert widths[0] == pytest.approx(widths[1], rel=1e-3)
    assert "angles, not lengths" in shown["note"]


def test_a_film_from_behind_is_mirrored_to_match_and_says_so(film):
    first = film(STANDING, 2024)
    behind = film(GROWN, 2025, patient_right=ImageEdge.RIGHT)
    shown = scene(first, behind)
    front, turned = shown["films"]

    assert (front["right"], turned["right"]) == ("left", "left")
    assert (front["mirrored"], turned["mirrored"]) == (False, True)
    assert turned["pixel"][0] < 0 < front["pixel"][0]
    same_way = scene(first, film(GROWN, 2025))["films"][1]
    assert corners(turned, "T8").mean(axis=0) == pytest.approx(
        corners(same_way, "T8").mean(axis=0), abs=0.05
    )


def test_both_films_carry_the_same_levels_with_their_own_angles(film):
    first, second = scene(film(STANDING, 2024), film(GROWN, 2025))["films"]

    assert [a["levels"] for a in first["angles"]] == [a["levels"] for a in second["angles"]]
    assert [a["words"] for a in first["angles"]] == ["25°", "50°", "40°"]
    assert [a["words"] for a in second["angles"]] == ["28°", "56°", "40°"]


def test_the_angle_stands_on_the_side_the_curve_bulges_to(film):
    main = scene(film(STANDING, 2024), film(GROWN, 2025))["films"][0]["angles"][1]
    apex = corners(scene(film(STANDING, 2024), film(GROWN, 2025))["films"][0], "T8").mean(axis=0)

    assert main["label"][0] < apex[0]  # the patient's right is at the left of the screen
