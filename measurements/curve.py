"""Scoliotic curves: where they end, where their apex is, and their Cobb angle."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from measurements.endplate import Endplate, Point, midpoint, tilt_difference_deg
from measurements.errors import CannotMeasureError, SpineError
from measurements.level import Level
from measurements.spine import Spine
from measurements.vertebra import Vertebra

MINIMUM_CURVE_DEG = 10.0
"""Smallest Cobb angle called scoliosis (SRS Revised Glossary of Terms)."""

REVERSAL_DEG = 5.0
"""Smallest turn back of the tilt that ends a curve.

One reader repeats a Cobb angle within 4.9 degrees (95 %, Morrissy et al. 1990, J Bone Joint Surg
Am 72:320): a smaller reversal may be noise of the endplates, and must not break a curve in two.
"""

PROXIMAL_THORACIC_ENDS_ABOVE = Level.T6
"""First vertebra that is the apex of a main thoracic curve."""

MAIN_THORACIC_ENDS_ABOVE = Level.T12
"""First vertebra that is the apex of a thoracolumbar curve."""

THORACOLUMBAR_ENDS_WITH = Level.L1
"""Last vertebra that is the apex of a thoracolumbar curve."""


class Region(StrEnum):
    """Region of a curve, named by its apex."""

    PROXIMAL_THORACIC = "PT"
    MAIN_THORACIC = "MT"
    THORACOLUMBAR = "TL"
    LUMBAR = "L"


class Convexity(StrEnum):
    """Side to which a curve bulges; an image side where the patient's side is unknown."""

    RIGHT = "right"
    LEFT = "left"
    IMAGE_RIGHT = "image right"
    IMAGE_LEFT = "image left"

    @property
    def sign(self) -> int:
        """Sign of the Cobb angle: 1 to the right, -1 to the left."""
        return 1 if self in (Convexity.RIGHT, Convexity.IMAGE_RIGHT) else -1

    @property
    def side_known(self) -> bool:
        """Whether this is a side of the patient."""
        return self in (Convexity.RIGHT, Convexity.LEFT)


@dataclass(frozen=True)
class Apex:
    """The vertebra or disc most laterally deviated within a curve.

    Examples
    --------
    >>> Apex("T8/T9", (12.0, -140.0)).levels
    (<Level.T8: 'T8'>, <Level.T9: 'T9'>)
    """

    name: str
    """``"T8"`` for a vertebra, ``"T8/T9"`` for the space between two visible ones."""

    point: Point
    """Its centre, ``(x, y)`` in patient axes."""

    def __post_init__(self) -> None:
        if len(self.name.split("/")) > 2 or not set(self.name.split("/")) <= set(Level):
            raise SpineError(
                f'{self.name!r} names no apex; expected a vertebra, "T8", or a disc, "T8/T9"'
            )

    @property
    def levels(self) -> tuple[Level, ...]:
        """The vertebra, or the two that bound the disc."""
        return tuple(Level(name) for name in self.name.split("/"))

    @property
    def rank(self) -> float:
        """Place in cranial to caudal order, as `Level.rank`, a disc half-way."""
        return sum(level.rank for level in self.levels) / len(self.levels)


@dataclass(frozen=True)
class Curve:
    """One curve with the vertebrae it was measured on.

    The Cobb angle lies between the superior endplate of the upper end vertebra and the inferior
    endplate of the lower one (Cobb 1948, AAOS Instr Course Lect 5:261), here with a sign:
    ``tilt(superior) - tilt(inferior)``, positive for a curve convex to the patient's right.

    Raises
    ------
    SpineError
        If the end vertebrae are out of order or the convexity contradicts the angle.
    """

    region: Region
    upper_end_vertebra: Vertebra
    lower_end_vertebra: Vertebra
    apex: Apex
    convexity: Convexity

    def __post_init__(self) -> None:
        upper, lower = self.levels
        if not upper.is_above(lower):
            raise SpineError(f"a curve cannot run from {upper} down to {lower}; swap the two")
        if self.cobb_deg * self.convexity.sign <= 0:
            raise SpineError(
                f"a signed Cobb angle of {self.cobb_deg:.1f} degrees is not convex to the "
                f"{self.convexity}; positive is right, negative is left"
            )

    @property
    def levels(self) -> tuple[Level, Level]:
        """Levels of the upper and the lower end vertebra."""
        return self.upper_end_vertebra.level, self.lower_end_vertebra.level

    @property
    def superior_endplate(self) -> Endplate:
        """Upper line of the angle."""
        return self.upper_end_vertebra.superior_endplate

    @property
    def inferior_endplate(self) -> Endplate:
        """Lower line of the angle."""
        return self.lower_end_vertebra.inferior_endplate

    @property
    def cobb_deg(self) -> float:
        """Signed Cobb angle in (-180, 180] degrees, positive when convex to the right."""
        return tilt_difference_deg(self.superior_endplate, self.inferior_endplate)

    @property
    def magnitude_deg(self) -> float:
        """Cobb angle without its sign, in degrees."""
        return abs(self.cobb_deg)


def find_curves(spine: Spine, *, minimum_deg: float = MINIMUM_CURVE_DEG) -> tuple[Curve, ...]:
    """Find the curves of a spine.

    Parameters
    ----------
    spine : Spine
        The spine as seen on one film.
    minimum_deg : float
        Smallest Cobb angle that counts as a curve, in degrees.

    Returns
    -------
    tuple of Curve
        Cranial first, empty if the spine is straight. Curves that follow one another share an
        end vertebra, unless a bend smaller than `minimum_deg` lies between them.

    Raises
    ------
    CannotMeasureError
        If `minimum_deg` is not a positive number.

    Notes
    -----
    *End vertebrae* are the most tilted above and below the apex (SRS Revised Glossary of Terms):
    the alternating extremes of vertebral tilt along the spine. Tilt turns back by at least
    `REVERSAL_DEG` between them. The mean tilt of both endplates decides, since the vertebra with
    its extreme makes the sum of the two Cobb angles that share it largest. A curve may end at
    the first or last visible vertebra.

    *Apex*: the vertebra or disc farthest from the line that joins the centres of the end
    vertebrae (the regional apex of Acaroglu et al. 2001, Spine 26:1143), so that a film hung
    askew or a trunk that leans does not move it. The vertebra farthest from that line is the
    same whether distance is taken at a right angle or horizontally.

    *Region* by apex (SRS; Lenke et al. 2001, J Bone Joint Surg Am 83:1169): down to the T5/T6
    disc proximal thoracic, to the T11/T12 disc main thoracic, T12 to L1 thoracolumbar, below
    lumbar (lumbosacral apexes included). A high thoracic curve with no thoracic curve below it
    is called main thoracic by convention.
    """
    if not 0 < minimum_deg < math.inf:
        raise CannotMeasureError(
            f"the smallest angle of a curve is {minimum_deg}; expected a positive number of degrees"
        )
    ends = _turning_points(spine.tilts_deg, min(REVERSAL_DEG, minimum_deg))
    runs = [spine.vertebrae[upper : lower + 1] for upper, lower in pairwise(ends)]
    runs = [run for run in runs if abs(_cobb_deg(run)) >= minimum_deg]
    apexes = [_apex(run) for run in runs]
    return tuple(
        Curve(
            region=_region(apex, apexes[place + 1 :]),
            upper_end_vertebra=run[0],
            lower_end_vertebra=run[-1],
            apex=apex,
            convexity=_convexity(_cobb_deg(run), side_known=spine.side_known),
        )
        for place, (run, apex) in enumerate(zip(runs, apexes, strict=True))
    )


def signed_cobb_deg(spine: Spine, upper: Level, lower: Level) -> float:
    """Measure the Cobb angle between two given levels.

    A curve found standing is measured again on another film between the same end vertebrae, as
    its own ends there may be others.

    Parameters
    ----------
    spine : Spine
        The spine on the other film.
    upper, lower : Level
        Levels of the upper and lower end vertebra.

    Returns
    -------
    float
        Signed Cobb angle in (-180, 180] degrees, positive when convex to the right.

    Raises
    ------
    LevelMissingError
        If either level is not visible on this film.
    SpineError
        If `upper` is not above `lower`.
    """
    if not upper.is_above(lower):
        raise SpineError(f"a curve cannot run from {upper} down to {lower}; swap the two")
    return _cobb_deg((spine[upper], spine[lower]))


def apex_on(spine: Spine, name: str) -> Apex:
    """Return the apex of that name as it lies on `spine`.

    Raises
    ------
    LevelMissingError
        If a vertebra it is named by is not visible on this film.
    """
    levels = Apex(name, (0.0, 0.0)).levels
    if len(levels) == 1:
        return Apex(name, spine[levels[0]].centre)
    return _disc(spine[levels[0]], spine[levels[1]])


def _cobb_deg(run: Sequence[Vertebra]) -> float:
    return tilt_difference_deg(run[0].superior_endplate, run[-1].inferior_endplate)


def _convexity(cobb_deg: float, *, side_known: bool) -> Convexity:
    if side_known:
        return Convexity.RIGHT if cobb_deg > 0 else Convexity.LEFT
    return Convexity.IMAGE_RIGHT if cobb_deg > 0 else Convexity.IMAGE_LEFT


def _turning_points(tilts_deg: NDArray[np.float64], reversal_deg: float) -> list[int]:
    """Find the alternating extremes of `tilts_deg` that lie `reversal_deg` or more apart.

    An extreme is settled once the tilt has turned back from it by `reversal_deg`; the last one
    needs no turn back. No index is returned if the tilt never changes that much.
    """
    high = low = 0  # extremes since the last settled one
    settled: list[int] = []
    falling: bool | None = None
    for here, tilt in enumerate(tilts_deg):
        if tilt > tilts_deg[high]:
            high = here
        if tilt < tilts_deg[low]:
            low = here
        if falling is not True and tilts_deg[high] - tilt >= reversal_deg:
            settled.append(high)
            falling, low = True, here
        elif falling is not False and tilt - tilts_deg[low] >= reversal_deg:
            settled.append(low)
            falling, high = False, here
    if falling is None:
        return []
    return [*settled, low if falling else high]


def _apex(run: Sequence[Vertebra]) -> Apex:
    """Find the vertebra or disc of a curve farthest out on its convex side."""
    (top_x, top_y), (bottom_x, bottom_y) = run[0].centre, run[-1].centre
    rise_x, rise_y = top_x - bottom_x, top_y - bottom_y
    side = math.copysign(1.0, _cobb_deg(run))

    def outward(apex: Apex) -> float:  # times the length of the line, which is the same for all
        x, y = apex.point
        return side * ((x - bottom_x) * rise_y - (y - bottom_y) * rise_x)

    bodies = [Apex(vertebra.level, vertebra.centre) for vertebra in run[1:-1]]
    return max([*bodies, *(_disc(upper, lower) for upper, lower in pairwise(run))], key=outward)


def _disc(upper: Vertebra, lower: Vertebra) -> Apex:
    return Apex(
        f"{upper.level}/{lower.level}",
        midpoint(upper.inferior_endplate.midpoint, lower.superior_endplate.midpoint),
    )


def _region(apex: Apex, below: Sequence[Apex]) -> Region:
    """Name the region of a curve, knowing the apexes of the curves below it."""
    if apex.rank > THORACOLUMBAR_ENDS_WITH.rank:
        return Region.LUMBAR
    if apex.rank >= MAIN_THORACIC_ENDS_ABOVE.rank:
        return Region.THORACOLUMBAR
    if apex.rank < PROXIMAL_THORACIC_ENDS_ABOVE.rank and any(
        other.rank < MAIN_THORACIC_ENDS_ABOVE.rank for other in below
    ):
        return Region.PROXIMAL_THORACIC
    return Region.MAIN_THORACIC
