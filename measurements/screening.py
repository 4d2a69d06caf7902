"""Vertebrae that do not fit into their spine, set aside before anything is measured."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median

from languages import Message
from measurements.errors import CannotMeasureError
from measurements.level import Level
from measurements.spine import MIN_VERTEBRAE, Spine
from measurements.vertebra import Vertebra

# Of the 7446 hand-drawn vertebrae of 438 standing films of the AASCE challenge nine lie beyond one
# of the tolerances below, most of them foreshortened at an end of the spine.

DOUBLED_SPACE = 0.6
"""Distance of two centres, in body heights, below which both outline one vertebra."""

MISSING_SPACE = 1.6
"""Distance of two centres, against that of the pairs beside, from which a vertebra is missing."""

WIDTH_FACTOR = 1.6
"""Largest ratio of a body's width to what its neighbours foretell, either way."""

TALL_FACTOR = 1.8
"""Largest ratio of a body's height to what its neighbours foretell: two outlined as one."""

FLAT_FACTOR = 2.5
"""The same for a flat body; larger, as the ends of the spine are seen foreshortened."""

TILT_DEG = 10.0
"""Largest tilt of a vertebra away from all that its neighbours foretell."""

END_TILT_DEG = 20.0
"""The same for the first and last vertebra, which have neighbours on one side only."""

GROWTH_A_LEVEL = 0.033
"""Growth of the logarithm of width and height from one vertebra to the next, on those films."""

REACH = 3
"""Vertebrae on either side that foretell the size of one."""

MAX_UNUSED_SHARE = 1 / 3
"""Largest share of vertebrae set aside; with more, nobody can say which ones are right."""


IT = Message("It")
CHECK_CORNERS = Message("check its corners")
CHECK_COUNT = Message("if both outline one vertebra, delete one and check the level names above it")


class Fault(StrEnum):
    """What is wrong with an outline."""

    DOUBLED = "doubled"
    SIZE = "size"
    TILT = "tilt"


@dataclass(frozen=True)
class UnusedVertebra:
    """A vertebra that was not used."""

    vertebra: Vertebra
    fault: Fault

    misfit: str
    """What was found and what was expected."""

    subject: str
    """The vertebra, as a sentence about it begins after the misfit."""

    remedy: str
    """What to do."""

    @property
    def reason(self) -> str:
        """What was found, what was expected and what to do."""
        return Message(
            "{misfit}. {subject} was not used; {remedy}",
            misfit=self.misfit,
            subject=self.subject,
            remedy=self.remedy,
        )


@dataclass(frozen=True)
class WideSpace:
    """Two vertebrae named as neighbours with room for one between them."""

    upper: Level
    lower: Level

    reason: str
    """What was found, what was expected and what to do."""


@dataclass(frozen=True)
class Screening:
    """A spine without the vertebrae that do not fit into it."""

    spine: Spine
    """What is left to measure on; levels are as given, so names above a doubled one may be off."""

    unused: tuple[UnusedVertebra, ...]
    """What was set aside, the gravest fault first."""

    wide_spaces: tuple[WideSpace, ...]
    """Where a vertebra seems to be missing, cranial first."""


@dataclass(frozen=True)
class _Suspect:
    unused: UnusedVertebra

    gravity: float
    """How far beyond its tolerance, 1 at the tolerance."""


def screen(spine: Spine) -> Screening:
    """Set aside the vertebrae that do not fit into their spine.

    Parameters
    ----------
    spine : Spine
        All the vertebrae outlined on one film.

    Returns
    -------
    Screening
        The spine to measure on, what was set aside, and where a vertebra seems to be missing.

    Raises
    ------
    CannotMeasureError
        If more than `MAX_UNUSED_SHARE` of the vertebrae do not fit.

    Notes
    -----
    Three faults are looked for: two outlines of one body, a body far larger or smaller than its
    neighbours foretell, and one tilted unlike all that its neighbours foretell (each of the two
    beside it, their mean, and the line through the next two on either side). The gravest is set
    aside and the rest judged anew, since a bad vertebra makes its neighbours look bad. Nothing
    depends on the film's turn, spacing or side.
    """
    rest, unused = spine, list[UnusedVertebra]()
    while suspects := list(_suspects(rest)):
        worst = max(suspects, key=lambda suspect: suspect.gravity).unused
        unused.append(worst)
        left = len(rest.vertebrae) - 1
        if len(unused) > MAX_UNUSED_SHARE * len(spine.vertebrae) or left < MIN_VERTEBRAE:
            raise CannotMeasureError(
                Message(
                    "{count} of {all} outlined vertebrae do not fit into one spine, "
                    "among them {levels}; check all outlines on the film",
                    count=len(unused),
                    all=len(spine.vertebrae),
                    levels=", ".join(u.vertebra.level for u in unused),
                )
            )
        rest = rest.without({worst.vertebra.level: worst.reason})
    return Screening(rest, tuple(unused), tuple(_wide_spaces(rest)))


def _suspects(spine: Spine) -> Iterator[_Suspect]:
    yield from _doubled(spine)
    yield from _odd_sizes(
        spine, Message("wide"), lambda v: v.midline.length, WIDTH_FACTOR, WIDTH_FACTOR
    )
    yield from _odd_sizes(spine, Message("tall"), lambda v: v.height, TALL_FACTOR, FLAT_FACTOR)
    yield from _odd_tilts(spine)


def _doubled(spine: Spine) -> Iterator[_Suspect]:
    for upper, lower in pairwise(spine.vertebrae):
        space = math.dist(upper.centre, lower.centre) / ((upper.height + lower.height) / 2)
        if space < DOUBLED_SPACE:
            worse = min(upper, lower, key=lambda v: 1.0 if v.score is None else v.score)
            misfit = Message(
                "{upper} and {lower} overlap: their centres lie {space:.2f} body heights apart, "
                "expected more than {least}",
                upper=upper.level,
                lower=lower.level,
                space=space,
                least=DOUBLED_SPACE,
            )
            unused = UnusedVertebra(worse, Fault.DOUBLED, misfit, worse.level, CHECK_COUNT)
            yield _Suspect(unused, DOUBLED_SPACE / max(space, 1e-9))


def _odd_sizes(
    spine: Spine,
    adjective: str,
    size: Callable[[Vertebra], float],
    large_factor: float,
    small_factor: float,
) -> Iterator[_Suspect]:
    sizes = [math.log(size(vertebra)) for vertebra in spine.vertebrae]
    for here, vertebra in enumerate(spine.vertebrae):
        near = [
            sizes[there] + GROWTH_A_LEVEL * (here - there)
            for there in range(max(0, here - REACH), min(len(sizes), here + REACH + 1))
            if there != here
        ]
        ratio = math.exp(sizes[here] - median(near))
        gravity = max(ratio / large_factor, 1 / ratio / small_factor)
        if gravity > 1 and len(near) >= REACH:  # of two vertebrae nobody can say which is odd
            misfit = Message(
                "{level} is {ratio:.2f} times as {adjective} as its neighbours foretell, "
                "expected between {least:.2f} and {most:.2f}",
                level=vertebra.level,
                ratio=ratio,
                adjective=adjective,
                least=1 / small_factor,
                most=large_factor,
            )
            yield _Suspect(UnusedVertebra(vertebra, Fault.SIZE, misfit, IT, CHECK_CORNERS), gravity)


def _odd_tilts(spine: Spine) -> Iterator[_Suspect]:
    tilts = spine.tilts_deg.tolist()
    for here, vertebra in enumerate(spine.vertebrae):
        foretold, tolerance = _foretold_tilts(tilts, here), TILT_DEG
        if here in (0, len(tilts) - 1):
            tolerance = END_TILT_DEG
        off = min(abs(tilts[here] - tilt) for tilt in foretold)
        if off > tolerance and len(tilts) > MIN_VERTEBRAE:
            misfit = Message(
                "{level} is tilted {off:.0f} degrees away from what its neighbours foretell, "
                "expected at most {tolerance:.0f}",
                level=vertebra.level,
                off=off,
                tolerance=tolerance,
            )
            yield _Suspect(
                UnusedVertebra(vertebra, Fault.TILT, misfit, IT, CHECK_CORNERS), off / tolerance
            )


def _foretold_tilts(tilts_deg: Sequence[float], here: int) -> list[float]:
    """Tilts of the vertebrae beside, between both, and where the line through two leads on.

    The last keeps the sharp turn at the end vertebra of a short curve from being called odd.
    """
    last = len(tilts_deg) - 1
    above, below = tilts_deg[max(0, here - 2) : here], tilts_deg[here + 1 : here + 3]
    foretold = [*above[-1:], *below[:1]]
    if 0 < here < last:
        foretold.append((above[-1] + below[0]) / 2)
    if len(above) == 2:
        foretold.append(2 * above[1] - above[0])
    if len(below) == 2:
        foretold.append(2 * below[0] - below[1])
    if here in (0, last):
        foretold += [*above[:1], *below[1:]]  # in case the one beside is the odd one
    return foretold


def _wide_spaces(spine: Spine) -> Iterator[WideSpace]:
    pairs = list(pairwise(spine.vertebrae))
    spaces = [math.dist(upper.centre, lower.centre) for upper, lower in pairs]
    for here, (upper, lower) in enumerate(pairs):
        beside = [spaces[there] for there in (here - 1, here + 1) if 0 <= there < len(pairs)]
        if not beside or not upper.level.may_lie_on(lower.level):
            continue
        ratio = spaces[here] / (sum(beside) / len(beside))
        if ratio > MISSING_SPACE:
            yield WideSpace(
                upper.level,
                lower.level,
                Message(
                    "{upper} and {lower} lie {ratio:.1f} times as far apart as the "
                    "vertebrae beside them, expected at most {most}; if a vertebra "
                    "is missing between them, outline it, and check the level names above it",
                    upper=upper.level,
                    lower=lower.level,
                    ratio=ratio,
                    most=MISSING_SPACE,
                ),
            )
