"""Conventions and thresholds from a small TOML file.

The file holds some of the names of `measurements.MeasurementSettings`; what it does not name keeps
its default. A central sacral line is chosen by the name of its convention::

    csvl_convention = "PELVIC"          # or VERTICAL, L5_STAND_IN
    sem_deg = 2.6
    listhesis_grades_mm = [1.0, 7.0]
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, Final

from languages import Message, joined
from measurements import DEFAULT_SETTINGS, CsvlConvention, MeasurementSettings, SettingsError
from studies.errors import StudyError

HEADER: Final = (
    "# Conventions and thresholds of R2MF Spine; what is not named here keeps its default."
)


class SettingsFileError(StudyError, ValueError):
    """The file holds no settings; correct the line that is named."""


def read_settings(text: str) -> MeasurementSettings:
    """Read conventions and thresholds from the text of a file.

    Parameters
    ----------
    text : str
        TOML, see the module.

    Returns
    -------
    measurements.MeasurementSettings
        With the default where the text names nothing else.

    Raises
    ------
    SettingsFileError
        If this is no TOML, a name is none of the settings, or a value is none that it can have.

    Examples
    --------
    >>> read_settings("sem_deg = 2.6").sem_deg
    2.6
    """
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsFileError(
            Message("The settings are no TOML: {error}.", error=error)
        ) from error
    try:
        return settings_from(given)
    except SettingsError as error:
        raise SettingsFileError(
            Message("The settings cannot be used: {error}.", error=error)
        ) from error


def settings_toml(settings: MeasurementSettings) -> str:
    """Write settings as the text of a file, which `read_settings` reads back the same.

    Only what is not at its default is named, each with its default beside it.

    Examples
    --------
    >>> print(settings_toml(MeasurementSettings(sem_deg=2.6)))
    # Conventions and thresholds of R2MF Spine; what is not named here keeps its default.
    sem_deg = 2.6  # default 3.0
    <BLANKLINE>
    """
    lines = [
        f"{name} = {_toml(value)}  # default {_toml(usual)}"
        for name, value, usual in _changed(settings)
    ]
    return "".join(f"{line}\n" for line in (HEADER, *lines))


def settings_from(given: Mapping[str, Any]) -> MeasurementSettings:
    """Take settings by their names, as a TOML or a JSON document holds them.

    Raises
    ------
    measurements.SettingsError
        If a name is none of the settings, or a value is none that it can have.
    """
    names = [each.name for each in fields(MeasurementSettings)]
    if unknown := sorted(set(given) - set(names)):
        raise SettingsError(
            Message(
                "{unknown} is no setting; expected some of {names}",
                unknown=", ".join(unknown),
                names=", ".join(names),
            )
        )
    return MeasurementSettings(**{name: _value(name, value) for name, value in given.items()})


def settings_words(settings: MeasurementSettings) -> str:
    """Name what is not at its default, for people: ``sem_deg 2.6 instead of 3``; else nothing."""
    return joined(
        "; ",
        (
            Message(
                "{name} {value} instead of {usual}",
                name=name,
                value=_words(value),
                usual=_words(usual),
            )
            for name, value, usual in _changed(settings)
        ),
    )


def _changed(settings: MeasurementSettings) -> Iterator[tuple[str, Any, Any]]:
    """Name what is not at its default, with its value and the default."""
    for name in (each.name for each in fields(settings)):
        value, usual = getattr(settings, name), getattr(DEFAULT_SETTINGS, name)
        if value != usual:
            yield name, value, usual


def _value(name: str, given: object) -> Any:
    """Take one value, refusing what is of another kind than the default."""
    default = getattr(DEFAULT_SETTINGS, name)
    if isinstance(default, CsvlConvention):
        return _convention(name, given)
    if isinstance(default, tuple):
        if not isinstance(given, list | tuple):
            raise SettingsError(
                Message(
                    "{name} is {given!r}; expected a list such as {choices}",
                    name=name,
                    given=given,
                    choices=list(default),
                )
            )
        return tuple(_number(name, number) for number in given)
    return _number(name, given)


def _number(name: str, given: object) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float):
        default = getattr(DEFAULT_SETTINGS, name)
        raise SettingsError(
            Message(
                "{name} is {given!r}; expected a number, by default {default}",
                name=name,
                given=given,
                default=default,
            )
        )
    return float(given)


def _convention(name: str, given: object) -> CsvlConvention:
    for convention in CsvlConvention:
        if given in (convention.name, convention.value):
            return convention
    raise SettingsError(
        Message(
            "{name} is {given!r}; expected one of {choices}",
            name=name,
            given=given,
            choices=", ".join(each.name for each in CsvlConvention),
        )
    )


def _toml(value: object) -> str:
    if isinstance(value, CsvlConvention):
        return f'"{value.name}"'
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(number) for number in value)}]"
    assert isinstance(value, int | float)  # a setting is a convention, a number or several
    return repr(float(value))


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(f"{number:g}" for number in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
