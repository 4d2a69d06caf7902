"""What a compressed picture says about itself, before anything is decoded.

A few hundred bytes can claim 60,000 by 60,000 pixels, and a stream that was cut short decodes to
a film with a grey lower half. Both show in the markers of the stream, which are read here.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

_JPEG_START: Final = b"\xff\xd8"
_JPEG2000_START: Final = b"\xff\x4f\xff\x51"
_END: Final = b"\xff\xd9"
"""End of image (ITU-T T.81 B.1.1.3) and end of codestream (ITU-T T.800 A.4.4) alike."""

_START_OF_TILE_PART: Final = b"\xff\x90"
_COMMENT: Final = b"\xff\x64"
_SHORTEST_TILE_PART_BYTES: Final = 14
"""SOT with its parameters, and SOD. A length of 0 means "up to the end" (ITU-T T.800 A.4.2)."""

_PADDING_BYTES: Final = 1
"""DICOM pads a stream to even length with a zero (PS3.5 A.4), some senders with another byte."""

_FRAME_MARKERS: Final = frozenset({*range(0xC0, 0xD0), 0xF7} - {0xC4, 0xC8, 0xCC})
"""Start of frame: ITU-T T.81 table B.1, less DHT, JPG and DAC; 0xF7 is JPEG-LS (T.87 C.1.1)."""

_JP2_BOXES_BYTES: Final = 4096
"""Where a JPEG 2000 codestream may begin when a sender wrapped it in JP2 boxes."""


@dataclass(frozen=True)
class Codestream:
    """Size and depth that a JPEG, JPEG-LS or JPEG 2000 stream declares."""

    rows: int
    columns: int
    bits: int
    """Precision of a sample."""

    complete: bool
    """Whether the stream ends with its end marker."""


def read_codestream(stream: bytes) -> Codestream | None:
    """Read what `stream` declares; None when it is no such stream."""
    complete = _END in stream.rstrip(b"\0")[-len(_END) - _PADDING_BYTES :]
    start = stream.find(_JPEG2000_START, 0, _JP2_BOXES_BYTES)
    try:
        if start >= 0:
            # ITU-T T.800 A.5.1: Lsiz Rsiz Xsiz Ysiz XOsiz YOsiz, four tile fields, Csiz Ssiz
            right, bottom, left, top = struct.unpack_from(">4I", stream, start + 8)
            depth = stream[start + 42]
            return Codestream(bottom - top, right - left, (depth & 0x7F) + 1, complete)
        if stream.startswith(_JPEG_START):
            return _jpeg_frame(stream, complete=complete)
    except (IndexError, struct.error):
        return None
    return None


def without_trailing_segments(stream: bytes) -> bytes:
    """Drop marker segments that stand between the last tile-part of a JPEG 2000 stream and its end.

    ITU-T T.800 A.3 allows none there; some senders pad with a comment (COM), and decoders then
    give up on a stream that is whole.
    """
    at = stream.find(_START_OF_TILE_PART)
    while at >= 0 and stream[at : at + 2] == _START_OF_TILE_PART and len(stream) >= at + 10:
        # A.4.2: SOT Lsot Isot Psot; Psot counts from SOT to the end of the tile-part
        (length,) = struct.unpack_from(">I", stream, at + 6)
        if length < _SHORTEST_TILE_PART_BYTES:
            return stream
        at += length
    return stream[:at] + _END if stream[at : at + 2] == _COMMENT else stream


def _jpeg_frame(stream: bytes, *, complete: bool) -> Codestream | None:
    """Walk the marker segments up to the frame header (ITU-T T.81 B.2.2)."""
    at = len(_JPEG_START)
    while stream[at] == 0xFF:
        marker = stream[at + 1]
        if marker == 0xFF:  # fill byte
            at += 1
            continue
        if marker in _FRAME_MARKERS:
            bits, rows, columns = struct.unpack_from(">BHH", stream, at + 4)
            return Codestream(rows, columns, bits, complete)
        (length,) = struct.unpack_from(">H", stream, at + 2)
        at += 2 + length
    return None
