"""Films to findings."""

import itertools
from dataclasses import replace

import pytest

from measurements import BendingFilm, Convexity, ImageEdge, Level, Region, SpineError
from studies.analyse import (
    AnalysisError,
    analyse_film,
    analyse_study,
    measure_film,
    measure_study,
    with_bends_swapped,
    with_lowest_level,
    with_patient_right,
)
from studies.edit import Signature
from studies.errors import StudyError
from studies.radiograph import PatientSide, View

PT, MT, L = Region.PROXIMAL_THORACIC, Region.MAIN_THORACIC, Region.LUMBAR


def angles(study):
    return {
        item.curve.region: (item.curve.cobb_deg, item.left.cobb_deg, item.right.cobb_deg)
        for item in study.flexibility
    }


def codes(study):
    return {warning.code for warning in study.warnings}


def test_a_study_gives_back_the_angles_it_was_drawn_with(study):
    measured = angles(study)

    assert measured[PT] == pytest.approx((-25, -2, -25), abs=1e-6)
    assert measured[MT] == pytest.approx((50, 52, 20), abs=1e-6)
    assert measured[L] == pytest.approx((-40, -10, -45), abs=1e-6)


def test_each_curve_is_judged_on_the_film_that_bends_toward_its_convexity(study):
    films = {item.curve.region: item.film for item in study.flexibility}

    assert films == {PT: BendingFilm.LEFT, MT: BendingFilm.RIGHT, L: BendingFilm.LEFT}


def test_flexibility_rates_follow_from_the_angles(study):
    rates = [item.rate_percent for item in study.flexibility]

    assert rates == pytest.approx([92, 60, 75], abs=1e-6)


def test_curves_end_where_they_were_drawn_to_end(study):
    ends = [curve.levels for curve in study.curves]

    assert ends == [
        (Level.T1, Level.T5),
        (Level.T5, Level.T11),
        (Level.T11, Level.L4),
    ]


def test_a_plain_study_raises_no_warning(study):
    assert study.warnings == ()
    assert all(film.warnings == () for film in study.films.values())


@pytest.mark.parametrize("edges", list(itertools.product(ImageEdge, repeat=3)))
def test_the_edge_where_the_right_side_lies_changes_nothing(
    edges, draw_film, turns_deg, known_corners, study
):
    films = {
        view: draw_film(turns_deg[view], patient_right=edge)
        for view, edge in zip(View, edges, strict=True)
    }
    from_films = analyse_study(films, known_corners)

    for region, expected in angles(study).items():
        assert angles(from_films)[region] == pytest.approx(expected, abs=1e-6)


def test_a_wrongly_declared_side_turns_every_convexity_round(study):
    turned = with_patient_right(study, ImageEdge.RIGHT)

    assert [curve.cobb_deg for curve in turned.curves] == pytest.approx(
        [-curve.cobb_deg for curve in study.curves]
    )
    assert "bends-swapped" in codes(turned)


def test_without_a_side_no_flexibility_is_given_and_declaring_it_gives_it(
    draw_film, turns_deg, known_corners, study
):
    films = {view: draw_film(tilts, patient_right=None) for view, tilts in turns_deg.items()}
    silent = analyse_study(films, known_corners)

    assert all(item.rate_percent is None for item in silent.flexibility)
    assert all(curve.convexity is not Convexity.RIGHT for curve in silent.curves)
    assert angles(with_patient_right(silent, ImageEdge.LEFT)) == angles(study)


def test_a_film_without_a_spine_is_refused_and_leaves_the_others(study_films, known_corners, study):
    blank = study_films[View.LEFT_BENDING]
    blank = replace(blank, pixels=blank.pixels * 0)

    partial = analyse_study({**study_films, View.LEFT_BENDING: blank}, known_corners)

    assert "No spine" in partial.refused[View.LEFT_BENDING]
    assert set(partial.films) == {View.CORONAL, View.RIGHT_BENDING}
    assert angles(partial)[MT] == (
        angles(study)[MT][0],
        None,
        angles(study)[MT][2],
    )
    assert partial.flexibility[1].rate_percent == study.flexibility[1].rate_percent
    assert partial.flexibility[2].rate_percent is None
    assert codes(partial) >= {"film-refused"}


def test_a_film_without_a_spine_on_its_own_is_refused_in_a_sentence(study_films, known_corners):
    film = study_films[View.CORONAL]

    with pytest.raises(AnalysisError, match=r"No spine was found; .*\."):
        analyse_film(replace(film, pixels=film.pixels * 0), known_corners, view=None)


def test_a_study_of_bending_films_alone_has_no_curves_but_says_why(study_films, known_corners):
    bends = {view: film for view, film in study_films.items() if view is not View.CORONAL}
    study = analyse_study(bends, known_corners)

    assert study.flexibility == ()
    assert study.standing is None
    assert "film-missing" in codes(study)


def test_no_film_at_all_is_no_study(known_corners):
    with pytest.raises(StudyError, match="at least one film"):
        analyse_study({}, known_corners)


@pytest.mark.parametrize("level", [Level.L4, Level.L5, Level.L6])
def test_shifting_the_levels_renames_the_curves_and_keeps_the_angles(level, study):
    films = {
        view: replace(film, vertebrae=film.vertebrae[1:], curves=())
        for view, film in study.films.items()
    }
    cropped = measure_study(
        {view: measure_film(film) for view, film in films.items()}, {}, study.provenance
    )
    shifted = with_lowest_level(cropped, level)

    assert [film.vertebrae[-1].level for film in shifted.films.values()] == [level] * 3
    assert [item.rate_percent for item in shifted.flexibility] == [
        item.rate_percent for item in cropped.flexibility
    ]


def test_levels_shifted_there_and_back_are_the_study_again(study):
    there = with_lowest_level(study, Level.L6)

    assert there.curves[1].levels == (Level.T6, Level.T12)
    assert with_lowest_level(there, Level.L5) == study


def test_levels_shifted_on_one_film_compare_other_vertebrae(study):
    shifted = with_lowest_level(study, Level.L4, view=View.RIGHT_BENDING)

    assert angles(shifted)[MT][2] != pytest.approx(angles(study)[MT][2])
    assert angles(shifted)[MT][:2] == angles(study)[MT][:2]
    assert "level-count-differs" in codes(shifted)


def test_a_patient_with_eleven_thoracic_vertebrae_can_be_named(study):
    named = with_lowest_level(study, Level.L5, thoracic_count=11)

    assert [vertebra.level for vertebra in named.standing.vertebrae[:2]] == [Level.C7, Level.T1]


def test_levels_that_would_run_past_the_neck_are_refused(study):
    with pytest.raises(SpineError, match="cannot be numbered"):
        with_lowest_level(study, Level.L2)


def test_swapping_the_bends_twice_is_the_study_again(study):
    swapped = with_bends_swapped(study)

    assert "bends-swapped" in codes(swapped)
    assert with_bends_swapped(swapped) == study


def test_an_altered_film_is_unreviewed_again(study):
    reviewed = replace(study.standing, review=Signature.now("Dr Reader"))

    assert measure_film(reviewed).review is None


def test_a_film_of_unknown_side_measures_what_the_known_one_does(study):
    film = study.standing
    silent = measure_film(replace(film, side=PatientSide(None, "not stated"), curves=()))

    assert [curve.magnitude_deg for curve in silent.curves] == pytest.approx(
        [curve.magnitude_deg for curve in film.curves]
    )


def test_vertebrae_above_the_neck_are_left_out_and_said_so(study_films, known_corners):
    film = study_films[View.CORONAL]
    found = known_corners.segment(film.pixels).vertebrae
    step = found[0].corners - found[1].corners
    extra = [replace(found[0], corners=found[0].corners + k * step) for k in (3, 2, 1)]

    class Nineteen:
        version = "known corners"

        def segment(self, pixels, *, pixel_aspect, on_step):
            segmentation = known_corners.segment(pixels)
            return replace(segmentation, vertebrae=(*extra, *found))

    findings = analyse_film(film, Nineteen(), view=View.CORONAL)

    assert [findings.vertebrae[0].level, len(findings.vertebrae)] == [Level.C7, 18]
    assert "above-c7" in {warning.code for warning in findings.warnings}


def test_progress_runs_from_nothing_to_all_and_names_the_film(study_films, known_corners):
    told = []
    analyse_study(study_films, known_corners, on_step=lambda *step: told.append(step))
    fractions = [fraction for _, fraction in told]

    assert fractions == sorted(fractions)
    assert [fractions[0], fractions[-1]] == [0.0, 1.0]
    assert any("left-bending film" in step for step, _ in told)


def test_every_step_is_timed(study):
    for film in study.films.values():
        assert set(film.seconds) == {"network", "measurement"}
        assert all(seconds >= 0 for seconds in film.seconds.values())
