"""Pure: the rules of measuring, explained with the numbers of the case."""

from __future__ import annotations

import pandas as pd

from languages import say
from measurements import Level, apical_offset
from teaching import Case, level_choices
from webapp.lesson_scene import Rule
from webapp.score_words import signed_tenths
from webapp.words import degrees, signed_degrees, signed_length


def rule_words(case: Case, rule: Rule) -> str:
    """Explain a rule on the case."""
    match rule:
        case Rule.END_VERTEBRAE:
            return _end_vertebrae(case)
        case Rule.PERPENDICULARS:
            return _perpendiculars(case)
        case Rule.APEX:
            return _apex(case)
        case Rule.SIDE:
            return _side(case)
        case Rule.OTHER_LEVELS:
            return _other_levels(case)


def choice_table(case: Case) -> pd.DataFrame:
    """Tabulate the angle between the vertebrae next to the ends: upper ends down, lower across."""
    choices = level_choices(case)
    rows = list(dict.fromkeys(str(choice.upper) for choice in choices))
    columns = list(dict.fromkeys(str(choice.lower) for choice in choices))
    angles = {(str(own.upper), str(own.lower)): degrees_of(own.cobb_deg) for own in choices}
    table = {column: [angles.get((row, column), "") for row in rows] for column in columns}
    return pd.DataFrame({say("Upper \\ lower"): rows, **table})


def degrees_of(angle: float) -> str:
    """Write an angle in whole degrees, with its sign if it opens to the other side."""
    return signed_degrees(angle).removeprefix("+")


def _end_vertebrae(case: Case) -> str:
    upper, lower = case.curve.levels
    return say(
        "**End vertebrae are the most tilted ones above and below the apex.** Going up "
        "from the apex the tilt grows until {upper} ({tilt}){beyond}; going down it "
        "grows the other way until {lower} ({lower_tilt}){lower_beyond}. A tilt is positive with "
        "the {whose}'s right side up.",
        upper=upper,
        tilt=_tilt(case, upper),
        beyond=_beyond(case, upper, -1),
        lower=lower,
        lower_tilt=_tilt(case, lower),
        lower_beyond=_beyond(case, lower, 1),
        whose=say("patient") if case.spine.side_known else say("image"),
    )


def _perpendiculars(case: Case) -> str:
    return say(
        "**The angle lies between the superior endplate of the upper and the inferior "
        "endplate of the lower end vertebra**, here {plates}. On paper a line is raised "
        "at a right angle on each, because the endplates themselves meet far off the "
        "film: two lines at right angles to others enclose the same angle, {angle} "
        "(Cobb 1948).",
        plates=_plates(case),
        angle=degrees(case.true_deg),
    )


def _apex(case: Case) -> str:
    offset = apical_offset(case.spine, case.curve)
    away = signed_length(abs(offset.offset), case.spine.unit).removeprefix("+")
    kind = say("disc") if "/" in case.curve.apex.name else say("vertebra")
    return say(
        "**The apex is the vertebra or disc farthest out**, here the {kind} {name}, "
        "{away} from the line that joins the centres of the end vertebrae. It is about "
        "level, and it names the region of the curve. You do not measure it, but it "
        "tells where above and below begin.",
        kind=kind,
        name=case.curve.apex.name,
        away=away,
    )


def _side(case: Case) -> str:
    side = case.curve.convexity
    rest = (
        say(
            "On a film seen from the front the patient's right is at the image's left: go by "
            "the letter on the film."
        )
        if case.spine.side_known
        else say("Nobody has stated the patient's side, so only a side of the image can be named.")
    )
    return say(
        "**The side is that of the convexity**, to which the curve bulges: the {side} here. {rest}",
        side=side,
        rest=rest,
    )


def _other_levels(case: Case) -> str:
    choices = level_choices(case)
    least = min(choices, key=lambda own: own.change_deg)
    nearest = max(
        (own for own in choices if (own.upper, own.lower) != case.curve.levels),
        key=lambda own: own.change_deg,
    )
    return say(
        "**Another level makes another angle.** The end vertebrae are tilted most, so "
        "the angle between their neighbours is smaller. Of the choices below the "
        "mildest, {upper} to {lower}, changes it by {least}, the worst, "
        "{worst_upper} to {worst_lower}, by {most}. Readers who choose freely take "
        "other levels on about four curves of ten (Keenan et al. 2014): follow a curve "
        "up between the same levels.",
        upper=nearest.upper,
        lower=nearest.lower,
        least=signed_tenths(nearest.change_deg),
        worst_upper=least.upper,
        worst_lower=least.lower,
        most=signed_tenths(least.change_deg),
    )


def _tilt(case: Case, level: Level) -> str:
    return signed_degrees(case.spine[level].tilt_deg)


def _beyond(case: Case, level: Level, way: int) -> str:
    """Say how the vertebra beyond an end is tilted, if there is one."""
    levels = case.spine.levels
    place = levels.index(level) + way
    if not 0 <= place < len(levels):
        return say(", the last one outlined")
    beyond = levels[place]
    where = say("above") if way < 0 else say("below")
    return say(
        " and turns back {where} it ({beyond} {tilt})",
        where=where,
        beyond=beyond,
        tilt=_tilt(case, beyond),
    )


def _plates(case: Case) -> str:
    curve = case.curve
    return say(
        "{upper} and {lower}",
        upper=signed_degrees(curve.superior_endplate.tilt_deg),
        lower=signed_degrees(curve.inferior_endplate.tilt_deg),
    )
