"""What became of each curve, as CSV: one row an angle."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from measurements import Progression
from measurements.progression import CurveChange, DatedCobb
from measurements.uncertainty import Z95
from studies.follow_up import DatedFilm, FollowUp
from studies.notice import RESEARCH_NOTICE
from studies.settings_file import settings_words

COLUMNS: Final = (
    "region",
    "upper_end_vertebra",
    "lower_end_vertebra",
    "convexity",
    "reference",
    "taken",
    "cobb_deg",
    "cobb_sd_deg",
    "error_source",
    "change_since",
    "change_deg",
    "progression_deg",
    "progressed_by_convention",
    "detectable_deg",
    "beyond_measurement_error",
    "rate_deg_per_year",
    "rate_low_deg_per_year",
    "rate_high_deg_per_year",
    "reason",
    "sha256",
    "review_state",
    "settings",
    "notice",
)
"""Angles are positive towards the convexity that the curve has on the film of the reference day, at
whose levels all are measured. Changes are from the film of `change_since`, the last before on which
the curve was measured. Rates are of all films, with 95 % intervals."""


def follow_up_csv(found: FollowUp) -> str:
    """Tabulate the angles of every curve on every film, the oldest film first.

    Returns
    -------
    str
        A header with units and one row an angle. What was not measured is empty and its row says
        why. Without curves there is one row that says so.
    """
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    table.writeheader()
    about = {
        "reference": found.reference.taken.isoformat(),
        "settings": settings_words(found.settings),
        "notice": RESEARCH_NOTICE,
    }
    for followed in found.curves:
        table.writerows(row | about for row in _rows(followed, found.films))
    if not found.curves:
        least = found.settings.minimum_curve_deg
        table.writerow(about | {"reason": f"No curve of {least:g}° or more on the reference film."})
    return text.getvalue()


def _rows(followed: Progression, films: tuple[DatedFilm, ...]) -> Iterator[dict[str, str]]:
    changes = {change.until: change for change in followed.changes}
    curve = followed.curve
    shared = {
        "region": curve.region,
        "upper_end_vertebra": curve.levels[0],
        "lower_end_vertebra": curve.levels[1],
        "convexity": curve.convexity,
    } | _rate(followed)
    for angle, each in zip(followed.angles, films, strict=True):
        film = {"sha256": each.film.sha256, "review_state": each.film.review_state}
        yield (
            shared | _angle(angle, curve.convexity.sign) | _change(changes.get(angle.taken)) | film
        )


def _angle(angle: DatedCobb, sign: int) -> dict[str, str]:
    return {
        "taken": angle.taken.isoformat(),
        "cobb_deg": _number(None if angle.cobb_deg is None else angle.cobb_deg * sign),
        "cobb_sd_deg": _number(angle.error.sd_deg if angle.error else None),
        "error_source": angle.error.source if angle.error else "",
        "reason": angle.reason,
    }


def _change(change: CurveChange | None) -> dict[str, str]:
    if change is None:
        return {}
    return {
        "change_since": change.since.isoformat(),
        "change_deg": _number(change.change_deg),
        "progression_deg": f"{change.progression_deg:g}",
        "progressed_by_convention": str(change.progressed_by_convention).lower(),
        "detectable_deg": _number(change.detectable_deg),
        "beyond_measurement_error": str(change.beyond_error).lower(),
    }


def _rate(followed: Progression) -> dict[str, str]:
    rate, sd = followed.rate_deg_per_year, followed.rate_sd_deg_per_year
    if rate is None or sd is None:
        return {}
    return {
        "rate_deg_per_year": _number(rate),
        "rate_low_deg_per_year": _number(rate - Z95 * sd),
        "rate_high_deg_per_year": _number(rate + Z95 * sd),
    }


def _number(value: float | None) -> str:
    """Write one decimal: finer than any film can be read."""
    return "" if value is None else f"{value:.1f}"
