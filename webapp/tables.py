"""Pure: findings to tables."""

from __future__ import annotations

from typing import Final

import pandas as pd

from languages import Message, say
from measurements import ApicalOffset, BendMeasurement, Curve, Flexibility
from studies.curve_bend import CurveBend
from studies.findings import FilmFindings, StudyFindings
from webapp.words import MINUS, REGION_NAMES, degrees, interval_words, signed_degrees, signed_length

NOT_MEASURED: Final = Message("not measured")

FLEXIBILITY_COLUMNS: Final = (
    Message("Curve"),
    Message("Levels"),
    Message("Apex"),
    Message("Convex"),
    Message("Standing"),
    Message("Left bending"),
    Message("Right bending"),
    Message("Correction"),
    Message("Flexibility"),
    "95 %",
)

CURVE_COLUMNS: Final = (
    Message("Curve"),
    Message("Levels"),
    Message("Apex"),
    Message("Convex"),
    Message("Cobb"),
    Message("Apical offset"),
)

STEP_COLUMNS: Final = (Message("Step"), Message("Sideways step"))


def flexibility_table(study: StudyFindings) -> pd.DataFrame:
    """Tabulate the standing curves and how far each of them straightens, cranial first."""
    rows = [
        _flexibility_row(bend, edited=bool(study.edited_ends(bend.flexibility.curve)))
        for bend in study.bends
    ]
    return pd.DataFrame(rows, columns=[say(each) for each in FLEXIBILITY_COLUMNS])


def curve_table(film: FilmFindings) -> pd.DataFrame:
    """Tabulate the curves found on one film, cranial first."""
    rows = [
        (
            say(REGION_NAMES[curve.region]),
            _levels(curve, edited=not set(curve.levels).isdisjoint(film.edited_levels)),
            curve.apex.name,
            say(curve.convexity),
            degrees(curve.cobb_deg),
            _offset_words(offset),
        )
        for curve, offset in zip(film.curves, film.apical_offsets, strict=True)
    ]
    return pd.DataFrame(rows, columns=[say(each) for each in CURVE_COLUMNS])


def step_table(film: FilmFindings) -> pd.DataFrame:
    """Tabulate the sideways step from each vertebra to the next, cranial first."""
    rows = [
        (f"{step.upper}–{step.lower}", signed_length(step.offset, step.unit))
        for step in film.centroid_offsets
    ]
    return pd.DataFrame(rows, columns=[say(each) for each in STEP_COLUMNS])


def rate_words(item: Flexibility) -> str:
    """Write a flexibility rate, or that there is none."""
    return (
        say(NOT_MEASURED)
        if item.rate_percent is None
        else f"{item.rate_percent:.0f} %".replace("-", MINUS)
    )


def rate_interval_words(bend: CurveBend) -> str:
    """Write the 95 % interval of a rate, empty where there is no rate."""
    if bend.flexibility.rate_percent is None:
        return ""
    return interval_words(bend.weighed.rate_interval_percent, " %")


def _flexibility_row(bend: CurveBend, *, edited: bool) -> tuple[str, ...]:
    item, curve = bend.flexibility, bend.flexibility.curve
    correction = item.correction_deg
    return (
        say(REGION_NAMES[curve.region]),
        _levels(curve, edited=edited),
        curve.apex.name,
        say(curve.convexity),
        signed_degrees(curve.cobb_deg),
        _bend_words(item.left),
        _bend_words(item.right),
        say(NOT_MEASURED) if correction is None else signed_degrees(correction).removeprefix("+"),
        rate_words(item),
        rate_interval_words(bend),
    )


def _levels(curve: Curve, *, edited: bool) -> str:
    """Write the levels of a curve, and whether a person placed one of them."""
    return "–".join(curve.levels) + (say(" edited") if edited else "")


def _bend_words(bend: BendMeasurement) -> str:
    return say(NOT_MEASURED) if bend.cobb_deg is None else signed_degrees(bend.cobb_deg)


def _offset_words(offset: ApicalOffset) -> str:
    return signed_length(offset.offset, offset.unit)
