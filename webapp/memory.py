"""Memory given back to the system once an analysis or a visit has ended."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import threading
from typing import Final

SOON_SECONDS: Final = 3.0
"""After a visit began: its first page is drawn by then, and nobody waits for a collection."""

_planned: Final = threading.Semaphore(1)


def give_back() -> None:
    """Collect what nobody uses any more, and have the allocator return it.

    Browser sessions that have ended hold themselves in circles, with their films. And the allocator
    of Linux (glibc) keeps what was freed with the thread that had asked for it; many threads come
    and go in a web app, so that each could hold a hundred megabytes. Other systems have no such
    call, and none is made there.
    """
    gc.collect()
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def give_back_soon() -> None:
    """Do so in `SOON_SECONDS`, once for all who ask until then."""
    if _planned.acquire(blocking=False):
        timer = threading.Timer(SOON_SECONDS, _as_planned)
        timer.daemon = True  # stopping the app does not wait for it
        timer.start()


def _as_planned() -> None:
    _planned.release()
    give_back()
