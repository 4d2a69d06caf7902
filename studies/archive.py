"""The files of a ZIP archive, within bounds and without touching the disk."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Final

from languages import Message
from studies.dropped import DroppedFile
from studies.errors import ArchiveTooLargeError, UnreadableArchiveError, UnreadableFilmError
from studies.size import LARGEST_FILE_BYTES

MOST_ENTRIES: Final = 2000
"""The films of a patient on a hospital's disc come with a viewer of some hundred files."""

MOST_BYTES: Final = 2 * LARGEST_FILE_BYTES
"""Of all entries together, unpacked: four films of the largest size at 16 bit. Whatever is kept of
it stays in memory until a study is chosen."""

_BEGINNINGS: Final = (b"PK\x03\x04", b"PK\x05\x06")
"""Of an archive, and of an empty one."""

_READABLE: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The other ways of packing cannot be told to stop, and a small file might grow without end."""

_ENCRYPTED: Final = 0x1
"""Flag of an entry (APPNOTE.TXT 4.4.4)."""


def looks_like_archive(data: bytes) -> bool:
    """Whether bytes begin as a ZIP archive does."""
    return data.startswith(_BEGINNINGS)


def unpack(data: bytes) -> tuple[DroppedFile, ...]:
    """List the files of an archive, each read when it is asked for.

    Nothing is written anywhere, so a path in an archive leads nowhere, whatever it says.

    Parameters
    ----------
    data : bytes
        The archive.

    Returns
    -------
    tuple of DroppedFile
        Without folders. Reading one raises `UnreadableFilmError` if it is damaged or encrypted.

    Raises
    ------
    UnreadableArchiveError
        If the bytes are no ZIP archive, or one that was cut short.
    ArchiveTooLargeError
        If it holds more than `MOST_ENTRIES` files or `MOST_BYTES` bytes.

    Examples
    --------
    >>> stream = io.BytesIO()
    >>> with zipfile.ZipFile(stream, "w") as archive:
    ...     archive.writestr("films/standing.dcm", b"film")
    >>> [(file.path, file.read()) for file in unpack(stream.getvalue())]
    [('films/standing.dcm', b'film')]
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except Exception:  # the parser raises whatever damaged bytes lead to
        raise UnreadableArchiveError(
            Message(
                "The archive is damaged or cut short; pack it again, or drop the films themselves."
            )
        ) from None
    entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    if len(entries) > MOST_ENTRIES:
        raise ArchiveTooLargeError(
            Message(
                "The archive holds {count} files; at most {most} are unpacked. Drop the films of "
                "one patient.",
                count=len(entries),
                most=MOST_ENTRIES,
            )
        )
    size = sum(entry.file_size for entry in entries)
    if size > MOST_BYTES:
        raise ArchiveTooLargeError(
            Message(
                "The archive unpacks to {size:.0f} MiB; at most {most} MiB are unpacked. Drop the "
                "films of one patient.",
                size=size / 2**20,
                most=MOST_BYTES // 2**20,
            )
        )
    return tuple(DroppedFile(entry.filename, _reader(archive, entry)) for entry in entries)


def _reader(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], bytes]:
    def read() -> bytes:
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableFilmError(
                Message(
                    "The file is protected by a password; unpack the archive and drop what is in "
                    "it."
                )
            )
        if entry.compress_type not in _READABLE:
            raise UnreadableFilmError(
                Message(
                    "The file is packed in a way that is not read; pack the archive again as a "
                    "plain ZIP, or drop the file itself."
                )
            )
        try:
            with archive.open(entry) as stream:
                return stream.read(entry.file_size + 1)  # never more, whatever the stream holds
        except Exception:  # as above
            raise UnreadableFilmError(
                Message("The file is damaged in its archive; pack the archive again.")
            ) from None

    return read
