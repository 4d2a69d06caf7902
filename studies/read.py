"""A film file in, a Radiograph out. The one door for films."""

from __future__ import annotations

import re
from typing import Final

from languages import Message
from studies.dicom import looks_like_dicom, read_dicom
from studies.errors import FilmTooLargeError, NotAFilmError, UnreadableFilmError
from studies.picture import read_picture
from studies.radiograph import Radiograph
from studies.size import LARGEST_FILE_BYTES

LONGEST_NAME: Final = 120
"""Characters of a file name worth showing."""

_PICTURES: Final = (
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"II*\0",
    b"MM\0*",
    b"BM",
)
"""How PNG, JPEG, TIFF (either byte order) and BMP files begin."""

_OTHERS: Final = (
    (re.compile(rb".{4}ftyp(heic|heix|mif1|avif)", re.DOTALL), Message("a HEIC or AVIF picture")),
    (re.compile(rb".{4}(ftyp|moov|mdat)", re.DOTALL), Message("a video")),
    (
        re.compile(rb"RIFF.{4}AVI |\x1a\x45\xdf\xa3|\0\0\x01[\xba\xb3]", re.DOTALL),
        Message("a video"),
    ),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), Message("a WebP picture")),
    (re.compile(rb"GIF8"), Message("a GIF picture")),
    (re.compile(rb"%PDF"), Message("a PDF document")),
    (re.compile(rb"PK\x03\x04|7z\xbc\xaf|Rar!|\x1f\x8b"), Message("an archive; unpack it first")),
    (re.compile(rb"\xff\x4f\xff\x51|\0\0\0\x0cjP  "), Message("a JPEG 2000 picture outside DICOM")),
)
"""Beginnings of files that people drop by mistake."""

_READ: Final = Message("Choose a DICOM, PNG, JPEG, TIFF or BMP file.")


def read_film(data: bytes, name: str) -> Radiograph:
    """Read a film from a file's bytes.

    Parameters
    ----------
    data : bytes
        The whole file. Its content decides what it is; the name never does.
    name : str
        The file's name; folders and control characters are left out of what is shown.

    Returns
    -------
    Radiograph
        Bone bright, in [0, 1], with whatever the file states of spacing, side and view.

    Raises
    ------
    FilmError
        One of its children, each with one clear sentence that names neither file nor patient.
    """
    refuse_other_files(data)
    read = read_dicom if looks_like_dicom(data) else read_picture
    film = read(data, display_name(name))
    if film.pixels.min() == film.pixels.max():
        raise UnreadableFilmError(
            Message("The film is blank: every pixel is the same. Export it again.")
        )
    return film


def refuse_other_files(data: bytes) -> None:
    """Refuse what is no film by its size or its first bytes.

    Raises
    ------
    UnreadableFilmError, FilmTooLargeError, NotAFilmError
        For an empty file, one larger than any film, and one of another kind.
    """
    if not data:
        raise UnreadableFilmError(Message("The file is empty; export the film again."))
    if len(data) > LARGEST_FILE_BYTES:
        raise FilmTooLargeError(
            Message(
                "The file has {size:.0f} MiB; at most {most} MiB are read. Export a single film.",
                size=len(data) / 2**20,
                most=LARGEST_FILE_BYTES // 2**20,
            )
        )
    if not (looks_like_dicom(data) or data.startswith(_PICTURES)):
        raise NotAFilmError(
            Message("The file is {kind}, not a film. {advice}", kind=_kind(data), advice=_READ)
        )


def display_name(name: str) -> str:
    r"""Name without folders and control characters, at most `LONGEST_NAME` long.

    Examples
    --------
    >>> display_name("C:\\films\\standing.dcm")
    'standing.dcm'
    """
    last = re.split(r"[/\\]", name.rstrip("/\\"))[-1]
    printable = "".join(character for character in last if character.isprintable()).strip()
    return printable[-LONGEST_NAME:] or "film"


def _kind(data: bytes) -> str:
    """Say what the file seems to be, for people."""
    for beginning, kind in _OTHERS:
        if beginning.match(data):
            return kind
    try:
        data[:1024].decode("ascii")
    except UnicodeDecodeError:
        return Message("of an unknown kind")
    return Message("a text")
