"""What a report says of certainty, curve type, bends and balance, as words for its template."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

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

SETTINGS: Final = (
    "Measured by other settings than the usual ones: {}. Angles, types and names here may differ "
    "from those of other reports for this reason alone."
)

TYPE_COLUMNS: Final = ("Type", "Modifier", "Probability", "Open because")

EFFORT_COLUMNS: Final = ("Film", "Trunk bend", "Between", "Verdict")

MOTION_COLUMNS: Final = ("Curve", "Levels", "Left bend", "Right bend", "Motion", "Free levels")

MOTION_NOTE: Final = (
    "Motion: between the standing end vertebrae, from the right to the left bend. Free levels: "
    "angle towards the standing convexity between end vertebrae chosen anew on the film used, to "
    "show what the choice does; no rate is taken from it."
)

TECHNIQUES: Final = {
    BendingTechnique.SUPINE_BENDING: "lying, bending actively",
    BendingTechnique.STANDING_BENDING: "standing, bending actively",
    BendingTechnique.FULCRUM: "over a fulcrum",
    BendingTechnique.TRACTION: "under traction",
}

LEAST_SLIP_SHOWN: Final = 2
"""Grade from which a slip is listed: one of a few millimetres is within the error of outlines."""

LEAST_SHOWN: Final = 0.005
"""Of a probability: less is rounding."""


def technique_words(study: StudyFindings) -> str:
    """Say how the bending films were taken."""
    if study.technique is BendingTechnique.UNKNOWN:
        return "How the patient was bent is not recorded"
    return f"The bending films were taken {TECHNIQUES[study.technique]}"


def settings_sentence(study: StudyFindings) -> str:
    """Say which conventions are not the usual ones; empty where all are."""
    words = settings_words(study.settings)
    return SETTINGS.format(words) if words else ""


def certainty_columns(study: StudyFindings) -> tuple[str, ...]:
    """Head the columns of `certainty_rows`."""
    limit = f"≥ {study.settings.structural_deg:g}°"
    return ("Curve", "Levels", "Standing", "Residual", "Rate", limit, "Name")


def certainty_note(study: StudyFindings) -> str:
    """Say what the columns of `certainty_rows` mean."""
    limit, flexible = study.settings.structural_deg, study.settings.flexible_percent
    return (
        "95 % intervals from the error of the outlines, but no smaller than a reader’s. "
        f"≥ {limit:g}°: probability that {limit:g} degrees or more are left, Lenke’s coronal "
        "criterion for a minor curve. A curve is named stiff or flexible only where its whole "
        f"interval lies on one side of {flexible:g} %."
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
            VIEW_NAMES[BENDING_FILMS[film]].capitalize(),
            NONE if bend.trunk_bend_deg is None else signed(bend.trunk_bend_deg),
            NONE if bend.levels is None else "–".join(bend.levels),
            bend.reason if bend.verdict is not BendVerdict.SUFFICIENT else "Sufficient.",
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
                f"{signed(free.cobb_deg * curve.convexity.sign).removeprefix('+')} at "
                f"{'–'.join(free.levels)}"
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
        return "any"
    low, high = (
        signed(end).removeprefix("+").removesuffix("°") for end in (between.low, between.high)
    )
    return f"{low} to {high}{unit}"


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
        weighed.stiffness.stiffness or "withheld",
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
            "needs a lateral film"
            if each.ground is LenkeGround.LATERAL_FILM
            else _percent(each.probability),
            each.reason,
        ]
        for each in found.candidates
    ]


def _types(study: StudyFindings) -> Iterator[str]:
    lenke, king = study.lenke, study.king
    if lenke.value is None:
        yield f"Lenke: {lenke.reason}"
    else:
        yield (
            "Candidates from frontal films, never one type. Probabilities are shares of readings "
            "within the error of the angles."
        )
        if lenke.value.undetermined_probability >= LEAST_SHOWN:
            yield (
                f"{_percent(lenke.value.undetermined_probability).capitalize()} of the readings "
                "cannot be named without the missing film."
            )
        yield f"Lumbar modifier: {_sentence(lenke.value.modifier)}"
        yield f"A lateral film would settle: {' '.join(lenke.value.lateral_film)}"
    if king.value is None:
        yield f"King: {king.reason}"
        return
    types = ", ".join(f"{each.type} ({each.ground})" for each in king.value.candidates)
    yield f"King: {king.value.not_applicable or types or 'none of the types fits.'}"
    if king.value.index:
        low, high = king.value.index.interval_points.low, king.value.index.interval_points.high
        yield (
            f"King’s flexibility index {king.value.index.points:+.0f} points ({low:+.0f} to "
            f"{high:+.0f}), which is not a flexibility rate."
        )


def _sentence(modifier: LumbarModifierFinding) -> str:
    """Write a modifier with its reason, said once where it is not available."""
    if modifier.modifier is LumbarModifier.NOT_AVAILABLE:
        return f"{modifier.reason.rstrip('.')}."
    return f"{modifier.modifier}. {modifier.reason}"


def _balance(measures: FilmMeasures) -> Iterator[tuple[str, str]]:
    numbering = measures.numbering
    yield "Level names", numbering.value.reason if numbering.value else numbering.reason
    balance = measures.balance.value
    if balance is None:
        yield "Coronal balance", measures.balance.reason
    else:
        limit = f"{balance.threshold_mm:g} mm"
        judged = {True: f", within {limit}", False: f", beyond {limit}", None: ""}[balance.balanced]
        yield (
            "Coronal balance",
            f"C7 {_length(balance.offset)} {balance.unit} of the sacrum{judged}."
            f"{_convention(balance.csvl)}",
        )
    for curve in measures.curves:
        name = f"Translation, {curve.curve.region} apex {curve.curve.apex.name}"
        moved = curve.translation.value
        if moved is None:
            yield name, curve.translation.reason
        else:
            line = _convention(moved.line) if isinstance(moved.line, CSVL) else ""
            yield name, f"{_length(moved.offset)} {moved.unit}.{line}"
        stable, touched = curve.stable_vertebra.value, curve.touched_vertebra.value
        if stable:
            nearest = "" if stable.bisected else ", most nearly"
            touch = f"; touched: {touched.vertebra.level}" if touched else ""
            yield (
                f"Stable vertebra, {curve.curve.region}",
                f"{stable.vertebra.level}{nearest}{touch}.",
            )
        ends = {
            "above": curve.upper_neutral_vertebra.value,
            "below": curve.lower_neutral_vertebra.value,
        }
        if neutral := [f"{end.vertebra.level} {way}" for way, end in ends.items() if end]:
            yield f"Neutral vertebra, {curve.curve.region}", f"{', '.join(neutral)}."
    for name, tilt in (
        ("T1 tilt", measures.t1_tilt),
        ("L4 tilt", measures.l4_tilt),
        ("Pelvic obliquity", measures.pelvic_obliquity),
    ):
        yield name, f"{signed(tilt.value.tilt_deg)}." if tilt.value else tilt.reason
    for slip in measures.listheses:
        if slip.grade is not None and slip.grade >= LEAST_SLIP_SHOWN:
            yield (
                f"Sideways slip, {slip.upper} on {slip.lower}",
                f"{_length(slip.mean)} {slip.unit}, grade {slip.grade}.",
            )


def _convention(line: CSVL) -> str:
    """Name the convention of a central sacral line, where it is not the usual one."""
    usual = DEFAULT_SETTINGS.csvl_convention
    return "" if line.convention is usual else f" Central sacral line: {line.convention}."


def _length(length: float) -> str:
    return signed(length).removesuffix("°")


def _percent(share: float) -> str:
    if 0 < share < 0.01:
        return "under 1\N{NO-BREAK SPACE}%"
    if 0.99 < share < 1:
        return "over 99\N{NO-BREAK SPACE}%"
    return f"{100 * share:.0f}\N{NO-BREAK SPACE}%"
