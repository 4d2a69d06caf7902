"""Sideways offsets: vertebra against vertebra, apex against the curve's ends and plumb lines.

All are horizontal distances, positive towards the patient's right (towards the image's right
where the side is unknown), in millimetres, or in pixels on a film without spacing.
"""

from dataclasses import dataclass
from itertools import pairwise

from languages import Message
from measurements.csvl import CSVL
from measurements.curve import Apex, Curve, Region, apex_on
from measurements.errors import CannotMeasureError
from measurements.film import Film
from measurements.frame import Unit
from measurements.level import Level
from measurements.plumb_line import PlumbLine
from measurements.settings import DEFAULT_SETTINGS, MeasurementSettings
from measurements.spine import Spine


@dataclass(frozen=True)
class CentroidOffset:
    """How far a vertebra's centroid lies to the right of the next visible one's.

    It holds the tilt of the spine as well as any slip, so it is no listhesis.
    """

    upper: Level
    lower: Level
    offset: float
    unit: Unit


@dataclass(frozen=True)
class ApicalOffset:
    """How far an apex lies to the right of the line joining its curve's end vertebrae.

    It is *not* the apical vertebral translation, see `ApicalTranslation`, and needs no landmark.
    """

    apex_name: str
    offset: float
    unit: Unit


@dataclass(frozen=True)
class ApicalTranslation:
    """Apical vertebral translation (AVT): how far an apex stands to the right of its line."""

    apex: Apex

    line: PlumbLine | CSVL
    """C7 plumb line for a thoracic apex, central sacral line for one below."""

    unit: Unit

    @property
    def offset(self) -> float:
        """Horizontal distance, positive when the apex stands to the patient's right."""
        return self.line.offset(self.apex.point)


def centroid_offsets(spine: Spine) -> tuple[CentroidOffset, ...]:
    """Measure each vertebra's centroid against that of the next visible one below.

    Parameters
    ----------
    spine : Spine
        N vertebrae, on a standing or a bending film.

    Returns
    -------
    tuple of CentroidOffset
        N - 1 horizontal offsets ``x(upper) - x(lower)``, cranial first, in the spine's unit.
    """
    return tuple(
        CentroidOffset(upper.level, lower.level, upper.centre[0] - lower.centre[0], spine.unit)
        for upper, lower in pairwise(spine.vertebrae)
    )


def apical_offset(spine: Spine, curve: Curve) -> ApicalOffset:
    """Measure how far the apex of a curve lies from the line joining its end vertebrae.

    Parameters
    ----------
    spine : Spine
        The film to measure on: the one the curve was found on, or another one of the patient.
    curve : Curve
        The curve; its end vertebrae and apex are looked up by level on `spine`.

    Returns
    -------
    ApicalOffset
        Horizontal distance from the line joining the centres of the end vertebrae to the centre
        of the apex, positive towards the patient's right, in the spine's unit. Not the AVT.

    Raises
    ------
    LevelMissingError
        If the apex or an end vertebra is not visible on this film.
    CannotMeasureError
        If the end vertebrae lie at the same height, so that no horizontal meets their line.
    """
    (top_x, top_y), (bottom_x, bottom_y) = (spine[level].centre for level in curve.levels)
    if top_y == bottom_y:
        upper, lower = curve.levels
        raise CannotMeasureError(
            Message(
                "{upper} and {lower} lie at the same height, so the apical offset has no "
                "value; turn the film so that the patient stands upright",
                upper=upper,
                lower=lower,
            )
        )
    x, y = apex_on(spine, curve.apex.name).point
    line_x = bottom_x + (y - bottom_y) / (top_y - bottom_y) * (top_x - bottom_x)
    return ApicalOffset(curve.apex.name, x - line_x, spine.unit)


def apical_translation(
    film: Film, curve: Curve, settings: MeasurementSettings = DEFAULT_SETTINGS
) -> ApicalTranslation:
    """Measure the apical vertebral translation of a curve.

    Parameters
    ----------
    film : Film
        A standing film; the apex is looked up on it by name.
    curve : Curve
        The curve, whose region tells which line its apex is judged against.
    settings : MeasurementSettings
        How the central sacral line is drawn.

    Returns
    -------
    ApicalTranslation
        From the C7 plumb line to the centre of a proximal or main thoracic apex, from the
        central sacral vertical line to that of a thoracolumbar or lumbar one.

    Raises
    ------
    LevelMissingError
        If the apex is not visible on this film.
    LandmarkMissingError
        If C7, or S1 and what the convention needs, is not marked.
    CannotMeasureError
        If the patient does not stand on this film.

    Notes
    -----
    As the Spinal Deformity Study Group defines it (O'Brien et al. 2004, Radiographic Measurement
    Manual), by way of secondary sources: the manual itself could not be read.
    """
    apex = apex_on(film.spine, curve.apex.name)
    if curve.region in (Region.PROXIMAL_THORACIC, Region.MAIN_THORACIC):
        return ApicalTranslation(apex, PlumbLine.of(film), film.spine.unit)
    return ApicalTranslation(apex, CSVL.of(film, settings.csvl_convention), film.spine.unit)
