"""Pure: the curve types that the films leave open, as tables."""

from __future__ import annotations

from typing import Final

import pandas as pd

from languages import Message, begun, say
from measurements import (
    KingClassification,
    LenkeCandidate,
    LenkeClassification,
    LenkeCurve,
    LenkeGround,
    LumbarModifier,
)
from studies.report_sections import TYPE_COLUMNS
from webapp.words import percent, signed_degrees

NONE: Final = "–"

LENKE_CURVE_COLUMNS: Final = (
    Message("Curve"),
    Message("Role"),
    Message("Beyond the threshold"),
    Message("Structural"),
    Message("Why"),
)

KING_COLUMNS: Final = (Message("King type"), Message("Open because"), Message("What was found"))


def lenke_table(found: LenkeClassification) -> pd.DataFrame:
    """Tabulate the types of Lenke that are open, as measured first."""
    rows = [
        (
            say(each.type.label),
            _modifier(found.modifier_of(each.type)),
            _probability(each),
            f"{begun(say(each.ground))}. {say(each.reason)}",
        )
        for each in found.candidates
    ]
    return pd.DataFrame(rows, columns=[say(each) for each in TYPE_COLUMNS])


def lenke_curve_table(found: LenkeClassification) -> pd.DataFrame:
    """Tabulate the three curves as the rules see them."""
    rows = [
        (
            begun(say(curve.region.label)),
            _role(curve),
            NONE if curve.margin_deg is None else signed_degrees(curve.margin_deg),
            NONE if curve.probability is None else percent(curve.probability),
            say(curve.reason),
        )
        for curve in found.curves
    ]
    return pd.DataFrame(rows, columns=[say(each) for each in LENKE_CURVE_COLUMNS])


def king_table(found: KingClassification) -> pd.DataFrame:
    """Tabulate the types of King that are open, as measured first."""
    rows = [
        (say("King {type}", type=each.type), begun(say(each.ground)), say(each.reason))
        for each in found.candidates
    ]
    return pd.DataFrame(rows, columns=[say(each) for each in KING_COLUMNS])


def _modifier(modifier: LumbarModifier) -> str:
    return NONE if modifier is LumbarModifier.NOT_AVAILABLE else say(modifier)


def _probability(candidate: LenkeCandidate) -> str:
    """Write what the readings say, or what they need to say anything."""
    if candidate.ground is LenkeGround.LATERAL_FILM:
        return say("needs a lateral film")
    if candidate.ground is LenkeGround.MISSING_FILM and candidate.probability == 0:
        return say("needs the bending film")
    return percent(candidate.probability)


def _role(curve: LenkeCurve) -> str:
    if curve.weighed is None:
        return NONE
    return say("major") if curve.major else say("minor")
