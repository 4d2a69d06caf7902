"""Conventions and thresholds from a file."""

from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import DEFAULT_SETTINGS, CsvlConvention, MeasurementSettings
from studies.measures_document import settings_document
from studies.settings_file import (
    SettingsFileError,
    read_settings,
    settings_from,
    settings_toml,
    settings_words,
)

OTHER = MeasurementSettings(
    csvl_convention=CsvlConvention.PELVIC,
    minimum_curve_deg=15.0,
    structural_deg=20.0,
    flexible_percent=40.0,
    balance_mm=25.0,
    listhesis_grades_mm=(2.0, 6.0, 9.0),
    progression_deg=6.0,
    sem_deg=2.6,
)


def test_an_empty_file_changes_nothing():
    assert read_settings("") == DEFAULT_SETTINGS


def test_every_setting_can_be_chosen_in_the_file():
    text = """
        csvl_convention = "PELVIC"
        minimum_curve_deg = 15
        structural_deg = 20.0
        flexible_percent = 40
        balance_mm = 25
        listhesis_grades_mm = [2, 6, 9]
        progression_deg = 6
        sem_deg = 2.6
    """

    assert read_settings(text) == OTHER
    assert all(
        getattr(OTHER, each.name) != getattr(DEFAULT_SETTINGS, each.name)
        for each in fields(MeasurementSettings)
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sem_deg = ", "no TOML"),
        ("sem = 3", "sem is no setting; expected some of csvl_convention, minimum_curve_deg"),
        ("sem_deg = 0", "sem_deg is 0.0; expected positive numbers, by default 3.0"),
        ("sem_deg = inf", "sem_deg is inf; expected positive"),
        ('sem_deg = "3"', "sem_deg is '3'; expected a number, by default 3.0"),
        ("sem_deg = true", "sem_deg is True; expected a number"),
        ("listhesis_grades_mm = 7", "listhesis_grades_mm is 7; expected a list such as"),
        ("listhesis_grades_mm = [7, 1]", "expected lengths that rise"),
        ('csvl_convention = "OBLIQUE"', "expected one of VERTICAL, PELVIC, L5_STAND_IN"),
        ("[sem_deg]\nvalue = 3", "sem_deg is {'value': 3}; expected a number"),
    ],
)
def test_what_is_no_setting_is_refused_with_what_is_expected(text, message):
    with pytest.raises(SettingsFileError) as refusal:
        read_settings(text)

    assert message in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_settings_come_back_from_a_document_as_they_were_written():
    assert settings_from(settings_document(OTHER)) == OTHER


positive = st.floats(min_value=0, exclude_min=True, allow_infinity=False)

any_settings = st.builds(
    MeasurementSettings,
    csvl_convention=st.sampled_from(CsvlConvention),
    listhesis_grades_mm=st.sets(positive, min_size=1, max_size=5).map(lambda g: tuple(sorted(g))),
    **{
        each.name: st.just(each.default) | positive
        for each in fields(MeasurementSettings)
        if isinstance(each.default, float)
    },
)


@given(any_settings)
def test_settings_come_back_from_the_file_as_they_were_written(settings):
    assert read_settings(settings_toml(settings)) == settings


def test_the_file_names_only_what_is_not_at_its_default_with_the_default_beside_it():
    assert settings_toml(DEFAULT_SETTINGS).count("=") == 0
    assert settings_toml(OTHER).count("# default") == len(fields(MeasurementSettings))
    assert 'csvl_convention = "PELVIC"  # default "VERTICAL"' in settings_toml(OTHER)


def test_only_what_is_unusual_is_named():
    assert settings_words(DEFAULT_SETTINGS) == ""
    assert settings_words(replace(DEFAULT_SETTINGS, sem_deg=2.6)) == "sem_deg 2.6 instead of 3"
    assert settings_words(OTHER).count("instead of") == len(fields(MeasurementSettings))
