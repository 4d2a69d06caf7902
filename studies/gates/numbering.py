"""Level names that C7 or the sacrum contradicts."""

from __future__ import annotations

from collections.abc import Iterator

from languages import Message
from studies.findings import FilmFindings, FindingWarning


def names(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of names that do not fit the marked C7 or S1."""
    numbering = film.measures.numbering.value
    if numbering is None or numbering.agrees:
        return
    yield FindingWarning(
        "levels-against-landmarks",
        numbering.reason,
        Message(
            "Look for a vertebra that is not outlined or outlined twice, add or delete it, and "
            "name the lowest one; if all are right, the patient has another number of vertebrae: "
            "rename from where it differs. Every level named in the results follows."
        ),
    )
