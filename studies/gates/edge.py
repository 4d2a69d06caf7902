"""Vertebrae cut by the film's edge; no room for C7 or S1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from languages import Message, joined
from measurements import Level
from studies.findings import FilmFindings, FindingWarning, LevelledVertebra
from studies.radiograph import View

EDGE_PX: Final = 1.0
"""A corner nearer to the edge than this lies on it: outlines are drawn no finer."""

ROOM_IN_HEIGHTS: Final = 0.75
"""Room beyond the first or last vertebra, in its heights, in which the next one's nearer endplate
and centre would lie: a disc of a quarter and half a body."""


def cut_vertebra(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of outlines that reach the film's edge, so that their true corners lie beyond it."""
    cut = [str(found.level) for found in film.vertebrae if _margin(found, film.shape) < EDGE_PX]
    if cut:
        yield FindingWarning(
            "vertebra-cut",
            Message(
                "Cut by the film's edge: {cut}. The endplates there are not all on the film.",
                cut=", ".join(cut),
            ),
            Message(
                "Use a film that shows them whole, or delete the outline; no angle is to end there."
            ),
        )


def room_for_landmarks(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of a standing film that ends before C7 or S1."""
    if film.view is not View.CORONAL:
        return
    top, bottom = film.vertebrae[0], film.vertebrae[-1]
    above = min(row for row, _ in top.superior_endplate)
    below = film.shape[0] - 1 - max(row for row, _ in bottom.inferior_endplate)
    missing = [
        name
        for name, room, nearest, needed in (
            ("C7", above, top, top.level.rank > Level.C7.rank),
            ("S1", below, bottom, bottom.level is not Level.S1),
        )
        if needed and room < ROOM_IN_HEIGHTS * _height(nearest)
    ]
    if missing:
        yield FindingWarning(
            "landmarks-off-film",
            Message(
                "The film ends before {missing}: coronal balance and translation cannot be "
                "measured.",
                missing=joined(Message(" and before "), missing),
            ),
            Message(
                "Use a film from the skull to the hips where they are needed; angles are not "
                "affected."
            ),
        )


def _margin(found: LevelledVertebra, shape: tuple[int, int]) -> float:
    """Pixels between an outline and the film's nearest edge."""
    height, width = shape
    return min(
        min(row, column, height - 1 - row, width - 1 - column) for row, column in found.corners
    )


def _height(found: LevelledVertebra) -> float:
    """Height of a body as it lies on the film, in pixels."""
    above, below = (
        sum(row for row, _ in endplate) / 2
        for endplate in (found.superior_endplate, found.inferior_endplate)
    )
    return below - above
