"""What findings refuse to be, and what follows from them."""

import math
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta

import pytest

from measurements import Level, LevelMissingError, Unit
from studies.analyse import confirmed
from studies.edit import EditError, Signature
from studies.findings import InvalidFindingsError, LevelledVertebra
from studies.radiograph import View

REVIEW = Signature("Dr Reader", datetime(2026, 11, 25, 10, 30, tzinfo=UTC))
SQUARE = ((0.0, 0.0), (0.0, 10.0), (8.0, 10.0), (8.0, 0.0))


def confirm(study, *views):
    for view in views:
        study = confirmed(study, REVIEW, view=view)
    return study


def test_endplates_run_from_image_left_to_image_right():
    vertebra = LevelledVertebra(Level.T8, SQUARE, score=1.0, corner_sd_px=0.0)

    assert vertebra.superior_endplate == ((0, 0), (0, 10))
    assert vertebra.inferior_endplate == ((8, 0), (8, 10))
    assert vertebra.centre == (4, 5)
    assert vertebra.width_px == 10


@pytest.mark.parametrize(
    "parts",
    [
        {"score": None},
        {"score": 1.1},
        {"score": math.nan},
        {"corner_sd_px": -1.0},
        {"corner_sd_px": math.inf},
        {"corners": SQUARE[:3]},
        {"corners": (*SQUARE[:3], (math.nan, 0.0))},
    ],
)
def test_a_vertebra_that_cannot_be_is_refused_with_its_level(parts):
    sound = LevelledVertebra(Level.T8, SQUARE, score=1.0, corner_sd_px=0.0)

    with pytest.raises(InvalidFindingsError, match="T8"):
        replace(sound, **parts)


def test_findings_cannot_be_changed(study):
    with pytest.raises(FrozenInstanceError):
        study.standing.vertebrae = ()


def test_curves_of_another_film_are_refused(study):
    with pytest.raises(InvalidFindingsError, match="does not lie there"):
        replace(study.standing, curves=study.films[View.LEFT_BENDING].curves)


def test_a_film_filed_under_another_view_is_refused(study):
    with pytest.raises(InvalidFindingsError, match="assign its view"):
        replace(study, films={View.LEFT_BENDING: study.standing}, flexibility=())


def test_a_view_is_not_both_measured_and_refused(study):
    with pytest.raises(InvalidFindingsError, match="both measured and refused"):
        replace(study, refused={View.CORONAL: "No spine."})


def test_flexibility_of_other_curves_is_refused(study):
    with pytest.raises(InvalidFindingsError, match="measure the study again"):
        replace(study, flexibility=study.flexibility[:1])


def test_films_are_held_in_the_order_of_views_however_they_were_given(study):
    backwards = replace(study, films=dict(reversed(study.films.items())))

    assert list(backwards.films) == list(View)


def test_offsets_are_in_millimetres_where_spacing_is_known(study):
    film = study.standing

    assert {offset.unit for offset in film.apical_offsets} == {Unit.MILLIMETRE}
    assert len(film.centroid_offsets) == len(film.vertebrae) - 1
    assert film.apical_offsets[1].offset > 0  # right convex


def test_a_vertebra_is_found_by_its_level(study):
    assert study.standing.vertebra(Level.T9).level == Level.T9
    with pytest.raises(LevelMissingError, match="C7"):
        study.standing.vertebra(Level.C7)


def test_who_reviewed_is_said_and_otherwise_that_nobody_did(study):
    assert study.review_state == "Unreviewed automatic result"
    assert confirm(study, *View).review_state == "Reviewed by Dr Reader on 2026-11-25 at 10:30 UTC"


def test_a_study_is_reviewed_once_every_film_is(study):
    partly = confirm(study, View.CORONAL, View.LEFT_BENDING)

    assert partly.review is None
    assert partly.review_state == "Unreviewed automatic result; 2 of 3 films confirmed"
    assert confirm(partly, View.RIGHT_BENDING).review == REVIEW


def test_everybody_who_reviewed_is_named_once_and_the_last_time_counts(study):
    later = Signature("Dr Second", REVIEW.at + timedelta(hours=1))
    films = confirm(study, *View).films
    shared = replace(study, films={**films, View.CORONAL: replace(study.standing, review=later)})

    assert shared.review == Signature("Dr Second and Dr Reader", later.at)


def test_a_review_needs_a_name(study):
    with pytest.raises(EditError, match="needs a name"):
        confirmed(study, replace(REVIEW, by=""), view=View.CORONAL)
