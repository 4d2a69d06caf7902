"""What people chose for an installation, as two files in its folder.

``settings.toml`` holds what changes numbers, as the command line's ``--settings`` reads it;
``preferences.toml`` holds what does not. Both are read anew each time, so that every window follows
at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from languages import Message
from measurements import DEFAULT_SETTINGS, MeasurementSettings
from studies.errors import StudyError
from studies.preferences_file import (
    USUAL_PREFERENCES,
    Preferences,
    preferences_toml,
    read_preferences,
)
from studies.settings_file import read_settings, settings_toml
from studies.store.errors import StoreUnavailableError
from studies.store.installation import Installation
from studies.store.private import make_private_folder, private_draft

SETTINGS_FILE: Final = "settings.toml"
PREFERENCES_FILE: Final = "preferences.toml"

CAUTIOUS: Final = replace(USUAL_PREFERENCES, keep_studies=False)
"""Where preferences cannot be read: they may have said to keep nothing."""

SETTINGS_LOST: Final = Message("Until then studies are measured by the default settings.")
PREFERENCES_LOST: Final = Message(
    "Until then films open as they are stored, and studies are not kept."
)

T = TypeVar("T")


@dataclass(frozen=True)
class Choices:
    """What people chose for an installation, or the defaults."""

    settings: MeasurementSettings = DEFAULT_SETTINGS
    preferences: Preferences = USUAL_PREFERENCES

    troubles: tuple[str, ...] = ()
    """Which files could not be read, and what stands in for them, a few sentences each."""

    @property
    def is_usual(self) -> bool:
        """Whether all are at their defaults."""
        return self.holds_the_same_as(Choices())

    def holds_the_same_as(self, other: Choices) -> bool:
        """Whether both say the same, however it was read."""
        return (self.settings, self.preferences) == (other.settings, other.preferences)


def read_choices(folder: Path) -> Choices:
    """Read what was chosen; what cannot be read is left as it is, and said."""
    settings, settings_trouble = _read(
        folder / SETTINGS_FILE, read_settings, DEFAULT_SETTINGS, DEFAULT_SETTINGS, SETTINGS_LOST
    )
    preferences, preferences_trouble = _read(
        folder / PREFERENCES_FILE, read_preferences, USUAL_PREFERENCES, CAUTIOUS, PREFERENCES_LOST
    )
    return Choices(settings, preferences, (*settings_trouble, *preferences_trouble))


def keep_choices(folder: Path, choices: Choices) -> None:
    """Write what was chosen; each file is written whole or not at all.

    Raises
    ------
    StoreUnavailableError
        If the folder cannot be written.
    """
    texts = {
        SETTINGS_FILE: settings_toml(choices.settings),
        PREFERENCES_FILE: preferences_toml(choices.preferences),
    }
    try:
        make_private_folder(folder)
        for name, text in texts.items():
            with private_draft(folder / name, text.encode()) as draft:
                draft.replace(folder / name)
    except OSError as error:
        raise StoreUnavailableError(
            Message(
                "The settings cannot be written to the data folder ({strerror}); check that "
                "it is writable and its disk not full, then save again.",
                strerror=error.strerror,
            )
        ) from error


def keeps_by_default(installation: Installation) -> bool:
    """Whether studies are kept unless a person says otherwise; the environment comes first."""
    if installation.keeps is not None:
        return installation.keeps
    return read_choices(installation.folder).preferences.keep_studies


def _read(
    path: Path, read: Callable[[str], T], absent: T, unreadable: T, consequence: str
) -> tuple[T, tuple[str, ...]]:
    try:
        return read(path.read_text(encoding="utf-8")), ()
    except FileNotFoundError:
        return absent, ()
    except StudyError as error:
        reason = str(error)
    except UnicodeDecodeError:
        reason = Message("It is no text in UTF-8.")
    except OSError as error:
        reason = Message("The file cannot be read ({strerror}).", strerror=error.strerror)
    return unreadable, (
        Message(
            "{name} in the data folder cannot be used. {reason} Correct the file, or save on "
            "the Settings page to replace it. {consequence}",
            name=path.name,
            reason=reason,
            consequence=consequence,
        ),
    )
