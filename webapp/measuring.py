"""What a learner measures in the browser, as a reading."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from languages import Message, sentence
from measurements import Convexity, Level
from teaching import Case, DrawnLine, Reading, Score, TeachingError

UNREADABLE: Final = Message("The browser sent something this app does not know; reload the page.")

LEVELS: Final = tuple(level for level in Level if level not in (Level.C7, Level.S1))
"""The names offered for any film, whatever the patient has: a list of this patient's would tell."""

_epochs = itertools.count(1)


@dataclass
class Desk:
    """Where a measurement in the browser and the page stand with each other."""

    epoch: int = field(default_factory=lambda: next(_epochs))
    """Another number voids what the browser holds; none is ever used again."""

    seen: int = 0
    """Number of the last message that was read."""

    draft: Mapping[str, Any] = field(default_factory=dict)
    """What was drawn and chosen so far, to go on with after another page was looked at."""

    said: str = ""
    """Why the last commitment was refused."""

    def clear(self) -> None:
        """Begin anew."""
        self.draft, self.said, self.epoch = {}, "", next(_epochs)


def take_in(desk: Desk, case: Case, sent: Mapping[str, Any] | None) -> Score | None:
    """Read what the browser sent since it was last asked.

    Parameters
    ----------
    desk : Desk
        Keeps what was drawn so far, or why a commitment was refused.
    case : Case
        What is measured.
    sent : mapping or None
        ``epoch``, ``id``, ``commit``, and what `reading_of` reads, as ``measuring_film.js`` sends.

    Returns
    -------
    Score or None
        Once the learner has committed to a reading of this case.
    """
    if not sent or sent.get("epoch") != desk.epoch or sent.get("id", 0) <= desk.seen:
        return None
    desk.seen, desk.said = sent["id"], ""
    desk.draft = {name: sent.get(name) for name in ("upper", "lower", "side")}
    if not sent.get("commit"):
        return None
    try:
        return Score(case, reading_of(sent))
    except TeachingError as refusal:
        desk.said = sentence(str(refusal))
    except (LookupError, TypeError, ValueError):
        desk.said = UNREADABLE
    return None


def reading_of(sent: Mapping[str, Any]) -> Reading:
    """Read a whole measurement.

    Parameters
    ----------
    sent : mapping
        ``upper`` and ``lower``, each with a ``level`` and a ``line`` of two ``[row, column]``, and
        the ``side``.

    Raises
    ------
    TeachingError
        If it cannot be a reading.
    LookupError, TypeError, ValueError
        If it is none.
    """
    upper, lower = sent["upper"], sent["lower"]
    return Reading(
        Level(upper["level"]),
        Level(lower["level"]),
        _line(upper["line"]),
        _line(lower["line"]),
        Convexity(sent["side"]),
    )


def _line(ends: list[list[float]]) -> DrawnLine:
    (row_a, column_a), (row_b, column_b) = ends
    return DrawnLine(((float(row_a), float(column_a)), (float(row_b), float(column_b))))
