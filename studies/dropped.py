"""A file as a person brings it, and why one was turned away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class DroppedFile:
    """A file that was dropped or lies in an archive, not yet read."""

    path: str
    """With its folders, as far as the browser or the archive tells. It is no path of this computer
    and is never used as one."""

    read: Callable[[], bytes] = field(repr=False)
    """Gives the whole file; raises a `StudyError` where that cannot be done."""


@dataclass(frozen=True)
class RefusedFile:
    """A file that was turned away."""

    name: str
    """The file's name without its folder."""

    reason: str
    """One sentence, with what to do."""
