"""What the editor in the browser asks for, done to the session.

The browser sends numbered requests, each once or oftener; one that was carried out is passed over,
and so is any that belongs to outlines which have been voided since. What cannot be done is refused
in one sentence and leaves the session as it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from languages import Message, joined, plural
from measurements import Level, MeasurementError
from r2mf.errors import SegmentationError
from studies.edit import Edit, Landmark, Signature
from studies.errors import StudyError
from studies.findings import Corners
from studies.history import (
    EditHistory,
    Marks,
    add,
    delete,
    first_guess,
    mark,
    move,
    rename,
    suggest,
    unmark,
)
from studies.radiograph import View
from webapp.scene import PEDICLES
from webapp.session import Session

Settle = Callable[[Corners], Corners]
"""Reads a vertebra from the film again, from where it is outlined."""

UNREADABLE = Message("The browser asked for something this app does not know; reload the page.")


def take_in(session: Session, view: View, sent: Mapping[str, Any] | None, settle: Settle) -> None:
    """Carry out what the browser asks for and has not been done yet.

    Parameters
    ----------
    session : Session
        Its study has been analysed.
    view : View
        The film in the editor.
    sent : mapping or None
        ``epoch`` and ``requests``, as ``film_editor.js`` sends them; None before it ever did.
    settle : callable
        What suggests the corners of one vertebra.
    """
    desk = session.film(view).desk
    if not sent or sent.get("epoch") != desk.epoch:
        return
    for request in sent["requests"]:
        if request["id"] <= desk.seen:
            continue
        before = session.history(view).present
        try:
            history = asked(session.history(view), request, session.reader, settle)
            session.correct(view, history)
        except (StudyError, SegmentationError, MeasurementError) as error:
            desk.refuse(str(error))
            return
        except (LookupError, TypeError, ValueError):
            desk.refuse(UNREADABLE)
            return
        desk.seen = request["id"]
        desk.said, desk.refused = outcome(before, history.present), False


def asked(
    history: EditHistory, request: Mapping[str, Any], reader: str, settle: Settle
) -> EditHistory:
    """Carry out one request.

    Raises
    ------
    EditError
        If it cannot be done.
    LookupError, TypeError, ValueError
        If it is none.
    """
    match request["do"]:
        case "undo":
            return history.undo()
        case "redo":
            return history.redo()
        case "reset":
            return history.reset()
    return history.edit(_edit(history.present, request, Signature.now(reader), settle))


def outcome(before: Marks, after: Marks) -> str:
    """Say what a request has changed, and which names have shifted."""
    said = Message("{done}.", done=_done(before, after))
    names = {found.corners: found.level for found in before.vertebrae}
    shifted = [
        (names[found.corners], found.level)
        for found in after.vertebrae
        if names.get(found.corners, found.level) is not found.level
    ]
    if not shifted:
        return said
    old, new = zip(*shifted, strict=True)
    named = {"old": _range(old), "new": _range(new)}
    return joined(
        " ", (said, plural("{old} is now {new}.", "{old} are now {new}.", len(old), **named))
    )


def _done(before: Marks, after: Marks) -> str:
    if len(after.edits) > len(before.edits):
        return after.edits[-1].words
    if not after.edits and len(before.edits) > 1:
        return Message("Back to what the network gave")
    if after != before:
        return Message("Taken back: {words}", words=before.edits[-1].words)
    return Message("Nothing to do")


def _range(levels: tuple[Level, ...]) -> str:
    return str(levels[0]) if len(levels) == 1 else f"{levels[0]}–{levels[-1]}"


def _edit(marks: Marks, request: Mapping[str, Any], signed: Signature, settle: Settle) -> Edit:
    match request["do"]:
        case "move":
            corners = _corners(request["corners"])
            return move(marks, Level(request["level"]), corners, signed)
        case "suggest":
            level = Level(request["level"])
            return suggest(marks, level, settle(marks.vertebra(level).corners), signed)
        case "add":
            place = int(request["place"])
            added = add(marks, place, signed)  # what cannot be is refused before a film is read
            return replace(added, after=settle(first_guess(marks.vertebrae, place)))
        case "delete":
            return delete(marks, Level(request["level"]), signed)
        case "rename":
            return rename(marks, Level(request["level"]), Level(request["name"]), signed)
        case "mark":
            points = [(float(row), float(column)) for row, column in request["points"]]
            return mark(marks, _marked(request["landmark"]), points, signed)
        case "unmark":
            return unmark(marks, _marked(request["landmark"]), signed)
    raise ValueError(f"no such request: {request['do']}")


def _marked(name: str) -> Landmark | Level:
    """Which landmark, or the pedicles of which vertebra."""
    kind, _, level = name.partition(" ")
    return Level(level) if kind == PEDICLES else Landmark(name)


def _corners(sent: list[list[float]]) -> Corners:
    a, b, c, d = ((float(row), float(column)) for row, column in sent)
    return a, b, c, d
