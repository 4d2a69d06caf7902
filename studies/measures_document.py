"""What is derived from outlines and landmarks, as JSON: written for other programs, never read.

Whoever reads a document derives it anew from what is stored, so that it cannot contradict it.
Every value that may be missing is ``{"value": ..., "reason": ...}`` with one of the two.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from typing import Any, TypeVar

from measurements import (
    AngleError,
    BendAdequacy,
    CoronalBalance,
    DiscBend,
    DiscFlexibility,
    EndVertebraChoice,
    HorizontalTilt,
    Interval,
    KingClassification,
    LateralListhesis,
    LenkeClassification,
    LenkeCurve,
    Level,
    LevelMatch,
    LineCrossing,
    MeasurementSettings,
    NeutralVertebra,
    Numbering,
    RangeOfMotion,
    Screening,
)
from measurements.csvl import CSVL
from measurements.translation import ApicalTranslation
from studies.curve_bend import CurveBend
from studies.film_measures import CurveMeasures, FilmMeasures
from studies.findings import StudyFindings
from studies.measured import Measured

Document = dict[str, Any]
Value = TypeVar("Value")


def film_measures_document(measures: FilmMeasures) -> Document:
    """Write what one film shows beside its angles."""
    return {
        "posture": measures.film.posture,
        "numbering": _measured(measures.numbering, _numbering),
        "csvl": _measured(measures.csvl, _csvl),
        "coronal_balance": _measured(measures.balance, _balance),
        "t1_tilt": _measured(measures.t1_tilt, _tilt),
        "l4_tilt": _measured(measures.l4_tilt, _tilt),
        "pelvic_obliquity": _measured(measures.pelvic_obliquity, _tilt),
        "lateral_listheses": [_listhesis(slip) for slip in measures.listheses],
        "screening": _measured(
            measures.screening, lambda screening: _screening(screening, measures.film.spine.levels)
        ),
        "curves": [_curve(curve) for curve in measures.curves],
    }


def study_measures_document(study: StudyFindings) -> Document:
    """Write what the films of a study show together."""
    return {
        "settings": settings_document(study.settings),
        "curves": [_bend(bend) for bend in study.bends],
        "discs": _measured(study.discs, lambda discs: [_disc(disc) for disc in discs]),
        "bend_adequacy": {film: _adequacy(bend) for film, bend in study.adequacy.items()},
        "level_matches": {v: _measured(m, _match) for v, m in study.level_matches.items()},
        "lenke": _measured(study.lenke, _lenke),
        "king": _measured(study.king, _king),
    }


def _measured(measured: Measured[Value], write: Callable[[Value], Any]) -> Document:
    value = None if measured.value is None else write(measured.value)
    return {"value": value, "reason": measured.reason or None}


def settings_document(settings: MeasurementSettings) -> Document:
    """Write conventions and thresholds by their names."""
    return {each.name: getattr(settings, each.name) for each in fields(settings)}


def _curve(measures: CurveMeasures) -> Document:
    return {
        "levels": measures.curve.levels,
        "region_note": measures.curve.region_note or None,
        "error": _error(measures.error),
        "interval_deg": _interval(measures.error.interval_deg(measures.curve.magnitude_deg)),
        "apical_translation": _measured(measures.translation, _translation),
        "stable_vertebra": _measured(measures.stable_vertebra, _crossing),
        "touched_vertebra": _measured(measures.touched_vertebra, _crossing),
        "upper_neutral_vertebra": _measured(measures.upper_neutral_vertebra, _neutral),
        "lower_neutral_vertebra": _measured(measures.lower_neutral_vertebra, _neutral),
    }


def _error(error: AngleError | None) -> Document | None:
    return None if error is None else {"sd_deg": error.sd_deg, "source": error.source}


def _interval(interval: Interval | None) -> list[float] | None:
    return None if interval is None else [interval.low, interval.high]


def _numbering(numbering: Numbering) -> Document:
    return {
        "agrees": numbering.agrees,
        "complete": numbering.complete,
        "neighbours": [
            {"level": n.level, "landmark": n.landmark, "room": n.room, "agrees": n.agrees}
            for n in numbering.neighbours
        ],
        "words": numbering.reason,
    }


def _csvl(line: CSVL) -> Document:
    return {"origin": line.origin, "lean_deg": line.lean_deg, "convention": line.convention}


def _balance(balance: CoronalBalance) -> Document:
    return {
        "offset": balance.offset,
        "unit": balance.unit,
        "balanced": balance.balanced,
        "threshold_mm": balance.threshold_mm,
        "csvl_convention": balance.csvl.convention,
    }


def _tilt(tilt: HorizontalTilt) -> Document:
    return {"tilt_deg": tilt.tilt_deg, "sdsg_deg": tilt.sdsg_deg}


def _listhesis(slip: LateralListhesis) -> Document:
    return {
        "upper": slip.upper,
        "lower": slip.lower,
        "mean": slip.mean,
        "largest": slip.largest,
        "unit": slip.unit,
        "grade": slip.grade,
    }


def _screening(screening: Screening, used: Sequence[Level]) -> Document:
    return {
        "unfit": [
            {
                "level": each.vertebra.level,
                "fault": each.fault,
                "used": each.vertebra.level in used,
                "reason": each.reason,
            }
            for each in screening.unused
        ],
        "wide_spaces": [
            {"upper": space.upper, "lower": space.lower, "reason": space.reason}
            for space in screening.wide_spaces
        ],
    }


def _translation(translation: ApicalTranslation) -> Document:
    line = "csvl" if isinstance(translation.line, CSVL) else "c7_plumb_line"
    return {
        "apex": translation.apex.name,
        "offset": translation.offset,
        "unit": translation.unit,
        "line": line,
    }


def _crossing(crossing: LineCrossing) -> Document:
    return {
        "level": crossing.vertebra.level,
        "off_centre": crossing.off_centre,
        "bisected": crossing.bisected,
        "touched": crossing.touched,
    }


def _neutral(neutral: NeutralVertebra) -> Document:
    return {"level": neutral.vertebra.level, "shift": neutral.shift}


def _bend(bend: CurveBend) -> Document:
    weighed, flexibility = bend.weighed, bend.flexibility
    return {
        "levels": flexibility.curve.levels,
        "correction_deg": flexibility.correction_deg,
        "lenke_residual_deg": flexibility.lenke_residual_deg,
        "standing_error": _error(weighed.standing_error),
        "standing_interval_deg": _interval(weighed.standing_interval_deg),
        "bending_error": _error(weighed.bending_error),
        "residual_interval_deg": _interval(weighed.residual_interval_deg),
        "rate_sd_percent": weighed.rate_sd_percent,
        "rate_interval_percent": _interval(weighed.rate_interval_percent),
        "stiffness": bend.stiffness.stiffness,
        "stiffness_reason": bend.stiffness.reason,
        "structural_probability": weighed.structural_probability,
        "range_of_motion": _measured(bend.motion, _motion),
        "free_levels": _measured(bend.free_levels, _choice),
    }


def _motion(motion: RangeOfMotion) -> Document:
    return {
        "left_deg": motion.left_deg,
        "right_deg": motion.right_deg,
        "motion_deg": motion.motion_deg,
    }


def _choice(choice: EndVertebraChoice) -> Document:
    return {
        "levels": choice.levels,
        "cobb_deg": choice.cobb_deg,
        "note": "levels chosen anew on this film; no rate is taken from it",
    }


def _disc(disc: DiscFlexibility) -> Document:
    return {
        "upper": disc.upper,
        "lower": disc.lower,
        "standing_deg": disc.standing_deg,
        "left_bending": _disc_bend(disc.left),
        "right_bending": _disc_bend(disc.right),
        "motion_deg": disc.motion_deg,
    }


def _disc_bend(bend: DiscBend) -> Document:
    return {each.name: getattr(bend, each.name) for each in fields(bend)}


def _adequacy(bend: BendAdequacy) -> Document:
    return {each.name: getattr(bend, each.name) for each in fields(bend) if each.name != "film"}


def _match(match: LevelMatch) -> Document:
    return {
        "shift": match.shift,
        "probabilities": {str(shift): share for shift, share in match.probabilities.items()},
        "shared": match.shared,
        "only_standing": match.only_standing,
        "only_bending": match.only_bending,
        "reason": match.reason,
    }


def _lenke(found: LenkeClassification) -> Document:
    return {
        "candidates": [
            {
                "type": each.type,
                "ground": each.ground,
                "probability": each.probability,
                "lumbar_modifier": found.modifier_of(each.type),
                "reason": each.reason,
            }
            for each in found.candidates
        ],
        "curves": [_lenke_curve(curve) for curve in found.curves],
        "lead_margin_deg": found.lead_margin_deg,
        "probabilities": dict(found.probabilities),
        "undetermined_probability": found.undetermined_probability,
        "lumbar_modifier": {"value": found.modifier.modifier, "reason": found.modifier.reason},
        "lateral_film": found.lateral_film,
        "left_out": [curve.levels for curve in found.left_out],
    }


def _lenke_curve(curve: LenkeCurve) -> Document:
    return {
        "region": curve.region,
        "levels": curve.weighed.curve.levels if curve.weighed else None,
        "major": curve.major,
        "state": curve.state,
        "margin_deg": curve.margin_deg,
        "probability": curve.probability,
        "reason": curve.reason,
    }


def _king(found: KingClassification) -> Document:
    index = found.index
    return {
        "candidates": [
            {"type": each.type, "ground": each.ground, "reason": each.reason}
            for each in found.candidates
        ],
        "not_applicable": found.not_applicable or None,
        "flexibility_index": None
        if index is None
        else {"points": index.points, "interval_points": _interval(index.interval_points)},
    }
