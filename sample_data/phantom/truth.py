"""What is true about a film and a study, known without a picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import cached_property
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from measurements import (
    Curve,
    Film,
    Flexibility,
    Frame,
    ImageEdge,
    Landmarks,
    Level,
    Posture,
    Spine,
    find_curves,
    measure_flexibility,
)
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.projection import Geometry
from sample_data.phantom.skeleton import Skeleton

Array = NDArray[np.float64]

CORONAL, LEFT_BENDING, RIGHT_BENDING = VIEWS = ("coronal", "left_bending", "right_bending")


@dataclass(frozen=True)
class PixelLandmarks:
    """What a reader marks besides endplates; points are (row, column) px.

    Of a pair the first is the one on the image's left, as in `measurements.Landmarks.from_film`.

    Attributes
    ----------
    pedicle_centres_px : (N, 2, 2) float64
        Of each vertebra's pedicles: the middle of the isthmus.
    medial_borders_px : (N, 2, 2) float64
        The point of each pedicle's contour that reaches farthest towards the other one.
    c7_px : (2,) float64
        Centre of C7, the mean of its four corners.
    s1_px : (2, 2) float64
        Ends of the superior endplate of S1.
    crests_px : (2, 2) float64
        Tops of the iliac crests.
    """

    pedicle_centres_px: Array
    medial_borders_px: Array
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
    landmarks_px : PixelLandmarks
    patient_right : ImageEdge
        Where the patient's right lies on the image.
    """

    view: str
    corners_px: Array
    levels: tuple[Level, ...]
    spacing: tuple[float, float]
    body_tilts_deg: Array
    landmarks_px: PixelLandmarks
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

    @cached_property
    def film(self) -> Film:
        """The true spine with its landmarks, to measure against gravity."""
        marked = self.landmarks_px
        landmarks = Landmarks.from_film(
            Frame(self.spacing, self.patient_right),
            c7_centre_px=marked.c7_px,
            s1_endplate_px=marked.s1_px,
            iliac_crests_px=marked.crests_px,
            pedicles_px=dict(zip(self.levels, marked.pedicle_centres_px, strict=True)),
            medial_borders_px=dict(zip(self.levels, marked.medial_borders_px, strict=True)),
        )
        posture = Posture.STANDING if self.view == CORONAL else Posture.BENDING
        return Film(self.spine, landmarks, posture)

    def moved(self, move: Callable[[Array], Array]) -> FilmTruth:
        """Move every point (row, column) by `move`, which takes and gives (..., 2) px."""
        points = {
            field.name: move(getattr(self.landmarks_px, field.name))
            for field in fields(PixelLandmarks)
        }
        return replace(
            self, corners_px=move(self.corners_px), landmarks_px=PixelLandmarks(**points)
        )

    def mirrored(self, columns: int) -> FilmTruth:
        """Show a film of `columns` px from its other side: image sides change, the patient not."""

        def move(points: Array) -> Array:
            return np.stack([points[..., 0], columns - 1 - points[..., 1]], axis=-1)

        seen = self.moved(move)
        marked = seen.landmarks_px
        edges = {ImageEdge.LEFT: ImageEdge.RIGHT, ImageEdge.RIGHT: ImageEdge.LEFT}
        return replace(
            seen,
            corners_px=seen.corners_px[:, [1, 0, 3, 2]],
            landmarks_px=replace(
                marked,
                pedicle_centres_px=marked.pedicle_centres_px[:, ::-1],
                medial_borders_px=marked.medial_borders_px[:, ::-1],
                s1_px=marked.s1_px[::-1],
                crests_px=marked.crests_px[::-1],
            ),
            patient_right=edges[self.patient_right],
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
        return measure_flexibility(curve, **bends)


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
        landmarks_px=_landmarks_px(skeleton, geometry, corners),
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


def _landmarks_px(skeleton: Skeleton, geometry: Geometry, corners: Array) -> PixelLandmarks:
    outlines = geometry.project(skeleton.pedicle_outlines())
    centres = outlines[:, :, 1].mean(axis=2)  # (N, 2, 2): the ring in the middle is the isthmus
    inward = centres[:, ::-1] - centres
    contours = outlines.reshape(*outlines.shape[:2], -1, 2)
    depth = (contours @ inward[..., None])[..., 0]
    medial = np.take_along_axis(contours, depth.argmax(2)[..., None, None], 2)[:, :, 0]
    crests = [geometry.project(points) for points in skeleton.crests()]
    return PixelLandmarks(
        pedicle_centres_px=centres,
        medial_borders_px=medial,
        c7_px=corners[0].mean(axis=0),
        s1_px=corners[-1, :2],
        crests_px=np.array([points[points[:, 0].argmin()] for points in crests]),
    )
