"""Random trunks measured against plain formulas: ``python -m benchmarks.measurements``."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

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
    Curve,
    Endplate,
    Film,
    Flexibility,
    Spine,
    Vertebra,
    WeighedCurve,
    apical_translation,
    classify_lenke,
    corner_error,
    coronal_balance,
    find_curves,
    larger_error,
    rate_interval_percent,
    reader_error,
    sample_cobb_deg,
    sample_corners,
    structural_probability,
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

CORNER_SD_MM = 2.0
"""Spread of a corner along each axis: some three degrees of Cobb angle."""

FOUND_DRAWS = 20
"""Draws of a whole spine on which the end vertebrae are chosen anew."""


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


@dataclass
class NoiseCoverage:
    """How often what is stated holds when every corner is off by chance."""

    readings: int = 0
    angle: int = 0
    rate: int = 0
    no_rate: int = 0
    structural: int = 0
    """Curves whose angle left lies right at the threshold, called structural with a probability of
    2.5 to 97.5 %."""

    found: int = 0
    """Readings of which the end vertebrae were chosen on the noisy outlines."""

    found_angle: int = 0
    """Those of which the interval holds the true angle between the true end vertebrae."""


def noise_coverage(seeds: range, corner_sd_mm: float = CORNER_SD_MM) -> NoiseCoverage:
    """Draw every corner again and again, and measure as if that were what the film shows."""
    held, rng = NoiseCoverage(), np.random.default_rng(2)
    for seed in seeds:
        study = phantom_patient(seed, effort_deg=EFFORT_DEG).study_truth()
        films = {view: _spread(film.spine, corner_sd_mm) for view, film in study.films.items()}
        for item in study.flexibility:
            if item.film is not None:
                _locked(item, films, held, rng)
        for _ in range(FOUND_DRAWS):
            _found(study.curves, films["coronal"], held, rng)
    return held


def _spread(spine: Spine, corner_sd_mm: float) -> Spine:
    return replace(
        spine, vertebrae=tuple(replace(v, corner_sd=corner_sd_mm) for v in spine.vertebrae)
    )


def _locked(
    item: Flexibility, films: Mapping[str, Spine], held: NoiseCoverage, rng: np.random.Generator
) -> None:
    """Count what holds at the true end vertebrae."""
    sign = item.curve.convexity.sign
    standing, bending = (
        [films[view][level] for level in item.curve.levels] for view in ("coronal", str(item.film))
    )
    errors = corner_error(*standing), corner_error(*bending)
    true, left = item.curve.magnitude_deg, item.residual_deg
    for read, bent in zip(
        sign * sample_cobb_deg(*standing, DRAWS, rng),
        sign * sample_cobb_deg(*bending, DRAWS, rng),
        strict=True,
    ):
        held.readings += 1
        held.angle += true in errors[0].interval_deg(read)
        chance = structural_probability(bent, errors[1].sd_deg, structural_deg=left)
        held.structural += 0.025 <= chance <= 0.975
        try:
            interval = rate_interval_percent(
                read, bent, standing_error=errors[0], bending_error=errors[1]
            )
        except CannotMeasureError:
            held.no_rate += 1
        else:
            held.rate += item.rate_percent in interval


def _found(
    truths: Sequence[Curve], spine: Spine, held: NoiseCoverage, rng: np.random.Generator
) -> None:
    """Count what holds where end vertebrae are chosen on the noisy outlines."""
    noisy = replace(spine, vertebrae=tuple(_drawn(v, rng) for v in spine.vertebrae))
    for curve in find_curves(noisy):
        for truth in truths:
            if truth.region is curve.region and truth.convexity is curve.convexity:
                ends = curve.upper_end_vertebra, curve.lower_end_vertebra
                held.found += 1
                held.found_angle += truth.magnitude_deg in larger_error(
                    *ends, sem_deg=SD_DEG
                ).interval_deg(curve.magnitude_deg)


def _drawn(vertebra: Vertebra, rng: np.random.Generator) -> Vertebra:
    """Draw a vertebra's corners once."""
    [(sup_left, sup_right, inf_right, inf_left)] = sample_corners(vertebra, 1, rng).tolist()
    return replace(
        vertebra,
        superior_endplate=Endplate(tuple(sup_left), tuple(sup_right)),
        inferior_endplate=Endplate(tuple(inf_left), tuple(inf_right)),
    )


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
    noise = noise_coverage(range(0, len(seeds), 10))
    print(
        f"{noise.readings} readings with {CORNER_SD_MM:g} mm of error in every corner: the truth "
        f"lies in {noise.angle / noise.readings:.1%} of the angles' intervals and in "
        f"{noise.rate / (noise.readings - noise.no_rate):.1%} of the rates'; a curve right at the "
        f"threshold is called structural with 2.5 to 97.5 % in "
        f"{noise.structural / noise.readings:.1%}"
    )
    print(
        f"{noise.found} readings whose end vertebrae were chosen on the noisy outlines: the true "
        f"angle lies in {noise.found_angle / noise.found:.1%} of the intervals"
    )


if __name__ == "__main__":
    main()
