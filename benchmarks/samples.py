"""The shipped studies measured against their truth: ``python -m benchmarks.samples``."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

from measurements import ImageEdge, Level
from r2mf.segmenter import Segmenter
from sample_data import ExpectedCurve, ExpectedFilm, SampleStudy, sample_studies
from studies.analyse import analyse_study, with_bends_swapped, with_lowest_level
from studies.findings import StudyFindings
from studies.radiograph import Radiograph, View
from studies.read import read_film
from studies.side import declared_side

USUAL_LOWEST = "L5"
"""What the app takes the lowest vertebra for until a person says otherwise."""


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
    """Analyse a shipped study from its files, as a person does who reads the R marker.

    Where a file states no side, the side of the marker is declared. Where the app says that the
    bending films are exchanged, they are swapped as it offers. The lowest vertebra is named.
    """
    findings = analyse_study(films_of(study), segmenter)
    if "bends-swapped" in {warning.code for warning in findings.warnings}:
        findings = with_bends_swapped(findings)
    for view, film in study.expected.films.items():
        if View(view) in findings.films and film.levels[-1] != USUAL_LOWEST:
            findings = with_lowest_level(findings, Level(film.levels[-1]), view=View(view))
    return findings


def films_of(study: SampleStudy) -> dict[View, Radiograph]:
    """Read the films as their files name them; the marker's side where a file states none."""
    return {
        View(view): _sided(read_film(path.read_bytes(), path.name), study.expected.films[view])
        for view, path in study.films.items()
    }


def _sided(film: Radiograph, expected: ExpectedFilm) -> Radiograph:
    if film.side.patient_right is not None:
        return film
    return replace(film, side=declared_side(ImageEdge(expected.patient_right)))


def cautions(findings: StudyFindings) -> list[str]:
    """Codes of everything that the app warns of, on the study and on its films."""
    warnings = [*findings.warnings, *(w for film in findings.films.values() for w in film.warnings)]
    return sorted({warning.code for warning in warnings})


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
        print(f"| {study.name} | warned of: {', '.join(cautions(findings)) or 'nothing'} | | | | |")


def _with_error(value: float | None, error: float | None, unit: str) -> str:
    return "not measured" if value is None or error is None else f"{value:.1f}{unit} ({error:+.1f})"


if __name__ == "__main__":
    main()
