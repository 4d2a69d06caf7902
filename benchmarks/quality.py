"""The cascade by view and by quality of the film: ``python -m benchmarks.quality DATA``.

The AASCE ``val`` films as they are and with simulated bending to either side, in all and in thirds
by contrast and by noise. Both are measured on the film itself at its label corners, never on what
was found, so a film is in its third whatever the network makes of it. A bent film is in the third
of the film it was bent from.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bending import BendingError, FilmChain, warped
from r2mf.edges import Endplates
from r2mf.errors import SegmentationError
from r2mf.evaluate import FilmScore, SetScore, summary
from r2mf.evaluate_bent import look
from r2mf.labels import FilmSet, LabelledFilm, read_aasce
from r2mf.masks import drawn
from r2mf.network import R2MFConfig
from r2mf.segmenter import MARGIN, SIDE_MARGIN, Segmenter
from r2mf.targets import column_quads
from r2mf.window import Region, cut

BEND_DEG = 20.0
"""Trunk bend to either side, the middle one of `r2mf.evaluate_bent`; one a side, so that every
film is one draw of the bootstrap."""

VIEWS = {
    "coronal": 0.0,
    f"bent {BEND_DEG:.0f}° to the image's left": -BEND_DEG,
    f"bent {BEND_DEG:.0f}° to the image's right": BEND_DEG,
}
"""Trunk bend by view, degrees; above zero to the image's right."""

MAD_SD = 1.4826
"""Standard deviation over median absolute value of a normal variable."""

HEADER = (
    "| view | films | measured | column Dice | column HD95 | bodies Dice | bodies HD95 "
    "| corner error | SMAPE | CMAE | largest MAE | within 5° |\n" + "|---|---|" + "---:|" * 10
)
"""Columns of `row`; HD95 is a share of the film's height, a corner error of its vertebra's width;
in brackets 95 % intervals over films."""


@dataclass(frozen=True)
class Quality:
    """How well a film shows its vertebrae, on the window the cascade would see of them."""

    contrast: float
    """Darkening from an endplate to the disc beyond it, median over endplates, as a share of the
    grey range."""

    noise: float
    """Standard deviation from pixel to pixel within the column, likewise."""

    @classmethod
    def of(cls, film: LabelledFilm) -> Quality:
        """Measure a film at its label corners."""
        corners = film.quads.reshape(-1, 2)
        region = Region.around(corners, 1.0, 0.0, (MARGIN, SIDE_MARGIN))
        pixels = film.pixels().astype(np.float32) / 255
        window = cut(pixels, region, 1.0, R2MFConfig.window_height)
        greys, quads = window.pixels[0, 0].numpy(), window.placement.to_window(film.quads)
        return cls(contrast_of(greys, quads), noise_of(greys, quads))


def contrast_of(window: NDArray[np.float32], quads: NDArray[np.float64]) -> float:
    """Darkening from an endplate outward, median over endplates.

    Of each endplate the film is read a quarter of its length inward and outward, in the mean along
    the endplate. The darkening is the largest fall of that profile on its way out, so that it does
    not matter whether the label lies on the rim or a little beside it.

    Parameters
    ----------
    window : (H, W) array
    quads : (N, 4, 2) array
        Row, column in window pixels.

    Returns
    -------
    float
        Grey values.
    """
    profiles = Endplates.of(quads).read(window).mean(axis=1)  # (2 N, R)
    falls = np.maximum.accumulate(profiles, axis=1) - profiles
    return float(np.median(falls.max(axis=1)))


def noise_of(window: NDArray[np.float32], quads: NDArray[np.float64]) -> float:
    """Tell the standard deviation of the noise within the column.

    From the median absolute diagonal detail of the finest Haar wavelet, which edges hardly reach.

    Parameters
    ----------
    window : (H, W) array
    quads : (N, 4, 2) array
        Row, column in window pixels.

    Returns
    -------
    float
        Grey values.

    References
    ----------
    Donoho and Johnstone 1994, Biometrika 81:425, section 4.2.
    """
    across = window[:, 1:] - window[:, :-1]
    detail = (across[1:] - across[:-1]) / 2
    inside = drawn(column_quads(quads), window.shape)[1:, 1:]
    return MAD_SD * float(np.median(np.abs(detail[inside])))


@dataclass(frozen=True)
class Tier:
    """Some of the films, chosen by what they are."""

    name: str
    films: frozenset[str]


def tiers(qualities: dict[str, Quality]) -> list[Tier]:
    """All films, and their thirds by contrast and by noise, lowest first; by name of the film."""
    result = [Tier("all", frozenset(qualities))]
    for quantity in ("contrast", "noise"):
        values = {name: getattr(quality, quantity) for name, quality in qualities.items()}
        low, high = np.quantile(list(values.values()), [1 / 3, 2 / 3])
        names = (f"below {low:.4f}", f"{low:.4f} to {high:.4f}", f"above {high:.4f}")
        third = {name: int(value > low) + int(value > high) for name, value in values.items()}
        result += [
            Tier(f"{quantity} {name}", frozenset(film for film in third if third[film] == number))
            for number, name in enumerate(names)
        ]
    return result


@dataclass(frozen=True, eq=False)
class ViewScores:
    """What became of the films of one view, by name."""

    scores: dict[str, FilmScore]
    refused: dict[str, str]
    """Why a film was not measured."""

    unbendable: dict[str, str]
    """Why a film could not be bent; it is none of the view's films."""

    def of(self, tier: Tier) -> tuple[int, SetScore | None]:
        """Films of a tier, and the figures of those that were measured; None if none was."""
        scores = [score for name, score in self.scores.items() if name in tier.films]
        given = len(tier.films - self.unbendable.keys())
        return given, summary(scores, given) if scores else None


def view_scores(films: list[LabelledFilm], trunk_deg: float, segmenter: Segmenter) -> ViewScores:
    """Measure films that are standing, or bent by `trunk_deg`."""
    seen = ViewScores({}, {}, {})
    for number, film in enumerate(films):
        print(f"\r{number + 1} of {len(films)} films", end="", file=sys.stderr, flush=True)
        try:
            pixels, quads = film.pixels(), film.quads
            if trunk_deg:
                chain = FilmChain(quads)
                pixels, quads = warped(pixels, chain, chain.trunk_bend(trunk_deg))
            seen.scores[film.name] = look(film, pixels, quads, segmenter).score
        except BendingError as error:
            seen.unbendable[film.name] = str(error)
        except SegmentationError as error:
            seen.refused[film.name] = str(error)
    print(file=sys.stderr)
    return seen


def row(view: str, tier: Tier, seen: ViewScores) -> str:
    """Lay out a line of the table."""
    given, score = seen.of(tier)
    if score is None:
        return f"| {view} | {tier.name} | 0 of {given} |" + " |" * 9

    def bounded(name: str, digits: int, unit: str) -> str:
        low, high = score.intervals[name]
        value = getattr(score, name)
        return f"{value:.{digits}f}{unit} ({low:.{digits}f} to {high:.{digits}f})"

    return (
        f"| {view} | {tier.name} | {score.measured} of {given} "
        f"| {bounded('column_dice', 2, '')} | {bounded('column_hd95_percent', 1, ' %')} "
        f"| {score.bodies_dice:.2f} | {score.bodies_hd95_percent:.1f} % "
        f"| {score.corner_error_percent:.0f} % | {bounded('smape_percent', 1, ' %')} "
        f"| {score.cmae_deg:.1f}° | {bounded('largest_mae_deg', 1, '°')} "
        f"| {bounded('within_5_percent', 0, ' %')} |"
    )


def main() -> None:
    """Parse the command line, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that holds the labelled sets")
    parser.add_argument("--weights", type=Path, help="default: the shipped ones")
    parser.add_argument("--every", type=int, default=1, help="take every n-th film only")
    options = parser.parse_args()
    films = [film for film in read_aasce(options.data / FilmSet.AASCE) if film.split == "val"]
    films = films[:: options.every]
    segmenter = Segmenter.load(options.weights)
    parts = tiers({film.name: Quality.of(film) for film in films})
    print(HEADER)
    for view, trunk_deg in VIEWS.items():
        seen = view_scores(films, trunk_deg, segmenter)
        for tier in parts:
            print(row(view, tier, seen), flush=True)
        for name, reason in (seen.refused | seen.unbendable).items():
            print(f"{view}, {name}: {reason}", file=sys.stderr)


if __name__ == "__main__":
    main()
