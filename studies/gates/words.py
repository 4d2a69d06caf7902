"""How gates call films, curves and levels."""

from __future__ import annotations

from typing import Final

from languages import Message
from measurements import Curve, Level
from studies.findings import FilmFindings
from studies.radiograph import View

VIEW_NAMES: Final = {
    View.CORONAL: Message("standing film"),
    View.LEFT_BENDING: Message("left-bending film"),
    View.RIGHT_BENDING: Message("right-bending film"),
}
"""How people call the films."""


def curve_words(curve: Curve) -> str:
    """Region and levels of a curve, ``MT (T5–T11)``."""
    return f"{curve.region} ({span(*curve.levels)})"


def levels_words(film: FilmFindings) -> str:
    """Levels and count of a film's vertebrae, ``T1–L5 (17)``."""
    return f"{span(film.vertebrae[0].level, film.vertebrae[-1].level)} ({len(film.vertebrae)})"


def span(upper: Level, lower: Level) -> str:
    """Two levels with a dash."""
    return f"{upper}\N{EN DASH}{lower}"
