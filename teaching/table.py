"""Readings and results as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from teaching.figure import Figure, class_figures, learner_figures
from teaching.results import Attempt, ClassResults

READING_COLUMNS: Final = (
    "learner",
    "case",
    "truth_from",
    "true_upper",
    "true_lower",
    "true_convexity",
    "true_deg",
    "chosen_upper",
    "chosen_lower",
    "named_convexity",
    "read_deg",
    "error_deg",
    "level_part_deg",
    "line_part_deg",
    "upper_levels_off",
    "lower_levels_off",
    "upper_line_lies_on",
    "lower_line_lies_on",
    "side_right",
)

RESULT_COLUMNS: Final = ("learner", "figure", "value", "low_95", "high_95", "unit", "note")

EVERYBODY: Final = "(all)"
"""Stands where a nickname would; no nickname begins with a bracket."""

DIGITS: Final = 2
"""Of degrees and percent: far beneath what anybody repeats, enough to add up."""


def readings_csv(attempts: Iterable[Attempt]) -> str:
    """Write one row a reading; angles in degrees, positive towards the true convexity."""
    return _csv(READING_COLUMNS, (_reading(attempt) for attempt in attempts))


def results_csv(results: ClassResults) -> str:
    """Write the figures of the class, then those of each learner; what has no value says why."""
    rows = [_figure(EVERYBODY, figure) for figure in class_figures(results)]
    for learner in results.learners:
        rows += [_figure(learner, figure) for figure in learner_figures(results.of(learner))]
    return _csv(RESULT_COLUMNS, rows)


def _reading(attempt: Attempt) -> Sequence[object]:
    score = attempt.score
    curve, reading = score.case.curve, score.reading
    angles = score.read_deg, score.error_deg, score.level_deg, score.line_deg
    return (
        attempt.learner,
        attempt.case,
        score.case.source,
        *curve.levels,
        curve.convexity,
        _number(score.true_deg),
        *reading.levels,
        reading.convexity,
        *map(_number, angles),
        score.upper.levels_off,
        score.lower.levels_off,
        score.upper.drawn_on,
        score.lower.drawn_on,
        "yes" if score.side_right else "no",
    )


def _figure(learner: str, figure: Figure) -> Sequence[object]:
    interval = figure.interval
    ends = (interval.low, interval.high) if interval else (None, None)
    numbers = map(_number, (figure.value, *ends))
    return learner, figure.name, *numbers, figure.unit, figure.note


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.{DIGITS}f}"


def _csv(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return file.getvalue()
