"""The shipped studies measured against their truth: ``python -m benchmarks.samples``."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

from r2mf.segmenter import Segmenter
from sample_data import ExpectedCurve, SampleStudy, sample_studies
from studies.analyse import analyse_study
from studies.findings import StudyFindings
from studies.radiograph import View
from studies.read import read_film


@dataclass(frozen=True)
class CurveComparison:
    """One true curve and what was measured of it; None where it was not found or not measured."""

    study: str
    expected: ExpectedCurve
    levels: tuple[str, str] | None
    cobb_deg: float | None
    film: str | None
    rate_percent: float | None

    @property
    def cobb_error_deg(self) -> float | None:
        """Measured less true."""
        return None if self.cobb_deg is None else self.cobb_deg - self.expected.cobb_deg

    @property
    def rate_error_points(self) -> float | None:
        """Measured less true flexibility rate."""
        if self.rate_percent is None:
            return None
        return self.rate_percent - self.expected.flexibility_rate_percent

    @property
    def expected_levels(self) -> tuple[str, str]:
        """True end vertebrae."""
        return self.expected.upper_end_vertebra, self.expected.lower_end_vertebra


def measure(study: SampleStudy, segmenter: Segmenter) -> StudyFindings:
    """Analyse a shipped study from its files."""
    films = {
        View(view): read_film(path.read_bytes(), path.name) for view, path in study.films.items()
    }
    return analyse_study(films, segmenter)


def compare(study: SampleStudy, findings: StudyFindings) -> list[CurveComparison]:
    """Pair every true curve with the measured one of the same region and side."""
    comparisons = []
    for expected in study.expected.curves:
        flexibility = next(
            (
                item
                for item in findings.flexibility
                if item.curve.region == expected.region
                and item.curve.convexity == expected.convexity
            ),
            None,
        )
        if flexibility is None:
            comparisons.append(CurveComparison(study.name, expected, None, None, None, None))
            continue
        upper, lower = flexibility.curve.levels
        comparisons.append(
            CurveComparison(
                study.name,
                expected,
                (str(upper), str(lower)),
                flexibility.curve.cobb_deg,
                str(flexibility.film) if flexibility.film else None,
                flexibility.rate_percent,
            )
        )
    return comparisons


def main() -> None:
    """Measure every shipped study and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--weights", type=Path, help="default: the shipped ones")
    options = parser.parse_args()
    segmenter = Segmenter.load(options.weights)
    print("| study | curve | levels (true) | Cobb (error) | film (true) | rate (error) |")
    print("|---|---|---|---:|---|---:|")
    for study in sample_studies():
        findings = measure(study, segmenter)
        comparisons = compare(study, findings)
        for row in comparisons:
            levels = "-".join(row.levels) if row.levels else "not found"
            cobb = _with_error(row.cobb_deg, row.cobb_error_deg, "°")
            rate = _with_error(row.rate_percent, row.rate_error_points, " %")
            print(
                f"| {study.name} | {row.expected.region} {row.expected.convexity} "
                f"| {levels} ({'-'.join(row.expected_levels)}) | {cobb} "
                f"| {row.film} ({row.expected.film}) | {rate} |"
            )
        extra = len(findings.curves) - sum(row.levels is not None for row in comparisons)
        if extra or not comparisons:
            print(f"| {study.name} | {extra} curves that are not there | | | | |")


def _with_error(value: float | None, error: float | None, unit: str) -> str:
    return "not measured" if value is None or error is None else f"{value:.1f}{unit} ({error:+.1f})"


if __name__ == "__main__":
    main()
