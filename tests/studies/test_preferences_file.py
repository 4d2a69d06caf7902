"""How films open and whether studies are kept, from a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.preferences_file import (
    USUAL_PREFERENCES,
    Preferences,
    PreferencesFileError,
    ViewFrom,
    preferences_toml,
    read_preferences,
)


def test_an_empty_file_changes_nothing():
    assert read_preferences("") == USUAL_PREFERENCES


@given(st.builds(Preferences, st.sampled_from(ViewFrom), st.booleans()))
def test_preferences_come_back_as_they_were_written(preferences):
    assert read_preferences(preferences_toml(preferences)) == preferences


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("view_from = ", "no TOML"),
        ("sem_deg = 3", "sem_deg is no preference; expected some of view_from, keep_studies"),
        ('view_from = "above"', "view_from is 'above'; expected one of stored, front, behind"),
        ('keep_studies = "no"', "keep_studies is 'no'; expected true or false"),
        ("keep_studies = 0", "keep_studies is 0; expected true or false"),
    ],
)
def test_what_is_no_preference_is_refused_with_what_is_expected(text, message):
    with pytest.raises(PreferencesFileError) as refusal:
        read_preferences(text)

    assert message in str(refusal.value)
    assert str(refusal.value).endswith(".")
