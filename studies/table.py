"""Curves as CSV, one row a curve."""

from __future__ import annotations

import csv
import io

from measurements import ApicalOffset, Curve, Flexibility
from studies.findings import StudyFindings
from studies.notice import RESEARCH_NOTICE

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
    "residual_deg",
    "overcorrected",
    "reason",
    "apical_offset",
    "apical_offset_unit",
    "edited_end_vertebrae",
    "review_state",
    "reviewed_by",
    "reviewed_at",
    "notice",
)
"""Angles are signed, positive when convex to the patient's right; the residual is positive
towards the standing convexity; offsets are positive towards the patient's right."""


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
    about = {
        "review_state": study.review_state,
        "reviewed_by": study.review.by if study.review else "",
        "reviewed_at": study.review.at.isoformat() if study.review else "",
        "notice": RESEARCH_NOTICE,
    }
    offsets = study.standing.apical_offsets if study.standing else ()
    for item, offset in zip(study.flexibility, offsets, strict=True):
        table.writerow(_row(item, offset) | _edited(study, item.curve) | about)
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
    return "No curve of 10° or more on the standing film."
