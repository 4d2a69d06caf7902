"""Values to rows of the database, and back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import UTC, date, datetime
from typing import Final

from measurements import BendingTechnique, Convexity, ImageEdge, Level, Region
from studies.dicom import header_of
from studies.findings import StudyFindings
from studies.history import EditHistory
from studies.history_json import history_from_json, history_to_json
from studies.identity import day_of, identity_of
from studies.json_schema import StoredFindingsError, inputs_to_json, study_from_json
from studies.radiograph import View
from studies.store.kept import (
    CurveGlance,
    FilmRole,
    KeptFilm,
    KeptStudy,
    Opened,
    Place,
    Status,
    Summary,
)
from studies.store.tables import FilmRow, FindingsRow, StudyRow

LOST_FINDINGS: Final = (
    "The findings kept with this study cannot be read by this version of the program. Analyse the "
    "study again: corrections made before are made again, confirmations are not."
)
LOST_HISTORY: Final = (
    "How {film} was corrected cannot be read by this version of the program: what is outlined "
    "stays, but cannot be undone step by step."
)


@dataclass(frozen=True)
class Origin:
    """What is kept of who is on a film and when it was taken."""

    taken: date | None
    patient_number: bytes | None
    patient_name: bytes | None

    @classmethod
    def of_file(cls, data: bytes, key: bytes) -> Origin:
        """Take the day from a film's header, and digests of the patient under a key."""
        header = header_of(data)
        identity = identity_of(header, key)
        return cls(day_of(header), identity.number, identity.name)

    @classmethod
    def of_row(cls, row: FilmRow) -> Origin:
        """Take what was kept before."""
        return cls(row.taken, row.patient_number, row.patient_name)


def study_row(place: Place, study: KeptStudy) -> StudyRow:
    """Make the row of a study."""
    found = study.current
    flexibility = found.flexibility if found else ()
    return StudyRow(
        id=place.id,
        version=place.version,
        label=study.label,
        label_folded=study.label.casefold(),
        status=study.status,
        technique=study.technique,
        curves=_compact([astuple(CurveGlance.of(item)) for item in flexibility]),
        warning_count=len(found.warnings) if found else 0,
        changed_at=datetime.now(UTC),
    )


def film_row(study_id: str, place: int, film: KeptFilm, origin: Origin) -> FilmRow:
    """Make the row of the film at a place of a study."""
    return FilmRow(
        study_id=study_id,
        sha256=film.sha256,
        place=place,
        name=film.name,
        view=film.view,
        patient_right=film.patient_right,
        confirmed=film.confirmed,
        history=None if film.history is None else history_to_json(film.history),
        **vars(origin),
    )


def findings_row(study_id: str, study: KeptStudy, findings: StudyFindings) -> FindingsRow:
    """Make the row of the findings of a study."""
    return FindingsRow(
        study_id=study_id,
        document=inputs_to_json(findings),
        analysed=_compact(study.analysed),
    )


def opened(row: StudyRow, films: Sequence[FilmRow], findings: FindingsRow | None) -> Opened:
    """Read a study from its rows.

    Parameters
    ----------
    row : StudyRow
        Its own.
    films : sequence of FilmRow
        Its films, in their order.
    findings : FindingsRow or None
        None where nothing was found yet.
    """
    lost: list[str] = []
    found = _findings(findings, lost) if findings else None
    study = KeptStudy(
        label=row.label,
        films=tuple(_film(film, lost) for film in films),
        technique=BendingTechnique(row.technique),
        findings=found,
        analysed=_analysed(findings) if findings and found else (),
    )
    return Opened(Place(row.id, row.version), study, tuple(lost))


def summary(row: StudyRow, taken: date | None, film_count: int) -> Summary:
    """Read what the worklist shows of a study."""
    return Summary(
        id=row.id,
        label=row.label,
        taken=taken,
        film_count=film_count,
        status=Status(row.status),
        curves=tuple(
            CurveGlance(
                Region(region), Level(upper), Level(lower), size_deg, Convexity(side), rate_percent
            )
            for region, upper, lower, size_deg, side, rate_percent in json.loads(row.curves)
        ),
        warning_count=row.warning_count,
        changed_at=row.changed_at,
    )


def _film(row: FilmRow, lost: list[str]) -> KeptFilm:
    return KeptFilm(
        sha256=row.sha256,
        name=row.name,
        view=View(row.view) if row.view else None,
        patient_right=ImageEdge(row.patient_right) if row.patient_right else None,
        history=None if row.history is None else _history(row.name, row.history, lost),
        confirmed=row.confirmed,
    )


def _history(film: str, text: str, lost: list[str]) -> EditHistory | None:
    try:
        return history_from_json(text)
    except StoredFindingsError:
        lost.append(LOST_HISTORY.format(film=film))
        return None


def _findings(row: FindingsRow, lost: list[str]) -> StudyFindings | None:
    try:
        return study_from_json(row.document)
    except StoredFindingsError:
        lost.append(LOST_FINDINGS)
        return None


def _analysed(row: FindingsRow) -> tuple[FilmRole, ...]:
    return tuple(
        (sha256, View(view) if view else None, ImageEdge(edge) if edge else None)
        for sha256, view, edge in json.loads(row.analysed)
    )


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
