"""What became of each curve, as JSON for other programs and as sentences for people."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from measurements import AngleError, Progression
from measurements.progression import CurveChange, DatedCobb
from measurements.uncertainty import Z95
from studies.findings import SOFTWARE
from studies.follow_up import FollowUp
from studies.gates.words import curve_words
from studies.json_schema import SCHEMA_VERSION
from studies.measures_document import settings_document
from studies.notice import RESEARCH_NOTICE

Document = dict[str, Any]


def follow_up_json(found: FollowUp) -> str:
    """Write a follow-up as JSON; changes are positive where a curve grew."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "kind": "follow-up",
        "software": SOFTWARE,
        "notice": RESEARCH_NOTICE,
        "settings": settings_document(found.settings),
        "reference": found.reference.taken.isoformat(),
        "films": [
            {
                "taken": each.taken.isoformat(),
                "name": each.film.name,
                "sha256": each.film.sha256,
                "weights": each.film.provenance.weights,
                "review": each.film.review_state,
            }
            for each in found.films
        ],
        "curves": [_curve(followed) for followed in found.curves],
        "cautions": [str(caution) for caution in found.cautions],
    }
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def follow_up_words(found: FollowUp) -> Iterator[str]:
    """Say what became of each curve, a paragraph each, and what to check."""
    if not found.curves:
        least = found.settings.minimum_curve_deg
        yield f"No curve of {least:g}° or more on the film of {found.reference.taken}."
    for followed in found.curves:
        yield " ".join(_sentences(followed))
    yield from map(str, found.cautions)


def _sentences(followed: Progression) -> Iterator[str]:
    curve = followed.curve
    angles = ", ".join(
        f"{angle.cobb_deg * curve.convexity.sign:.1f}° (± {error.sd_deg:.1f}°) on {angle.taken}"
        for angle in followed.angles
        if angle.cobb_deg is not None and (error := angle.error) is not None
    )
    yield f"{curve_words(curve)}, convex to the {curve.convexity}: {angles}."
    yield from (angle.reason for angle in followed.angles if angle.reason)
    if followed.overall is None:
        yield "No change can be told from one film."
        return
    yield followed.overall.statement
    rate, sd = followed.rate_deg_per_year, followed.rate_sd_deg_per_year
    if rate is not None and sd is not None:
        low, high = rate - Z95 * sd, rate + Z95 * sd
        yield f"{rate:+.1f}° a year (95 %: {low:+.1f}° to {high:+.1f}°)."


def _curve(followed: Progression) -> Document:
    curve = followed.curve
    return {
        "region": curve.region,
        "upper_end_vertebra": curve.levels[0],
        "lower_end_vertebra": curve.levels[1],
        "apex": curve.apex.name,
        "convexity": curve.convexity,
        "angles": [_angle(angle) for angle in followed.angles],
        "changes": [_change(change) for change in followed.changes],
        "overall": None if followed.overall is None else _change(followed.overall),
        "rate_deg_per_year": followed.rate_deg_per_year,
        "rate_sd_deg_per_year": followed.rate_sd_deg_per_year,
    }


def _angle(angle: DatedCobb) -> Document:
    return {
        "taken": angle.taken.isoformat(),
        "cobb_deg": angle.cobb_deg,
        "error": _error(angle.error),
        "reason": angle.reason or None,
    }


def _error(error: AngleError | None) -> Document | None:
    return None if error is None else {"sd_deg": error.sd_deg, "source": error.source}


def _change(change: CurveChange) -> Document:
    return {
        "since": change.since.isoformat(),
        "until": change.until.isoformat(),
        "years": change.years,
        "change_deg": change.change_deg,
        "progressed_by_convention": change.progressed_by_convention,
        "progression_deg": change.progression_deg,
        "beyond_measurement_error": change.beyond_error,
        "detectable_deg": change.detectable_deg,
        "statement": change.statement,
    }
