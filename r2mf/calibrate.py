"""Measure what the cascade's doubts are worth: ``python -m r2mf.calibrate DATA``.

Looks at the ``val`` films with corners, prints how the foretold spread of corners, the interval of
the largest angle and the chance of an error compare with what is observed, and keeps the
calibration in the weights' sidecar. Labels are those on the bone's edge, as the network learned
them, and no film is refused, as what is refused depends on the calibration. Everything that is
fitted is judged on films left out of the fit. Corner and interval are fitted on the real films
alone; the chance of an error, which needs more films that failed, on the generated ones as well.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from matplotlib.figure import Figure
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.stats import rankdata

from r2mf.bootstrap import interval, mean_interval
from r2mf.calibration import DOUBTFUL_CHANCE, Calibration
from r2mf.conventions import on_bone
from r2mf.errors import SegmentationError
from r2mf.evaluate import CLINICAL_AGREEMENT, matches, segmented
from r2mf.labels import FilmSet, LabelledFilm, read_sets
from r2mf.plausibility import refuse_nothing
from r2mf.quads import tilts_deg
from r2mf.segmentation import Segmentation
from r2mf.segmenter import Segmenter
from r2mf.signs import Signs
from r2mf.weights import SHIPPED, load_close, load_weights

FOLDS = 10
"""Parts of the films, each judged by a fit on the others."""

HELD = 0.95
"""Share of films whose largest angle lies within its interval."""

Z_95 = 1.96
"""Standard deviations to either side that hold `HELD` of a normal distribution."""

SHRINKAGE = 1.0
"""Weight of the squared coefficients against the log likelihood, for features of spread one: a
couple of dozen failed films cannot carry more."""

BINS = 8
"""Points of a reliability curve."""

FloatArray = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Observed:
    """One film: what was foretold without calibration, and what was then found against its label.

    M vertebrae were matched with labelled ones.
    """

    source: str
    corner_sd_px: FloatArray
    """(M,) foretold."""

    corner_error_px: FloatArray
    """(M, 8) found less labelled, rows and columns of the four corners."""

    signs: Signs
    swing_error_deg: float
    """Largest angle, found less labelled."""


def observe(film: LabelledFilm, found: Segmentation) -> Observed:
    """Compare what was foretold of a film with its label."""
    quads = found.quads
    spread = np.array([vertebra.corner_sd_px for vertebra in found.vertebrae])
    found_as = matches(film.quads, quads)
    hit = found_as >= 0
    assert found.signs is not None
    return Observed(
        source=film.source,
        corner_sd_px=spread[found_as[hit]],
        corner_error_px=(quads[found_as[hit]] - film.quads[hit]).reshape(-1, 8),
        signs=found.signs,
        swing_error_deg=float(np.ptp(tilts_deg(quads)) - np.ptp(tilts_deg(film.quads))),
    )


def fit(films: list[Observed]) -> Calibration:
    """Fit a calibration: a ratio of root mean squares, a quantile, and a logistic regression."""
    real = [film for film in films if film.source == FilmSet.AASCE] or films
    corner, foretold = (
        np.concatenate([getattr(film, name) for film in real])
        for name in ("corner_error_px", "corner_sd_px")
    )
    angle = [abs(film.swing_error_deg) / film.signs.swing_sd_deg for film in real]
    return Calibration(
        corner_scale=float(np.sqrt((corner**2).mean() / (foretold**2).mean())),
        tilt_share=holding(angle) / Z_95,
        off=fit_odds(np.stack([film.signs.features for film in films]), off_by_much(films)),
    )


def holding(ratios: Sequence[float]) -> float:
    """Tell how many foretold spreads wide an interval must be to hold `HELD` of further films.

    Parameters
    ----------
    ratios : sequence of float
        Of each film, its error over the spread foretold of it; at least one.

    Notes
    -----
    The k-th smallest of n with ``k = ceil(HELD (n + 1))``: of films drawn alike the next one is as
    likely to come before, between or after any of them, however their errors are spread (split
    conformal prediction, Lei et al. 2018, arXiv 1604.04173). Fewer than 19 films cannot promise
    that much; then it is the largest.
    """
    rank = math.ceil(HELD * (len(ratios) + 1))
    return float(np.sort(ratios)[min(rank, len(ratios)) - 1])


def off_by_much(films: Iterable[Observed]) -> NDArray[np.bool_]:
    """Whether the largest angle of each film is off by more than readers agree."""
    return np.array([abs(film.swing_error_deg) > CLINICAL_AGREEMENT for film in films])


def fit_odds(features: FloatArray, happened: NDArray[np.bool_]) -> tuple[float, ...]:
    """Fit a logistic regression with small coefficients, (n, k) and (n,) -> (1 + k,)."""
    mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    scaled = (features - mean) / spread

    def cost(weights: FloatArray) -> float:
        odds = weights[0] + scaled @ weights[1:]
        loss = np.logaddexp(0, odds) - happened * odds
        return float(loss.sum() + SHRINKAGE / 2 * (weights[1:] ** 2).sum())

    weights = minimize(cost, np.zeros(1 + features.shape[1])).x
    slopes = weights[1:] / spread
    return (float(weights[0] - slopes @ mean), *(float(slope) for slope in slopes))


def left_out(films: list[Observed], seed: int = 0) -> list[Calibration]:
    """Fit for each film a calibration on the folds it is not in."""
    fold = np.random.default_rng(seed).permutation(len(films)) % FOLDS
    fits = [
        fit([film for film, part in zip(films, fold, strict=True) if part != this])
        for this in range(FOLDS)
    ]
    return [fits[part] for part in fold]


def coverage(films: list[Observed], calibrations: list[Calibration]) -> FloatArray:
    """Whether the 95 % interval of each film's largest angle holds the label's, (n,) of 0 or 1."""
    half = [
        Z_95 * calibration.tilt_share * film.signs.swing_sd_deg
        for film, calibration in zip(films, calibrations, strict=True)
    ]
    error = np.abs([film.swing_error_deg for film in films])
    return (error <= half).astype(float)


def area_under_curve(chance: FloatArray, happened: NDArray[np.bool_]) -> float:
    """Area under the ROC curve: how often a film that failed has the higher chance.

    The statistic of Mann and Whitney over the number of pairs; nan where nothing or all failed.
    """
    failed = int(happened.sum())
    if failed in (0, len(happened)):
        return float("nan")
    ranks = rankdata(chance)
    lowest = failed * (failed + 1) / 2
    return float((ranks[happened].sum() - lowest) / (failed * (len(happened) - failed)))


def report(films: list[Observed], threshold: float) -> dict[str, dict[str, float]]:
    """Judge calibrations on the films left out of their fits: set -> figure -> value."""
    calibrations = left_out(films)
    chance = np.array(
        [c.off_probability(film.signs) for film, c in zip(films, calibrations, strict=True)]
    )
    figures = {}
    for source in dict.fromkeys(film.source for film in films):
        here = np.array([film.source == source for film in films])
        part = [film for film in films if film.source == source]
        own = [c for film, c in zip(films, calibrations, strict=True) if film.source == source]
        figures[source] = _figures(part, own, chance[here], threshold)
    return figures


def _figures(
    films: list[Observed], calibrations: list[Calibration], chance: FloatArray, threshold: float
) -> dict[str, float]:
    happened, flagged = off_by_much(films), chance > threshold
    covered = coverage(films, calibrations)
    cover_low, cover_high = mean_interval(100 * covered)
    area_low, area_high = interval(
        lambda drawn: area_under_curve(chance[drawn], happened[drawn]), len(films)
    )
    corner = np.concatenate([film.corner_error_px for film in films])
    spread = np.concatenate(
        [c.corner_scale * film.corner_sd_px for film, c in zip(films, calibrations, strict=True)]
    )
    half = [
        Z_95 * c.tilt_share * film.signs.swing_sd_deg
        for film, c in zip(films, calibrations, strict=True)
    ]
    return {
        "films": len(films),
        "corner error over foretold": float(np.sqrt((corner**2).mean() / (spread**2).mean())),
        "corners within 95 % interval, percent": float(
            100 * (np.abs(corner) <= Z_95 * spread[:, None]).mean()
        ),
        "largest angle within 95 % interval, percent": float(100 * covered.mean()),
        "  lower bound of that": cover_low,
        "  upper bound of that": cover_high,
        "half width of that interval, mean degrees": float(np.mean(half)),
        "largest angle off by more than 5 degrees, percent": float(100 * happened.mean()),
        "mean chance foretold, percent": float(100 * chance.mean()),
        "area under the ROC curve": area_under_curve(chance, happened),
        "  lower bound of the area": area_low,
        "  upper bound of the area": area_high,
        "flagged, percent": float(100 * flagged.mean()),
        "flagged of those off, percent": float(100 * flagged[happened].mean()),
        "off among those not flagged, percent": float(100 * happened[~flagged].mean()),
    }


def draw(films: list[Observed], path: Path) -> None:
    """Draw reliability curves as PNG: corners, largest angle, chance; no film is shown."""
    figure = Figure(figsize=(12, 4), layout="constrained")
    corners, angle, odds = figure.subplots(1, 3)
    calibrations = left_out(films)
    for source in dict.fromkeys(film.source for film in films):
        pairs = [
            (film, c) for film, c in zip(films, calibrations, strict=True) if film.source == source
        ]
        spread = np.concatenate([c.corner_scale * film.corner_sd_px for film, c in pairs])
        error = np.concatenate([film.corner_error_px for film, _ in pairs])
        corners.plot(*_binned(spread, np.sqrt((error**2).mean(axis=1))), "o-", label=source)
        half = np.array([Z_95 * c.tilt_share * film.signs.swing_sd_deg for film, c in pairs])
        angle.plot(half, np.abs([film.swing_error_deg for film, _ in pairs]), ".", label=source)
        chance = np.array([c.off_probability(film.signs) for film, c in pairs])
        happened = off_by_much([film for film, _ in pairs])
        odds.plot(*_binned(chance, happened.astype(float), squared=False), "o-", label=source)
    for axes in (corners, angle, odds):
        axes.axline((0, 0), slope=1, color="0.6", linewidth=1)
        axes.set(xlim=(0, None), ylim=(0, None))
        axes.legend(frameon=False)
    corners.set(
        title="Corners", xlabel="foretold SD (px)", ylabel="observed root mean square error (px)"
    )
    angle.set(
        title="Largest angle: 95 % lie below the line",
        xlabel="half width of the 95 % interval (°)",
        ylabel="error (°)",
    )
    odds.set(
        title="Off by more than 5°", xlabel="chance foretold", ylabel="share of films observed"
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)


def _binned(
    foretold: FloatArray, observed: FloatArray, *, squared: bool = True
) -> tuple[FloatArray, FloatArray]:
    """Means of equally many points each, in the order of what was foretold."""
    power = 2 if squared else 1
    parts = np.array_split(np.argsort(foretold), BINS if squared else BINS // 2)
    means = [
        [np.mean(values[part] ** power) ** (1 / power) for part in parts]
        for values in (foretold, observed)
    ]
    return np.array(means[0]), np.array(means[1])


def main() -> None:
    """Parse the command line, fit, print, draw and keep."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that holds the labelled sets")
    parser.add_argument("--weights", type=Path, default=SHIPPED, help="default: the shipped ones")
    parser.add_argument("--figure", type=Path, help="PNG for the reliability curves")
    parser.add_argument("--threshold", type=float, default=DOUBTFUL_CHANCE)
    parser.add_argument("--dry", action="store_true", help="print only; leave the sidecar alone")
    options = parser.parse_args()
    network, sidecar = load_weights(options.weights)
    bare = {key: value for key, value in sidecar.items() if key != "calibration"}
    close = load_close(options.weights)
    segmenter = Segmenter(network, bare, "cpu", judge=refuse_nothing, close=close)
    given = [
        on_bone(film)
        for film in read_sets(options.data)
        if film.split == "val" and film.exact and film.trustworthy
    ]
    films = [
        observe(film, found)
        for film, found in segmented(given, segmenter)
        if not isinstance(found, SegmentationError)
    ]
    calibration = fit(films)
    figures = report(films, options.threshold)
    print(f"corner scale {calibration.corner_scale:.3f}, tilt share {calibration.tilt_share:.3f}")
    print(f"log odds {calibration.off}; no spine found on {len(given) - len(films)} films")
    names = next(iter(figures.values()))
    print("\n| | " + " | ".join(figures) + " |\n|---|" + "---:|" * len(figures))
    for name in names:
        cells = (f"{column[name]:.2f}" for column in figures.values())
        print(f"| {name} | " + " | ".join(cells) + " |")
    if options.figure:
        draw(films, options.figure)
    if not options.dry:
        kept = {**bare, "calibration": {**calibration.document(), "left_out": figures}}
        options.weights.with_suffix(".json").write_text(json.dumps(kept, indent=2) + "\n")


if __name__ == "__main__":
    main()
