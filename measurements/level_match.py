"""The same vertebra on two films: matched by name, checked by the shape of the bodies."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from languages import Message, plural
from measurements.errors import CannotMeasureError
from measurements.frame import Unit
from measurements.level import Level
from measurements.spine import Spine
from measurements.vertebra import Vertebra

WIDTH_SPREAD = 0.09
"""Standard deviation of the logarithm of one body's width from film to film."""

HEIGHT_SPREAD = 0.12
"""The same of its height.

Two readers of one AASCE film differ by 0.07 in width and 0.09 in height; on another film the body
is seen from another side, and what one reader does at one level he does at the next.
"""

MAGNIFICATION_SPREAD = 0.05
"""Standard deviation of the logarithm of magnification between two films in millimetres."""

LARGEST_SHIFT = 2
"""Most levels by which names are looked for to be off."""

NAMES_AGREE = 0.75
"""How likely names are to agree before anything is measured.

With this, over the AASCE films that were read twice, the second reading cut by none, one or two
vertebrae, the answers are right in 90 % and call themselves 95 % sure.
"""

FEWEST_SHARED = 6
"""Fewest vertebrae two films must share at every shift, else sizes decide nothing."""


@dataclass(frozen=True)
class LevelMatch:
    """Which vertebrae two films share, and whether their names are likely the same ones."""

    shared: tuple[Level, ...]
    """Levels that both films show, cranial first: by name, as given."""

    only_standing: tuple[Level, ...]
    only_bending: tuple[Level, ...]

    probabilities: Mapping[int, float] = field(hash=False)
    """How likely each shift of the bending film's names is; positive is caudal.

    With a shift of 1, what the bending film calls L4 is the standing film's L5.
    """

    @property
    def shift(self) -> int:
        """The most likely shift, 0 where the names agree."""
        return max(self.probabilities, key=lambda shift: (self.probabilities[shift], -abs(shift)))

    @property
    def probability(self) -> float:
        """How likely that shift is."""
        return self.probabilities[self.shift]

    @property
    def agrees(self) -> bool:
        """Whether the names are most likely the same vertebrae."""
        return self.shift == 0

    @property
    def is_doubtful(self) -> bool:
        """Whether the sizes of the bodies make the names less likely than they were before.

        On phantoms agreement is 0.97 or more with the right names, and 0.66 or less with names off
        by one.
        """
        return self.probabilities[0] < NAMES_AGREE

    @property
    def reason(self) -> str:
        """What the sizes of the bodies say, and what to do."""
        if self.agrees:
            return Message(
                "Both films show {span}, and the sizes of the bodies fit best as they "
                "are named ({probability:.0%} sure).",
                span=_span(self.shared),
                probability=self.probability,
            )
        said = {"probability": self.probability}
        if self.shift > 0:
            return plural(
                "The sizes of the bodies fit best if every vertebra of the bending film is named "
                "{count} level lower ({probability:.0%} sure); check the lowest vertebra of both "
                "films.",
                "The sizes of the bodies fit best if every vertebra of the bending film is named "
                "{count} levels lower ({probability:.0%} sure); check the lowest vertebra of both "
                "films.",
                self.shift,
                **said,
            )
        return plural(
            "The sizes of the bodies fit best if every vertebra of the bending film is named "
            "{count} level higher ({probability:.0%} sure); check the lowest vertebra of both "
            "films.",
            "The sizes of the bodies fit best if every vertebra of the bending film is named "
            "{count} levels higher ({probability:.0%} sure); check the lowest vertebra of both "
            "films.",
            -self.shift,
            **said,
        )


def match_levels(standing: Spine, bending: Spine) -> LevelMatch:
    """Match the vertebrae of a bending film with those of the standing film.

    Parameters
    ----------
    standing, bending : Spine
        Two films of one patient, levels as named on each.

    Returns
    -------
    LevelMatch
        Matched by name. Each shift of the bending film's names by up to `LARGEST_SHIFT` levels
        is judged by how well widths and heights of the bodies fit, magnification aside.

    Raises
    ------
    CannotMeasureError
        If the films share fewer than `FEWEST_SHARED` vertebrae at one of these shifts.

    Notes
    -----
    Along a spine the bodies grow by about 3 % a level, much as another magnification would make
    them, so that a shift shows mostly in what is this patient's own. Residuals of the logarithms
    of width and height are taken as normal with the spreads above, the magnification as normal
    where both films are in millimetres and as unknown where one is in pixels. The mean over the
    vertebrae shared at a shift stands for all, so that no shift gains from sharing fewer.
    """
    column = sorted({*standing.levels, *bending.levels}, key=lambda level: level.rank)
    one, other = (
        {column.index(v.level): v for v in spine.vertebrae} for spine in (standing, bending)
    )
    same_scale = standing.unit is bending.unit is Unit.MILLIMETRE
    fits = {
        shift: _fit(one, {place + shift: v for place, v in other.items()}, same_scale=same_scale)
        for shift in range(-LARGEST_SHIFT, LARGEST_SHIFT + 1)
    }
    count = min(shared for shared, _ in fits.values())
    if count < FEWEST_SHARED:
        raise CannotMeasureError(
            Message(
                "the films share {count} vertebrae if names are off by up to {shift} "
                "levels, expected at least {fewest}; compare the level names on both "
                "films by eye",
                count=count,
                shift=LARGEST_SHIFT,
                fewest=FEWEST_SHARED,
            )
        )
    prior = (1 - NAMES_AGREE) / (2 * LARGEST_SHIFT)
    weights = {
        shift: math.log(NAMES_AGREE if shift == 0 else prior) - count * misfit
        for shift, (_, misfit) in fits.items()
    }
    most = max(weights.values())
    total = sum(math.exp(weight - most) for weight in weights.values())
    return LevelMatch(
        shared=tuple(level for level in standing.levels if level in bending),
        only_standing=tuple(level for level in standing.levels if level not in bending),
        only_bending=tuple(level for level in bending.levels if level not in standing),
        probabilities={s: math.exp(weight - most) / total for s, weight in weights.items()},
    )


def _fit(
    one: Mapping[int, Vertebra], other: Mapping[int, Vertebra], *, same_scale: bool
) -> tuple[int, float]:
    """How many vertebrae are shared, and the mean misfit of one (negative log-likelihood)."""
    places = sorted(set(one) & set(other))
    if not places:
        return 0, 0.0
    residuals = [
        (math.log(size(other[place]) / size(one[place])), spread)
        for size, spread in _SIZES
        for place in places
    ]
    weight = sum(1 / spread**2 for _, spread in residuals)
    scale = sum(residual / spread**2 for residual, spread in residuals) / weight
    misfit = sum(((residual - scale) / spread) ** 2 for residual, spread in residuals)
    if same_scale:  # the scale is normal too: what is left of it after the fit
        misfit += scale**2 / (MAGNIFICATION_SPREAD**2 + 1 / weight)
    return len(places), misfit / 2 / len(places)


_SIZES: tuple[tuple[Callable[[Vertebra], float], float], ...] = (
    (lambda vertebra: vertebra.midline.length, WIDTH_SPREAD),
    (lambda vertebra: vertebra.height, HEIGHT_SPREAD),
)


def _span(levels: tuple[Level, ...]) -> str:
    return (
        Message("{upper} to {lower}", upper=levels[0], lower=levels[-1])
        if levels
        else Message("no level in common")
    )
