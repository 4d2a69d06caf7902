"""Findings as JSON, and back.

One schema for a film and for a study, versioned. A study holds one complete film document for
each film. Numbers are written in full, so what is read back equals what was written.

A film document::

    schema_version, kind ("film"), software, weights, notice
    review                 state, reviewed_by, reviewed_at (ISO 8601; null while nobody has)
    film                   name, sha256, shape, view, view_hint
    spacing                row_mm, column_mm, origin, description; null when unknown
    side                   patient_right (image edge, or null), source
    vertebrae              cranial first: level, corners, score, corner_sd_px, tilt_sd_deg,
                           edited; a person placed an edited one, so it has no score and no spread;
                           pedicles where marked: both centres, or centre, medial border, medial
                           border, centre
    landmarks              points by name, where a person marked them
    settings               conventions and thresholds by name (`measurements.settings`), the same
                           on all films of a study
    origin                 patient, day: equal numbers within a study are one patient or one day
    edits                  how a person corrected the outlines, in order: action, target, before,
                           after, by, at
    curves                 cranial first: region, upper_end_vertebra, lower_end_vertebra, apex,
                           cobb_deg, convexity, superior_endplate, inferior_endplate,
                           apical_offset
    centroid_offsets       upper, lower, offset
    length_unit            of the offsets: mm, or px where spacing is unknown
    measures               derived, see below: posture, numbering, coronal_balance, tilts, slips,
                           screening, and for each curve its error, translation and named vertebrae
    warnings               code, message, remedy, source
    seconds                by step
    off_probability        chance that the largest angle is off by more than 5 degrees, by the
                           network's own signs; null when unknown

Version 1.0 had neither landmarks nor edits, 1.1 neither origin, technique nor measures, and 1.2
neither settings nor pedicles; all are still read. Reviews of 1.0 had no time, and a film read from
it is unreviewed.

What stands under ``measures`` and ``centroid_offsets`` is derived from the rest, and is derived
anew when a document is read; each value that may be missing is ``{"value", "reason"}``
(`studies.measures_document`). A document to be read again only is written without it
(`inputs_to_json`), and with a ``wording`` by which its sentences can be said in another language
(`languages.wording`).

Corners, landmarks and endplates are ``[row, column]`` in pixels of the film as stored, from image
left to image right. Offsets and `cobb_deg` are positive towards the patient's right.

A study document::

    schema_version, kind ("study"), software, weights, notice, review
    films                  a film document by view
    refused                the reason by view
    flexibility            one for each curve of the coronal film: region, upper_end_vertebra,
                           lower_end_vertebra, standing_cobb_deg, left_bending, right_bending,
                           film, reason, rate_percent, overcorrected, and residual_deg,
                           positive towards the standing convexity
    technique              how the bending films were taken
    measures               derived: settings; for each curve intervals, stiffness, probability
                           structural, range of motion and free levels; discs, bend_adequacy,
                           level_matches, lenke, king
    warnings
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeVar

from languages import Message, reworded, wording_of
from measurements import (
    ApicalOffset,
    BendingFilm,
    BendingTechnique,
    BendMeasurement,
    CentroidOffset,
    Convexity,
    Curve,
    Flexibility,
    ImageEdge,
    Level,
    Region,
    Spine,
    apex_on,
)
from studies.edit import Action, Edit, Landmark, Signature
from studies.errors import StudyError
from studies.findings import (
    Corners,
    FilmFindings,
    FindingWarning,
    LevelledVertebra,
    Provenance,
    StudyFindings,
    WarningSource,
    spine_of,
)
from studies.identity import SameOrigin
from studies.measures_document import (
    film_measures_document,
    settings_document,
    study_measures_document,
)
from studies.notice import RESEARCH_NOTICE
from studies.radiograph import PatientSide, Pixel, Spacing, SpacingOrigin, View
from studies.settings_file import settings_from

SCHEMA_VERSION: Final = "1.3"

READABLE_VERSIONS: Final = ("1.0", "1.1", "1.2", SCHEMA_VERSION)

ANGLE_TOLERANCE_DEG: Final = 1e-6
"""Rounding of another machine; a stored angle that its own corners miss by more was changed."""

Findings = TypeVar("Findings")

Document = dict[str, Any]
"""A JSON object; its keys are those of the module's docstring."""


class StoredFindingsError(StudyError, ValueError):
    """The text is not findings of this schema, or contradicts itself; analyse the study again."""


def to_json(findings: FilmFindings | StudyFindings) -> str:
    """Write findings as JSON.

    Parameters
    ----------
    findings : FilmFindings or StudyFindings
        What to write.

    Returns
    -------
    str
        Indented, UTF-8 safe, ends with a newline.
    """
    document = (
        _film_document(findings)
        if isinstance(findings, FilmFindings)
        else _study_document(findings)
    )
    return json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def inputs_to_json(study: StudyFindings) -> str:
    """Write a study for `study_from_json` alone: compact, without what is derived.

    Parameters
    ----------
    study : StudyFindings
        What to write.

    Returns
    -------
    str
        A study document without ``measures`` and ``centroid_offsets``, and with its ``wording``.
    """
    films = {view: _film_inputs(film) for view, film in study.films.items()}
    document = _study_inputs(study) | {"films": films}
    document |= {"wording": wording_of(document)}
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def film_from_json(text: str) -> FilmFindings:
    """Read a film document.

    Parameters
    ----------
    text : str
        As written by `to_json`.

    Returns
    -------
    FilmFindings
        Equal to what was written.

    Raises
    ------
    StoredFindingsError
        If the text is no film document of this schema or contradicts itself.
    """
    return _read(text, "film", _film)


def study_from_json(text: str) -> StudyFindings:
    """Read a study document.

    Parameters
    ----------
    text : str
        As written by `to_json`.

    Returns
    -------
    StudyFindings
        Equal to what was written.

    Raises
    ------
    StoredFindingsError
        If the text is no study document of this schema or contradicts itself.
    """
    return _read(text, "study", _study)


def findings_from_json(text: str) -> FilmFindings | StudyFindings:
    """Read a film or a study document, whichever it is.

    Parameters
    ----------
    text : str
        As written by `to_json`.

    Raises
    ------
    StoredFindingsError
        If the text is neither, or contradicts itself.
    """
    try:
        kind = json.loads(text)["kind"]
    except (json.JSONDecodeError, LookupError, TypeError):
        kind = "study"  # let its reader say what is wrong
    return film_from_json(text) if kind == "film" else study_from_json(text)


def _film_document(film: FilmFindings) -> Document:
    return {
        **_film_inputs(film),
        "centroid_offsets": [_offset_document(offset) for offset in film.centroid_offsets],
        "measures": film_measures_document(film.measures),
    }


def _film_inputs(film: FilmFindings) -> Document:
    height, width = film.shape
    return {
        **_head("film", film.provenance, film.review_state, film.review),
        "film": {
            "name": film.name,
            "sha256": film.sha256,
            "shape": [height, width],
            "view": film.view,
            "view_hint": film.view_hint,
        },
        "spacing": _spacing_document(film.spacing),
        "side": {"patient_right": film.side.patient_right, "source": film.side.source},
        "length_unit": film.spine.unit,
        "vertebrae": [vertebra_document(vertebra) for vertebra in film.vertebrae],
        "landmarks": dict(film.landmark_points),
        "settings": settings_document(film.settings),
        "origin": {"patient": film.origin.patient, "day": film.origin.day},
        "edits": [edit_document(edit) for edit in film.edits],
        "curves": [
            _curve_document(film, curve, offset)
            for curve, offset in zip(film.curves, film.apical_offsets, strict=True)
        ],
        "warnings": [_warning_document(warning) for warning in film.warnings],
        "seconds": dict(film.seconds),
        "off_probability": film.off_probability,
    }


def _study_document(study: StudyFindings) -> Document:
    return {
        **_study_inputs(study),
        "films": {view: _film_document(film) for view, film in study.films.items()},
        "measures": study_measures_document(study),
    }


def _study_inputs(study: StudyFindings) -> Document:
    return {
        **_head("study", study.provenance, study.review_state, study.review),
        "refused": dict(study.refused),
        "flexibility": [_flexibility_document(item) for item in study.flexibility],
        "technique": study.technique,
        "warnings": [_warning_document(warning) for warning in study.warnings],
    }


def _head(kind: str, provenance: Provenance, state: str, review: Signature | None) -> Document:
    return {
        "schema_version": SCHEMA_VERSION,
        "kind": kind,
        "software": provenance.software,
        "weights": provenance.weights,
        "notice": RESEARCH_NOTICE,
        "review": {
            "state": state,
            "reviewed_by": review.by if review else None,
            "reviewed_at": review.at.isoformat() if review else None,
        },
    }


def vertebra_document(vertebra: LevelledVertebra) -> Document:
    """Write a vertebra as it stands in a film document."""
    return {
        "level": vertebra.level,
        "corners": vertebra.corners,
        "score": vertebra.score,
        "corner_sd_px": vertebra.corner_sd_px,
        "tilt_sd_deg": vertebra.tilt_sd_deg,
        "edited": vertebra.edited,
        "pedicles": vertebra.pedicles,
    }


def edit_document(edit: Edit) -> Document:
    """Write a correction as it stands in a film document."""
    return {
        "action": edit.action,
        "target": edit.target,
        "before": edit.before,
        "after": edit.after,
        "by": edit.signed.by,
        "at": edit.signed.at.isoformat(),
    }


def _spacing_document(spacing: Spacing | None) -> Document | None:
    if spacing is None:
        return None
    return {
        "row_mm": spacing.row_mm,
        "column_mm": spacing.column_mm,
        "origin": spacing.origin,
        "description": spacing.origin.description,
    }


def _curve_document(film: FilmFindings, curve: Curve, offset: ApicalOffset) -> Document:
    upper, lower = (film.vertebra(level) for level in curve.levels)
    return {
        "region": curve.region,
        "upper_end_vertebra": upper.level,
        "lower_end_vertebra": lower.level,
        "apex": curve.apex.name,
        "cobb_deg": curve.cobb_deg,
        "convexity": curve.convexity,
        "superior_endplate": upper.superior_endplate,
        "inferior_endplate": lower.inferior_endplate,
        "apical_offset": offset.offset,
    }


def _offset_document(offset: CentroidOffset) -> Document:
    return {"upper": offset.upper, "lower": offset.lower, "offset": offset.offset}


def _warning_document(warning: FindingWarning) -> Document:
    return {
        "code": warning.code,
        "message": warning.message,
        "remedy": warning.remedy,
        "source": warning.source,
    }


def _flexibility_document(item: Flexibility) -> Document:
    upper, lower = item.curve.levels
    return {
        "region": item.curve.region,
        "upper_end_vertebra": upper,
        "lower_end_vertebra": lower,
        "standing_cobb_deg": item.curve.cobb_deg,
        "left_bending": {"cobb_deg": item.left.cobb_deg, "reason": item.left.reason},
        "right_bending": {"cobb_deg": item.right.cobb_deg, "reason": item.right.reason},
        "film": item.film,
        "reason": item.reason,
        "rate_percent": item.rate_percent,
        "residual_deg": item.residual_deg,
        "overcorrected": item.overcorrected,
    }


def _read(text: str, kind: str, read: Callable[[Document], Findings]) -> Findings:
    """Parse the text, check what it claims to be and hand it to its reader."""
    try:
        document = json.loads(text)
        found = document["schema_version"], document["kind"]
    except (json.JSONDecodeError, KeyError, TypeError) as error:
        raise StoredFindingsError(
            Message("This text holds no findings; choose a JSON export.")
        ) from error
    if found not in [(version, kind) for version in READABLE_VERSIONS]:
        raise StoredFindingsError(
            Message(
                "These are {found} findings of schema {version}; expected {kind} findings of "
                "schema {expected}.",
                found=found[1],
                version=found[0],
                kind=kind,
                expected=SCHEMA_VERSION,
            )
        )
    try:
        return read(reworded(document, document.pop("wording", {})))
    except StoredFindingsError:
        raise
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise StoredFindingsError(
            Message(
                "These findings are incomplete or contradict themselves ({error}); analyse "
                "the study again.",
                error=error,
            )
        ) from error


def _film(document: Document) -> FilmFindings:
    film, spacing, side = document["film"], _spacing(document["spacing"]), document["side"]
    height, width = film["shape"]
    patient_side = PatientSide(_optional(ImageEdge, side["patient_right"]), side["source"])
    vertebrae = tuple(read_vertebra(item) for item in document["vertebrae"])
    spine = spine_of(vertebrae, spacing, patient_side)
    return FilmFindings(
        view=_optional(View, film["view"]),
        name=film["name"],
        sha256=film["sha256"],
        shape=(height, width),
        spacing=spacing,
        side=patient_side,
        view_hint=_optional(View, film["view_hint"]),
        vertebrae=vertebrae,
        curves=tuple(_curve(item, spine) for item in document["curves"]),
        warnings=tuple(_warning(item) for item in document["warnings"]),
        seconds=document["seconds"],
        provenance=_provenance(document),
        landmark_points=read_landmarks(document.get("landmarks", {})),
        edits=tuple(read_edit(item) for item in document.get("edits", [])),
        review=_review(document["review"]),
        off_probability=document.get("off_probability"),
        origin=SameOrigin(**document.get("origin", {})),
        settings=settings_from(document.get("settings", {})),
    )


def _study(document: Document) -> StudyFindings:
    films = {View(view): _film(film) for view, film in document["films"].items()}
    curves = films[View.CORONAL].curves if View.CORONAL in films else ()
    technique = BendingTechnique(document.get("technique", BendingTechnique.UNKNOWN))
    return StudyFindings(
        films=films,
        refused={View(view): reason for view, reason in document["refused"].items()},
        flexibility=tuple(
            _flexibility(item, curve, technique)
            for item, curve in zip(document["flexibility"], curves, strict=True)
        ),
        warnings=tuple(_warning(item) for item in document["warnings"]),
        provenance=_provenance(document),
        technique=technique,
    )


def _provenance(document: Document) -> Provenance:
    return Provenance(document["software"], document["weights"])


def _review(document: Document) -> Signature | None:
    by, at = document["reviewed_by"], document.get("reviewed_at")
    return None if at is None else Signature(by, datetime.fromisoformat(at))


def read_landmarks(document: Document) -> dict[Landmark, tuple[Pixel, ...]]:
    """Read the landmarks of a film document."""
    return {Landmark(name): _points(points) for name, points in document.items()}


def read_edit(document: Document) -> Edit:
    """Read a correction of a film document."""
    target = document["target"]
    return Edit(
        Action(document["action"]),
        Landmark(target) if target in list(Landmark) else Level(target),
        _edit_side(document["before"]),
        _edit_side(document["after"]),
        Signature(document["by"], datetime.fromisoformat(document["at"])),
    )


def _edit_side(document: str | list[list[float]] | None) -> tuple[Pixel, ...] | Level | None:
    if document is None:
        return None
    return Level(document) if isinstance(document, str) else _points(document)


def _points(document: list[list[float]]) -> tuple[Pixel, ...]:
    return tuple(_pixel(point) for point in document)


def _spacing(document: Document | None) -> Spacing | None:
    if document is None:
        return None
    return Spacing(document["row_mm"], document["column_mm"], SpacingOrigin(document["origin"]))


def read_vertebra(document: Document) -> LevelledVertebra:
    """Read a vertebra of a film document."""
    superior_left, superior_right, inferior_right, inferior_left = document["corners"]
    corners: Corners = (
        _pixel(superior_left),
        _pixel(superior_right),
        _pixel(inferior_right),
        _pixel(inferior_left),
    )
    return LevelledVertebra(
        Level(document["level"]),
        corners,
        document["score"],
        document["corner_sd_px"],
        document.get("tilt_sd_deg"),
        _points(document.get("pedicles", [])),
    )


def _pixel(document: list[float]) -> Pixel:
    row, column = document
    return float(row), float(column)


def _curve(document: Document, spine: Spine) -> Curve:
    curve = Curve(
        region=Region(document["region"]),
        upper_end_vertebra=spine[Level(document["upper_end_vertebra"])],
        lower_end_vertebra=spine[Level(document["lower_end_vertebra"])],
        apex=apex_on(spine, document["apex"]),
        convexity=Convexity(document["convexity"]),
    )
    _check_angle(curve.region, document["cobb_deg"], curve.cobb_deg)
    return curve


def _check_angle(name: str, stored_deg: float, measured_deg: float) -> None:
    if not abs(stored_deg - measured_deg) <= ANGLE_TOLERANCE_DEG:
        raise StoredFindingsError(
            Message(
                "The stored angle of the {name} curve is {stored_deg:.1f}°, but its corners "
                "give {measured_deg:.1f}°; analyse the study again.",
                name=name,
                stored_deg=stored_deg,
                measured_deg=measured_deg,
            )
        )


def _warning(document: Document) -> FindingWarning:
    return FindingWarning(
        document["code"],
        document["message"],
        document["remedy"],
        WarningSource(document["source"]),
    )


def _flexibility(document: Document, curve: Curve, technique: BendingTechnique) -> Flexibility:
    _check_angle(curve.region, document["standing_cobb_deg"], curve.cobb_deg)
    left, right = document["left_bending"], document["right_bending"]
    return Flexibility(
        curve=curve,
        left=BendMeasurement(BendingFilm.LEFT, left["cobb_deg"], left["reason"]),
        right=BendMeasurement(BendingFilm.RIGHT, right["cobb_deg"], right["reason"]),
        film=_optional(BendingFilm, document["film"]),
        rate_percent=document["rate_percent"],
        residual_deg=document["residual_deg"],
        overcorrected=document["overcorrected"],
        reason=document["reason"],
        technique=technique,
    )


def _optional(kind: Callable[[str], Findings], value: str | None) -> Findings | None:
    return None if value is None else kind(value)
