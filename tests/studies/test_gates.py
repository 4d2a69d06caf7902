"""What makes a result doubtful."""

from dataclasses import replace

import numpy as np
import pytest

from measurements import ImageEdge, Level
from r2mf.calibration import DOUBTFUL_CHANCE
from studies.analyse import (
    analyse_film,
    analyse_study,
    measure_film,
    measure_study,
    with_bends_swapped,
    with_lowest_level,
    with_marks,
    with_patient_right,
)
from studies.edit import Signature
from studies.findings import WarningSource
from studies.history import EditHistory, Marks, move
from studies.radiograph import Spacing, SpacingOrigin, View

STANDING, LEFT, RIGHT = View.CORONAL, View.LEFT_BENDING, View.RIGHT_BENDING


def codes(findings):
    return {warning.code for warning in findings.warnings}


def changed(study, view, **parts):
    """The study with parts of one film replaced and everything measured again."""
    film = measure_film(replace(study.films[view], curves=(), **parts))
    return measure_study({**study.films, view: film}, study.refused, study.provenance)


@pytest.fixture
def analyse(draw_film, turns_deg, known_corners):
    """Analyse a study of which some films are drawn with other tilts."""

    def analyse_changed(changes, **film):
        turns = {**turns_deg, **changes}
        return analyse_study(
            {view: draw_film(tilts, **film) for view, tilts in turns.items()}, known_corners
        )

    return analyse_changed


def test_a_sound_study_raises_nothing(study):
    assert study.warnings == ()
    assert all(film.warnings == () for film in study.films.values())


def test_swapped_bends_are_seen_and_swapping_them_is_the_remedy(study):
    swapped = with_bends_swapped(study)
    [warning] = [w for w in swapped.warnings if w.code == "bends-swapped"]

    assert "Swap" in warning.remedy
    assert "bends-swapped" not in codes(with_bends_swapped(swapped))


def test_a_side_wrong_on_every_film_looks_like_swapped_bends_and_the_remedy_says_so(study):
    mirrored = with_patient_right(study, ImageEdge.RIGHT)
    [warning] = [w for w in mirrored.warnings if w.code == "bends-swapped"]

    assert "side" in warning.remedy


def test_a_side_wrong_on_the_standing_film_alone_is_seen(study):
    mirrored = with_patient_right(study, ImageEdge.RIGHT, view=STANDING)

    assert codes(mirrored) >= {"sides-differ", "standing-not-between"}


def test_one_film_that_bends_the_wrong_way_is_named(study, analyse, turns_deg):
    wrong = analyse({LEFT: turns_deg[RIGHT]})
    messages = {w.code: w.message for w in wrong.warnings}

    assert "left-bending film" in messages["bend-wrong-way"]
    assert "bends-swapped" not in messages


def test_a_bending_film_that_is_a_standing_film_is_seen(analyse, turns_deg):
    standing = np.array(turns_deg[STANDING])
    messages = {w.code: w.message for w in analyse({RIGHT: standing * 0.98}).warnings}

    assert "right-bending film" in messages["bend-like-standing"]


def test_the_same_file_twice_is_seen(study_films, known_corners):
    twice = analyse_study({**study_films, RIGHT: study_films[LEFT]}, known_corners)

    assert "same-film-twice" in codes(twice)


@pytest.mark.parametrize(("missing", "lost"), [(STANDING, "no curve"), (LEFT, "no flexibility")])
def test_a_missing_film_is_named_with_what_is_lost(missing, lost, study):
    films = {view: film for view, film in study.films.items() if view is not missing}
    fewer = measure_study(films, {}, study.provenance)
    [warning] = [w for w in fewer.warnings if w.code == "film-missing"]

    assert lost in warning.remedy


def test_a_refused_film_gives_its_reason(study):
    films = {view: film for view, film in study.films.items() if view is not LEFT}
    fewer = measure_study(films, {LEFT: "No spine was found."}, study.provenance)

    assert "No spine was found." in {w.code: w.message for w in fewer.warnings}["film-refused"]


def test_films_of_different_counts_are_named_with_their_levels(study):
    cropped = changed(study, LEFT, vertebrae=study.films[LEFT].vertebrae[1:])
    [warning] = [w for w in cropped.warnings if w.code == "level-count-differs"]

    assert "T2–L5 (16)" in warning.message
    assert "vertebra-count" in codes(cropped.films[LEFT])


def test_films_numbered_from_other_lowest_vertebrae_are_seen(study):
    assert "level-count-differs" in codes(with_lowest_level(study, Level.L4, view=RIGHT))
    assert "level-count-differs" not in codes(with_lowest_level(study, Level.L4))


def test_an_unusual_count_names_the_levels_it_led_to(study):
    film = study.standing
    [warning] = measure_film(replace(film, vertebrae=film.vertebrae[1:], curves=())).warnings

    assert warning.code == "vertebra-count"
    assert "16 vertebrae" in warning.message
    assert "T2 to L5" in warning.message


def test_an_unsure_vertebra_is_named_by_its_level_even_after_a_shift(study):
    vertebrae = list(study.standing.vertebrae)
    vertebrae[7] = replace(vertebrae[7], score=0.2)
    unsure = changed(study, STANDING, vertebrae=tuple(vertebrae))
    shifted = with_lowest_level(unsure, Level.L6)

    assert "T8 (0.20)" in unsure.standing.warnings[0].message
    assert "T9 (0.20)" in {w.code: w.message for w in shifted.standing.warnings}["low-score"]


def test_uncertain_corners_are_named_with_the_tilt_they_cost(study):
    vertebrae = list(study.standing.vertebrae)
    vertebrae[3] = replace(vertebrae[3], tilt_sd_deg=8.0)
    [warning] = changed(study, STANDING, vertebrae=tuple(vertebrae)).standing.warnings

    assert warning.code == "corner-spread"
    assert "T4 (±8°)" in warning.message


def test_a_film_the_network_doubts_is_named_until_a_person_corrects_its_outlines(study):
    doubtful = changed(study, STANDING, off_probability=DOUBTFUL_CHANCE + 0.2)
    marks = Marks.of(doubtful.standing)
    first = marks.vertebrae[0]
    edit = move(marks, first.level, first.corners, Signature.now("A. Reader"))
    corrected = with_marks(doubtful, EditHistory(marks).edit(edit).present, view=STANDING)
    [warning] = doubtful.standing.warnings

    assert warning.code == "angle-doubtful"
    assert "chance of 35%" in warning.message
    assert "angle-doubtful" not in codes(corrected.standing)


def test_a_doubt_about_every_vertebra_is_not_a_list_of_them(study):
    vertebrae = tuple(replace(found, score=0.1) for found in study.standing.vertebrae)
    [warning] = changed(study, STANDING, vertebrae=vertebrae).standing.warnings

    assert warning.message.endswith("all 17 vertebrae.")


def test_an_unknown_side_says_what_cannot_be_told(analyse):
    silent = analyse({}, patient_right=None)

    assert all(codes(film) == {"side-unknown"} for film in silent.films.values())


def test_missing_and_magnified_spacing_are_told_apart(draw_film, turns_deg, known_corners):
    def found(spacing):
        film = draw_film(turns_deg[STANDING], spacing=spacing)
        return codes(analyse_film(film, known_corners, view=STANDING))

    assert found(None) == {"spacing-missing"}
    assert found(Spacing(0.5, 0.5, SpacingOrigin.IMAGER)) == {"spacing-magnified"}
    assert found(Spacing(0.5, 0.5, SpacingOrigin.FIDUCIAL)) == set()


def test_a_film_that_calls_itself_another_view_is_seen(study):
    labelled = changed(study, LEFT, view_hint=RIGHT)

    assert codes(labelled.films[LEFT]) == {"view-disagrees"}


def test_a_small_curve_makes_its_rate_doubtful(analyse, turns_deg):
    small = analyse({STANDING: (4.0, 12.0, -12.0, 6.0, 3.0)})
    doubted = [w.message for w in small.warnings if w.code == "small-curve"]

    assert len(doubted) == 1
    assert "L (T11–L4)" in doubted[0]


def test_every_warning_says_what_to_do(study, analyse):
    doubtful = with_lowest_level(analyse({}, patient_right=None), Level.L4, view=LEFT)
    warnings = [*doubtful.warnings, *(w for f in doubtful.films.values() for w in f.warnings)]

    assert warnings
    for warning in warnings:
        assert warning.message.endswith(".")
        assert warning.remedy.endswith(".")


def test_what_the_network_doubted_survives_a_new_measurement(study_films, known_corners):
    from r2mf import SegmentationWarning

    class Doubting:
        version = "known corners"

        def segment(self, pixels, *, pixel_aspect, on_step):
            doubts = (
                SegmentationWarning("gap", "A vertebra seems to be missing."),
                SegmentationWarning("vertebra-count", "17 is unusual."),
            )
            return replace(known_corners.segment(pixels), warnings=doubts)

    study = analyse_study(study_films, Doubting())
    shifted = with_lowest_level(study, Level.L6)

    for film in shifted.films.values():
        assert [(w.code, w.source) for w in film.warnings] == [("gap", WarningSource.SEGMENTATION)]
