"""What people chose for an installation, kept in its folder."""

import pytest

from measurements import DEFAULT_SETTINGS, MeasurementSettings
from studies.preferences_file import Preferences, ViewFrom
from studies.settings_file import read_settings
from studies.store.choices import (
    PREFERENCES_FILE,
    SETTINGS_FILE,
    Choices,
    keep_choices,
    keeps_by_default,
    read_choices,
)
from studies.store.errors import StoreUnavailableError
from studies.store.installation import Installation

CHOSEN = Choices(MeasurementSettings(sem_deg=2.6), Preferences(ViewFrom.BEHIND, False))


def installation(folder, **environment):
    return Installation.from_environment({"R2MF_SPINE_DATA": str(folder)} | environment)


def test_where_nobody_chose_the_defaults_hold_and_nothing_is_written(tmp_path):
    folder = tmp_path / "data"

    assert read_choices(folder) == Choices()
    assert not folder.exists()


def test_choices_come_back_from_files_that_only_their_owner_reads(tmp_path):
    folder = tmp_path / "data"
    keep_choices(folder, CHOSEN)

    assert read_choices(folder) == CHOSEN
    assert sorted(path.name for path in folder.iterdir()) == [PREFERENCES_FILE, SETTINGS_FILE]
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_the_settings_are_the_file_that_the_command_line_reads(tmp_path):
    keep_choices(tmp_path, CHOSEN)

    assert read_settings((tmp_path / SETTINGS_FILE).read_text()) == CHOSEN.settings


@pytest.mark.parametrize("content", [b"sem_deg = -1", b"sem_deg = ", b"\xff\xfe", b"nonsense = 1"])
def test_a_broken_file_is_said_and_left_as_it_is_and_the_other_is_used(tmp_path, content):
    keep_choices(tmp_path, CHOSEN)
    (tmp_path / SETTINGS_FILE).write_bytes(content)
    read = read_choices(tmp_path)

    assert read.settings == DEFAULT_SETTINGS
    assert read.preferences == CHOSEN.preferences
    assert "settings.toml in the data folder cannot be used" in read.troubles[0]
    assert "measured by the default settings" in read.troubles[0]
    assert (tmp_path / SETTINGS_FILE).read_bytes() == content


def test_where_preferences_cannot_be_read_nothing_is_kept(tmp_path):
    """They may have said so."""
    (tmp_path / PREFERENCES_FILE).write_text("keep_studies = perhaps")

    assert keeps_by_default(installation(tmp_path)) is False
    assert "studies are not kept" in read_choices(tmp_path).troubles[0]


@pytest.mark.parametrize("chosen", [True, False])
def test_the_environment_has_the_last_word_on_keeping(tmp_path, chosen):
    keep_choices(tmp_path, Choices(preferences=Preferences(keep_studies=chosen)))

    assert keeps_by_default(installation(tmp_path)) is chosen
    assert keeps_by_default(installation(tmp_path, R2MF_SPINE_STORE="off")) is False
    assert keeps_by_default(installation(tmp_path, R2MF_SPINE_STORE="on")) is True


def test_what_cannot_be_written_leaves_what_was_there(tmp_path, monkeypatch):
    keep_choices(tmp_path, CHOSEN)

    def full(self, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(StoreUnavailableError, match="No space left on device"):
        keep_choices(tmp_path, Choices())
    assert read_choices(tmp_path) == CHOSEN
    assert sorted(path.name for path in tmp_path.iterdir()) == [PREFERENCES_FILE, SETTINGS_FILE]
