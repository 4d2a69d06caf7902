"""Measure the cascade on simulated bending: ``python -m r2mf.evaluate_bent DATA``.

Each AASCE ``val`` film is bent by 10, 20 and 30 degrees to either side, with its label corners
(`bending.warped`), and measured like any other film. No labelled bending films of patients are
public: this says how well bent spines are outlined, not how patients bend.

The flexibility rate is that of ``docs/methods.md``, ``(S - B) / S``: the same two end vertebrae on
the standing film and on the one bent towards the curve's convexity, superior endplate of the upper
to inferior endplate of the lower, with signs. The end vertebrae are those of the label, found on
each film where the label has them, so that the error is that of the outlines alone; how often the
count from the lowest vertebra would have named other ones is said beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bending import BendingError, FilmChain, warped
from r2mf.errors import SegmentationError
from r2mf.evaluate import FilmScore, SetScore, matches, score_film, summary, table
from r2mf.labels import FilmSet, LabelledFilm, read_aasce
from r2mf.quads import endplate_tilts_deg, tilts_deg
from r2mf.segmentation import Segmentation
from r2mf.segmenter import Segmenter

TRUNK_BENDS_DEG = (10, 20, 30)
"""Each to the left and to the right of the image."""

SMALLEST_CURVE_DEG = 25.0
"""Curves whose flexibility is judged: a bending film is asked whether a curve comes below this
(Lenke et al. 2001), and the rate of a small curve is mostly noise."""

RATE_AGREEMENT = 10.0
"""Points; about what two readings 3 degrees apart do to the rate of a curve of 40 degrees."""

TURNING_DEG = 5.0
"""A change of tilt below this does not end a curve, as in `measurements`."""


@dataclass(frozen=True, eq=False)
class View:
    """One film, standing or bent, as labelled and as found."""

    label: NDArray[np.float64]
    """(N, 4, 2) label corners."""

    found: Segmentation
    score: FilmScore

    @property
    def found_as(self) -> NDArray[np.intp]:
        """(N,) which found vertebra each labelled one is, -1 where none is."""
        return matches(self.label, self.found.quads)


@dataclass(frozen=True)
class Rate:
    """A curve's flexibility on one bent film."""

    true_percent: float
    measured_percent: float
    """NaN if an end vertebra was not found on both films."""

    same_levels: bool
    """Whether counting up from the lowest vertebra found names the end vertebrae alike on both
    films."""


@dataclass(frozen=True)
class RateScore:
    """The flexibility rates of one trunk bend."""

    curves: int
    measured: int
    rate_mae_points: float
    rate_bias_points: float
    within_10_percent: float
    same_levels_percent: float


def signed_cobb(upper: NDArray[np.float64], lower: NDArray[np.float64]) -> float:
    """Cobb angle between two vertebrae, (4, 2) each, above zero if convex to the image's right."""
    (superior_deg, _), (_, inferior_deg) = endplate_tilts_deg(np.stack([upper, lower]))
    return float(inferior_deg - superior_deg)


def curve_ends(quads: NDArray[np.float64]) -> list[tuple[int, int]]:
    """End vertebrae of every curve of `SMALLEST_CURVE_DEG` or more.

    Down the spine the tilt turns back where it has come `TURNING_DEG` from its last extreme;
    neighbouring curves share that vertebra.
    """
    tilts = np.unwrap(tilts_deg(quads), period=360)
    turns, low, high, heading = [], 0, 0, 0
    for k in range(1, len(tilts)):
        low, high = min(low, k, key=tilts.__getitem__), max(high, k, key=tilts.__getitem__)
        if heading >= 0 and tilts[high] - tilts[k] >= TURNING_DEG:
            turns.append(high)
            low, high, heading = k, k, -1
        elif heading <= 0 and tilts[k] - tilts[low] >= TURNING_DEG:
            turns.append(low)
            low, high, heading = k, k, 1
    turns.append(high if heading > 0 else low)
    return [
        (upper, lower)
        for upper, lower in pairwise(turns)
        if abs(signed_cobb(quads[upper], quads[lower])) >= SMALLEST_CURVE_DEG
    ]


def rates(standing: View, bent: View, trunk_deg: float) -> list[Rate]:
    """Flexibility on one bent film of the curves that it bends towards their convexity."""
    result = []
    for ends in curve_ends(standing.label):
        true = [signed_cobb(*view.label[list(ends)]) for view in (standing, bent)]
        if np.sign(true[0]) != np.sign(trunk_deg):
            continue
        measured, counts = [], []
        for view in (standing, bent):
            at = view.found_as[list(ends)]
            quads = view.found.quads
            measured.append(signed_cobb(*quads[at]) if (at >= 0).all() else np.nan)
            counts.append(len(quads) - at)
        same = not np.isnan(measured).any() and bool((counts[0] == counts[1]).all())
        result.append(Rate(_rate_percent(*true), _rate_percent(*measured), same))
    return result


def _rate_percent(standing_deg: float, bent_deg: float) -> float:
    return 100 * (standing_deg - bent_deg) / standing_deg


def rate_summary(found: list[Rate]) -> RateScore:
    """Average the rates of a trunk bend."""
    errors = np.array([rate.measured_percent - rate.true_percent for rate in found])
    seen = errors[~np.isnan(errors)]
    if not seen.size:
        return RateScore(len(found), 0, np.nan, np.nan, np.nan, np.nan)
    return RateScore(
        curves=len(found),
        measured=len(seen),
        rate_mae_points=float(np.abs(seen).mean()),
        rate_bias_points=float(seen.mean()),
        within_10_percent=float(100 * (np.abs(seen) <= RATE_AGREEMENT).mean()),
        same_levels_percent=float(100 * np.mean([rate.same_levels for rate in found])),
    )


@dataclass(frozen=True, eq=False)
class BentEvaluation:
    """Everything one run saw, by trunk bend."""

    angles: dict[str, SetScore]
    rates: dict[str, RateScore]
    refused: dict[str, str]
    """Film and bend -> why it could not be bent or was not measured."""


def evaluate_bent(films: list[LabelledFilm], segmenter: Segmenter) -> BentEvaluation:
    """Bend every film each way, measure it, and compare with the bent label."""
    scores: dict[str, list[FilmScore]] = {name: [] for name in _names()}
    found: dict[str, list[Rate]] = {name: [] for name in _names()[1:]}
    refused: dict[str, str] = {}
    for number, film in enumerate(films):
        print(f"\r{number + 1} of {len(films)} films", end="", file=sys.stderr, flush=True)
        try:
            chain = FilmChain(film.quads)
            standing = look(film, film.pixels(), film.quads, segmenter)
        except (BendingError, SegmentationError) as error:
            refused[film.name] = str(error)
            continue
        scores["standing"].append(standing.score)
        for name, trunk_deg in _bends():
            try:
                bent = look(
                    film, *warped(film.pixels(), chain, chain.trunk_bend(trunk_deg)), segmenter
                )
            except (BendingError, SegmentationError) as error:
                refused[f"{film.name}, {trunk_deg:+} degrees"] = str(error)
                continue
            scores[name].append(bent.score)
            found[name] += rates(standing, bent, trunk_deg)
    print(file=sys.stderr)
    given = {name: len(films) * (1 if name == "standing" else 2) for name in scores}
    return BentEvaluation(
        {name: summary(part, given[name]) for name, part in scores.items() if part},
        {name: rate_summary(part) for name, part in found.items() if part},
        refused,
    )


def look(
    film: LabelledFilm,
    pixels: NDArray[np.uint8],
    corners: NDArray[np.float64],
    segmenter: Segmenter,
) -> View:
    """Measure a film that is standing or bent."""
    found = segmenter.segment(pixels.astype(np.float32) / 255)
    label = LabelledFilm(film.source, film.name, film.path, film.split, corners)
    return View(corners, found, score_film(label, found, len(pixels)))


def _bends() -> Iterator[tuple[str, int]]:
    """Column of the table, and trunk bend in degrees."""
    return ((f"{size}°", side * size) for size in TRUNK_BENDS_DEG for side in (-1, 1))


def _names() -> list[str]:
    return ["standing", *dict.fromkeys(name for name, _ in _bends())]


def main() -> None:
    """Parse the command line, evaluate, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that holds the labelled sets")
    parser.add_argument("--weights", type=Path, help="default: the shipped ones")
    parser.add_argument("--every", type=int, default=1, help="take every n-th film only")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    films = [film for film in read_aasce(options.data / FilmSet.AASCE) if film.split == "val"]
    result = evaluate_bent(films[:: options.every], Segmenter.load(options.weights))
    for rows in (result.angles, result.rates):
        if rows:
            print(table(rows), end="\n\n")
    for name, reason in result.refused.items():
        print(f"not measured: {name}: {reason}")
    if options.json:
        options.json.write_text(json.dumps(asdict(result), indent=2) + "\n")


if __name__ == "__main__":
    main()
