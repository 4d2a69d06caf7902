"""The figures of a class, each with a value or the reason why it has none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from languages import Message
from measurements import Interval
from teaching.errors import TooFewError
from teaching.results import CLOSE_DEG, ClassResults


@dataclass(frozen=True)
class Figure:
    """One figure of a class or of a learner."""

    name: str
    unit: str
    """``"degrees"``, ``"%"``, or nothing."""

    value: float | None
    interval: Interval | None = None
    """95 % confidence interval where there is one."""

    note: str = ""
    """Why there is no value, or what the interval rests on."""


def learner_figures(results: ClassResults) -> tuple[Figure, ...]:
    """Tell how the readings of one or of all learners differ from the truth."""
    bias, lower, upper = _agreement(results)
    return (
        bias,
        _figure(Message("Spread (SD of errors)"), "degrees", lambda: results.spread_deg),
        lower,
        upper,
        _figure(Message("Mean size of error"), "degrees", lambda: results.mean_error_deg),
        _figure(
            Message("Mean size, choice of level"),
            "degrees",
            lambda: results.level_part_deg,
        ),
        _figure(
            Message("Mean size, placing of lines"),
            "degrees",
            lambda: results.line_part_deg,
        ),
        _figure(
            Message("Within {limit:.0f} degrees", limit=CLOSE_DEG),
            "%",
            lambda: 100 * results.close_share,
        ),
        _figure(Message("Both end vertebrae right"), "%", lambda: 100 * results.levels_share),
        _figure(Message("Side right"), "%", lambda: 100 * results.side_share),
    )


def class_figures(results: ClassResults) -> tuple[Figure, ...]:
    """Tell the same of the whole class, and how well its learners agree with each other."""
    learners, cases = results.crossed
    crossing = Message(
        "{learners} learners on {cases} cases that all of them read",
        learners=len(learners),
        cases=len(cases),
    )
    return (
        *learner_figures(results),
        _figure(Message("SEM between learners"), "degrees", lambda: results.sem_deg),
        _figure(Message("MDC95"), "degrees", lambda: results.mdc95_deg),
        _figure(Message("ICC(2,1)"), "", lambda: results.icc, crossing),
    )


def _figure(name: str, unit: str, value: Callable[[], float], note: str = "") -> Figure:
    try:
        return Figure(name, unit, value(), note=note)
    except TooFewError as reason:
        return Figure(name, unit, None, note=str(reason))


def _agreement(results: ClassResults) -> tuple[Figure, Figure, Figure]:
    """Bias and both limits, with their intervals where there are cases enough."""
    names = (
        Message("Bias (mean error)"),
        Message("Lower limit of agreement"),
        Message("Upper limit of agreement"),
    )
    try:
        agreement = results.agreement
    except TooFewError as reason:
        lower, upper = (Figure(name, "degrees", None, note=str(reason)) for name in names[1:])
        return _figure(names[0], "degrees", lambda: results.bias_deg), lower, upper
    note = Message("interval from {count} cases", count=agreement.independent)
    bias, lower, upper = (
        Figure(name, "degrees", estimate.value, estimate.interval, note)
        for name, estimate in zip(
            names, (agreement.bias, agreement.lower, agreement.upper), strict=True
        )
    )
    return bias, lower, upper
