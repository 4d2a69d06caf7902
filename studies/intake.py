"""Whatever a person drops, sorted into studies: films, archives, or a hospital's whole disc.

Only headers are read here. The pixels of a study are decoded once somebody has chosen it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from operator import attrgetter
from pathlib import PurePath, PurePosixPath
from typing import Final

from languages import Message
from studies.archive import looks_like_archive, unpack
from studies.dicom import film_header, guess_from_header, looks_like_dicom
from studies.dropped import DroppedFile, RefusedFile
from studies.errors import StudyError
from studies.header import text
from studies.identity import (
    ANONYMOUS,
    UNSTATED,
    Identity,
    SameOrigin,
    day_of,
    identity_of,
    same_origins,
)
from studies.radiograph import View
from studies.read import display_name, refuse_other_files
from studies.view import guess_view

MOST_FILMS: Final = 12
"""Of a study: four for each view. Each is held decoded, up to a quarter of a gigabyte."""

TOO_MANY: Final = Message(
    "A study opens with at most {most} films. Leave some out, then drop this one by itself.",
    most=MOST_FILMS,
)

_NO_FILMS: Final = frozenset(
    {"dicomdir", "version", "lockfile", "thumbs.db", "desktop.ini", "autorun.inf"}
)
"""Files that discs and operating systems add: tables of contents, previews, how to start."""

_NO_FILM_FOLDERS: Final = frozenset({"__macosx"})


Key = tuple[bytes | None, str | None, str]


@dataclass(frozen=True)
class FilmFile:
    """A file that may be a film, by its first bytes and its header."""

    name: str
    """For display, without its folder."""

    data: bytes = field(repr=False)

    view: View | None
    """Which film it might be."""


@dataclass(frozen=True)
class StudyFiles:
    """Films that belong together by what their headers say.

    Raises
    ------
    ValueError
        If it holds no film.
    """

    films: tuple[FilmFile, ...]
    """By path."""

    day: date | None
    """Of its first dated film; None where no header states one."""

    patient: int | None
    """Equal for two studies of an intake if they are of one patient; None where nobody says."""

    def __post_init__(self) -> None:
        if not self.films:
            raise ValueError("A study holds at least one film, got none.")


@dataclass(frozen=True)
class Intake:
    """What became of everything that was dropped: each file is in exactly one of the three."""

    studies: tuple[StudyFiles, ...]
    """By patient and day, those that say neither last; patients by the path of a film."""

    refused: tuple[RefusedFile, ...]
    ignored: tuple[str, ...]
    """Names of files that no one takes for films."""


@dataclass(frozen=True)
class _Sorted:
    """A film with what tells it from those of other studies."""

    film: FilmFile
    folder: str
    study: str | None
    """Study Instance UID, empty where none is stated; None of a picture."""

    identity: Identity = ANONYMOUS
    day: date | None = None

    @property
    def key(self) -> Key:
        """Equal for films of one study: by patient and study, a picture by its folder."""
        return self.identity.number, self.study, "" if self.is_dicom else self.folder

    @property
    def is_dicom(self) -> bool:
        """Whether it has a header."""
        return self.study is not None


def take_in(files: Iterable[DroppedFile]) -> Intake:
    """Sort files into studies.

    DICOM films are of one study if they state the same patient and the same study. A picture says
    neither: it goes with the one DICOM study that has a film in its folder, else with the other
    pictures of its folder. Archives are unpacked, but not those within archives.

    Parameters
    ----------
    files : iterable of DroppedFile
        In any order, as browsers hand over a folder in none; they are sorted by path.

    Returns
    -------
    Intake
        A file that cannot be used is in it with its reason, and leaves the others alone.
    """
    films: list[_Sorted] = []
    refused: list[RefusedFile] = []
    ignored: list[str] = []
    for file in sorted(_unpacked(files, refused), key=attrgetter("path")):
        if is_no_film(file.path):
            ignored.append(display_name(file.path))
            continue
        try:
            films.append(_sorted(file))
        except StudyError as error:
            refused.append(RefusedFile(display_name(file.path), str(error)))
    return Intake(_studies(films), tuple(refused), tuple(ignored))


def is_no_film(path: str) -> bool:
    """Whether a file is one that discs and operating systems add, by its name alone.

    Examples
    --------
    >>> is_no_film("disc/DICOMDIR"), is_no_film("__MACOSX/._film.dcm"), is_no_film("../film.dcm")
    (True, True, False)
    """
    *folders, name = [part.casefold() for part in _posix(path).parts] or [""]
    hidden = any(part.startswith(".") and part.strip(".") for part in (*folders, name))
    return hidden or name in _NO_FILMS or not _NO_FILM_FOLDERS.isdisjoint(folders)


def _posix(path: str) -> PurePosixPath:
    """Part a path that may come from Windows."""
    return PurePosixPath(path.replace("\\", "/"))


def _unpacked(files: Iterable[DroppedFile], refused: list[RefusedFile]) -> Iterator[DroppedFile]:
    """Give every file, those of archives in the place of the archive."""
    for file in files:
        data = file.read()
        if looks_like_dicom(data) or not looks_like_archive(data):
            yield DroppedFile(file.path, partial(bytes, data))
            continue
        try:
            yield from unpack(data)
        except StudyError as error:
            refused.append(RefusedFile(display_name(file.path), str(error)))


def _sorted(file: DroppedFile) -> _Sorted:
    data, name = file.read(), display_name(file.path)
    folder = str(_posix(file.path).parent)
    refuse_other_files(data)
    if not looks_like_dicom(data):
        view = guess_view([("file name", PurePath(name).stem)]).view
        return _Sorted(FilmFile(name, data, view), folder, None)
    header = film_header(data)
    view = guess_from_header(header, name).view
    study = text(header, "StudyInstanceUID")
    film = FilmFile(name, data, view)
    return _Sorted(film, folder, study, identity_of(header), day_of(header))


def _studies(films: Sequence[_Sorted]) -> tuple[StudyFiles, ...]:
    in_folder: dict[str, set[Key]] = {}
    for film in films:
        if film.is_dicom:
            in_folder.setdefault(film.folder, set()).add(film.key)
    groups: dict[Key, list[_Sorted]] = {}
    for film in films:
        companions = set() if film.is_dicom else in_folder.get(film.folder, set())
        key = next(iter(companions)) if len(companions) == 1 else film.key
        groups.setdefault(key, []).append(film)
    stated = {
        key: film.identity for key, group in groups.items() for film in group if film.is_dicom
    }
    origins = same_origins(stated)
    studies = [_study(group, origins.get(key, UNSTATED)) for key, group in groups.items()]
    return tuple(sorted(studies, key=_order))


def _study(group: Sequence[_Sorted], origin: SameOrigin) -> StudyFiles:
    day = next((film.day for film in group if film.day), None)
    return StudyFiles(tuple(each.film for each in group), day, origin.patient)


def _order(study: StudyFiles) -> tuple[bool, int, date]:
    unknown = study.patient is None
    return unknown, study.patient or 0, study.day or date.max
