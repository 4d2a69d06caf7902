"""A film with its measurements drawn on it."""

import io
from dataclasses import replace

import matplotlib
import numpy as np
import pytest
from PIL import Image

from measurements import ImageEdge, Level
from studies.analyse import analyse_film, analyse_study, with_patient_right
from studies.findings import InvalidFindingsError
from studies.overlay import (
    DPI,
    PICTURE,
    REGION_COLOURS,
    SCALE_ORIGINS,
    film_figure,
    overlay_png,
    own_marks,
    standing_marks,
    study_overlay_png,
    study_overlay_svg,
)
from studies.radiograph import Spacing, SpacingOrigin, View


def picture(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).astype(int)


def coloured(pixels, colour, tolerance=40):
    wanted = [int(colour[place : place + 2], 16) for place in (1, 3, 5)]
    return np.abs(pixels - wanted).max(axis=2) < tolerance


def words(film, findings):
    figure = film_figure(film, findings, own_marks(findings), PICTURE)
    return [text.get_text() for text in figure.axes[0].texts]


def test_a_bending_film_shows_the_standing_levels_whatever_it_shows_itself(study):
    for view in (View.LEFT_BENDING, View.RIGHT_BENDING):
        marks = standing_marks(study, view)

        assert [(mark.upper, mark.lower) for mark in marks] == [
            curve.levels for curve in study.curves
        ]
    assert own_marks(study.films[View.LEFT_BENDING]) != standing_marks(study, View.LEFT_BENDING)


def test_angles_are_written_in_whole_degrees_with_their_levels(study):
    assert [mark.words for mark in standing_marks(study, View.RIGHT_BENDING)] == [
        "25°\nPT  T1–T5",
        "20°\nMT  T5–T11",
        "45°\nL  T11–L4",
    ]


def test_an_over_corrected_curve_says_that_it_reversed(draw_film, turns_deg, known_corners):
    bent = {**turns_deg, View.RIGHT_BENDING: (-45.0, -30.0, -18.0, 15.0, 12.0)}
    study = analyse_study({view: draw_film(tilts) for view, tilts in bent.items()}, known_corners)
    main = standing_marks(study, View.RIGHT_BENDING)[1]

    assert study.flexibility[1].overcorrected
    assert main.words.startswith("12° reversed")


def test_bending_films_without_a_standing_film_keep_their_own_curves(study):
    bends = {view: film for view, film in study.films.items() if view is not View.CORONAL}
    alone = replace(study, films=bends, flexibility=())

    assert standing_marks(alone, View.LEFT_BENDING) == own_marks(bends[View.LEFT_BENDING])


def test_the_picture_keeps_the_proportions_of_the_film(study_films, study):
    film = study_films[View.CORONAL]
    pixels = picture(overlay_png(film, study.standing))
    drawn_height = pixels.shape[0] - 2 * PICTURE.strip * DPI

    assert drawn_height / pixels.shape[1] == pytest.approx(film.shape[0] / film.shape[1], rel=0.01)


def test_tall_pixels_make_a_tall_picture(draw_film, turns_deg, known_corners):
    film = draw_film(turns_deg[View.CORONAL])
    findings = analyse_film(film, known_corners, view=View.CORONAL)
    flat = replace(film, spacing=Spacing(0.3, 0.6, SpacingOrigin.USER))

    assert (
        picture(overlay_png(flat, findings)).shape[1]
        > picture(overlay_png(film, findings)).shape[1]
    )


def test_the_end_plate_lines_are_drawn_where_the_endplates_are(study_films, study):
    film, findings = study_films[View.CORONAL], study.standing
    pixels = picture(overlay_png(film, findings))
    main = findings.curves[1]
    colour = coloured(pixels, REGION_COLOURS[main.region])
    scale = pixels.shape[1] / film.shape[1]
    top = PICTURE.strip * DPI
    ends = findings.vertebra(Level.T5).superior_endplate
    row, column = (np.array(ends).mean(axis=0) + 0.5) * scale + (top, 0)
    around = colour[round(row) - 3 : round(row) + 4, round(column) - 3 : round(column) + 4]

    assert around.any()


def test_right_and_left_stand_where_they_are_and_silence_is_said(study_films, study):
    film = study_films[View.CORONAL]
    mirrored = with_patient_right(study, ImageEdge.RIGHT).standing
    silent = replace(
        study.standing, side=replace(study.standing.side, patient_right=None), curves=()
    )

    assert [word for word in words(film, study.standing) if word in "RL"] == ["R", "L"]
    assert [word for word in words(film, mirrored) if word in "RL"] == ["L", "R"]
    assert [word for word in words(film, silent) if word in "RL"] == []
    assert "side not stated" in words(film, silent)


def test_the_scale_bar_says_where_its_millimetres_come_from(study_films, study):
    assert "50 mm, calibrated by the sender" in words(study_films[View.CORONAL], study.standing)
    assert set(SCALE_ORIGINS) == set(SpacingOrigin)


def test_without_millimetres_there_is_no_scale_bar(draw_film, turns_deg, known_corners):
    film = draw_film(turns_deg[View.CORONAL], spacing=None)
    findings = analyse_film(film, known_corners, view=View.CORONAL)

    assert not any("mm" in word for word in words(film, findings))


def test_every_level_is_named(study_films, study):
    named = words(study_films[View.CORONAL], study.standing)

    assert {vertebra.level for vertebra in study.standing.vertebrae} <= set(named)


def test_the_vector_picture_needs_no_font_and_carries_no_date(study_films, study):
    svg = study_overlay_svg(study_films[View.CORONAL], study, View.CORONAL)

    assert "<text" not in svg
    assert "dc:date" not in svg


def test_another_film_is_refused(study_films, study):
    with pytest.raises(InvalidFindingsError, match="another film"):
        overlay_png(study_films[View.LEFT_BENDING], study.standing)


def test_no_state_of_matplotlib_is_touched(study_films, study):
    before = dict(matplotlib.rcParams), matplotlib.get_backend()
    study_overlay_png(study_films[View.CORONAL], study, View.CORONAL)

    assert (dict(matplotlib.rcParams), matplotlib.get_backend()) == before


def test_the_same_findings_give_the_same_picture(study_films, study):
    film = study_films[View.CORONAL]

    assert overlay_png(film, study.standing) == overlay_png(film, study.standing)
