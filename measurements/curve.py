"""Scoliotic curves: where they end, where their apex is, and their Cobb angle."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from languages import Message
from measurements.endplate import Endplate, Point, midpoint, tilt_difference_deg
from measurements.errors import CannotMeasureError, SpineError
from measurements.level import Level
from measurements.spine import Spine
from measurements.vertebra import Vertebra

MINIMUM_CURVE_DEG = 10.0
"""Smallest Cobb angle called scoliosis (SRS Revised Glossary of Terms)."""

MIN_CURVE_VERTEBRAE = 3
"""Fewest visible vertebrae of a curve: its two ends and one between.

Two neighbours hold the wedge of one disc, or one body drawn badly, and no apex.
"""

TIE_DEG = 1e-6
"""Tilts closer than this are equal; far beneath what a film resolves, above rounding."""

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

    RIGHT = Message("right")
    LEFT = Message("left")
    IMAGE_RIGHT = Message("image right")
    IMAGE_LEFT = Message("image left")

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
                Message(
                    '{name!r} names no apex; expected a vertebra, "T8", or a disc, "T8/T9"',
                    name=self.name,
                )
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
            raise SpineError(
                Message(
                    "a curve cannot run from {upper} down to {lower}; swap the two",
                    upper=upper,
                    lower=lower,
                )
            )
        if self.cobb_deg * self.convexity.sign <= 0:
            raise SpineError(
                Message(
                    "a signed Cobb angle of {angle:.1f} degrees is not convex to the "
                    "{convexity}; positive is right, negative is left",
                    angle=self.cobb_deg,
                    convexity=self.convexity,
                )
            )

    @property
    def levels(self) -> tuple[Level, Level]:
        """Levels of the upper and the lower end vertebra."""
        return self.upper_end_vertebra.level, self.lower_end_vertebra.level

    @property
    def region_note(self) -> str:
        """What is debated about the region, empty if nothing is.

        Apexes at T11 and T11/T12 are called main thoracic by the Scoliosis Research Society and
        intermediate by others (abstract of the American Academy of Pediatrics, 2012).
        """
        if Level.T11.rank <= self.apex.rank < MAIN_THORACIC_ENDS_ABOVE.rank:
            return Message(
                "An apex at {name} lies between main thoracic and thoracolumbar; it is "
                "called main thoracic here, and some call it intermediate.",
                name=self.apex.name,
            )
        return ""

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
        end vertebra and lie on opposite sides.

    Raises
    ------
    CannotMeasureError
        If `minimum_deg` is not a positive number.

    Notes
    -----
    *End vertebrae* are the most tilted above and below the apex (SRS Revised Glossary of Terms):
    the alternating extremes of vertebral tilt along the spine. The mean tilt of both endplates
    decides, since the vertebra with its extreme makes the sum of the two Cobb angles that share
    it largest. Of equally tilted vertebrae the one nearest to the apex ends the first curve, and
    the upper one ends every other. A curve may end at the first or last visible vertebra.

    A turn back of less than `minimum_deg`, or between two neighbours only, ends no curve: the
    weakest such turn is smoothed away first, its neighbours being joined to one curve, until
    only curves are left. So a wavering tilt does not break one curve in two of one side.

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
            Message(
                "the smallest angle of a curve is {minimum_deg}; expected a positive number "
                "of degrees",
                minimum_deg=minimum_deg,
            )
        )
    ends = _without_weak_turns(spine, _extremes(spine.tilts_deg), minimum_deg)
    runs = [spine.vertebrae[upper : lower + 1] for upper, lower in pairwise(ends)]
    apexes = [_apex(run) for run in runs]
    return tuple(
        _curve(spine, run, apex, apexes[place + 1 :])
        for place, (run, apex) in enumerate(zip(runs, apexes, strict=True))
    )


def curve_between(spine: Spine, upper: Level, lower: Level) -> Curve:
    """Measure a curve between end vertebrae that a reader chose.

    Parameters
    ----------
    spine : Spine
        The spine as seen on one film.
    upper, lower : Level
        Levels of the upper and lower end vertebra.

    Returns
    -------
    Curve
        With the apex between these ends, and the region that this apex alone names.

    Raises
    ------
    LevelMissingError
        If either level is not visible on this film.
    SpineError
        If `upper` is not above `lower`.
    CannotMeasureError
        If no vertebra is visible between the two, or their endplates are parallel, so that the
        curve has no side.
    """
    cobb_deg = signed_cobb_deg(spine, upper, lower)
    run = [v for v in spine.vertebrae if not (v.level.is_above(upper) or lower.is_above(v.level))]
    if len(run) < MIN_CURVE_VERTEBRAE:
        raise CannotMeasureError(
            Message(
                "no vertebra is visible between {upper} and {lower}, so there is no apex; "
                "choose end vertebrae farther apart",
                upper=upper,
                lower=lower,
            )
        )
    if abs(cobb_deg) < TIE_DEG:
        raise CannotMeasureError(
            Message(
                "the endplates of {upper} and {lower} are parallel, so the curve has no "
                "side; choose other end vertebrae",
                upper=upper,
                lower=lower,
            )
        )
    return _curve(spine, run, _apex(run), ())


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
        raise SpineError(
            Message(
                "a curve cannot run from {upper} down to {lower}; swap the two",
                upper=upper,
                lower=lower,
            )
        )
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


def _curve(spine: Spine, run: Sequence[Vertebra], apex: Apex, below: Sequence[Apex]) -> Curve:
    return Curve(
        region=_region(apex, below),
        upper_end_vertebra=run[0],
        lower_end_vertebra=run[-1],
        apex=apex,
        convexity=_convexity(_cobb_deg(run), side_known=spine.side_known),
    )


def _extremes(tilts_deg: NDArray[np.float64]) -> list[int]:
    """Find where the tilt turns back, with both ends of the spine.

    The upper one of equal neighbours stands for all, at the upper end of the spine the lower.
    """
    ends: list[int] = [0]
    for here in range(1, len(tilts_deg)):
        step = tilts_deg[here] - tilts_deg[ends[-1]]
        if abs(step) < TIE_DEG:
            if len(ends) == 1:
                ends[0] = here
            continue
        before = tilts_deg[ends[-1]] - tilts_deg[ends[-2]] if len(ends) > 1 else -step
        if (step > 0) == (before > 0):
            ends[-1] = here
        else:
            ends.append(here)
    return ends


def _without_weak_turns(spine: Spine, ends: list[int], minimum_deg: float) -> list[int]:
    """Smooth away the turns that make no curve, the weakest first."""
    tilts = spine.tilts_deg
    while weak := [
        place
        for place, (upper, lower) in enumerate(pairwise(ends))
        if lower - upper + 1 < MIN_CURVE_VERTEBRAE or _swing_deg(spine, upper, lower) < minimum_deg
    ]:
        weakest = min(weak, key=lambda place: abs(tilts[ends[place + 1]] - tilts[ends[place]]))
        ends = _joined(tilts, ends, weakest)
    return ends


def _swing_deg(spine: Spine, upper: int, lower: int) -> float:
    """Cobb angle between two vertebrae, positive if it turns the way their tilts do."""
    falls = spine.tilts_deg[upper] > spine.tilts_deg[lower]
    cobb_deg = _cobb_deg((spine.vertebrae[upper], spine.vertebrae[lower]))
    return cobb_deg if falls else -cobb_deg


def _joined(tilts_deg: NDArray[np.float64], ends: list[int], place: int) -> list[int]:
    """Take the turn between `ends[place]` and the next end out of `ends`.

    At an end of the spine its outer end goes. Elsewhere the turns on both sides become one,
    between whichever two of their four ends can bound a curve and lie farthest apart in tilt.
    """
    if len(ends) == 2:
        return []
    if place == 0:
        return ends[1:]
    if place == len(ends) - 2:
        return ends[:-1]
    a, b, c, d = ends[place - 1 : place + 3]
    joined = max(
        [(a, d), (a, b), (c, d)],
        key=lambda pair: (
            pair[1] - pair[0] + 1 >= MIN_CURVE_VERTEBRAE,
            abs(tilts_deg[pair[0]] - tilts_deg[pair[1]]),
        ),
    )
    return [*ends[: place - 1], *joined, *ends[place + 3 :]]


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
