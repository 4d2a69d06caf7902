"""A study measured by a department's own conventions, and a reader who must see that."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from phantom_findings import study_of

from measurements import DEFAULT_SETTINGS, CsvlConvention, MeasurementSettings
from sample_data.phantom import phantom_patient
from studies.analyse import analyse_study, confirmed, with_settings
from studies.edit import Signature
from studies.findings import InvalidFindingsError
from studies.json_schema import study_from_json, to_json
from studies.radiograph import View
from studies.report import report_words
from studies.table import curves_csv


def measured(study, **settings):
    """The study measured again by other settings."""
    return with_settings(study, MeasurementSettings(**settings))


@pytest.fixture(scope="module")
def marked():
    """A phantom with C7, S1 and the iliac crests marked."""
    return study_of(phantom_patient(3, effort_deg=4.5).study_truth())


def test_settings_given_to_the_analysis_are_those_of_every_film(study_films, known_corners):
    chosen = MeasurementSettings(minimum_curve_deg=30.0)
    study = analyse_study(study_films, known_corners, settings=chosen)

    assert study.settings == chosen
    assert [round(curve.magnitude_deg) for curve in study.curves] == [50, 40]  # not the 25


def test_measuring_again_is_as_good_as_analysing_anew(study, study_films, known_corners):
    chosen = MeasurementSettings(minimum_curve_deg=30.0, sem_deg=2.0)
    again = with_settings(study, chosen)
    anew = analyse_study(study_films, known_corners, settings=chosen)

    assert (again.curves, again.flexibility, again.warnings) == (
        anew.curves,
        anew.flexibility,
        anew.warnings,
    )
    assert with_settings(again, study.settings) == study


def test_other_settings_withdraw_a_confirmation(study):
    signed = Signature("Dr Reader", datetime(2026, 1, 1, tzinfo=UTC))
    reviewed = study
    for view in study.films:
        reviewed = confirmed(reviewed, signed, view=view)

    assert reviewed.review
    assert measured(reviewed, sem_deg=2.0).review is None


def test_the_smallest_curve_decides_what_is_listed(study):
    assert len(measured(study, minimum_curve_deg=41).curves) == 1
    assert len(study.curves) == 3


def test_the_error_of_a_reader_widens_every_interval(study):
    usual, wider = (
        s.bends[1].weighed for s in (measured(study, sem_deg=3.0), measured(study, sem_deg=6.0))
    )

    def width(interval):
        return interval.high - interval.low

    assert width(wider.standing_interval_deg) == pytest.approx(
        2 * width(usual.standing_interval_deg)
    )
    assert width(wider.rate_interval_percent) > 2 * width(usual.rate_interval_percent)


def test_thresholds_of_names_are_those_of_the_settings(study):
    """The main curve bends from 50 to 20 degrees, by 60 %."""
    by_default = study.bends[1].weighed
    strict = measured(study, structural_deg=15.0, flexible_percent=30.0).bends[1].weighed

    assert by_default.structural_probability < 0.1
    assert strict.structural_probability > 0.9
    assert (by_default.stiffness.stiffness, strict.stiffness.stiffness) == (None, "flexible")


def test_the_central_sacral_line_is_drawn_as_asked_for(marked):
    for convention in CsvlConvention:
        measures = measured(marked, csvl_convention=convention).standing.measures

        assert measures.csvl.value.convention is convention
        assert measures.balance.value.csvl.convention is convention
        assert all(curve.stable_vertebra.value for curve in measures.curves)


def test_balance_and_slips_are_judged_by_the_settings(marked):
    measures = measured(marked, balance_mm=0.1, listhesis_grades_mm=(1e-6,)).standing.measures

    assert measures.balance.value.threshold_mm == 0.1
    assert measures.balance.value.balanced is False
    assert {slip.grade for slip in measures.listheses} == {1}


def test_settings_come_back_with_the_study(study):
    chosen = measured(study, sem_deg=2.0, csvl_convention=CsvlConvention.PELVIC)

    assert study_from_json(to_json(chosen)) == chosen
    assert study_from_json(to_json(chosen)).settings.sem_deg == 2.0


def test_report_and_table_name_what_is_unusual_and_nothing_else(study):
    chosen = measured(study, structural_deg=20.0)
    words = report_words(chosen)

    assert "structural_deg 20 instead of 25" in words["settings"]
    assert "≥ 20°" in words["certainty_columns"]
    assert "structural_deg 20 instead of 25" in curves_csv(chosen)
    assert report_words(study)["settings"] == ""
    assert "instead of" not in curves_csv(study)


def test_a_stand_in_for_the_sacrum_is_marked_so_in_the_report(marked):
    usual, stand_in = (
        dict(report_words(each)["balance"])["Coronal balance"]
        for each in (marked, measured(marked, csvl_convention=CsvlConvention.L5_STAND_IN))
    )

    assert "standing in for S1" in stand_in
    assert "Central sacral line" not in usual


def test_films_measured_by_different_settings_are_no_study(study):
    films = dict(study.films)
    films[View.LEFT_BENDING] = replace(
        films[View.LEFT_BENDING], settings=replace(DEFAULT_SETTINGS, sem_deg=2.0)
    )

    with pytest.raises(InvalidFindingsError, match="different settings"):
        replace(study, films=films)
