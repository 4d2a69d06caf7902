"""A curve between other end vertebrae on every film: a comparison, never a finding."""

from dataclasses import replace

import pytest

from measurements import Level, LevelMissingError, SpineError
from studies.analyse import measure_film, measure_study
from studies.radiograph import View
from studies.what_if import what_if


def test_its_own_ends_are_what_was_found(study):
    for item in study.flexibility:
        tried = what_if(study, item.curve, *item.curve.levels)

        assert tried.standing.cobb_deg == item.curve.cobb_deg
        assert tried.left.value.cobb_deg == item.left.cobb_deg
        assert tried.right.value.cobb_deg == item.right.cobb_deg
        assert tried.flexibility.value.rate_percent == item.rate_percent


def test_other_ends_are_measured_on_every_film_and_the_findings_stay(study):
    main = study.curves[1]  # T5 to T11 from 50 to 20 degrees, by steps of 25/3 and 5
    tried = what_if(study, main, Level.T6, Level.T10)

    assert tried.standing.cobb_deg == pytest.approx(50 * 4 / 6)
    assert tried.right.value.cobb_deg == pytest.approx(20 * 4 / 6)
    assert tried.flexibility.value.rate_percent == pytest.approx(60)
    assert study.curves[1] is main
    assert tried.curve is main


def test_a_missing_bend_and_a_missing_level_are_named(study):
    short = measure_film(
        replace(
            study.films[View.RIGHT_BENDING],
            curves=(),
            vertebrae=study.films[View.RIGHT_BENDING].vertebrae[5:],
        )
    )
    films = {View.CORONAL: study.standing, View.RIGHT_BENDING: short}
    fewer = measure_study(films, {}, study.provenance)

    tried = what_if(fewer, fewer.curves[1], Level.T5, Level.T10)

    assert "add it" in tried.left.reason
    assert "T5 is not visible" in tried.right.reason
    assert tried.flexibility.value.rate_percent is None


def test_two_neighbours_have_an_angle_and_no_rate(study):
    tried = what_if(study, study.curves[1], Level.T8, Level.T9)

    assert tried.standing.cobb_deg == pytest.approx(50 / 6)
    assert "no vertebra is visible between T8 and T9" in tried.flexibility.reason


@pytest.mark.parametrize(
    ("upper", "lower", "error"),
    [
        (Level.T11, Level.T5, SpineError),
        (Level.C7, Level.T11, LevelMissingError),
    ],
)
def test_ends_that_bound_no_curve_are_refused(upper, lower, error, study):
    with pytest.raises(error):
        what_if(study, study.curves[1], upper, lower)
