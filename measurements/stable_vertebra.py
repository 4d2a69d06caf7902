"""Stable and touched vertebra: where the central sacral vertical line meets the spine."""

from collections.abc import Iterator
from dataclasses import dataclass

from languages import Message
from measurements.csvl import CSVL
from measurements.curve import Curve
from measurements.errors import CannotMeasureError
from measurements.film import Film
from measurements.settings import DEFAULT_SETTINGS, MeasurementSettings
from measurements.vertebra import Vertebra

BISECTED_WITHIN = 0.1
"""Largest distance of the line from the middle of a body, as a share of its width as it lies.

A tenth of a body is three to five millimetres: the line of the eye, not of the ruler.
"""


@dataclass(frozen=True)
class LineCrossing:
    """A vertebra and the central sacral vertical line that it was judged against."""

    vertebra: Vertebra
    csvl: CSVL

    @property
    def off_centre(self) -> float:
        """How far the body's middle lies to the right of the line, as a share of its width.

        Horizontally, against the width of the body as it lies; beyond -0.5 and 0.5 the line
        does not touch the body.
        """
        offsets = _corner_offsets(self.vertebra, self.csvl)
        return (max(offsets) + min(offsets)) / 2 / (max(offsets) - min(offsets))

    @property
    def touched(self) -> bool:
        """Whether the line runs through the body or along its edge."""
        offsets = _corner_offsets(self.vertebra, self.csvl)
        return min(offsets) <= 0 <= max(offsets)

    @property
    def bisected(self) -> bool:
        """Whether the line runs through the middle of the body, within `BISECTED_WITHIN`."""
        return abs(self.off_centre) <= BISECTED_WITHIN


def stable_vertebra(
    film: Film, curve: Curve, settings: MeasurementSettings = DEFAULT_SETTINGS
) -> LineCrossing:
    """Find the stable vertebra of a curve.

    Parameters
    ----------
    film : Film
        The standing film that the curve was found on.
    curve : Curve
        The curve.
    settings : MeasurementSettings
        How the central sacral vertical line is drawn.

    Returns
    -------
    LineCrossing
        The most cranial vertebra below the apex that the line bisects, or, where it bisects
        none, the one that it comes nearest to bisecting; `LineCrossing.bisected` tells which.

    Raises
    ------
    LandmarkMissingError
        If S1 or, where the convention needs them, the iliac crests are not marked.
    CannotMeasureError
        If the patient does not stand, or no vertebra below the apex is visible.

    Notes
    -----
    Sources disagree: some call stable what is most nearly bisected, others the most cranial
    vertebra that the line touches. Both are offered, the other as `touched_vertebra`.
    """
    below = list(_below_apex(film, curve, settings))
    bisected = [crossing for crossing in below if crossing.bisected]
    return bisected[0] if bisected else min(below, key=lambda each: abs(each.off_centre))


def touched_vertebra(
    film: Film, curve: Curve, settings: MeasurementSettings = DEFAULT_SETTINGS
) -> LineCrossing:
    """Find the most cranial vertebra below the apex that the central sacral line touches.

    Parameters and errors are those of `stable_vertebra`.

    Raises
    ------
    CannotMeasureError
        Also if the line touches none.
    """
    for crossing in _below_apex(film, curve, settings):
        if crossing.touched:
            return crossing
    raise CannotMeasureError(
        Message(
            "not available: the central sacral vertical line touches no visible vertebra "
            "below {name}; check where S1 is marked",
            name=curve.apex.name,
        )
    )


def _below_apex(film: Film, curve: Curve, settings: MeasurementSettings) -> Iterator[LineCrossing]:
    csvl = CSVL.of(film, settings.csvl_convention)
    below = [v for v in film.spine.vertebrae if v.level.rank > curve.apex.rank]
    if not below:
        raise CannotMeasureError(
            Message(
                "not available: no vertebra below {name} is visible on this film",
                name=curve.apex.name,
            )
        )
    return (LineCrossing(vertebra, csvl) for vertebra in below)


def _corner_offsets(vertebra: Vertebra, csvl: CSVL) -> list[float]:
    sup, inf = vertebra.superior_endplate, vertebra.inferior_endplate
    return [csvl.offset(corner) for corner in (sup.left, sup.right, inf.right, inf.left)]
