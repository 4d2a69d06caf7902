"""Corrections with their way back, as JSON, and back.

What a film showed before any correction, and the steps from there: a step is an edit as it stands
in a film document (`studies.json_schema`), or null for a reset. The marks after each step are not
written; carrying the steps out again gives them.

::

    schema_version
    automatic    vertebrae, landmarks, edits: as the network gave them
    steps        the first one first, those that were undone included
    done         how many of them are done
"""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from languages import Message
from studies.edit import Edit
from studies.history import EditHistory, Marks, applied
from studies.json_schema import (
    READABLE_VERSIONS,
    SCHEMA_VERSION,
    StoredFindingsError,
    edit_document,
    read_edit,
    read_landmarks,
    read_vertebra,
    vertebra_document,
)

Document = dict[str, Any]


def history_to_json(history: EditHistory) -> str:
    """Write corrections.

    Parameters
    ----------
    history : EditHistory
        Of one film.

    Returns
    -------
    str
        Compact; `history_from_json` reads it.
    """
    states = (*history.past, history.present, *history.future)
    steps = [_step(before, after) for before, after in pairwise(states)]
    document = {
        "schema_version": SCHEMA_VERSION,
        "automatic": _marks_document(states[0]),
        "steps": [step and edit_document(step) for step in steps],
        "done": len(history.past),
    }
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def history_from_json(text: str) -> EditHistory:
    """Read corrections.

    Parameters
    ----------
    text : str
        As written by `history_to_json`.

    Returns
    -------
    EditHistory
        Equal to what was written.

    Raises
    ------
    StoredFindingsError
        If the text is none, or its steps cannot be carried out.
    """
    try:
        document = json.loads(text)
        if document["schema_version"] not in READABLE_VERSIONS:
            raise ValueError(f"schema {document['schema_version']}")
        automatic = _marks(document["automatic"])
        states = [automatic]
        for step in document["steps"]:
            states.append(applied(states[-1], read_edit(step)) if step else automatic)
        done = document["done"]
        if not 0 <= done < len(states):
            raise ValueError(f"{done} of {len(states) - 1} steps done")
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise StoredFindingsError(
            Message(
                "These corrections are incomplete or contradict themselves ({error}).", error=error
            )
        ) from error
    return EditHistory(states[done], tuple(states[:done]), tuple(states[done + 1 :]))


def _step(before: Marks, after: Marks) -> Edit | None:
    """Return the edit between two marks; None for a reset."""
    return after.edits[-1] if len(after.edits) > len(before.edits) else None


def _marks_document(marks: Marks) -> Document:
    return {
        "vertebrae": [vertebra_document(vertebra) for vertebra in marks.vertebrae],
        "landmarks": dict(marks.landmark_points),
        "edits": [edit_document(edit) for edit in marks.edits],
    }


def _marks(document: Document) -> Marks:
    return Marks(
        tuple(read_vertebra(item) for item in document["vertebrae"]),
        read_landmarks(document["landmarks"]),
        tuple(read_edit(item) for item in document["edits"]),
    )
