"""The key under which an installation recognises its patients.

Patient numbers and names are kept as digests under this key only (`studies.identity`): equal for
films of one patient, meaningless without the key, and different on every other computer. Whoever
has both the key and the database could try out names, so the key is readable by its owner alone.
"""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

from languages import Message
from studies.store.errors import StoreUnavailableError
from studies.store.private import private_draft

KEY_FILE: Final = "identity.key"
KEY_BYTES: Final = 32
"""As many as the digest has (HMAC-SHA-256)."""


def installation_key(folder: Path) -> bytes:
    """Return the key kept in a folder, made at first.

    Raises
    ------
    StoreUnavailableError
        If what lies there is no key.
    """
    path = folder / KEY_FILE
    if not path.exists():
        _make(path)
    key = path.read_bytes()
    if len(key) != KEY_BYTES:
        raise StoreUnavailableError(
            Message(
                "{name} holds {count} bytes, expected {expected}; bring it back from a "
                "backup of the data folder.",
                name=KEY_FILE,
                count=len(key),
                expected=KEY_BYTES,
            )
        )
    return key


def _make(path: Path) -> None:
    """Write a new key in one step, unless another process was faster."""
    draft = private_draft(path, secrets.token_bytes(KEY_BYTES))
    with draft as written, suppress(FileExistsError):
        os.link(written, path)
