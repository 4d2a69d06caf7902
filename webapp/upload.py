"""Files in: every file becomes a film of the session or a sentence saying why not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from starlette.formparsers import MultiPartParser

from languages import say
from sample_data import SampleStudy
from studies.read import read_film
from studies.size import LARGEST_FILE_BYTES
from webapp.errors import advice
from webapp.session import Session

MultiPartParser.spool_max_size = LARGEST_FILE_BYTES
"""Starlette would lay files beyond 1 MiB in a temporary folder while they come in. Streamlit takes
them into memory anyway, and a study that is not to be kept must not touch the disk."""


class File(Protocol):
    """A file as Streamlit's uploader hands it over."""

    name: str

    def getvalue(self) -> bytes:
        """Return the bytes of the file."""


def take_in(session: Session, files: Iterable[File]) -> None:
    """Read files into the session; a bad one leaves the others alone.

    Parameters
    ----------
    session : Session
        Gains a film, or a refusal, for each file.
    files : iterable of File
        As they were dropped, whatever their names say they are.
    """
    for file in files:
        _take_in(session, file.getvalue(), file.name)


def open_sample(session: Session, sample: SampleStudy) -> None:
    """Replace what the session holds by a sample study."""
    session.clear()
    session.label = say(sample.title)
    for path in sample.films.values():
        _take_in(session, path.read_bytes(), path.name)


def _take_in(session: Session, data: bytes, name: str) -> None:
    try:
        session.add(read_film(data, name), data)
    except Exception as error:  # whatever a broken file brings up, the other films stay
        session.refuse(name, advice(error))
