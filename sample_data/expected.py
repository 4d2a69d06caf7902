"""What measuring a study must give, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from measurements import (
    CSVL,
    Curve,
    Flexibility,
    apical_offset,
    apical_translation,
    centroid_offsets,
)
from measurements.endplate import tilt_difference_deg
from sample_data.phantom import FilmTruth, PhantomFilm, PhantomStudy, PixelLandmarks, StudyTruth
from sample_data.phantom.truth import CORONAL

# Corners are written to a millionth of a pixel and angles to a millionth of a degree, so that
# measuring the written corners gives the written angles.
DECIMALS = 6


@dataclass(frozen=True)
class ExpectedLandmarks:
    """Points besides corners, (row, column) px; of a pair the image's left one is first.

    Attributes
    ----------
    pedicle_centres_px, medial_borders_px : tuple
        Two points a vertebra, in the order of the film's levels.
    c7_px : (row, column)
        Centre of C7.
    s1_px : tuple
        Ends of the superior endplate of S1.
    s1_centre_px : (row, column)
        Its middle.
    crests_px : tuple
        Tops of the iliac crests.
    """

    pedicle_centres_px: tuple[tuple[tuple[float, float], ...], ...]
    medial_borders_px: tuple[tuple[tuple[float, float], ...], ...]
    c7_px: tuple[float, float]
    s1_px: tuple[tuple[float, float], ...]
    s1_centre_px: tuple[float, float]
    crests_px: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, marked: PixelLandmarks) -> ExpectedLandmarks:
        """Landmarks of a phantom film."""
        names = (field.name for field in fields(cls))
        return cls(
            **{name: _tuples(getattr(marked, name).round(DECIMALS).tolist()) for name in names}
        )

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> ExpectedLandmarks:
        """Landmarks from JSON."""
        return cls(**{name: _tuples(points) for name, points in content.items()})


@dataclass(frozen=True)
class ExpectedFilm:
    """Truth of one film.

    Attributes
    ----------
    file : str
        Name within the study's folder.
    shape : (rows, columns)
    spacing_mm : (row, column)
        In the plane of the spine.
    patient_right : str
        Image edge.
    levels : tuple of str
        Cranial first.
    corners_px : tuple
        A vertebra: superior-left, superior-right, inferior-right, inferior-left as seen on the
        image, each (row, column).
    landmarks : ExpectedLandmarks
    centroid_offsets_mm : tuple of float
        How far each vertebra's centre lies to the patient's right of the next one's.
    """

    file: str
    shape: tuple[int, int]
    spacing_mm: tuple[float, float]
    patient_right: str
    levels: tuple[str, ...]
    corners_px: tuple[tuple[tuple[float, float], ...], ...]
    landmarks: ExpectedLandmarks
    centroid_offsets_mm: tuple[float, ...]

    @classmethod
    def of(cls, film: PhantomFilm, file: str) -> ExpectedFilm:
        """Truth of a phantom film."""
        truth = _rounded(film.truth)
        return cls(
            file=file,
            shape=(film.pixels.shape[0], film.pixels.shape[1]),
            spacing_mm=truth.spacing,
            patient_right=str(truth.patient_right),
            levels=tuple(str(level) for level in truth.levels),
            corners_px=_tuples(truth.corners_px.tolist()),
            landmarks=ExpectedLandmarks.of(truth.landmarks_px),
            centroid_offsets_mm=tuple(
                round(step.offset, DECIMALS) for step in centroid_offsets(truth.spine)
            ),
        )


@dataclass(frozen=True)
class ExpectedCurve:
    """One curve standing and bending; angles are signed, above zero is right-convex.

    `cobb_deg` and the bending angles lie between endplates. `midline_cobb_deg` lies between lines
    through the middles of the left and right sides of the end vertebrae, and `planned_deg` between
    these vertebrae in space, before projection and without wedging. `apical_offset_mm` is the
    apex's distance from the line joining the end vertebrae; `apical_translation_mm` that from the
    line named by `apical_translation_from`. Lengths are positive to the patient's right.
    """

    region: str
    upper_end_vertebra: str
    lower_end_vertebra: str
    apex: str
    convexity: str
    cobb_deg: float
    left_bending_deg: float
    right_bending_deg: float
    film: str
    flexibility_rate_percent: float
    residual_deg: float
    overcorrected: bool
    midline_cobb_deg: float
    planned_deg: float
    apical_offset_mm: float
    apical_translation_mm: float
    apical_translation_from: str

    @classmethod
    def of(cls, curve: Curve, bend: Flexibility, standing: FilmTruth) -> ExpectedCurve:
        """Truth of a curve; all its films show all its levels."""
        midline = tilt_difference_deg(
            curve.upper_end_vertebra.midline, curve.lower_end_vertebra.midline
        )
        translation = apical_translation(standing.film, curve)
        angles = bend.left.cobb_deg, bend.right.cobb_deg, bend.rate_percent, bend.residual_deg
        left, right, rate, residual = (round(float(str(a)), DECIMALS) for a in angles)
        upper, lower = curve.levels
        return cls(
            region=str(curve.region),
            upper_end_vertebra=str(upper),
            lower_end_vertebra=str(lower),
            apex=curve.apex.name,
            convexity=str(curve.convexity),
            cobb_deg=round(curve.cobb_deg, DECIMALS),
            left_bending_deg=left,
            right_bending_deg=right,
            film=str(bend.film),
            flexibility_rate_percent=rate,
            residual_deg=residual,
            overcorrected=bend.overcorrected,
            midline_cobb_deg=round(midline, DECIMALS),
            planned_deg=round(standing.planned_deg(upper, lower), DECIMALS),
            apical_offset_mm=round(apical_offset(standing.spine, curve).offset, DECIMALS),
            apical_translation_mm=round(translation.offset, DECIMALS),
            apical_translation_from="CSVL"
            if isinstance(translation.line, CSVL)
            else "C7 plumb line",
        )


@dataclass(frozen=True)
class ExpectedStudy:
    """Truth of a study.

    Attributes
    ----------
    films : mapping of view name to ExpectedFilm
        By the view that a film shows, which is not always the one that its file is named for.
    curves : tuple of ExpectedCurve
        Of the standing film, cranial first.
    """

    films: Mapping[str, ExpectedFilm]
    curves: tuple[ExpectedCurve, ...]

    @property
    def bends_exchanged(self) -> bool:
        """Whether the bending films carry each other's name."""
        return not all(film.file.startswith(view) for view, film in self.films.items())

    @classmethod
    def of(cls, study: PhantomStudy, files: Mapping[str, str]) -> ExpectedStudy:
        """Measure a phantom study on its true corners, as they are written.

        Parameters
        ----------
        study : PhantomStudy
        files : mapping of view name to str
            Name of the file that holds each film.
        """
        truth = StudyTruth({view: _rounded(film) for view, film in study.truth.films.items()})
        standing = truth.films[CORONAL]
        return cls(
            {view: ExpectedFilm.of(film, files[view]) for view, film in study.films.items()},
            tuple(
                ExpectedCurve.of(curve, bend, standing)
                for curve, bend in zip(truth.curves, truth.flexibility, strict=True)
            ),
        )

    def to_json(self) -> str:
        """Text of an ``expected.json``."""
        return json.dumps(asdict(self), indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> ExpectedStudy:
        """Read an ``expected.json``."""
        content: dict[str, Any] = json.loads(text)
        films = {
            view: ExpectedFilm(**{key: _read(value) for key, value in film.items()})
            for view, film in content["films"].items()
        }
        return cls(films, tuple(ExpectedCurve(**curve) for curve in content["curves"]))


def _rounded(truth: FilmTruth) -> FilmTruth:
    """Give points as they are written, so that measuring them gives what is written."""
    return truth.moved(lambda points: points.round(DECIMALS))


def _read(value: Any) -> Any:
    """One value of a film from JSON."""
    return ExpectedLandmarks.read(value) if isinstance(value, dict) else _tuples(value)


def _tuples(value: Any) -> Any:
    """Nested lists as nested tuples."""
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value
