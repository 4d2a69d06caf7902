"""Memory given back to the system once an analysis has ended."""

from __future__ import annotations

import contextlib
import ctypes


def give_back() -> None:
    """Have the allocator return what was freed.

    That of Linux (glibc) keeps it with the thread that had asked for it, and many threads come and
    go in a web app: each could hold a hundred megabytes that nobody uses. Other systems have no
    such call, and none is made there.
    """
    with contextlib.suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
