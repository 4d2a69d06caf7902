"""Files in: every file becomes a film of the session or a sentence saying why not.

Of several studies that come in together one is chosen first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from starlette.formparsers import MultiPartParser

import studies.intake
from languages import say
from sample_data import SampleStudy
from studies.dropped import DroppedFile
from studies.intake import MOST_FILMS, TOO_MANY, FilmFile
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
    """Sort files into studies, and read the films of the only one there is.

    Where there are several, they wait in the session until one is chosen.

    Parameters
    ----------
    session : Session
        Gains the films, or studies to choose from, and a refusal for each file that is no film.
    files : iterable of File
        As they were dropped, whatever their names say they are.
    """
    intake = studies.intake.take_in(DroppedFile(file.name, file.getvalue) for file in files)
    session.refusals.extend(intake.refused)
    session.ignored = intake.ignored
    if len(intake.studies) == 1:
        open_files(session, intake.studies[0].films)
    else:
        session.offered = intake.studies


def open_files(session: Session, files: Sequence[FilmFile]) -> None:
    """Read films into the session; a bad one leaves the others alone.

    Parameters
    ----------
    session : Session
        Gains a film, or a refusal, for each file.
    files : sequence of FilmFile
        Those beyond `studies.intake.MOST_FILMS` are refused.
    """
    for file in files[:MOST_FILMS]:
        _read(session, file.data, file.name)
    for file in files[MOST_FILMS:]:
        session.refuse(file.name, TOO_MANY)
    session.offered = ()


def open_sample(session: Session, sample: SampleStudy) -> None:
    """Replace what the session holds by a sample study."""
    session.clear()
    session.label = say(sample.title)
    for path in sample.films.values():
        _read(session, path.read_bytes(), path.name)


def _read(session: Session, data: bytes, name: str) -> None:
    try:
        session.add(read_film(data, name), data)
    except Exception as error:  # whatever a broken file brings up, the other films stay
        session.refuse(name, advice(error))
