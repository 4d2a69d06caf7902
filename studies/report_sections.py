"""What a report says of certainty, curve type, bends and balance, as words for its template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from languages import Message, begun, joined, shaped
from measurements import (
    CSVL,
    DEFAULT_SETTINGS,
    BendingTechnique,
    BendVerdict,
    Interval,
    LenkeGround,
    LumbarModifier,
    LumbarModifierFinding,
)
from studies.curve_bend import CurveBend
from studies.film_measures import FilmMeasures
from studies.findings import BENDING_FILMS, StudyFindings
from studies.gates import VIEW_NAMES
from studies.settings_file import settings_words

NONE: Final = "–"

SETTINGS: Final = Message(
    "Measured by other settings than the usual ones: {settings}. Angles, types and names here "
    "may differ from those of other reports for this reason alone."
)

TYPE_COLUMNS: Final = (
    Message("Type"),
    Message("Modifier"),
    Message("Probability"),
    Message("Open because"),
)

EFFORT_COLUMNS: Final = (
    Message("Film"),
    Message("Trunk bend"),
    Message("Between"),
    Message("Verdict"),
)

MOTION_COLUMNS: Final = (
    Message("Curve"),
    Message("Levels"),
    Message("Left bend"),
    Message("Right bend"),
    Message("Motion"),
    Message("Free levels"),
)

MOTION_NOTE: Final = Message(
    "Motion: between the standing end vertebrae, from the right to the left bend. Free "
    "levels: angle towards the standing convexity between end vertebrae chosen anew on "
    "the film used, to show what the choice does; no rate is taken from it."
)

TECHNIQUES: Final = {
    BendingTechnique.SUPINE_BENDING: Message("lying, bending actively"),
    BendingTechnique.STANDING_BENDING: Message("standing, bending actively"),
    BendingTechnique.FULCRUM: Message("over a fulcrum"),
    BendingTechnique.TRACTION: Message("under traction"),
}

LEAST_SLIP_SHOWN: Final = 2
"""Grade from which a slip is listed: one of a few millimetres is within the error of outlines."""

LEAST_SHOWN: Final = 0.005
"""Of a probability: less is rounding."""


def technique_words(study: StudyFindings) -> str:
    """Say how the bending films were taken."""
    if study.technique is BendingTechnique.UNKNOWN:
        return Message("How the patient was bent is not recorded")
    return Message(
        "The bending films were taken {technique}", technique=TECHNIQUES[study.technique]
    )


def settings_sentence(study: StudyFindings) -> str:
    """Say which conventions are not the usual ones; empty where all are."""
    words = settings_words(study.settings)
    return Message(SETTINGS, settings=words) if words else ""


def certainty_columns(study: StudyFindings) -> tuple[str, ...]:
    """Head the columns of `certainty_rows`."""
    limit = f"≥ {study.settings.structural_deg:g}°"
    return (
        Message("Curve"),
        Message("Levels"),
        Message("Standing"),
        Message("Residual"),
        Message("Rate"),
        limit,
        Message("Name"),
    )


def certainty_note(study: StudyFindings) -> str:
    """Say what the columns of `certainty_rows` mean."""
    limit, flexible = study.settings.structural_deg, study.settings.flexible_percent
    return Message(
        "95 % intervals from the error of the outlines, but no smaller than a reader’s. "
        "≥ {limit:g}°: probability that {limit:g} degrees or more are left, Lenke’s "
        "coronal criterion for a minor curve. A curve is named stiff or flexible only "
        "where its whole interval lies on one side of {flexible:g} % and the level names of "
        "its film are not in doubt.",
        limit=limit,
        flexible=flexible,
    )


def certainty_rows(study: StudyFindings) -> list[list[str]]:
    """Intervals, probability and name of each standing curve."""
    return [_certainty(bend) for bend in study.bends]


def type_words(study: StudyFindings) -> dict[str, Any]:
    """Candidates of Lenke and King with their reasons, and what a lateral film would settle."""
    return {"columns": TYPE_COLUMNS, "rows": _lenke_rows(study), "sentences": list(_types(study))}


def effort_rows(study: StudyFindings) -> list[list[str]]:
    """Trunk bend of each bending film."""
    return [
        [
            shaped(VIEW_NAMES[BENDING_FILMS[film]], begun),
            NONE if bend.trunk_bend_deg is None else signed(bend.trunk_bend_deg),
            NONE if bend.levels is None else "–".join(bend.levels),
            bend.reason if bend.verdict is not BendVerdict.SUFFICIENT else Message("Sufficient."),
        ]
        for film, bend in study.adequacy.items()
    ]


def motion_rows(study: StudyFindings) -> list[list[str]]:
    """Range of motion and free-levels angle of each standing curve."""
    rows = []
    for bend in study.bends:
        curve, motion, free = bend.flexibility.curve, bend.motion.value, bend.free_levels.value
        rows.append(
            [
                curve.region,
                "–".join(curve.levels),
                signed(motion.left_deg) if motion else NONE,
                signed(motion.right_deg) if motion else NONE,
                f"{motion.motion_deg:.0f}°" if motion else NONE,
                Message(
                    "{angle} at {levels}",
                    angle=signed(free.cobb_deg * curve.convexity.sign).removeprefix("+"),
                    levels="–".join(free.levels),
                )
                if free
                else NONE,
            ]
        )
    return rows


def balance_rows(study: StudyFindings) -> list[tuple[str, str]]:
    """Balance, translation and tilts of the standing film, or what each needs."""
    return list(_balance(study.standing.measures)) if study.standing else []


def interval(between: Interval | None, unit: str) -> str:
    """Write a 95 % interval in whole units."""
    if between is None:
        return Message("any")
    low, high = (
        signed(end).removeprefix("+").removesuffix("°") for end in (between.low, between.high)
    )
    return Message("{low} to {high}{unit}", low=low, high=high, unit=unit)


def signed(angle: float) -> str:
    """Write a signed angle in whole degrees, with a true minus sign."""
    whole = round(angle)
    return f"{'+' if whole > 0 else '−' if whole < 0 else ''}{abs(whole)}°"


def _certainty(bend: CurveBend) -> list[str]:
    weighed, curve = bend.weighed, bend.flexibility.curve
    measured = bend.flexibility.residual_deg is not None
    return [
        curve.region,
        "–".join(curve.levels),
        interval(weighed.standing_interval_deg, "°"),
        interval(weighed.residual_interval_deg, "°") if measured else NONE,
        interval(weighed.rate_interval_percent, "\N{NO-BREAK SPACE}%") if measured else NONE,
        NONE
        if weighed.structural_probability is None
        else _percent(weighed.structural_probability),
        bend.stiffness.stiffness or Message("withheld"),
    ]


def _lenke_rows(study: StudyFindings) -> list[list[str]]:
    found = study.lenke.value
    if found is None:
        return []
    return [
        [
            each.type.label,
            NONE
            if found.modifier_of(each.type) is LumbarModifier.NOT_AVAILABLE
            else found.modifier_of(each.type),
            Message("needs a lateral film")
            if each.ground is LenkeGround.LATERAL_FILM
            else _percent(each.probability),
            each.reason,
        ]
        for each in found.candidates
    ]


def _types(study: StudyFindings) -> Iterator[str]:
    lenke, king = study.lenke, study.king
    if lenke.value is None:
        yield Message("Lenke: {reason}", reason=lenke.reason)
    else:
        yield (
            Message(
                "Candidates from frontal films, never one type. Probabilities are shares of "
                "readings within the error of the angles."
            )
        )
        if lenke.value.undetermined_probability >= LEAST_SHOWN:
            yield (
                Message(
                    "{share} of the readings cannot be named without the missing film.",
                    share=shaped(_percent(lenke.value.undetermined_probability), begun),
                )
            )
        yield Message("Lumbar modifier: {sentence}", sentence=_sentence(lenke.value.modifier))
        yield Message(
            "A lateral film would settle: {questions}",
            questions=joined(" ", lenke.value.lateral_film),
        )
    if king.value is None:
        yield Message("King: {words}", words=king.reason)
        return
    types = joined(
        ", ",
        (
            Message("{type} ({ground})", type=each.type, ground=each.ground)
            for each in king.value.candidates
        ),
    )
    yield Message(
        "King: {words}",
        words=king.value.not_applicable or types or Message("none of the types fits."),
    )
    if king.value.index:
        low, high = king.value.index.interval_points.low, king.value.index.interval_points.high
        yield (
            Message(
                "King’s flexibility index {points:+.0f} points ({low:+.0f} to {high:+.0f}), "
                "which is not a flexibility rate.",
                points=king.value.index.points,
                low=low,
                high=high,
            )
        )


def _sentence(modifier: LumbarModifierFinding) -> str:
    """Write a modifier with its reason, said once where it is not available."""
    if modifier.modifier is LumbarModifier.NOT_AVAILABLE:
        return shaped(modifier.reason, _ended)
    return Message("{modifier}. {reason}", modifier=modifier.modifier, reason=modifier.reason)


def _ended(words: str) -> str:
    return f"{words.rstrip('.')}."


def _balance(measures: FilmMeasures) -> Iterator[tuple[str, str]]:
    numbering = measures.numbering
    yield Message("Level names"), numbering.value.reason if numbering.value else numbering.reason
    balance = measures.balance.value
    if balance is None:
        yield Message("Coronal balance"), measures.balance.reason
    else:
        offset = Message(
            "C7 {offset} {unit} of the sacrum", offset=_length(balance.offset), unit=balance.unit
        )
        limit = {"offset": offset, "limit": balance.threshold_mm}
        judged = {
            True: Message("{offset}, within {limit:g} mm.", **limit),
            False: Message("{offset}, beyond {limit:g} mm.", **limit),
            None: Message("{offset}.", offset=offset),
        }[balance.balanced]
        yield Message("Coronal balance"), joined("", (judged, _convention(balance.csvl)))
    for curve in measures.curves:
        region = curve.curve.region
        name = Message(
            "Translation, {region} apex {apex}", region=region, apex=curve.curve.apex.name
        )
        moved = curve.translation.value
        if moved is None:
            yield name, curve.translation.reason
        else:
            line = _convention(moved.line) if isinstance(moved.line, CSVL) else ""
            yield name, joined("", (f"{_length(moved.offset)} {moved.unit}.", line))
        stable, touched = curve.stable_vertebra.value, curve.touched_vertebra.value
        if stable:
            level = stable.vertebra.level
            words = level if stable.bisected else Message("{level}, most nearly", level=level)
            if touched:
                words = Message(
                    "{stable}; touched: {touched}", stable=words, touched=touched.vertebra.level
                )
            yield Message("Stable vertebra, {region}", region=region), shaped(words, _ended)
        upper, lower = curve.upper_neutral_vertebra.value, curve.lower_neutral_vertebra.value
        neutral = [
            *([Message("{level} above", level=upper.vertebra.level)] if upper else ()),
            *([Message("{level} below", level=lower.vertebra.level)] if lower else ()),
        ]
        if neutral:
            yield (
                Message("Neutral vertebra, {region}", region=region),
                shaped(joined(", ", neutral), _ended),
            )
    for name, tilt in (
        (Message("T1 tilt"), measures.t1_tilt),
        (Message("L4 tilt"), measures.l4_tilt),
        (Message("Pelvic obliquity"), measures.pelvic_obliquity),
    ):
        yield name, f"{signed(tilt.value.tilt_deg)}." if tilt.value else tilt.reason
    for slip in measures.listheses:
        if slip.grade is not None and slip.grade >= LEAST_SLIP_SHOWN:
            yield (
                Message("Sideways slip, {upper} on {lower}", upper=slip.upper, lower=slip.lower),
                Message(
                    "{slip} {unit}, grade {grade}.",
                    slip=_length(slip.mean),
                    unit=slip.unit,
                    grade=slip.grade,
                ),
            )


def _convention(line: CSVL) -> str:
    """Name the convention of a central sacral line, where it is not the usual one."""
    usual = DEFAULT_SETTINGS.csvl_convention
    return (
        ""
        if line.convention is usual
        else Message(" Central sacral line: {convention}.", convention=line.convention)
    )


def _length(length: float) -> str:
    return signed(length).removesuffix("°")


def _percent(share: float) -> str:
    if 0 < share < 0.01:
        return Message("under 1\N{NO-BREAK SPACE}%")
    if 0.99 < share < 1:
        return Message("over 99\N{NO-BREAK SPACE}%")
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
