"""How the app opens films, whether it keeps studies, and its language, from a small TOML file.

What the file does not name keeps its default::

    view_from = "behind"     # or front, stored
    keep_studies = false
    language = "de"          # or en, browser
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Final

from languages import LANGUAGES, Message
from studies.errors import StudyError

HEADER: Final = "# How R2MF Spine opens films, whether it keeps studies, and its language."

BROWSER: Final = "browser"
"""Instead of a language: the one nearest to that of the browser."""


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

    language: str = BROWSER
    """A code of `LANGUAGES`, or `BROWSER`."""


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
        raise PreferencesFileError(
            Message("The preferences are no TOML: {error}.", error=error)
        ) from error
    names = [each.name for each in fields(Preferences)]
    if unknown := sorted(set(given) - set(names)):
        raise PreferencesFileError(
            Message(
                "{unknown} is no preference; expected some of {names}.",
                unknown=", ".join(unknown),
                names=", ".join(names),
            )
        )
    return Preferences(
        _view_from(given.get("view_from", USUAL_PREFERENCES.view_from)),
        _keep_studies(given.get("keep_studies", USUAL_PREFERENCES.keep_studies)),
        _language(given.get("language", USUAL_PREFERENCES.language)),
    )


def preferences_toml(preferences: Preferences) -> str:
    """Write preferences as the text of a file, which `read_preferences` reads back the same."""
    kept = "true" if preferences.keep_studies else "false"
    return (
        f'{HEADER}\nview_from = "{preferences.view_from}"\nkeep_studies = {kept}\n'
        f'language = "{preferences.language}"\n'
    )


def _view_from(given: object) -> ViewFrom:
    for way in ViewFrom:
        if given == way:
            return way
    raise PreferencesFileError(
        Message(
            "view_from is {given!r}; expected one of {ways}.",
            given=given,
            ways=", ".join(ViewFrom),
        )
    )


def _language(given: object) -> str:
    known = (BROWSER, *LANGUAGES)
    if isinstance(given, str) and given in known:
        return given
    raise PreferencesFileError(
        Message(
            "language is {given!r}; expected one of {known}.", given=given, known=", ".join(known)
        )
    )


def _keep_studies(given: object) -> bool:
    if isinstance(given, bool):
        return given
    raise PreferencesFileError(
        Message("keep_studies is {given!r}; expected true or false.", given=given)
    )
