"""Memory given back to the system once an analysis or a visit has ended."""

from __future__ import annotations

import contextlib
import ctypes
import gc
import math
import threading
import time
from typing import Final

SOON_SECONDS: Final = 3.0
"""After a visit began: its first page is drawn by then, and nobody waits for a collection."""

REST_SECONDS: Final = 30.0
"""Between two of them at least: each stops everybody for up to half a second."""


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


class Caretaker:
    """Gives memory back soon after somebody came, and not for everybody who comes."""

    def __init__(self) -> None:
        self._planned = threading.Semaphore(1)
        self._last = -math.inf

    def come_soon(self) -> None:
        """Give back in `SOON_SECONDS`, or later if it was done just now."""
        if not self._planned.acquire(blocking=False):
            return
        rest = self._last + REST_SECONDS - time.monotonic()
        timer = threading.Timer(max(SOON_SECONDS, rest), self._come)
        timer.daemon = True  # stopping the app does not wait for it
        timer.start()

    def _come(self) -> None:
        self._last = time.monotonic()
        self._planned.release()
        give_back()


CARETAKER: Final = Caretaker()
"""Of this process."""
