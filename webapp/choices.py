"""The settings that a session goes by: those of the installation, or its own where none are kept.

Where studies are not kept nothing is written, so what is saved there holds for the session only.
"""

from __future__ import annotations

from studies.store.choices import Choices, keep_choices, read_choices
from studies.store.installation import Installation
from webapp.session import Session


def present(session: Session) -> Choices:
    """Return what holds now."""
    return session.chosen or read_choices(Installation.from_environment().folder)


def save(session: Session, choices: Choices) -> None:
    """Take up what was chosen, and keep it where anything is kept.

    Whoever chooses to keep no studies means the one that begins next in this tab, too.

    Raises
    ------
    StoreUnavailableError
        If it cannot be written; nothing has changed then.
    """
    installation, keeping = Installation.from_environment(), session.keeping
    if keeping.wanted:
        keep_choices(installation.folder, choices)
        session.chosen = None
    else:
        session.chosen = choices
    if installation.keeps is None and not choices.preferences.keep_studies and not keeping.place:
        keeping.wanted = False


def kept_by_environment() -> bool | None:
    """Whether the environment says that studies are kept; None where it says nothing."""
    return Installation.from_environment().keeps
