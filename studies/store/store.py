"""Studies kept, found, opened and deleted."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Engine, func
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from sqlalchemy.orm.exc import StaleDataError
from sqlmodel import Session, and_, col, or_, select
from sqlmodel.sql.expression import Select

from languages import Message
from studies.store import rows
from studies.store.database import (
    WRITING,
    erase_deleted,
    open_database,
    sqlite_file,
)
from studies.store.errors import (
    FilmGoneError,
    StoreUnavailableError,
    StudyChangedError,
    StudyGoneError,
)
from studies.store.film_files import FilmFiles
from studies.store.installation import Installation
from studies.store.kept import Hits, KeptFilm, KeptStudy, Opened, Order, Place, Search, Summary
from studies.store.key import installation_key
from studies.store.private import make_private_file, make_private_folder
from studies.store.tables import FilmFileRow, FilmRow, FindingsRow, StudyRow

ID_BYTES: Final = 16
"""Of chance in the address of a study: nobody comes by one who was not given it."""

FILMS: Final = "films"


class Store:
    """The studies of an installation.

    Every change is one transaction, its films' files included: it is kept whole, or not at all.

    Parameters
    ----------
    installation : Installation
        Its folder and database are made unless they are there.

    Raises
    ------
    StoreUnavailableError
        If the folder or the database cannot be used.
    """

    def __init__(self, installation: Installation) -> None:
        self._engine: Engine | None = None
        with _explained():
            make_private_folder(installation.folder)
            file = sqlite_file(installation.database_url)
            if file:
                make_private_folder(file.parent)
                make_private_file(file)
            self._key = installation_key(installation.folder)
            self._files = FilmFiles(installation.folder / FILMS)
            make_private_folder(self._files.folder)
            self._engine = open_database(installation.database_url)
            with self._writing() as session:
                self._files.remove_abandoned(set(session.exec(select(FilmFileRow.sha256))))

    def close(self) -> None:
        """Close the database."""
        if self._engine:
            self._engine.dispose()

    def add(self, study: KeptStudy, files: Mapping[str, bytes]) -> Place:
        """Keep a new study.

        Parameters
        ----------
        study : KeptStudy
            What to keep.
        files : mapping of str to bytes
            Files of its films by SHA-256; those may be left out that another study shows.

        Returns
        -------
        Place
            Where it is now.

        Raises
        ------
        FilmGoneError
            If a film's file is neither given nor kept.
        StoreUnavailableError
            If it cannot be written.
        """
        with _explained(), self._writing() as session:
            row = rows.study_row(Place(secrets.token_urlsafe(ID_BYTES), 1), study)
            session.add(row)
            session.flush()
            return self._fill(session, row, study, files)

    def save(self, place: Place, study: KeptStudy, files: Mapping[str, bytes]) -> Place:
        """Keep what has become of a study.

        Parameters
        ----------
        place : Place
            Where it was when it was opened or saved last.
        study : KeptStudy
            What to keep.
        files : mapping of str to bytes
            Files of films that are new to it, by SHA-256.

        Returns
        -------
        Place
            Where it is now.

        Raises
        ------
        StudyChangedError
            If somebody else has changed it since; nothing has changed then.
        StudyGoneError
            If it was deleted.
        FilmGoneError
            If the file of a new film is neither given nor kept.
        StoreUnavailableError
            If it cannot be written.
        """
        with _explained(), self._writing() as session:
            _row(session, place.id)
            row = session.merge(rows.study_row(place, study))  # refused if of another version
            return self._fill(session, row, study, files)

    def open(self, study_id: str) -> Opened:
        """Return a study.

        Raises
        ------
        StudyGoneError
            If there is none of that id.
        StoreUnavailableError
            If it cannot be read.
        """
        with _explained(), self._reading() as session:
            row = _row(session, study_id)
            return rows.opened(row, _films(session, row), session.get(FindingsRow, study_id))

    def film(self, film: KeptFilm) -> bytes:
        """Return the file of a film, as it was uploaded.

        Raises
        ------
        FilmGoneError
            If it is missing or damaged.
        """
        with _explained():
            data = self._files.read(film.sha256)
        if data is None:
            raise FilmGoneError(film.name)
        return data

    def search(self, search: Search) -> Hits:
        """Find studies for the worklist."""
        with _explained(), self._reading() as session:
            asked = [
                col(StudyRow.label_folded).contains(word, autoescape=True)
                for word in search.words.casefold().split()
            ]
            if search.status:
                asked.append(col(StudyRow.status) == search.status)
            taken = func.min(FilmRow.taken)
            by_day = {
                Order.LATEST_CHANGE: [],
                Order.LATEST_FILM: [taken.desc().nulls_last()],
                Order.EARLIEST_FILM: [taken.asc().nulls_last()],
            }[search.order]
            found = session.exec(
                _summaries()
                .where(*asked)
                .order_by(*by_day, col(StudyRow.changed_at).desc(), col(StudyRow.id))
                .limit(search.most)
            ).all()
            return Hits(
                tuple(rows.summary(*line) for line in found),
                session.exec(select(func.count()).select_from(StudyRow).where(*asked)).one(),
                session.exec(select(func.count()).select_from(StudyRow)).one(),
            )

    def summaries(self, study_ids: Collection[str]) -> tuple[Summary, ...]:
        """Return the lines of some studies, oldest film first; of those deleted there is none."""
        with _explained(), self._reading() as session:
            found = session.exec(
                _summaries()
                .where(col(StudyRow.id).in_(study_ids))
                .order_by(func.min(FilmRow.taken).asc().nulls_last(), col(StudyRow.id))
            ).all()
            return tuple(rows.summary(*line) for line in found)

    def days(self, study_id: str) -> Mapping[str, date]:
        """Return the day of each film of a study by its SHA-256, as far as headers state one.

        Raises
        ------
        StudyGoneError
            If there is no study of that id.
        """
        with _explained(), self._reading() as session:
            films = _films(session, _row(session, study_id))
            return {film.sha256: film.taken for film in films if film.taken}

    def of_same_patient(self, study_id: str) -> frozenset[str]:
        """Return the ids of other studies that show the patient of a study.

        Notes
        -----
        As within a study (`studies.identity`), a patient is told by number, and by name with day of
        birth where one of the two films states no number.
        """
        with _explained(), self._reading() as session:
            alike = [
                condition
                for film in _films(session, _row(session, study_id))
                for condition in _alike(film)
            ]
            if not alike:
                return frozenset()
            others = col(FilmRow.study_id) != study_id
            return frozenset(session.exec(select(FilmRow.study_id).where(others, or_(*alike))))

    def delete(self, study_id: str) -> None:
        """Delete a study: its rows, and the files of films that no other study shows.

        Nothing of it is left in the files of a SQLite database afterwards.

        Raises
        ------
        StudyGoneError
            If there is none of that id.
        StoreUnavailableError
            If it cannot be deleted, or not without a trace.
        """
        with _explained():
            with self._writing() as session:
                row = _row(session, study_id)
                films = _films(session, row)
                findings = session.get(FindingsRow, study_id)
                for part in (*films, *([findings] if findings else [])):
                    session.delete(part)
                session.flush()
                session.delete(row)
                self._let_go(session, [film.sha256 for film in films])
            if not erase_deleted(self._open_engine):
                raise StoreUnavailableError(
                    Message(
                        "The study is deleted, but another program is reading the database, "
                        "so traces of it may be left in its log; close that program and "
                        "delete any other study, or start the app again."
                    )
                )

    def _fill(
        self, session: Session, row: StudyRow, study: KeptStudy, files: Mapping[str, bytes]
    ) -> Place:
        """Bring everything below the row of a study up to date."""
        present = {film.sha256: film for film in _films(session, row)}
        for place, film in enumerate(study.films):
            if film.sha256 in present:
                origin = rows.Origin.of_row(present[film.sha256])
            else:
                origin = rows.Origin.of_file(self._take_in(session, film, files), self._key)
            session.merge(rows.film_row(row.id, place, film, origin))
        left_out = present.keys() - {film.sha256 for film in study.films}
        for sha256 in left_out:
            session.delete(present[sha256])
        findings = session.get(FindingsRow, row.id)
        if study.findings:
            session.merge(rows.findings_row(row.id, study, study.findings))
        elif findings:
            session.delete(findings)
        self._let_go(session, sorted(left_out))
        session.flush()
        return Place(row.id, row.version)

    def _take_in(self, session: Session, film: KeptFilm, files: Mapping[str, bytes]) -> bytes:
        """Have the file of a film that comes into a study, and keep others from removing it."""
        known = session.exec(
            select(FilmFileRow).where(FilmFileRow.sha256 == film.sha256).with_for_update()
        ).first()
        data = files.get(film.sha256) or self._files.read(film.sha256)
        if data is None:
            raise FilmGoneError(film.name)
        if known is None:  # the insertion waits for whoever is keeping or removing the same film
            with suppress(IntegrityError), session.begin_nested():
                session.add(FilmFileRow(sha256=film.sha256, size=len(data)))
        if not self._files.holds(film.sha256, len(data)):
            self._files.write(film.sha256, data)
        return data

    def _let_go(self, session: Session, films: Sequence[str]) -> None:
        """Remove the files of films that no study shows any more.

        The rows go first, which holds up whoever is about to show one of them; the files go
        before the rows are gone for good, so that no end of the program leaves a file behind.
        """
        session.flush()
        for sha256 in films:
            if session.exec(select(FilmRow.study_id).where(FilmRow.sha256 == sha256)).first():
                continue
            known = session.get(FilmFileRow, sha256)
            if known:
                session.delete(known)
                session.flush()
            self._files.remove(sha256)

    @contextmanager
    def _writing(self) -> Iterator[Session]:
        with self._transaction(self._open_engine.execution_options(**WRITING)) as session:
            yield session

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        with self._transaction(self._open_engine) as session:
            yield session

    @contextmanager
    def _transaction(self, engine: Engine) -> Iterator[Session]:
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    @property
    def _open_engine(self) -> Engine:
        assert self._engine  # since `__init__`
        return self._engine


def _row(session: Session, study_id: str) -> StudyRow:
    row = session.get(StudyRow, study_id)
    if row is None:
        raise StudyGoneError
    return row


def _films(session: Session, row: StudyRow) -> Sequence[FilmRow]:
    of_study = select(FilmRow).where(FilmRow.study_id == row.id)
    return session.exec(of_study.order_by(col(FilmRow.place))).all()


def _summaries() -> Select[StudyRow, date | None, int]:
    """Ask for studies with what `rows.summary` takes besides: their earliest day, their films."""
    return (
        select(StudyRow, func.min(FilmRow.taken), func.count(col(FilmRow.sha256)))
        .outerjoin(FilmRow, col(FilmRow.study_id) == col(StudyRow.id))
        .group_by(col(StudyRow.id))
    )


def _alike(film: FilmRow) -> Iterator[ColumnElement[bool]]:
    """Say what a film has in common with others of its patient."""
    if film.patient_number:
        yield col(FilmRow.patient_number) == film.patient_number
    if film.patient_name:
        same_name = col(FilmRow.patient_name) == film.patient_name
        no_number = col(FilmRow.patient_number).is_(None)
        yield and_(same_name, no_number) if film.patient_number else same_name


@contextmanager
def _explained() -> Iterator[None]:
    """Say what a database or a disk complains of in a sentence, without quoting any value."""
    try:
        yield
    except StaleDataError:
        raise StudyChangedError from None
    except SQLAlchemyError as error:
        raise StoreUnavailableError(
            Message(
                "The database cannot be used ({name}); check that the data folder is "
                "writable and its disk not full, or the address of the database.",
                name=type(error).__name__,
            )
        ) from error
    except OSError as error:
        raise StoreUnavailableError(
            Message(
                "The data folder cannot be used ({strerror}); check that it is writable and "
                "its disk not full.",
                strerror=error.strerror,
            )
        ) from error
