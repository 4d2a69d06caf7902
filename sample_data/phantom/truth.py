"""What is true about a film and a study, known without a picture."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from measurements import Curve, Flexibility, ImageEdge, Level, Spine, find_curves
from measurements import measure_flexibility as measured_flexibility
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.projection import Geometry
from sample_data.phantom.skeleton import Skeleton

Array = NDArray[np.float64]

CORONAL, LEFT_BENDING, RIGHT_BENDING = VIEWS = ("coronal", "left_bending", "right_bending")


@dataclass(frozen=True)
class Landmarks:
    """What a reader marks besides endplates; points are (row, column) px.

    Attributes
    ----------
    pedicle_centres_px : (N, 2, 2) float64
        Of each vertebra's right and left pedicle, patient's sides: the middle of its isthmus.
    pedicle_medial_px : (N, 2, 2) float64
        The point of each pedicle's contour that reaches farthest towards the other one.
    c7_px : (2,) float64
        Centre of C7, the mean of its four corners.
    s1_px : (2, 2) float64
        Right and left end of the superior endplate of S1, patient's sides.
    crests_px : (2, 2) float64
        Top of the right and the left iliac crest, patient's sides.
    """

    pedicle_centres_px: Array
    pedicle_medial_px: Array
    c7_px: Array
    s1_px: Array
    crests_px: Array

    @property
    def s1_centre_px(self) -> Array:
        """Middle of the superior endplate of S1."""
        return np.asarray(self.s1_px.mean(axis=0))


@dataclass(frozen=True)
class FilmTruth:
    """What is true about one film.

    Attributes
    ----------
    view : str
        "coronal", "left_bending" or "right_bending".
    corners_px : (N, 4, 2) float64
        T1 to the lowest lumbar vertebra; superior-left, superior-right, inferior-right,
        inferior-left as seen on the image; (row, column), pixel centres at integers. The ends of an
        endplate are the ends of the long axis of its projected rim.
    levels : tuple of Level
        Of these vertebrae.
    spacing : (row_mm, column_mm)
        In the plane of the spine.
    body_tilts_deg : (N,) float64
        Lateral tilt of each body in space, before projection and without wedging.
    landmarks : Landmarks
    patient_right : ImageEdge
        Where the patient's right lies on the image.
    """

    view: str
    corners_px: Array
    levels: tuple[Level, ...]
    spacing: tuple[float, float]
    body_tilts_deg: Array
    landmarks: Landmarks
    patient_right: ImageEdge = ImageEdge.LEFT

    def __post_init__(self) -> None:
        """Refuse parts that do not fit together."""
        if self.view not in VIEWS:
            raise PhantomError(f"{self.view!r} is not a view; choose one of {VIEWS}")
        count = len(self.levels)
        if self.corners_px.shape != (count, 4, 2):
            raise PhantomError(
                f"corners_px has shape {self.corners_px.shape}; {count} levels need ({count}, 4, 2)"
            )

    @cached_property
    def spine(self) -> Spine:
        """The true spine, to measure."""
        return Spine.from_corners(
            self.corners_px,
            levels=self.levels,
            spacing=self.spacing,
            patient_right=self.patient_right,
        )

    def planned_deg(self, upper: Level, lower: Level) -> float:
        """Angle between two bodies in space: what was planned, or what bending made of it."""
        tilts = dict(zip(self.levels, self.body_tilts_deg, strict=True))
        return float(tilts[upper] - tilts[lower])


@dataclass(frozen=True)
class StudyTruth:
    """What is true about the three films of one patient.

    Attributes
    ----------
    films : mapping of view name to FilmTruth
        "coronal", "left_bending", "right_bending".
    """

    films: Mapping[str, FilmTruth]

    def __post_init__(self) -> None:
        """Refuse a study that lacks a film."""
        if tuple(self.films) != VIEWS:
            raise PhantomError(f"a study has the films {VIEWS}; got {tuple(self.films)}")
        object.__setattr__(self, "films", MappingProxyType(dict(self.films)))

    @cached_property
    def curves(self) -> tuple[Curve, ...]:
        """Curves of the standing film, measured on its true corners."""
        return find_curves(self.films[CORONAL].spine)

    @cached_property
    def flexibility(self) -> tuple[Flexibility, ...]:
        """Each curve re-measured on the bending films, on their true corners."""
        return tuple(self.flexibility_of(curve) for curve in self.curves)

    def flexibility_of(self, curve: Curve) -> Flexibility:
        """One curve re-measured on the bending films."""
        bends = {view: self.films[view].spine for view in (LEFT_BENDING, RIGHT_BENDING)}
        return measured_flexibility(curve, **bends)


def film_truth(skeleton: Skeleton, geometry: Geometry, view: str) -> FilmTruth:
    """Project what is true about a patient; no picture is made."""
    measured = skeleton.anatomy.measured
    corners = _corners_px(skeleton, geometry)
    return FilmTruth(
        view=view,
        corners_px=corners[1:-1],
        levels=_levels(skeleton),
        spacing=(geometry.spacing_mm, geometry.spacing_mm),
        body_tilts_deg=skeleton.chain.tilts_deg()[measured],
        landmarks=_landmarks(skeleton, geometry, corners),
    )


def true_spine(skeleton: Skeleton, geometry: Geometry) -> Spine:
    """Spine of `film_truth`, without anything else."""
    return Spine.from_corners(
        true_corners_px(skeleton, geometry),
        levels=_levels(skeleton),
        spacing=(geometry.spacing_mm, geometry.spacing_mm),
        patient_right=ImageEdge.LEFT,
    )


def true_corners_px(skeleton: Skeleton, geometry: Geometry) -> Array:
    """Projected endplate ends (N, 4, 2) of T1 to the last lumbar; see `FilmTruth.corners_px`."""
    return _corners_px(skeleton, geometry)[1:-1]


def _levels(skeleton: Skeleton) -> tuple[Level, ...]:
    return tuple(Level(name) for name in skeleton.anatomy.levels[skeleton.anatomy.measured])


def _corners_px(skeleton: Skeleton, geometry: Geometry) -> Array:
    """Projected endplate ends (N + 2, 4, 2) of C7 to S1."""
    rims = geometry.project(skeleton.endplate_rims)  # (N + 2, 2, M, 2)
    offsets = rims - rims.mean(axis=2, keepdims=True)
    spread = np.swapaxes(offsets, -1, -2) @ offsets
    long_axis = np.linalg.eigh(spread)[1][..., :, 1]  # (N + 2, 2, 2): largest eigenvalue last
    # a rim starts at the patient's right: look from there to the left, however steep the body
    leftward = rims[:, :, rims.shape[2] // 2] - rims[:, :, 0]
    long_axis *= np.where(np.einsum("nei,nei->ne", leftward, long_axis) < 0, -1, 1)[..., None]
    along = (offsets @ long_axis[..., None])[..., 0]
    right_end = np.take_along_axis(rims, along.argmin(2)[..., None, None], 2)[:, :, 0]
    left_end = np.take_along_axis(rims, along.argmax(2)[..., None, None], 2)[:, :, 0]
    return np.stack([right_end[:, 0], left_end[:, 0], left_end[:, 1], right_end[:, 1]], axis=1)


def _landmarks(skeleton: Skeleton, geometry: Geometry, corners: Array) -> Landmarks:
    outlines = geometry.project(skeleton.pedicle_outlines())
    centres = outlines[:, :, 1].mean(axis=2)  # (N, 2, 2): the ring in the middle is the isthmus
    inward = centres[:, ::-1] - centres
    contours = outlines.reshape(*outlines.shape[:2], -1, 2)
    depth = (contours @ inward[..., None])[..., 0]
    medial = np.take_along_axis(contours, depth.argmax(2)[..., None, None], 2)[:, :, 0]
    crests = [geometry.project(points) for points in skeleton.crests()]
    return Landmarks(
        pedicle_centres_px=centres,
        pedicle_medial_px=medial,
        c7_px=corners[0].mean(axis=0),
        s1_px=corners[-1, :2],
        crests_px=np.array([points[points[:, 0].argmin()] for points in crests]),
    )
