"""Pure: what each setting is, where its default comes from and what changes with it, for people."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Final

from languages import Message, begun, say, shaped, within_sentence
from measurements import (
    DEFAULT_SETTINGS,
    CsvlConvention,
    MeasurementSettings,
    SettingsError,
)
from studies.preferences_file import ViewFrom
from studies.settings_file import settings_from


@dataclass(frozen=True)
class SettingWords:
    """One setting in words."""

    title: str
    unit: str
    is_: str
    """What it is."""

    changes: str
    """What changes with it, and what does not; goes on after "Changes"."""


GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    Message("Curves and their error"): ("minimum_curve_deg", "sem_deg"),
    Message("Flexibility and curve type"): ("structural_deg", "flexible_percent"),
    Message("Balance and slips"): ("csvl_convention", "balance_mm", "listhesis_grades_mm"),
    Message("Follow-up"): ("progression_deg",),
}
"""Names of `MeasurementSettings` by what they are for."""

WORDS: Final[Mapping[str, SettingWords]] = {
    "minimum_curve_deg": SettingWords(
        Message("Smallest curve"),
        "°",
        Message("The smallest Cobb angle that is called a curve."),
        Message("which curves are listed, have a rate and take part in a curve type."),
    ),
    "sem_deg": SettingWords(
        Message("A reader’s error"),
        "°",
        Message("Standard error of one Cobb angle, as a reader measures it."),
        Message(
            "the width of every 95 % interval, every probability, and what counts as more "
            "than measurement error; never an angle."
        ),
    ),
    "structural_deg": SettingWords(
        Message("Structural from"),
        "°",
        Message("The angle left on the side-bending film from which a minor curve is structural."),
        Message(
            "which curves are structural, with their probability, and so the types of Lenke "
            "and King."
        ),
    ),
    "flexible_percent": SettingWords(
        Message("Flexible from"),
        "%",
        Message("The flexibility rate from which a curve is called flexible, below it stiff."),
        Message("the names stiff and flexible, never a rate."),
    ),
    "csvl_convention": SettingWords(
        Message("Central sacral line"),
        "",
        Message("How the central sacral vertical line is drawn."),
        Message(
            "coronal balance, apical translation, stable and touched vertebra, lumbar "
            "modifier, and what needs them."
        ),
    ),
    "balance_mm": SettingWords(
        Message("Balanced up to"),
        "mm",
        Message("The largest distance of C7 from the central sacral line that is called balanced."),
        Message("the name balanced, never the distance."),
    ),
    "listhesis_grades_mm": SettingWords(
        Message("Grades of a sideways slip"),
        "mm",
        Message("The slip from which each grade counts, the first one first."),
        Message("the grade of each step between neighbours, never its length."),
    ),
    "progression_deg": SettingWords(
        Message("Progression from"),
        "°",
        Message("The smallest growth of a curve that is called progression."),
        Message("which curves of a follow-up are said to progress, never their growth."),
    ),
}

CONVENTION_NAMES: Final[Mapping[CsvlConvention, str]] = {
    each: shaped(each.value, begun) for each in CsvlConvention
}

VIEW_FROM_NAMES: Final[Mapping[ViewFrom, str]] = {
    ViewFrom.STORED: Message("As stored"),
    ViewFrom.FRONT: Message("From the front"),
    ViewFrom.BEHIND: Message("From behind"),
}


def value_words(name: str, value: object) -> str:
    """Write the value of a setting with its unit.

    Examples
    --------
    >>> value_words("sem_deg", 2.6), value_words("listhesis_grades_mm", (1.0, 7.0))
    ('2.6°', '1, 7 mm')
    """
    unit = WORDS[name].unit
    if isinstance(value, tuple):
        numbers = ", ".join(f"{number:g}" for number in value)
    elif isinstance(value, int | float):
        numbers = f"{value:g}"
    else:
        return say(value)
    return f"{numbers}{unit}" if unit == "°" else f"{numbers} {unit}"


def difference_words(settings: MeasurementSettings, usual: MeasurementSettings) -> str:
    """Name what differs between two settings; empty where nothing does.

    Examples
    --------
    >>> difference_words(MeasurementSettings(sem_deg=2.6), DEFAULT_SETTINGS)
    'a reader’s error 2.6° instead of 3°'
    """
    return "; ".join(
        say(
            "{title} {value} instead of {usual}",
            title=within_sentence(say(WORDS[name].title)),
            value=value_words(name, getattr(settings, name)),
            usual=value_words(name, getattr(usual, name)),
        )
        for name in differing(settings, usual)
    )


def differing(settings: MeasurementSettings, usual: MeasurementSettings) -> list[str]:
    """Name the settings that are not the same."""
    names = [each.name for each in fields(MeasurementSettings)]
    return [name for name in names if getattr(settings, name) != getattr(usual, name)]


def grades_words(grades: Iterable[object]) -> str:
    """Write grades as they are entered, whatever was."""
    return ", ".join(f"{each:g}" if isinstance(each, float) else str(each) for each in grades)


def grades_from(entered: str) -> tuple[Any, ...]:
    """Take what was entered as grades apart; what is no number stays as it is, to be refused.

    Examples
    --------
    >>> grades_from("1; 7.5"), grades_from("1, x")
    ((1.0, 7.5), (1.0, 'x'))
    """
    return tuple(_number(part) for part in re.split(r"[\s,;]+", entered.strip()) if part)


def complaint(name: str, entered: object) -> str:
    """Say why what was entered is no value of a setting; empty where it is one."""
    try:
        settings_from({name: entered})
    except SettingsError as error:
        return Message("{error}.", error=error.args[0])
    return ""


def help_words(name: str) -> str:
    """Say where the default of a setting comes from, and its name in a file."""
    default = value_words(name, getattr(DEFAULT_SETTINGS, name))
    return say(
        "**Default** {default}. **Source** {source}.  \n**In the file** `{name}`",
        default=default,
        source=MeasurementSettings.source_of(name),
        name=name,
    )


def _number(part: str) -> Any:
    try:
        return float(part)
    except ValueError:
        return part
