"""Pure: what the bending films show beside rates, as tables."""

from __future__ import annotations

from typing import Final

import pandas as pd

from languages import Message, say
from measurements import (
    BendAdequacy,
    BendVerdict,
    DiscBend,
    DiscFlexibility,
    EndVertebraChoice,
    ErrorSource,
)
from studies.curve_bend import CurveBend
from studies.findings import BENDING_FILMS, StudyFindings
from studies.measured import Measured
from studies.what_if import WhatIf
from webapp.tables import rate_words
from webapp.words import (
    REGION_NAMES,
    VIEW_NAMES,
    degrees,
    interval_words,
    percent,
    signed_degrees,
)

NONE: Final = "–"

CERTAINTY_COLUMNS: Final = (
    Message("Curve"),
    Message("Standing"),
    Message("Left over"),
    Message("Flexibility"),
    Message("Structural by bending"),
    Message("Name"),
    Message("Error of an angle"),
)

DISC_COLUMNS: Final = (
    Message("Disc"),
    Message("Standing"),
    Message("Left bending"),
    Message("Right bending"),
    Message("Motion"),
    Message("Rate"),
)

MOTION_COLUMNS: Final = (
    Message("Curve"),
    Message("Levels"),
    Message("Left bending"),
    Message("Right bending"),
    Message("Range of motion"),
)

EFFORT_COLUMNS: Final = (
    Message("Film"),
    Message("Trunk bend"),
    Message("Between"),
    Message("Pelvis"),
    Message("Verdict"),
)

FREE_COLUMNS: Final = (
    Message("Curve"),
    Message("Same levels"),
    Message("Angle"),
    Message("Free levels"),
    Message("Free angle"),
)

WHAT_IF_COLUMNS: Final = (
    "",
    Message("Levels"),
    Message("Standing"),
    Message("Left bending"),
    Message("Right bending"),
    Message("Flexibility"),
)

ERROR_SOURCES: Final = {
    ErrorSource.READER: Message("a reader"),
    ErrorSource.CORNERS: Message("outlines"),
}

VERDICTS: Final = {
    BendVerdict.SUFFICIENT: Message("sufficient"),
    BendVerdict.WEAK: Message("small"),
    BendVerdict.LIKE_STANDING: Message("none to speak of"),
    BendVerdict.WRONG_WAY: Message("the wrong way"),
    BendVerdict.UNKNOWN: Message("cannot be told"),
}


def certainty_table(study: StudyFindings) -> pd.DataFrame:
    """Tabulate 95 % intervals, probabilities and names of the standing curves."""
    rows = [_certainty_row(bend) for bend in study.bends]
    return pd.DataFrame(rows, columns=[say(each) for each in CERTAINTY_COLUMNS])


def disc_table(discs: tuple[DiscFlexibility, ...]) -> pd.DataFrame:
    """Tabulate every disc on the three films, cranial first."""
    rows = [
        (
            disc.name,
            signed_degrees(disc.standing_deg),
            _bend(disc.left),
            _bend(disc.right),
            NONE if disc.motion_deg is None else signed_degrees(disc.motion_deg),
            _disc_rate(disc),
        )
        for disc in discs
    ]
    return pd.DataFrame(rows, columns=[say(each) for each in DISC_COLUMNS])


def motion_table(study: StudyFindings) -> pd.DataFrame:
    """Tabulate how far each standing curve moves from bend to bend."""
    rows = []
    for bend in study.bends:
        motion = bend.motion.value
        curve = bend.flexibility.curve
        angles = (motion.left_deg, motion.right_deg) if motion else ()
        rows.append(
            (
                say(REGION_NAMES[curve.region]),
                "–".join(curve.levels),
                *([signed_degrees(a) for a in angles] or [NONE, NONE]),
                degrees(motion.motion_deg) if motion else say(bend.motion.reason),
            )
        )
    return pd.DataFrame(rows, columns=[say(each) for each in MOTION_COLUMNS])


def effort_table(study: StudyFindings) -> pd.DataFrame:
    """Tabulate how far the trunk is bent on each bending film."""
    rows = [
        (
            say(VIEW_NAMES[BENDING_FILMS[film]]),
            NONE if bend.trunk_bend_deg is None else signed_degrees(bend.trunk_bend_deg),
            NONE if bend.levels is None else "–".join(bend.levels),
            _pelvis(bend),
            say(VERDICTS[bend.verdict]),
        )
        for film, bend in study.adequacy.items()
    ]
    return pd.DataFrame(rows, columns=[say(each) for each in EFFORT_COLUMNS])


def free_levels_table(study: StudyFindings) -> pd.DataFrame:
    """Tabulate what end vertebrae chosen anew on the film of the rate would measure."""
    rows = []
    for bend in study.bends:
        curve, free = bend.flexibility.curve, bend.free_levels.value
        residual = bend.flexibility.residual_deg
        rows.append(
            (
                say(REGION_NAMES[curve.region]),
                "–".join(curve.levels),
                NONE if residual is None else _towards_convexity(residual),
                NONE if free is None else "–".join(free.levels),
                NONE if free is None else _towards_convexity(free.cobb_deg * curve.convexity.sign),
            )
        )
    return pd.DataFrame(rows, columns=[say(each) for each in FREE_COLUMNS])


def what_if_table(study: StudyFindings, tried: WhatIf) -> pd.DataFrame:
    """Tabulate a curve as it was found beside other end vertebrae."""
    item = next(item for item in study.flexibility if item.curve is tried.curve)
    found = (
        say("As found"),
        "–".join(tried.curve.levels),
        signed_degrees(tried.curve.cobb_deg),
        *(
            NONE if b.cobb_deg is None else signed_degrees(b.cobb_deg)
            for b in (item.left, item.right)
        ),
        rate_words(item),
    )
    other = tried.flexibility.value
    chosen = (
        say("What if"),
        "–".join(tried.standing.levels),
        signed_degrees(tried.standing.cobb_deg),
        _choice(tried.left),
        _choice(tried.right),
        NONE if other is None else rate_words(other),
    )
    return pd.DataFrame([found, chosen], columns=[say(each) for each in WHAT_IF_COLUMNS])


def _certainty_row(bend: CurveBend) -> tuple[str, ...]:
    weighed, curve = bend.weighed, bend.flexibility.curve
    measured = bend.flexibility.residual_deg is not None
    probability, name = weighed.structural_probability, bend.stiffness.stiffness
    return (
        f"{say(REGION_NAMES[curve.region])} {'–'.join(curve.levels)}",
        interval_words(weighed.standing_interval_deg, "°"),
        interval_words(weighed.residual_interval_deg, "°") if measured else NONE,
        interval_words(weighed.rate_interval_percent, " %") if measured else NONE,
        NONE if probability is None else percent(probability),
        say(name) if name else say("withheld"),
        _errors(bend),
    )


def _errors(bend: CurveBend) -> str:
    """Write the standard deviations of both angles, with where each comes from."""
    errors = [e for e in (bend.weighed.standing_error, bend.weighed.bending_error) if e]
    return ", ".join(
        dict.fromkeys(f"±{e.sd_deg:.1f}° ({say(ERROR_SOURCES[e.source])})" for e in errors)
    )


def _bend(bend: DiscBend) -> str:
    return NONE if bend.angle_deg is None else signed_degrees(bend.angle_deg)


def _disc_rate(disc: DiscFlexibility) -> str:
    """Rate on the film that closes the disc, where its standing angle allows one."""
    bend = disc.right if disc.standing_deg > 0 else disc.left
    return NONE if bend.rate_percent is None else f"{bend.rate_percent:.0f} %"


def _pelvis(bend: BendAdequacy) -> str:
    if bend.pelvis_change_deg is None:
        return say("needs the iliac crests on both films")
    return signed_degrees(bend.pelvis_change_deg)


def _choice(choice: Measured[EndVertebraChoice]) -> str:
    return NONE if choice.value is None else signed_degrees(choice.value.cobb_deg)


def _towards_convexity(angle_deg: float) -> str:
    return signed_degrees(angle_deg).removeprefix("+")
