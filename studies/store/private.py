"""Files and folders that only their owner can read."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def make_private_file(path: Path) -> None:
    """Make an empty file unless it is there."""
    path.touch(mode=0o600)


@contextmanager
def private_draft(path: Path, data: bytes) -> Iterator[Path]:
    """Write a file beside where it is to be, for one step to put it there whole.

    Parameters
    ----------
    path : Path
        Where it is to be.
    data : bytes
        Its content.

    Yields
    ------
    Path
        The draft; it is gone afterwards unless it was moved.
    """
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        with open(draft, "xb", opener=_private) as file:
            file.write(data)
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
