"""Films as files, named by their content.

A film is kept byte for byte as it was uploaded, once however many studies show it. Its name is the
SHA-256 of its content, which tells nothing of the patient and shows any damage.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from studies.store.private import make_private_folder, private_draft

ABANDONED_SECONDS: Final = 3600
"""A file that no study has shown for so long was left by a program that ended half way."""


@dataclass(frozen=True)
class FilmFiles:
    """The films' files of an installation."""

    folder: Path

    def path(self, sha256: str) -> Path:
        """Return where a film's file lies, in one of 256 folders."""
        return self.folder / sha256[:2] / sha256

    def write(self, sha256: str, data: bytes) -> None:
        """Keep a film's file, whole or not at all."""
        path = self.path(sha256)
        make_private_folder(path.parent)
        with private_draft(path, data) as draft:
            draft.replace(path)

    def holds(self, sha256: str, size: int) -> bool:
        """Whether a film's file is there, as far as its size tells."""
        path = self.path(sha256)
        return path.is_file() and path.stat().st_size == size

    def read(self, sha256: str) -> bytes | None:
        """Return a film's file; None where it is missing or damaged."""
        try:
            data = self.path(sha256).read_bytes()
        except FileNotFoundError:
            return None
        return data if hashlib.sha256(data).hexdigest() == sha256 else None

    def remove(self, sha256: str) -> None:
        """Delete a film's file."""
        self.path(sha256).unlink(missing_ok=True)

    def remove_abandoned(self, known: Collection[str]) -> None:
        """Delete old files that are none of the `known`."""
        for path in self.folder.glob("*/*"):
            if path.name not in known and time.time() - path.stat().st_mtime > ABANDONED_SECONDS:
                path.unlink(missing_ok=True)
