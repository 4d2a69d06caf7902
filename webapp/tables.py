"""Pure: findings to tables."""

from __future__ import annotations

from typing import Final

import pandas as pd

from measurements import ApicalOffset, BendMeasurement, Curve, Flexibility
from studies.findings import FilmFindings, StudyFindings
from webapp.words import MINUS, REGION_NAMES, degrees, signed_degrees, signed_length

NOT_MEASURED: Final = "not measured"

FLEXIBILITY_COLUMNS: Final = (
    "Curve",
    "Levels",
    "Apex",
    "Convex",
    "Standing",
    "Left bending",
    "Right bending",
    "Flexibility",
    "Which film and why",
)

CURVE_COLUMNS: Final = ("Curve", "Levels", "Apex", "Convex", "Cobb", "Apical offset")

STEP_COLUMNS: Final = ("Step", "Sideways step")


def flexibility_table(study: StudyFindings) -> pd.DataFrame:
    """Tabulate the standing curves and how far each of them straightens, cranial first."""
    rows = [
        _flexibility_row(item, edited=bool(study.edited_ends(item.curve)))
        for item in study.flexibility
    ]
    return pd.DataFrame(rows, columns=list(FLEXIBILITY_COLUMNS))


def curve_table(film: FilmFindings) -> pd.DataFrame:
    """Tabulate the curves found on one film, cranial first."""
    rows = [
        (
            REGION_NAMES[curve.region],
            _levels(curve, edited=not set(curve.levels).isdisjoint(film.edited_levels)),
            curve.apex.name,
            str(curve.convexity),
            degrees(curve.cobb_deg),
            _offset_words(offset),
        )
        for curve, offset in zip(film.curves, film.apical_offsets, strict=True)
    ]
    return pd.DataFrame(rows, columns=list(CURVE_COLUMNS))


def step_table(film: FilmFindings) -> pd.DataFrame:
    """Tabulate the sideways step from each vertebra to the next, cranial first."""
    rows = [
        (f"{step.upper}–{step.lower}", signed_length(step.offset, step.unit))
        for step in film.centroid_offsets
    ]
    return pd.DataFrame(rows, columns=list(STEP_COLUMNS))


def rate_words(item: Flexibility) -> str:
    """Write a flexibility rate, or that there is none."""
    return (
        NOT_MEASURED
        if item.rate_percent is None
        else f"{item.rate_percent:.0f} %".replace("-", MINUS)
    )


def _flexibility_row(item: Flexibility, *, edited: bool) -> tuple[str, ...]:
    curve = item.curve
    return (
        REGION_NAMES[curve.region],
        _levels(curve, edited=edited),
        curve.apex.name,
        str(curve.convexity),
        signed_degrees(curve.cobb_deg),
        _bend_words(item.left),
        _bend_words(item.right),
        rate_words(item),
        item.reason,
    )


def _levels(curve: Curve, *, edited: bool) -> str:
    """Write the levels of a curve, and whether a person placed one of them."""
    return "–".join(curve.levels) + (" edited" if edited else "")


def _bend_words(bend: BendMeasurement) -> str:
    return NOT_MEASURED if bend.cobb_deg is None else signed_degrees(bend.cobb_deg)


def _offset_words(offset: ApicalOffset) -> str:
    return signed_length(offset.offset, offset.unit)
