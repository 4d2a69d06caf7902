"""Pure: what a standing film shows against gravity, as tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

import pandas as pd

from languages import Message, begun, say
from measurements import ApicalTranslation, CoronalBalance, HorizontalTilt, LineCrossing
from studies.film_measures import CurveMeasures, FilmMeasures
from studies.measured import Measured
from studies.report_sections import LEAST_SLIP_SHOWN
from webapp.words import REGION_NAMES, signed_degrees, signed_length

Value = TypeVar("Value")

BALANCE_COLUMNS: Final = ("", Message("Value"), Message("Note"))

TRANSLATION_COLUMNS: Final = (
    Message("Curve"),
    Message("Apex"),
    Message("Translation"),
    Message("Stable"),
    Message("Touched"),
    Message("Neutral"),
)

SLIP_COLUMNS: Final = (Message("Between"), Message("Slip"), Message("Grade"))

NOT_AVAILABLE: Final = Message("not available")


def balance_table(measures: FilmMeasures) -> pd.DataFrame:
    """Tabulate balance and tilts, each with its value or what it needs."""
    rows = [
        (say("Coronal balance, C7 to sacrum"), *_cells(measures.balance, _balance, _balanced)),
        (say("T1 tilt"), *_cells(measures.t1_tilt, _tilt)),
        (say("L4 tilt"), *_cells(measures.l4_tilt, _tilt)),
        (say("Pelvic obliquity"), *_cells(measures.pelvic_obliquity, _tilt)),
    ]
    return pd.DataFrame(rows, columns=[say(each) for each in BALANCE_COLUMNS])


def translation_table(measures: FilmMeasures) -> pd.DataFrame:
    """Tabulate the apical translation and the named vertebrae of each curve."""
    rows = [_translation_row(curve) for curve in measures.curves]
    return pd.DataFrame(rows, columns=[say(each) for each in TRANSLATION_COLUMNS])


def any_named(measures: FilmMeasures) -> bool:
    """Whether `translation_table` would show anything."""
    return any(
        part.value
        for curve in measures.curves
        for part in (
            curve.translation,
            curve.stable_vertebra,
            curve.upper_neutral_vertebra,
            curve.lower_neutral_vertebra,
        )
    )


def slip_table(measures: FilmMeasures) -> pd.DataFrame:
    """Tabulate the slips of `LEAST_SLIP_SHOWN` or more; none where lengths are in pixels."""
    rows = [
        (
            f"{slip.upper}/{slip.lower}",
            signed_length(slip.mean, slip.unit),
            str(slip.grade),
        )
        for slip in measures.listheses
        if slip.grade is not None and slip.grade >= LEAST_SLIP_SHOWN
    ]
    return pd.DataFrame(rows, columns=[say(each) for each in SLIP_COLUMNS])


def needs(measures: FilmMeasures) -> list[str]:
    """Reasons why translation and the stable vertebra are missing, each once."""
    found = [
        part.reason
        for curve in measures.curves
        for part in (curve.translation, curve.stable_vertebra)
    ]
    return list(dict.fromkeys(say(reason) for reason in found if reason))


def _cells(
    measured: Measured[Value],
    write: Callable[[Value], str],
    note: Callable[[Value], str] = lambda _: "",
) -> tuple[str, str]:
    if measured.value is None:
        return say(NOT_AVAILABLE), _without_beginning(measured.reason)
    return write(measured.value), note(measured.value)


def _without_beginning(reason: str) -> str:
    """Leave out what the column beside it says: that the value is not available."""
    return begun(say(reason).removeprefix(say("Not available: ")))


def _balance(balance: CoronalBalance) -> str:
    return signed_length(balance.offset, balance.unit)


def _balanced(balance: CoronalBalance) -> str:
    if balance.balanced is None:
        return say("In pixels; balance is judged in millimetres.")
    threshold = balance.threshold_mm
    if balance.balanced:
        return say("Within {threshold:g} mm of the central sacral line.", threshold=threshold)
    return say("Beyond {threshold:g} mm of the central sacral line.", threshold=threshold)


def _tilt(tilt: HorizontalTilt) -> str:
    return signed_degrees(tilt.tilt_deg)


def _translation_row(measures: CurveMeasures) -> tuple[str, ...]:
    curve = measures.curve
    return (
        say(REGION_NAMES[curve.region]),
        curve.apex.name,
        _or_none(measures.translation, _translation),
        _or_none(measures.stable_vertebra, _stable),
        _or_none(measures.touched_vertebra, lambda crossing: str(crossing.vertebra.level)),
        _neutral(measures),
    )


def _or_none(measured: Measured[Value], write: Callable[[Value], str]) -> str:
    return say(NOT_AVAILABLE) if measured.value is None else write(measured.value)


def _translation(translation: ApicalTranslation) -> str:
    return signed_length(translation.offset, translation.unit)


def _neutral(measures: CurveMeasures) -> str:
    """Name the neutral vertebra above and below a curve, as far as pedicles tell."""
    ends = {
        say("above"): measures.upper_neutral_vertebra.value,
        say("below"): measures.lower_neutral_vertebra.value,
    }
    named = [f"{end.vertebra.level} {way}" for way, end in ends.items() if end]
    return ", ".join(named) or say(NOT_AVAILABLE)


def _stable(crossing: LineCrossing) -> str:
    return (
        f"{crossing.vertebra.level}"
        if crossing.bisected
        else say("{level} (nearest)", level=crossing.vertebra.level)
    )
