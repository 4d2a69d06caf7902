"""A film or a study in, findings out.

Two steps that never mix: the network outlines the vertebrae (`analyse_film`, `analyse_study`),
and everything else is measured from the outlines (`measure_film`, `measure_study`), so that a
shifted level, a declared side or a swapped film recomputes all without the network.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from languages import Message, plural
from measurements import (
    DEFAULT_SETTINGS,
    BendingTechnique,
    ImageEdge,
    Level,
    MeasurementError,
    MeasurementSettings,
    find_curves,
    levels_upward_from,
    measure_flexibility,
)
from measurements.level import USUAL_THORACIC_COUNT
from r2mf import DetectedVertebra, OnStep, Segmentation, SegmentationError
from r2mf.segmentation import silent
from studies.edit import EditError, Signature
from studies.errors import StudyError
from studies.findings import (
    SOFTWARE,
    Corners,
    FilmFindings,
    FindingWarning,
    LevelledVertebra,
    Provenance,
    StudyFindings,
    WarningSource,
)
from studies.gates import VIEW_NAMES, film_warnings, metal_warnings, study_warnings
from studies.history import FEWEST_VERTEBRAE, Marks, check_marks
from studies.identity import same_origins
from studies.radiograph import Radiograph, View
from studies.side import declared_side

USUAL_LOWEST: Final = Level.L5
"""The lowest vertebra of most spines; a person can shift it."""

SAID_BY_GATES: Final = frozenset({"unsure-vertebra", "vertebra-count"})
"""Warnings of the network that the gates give with level names, and anew when levels shift."""

SEGMENTATION_SHARE: Final = 0.9
"""Of the work on a film; the rest is measured."""


class AnalysisError(StudyError):
    """No measurable spine on this film; the rest of the study can be measured."""


class FilmSegmenter(Protocol):
    """Whatever outlines the vertebrae of a film, as `r2mf.segmenter.Segmenter` does."""

    @property
    def version(self) -> str:
        """Version of the trained weights."""

    def segment(
        self, pixels: NDArray[np.float32], *, pixel_aspect: float, on_step: OnStep
    ) -> Segmentation:
        """Outline the vertebrae of a film of shape (H, W) in [0, 1], bone bright."""

    def settle(
        self, pixels: NDArray[np.float32], corners: NDArray[np.float64], *, pixel_aspect: float
    ) -> NDArray[np.float64]:
        """Settle the endplates of one vertebra, (4, 2) corners, on the edges around them."""


def analyse_film(
    radiograph: Radiograph,
    segmenter: FilmSegmenter,
    *,
    view: View | None,
    lowest_level: Level = USUAL_LOWEST,
    settings: MeasurementSettings = DEFAULT_SETTINGS,
    on_step: OnStep = silent,
) -> FilmFindings:
    """Outline the vertebrae of a film and measure it.

    Parameters
    ----------
    radiograph : Radiograph
        The film.
    segmenter : FilmSegmenter
        What finds the vertebrae.
    view : View or None
        Which film of a study it is; None when nobody said.
    lowest_level : Level
        Name of the lowest vertebra on the film; the others are counted upward from it.
    settings : measurements.MeasurementSettings
        Conventions and thresholds to measure by.
    on_step : callable, optional
        Told each step.

    Returns
    -------
    FilmFindings
        Unreviewed.

    Raises
    ------
    AnalysisError
        If no spine was found, or what was found cannot be measured.
    """
    on_step(Message("Finding the vertebrae"), 0.0)
    try:
        segmentation = segmenter.segment(
            radiograph.pixels,
            pixel_aspect=radiograph.pixel_aspect,
            on_step=lambda step, share: on_step(step, share * SEGMENTATION_SHARE),
        )
    except SegmentationError as error:
        raise AnalysisError(str(error)) from error
    if len(segmentation.vertebrae) < FEWEST_VERTEBRAE:
        raise AnalysisError(
            Message(
                "{count} vertebra was found where an angle needs at least "
                "{fewest}; check that the film shows the spine from the front.",
                count=len(segmentation.vertebrae),
                fewest=FEWEST_VERTEBRAE,
            )
        )
    on_step(Message("Measuring"), SEGMENTATION_SHARE)
    start = time.perf_counter()
    try:
        film = _outlined(radiograph, segmentation, view, lowest_level, segmenter.version)
        measured = measure_film(replace(film, settings=settings))
    except MeasurementError as error:
        raise AnalysisError(str(error)) from error
    on_step(Message("Done"), 1.0)
    return replace(measured, seconds={**film.seconds, "measurement": time.perf_counter() - start})


def analyse_study(
    films: Mapping[View, Radiograph],
    segmenter: FilmSegmenter,
    *,
    lowest_level: Level = USUAL_LOWEST,
    settings: MeasurementSettings = DEFAULT_SETTINGS,
    on_step: OnStep = silent,
) -> StudyFindings:
    """Outline the vertebrae of every film of a study and measure the study.

    A film on which no spine is found is refused with its reason and leaves the others.

    Parameters
    ----------
    films : mapping of View to Radiograph
        At least one film.
    segmenter : FilmSegmenter
        What finds the vertebrae.
    lowest_level : Level
        Name of the lowest vertebra on each film.
    settings : measurements.MeasurementSettings
        Conventions and thresholds to measure by.
    on_step : callable, optional
        Told each step.

    Returns
    -------
    StudyFindings
        Unreviewed.

    Raises
    ------
    StudyError
        If there is no film at all.
    """
    if not films:
        raise StudyError(Message("A study needs at least one film; add the standing film."))
    found: dict[View, FilmFindings] = {}
    refused: dict[View, str] = {}
    for index, (view, radiograph) in enumerate(films.items()):
        try:
            found[view] = analyse_film(
                radiograph,
                segmenter,
                view=view,
                lowest_level=lowest_level,
                settings=settings,
                on_step=_part(on_step, VIEW_NAMES[view], index, len(films)),
            )
        except AnalysisError as error:
            refused[view] = str(error)
    on_step(Message("Comparing the films"), 1.0)
    origins = same_origins({view: film.identity for view, film in films.items()})
    found = {view: replace(film, origin=origins[view]) for view, film in found.items()}
    return measure_study(found, refused, Provenance(SOFTWARE, segmenter.version))


def suggested_corners(
    radiograph: Radiograph, segmenter: FilmSegmenter, corners: Corners
) -> Corners:
    """Read one vertebra from the film again, from where a person put it.

    Parameters
    ----------
    radiograph : Radiograph
        The film.
    segmenter : FilmSegmenter
        What settles endplates on edges.
    corners : Corners
        Where the vertebra lies.

    Returns
    -------
    Corners
        Where its endplates are seen near there.
    """
    pixels, aspect = radiograph.pixels, radiograph.pixel_aspect
    seen = segmenter.settle(pixels, np.array(corners), pixel_aspect=aspect)
    a, b, c, d = ((float(row), float(column)) for row, column in seen)
    return a, b, c, d


def measure_film(film: FilmFindings) -> FilmFindings:
    """Measure a film afresh from its outlines, levels, spacing and side.

    Parameters
    ----------
    film : FilmFindings
        Its `curves` and the warnings that came from measuring are replaced.

    Returns
    -------
    FilmFindings
        The same film, unreviewed, with curves and warnings that follow from its vertebrae.

    Raises
    ------
    measurements.MeasurementError
        If the vertebrae cannot be a spine.
    """
    earlier = tuple(w for w in film.warnings if w.source is not WarningSource.MEASUREMENT)
    fresh = replace(film, curves=())
    curves = find_curves(fresh.used, minimum_deg=film.settings.minimum_curve_deg)
    warnings = (*film_warnings(film), *earlier)
    return replace(film, curves=curves, warnings=warnings, review=None)


def measure_study(
    films: Mapping[View, FilmFindings],
    refused: Mapping[View, str],
    provenance: Provenance,
    technique: BendingTechnique = BendingTechnique.UNKNOWN,
) -> StudyFindings:
    """Measure the curves of the standing film again on the bending films.

    Parameters
    ----------
    films : mapping of View to FilmFindings
        The measured films.
    refused : mapping of View to str
        Why the others could not be measured.
    provenance : Provenance
        What made the findings.
    technique : measurements.BendingTechnique
        How the bending films were taken.

    Returns
    -------
    StudyFindings
        Unreviewed, with flexibility for each standing curve and the warnings about the study.
    """
    spines = {view: film.used for view, film in films.items()}
    curves = films[View.CORONAL].curves if View.CORONAL in films else ()
    flexibility = tuple(
        measure_flexibility(
            curve,
            left_bending=spines.get(View.LEFT_BENDING),
            right_bending=spines.get(View.RIGHT_BENDING),
            technique=technique,
        )
        for curve in curves
    )
    study = StudyFindings(films, refused, flexibility, (), provenance, technique)
    return replace(study, warnings=study_warnings(study))


def with_technique(study: StudyFindings, technique: BendingTechnique) -> StudyFindings:
    """Say how the bending films were taken.

    Parameters
    ----------
    study : StudyFindings
        The study.
    technique : measurements.BendingTechnique
        What straightened the curves.

    Returns
    -------
    StudyFindings
        With the same numbers, which are comparable only with those of the same technique.
    """
    return measure_study(study.films, study.refused, study.provenance, technique)


def with_marks(study: StudyFindings, marks: Marks, *, view: View) -> StudyFindings:
    """Correct what is marked on one film.

    Parameters
    ----------
    study : StudyFindings
        The study.
    marks : Marks
        Vertebrae and landmarks as they are to be, with the edits that led there.
    view : View
        The film they are marked on.

    Returns
    -------
    StudyFindings
        Everything measured again without the network; the film is no longer reviewed.

    Raises
    ------
    EditError
        If no film can show such marks; the message is one sentence, and `study` stays as it was.
    """

    def corrected(film: FilmFindings) -> FilmFindings:
        check_marks(marks, film.shape)
        try:
            changed = replace(
                film,
                vertebrae=marks.vertebrae,
                landmark_points=marks.landmark_points,
                edits=marks.edits,
                curves=(),
            )
            _ = changed.film  # refuse landmarks that do not lie where the spine ends
        except MeasurementError as error:
            raise EditError(Message("This cannot be: {error}.", error=error)) from error
        return changed

    return _with_films(study, corrected, view)


def confirmed(study: StudyFindings, review: Signature, *, view: View) -> StudyFindings:
    """Note that a person has confirmed the outlines and levels of a film.

    Parameters
    ----------
    study : StudyFindings
        The study.
    review : Signature
        Who confirms it, and when.
    view : View
        The film.

    Returns
    -------
    StudyFindings
        With the same numbers.

    Raises
    ------
    EditError
        If the person gives no name.
    """
    if not review.by:
        raise EditError(Message("A review needs a name; enter yours, then confirm."))
    return replace(study, films={**study.films, view: replace(study.films[view], review=review)})


def with_lowest_level(
    study: StudyFindings,
    level: Level,
    *,
    view: View | None = None,
    thoracic_count: int = USUAL_THORACIC_COUNT,
) -> StudyFindings:
    """Name the lowest vertebra, and the others upward from it.

    Parameters
    ----------
    study : StudyFindings
        The study.
    level : Level
        The lowest vertebra outlined on the film.
    view : View, optional
        The film to rename; every film when None.
    thoracic_count : int
        Thoracic vertebrae of the patient: 11, 12 or 13.

    Returns
    -------
    StudyFindings
        Everything measured again without the network.

    Raises
    ------
    measurements.MeasurementError
        If the count upward from `level` runs past C7.
    """

    def renamed(film: FilmFindings) -> FilmFindings:
        levels = levels_upward_from(level, len(film.vertebrae), thoracic_count=thoracic_count)
        vertebrae = tuple(
            replace(vertebra, level=name)
            for vertebra, name in zip(film.vertebrae, levels, strict=True)
        )
        return replace(film, vertebrae=vertebrae, curves=())

    return _with_films(study, renamed, view)


def with_patient_right(
    study: StudyFindings, edge: ImageEdge, *, view: View | None = None
) -> StudyFindings:
    """Declare which image edge is the patient's right.

    Parameters
    ----------
    study : StudyFindings
        The study.
    edge : measurements.ImageEdge
        The image edge where the patient's right is.
    view : View, optional
        The film it is declared for; every film when None.

    Returns
    -------
    StudyFindings
        Everything measured again without the network.
    """
    side = declared_side(edge)
    return _with_films(study, lambda film: replace(film, side=side, curves=()), view)


def with_settings(study: StudyFindings, settings: MeasurementSettings) -> StudyFindings:
    """Measure a study by other conventions and thresholds.

    Parameters
    ----------
    study : StudyFindings
        The study.
    settings : measurements.MeasurementSettings
        What to measure by.

    Returns
    -------
    StudyFindings
        Everything measured again without the network, and no film reviewed: whoever confirmed it
        saw other curves.
    """
    return _with_films(study, lambda film: replace(film, settings=settings, curves=()), None)


def with_bends_swapped(study: StudyFindings) -> StudyFindings:
    """Take the left-bending film for the right-bending one and the other way round.

    Parameters
    ----------
    study : StudyFindings
        The study.

    Returns
    -------
    StudyFindings
        Everything measured again without the network.
    """
    swapped = {View.LEFT_BENDING: View.RIGHT_BENDING, View.RIGHT_BENDING: View.LEFT_BENDING}
    films = {
        swapped.get(view, view): measure_film(replace(film, view=swapped.get(view, view)))
        for view, film in study.films.items()
    }
    refused = {swapped.get(view, view): why for view, why in study.refused.items()}
    return measure_study(films, refused, study.provenance, study.technique)


def _with_films(
    study: StudyFindings, change: Callable[[FilmFindings], FilmFindings], view: View | None
) -> StudyFindings:
    """Change the film of one view, or every film when `view` is None, and measure again."""
    films = {
        key: measure_film(change(film)) if view in (None, key) else film
        for key, film in study.films.items()
    }
    return measure_study(films, study.refused, study.provenance, study.technique)


def _outlined(
    radiograph: Radiograph,
    segmentation: Segmentation,
    view: View | None,
    lowest_level: Level,
    weights: str,
) -> FilmFindings:
    """Name what the network found; nothing is measured yet."""
    nameable = _nameable(len(segmentation.vertebrae), lowest_level)
    left_out = len(segmentation.vertebrae) - nameable
    levels = levels_upward_from(lowest_level, nameable)
    vertebrae = tuple(
        _levelled(vertebra, level)
        for vertebra, level in zip(segmentation.vertebrae[left_out:], levels, strict=True)
    )
    return FilmFindings(
        view=view,
        name=radiograph.name,
        sha256=radiograph.sha256,
        shape=radiograph.shape,
        spacing=radiograph.spacing,
        side=radiograph.side,
        view_hint=radiograph.view_guess.view,
        vertebrae=vertebrae,
        curves=(),
        warnings=(
            *_above_c7(left_out),
            *metal_warnings(radiograph.pixels, [found.corners for found in vertebrae]),
            *(
                _from_segmentation(warning.code, warning.message)
                for warning in segmentation.warnings
                if warning.code not in SAID_BY_GATES
            ),
            *(
                FindingWarning("film-note", note, Message("Check the film."), WarningSource.READING)
                for note in radiograph.notes
            ),
        ),
        seconds=dict(segmentation.seconds),
        provenance=Provenance(SOFTWARE, weights),
        off_probability=segmentation.off_probability,
    )


def _nameable(count: int, lowest_level: Level) -> int:
    """How many of `count` vertebrae upward from the lowest have a name we use (C7 is the last)."""
    while count > FEWEST_VERTEBRAE:
        try:
            levels_upward_from(lowest_level, count)
        except MeasurementError:
            count -= 1
        else:
            break
    return count


def _above_c7(count: int) -> tuple[FindingWarning, ...]:
    if not count:
        return ()
    message = plural(
        "{count} vertebra above C7 left out: more were found than there are names.",
        "{count} vertebrae above C7 left out: more were found than there are names.",
        count,
    )
    return (_from_segmentation("above-c7", message),)


def _from_segmentation(code: str, message: str) -> FindingWarning:
    remedy = Message(
        "Check the outlines against the film, and that no vertebra is missed or doubled."
    )
    return FindingWarning(code, message, remedy, WarningSource.SEGMENTATION)


def _levelled(vertebra: DetectedVertebra, level: Level) -> LevelledVertebra:
    a, b, c, d = ((float(row), float(column)) for row, column in vertebra.corners)
    return LevelledVertebra(
        level=level,
        corners=(a, b, c, d),
        score=float(vertebra.score),
        corner_sd_px=float(vertebra.corner_sd_px),
        tilt_sd_deg=vertebra.tilt_sd_deg,
    )


def _part(tell: OnStep, film: str, index: int, count: int) -> OnStep:
    """Report the steps of one film as steps of a study of `count` films."""

    def on_step(step: str, fraction: float) -> None:
        if fraction < 1:
            tell(Message("{step} ({film})", step=step, film=film), (index + fraction) / count)

    return on_step
