"""Whether films are of one patient and one day, without keeping who or when.

A header's patient and dates leave `identity_of` only as digests under a key: they tell films apart
and nothing else. Within a study the key is drawn when the program starts and never leaves its
memory; what findings hold is a number for each film, equal where the films agree. A patient who
comes again is recognised under the key of the installation (`studies.store.key`), which lies beside
the studies it keeps and makes digests that nobody else can compare.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final, TypeVar

from pydicom.dataset import Dataset

from studies.header import text

PROCESS_KEY: Final = secrets.token_bytes(32)
"""New with every start, so that a digest cannot be looked up or compared with another day's."""

_DAYS: Final = ("AcquisitionDate", "ContentDate", "SeriesDate", "StudyDate")
"""The first that is stated is the day of the film."""

Film = TypeVar("Film")


@dataclass(frozen=True)
class Identity:
    """Digests of what a header says about patient and day; None where it says nothing."""

    number: bytes | None = field(default=None, repr=False)
    """Of the patient's number."""

    name: bytes | None = field(default=None, repr=False)
    """Of the patient's name with the day of birth."""

    day: bytes | None = field(default=None, repr=False)
    """Of the day of the film."""


ANONYMOUS: Final = Identity()
"""Of a film that says nothing."""


@dataclass(frozen=True)
class SameOrigin:
    """A film's place among those of its study: equal numbers are one patient, or one day."""

    patient: int | None = None
    """None where the films do not say."""

    day: int | None = None
    """None where the films do not say."""


UNSTATED: Final = SameOrigin()
"""Of a film that says nothing."""


def identity_of(header: Dataset, key: bytes = PROCESS_KEY) -> Identity:
    """Take what a header says about patient and day, unreadably.

    Parameters
    ----------
    header : Dataset
        Of a film.
    key : bytes
        Digests are comparable with those under the same key only.
    """
    name = text(header, "PatientName").replace("^", " ")
    return Identity(
        number=_digest(text(header, "PatientID"), key),
        name=_digest(f"{name} {text(header, 'PatientBirthDate')}" if name.strip() else "", key),
        day=_digest(_stated_day(header), key),
    )


def day_of(header: Dataset) -> date | None:
    """Return the day of a film; None where its header states none that is a date."""
    try:
        return datetime.strptime(_stated_day(header), "%Y%m%d").date()
    except ValueError:
        return None


def same_origins(identities: Mapping[Film, Identity]) -> Mapping[Film, SameOrigin]:
    """Tell the patients and the days of a study's films apart.

    Parameters
    ----------
    identities : mapping of film to Identity
        One for each film.

    Returns
    -------
    mapping of film to SameOrigin
        Patients are told apart by number where every film states one, else by name. What a film
        does not state is None.
    """
    by_number = all(each.number for each in identities.values())
    patients = {film: each.number if by_number else each.name for film, each in identities.items()}
    patient, day = _places(patients), _places({film: i.day for film, i in identities.items()})
    return {film: SameOrigin(patient[film], day[film]) for film in identities}


def _places(digests: Mapping[Film, bytes | None]) -> Mapping[Film, int | None]:
    """Give each digest the place at which it first comes."""
    order = list(dict.fromkeys(digest for digest in digests.values() if digest))
    return {film: order.index(digest) if digest else None for film, digest in digests.items()}


def _stated_day(header: Dataset) -> str:
    return next((day for key in _DAYS if (day := text(header, key))), "")


def _digest(words: str, key: bytes) -> bytes | None:
    """Digest a text, white space and case aside (HMAC-SHA-256); None of an empty one."""
    plain = " ".join(words.split()).casefold()
    return hmac.digest(key, plain.encode(), "sha256") if plain else None
