"""How large a film may be, checked before anything is decoded."""

from __future__ import annotations

from typing import Final

from languages import Message
from studies.errors import FilmTooLargeError, FilmTooSmallError

SMALLEST_SIDE_PX: Final = 256
"""A whole spine of 17 vertebrae on fewer rows leaves each less than 15 pixels high."""

LARGEST_SIDE_PX: Final = 8000
"""A full-spine film of 1.2 m at 0.15 mm a pixel. More is a decompression bomb or a slip."""

LARGEST_FILE_BYTES: Final = 4 * LARGEST_SIDE_PX**2
"""Four bytes a pixel at the largest size: 16-bit grey or 8-bit colour, with room."""


def refuse_size(rows: int, columns: int) -> None:
    """Refuse a film that is too small to measure or too large to be one.

    Raises
    ------
    FilmTooSmallError, FilmTooLargeError
        Outside `SMALLEST_SIDE_PX` to `LARGEST_SIDE_PX`.
    """
    if min(rows, columns) < SMALLEST_SIDE_PX:
        raise FilmTooSmallError(
            Message(
                "The film has {columns} by {rows} pixels; it needs at least "
                "{least} each way. Export it at full resolution.",
                columns=columns,
                rows=rows,
                least=SMALLEST_SIDE_PX,
            )
        )
    if max(rows, columns) > LARGEST_SIDE_PX:
        raise FilmTooLargeError(
            Message(
                "The film has {columns} by {rows} pixels; at most {most} each way "
                "are read. Export it at its own resolution.",
                columns=columns,
                rows=rows,
                most=LARGEST_SIDE_PX,
            )
        )
