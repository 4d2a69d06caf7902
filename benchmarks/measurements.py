"""Random trunks measured against plain formulas: ``python -m benchmarks.measurements``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from benchmarks.plain_truth import (
    TrueCurve,
    near_tie,
    true_balance_mm,
    true_curves,
    true_lenke,
)
from measurements import (
    CannotMeasureError,
    Film,
    Flexibility,
    WeighedCurve,
    apical_translation,
    classify_lenke,
    coronal_balance,
    rate_interval_percent,
    reader_error,
)
from sample_data.phantom import StudyTruth, phantom_patient

TRUNKS = 1000
EFFORT_DEG = 3.5
"""How hard the patients bend: enough to straighten supple curves, not to lay the trunk down."""

ANGLE_DEG, LENGTH_MM, RATE_POINTS = 1e-6, 1e-6, 1e-4
"""Rounding; a rate divides by as little as ten degrees."""

TIE_DEG = 0.1
"""Where less than this decides between two levels, another choice is no difference."""

SD_DEG = 3.0
DRAWS = 400


@dataclass
class Agreement:
    """How many of the trunks agree, and what did not."""

    trunks: int = 0
    ties: int = 0
    curves: int = 0
    types: int = 0
    worst_deg: float = 0.0
    worst_mm: float = 0.0
    worst_points: float = 0.0
    differences: list[str] = field(default_factory=list)


def compare(seeds: range) -> Agreement:
    """Measure the trunks of `seeds` both ways."""
    agreement = Agreement()
    rng = np.random.default_rng(0)
    for seed in seeds:
        study = phantom_patient(seed, effort_deg=EFFORT_DEG).study_truth()
        agreement.trunks += 1
        differences = [f"trunk {seed}: {each}" for each in _differences(study, agreement, rng)]
        if differences and near_tie(study.films["coronal"].corners_px, TIE_DEG):
            agreement.ties += 1
        else:
            agreement.differences += differences
    return agreement


def _differences(
    study: StudyTruth, agreement: Agreement, rng: np.random.Generator
) -> Iterator[str]:
    film, truths = study.films["coronal"].film, true_curves(study)
    expected = [(t.region, t.upper, t.lower, t.apex, t.cobb_deg > 0) for t in truths]
    found = [
        (str(c.region), *map(str, c.levels), c.apex.name, c.cobb_deg > 0) for c in study.curves
    ]
    if found != expected:
        yield f"curves {found}, expected {expected}"
        return
    for truth, item in zip(truths, study.flexibility, strict=True):
        agreement.curves += 1
        yield from _curve_differences(truth, item, film, agreement)
    off = abs(coronal_balance(film).offset - true_balance_mm(study.films["coronal"]))
    agreement.worst_mm = max(agreement.worst_mm, off)
    if off > LENGTH_MM:
        yield f"balance off by {off:g} mm"
    yield from _lenke_differences(study, truths, agreement, rng)


def _curve_differences(
    truth: TrueCurve, item: Flexibility, film: Film, agreement: Agreement
) -> Iterator[str]:
    angles = (item.curve.cobb_deg, item.left.cobb_deg, item.right.cobb_deg, item.residual_deg)
    true_angles = (truth.cobb_deg, truth.left_deg, truth.right_deg, truth.residual_deg)
    degrees = float(np.abs(np.subtract(angles, true_angles)).max())
    points = abs(item.rate_percent - truth.rate_percent)
    millimetres = abs(apical_translation(film, item.curve).offset - truth.translation_mm)
    agreement.worst_deg = max(agreement.worst_deg, degrees)
    agreement.worst_points = max(agreement.worst_points, points)
    agreement.worst_mm = max(agreement.worst_mm, millimetres)
    if degrees > ANGLE_DEG or points > RATE_POINTS or millimetres > LENGTH_MM:
        yield (f"{truth.region}: {degrees:g} degrees, {points:g} points and {millimetres:g} mm off")


def _lenke_differences(
    study: StudyTruth,
    truths: list[TrueCurve],
    agreement: Agreement,
    rng: np.random.Generator,
) -> Iterator[str]:
    try:
        found = classify_lenke(study.films["coronal"].film, list(weighed(study)))
    except CannotMeasureError:
        if any(truth.region != "PT" for truth in truths):
            yield "no Lenke type where there is a curve"
        return
    agreement.types += 1
    expected, doubtful = true_lenke(truths, rng)
    named = {str(candidate.type) for candidate in found.candidates}
    if (named ^ expected) - doubtful:
        yield f"Lenke {sorted(named)}, expected {sorted(expected)}"


def weighed(study: StudyTruth) -> Iterator[WeighedCurve]:
    """Curves of a study with a reader's error."""
    left, right = (study.films[view].spine for view in ("left_bending", "right_bending"))
    for item in study.flexibility:
        yield WeighedCurve.weigh(item, left_bending=left, right_bending=right)


@dataclass
class Coverage:
    """How often intervals hold the truth, over readings with the error that is claimed."""

    readings: int = 0
    angle: int = 0
    rate: int = 0
    no_rate: int = 0


def coverage(seeds: range) -> Coverage:
    """Read the angles of each curve again and again with an error of `SD_DEG`."""
    found, rng, error = Coverage(), np.random.default_rng(1), reader_error(SD_DEG)
    for seed in seeds:
        for truth in true_curves(phantom_patient(seed, effort_deg=EFFORT_DEG).study_truth()):
            size, left = abs(truth.cobb_deg), truth.residual_deg
            for read, bent in zip(
                rng.normal(size, SD_DEG, DRAWS), rng.normal(left, SD_DEG, DRAWS), strict=True
            ):
                found.readings += 1
                found.angle += size in error.interval_deg(read)
                try:
                    interval = rate_interval_percent(
                        read, bent, standing_error=error, bending_error=error
                    )
                except CannotMeasureError:
                    found.no_rate += 1
                else:
                    found.rate += truth.rate_percent in interval
    return found


def main() -> None:
    """Print how far both ways agree, and how often intervals hold the truth."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--trunks", type=int, default=TRUNKS)
    seeds = range(parser.parse_args().trunks)
    agreement = compare(seeds)
    print(f"{agreement.trunks} random trunks")
    print(f"{agreement.curves} curves, {agreement.types} sets of Lenke types compared")
    print(
        f"largest differences: {agreement.worst_deg:.1e} degrees, {agreement.worst_mm:.1e} mm, "
        f"{agreement.worst_points:.1e} points of rate"
    )
    print(
        f"{len(agreement.differences)} differences; besides, {agreement.ties} trunks have other "
        f"curves where less than {TIE_DEG} degree decides"
    )
    for difference in agreement.differences[:20]:
        print("  ", difference)
    held = coverage(range(0, len(seeds), 10))
    print(
        f"{held.readings} readings with {SD_DEG:g} degrees of error: the truth lies in "
        f"{held.angle / held.readings:.1%} of the angles' 95 % intervals and in "
        f"{held.rate / (held.readings - held.no_rate):.1%} of the rates'; "
        f"{held.no_rate / held.readings:.1%} had no rate"
    )


if __name__ == "__main__":
    main()
