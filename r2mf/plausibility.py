"""Whether what was found can be the spine on an upright frontal film: the checks, by name.

A network that knows nothing but spines finds one in a hand. Each check compares the chain of
vertebrae with what every spine has in common and refuses the film with one sentence. Thresholds
were set on the AASCE and whole-trunk validation films and on the pictures of
`sample_data.wrong_films`; ``python -m benchmarks.refusals DATA`` prints what they refuse.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from languages import Message
from r2mf.errors import WrongFilmError
from r2mf.quads import axes_of, greys_at

FEWEST_VERTEBRAE: Final = 14
"""A chest film shows T1 to T12 or L1; every whole spine of the validation films shows 16 or 17.
Between them, so that a spine cut off by one or two levels is still measured."""

WHOLE_SPINE: Final = 16
"""A wide picture that shows fewer is taken for a chest film that reaches far down."""

WIDE: Final = 0.8
"""Width over height. Validation films of real spines reach 0.52, chest films start at 0.9."""

LARGEST_SPREAD: Final = 0.104
"""Corner error to expect as a share of the vertebra's width, median of the chain. Validation films
stay under it, real ones under 0.095; of synthetic lateral spines about half lie above, text and
photographs from 0.15."""

LEAST_GROWTH: Final = 0.0
"""Logarithm of the width of the lowest third of the chain over that of the uppermost. Vertebrae
widen downward: at least by 0.21 on validation films of real spines, but for one at 0.14 that shows
no lumbar vertebra; two thirds of the same films turned upside down reach less than this."""

DOUBTFUL_GROWTH: Final = 0.2
"""The same below which the film is also looked at turned by half: of films upside down nine in ten
reach less, and those between the two bounds are recognised at least 1.1 times better that way."""

DOUBTFUL_SPREAD: Final = 0.079
"""Corner error to expect from which the film is also looked at turned by half. Validation films of
real spines that seem to widen downward upside down start at 0.092, and are recognised 1.2 to 1.7
times better the right way up; of 367 upright films none is recognised better upside down. All but
six of the real ones stay below, and cost no second look."""

LEAST_CONTRAST: Final = 0.0
"""Grey of the bodies less that of the tissue beside them, median of the chain, in standard
deviations of the film. Bone is brighter, at least by 0.3 on validation films of real spines."""

BODY: Final = np.linspace(-0.3, 0.3, 5)
"""Where a body is read, across and along, as shares of its width and height from its centre."""

BESIDE: Final = np.array([-1.3, -1.15, -1.0, 1.0, 1.15, 1.3])
"""Where the tissue beside it is read, as shares of its width: beyond pedicles and rib heads."""


BAR_SD: Final = 0.01
"""Standard deviation of the greys of a row or column below which it is a bar."""


@dataclass(frozen=True, eq=False)
class Chain:
    """What the checks look at."""

    film: NDArray[np.float32]
    """(H, W) in [0, 1]."""

    quads: NDArray[np.float64]
    """(N, 4, 2) row, column in film pixels, cranial first."""

    corner_sd_px: NDArray[np.float64]
    """(N,) error to expect of a corner, film pixels."""

    pixel_aspect: float
    """Height of a film pixel over its width."""

    score: float
    """How sure the network is of its vertebrae, the mean of them, in [0, 1]."""

    score_turned: Callable[[], float]
    """Looks at the film turned by half, and gives the same of what is seen then."""

    @property
    def widths(self) -> NDArray[np.float64]:
        """(N,) from the middle of the left side to that of the right side, widths of a pixel."""
        across, _ = axes_of(self.quads)
        return np.linalg.norm(across * [self.pixel_aspect, 1.0], axis=1)


def refuse_implausible(chain: Chain) -> None:
    """Refuse a film on which the chain cannot be a spine seen from the front.

    Raises
    ------
    WrongFilmError
        With the first check that fails, in one sentence.
    """
    for check in CHECKS:
        reason = check(chain)
        if reason is not None:
            raise WrongFilmError(reason)


def refuse_nothing(chain: Chain) -> None:
    """Take whatever was found for a spine: where the thresholds are not those of the weights."""


def long_enough(chain: Chain) -> str | None:
    """Whether the film shows about a whole spine."""
    count = len(chain.quads)
    if count >= FEWEST_VERTEBRAE:
        return None
    return Message(
        "Only {count} vertebrae in a row were found where a whole spine shows 17 and "
        "{fewest} are needed to name them; check that this is an upright "
        "frontal film of the whole spine, not cropped, turned or of another body part.",
        count=count,
        fewest=FEWEST_VERTEBRAE,
    )


def sure_enough(chain: Chain) -> str | None:
    """Whether the network recognises vertebrae, not just something in a row."""
    spread = spread_of(chain)
    if spread <= LARGEST_SPREAD:
        return None
    return Message(
        "The outlines are uncertain all along, by {spread:.0f} % of a vertebra's width "
        "where {most:.0f} % is the most that is measured; check that this is a "
        "frontal film of the spine, not a lateral one or another picture, sharp and well "
        "exposed.",
        spread=100 * spread,
        most=100 * LARGEST_SPREAD,
    )


def widens_downward(chain: Chain) -> str | None:
    """Whether the vertebrae widen downward, as from T1 to L5."""
    if growth_of(chain) >= LEAST_GROWTH:
        return None
    return Message(
        "The vertebrae do not widen from top to bottom as they do from T1 to L5; the "
        "film looks upside down: turn it and check again."
    )


def right_way_up(chain: Chain) -> str | None:
    """Whether the network is surer of the film as it is than turned by half."""
    doubtful = spread_of(chain) >= DOUBTFUL_SPREAD or growth_of(chain) < DOUBTFUL_GROWTH
    if not doubtful or chain.score_turned() < chain.score:
        return None
    return Message(
        "Vertebrae are recognised better on this film turned by half, so it looks upside down; "
        "turn it and check again."
    )


def bone_is_bright(chain: Chain) -> str | None:
    """Whether the bodies are brighter than what lies beside them."""
    if contrast_of(chain) > LEAST_CONTRAST:
        return None
    return Message(
        "The vertebrae are darker than the tissue beside them; the film looks like a "
        "negative: invert its greys so that bone is bright."
    )


def tall_enough(chain: Chain) -> str | None:
    """Whether the picture has the shape of a spine film where it does not show a whole spine."""
    if len(chain.quads) >= WHOLE_SPINE:
        return None
    height, width = picture_size(chain.film)
    share = width / (height * chain.pixel_aspect)
    if share < WIDE:
        return None
    return Message(
        "{count} vertebrae on a picture {share:.1f} times as wide as it is tall look "
        "like a chest film; take a film that shows the spine down to the pelvis.",
        count=len(chain.quads),
        share=share,
    )


CHECKS: Final[tuple[Callable[[Chain], str | None], ...]] = (
    long_enough,
    widens_downward,
    right_way_up,
    sure_enough,
    bone_is_bright,
    tall_enough,
)
"""In the order in which they are tried: of a few vertebrae nothing else can be said, and then the
one with the clearest remedy first."""


def spread_of(chain: Chain) -> float:
    """Corner error to expect over the vertebra's width, median of the chain."""
    return float(np.median(chain.corner_sd_px / chain.widths))


def growth_of(chain: Chain) -> float:
    """Logarithm of the lowest third's mean width over the uppermost third's."""
    third = max(1, len(chain.widths) // 3)
    return float(np.log(chain.widths[-third:].mean() / chain.widths[:third].mean()))


def contrast_of(chain: Chain) -> float:
    """Grey of bodies less that of the tissue beside them; see `LEAST_CONTRAST`."""
    spread = float(chain.film.std())
    body, beside = (
        greys_at(chain.film, chain.quads, across, BODY).mean(axis=(1, 2))
        for across in (BODY, BESIDE)
    )
    return float(np.median(body - beside)) / max(spread, 1e-6)


def picture_size(film: NDArray[np.float32]) -> tuple[int, int]:
    """Height and width of what a film shows, without the uniform bars around it."""
    rows, columns = (np.flatnonzero(film.std(axis=axis) > BAR_SD) for axis in (1, 0))
    if not len(rows) or not len(columns):
        return film.shape[0], film.shape[1]
    return int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
