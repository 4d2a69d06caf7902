"""The tables of kept studies.

A change here needs a revision in `studies/store/migrations/versions`; a test fails until the two
agree.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar, Final

from sqlalchemy import Column, DateTime, Dialect, Integer, MetaData, Text, false
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Constraints have names, so that a later revision can find them."""


class Moment(TypeDecorator[datetime]):
    """A time with a zone, kept as UTC; SQLite knows no zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Take the zone off on the way in."""
        return value and value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Put it on again on the way out."""
        return value and value.replace(tzinfo=UTC)


class Row(SQLModel):
    """What all tables have in common."""

    metadata = METADATA


_version: Final = Column("version", Integer, nullable=False)


class StudyRow(Row, table=True):
    """A study."""

    __tablename__ = "studies"
    __mapper_args__: ClassVar[dict[str, Any]] = {"version_id_col": _version}

    id: str = Field(primary_key=True)
    version: int = Field(default=None, sa_column=_version)
    """Counted by SQLAlchemy; a change of an older version than is there is refused."""

    label: str
    label_folded: str
    """For searching: case aside, in any script."""

    status: str = Field(index=True)
    technique: str
    curves: str = Field(sa_type=Text)
    """What the worklist shows of them, JSON; as in the findings."""

    warning_count: int
    """About the study as a whole, likewise."""

    changed_at: datetime = Field(sa_type=Moment, index=True)


class FilmFileRow(Row, table=True):
    """A film's file, which any number of studies may show."""

    __tablename__ = "film_files"

    sha256: str = Field(primary_key=True)
    size: int
    """In bytes."""


class FilmRow(Row, table=True):
    """A film of a study, with what a person corrected on it."""

    __tablename__ = "films"

    study_id: str = Field(primary_key=True, foreign_key="studies.id")
    sha256: str = Field(primary_key=True, foreign_key="film_files.sha256", index=True)
    place: int
    """Among the films of the study, from 0."""

    name: str
    view: str | None
    patient_right: str | None
    confirmed: bool = Field(sa_column_kwargs={"server_default": false()})
    """By a person, view and side as they stand; films were kept before this was."""

    taken: date | None
    patient_number: bytes | None = Field(index=True)
    """Digest under the key of the installation."""

    patient_name: bytes | None = Field(index=True)
    """Digest of name and day of birth, likewise."""

    history: str | None = Field(sa_type=Text)
    """Corrections, JSON (`studies.history_json`)."""


class FindingsRow(Row, table=True):
    """What was found in a study."""

    __tablename__ = "findings"

    study_id: str = Field(primary_key=True, foreign_key="studies.id")
    document: str = Field(sa_type=Text)
    """JSON (`studies.json_schema.inputs_to_json`)."""

    analysed: str = Field(sa_type=Text)
    """Which films they are of, and as what: JSON list of SHA-256, view and image edge."""
