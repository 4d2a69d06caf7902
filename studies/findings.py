"""What was found on a film and in a study: everything that is shown, reported and stored.

Corners are ``(row, column)`` in pixels of the film as stored, pixel centres at integers, row 0 on
top. Measurements made from them are in patient axes (`measurements`).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, partial
from typing import Final

from languages import Message, joined
from measurements import (
    DEFAULT_SETTINGS,
    AngleError,
    ApicalOffset,
    BendAdequacy,
    BendingFilm,
    BendingTechnique,
    CannotMeasureError,
    CentroidOffset,
    Curve,
    DiscFlexibility,
    ErrorSource,
    Film,
    Flexibility,
    Frame,
    KingClassification,
    Landmarks,
    LenkeClassification,
    Level,
    LevelMatch,
    MeasurementSettings,
    Posture,
    Screening,
    Spine,
    WeighedCurve,
    apical_offset,
    centroid_offsets,
    classify_king,
    classify_lenke,
    disc_profile,
    judge_bend,
    larger_error,
    match_levels,
    reader_error,
    screen,
)
from studies.curve_bend import CurveBend
from studies.edit import CHANGES_OUTLINES, Edit, Landmark, Signature
from studies.errors import StudyError
from studies.film_measures import CurveMeasures, FilmMeasures
from studies.identity import UNSTATED, SameOrigin
from studies.measured import Measured
from studies.notice import UNREVIEWED
from studies.radiograph import PatientSide, Pixel, Spacing, View

SOFTWARE: Final = "R2MF Spine 0.1.0"
"""Name and version of what made the findings."""

BENDING_FILMS: Final = {
    BendingFilm.LEFT: View.LEFT_BENDING,
    BendingFilm.RIGHT: View.RIGHT_BENDING,
}
"""The view on which each bend is measured."""

PEDICLE_POINTS: Final = (0, 2, 4)
"""None, both centres, or both centres with both medial borders between them."""

NO_STANDING: Final = Message("there is no measured standing film; add one")

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

    score: float | None
    """How sure the network is that a vertebra is here, in [0, 1]; None once a person placed it."""

    corner_sd_px: float | None
    """Standard deviation to expect of a corner's row or column, in pixels of the film; None
    likewise."""

    tilt_sd_deg: float | None = None
    """Standard deviation to expect of an endplate's tilt, a reader's own error included; None
    likewise, and where nobody measured it."""

    pedicles: tuple[Pixel, ...] = ()
    """Where a person marked them, from image left to image right: the centres of both pedicles, or
    with the medial borders between them; empty else."""

    def __post_init__(self) -> None:
        if len(self.pedicles) not in PEDICLE_POINTS or not all(
            math.isfinite(number) for point in self.pedicles for number in point
        ):
            raise InvalidFindingsError(
                Message(
                    "The pedicles of {level} take two finite (row, column) centres, or four "
                    "points with their medial borders, got {pedicles}.",
                    level=self.level,
                    pedicles=self.pedicles,
                )
            )
        numbers = [number for corner in self.corners for number in corner]
        if len(numbers) != 8 or not all(map(math.isfinite, numbers)):
            raise InvalidFindingsError(
                Message(
                    "{level} needs four finite (row, column) corners, got {corners}.",
                    level=self.level,
                    corners=self.corners,
                )
            )
        if (self.score is None) is not (self.corner_sd_px is None):
            raise InvalidFindingsError(
                Message(
                    "{level} has a score of {score} and a corner spread of {corner_sd_px}; "
                    "expected both from the network or neither.",
                    level=self.level,
                    score=self.score,
                    corner_sd_px=self.corner_sd_px,
                )
            )
        if self.score is not None and not 0 <= self.score <= 1:
            raise InvalidFindingsError(
                Message(
                    "The score of {level} is {score}, expected 0 to 1.",
                    level=self.level,
                    score=self.score,
                )
            )
        if self.corner_sd_px is not None and not 0 <= self.corner_sd_px < math.inf:
            raise InvalidFindingsError(
                Message(
                    "The corner spread of {level} is {corner_sd_px} px, expected a finite "
                    "number that is not negative.",
                    level=self.level,
                    corner_sd_px=self.corner_sd_px,
                )
            )
        if self.tilt_sd_deg is not None and not 0 <= self.tilt_sd_deg < math.inf:
            raise InvalidFindingsError(
                Message(
                    "The tilt spread of {level} is {tilt_sd_deg} degrees, expected a finite "
                    "number that is not negative.",
                    level=self.level,
                    tilt_sd_deg=self.tilt_sd_deg,
                )
            )

    @property
    def edited(self) -> bool:
        """Whether a person placed its corners."""
        return self.score is None

    @property
    def label(self) -> str:
        """Its level, with a pencil where a person placed it."""
        return f"{self.level} ✎" if self.edited else str(self.level)

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
    def pedicle_centres(self) -> tuple[Pixel, ...]:
        """Centres of both pedicles, image left first; empty where not marked."""
        return (self.pedicles[0], self.pedicles[-1]) if self.pedicles else ()

    @property
    def medial_borders(self) -> tuple[Pixel, ...]:
        """Medial borders of both pedicles, image left first; empty where not marked."""
        return self.pedicles[1:-1]

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

    landmark_points: Mapping[Landmark, tuple[Pixel, ...]] = field(default_factory=dict)
    """What a person marked besides the vertebrae."""

    edits: tuple[Edit, ...] = ()
    """How a person corrected the outlines, the first one first."""

    review: Signature | None = None
    """Who confirmed the outlines and levels; None while nobody has."""

    off_probability: float | None = None
    """Chance, by the network's own signs, that the largest angle of its own outlines is off by
    more than 5 degrees; None where unknown."""

    origin: SameOrigin = UNSTATED
    """Which films of the study are of one patient and one day."""

    settings: MeasurementSettings = DEFAULT_SETTINGS
    """Conventions and thresholds it is measured by."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "seconds", dict(self.seconds))
        object.__setattr__(self, "landmark_points", dict(self.landmark_points))
        if self.off_probability is not None and not 0 <= self.off_probability <= 1:
            raise InvalidFindingsError(
                Message(
                    "The chance of an error is {off_probability}, expected 0 to 1.",
                    off_probability=self.off_probability,
                )
            )
        for curve in self.curves:
            for vertebra in (curve.upper_end_vertebra, curve.lower_end_vertebra):
                if vertebra not in self.spine.vertebrae:
                    raise InvalidFindingsError(
                        Message(
                            "The {region} curve ends on {level}, which does not lie there on "
                            "this film; measure the film again.",
                            region=curve.region,
                            level=vertebra.level,
                        )
                    )
        _ = self.apical_offsets, self.landmarks  # refuse here rather than when first shown

    @cached_property
    def spine(self) -> Spine:
        """The vertebrae in patient axes, in millimetres where spacing is known."""
        return spine_of(self.vertebrae, self.spacing, self.side)

    @cached_property
    def screening(self) -> Measured[Screening]:
        """Vertebrae that do not fit into their spine."""
        return Measured.by(lambda: screen(self.spine))

    @cached_property
    def used(self) -> Spine:
        """The vertebrae that everything is measured on, in patient axes.

        What does not fit into its spine is set aside, unless a person placed it. Where too little
        fits to tell which are right, all are used, and a warning says so.
        """
        screening, by_hand = self.screening.value, self.edited_levels
        if screening is None:
            return self.spine
        unfit = {each.vertebra.level: each.reason for each in screening.unused}
        return self.spine.without({at: why for at, why in unfit.items() if at not in by_hand})

    @property
    def frame(self) -> Frame:
        """From pixels of the film to the patient axes of `spine`."""
        spacing = (self.spacing.row_mm, self.spacing.column_mm) if self.spacing else None
        return Frame(spacing, self.side.patient_right)

    @cached_property
    def landmarks(self) -> Landmarks:
        """What is marked besides the vertebrae, in the patient axes of `spine`."""
        points = self.landmark_points
        return Landmarks.from_film(
            self.frame,
            c7_centre_px=points.get(Landmark.C7_CENTRE),
            s1_endplate_px=points.get(Landmark.S1_ENDPLATE),
            iliac_crests_px=points.get(Landmark.ILIAC_CRESTS),
            pedicles_px={v.level: v.pedicle_centres for v in self.vertebrae if v.pedicles},
            medial_borders_px={
                v.level: v.medial_borders for v in self.vertebrae if v.medial_borders
            },
        )

    @property
    def posture(self) -> Posture:
        """How the patient is placed: bending on a bending film, else taken as standing."""
        bends = self.view in (View.LEFT_BENDING, View.RIGHT_BENDING)
        return Posture.BENDING if bends else Posture.STANDING

    @cached_property
    def film(self) -> Film:
        """The spine as it is used, with its landmarks and posture.

        Raises
        ------
        measurements.LandmarkError
            If the landmarks do not lie where the spine ends.
        """
        return Film(self.used, self.landmarks, self.posture)

    @cached_property
    def measures(self) -> FilmMeasures:
        """What the film shows beside its angles, each with its reason where it has no value."""
        return FilmMeasures(
            self.film,
            self.screening,
            tuple(
                CurveMeasures(self.film, curve, self.angle_error(*curve.levels), self.settings)
                for curve in self.curves
            ),
            self.settings,
        )

    @cached_property
    def centroid_offsets(self) -> tuple[CentroidOffset, ...]:
        """Sideways step from each vertebra to the next, cranial first."""
        return centroid_offsets(self.spine)

    @cached_property
    def apical_offsets(self) -> tuple[ApicalOffset, ...]:
        """Apical offset of each of `curves`, in their order."""
        return tuple(apical_offset(self.spine, curve) for curve in self.curves)

    def angle_error(self, upper: Level, lower: Level) -> AngleError:
        """Error of a Cobb angle on this film: that of the outlines, but no smaller than a reader's.

        Raises
        ------
        measurements.LevelMissingError
            If a vertebra is not on the film.

        Notes
        -----
        What is expected of the tilts of its two endplates (`tilt_sd_deg`), which err independently,
        where that is known; else what the spread of the corners makes of the angle. The first is
        the difference to one reader and holds that reader's own error.
        """
        ends = self.vertebra(upper).tilt_sd_deg, self.vertebra(lower).tilt_sd_deg
        sem_deg = self.settings.sem_deg
        if ends[0] is None or ends[1] is None:
            return larger_error(self.spine[upper], self.spine[lower], sem_deg=sem_deg)
        expected = math.hypot(ends[0], ends[1])
        reader = reader_error(sem_deg)
        if expected <= reader.sd_deg:
            return reader
        return AngleError(expected, ErrorSource.CORNERS)

    @property
    def edited_levels(self) -> tuple[Level, ...]:
        """Vertebrae whose corners a person placed, cranial first."""
        return tuple(vertebra.level for vertebra in self.vertebrae if vertebra.edited)

    @property
    def outlines_edited(self) -> bool:
        """Whether a person moved, added or deleted a vertebra."""
        return any(edit.action in CHANGES_OUTLINES for edit in self.edits)

    @property
    def review_state(self) -> str:
        """For people: who confirmed the film, who edited it, or that nobody has looked."""
        if self.review:
            return Message("Reviewed by {words}", words=self.review.words)
        return (
            Message("Edited by {editors}, not confirmed", editors=_editors(self.edits))
            if self.edits
            else UNREVIEWED
        )

    def vertebra(self, level: Level) -> LevelledVertebra:
        """Return the vertebra of that level, or raise `measurements.LevelMissingError`."""
        return self.vertebrae[self.spine.vertebrae.index(self.spine[level])]


@dataclass(frozen=True)
class StudyFindings:
    """What was found in a study: each film, and the standing curves on the bending films.

    Raises
    ------
    InvalidFindingsError
        If a film is filed under another view, one view was both measured and refused, or the films
        are measured by different settings.
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

    technique: BendingTechnique = BendingTechnique.UNKNOWN
    """How the bending films were taken, as a person said."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "films", {v: self.films[v] for v in View if v in self.films})
        object.__setattr__(self, "refused", {v: self.refused[v] for v in View if v in self.refused})
        for view, film in self.films.items():
            if film.view is not view:
                raise InvalidFindingsError(
                    Message(
                        "A {view} film is filed as {place}; assign its view again.",
                        view=film.view,
                        place=view,
                    )
                )
            if view in self.refused:
                raise InvalidFindingsError(
                    Message("The {view} film is both measured and refused.", view=view)
                )
        if len({film.settings for film in self.films.values()}) > 1:
            raise InvalidFindingsError(
                Message("The films are measured by different settings; measure all by the same.")
            )
        if tuple(item.curve for item in self.flexibility) != self.curves:
            raise InvalidFindingsError(
                Message(
                    "Flexibility belongs to other curves than those of the standing film; "
                    "measure the study again."
                )
            )
        if any(item.technique is not self.technique for item in self.flexibility):
            raise InvalidFindingsError(
                Message(
                    "Flexibility was measured as by another technique than {technique}; "
                    "measure the study again.",
                    technique=self.technique,
                )
            )

    @property
    def settings(self) -> MeasurementSettings:
        """Conventions and thresholds that all films are measured by."""
        return next((film.settings for film in self.films.values()), DEFAULT_SETTINGS)

    @property
    def standing(self) -> FilmFindings | None:
        """The standing film, or None where it is missing or refused."""
        return self.films.get(View.CORONAL)

    @property
    def curves(self) -> tuple[Curve, ...]:
        """Curves of the standing film, cranial first."""
        return self.standing.curves if self.standing else ()

    @cached_property
    def bends(self) -> tuple[CurveBend, ...]:
        """Each standing curve on the bending films with its errors, in the order of `curves`."""
        left, right = self._spine(View.LEFT_BENDING), self._spine(View.RIGHT_BENDING)
        return tuple(
            CurveBend(self._weighed(item), left, right, self._level_match(item))
            for item in self.flexibility
        )

    @cached_property
    def discs(self) -> Measured[tuple[DiscFlexibility, ...]]:
        """Flexibility disc by disc, cranial first."""
        return Measured.by(self._discs)

    @cached_property
    def adequacy(self) -> Mapping[BendingFilm, BendAdequacy]:
        """How far the trunk bent on each bending film there is; empty without a standing film."""
        if self.standing is None:
            return {}
        return {
            bend: judge_bend(bend, self.standing.film, self.films[view].film)
            for bend, view in BENDING_FILMS.items()
            if view in self.films
        }

    @cached_property
    def level_matches(self) -> Mapping[View, Measured[LevelMatch]]:
        """Whether the bodies on each bending film fit those of the same name standing."""
        if self.standing is None:
            return {}
        return {
            view: Measured.by(partial(match_levels, self.standing.used, film.used))
            for view, film in self.films.items()
            if view is not View.CORONAL
        }

    @cached_property
    def lenke(self) -> Measured[LenkeClassification]:
        """Curve types of Lenke that the films leave open."""
        return Measured.by(
            lambda: classify_lenke(self._standing_film(), [bend.weighed for bend in self.bends])
        )

    @cached_property
    def king(self) -> Measured[KingClassification]:
        """Curve types of King that the films leave open."""
        return Measured.by(
            lambda: classify_king(self._standing_film(), [bend.weighed for bend in self.bends])
        )

    def _weighed(self, item: Flexibility) -> WeighedCurve:
        films = {None: None} | {bend: self.films.get(view) for bend, view in BENDING_FILMS.items()}
        bent, levels = films[item.film], item.curve.levels
        return WeighedCurve(
            item,
            self.films[View.CORONAL].angle_error(*levels),
            bent.angle_error(*levels) if bent else None,
            self.settings,
        )

    def _level_match(self, item: Flexibility) -> LevelMatch | None:
        if item.film is None:
            return None
        return self.level_matches[BENDING_FILMS[item.film]].value

    def _spine(self, view: View) -> Spine | None:
        return self.films[view].used if view in self.films else None

    def _standing_film(self) -> Film:
        if self.standing is None:
            raise CannotMeasureError(NO_STANDING)
        return self.standing.film

    def _discs(self) -> tuple[DiscFlexibility, ...]:
        return disc_profile(
            self._standing_film().spine,
            left_bending=self._spine(View.LEFT_BENDING),
            right_bending=self._spine(View.RIGHT_BENDING),
        )

    def edited_ends(self, curve: Curve) -> tuple[tuple[View, Level], ...]:
        """End vertebrae of a standing curve that a person placed, by the film they are on."""
        return tuple(
            (view, level)
            for view, film in self.films.items()
            for level in curve.levels
            if level in film.edited_levels
        )

    @property
    def review(self) -> Signature | None:
        """Who confirmed the films, and when the last of them; None while one is unconfirmed."""
        reviews = [film.review for film in self.films.values() if film.review]
        if not reviews or len(reviews) < len(self.films):
            return None
        return Signature(
            _listed(review.who for review in reviews), max(review.at for review in reviews)
        )

    @property
    def review_state(self) -> str:
        """For people: who confirmed the study, how far they got, or that nobody has looked."""
        if self.review:
            return Message("Reviewed by {words}", words=self.review.words)
        edits = [edit for film in self.films.values() for edit in film.edits]
        state = (
            Message("Edited by {editors}, not confirmed", editors=_editors(edits))
            if edits
            else UNREVIEWED
        )
        confirmed = sum(film.review is not None for film in self.films.values())
        return (
            Message(
                "{state}; {confirmed} of {count} films confirmed",
                state=state,
                confirmed=confirmed,
                count=len(self.films),
            )
            if confirmed
            else state
        )


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


def _editors(edits: Iterable[Edit]) -> str:
    return _listed(edit.signed.who for edit in edits)


def _listed(names: Iterable[str]) -> str:
    """Join names, each once, in the order in which they come."""
    return joined(Message(" and "), dict.fromkeys(names))
