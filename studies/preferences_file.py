"""How the app opens films and whether it keeps studies, from a small TOML file.

What the file does not name keeps its default::

    view_from = "behind"     # or front, stored
    keep_studies = false
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from studies.errors import StudyError

HEADER: Final = "# How R2MF Spine opens films, and whether it keeps studies unless told otherwise."


class PreferencesFileError(StudyError, ValueError):
    """The file holds no preferences; correct the line that is named."""


class ViewFrom(StrEnum):
    """From where a person looks at a patient when a film is opened."""

    STORED = "stored"
    """As the film is stored."""

    FRONT = "front"
    """The patient's right is at the left of the screen."""

    BEHIND = "behind"
    """The patient's right is at the right of the screen."""


@dataclass(frozen=True)
class Preferences:
    """What changes no number."""

    view_from: ViewFrom = ViewFrom.STORED
    """How a film is opened that states the patient's side."""

    keep_studies: bool = True
    """Whether studies are kept unless a person says otherwise."""


USUAL_PREFERENCES: Final = Preferences()
"""Where nobody chose."""


def read_preferences(text: str) -> Preferences:
    """Read preferences from the text of a file.

    Raises
    ------
    PreferencesFileError
        If this is no TOML, a name is none of the preferences, or a value is none it can have.

    Examples
    --------
    >>> read_preferences('view_from = "behind"').view_from
    <ViewFrom.BEHIND: 'behind'>
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PreferencesFileError(f"The preferences are no TOML: {error}.") from error
    names = [each.name for each in fields(Preferences)]
    if unknown := sorted(set(given) - set(names)):
        raise PreferencesFileError(
            f"{', '.join(unknown)} is no preference; expected some of {', '.join(names)}."
        )
    return Preferences(
        _view_from(given.get("view_from", USUAL_PREFERENCES.view_from)),
        _keep_studies(given.get("keep_studies", USUAL_PREFERENCES.keep_studies)),
    )


def preferences_toml(preferences: Preferences) -> str:
    """Write preferences as the text of a file, which `read_preferences` reads back the same."""
    kept = "true" if preferences.keep_studies else "false"
    return f'{HEADER}\nview_from = "{preferences.view_from}"\nkeep_studies = {kept}\n'


def _view_from(given: object) -> ViewFrom:
    for way in ViewFrom:
        if given == way:
            return way
    raise PreferencesFileError(f"view_from is {given!r}; expected one of {', '.join(ViewFrom)}.")


def _keep_studies(given: object) -> bool:
    if isinstance(given, bool):
        return given
    raise PreferencesFileError(f"keep_studies is {given!r}; expected true or false.")
