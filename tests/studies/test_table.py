"""Curves as CSV."""

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest

from measurements import Level
from studies.analyse import analyse_study, confirmed, with_bends_swapped, with_marks
from studies.edit import Signature
from studies.history import Marks, applied, move
from studies.notice import RESEARCH_NOTICE
from studies.radiograph import View
from studies.table import COLUMNS, curves_csv


def rows(study):
    return list(csv.DictReader(io.StringIO(curves_csv(study))))


def test_each_curve_is_a_row_with_its_angles_on_the_three_films(study):
    table = pd.read_csv(io.StringIO(curves_csv(study)))

    assert list(table.region) == ["PT", "MT", "L"]
    assert list(table.standing_cobb_deg) == pytest.approx([-25, 50, -40], abs=0.05)
    assert list(table.left_bending_cobb_deg) == pytest.approx([-2, 52, -10], abs=0.05)
    assert list(table.right_bending_cobb_deg) == pytest.approx([-25, 20, -45], abs=0.05)
    assert list(table.flexibility_rate_percent) == pytest.approx([92, 60, 75], abs=0.05)
    assert list(table.film_used) == ["left_bending", "right_bending", "left_bending"]


def test_every_row_carries_the_notice_the_review_state_and_its_units(study):
    for row in rows(study):
        assert row["notice"] == RESEARCH_NOTICE
        assert row["review_state"] == "Unreviewed automatic result"
        assert row["apical_offset_unit"] == "mm"
    assert all(column.endswith(("_deg", "_percent")) for column in COLUMNS if "cobb" in column)


def test_what_could_not_be_measured_is_empty_and_says_why(study_films, known_corners):
    [row] = [
        row
        for row in rows(analyse_study({View.CORONAL: study_films[View.CORONAL]}, known_corners))
        if row["region"] == "MT"
    ]

    assert row["flexibility_rate_percent"] == row["overcorrected"] == row["film_used"] == ""
    assert "right-bending film" in row["reason"]


def test_a_straight_spine_gives_a_row_that_says_so(draw_film, known_corners):
    study = analyse_study({View.CORONAL: draw_film((0, 1, -1, 1, 0))}, known_corners)

    assert [row["reason"] for row in rows(study)] == [
        "No curve of 10° or more on the standing film."
    ]


def test_a_study_without_a_standing_film_says_so(study):
    bends = {view: film for view, film in study.films.items() if view is not View.CORONAL}

    assert rows(replace(study, films=bends, flexibility=()))[0]["reason"] == (
        "There is no measured standing film."
    )


def test_edited_end_vertebrae_are_named_in_their_curve_s_row_and_no_other(study):
    by = Signature("Dr Reader", datetime(2026, 11, 25, 10, 30, tzinfo=UTC))
    marks = Marks.of(study.films[View.LEFT_BENDING])
    moved = tuple((row, column + 1.0) for row, column in marks.vertebra(Level.T11).corners)
    marks = applied(marks, move(marks, Level.T11, moved, by))
    edited = with_marks(study, marks, view=View.LEFT_BENDING)

    named = {row["region"]: row["edited_end_vertebrae"] for row in rows(edited)}
    assert named["MT"] == "left_bending T11 edited"
    assert named["PT"] == ""


def test_who_reviewed_a_study_and_when_stands_in_every_row(study):
    review = Signature("Dr Reader", datetime(2026, 11, 25, 10, 30, tzinfo=UTC))
    for view in View:
        study = confirmed(study, review, view=view)

    for row in rows(study):
        assert (row["reviewed_by"], row["reviewed_at"]) == (
            "Dr Reader",
            "2026-11-25T10:30:00+00:00",
        )


def test_each_row_says_how_sure_its_numbers_are(study):
    main = next(row for row in rows(study) if row["region"] == "MT")

    assert float(main["correction_deg"]) == pytest.approx(30, abs=0.05)
    assert float(main["rate_low_percent"]) < 60 < float(main["rate_high_percent"])
    assert main["standing_sd_deg"] == main["bending_sd_deg"] == "3.0"
    assert float(main["range_of_motion_deg"]) == pytest.approx(32, abs=0.05)
    assert main["stiffness"] == ""
    assert main["apical_translation"] == ""
    assert main["apical_translation_reason"].startswith("Not available: needs C7")
    assert main["technique"] == "unknown"
    assert "1" in main["lenke_candidates"].split("; ")


def test_gates_stand_in_every_row_by_their_codes(study):
    swapped = with_bends_swapped(study)

    assert all("study bends-swapped" in row["warnings"] for row in rows(swapped))
