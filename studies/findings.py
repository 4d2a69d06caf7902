"""What was found on a film and in a study: everything that is shown, reported and stored.

Corners are ``(row, column)`` in pixels of the film as stored, pixel centres at integers, row 0 on
top. Measurements made from them are in patient axes (`measurements`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Final

from measurements import (
    ApicalOffset,
    CentroidOffset,
    Curve,
    Flexibility,
    Level,
    Spine,
    apical_offset,
    centroid_offsets,
)
from studies.errors import StudyError
from studies.notice import UNREVIEWED
from studies.radiograph import PatientSide, Spacing, View

SOFTWARE: Final = "R2MF Spine 0.1.0"
"""Name and version of what made the findings."""

Pixel = tuple[float, float]
"""Row, column in pixels of the film as stored."""

Corners = tuple[Pixel, Pixel, Pixel, Pixel]
"""Superior-left, superior-right, inferior-right, inferior-left as seen on the image."""


class InvalidFindingsError(StudyError, ValueError):
    """The parts of a finding contradict each other; measure the film again."""


class WarningSource(StrEnum):
    """Which step of the analysis raised a warning."""

    READING = "reading"
    SEGMENTATION = "segmentation"
    MEASUREMENT = "measurement"


@dataclass(frozen=True)
class FindingWarning:
    """Something a reader has to check before trusting a number."""

    code: str
    """Stable word for programs, e.g. ``bends-swapped``."""

    message: str
    """What was seen, one sentence."""

    remedy: str
    """What to do about it, one sentence."""

    source: WarningSource = WarningSource.MEASUREMENT


@dataclass(frozen=True)
class Provenance:
    """What made the findings, so that they can be made again."""

    software: str
    """Name and version."""

    weights: str
    """Version of the trained weights."""


@dataclass(frozen=True)
class LevelledVertebra:
    """One vertebral body outlined on a film and named."""

    level: Level
    corners: Corners
    """Superior-left, superior-right, inferior-right, inferior-left as seen on the image."""

    score: float
    """How sure the network is that a vertebra is here, in [0, 1]."""

    corner_sd_px: float
    """Spread (standard deviation) of the corner votes, in pixels of the film."""

    def __post_init__(self) -> None:
        numbers = [number for corner in self.corners for number in corner]
        if len(numbers) != 8 or not all(map(math.isfinite, numbers)):
            raise InvalidFindingsError(
                f"{self.level} needs four finite (row, column) corners, got {self.corners}."
            )
        if not 0 <= self.score <= 1:
            raise InvalidFindingsError(
                f"The score of {self.level} is {self.score}, expected 0 to 1."
            )
        if not 0 <= self.corner_sd_px < math.inf:
            raise InvalidFindingsError(
                f"The corner spread of {self.level} is {self.corner_sd_px} px, "
                "expected a finite number that is not negative."
            )

    @property
    def superior_endplate(self) -> tuple[Pixel, Pixel]:
        """Ends of the superior endplate, image left first."""
        superior_left, superior_right, _, _ = self.corners
        return superior_left, superior_right

    @property
    def inferior_endplate(self) -> tuple[Pixel, Pixel]:
        """Ends of the inferior endplate, image left first."""
        _, _, inferior_right, inferior_left = self.corners
        return inferior_left, inferior_right

    @property
    def centre(self) -> Pixel:
        """Mean of the corners."""
        rows, columns = zip(*self.corners, strict=True)
        return sum(rows) / 4, sum(columns) / 4

    @property
    def width_px(self) -> float:
        """Mean length of the two endplates, in pixels."""
        return (math.dist(*self.superior_endplate) + math.dist(*self.inferior_endplate)) / 2


@dataclass(frozen=True)
class FilmFindings:
    """What was found on one film.

    Raises
    ------
    InvalidFindingsError
        If a curve ends on a vertebra that is not on the film.
    measurements.MeasurementError
        If the vertebrae cannot be a spine.
    """

    view: View | None
    """None when the film was analysed on its own and nobody said."""

    name: str
    """The film's name for display, without its folder."""

    sha256: str
    """SHA-256 of the film's file, 64 hexadecimal digits."""

    shape: tuple[int, int]
    """Height and width in pixels."""

    spacing: Spacing | None
    """None: lengths are in pixels, pixels are taken as square."""

    side: PatientSide
    view_hint: View | None
    """What the film itself says it is, to be compared with `view`."""

    vertebrae: tuple[LevelledVertebra, ...]
    """Cranial first."""

    curves: tuple[Curve, ...]
    """Found on this film alone, cranial first."""

    warnings: tuple[FindingWarning, ...]
    seconds: Mapping[str, float]
    """Wall-clock seconds by step."""

    provenance: Provenance
    reviewed_by: str | None = None
    """Who confirmed the outlines and levels; None while nobody has."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "seconds", dict(self.seconds))
        for curve in self.curves:
            for vertebra in (curve.upper_end_vertebra, curve.lower_end_vertebra):
                if vertebra not in self.spine.vertebrae:
                    raise InvalidFindingsError(
                        f"The {curve.region} curve ends on {vertebra.level}, which does not lie "
                        "there on this film; measure the film again."
                    )
        _ = self.apical_offsets  # refuses here rather than when first shown

    @cached_property
    def spine(self) -> Spine:
        """The vertebrae in patient axes, in millimetres where spacing is known."""
        return spine_of(self.vertebrae, self.spacing, self.side)

    @cached_property
    def centroid_offsets(self) -> tuple[CentroidOffset, ...]:
        """Sideways step from each vertebra to the next, cranial first."""
        return centroid_offsets(self.spine)

    @cached_property
    def apical_offsets(self) -> tuple[ApicalOffset, ...]:
        """Apical offset of each of `curves`, in their order."""
        return tuple(apical_offset(self.spine, curve) for curve in self.curves)

    @property
    def review_state(self) -> str:
        """For people: who reviewed the film, or that nobody has."""
        return review_state(self.reviewed_by)

    def vertebra(self, level: Level) -> LevelledVertebra:
        """Return the vertebra of that level, or raise `measurements.LevelMissingError`."""
        return self.vertebrae[self.spine.vertebrae.index(self.spine[level])]


@dataclass(frozen=True)
class StudyFindings:
    """What was found in a study: each film, and the standing curves on the bending films.

    Raises
    ------
    InvalidFindingsError
        If a film is filed under another view, or one view was both measured and refused.
    """

    films: Mapping[View, FilmFindings]
    """The films that could be measured."""

    refused: Mapping[View, str]
    """Why a film could not be measured, a sentence for people."""

    flexibility: tuple[Flexibility, ...]
    """One for each curve of the standing film, cranial first."""

    warnings: tuple[FindingWarning, ...]
    """About the study as a whole; each film has its own besides."""

    provenance: Provenance
    reviewed_by: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "films", {v: self.films[v] for v in View if v in self.films})
        object.__setattr__(self, "refused", {v: self.refused[v] for v in View if v in self.refused})
        for view, film in self.films.items():
            if film.view is not view:
                raise InvalidFindingsError(
                    f"A {film.view} film is filed as {view}; assign its view again."
                )
            if view in self.refused:
                raise InvalidFindingsError(f"The {view} film is both measured and refused.")
        if tuple(item.curve for item in self.flexibility) != self.curves:
            raise InvalidFindingsError(
                "Flexibility belongs to other curves than those of the standing film; "
                "measure the study again."
            )

    @property
    def standing(self) -> FilmFindings | None:
        """The standing film, or None where it is missing or refused."""
        return self.films.get(View.CORONAL)

    @property
    def curves(self) -> tuple[Curve, ...]:
        """Curves of the standing film, cranial first."""
        return self.standing.curves if self.standing else ()

    @property
    def review_state(self) -> str:
        """For people: who reviewed the study, or that nobody has."""
        return review_state(self.reviewed_by)


def spine_of(
    vertebrae: tuple[LevelledVertebra, ...], spacing: Spacing | None, side: PatientSide
) -> Spine:
    """Place the vertebrae of a film in patient axes.

    Parameters
    ----------
    vertebrae : tuple of LevelledVertebra
        Cranial first.
    spacing : Spacing or None
        Size of a pixel; None keeps pixels, taken as square.
    side : PatientSide
        Which image edge is the patient's right.

    Returns
    -------
    measurements.Spine
        In millimetres, or in pixels without `spacing`.

    Raises
    ------
    measurements.MeasurementError
        If the vertebrae cannot be a spine.
    """
    return Spine.from_corners(
        [vertebra.corners for vertebra in vertebrae],
        levels=[vertebra.level for vertebra in vertebrae],
        spacing=(spacing.row_mm, spacing.column_mm) if spacing else None,
        patient_right=side.patient_right,
        scores=[vertebra.score for vertebra in vertebrae],
        corner_sd_px=[vertebra.corner_sd_px for vertebra in vertebrae],
    )


def review_state(reviewed_by: str | None) -> str:
    """Say for people who reviewed a result, or that nobody has."""
    return f"Reviewed by {reviewed_by}" if reviewed_by else UNREVIEWED
