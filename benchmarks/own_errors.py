"""Whose error it is: ``python -m benchmarks.own_errors DATA``.

Where AASCE has a film twice there are three answers for the tilt of an endplate: two readers' and
the network's. If none knows of the others, what each errs by follows from what they differ by. And
readers who err by that much would not agree with a network that never errs: what such a network
would be scored on `val` is the end of what can be reached with these labels.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.readers import SHOWN, read_twice
from r2mf.bootstrap import mean_interval
from r2mf.errors import SegmentationError
from r2mf.evaluate import angle_figures, matches, segmented
from r2mf.labels import FilmSet, LabelledFilm, read_aasce
from r2mf.protocol import three_angles
from r2mf.quads import endplate_tilts_deg
from r2mf.segmenter import Segmenter

FloatArray = NDArray[np.float64]

TIMES: Final = 200
"""How often the readers' errors are drawn: figures are steady to a tenth of their spread."""

RANGE: Final = (2.5, 97.5)
"""Percentiles between which 95 of 100 draws lie."""


@dataclass(frozen=True, eq=False)
class ReadThrice:
    """Tilts of the endplates of one film in degrees, (N, 2) each: superior, inferior."""

    first: FloatArray
    second: FloatArray
    network: FloatArray

    @property
    def between_readers(self) -> float:
        """Mean square of what readers differ by."""
        return float(np.square(self.first - self.second).mean())

    @property
    def from_readers(self) -> float:
        """Mean square of what the network differs by from either."""
        both = np.stack([self.first, self.second])
        return float(np.square(self.network - both).mean())

    @property
    def of_reader(self) -> float:
        """Mean square of a reader's own error."""
        return self.between_readers / 2

    @property
    def of_network(self) -> float:
        """Mean square of the network's own error; of a single film it can come out below zero.

        References
        ----------
        Grubbs 1948, J Am Stat Assoc 43:243, for three instruments, the first two of them alike.
        """
        return self.from_readers - self.of_reader


def read_thrice(folder: Path, segmenter: Segmenter) -> Iterator[ReadThrice]:
    """Let the network read both crops of every film that was read twice, if it reads both."""
    for first, second, shift in read_twice(folder):
        seen = outlined([first, second], segmenter)
        if len(seen) == 2:
            yield thrice(first.quads, second.quads + shift, seen[0][0])
            yield thrice(second.quads, first.quads - shift, seen[1][0])


def thrice(first: FloatArray, second: FloatArray, network: FloatArray) -> ReadThrice:
    """Take the vertebrae that all three outlined, each (N, 4, 2) on one film."""
    as_second, as_network = matches(first, second), matches(first, network)
    by_all = (as_second >= 0) & (as_network >= 0)
    return ReadThrice(
        endplate_tilts_deg(first[by_all]),
        endplate_tilts_deg(second[as_second[by_all]]),
        endplate_tilts_deg(network[as_network[by_all]]),
    )


def turned(quads: FloatArray, by_deg: FloatArray) -> FloatArray:
    """Turn endplates about their middles, (N, 4, 2) by (N, 2) degrees, as a reader who errs."""
    angle = np.radians(by_deg)[..., None]  # (N, 2, 1)
    ends = quads[:, [[0, 1], [3, 2]]]  # (N, 2 endplates, left and right, 2)
    half = (ends[:, :, 1] - ends[:, :, 0]) / 2  # (N, 2, 2)
    across = np.stack([-half[..., 1], half[..., 0]], axis=-1)
    half = half * np.cos(angle) - across * np.sin(angle)
    middle = ends.mean(axis=2)
    left, right = middle - half, middle + half  # (N, 2, 2)
    return np.stack([left[:, 0], right[:, 0], right[:, 1], left[:, 1]], axis=1)


def misread(
    spines: list[tuple[FloatArray, int]], errors: list[FloatArray], rng: np.random.Generator
) -> dict[str, float]:
    """Score true outlines against readers who err on each as one did on some film.

    Parameters
    ----------
    spines : list of ((N, 4, 2) array, int)
        Outlines that are taken for the truth, and the height of their film.
    errors : list of (M, 2) arrays
        Of a film's endplates each, degrees; begun again where a spine has more vertebrae.
    """
    true, read = [], []
    for quads, height in spines:
        error = rng.choice([-1, 1]) * errors[rng.integers(len(errors))]
        error = np.resize(error, (len(quads), 2))
        true.append(three_angles(quads, height))
        read.append(three_angles(turned(quads, error), height))
    figures = angle_figures(np.array(true), np.array(read))
    return {name: float(values.mean()) for name, values in figures.items()}


def outlined(films: list[LabelledFilm], segmenter: Segmenter) -> list[tuple[FloatArray, int]]:
    """Outline films: (N, 4, 2) corners and the height of each film that is not refused."""
    return [
        (found.quads, len(found.column))
        for _, found in segmented(films, segmenter)
        if not isinstance(found, SegmentationError)
    ]


def print_own_errors(films: list[ReadThrice]) -> None:
    """Print what each errs by."""
    print(f"| an endplate's tilt, {len(films)} crops | standard error, degrees | 95 % |")
    print("|---|---:|---:|")
    for who, part in (
        ("what readers differ by", "between_readers"),
        ("what the network differs by from a reader", "from_readers"),
        ("a reader's own", "of_reader"),
        ("the network's own", "of_network"),
    ):
        squares = np.array([getattr(film, part) for film in films])
        # Both crops of a pair show one film, so pairs are drawn again, not crops.
        low, high = mean_interval(squares.reshape(-1, 2).mean(axis=1))
        low, middle, high = np.sqrt(np.maximum([low, squares.mean(), high], 0))
        print(f"| {who} | {middle:.2f} | {low:.2f} to {high:.2f} |")


def print_reachable(spines: list[tuple[FloatArray, int]], films: list[ReadThrice]) -> None:
    """Print what a network that never errs, and a second reader, would be scored."""
    differences = [film.first - film.second for film in films]
    rng = np.random.default_rng(0)
    print(f"\n| {len(spines)} films of `val` | a network that never errs | a second reader |")
    print("|---|---:|---:|")
    ways = [
        [misread(spines, [share * each for each in differences], rng) for _ in range(TIMES)]
        for share in (np.sqrt(0.5), 1.0)
    ]
    for name in ("smape_percent", "cmae_deg", "largest_mae_deg", "within_5_percent"):
        drawn = [[draw[name] for draw in way] for way in ways]
        cells = [
            f"{np.mean(way):.3g} ({low:.3g} to {high:.3g})"
            for way in drawn
            for low, high in [np.percentile(way, RANGE)]
        ]
        print(f"| {SHOWN[name]} | {' | '.join(cells)} |")


def main() -> None:
    """Parse the command line, measure and print both tables."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help=f"folder with {FilmSet.AASCE}")
    folder = parser.parse_args().data / FilmSet.AASCE
    segmenter = Segmenter.load()
    films = list(read_thrice(folder, segmenter))
    print_own_errors(films)
    # The network's outlines stand for the truth: it errs less than the label, as just printed.
    val = [film for film in read_aasce(folder) if film.split == "val" and film.trustworthy]
    print_reachable(outlined(val, segmenter), films)


if __name__ == "__main__":
    main()
