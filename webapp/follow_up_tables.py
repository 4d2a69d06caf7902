"""Pure: what became of each curve from day to day, as tables and sentences."""

from __future__ import annotations

from typing import Final

import pandas as pd

from languages import Message, say
from measurements import Progression
from measurements.progression import CurveChange, DatedCobb
from measurements.uncertainty import Z95
from studies.follow_up import FollowUp
from webapp.words import MINUS, REGION_NAMES, interval_words, signed_degrees

NONE: Final = "–"

CHANGE_COLUMNS: Final = (
    Message("Curve"),
    Message("From"),
    Message("To"),
    Message("Years"),
    Message("Change"),
    "95 %",
    Message("5 degrees by convention"),
    Message("Measurement error"),
)


def angle_table(found: FollowUp) -> pd.DataFrame:
    """Tabulate every curve on every film with its 95 % interval, cranial first, oldest left."""
    rows = [
        (
            name(followed),
            say(followed.curve.convexity),
            *(_angle(angle, followed) for angle in followed.angles),
            "" if followed.overall is None else fine_degrees(followed.overall.change_deg),
            rate_words(followed),
        )
        for followed in found.curves
    ]
    days = [each.taken.isoformat() for each in found.films]
    return pd.DataFrame(
        rows, columns=[say("Curve"), say("Convex"), *days, say("Change"), say("Rate a year (95 %)")]
    )


def change_table(found: FollowUp) -> pd.DataFrame:
    """Tabulate every change from film to film, and from the first to the last of several."""
    rows = [
        _change(name(followed), change) for followed in found.curves for change in _steps(followed)
    ]
    columns = [say(each) for each in CHANGE_COLUMNS]
    columns[6] = say("{limit:g} degrees by convention", limit=found.settings.progression_deg)
    return pd.DataFrame(rows, columns=columns)


def reasons(found: FollowUp) -> list[str]:
    """Say why angles are missing, a sentence each."""
    return list(
        dict.fromkeys(
            f"{name(followed)}: {say(angle.reason)}"
            for followed in found.curves
            for angle in followed.angles
            if angle.reason
        )
    )


def name(followed: Progression) -> str:
    """Name a curve with its levels."""
    return f"{say(REGION_NAMES[followed.curve.region])} {'–'.join(followed.curve.levels)}"


def fine_degrees(angle: float) -> str:
    """Write a change to a tenth, as it is judged, with a true minus sign.

    Examples
    --------
    >>> fine_degrees(4.96), fine_degrees(-0.5), fine_degrees(0.01)
    ('+5.0°', '−0.5°', '0.0°')
    """
    tenths = round(angle, 1)
    sign = "+" if tenths > 0 else MINUS if tenths < 0 else ""
    return f"{sign}{abs(tenths):.1f}°"


def convention_words(change: CurveChange) -> str:
    """Say whether a change is progression by convention."""
    least = f"{change.progression_deg:g}°"
    if change.progressed_by_convention:
        return say("progression (grew by {least} or more)", least=least)
    if change.change_deg < 0:
        return say("no progression (straightened, not grown by {least})", least=least)
    return say("no progression (grew by less than {least})", least=least)


def error_words(change: CurveChange) -> str:
    """Say whether a change is beyond measurement error."""
    limit = f"{change.detectable_deg:.1f}°"
    if change.beyond_error:
        return say("beyond (more than {limit} either way)", limit=limit)
    return say("within (up to {limit} either way)", limit=limit)


def rate_words(followed: Progression) -> str:
    """Write the rate a year with its 95 % interval, empty where there is none."""
    rate, sd = followed.rate_deg_per_year, followed.rate_sd_deg_per_year
    if rate is None or sd is None:
        return ""
    low, high = fine_degrees(rate - Z95 * sd), fine_degrees(rate + Z95 * sd)
    return say("{rate} ({low} to {high})", rate=fine_degrees(rate), low=low, high=high)


def towards_convexity(angle: DatedCobb, followed: Progression) -> float | None:
    """Return an angle towards the convexity of the followed curve, None where not measured."""
    if angle.cobb_deg is None:
        return None
    return angle.cobb_deg * followed.curve.convexity.sign


def angle_words(angle_deg: float) -> str:
    """Write an angle towards the convexity; one that has turned over is negative.

    Examples
    --------
    >>> angle_words(52.3), angle_words(-3.1)
    ('52°', '−3°')
    """
    return signed_degrees(angle_deg).removeprefix("+")


def _angle(angle: DatedCobb, followed: Progression) -> str:
    angle_deg = towards_convexity(angle, followed)
    if angle_deg is None or angle.error is None:
        return say("not measured")
    return f"{angle_words(angle_deg)} ({interval_words(angle.error.interval_deg(angle_deg), '°')})"


def _steps(followed: Progression) -> tuple[CurveChange, ...]:
    if followed.overall is None or len(followed.changes) == 1:
        return followed.changes
    return (*followed.changes, followed.overall)


def _change(curve: str, change: CurveChange) -> tuple[str, ...]:
    low, high = (fine_degrees(change.change_deg + way * change.detectable_deg) for way in (-1, 1))
    return (
        curve,
        change.since.isoformat(),
        change.until.isoformat(),
        f"{change.years:.1f}",
        fine_degrees(change.change_deg),
        say("{low} to {high}", low=low, high=high),
        convention_words(change),
        error_words(change),
    )
