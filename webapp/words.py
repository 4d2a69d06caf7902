"""What the app calls things.

One name for each view, side and region, so that pages, tables and figures agree.
"""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

from languages import Message, plural, say, within_sentence
from measurements import ImageEdge, Interval, Region, Unit
from studies.intake import StudyFiles
from studies.radiograph import Radiograph, Spacing, View
from studies.store.kept import CurveGlance, Order, Status, Summary

VIEW_NAMES: Final[Mapping[View, str]] = {
    View.CORONAL: Message("Standing"),
    View.LEFT_BENDING: Message("Left bending"),
    View.RIGHT_BENDING: Message("Right bending"),
}

SIDE_NAMES: Final[Mapping[ImageEdge | None, str]] = {
    ImageEdge.LEFT: Message("Right is at the image's left"),
    ImageEdge.RIGHT: Message("Right is at the image's right"),
    None: Message("Not stated"),
}

REGION_NAMES: Final[Mapping[Region, str]] = {
    Region.PROXIMAL_THORACIC: Message("Proximal thoracic"),
    Region.MAIN_THORACIC: Message("Main thoracic"),
    Region.THORACOLUMBAR: Message("Thoracolumbar"),
    Region.LUMBAR: Message("Lumbar"),
}

REGION_WORDS: Final[Mapping[Region, str]] = {
    Region.PROXIMAL_THORACIC: Message("proximal thoracic"),
    Region.MAIN_THORACIC: Message("main thoracic"),
    Region.THORACOLUMBAR: Message("thoracolumbar"),
    Region.LUMBAR: Message("lumbar"),
}
"""The regions within a sentence, before "curve"."""

REGION_COLOURS: Final[Mapping[Region, str]] = {
    Region.PROXIMAL_THORACIC: "#cc79a7",
    Region.MAIN_THORACIC: "#e69f00",
    Region.THORACOLUMBAR: "#56b4e9",
    Region.LUMBAR: "#2fc49a",
}
"""Told apart by colour-blind readers too (Okabe and Ito 2008), lightened for a dark film."""


STATUS_NAMES: Final[Mapping[Status, str]] = {
    Status.NEW: Message("New"),
    Status.ANALYSED: Message("Analysed"),
    Status.REVIEWED: Message("Reviewed"),
}

STATUS_BADGES: Final[Mapping[Status, str]] = {
    Status.NEW: ":gray-badge[:material/inbox: {}]",
    Status.ANALYSED: ":orange-badge[:material/pending: {}]",
    Status.REVIEWED: ":green-badge[:material/verified: {}]",
}

ORDER_NAMES: Final[Mapping[Order, str]] = {
    Order.LATEST_CHANGE: Message("Last changed first"),
    Order.LATEST_FILM: Message("Newest film first"),
    Order.EARLIEST_FILM: Message("Oldest film first"),
}

CAUTION_COLOUR: Final = "#ffb454"
"""Of a warning in text, on the dark page."""

MINUS: Final = "\N{MINUS SIGN}"


def verbatim(text: str) -> str:
    r"""Keep Markdown from reading anything into text that comes from a file.

    Examples
    --------
    >>> print(verbatim("![x](y) 5°"))
    \!\[x\]\(y\) 5°
    """
    return re.sub(f"([{re.escape(string.punctuation)}])", r"\\\1", text)


def degrees(angle: float) -> str:
    """Write a magnitude in whole degrees, as it is read off a film.

    A tenth of a degree is far below what any reader repeats (Morrissy et al. 1990: 95 % within
    about 5 degrees), and showing it would promise it.

    Examples
    --------
    >>> degrees(52.4)
    '52°'
    """
    return f"{abs(angle):.0f}°"


def signed_degrees(angle: float) -> str:
    """Write a signed angle in whole degrees, with a true minus sign.

    Examples
    --------
    >>> signed_degrees(-11.7)
    '−12°'
    >>> signed_degrees(-0.2)
    '0°'
    """
    whole = round(angle)
    sign = "+" if whole > 0 else MINUS if whole < 0 else ""
    return f"{sign}{abs(whole)}°"


def signed_length(length: float, unit: Unit) -> str:
    """Write a signed length in whole units, with a true minus sign.

    Examples
    --------
    >>> signed_length(-20.3, Unit.MILLIMETRE)
    '−20 mm'
    """
    return f"{signed_degrees(length).removesuffix('°')} {unit}"


def spacing_words(spacing: Spacing | None) -> str:
    """Say how large a pixel is and who said so."""
    if spacing is None:
        return say("Pixel size not stated: lengths are in pixels, and pixels are taken as square.")
    return say(
        "{row_mm:.3f} × {column_mm:.3f} mm a pixel. {description}",
        row_mm=spacing.row_mm,
        column_mm=spacing.column_mm,
        description=spacing.origin.description,
    )


def size_words(film: Radiograph) -> str:
    """Say how many pixels a film has, width first as on a screen."""
    height, width = film.shape
    return say("{width} × {height} pixels", width=width, height=height)


def interval_words(interval: Interval | None, unit: str) -> str:
    """Write a 95 % interval in whole units, or that any value is possible.

    Examples
    --------
    >>> interval_words(Interval(-3.2, 44.6), "°")
    '−3 to 45°'
    >>> interval_words(None, " %")
    'any'
    """
    if interval is None:
        return say("any")
    low, high = (
        signed_degrees(end).removesuffix("°").removeprefix("+")
        for end in (interval.low, interval.high)
    )
    return say("{low} to {high}{unit}", low=low, high=high, unit=unit)


def percent(share: float) -> str:
    """Write a probability in whole percent; what is not certain is never 0 or 100.

    In words, as Markdown would read a sign at the beginning as a quotation.

    Examples
    --------
    >>> percent(0.127), percent(0.0004), percent(1.0)
    ('13 %', 'under 1 %', '100 %')
    """
    if 0 < share < 0.01:
        return say("under 1 %")
    if 0.99 < share < 1:
        return say("over 99 %")
    return f"{share:.0%}".replace("%", " %")


def label_words(label: str) -> str:
    r"""Write what a person calls a study, or that nobody has said.

    Examples
    --------
    >>> print(label_words("Case *12*"))
    **Case \*12\***
    >>> label_words("")
    '*No label*'
    """
    return f"**{verbatim(label)}**" if label else say("*No label*")


def day_words(day: date | None) -> str:
    """Write the day of a film.

    Examples
    --------
    >>> day_words(date(2026, 3, 1)), day_words(None)
    ('2026-03-01', 'no date')
    """
    return day.isoformat() if day else say("no date")


def study_files_words(study: StudyFiles, *, name_patient: bool) -> str:
    """Write what tells a dropped study from the others: its day, its patient by number, its films.

    Examples
    --------
    >>> from studies.intake import FilmFile
    >>> film = FilmFile("standing.png", b"", View.CORONAL)
    >>> study_files_words(StudyFiles((film,), date(2026, 3, 1), 0), name_patient=True)
    '**2026-03-01**, patient 1, 1 film: standing'
    >>> other = FilmFile("film.png", b"", None)
    >>> study_files_words(StudyFiles((film, other), None, None), name_patient=False)
    '**no date**, 2 films: standing, one of no known view'
    """
    patient = (
        say("patient not stated")
        if study.patient is None
        else say("patient {number}", number=study.patient + 1)
    )
    count = say(plural("1 film", "{count} films", len(study.films)))
    parts = [f"**{day_words(study.day)}**", *([patient] if name_patient else []), count]
    return f"{', '.join(parts)}: {_views_words(study)}"


def _views_words(study: StudyFiles) -> str:
    counts = Counter(film.view for film in study.films)
    views = [
        within_sentence(say(name)) + (f" ({counts[view]})" if counts[view] > 1 else "")
        for view, name in VIEW_NAMES.items()
        if counts[view]
    ]
    unknown = counts[None]
    if unknown:
        views.append(say(plural("one of no known view", "{count} of no known view", unknown)))
    return ", ".join(views)


def moment_words(moment: datetime, timezone: str | None) -> str:
    """Write a time as the clock of the person at the screen shows it.

    Examples
    --------
    >>> from datetime import UTC
    >>> moment_words(datetime(2026, 7, 1, 12, 5, tzinfo=UTC), "Europe/Zurich")
    '2026-07-01 14:05'
    """
    zone: tzinfo | None = ZoneInfo(timezone) if timezone else None
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def curve_lines(summary: Summary) -> str:
    """Write the curves of a study as HTML, a line each, or why there are none, and its warnings."""
    if summary.status is Status.NEW:
        return "<span style='opacity:.6'>" + say("not analysed") + "</span>"
    none = "<span style='opacity:.6'>" + say("no curve found standing") + "</span>"
    lines = [_curve_line(curve) for curve in summary.curves] or [none]
    if summary.warning_count:
        warnings = say(
            plural(
                "1 warning about this study",
                "{count} warnings about this study",
                summary.warning_count,
            )
        )
        lines.append(f"<span style='color:{CAUTION_COLOUR}'>⚠ {warnings}</span>")
    return "<br>".join(lines)


def curves_line(summary: Summary) -> str:
    """Write the curves of an analysed study as HTML in one line that breaks between curves."""
    none = "<span style='opacity:.6'>" + say("no curve of 10° or more") + "</span>"
    parts = [
        f"<span style='white-space:nowrap'>{_dot(curve)} {curve.upper}–{curve.lower} "
        f"<b>{degrees(curve.magnitude_deg)}</b> {say(curve.convexity)}</span>"
        for curve in summary.curves
    ]
    return " &ensp;".join(parts) or none


def _dot(curve: CurveGlance) -> str:
    return f"<span style='color:{REGION_COLOURS[curve.region]}'>●</span>"


def _curve_line(curve: CurveGlance) -> str:
    rate = (
        say("not measured")
        if curve.rate_percent is None
        else f"{curve.rate_percent:.0f} %".replace("-", MINUS)
    )
    size = f"<b>{degrees(curve.magnitude_deg)}</b> {say(curve.convexity)}"
    return say(
        "{dot} {upper}–{lower} {size}, flexibility {rate}",
        dot=_dot(curve),
        upper=curve.upper,
        lower=curve.lower,
        size=size,
        rate=rate,
    )
