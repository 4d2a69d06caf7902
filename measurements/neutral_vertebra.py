"""Neutral vertebrae: the first without rotation above and below a curve."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from languages import Message
from measurements.curve import Curve
from measurements.errors import CannotMeasureError, LandmarkError
from measurements.film import Film
from measurements.landmark import Pedicles
from measurements.level import Level
from measurements.vertebra import Vertebra

NEUTRAL_SHIFT = 0.05
"""Largest shift of the pedicles, as a share of the body's width, that is called symmetric.

The pedicles lie about half a body's width behind its middle, so this is a rotation of some five
degrees: what a mark placed a millimetre askew on a thoracic vertebra looks like.
"""


@dataclass(frozen=True)
class NeutralVertebra:
    """A vertebra whose pedicles lie symmetrically about the middle of its body."""

    vertebra: Vertebra
    pedicles: Pedicles

    @property
    def shift(self) -> float:
        """Shift of its pedicles, see `pedicle_shift`."""
        return pedicle_shift(self.vertebra, self.pedicles)


def pedicle_shift(vertebra: Vertebra, pedicles: Pedicles) -> float:
    """Measure how far the pedicles lie off the middle of the body.

    Parameters
    ----------
    vertebra : Vertebra
        The body, as its two endplates.
    pedicles : Pedicles
        Its pedicles, marked on the same film.

    Returns
    -------
    float
        Distance of the point half-way between both pedicles from the middle of the body, along
        the body's midline, as a share of the body's width; positive towards the patient's right.
        Zero where the pedicles are symmetric. It orders rotations but is no angle.

    Raises
    ------
    LandmarkError
        If the right pedicle does not lie to the right of the left one.
    """
    midline = vertebra.midline
    across = np.subtract(midline.right, midline.left) / midline.length
    right, left = (
        float(np.subtract(pedicle.centre, vertebra.centre) @ across)
        for pedicle in (pedicles.right, pedicles.left)
    )
    if right <= left:
        raise LandmarkError(
            Message(
                "the right pedicle of {level} lies to the left of the left one; exchange the "
                "two, or check the patient's side",
                level=vertebra.level,
            )
        )
    return (right + left) / 2 / midline.length


def upper_neutral_vertebra(film: Film, curve: Curve) -> NeutralVertebra:
    """Find the first vertebra without rotation at or above the upper end of a curve.

    Parameters
    ----------
    film : Film
        The film that the curve was found on, with pedicles marked.
    curve : Curve
        The curve.

    Returns
    -------
    NeutralVertebra
        The first one, going up from the upper end vertebra, whose pedicles are shifted by no
        more than `NEUTRAL_SHIFT`.

    Raises
    ------
    LandmarkMissingError
        If the pedicles of a vertebra on the way are not marked: it may be the neutral one.
    CannotMeasureError
        If every visible vertebra on the way is rotated.
    """
    above = [v for v in film.spine.vertebrae if not curve.levels[0].is_above(v.level)]
    return _first_neutral(film, reversed(above), curve.levels[0], Message("above"))


def lower_neutral_vertebra(film: Film, curve: Curve) -> NeutralVertebra:
    """Find the first vertebra without rotation at or below the lower end of a curve.

    As `upper_neutral_vertebra`, going down from the lower end vertebra.
    """
    below = [v for v in film.spine.vertebrae if not v.level.is_above(curve.levels[1])]
    return _first_neutral(film, below, curve.levels[1], Message("below"))


def _first_neutral(
    film: Film, on_the_way: Iterable[Vertebra], end: Level, way: str
) -> NeutralVertebra:
    for vertebra in on_the_way:
        found = NeutralVertebra(vertebra, film.landmarks.require_pedicles(vertebra.level))
        if abs(found.shift) <= NEUTRAL_SHIFT:
            return found
    raise CannotMeasureError(
        Message(
            "not available: every vertebra from {end} {way} is rotated, as far as this film "
            "shows; the neutral vertebra may lie off the film",
            end=end,
            way=way,
        )
    )
