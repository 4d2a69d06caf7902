"""Curves as CSV, one row a curve."""

from __future__ import annotations

import csv
import io

from measurements import ApicalOffset, Curve, Flexibility
from studies.curve_bend import CurveBend
from studies.film_measures import CurveMeasures
from studies.findings import StudyFindings
from studies.notice import RESEARCH_NOTICE
from studies.settings_file import settings_words

COLUMNS = (
    "region",
    "upper_end_vertebra",
    "lower_end_vertebra",
    "apex",
    "convexity",
    "standing_cobb_deg",
    "left_bending_cobb_deg",
    "right_bending_cobb_deg",
    "film_used",
    "flexibility_rate_percent",
    "rate_low_percent",
    "rate_high_percent",
    "residual_deg",
    "correction_deg",
    "overcorrected",
    "standing_sd_deg",
    "bending_sd_deg",
    "structural_probability_percent",
    "stiffness",
    "reason",
    "range_of_motion_deg",
    "free_levels",
    "free_levels_cobb_deg",
    "apical_offset",
    "apical_offset_unit",
    "apical_translation",
    "apical_translation_unit",
    "apical_translation_reason",
    "coronal_balance",
    "coronal_balance_unit",
    "coronal_balance_reason",
    "spacing_origin",
    "technique",
    "settings",
    "lenke_candidates",
    "lumbar_modifier",
    "warnings",
    "edited_end_vertebrae",
    "review_state",
    "reviewed_by",
    "reviewed_at",
    "notice",
)
"""Angles are signed, positive when convex to the patient's right; the residual and the angle at
free levels are positive towards the standing convexity; offsets are positive towards the patient's
right. Rates have 95 % intervals, angles one standard deviation. Warnings are codes by film.
Settings are those that are not the usual ones."""


def curves_csv(study: StudyFindings) -> str:
    """Tabulate the curves of the standing film and what becomes of them on the bending films.

    Parameters
    ----------
    study : StudyFindings
        The study.

    Returns
    -------
    str
        A header with units and one row a curve, cranial first. What could not be measured is
        empty and its row says why. A study without curves has one row that says so.
    """
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    about = _study(study) | {
        "review_state": study.review_state,
        "reviewed_by": study.review.by if study.review else "",
        "reviewed_at": study.review.at.isoformat() if study.review else "",
        "notice": RESEARCH_NOTICE,
    }
    if study.standing:
        parts = zip(
            study.bends, study.standing.apical_offsets, study.standing.measures.curves, strict=True
        )
        for bend, offset, measures in parts:
            row = _row(bend.flexibility, offset) | _weighed(bend) | _translated(measures)
            table.writerow(row | _edited(study, bend.flexibility.curve) | about)
    if not study.flexibility:
        table.writerow({"reason": _why_no_curve(study)} | about)
    return text.getvalue()


def _row(item: Flexibility, offset: ApicalOffset) -> dict[str, str]:
    curve = item.curve
    upper, lower = curve.levels
    return {
        "region": curve.region,
        "upper_end_vertebra": upper,
        "lower_end_vertebra": lower,
        "apex": curve.apex.name,
        "convexity": curve.convexity,
        "standing_cobb_deg": _number(curve.cobb_deg),
        "left_bending_cobb_deg": _number(item.left.cobb_deg),
        "right_bending_cobb_deg": _number(item.right.cobb_deg),
        "film_used": item.film or "",
        "flexibility_rate_percent": _number(item.rate_percent),
        "residual_deg": _number(item.residual_deg),
        "overcorrected": "" if item.film is None else str(item.overcorrected).lower(),
        "reason": item.reason,
        "apical_offset": _number(offset.offset),
        "apical_offset_unit": offset.unit,
    }


def _weighed(bend: CurveBend) -> dict[str, str]:
    """Tell how sure a curve's numbers are, and what other films show of it."""
    weighed, free, motion = bend.weighed, bend.free_levels.value, bend.motion.value
    rate, probability = weighed.rate_interval_percent, weighed.structural_probability
    sign, bending = bend.flexibility.curve.convexity.sign, weighed.bending_error
    return {
        "rate_low_percent": _number(rate.low if rate else None),
        "rate_high_percent": _number(rate.high if rate else None),
        "correction_deg": _number(bend.flexibility.correction_deg),
        "standing_sd_deg": _number(weighed.standing_error.sd_deg),
        "bending_sd_deg": _number(bending.sd_deg if bending else None),
        "structural_probability_percent": _number(
            None if probability is None else 100 * probability
        ),
        "stiffness": bend.stiffness.stiffness or "",
        "range_of_motion_deg": _number(motion.motion_deg if motion else None),
        "free_levels": "–".join(free.levels) if free else "",
        "free_levels_cobb_deg": _number(free.cobb_deg * sign if free else None),
    }


def _translated(measures: CurveMeasures) -> dict[str, str]:
    found, reason = measures.translation.value, measures.translation.reason
    return {
        "apical_translation": _number(found.offset if found else None),
        "apical_translation_unit": found.unit if found else "",
        "apical_translation_reason": reason,
    }


def _study(study: StudyFindings) -> dict[str, str]:
    """Tell what belongs to the study as a whole and stands in every row."""
    lenke = study.lenke.value
    films = {"study": study.warnings} | {view: f.warnings for view, f in study.films.items()}
    found = {"technique": study.technique, "settings": settings_words(study.settings)} | {
        "lenke_candidates": "; ".join(each.type for each in lenke.candidates) if lenke else "",
        "lumbar_modifier": lenke.modifier.modifier if lenke else "",
        "warnings": "; ".join(f"{about} {w.code}" for about, given in films.items() for w in given),
    }
    if study.standing is None:
        return found
    measured, spacing = study.standing.measures.balance, study.standing.spacing
    balance = measured.value
    return found | {
        "coronal_balance": _number(balance.offset if balance else None),
        "coronal_balance_unit": balance.unit if balance else "",
        "coronal_balance_reason": measured.reason,
        "spacing_origin": spacing.origin if spacing else "not stated",
    }


def _edited(study: StudyFindings, curve: Curve) -> dict[str, str]:
    """Name the end vertebrae that a person placed, such as ``coronal T5 edited``."""
    ends = (f"{view} {level} edited" for view, level in study.edited_ends(curve))
    return {"edited_end_vertebrae": "; ".join(ends)}


def _number(value: float | None) -> str:
    """Write one decimal: finer than any film can be read."""
    return "" if value is None else f"{value:.1f}"


def _why_no_curve(study: StudyFindings) -> str:
    if study.standing is None:
        return "There is no measured standing film."
    return f"No curve of {study.settings.minimum_curve_deg:g}° or more on the standing film."
