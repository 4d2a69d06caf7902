"""Phantoms as findings: the true corners and landmarks of a patient, without a picture."""

from __future__ import annotations

from sample_data.phantom import StudyTruth
from sample_data.phantom.truth import FilmTruth
from studies.analyse import measure_film, measure_study
from studies.edit import Landmark
from studies.findings import FilmFindings, LevelledVertebra, Provenance, StudyFindings
from studies.radiograph import PatientSide, Spacing, SpacingOrigin, View

SHAPE = (1200, 1200)
MADE_BY = Provenance("phantom", "truth")


def study_of(truth: StudyTruth, *, landmarks: bool = True) -> StudyFindings:
    """Findings of a study whose outlines are exactly true."""
    films = {
        View(name): film_of(film, name=f"{id(truth)}-{name}", landmarks=landmarks)
        for name, film in truth.films.items()
    }
    return measure_study(films, {}, MADE_BY)


def film_of(truth: FilmTruth, *, name: str, landmarks: bool = True) -> FilmFindings:
    """Findings of a film whose outlines are exactly true."""
    marked = truth.landmarks_px
    points = {
        Landmark.C7_CENTRE: [marked.c7_px],
        Landmark.S1_ENDPLATE: marked.s1_px,
        Landmark.ILIAC_CRESTS: marked.crests_px,
    }
    film = FilmFindings(
        view=View(truth.view),
        name=name,
        sha256=name,
        shape=SHAPE,
        spacing=Spacing(*truth.spacing, SpacingOrigin.GEOMETRY),
        side=PatientSide(truth.patient_right, "PatientOrientation"),
        view_hint=None,
        vertebrae=tuple(
            LevelledVertebra(level, pixels(corners), score=0.9, corner_sd_px=0.5)
            for level, corners in zip(truth.levels, truth.corners_px, strict=True)
        ),
        curves=(),
        warnings=(),
        seconds={},
        provenance=MADE_BY,
        landmark_points={each: pixels(at) for each, at in points.items()} if landmarks else {},
    )
    return measure_film(film)


def pixels(points) -> tuple[tuple[float, float], ...]:
    """Points (N, 2) as findings hold them."""
    return tuple((float(row), float(column)) for row, column in points)
