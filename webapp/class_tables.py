"""Pure: what a class did, as tables."""

from __future__ import annotations

from typing import Final

import pandas as pd

from languages import Message, begun, say
from teaching import Attempt, ClassResults, Figure
from webapp.score_words import Split, signed_tenths, tenths
from webapp.words import MINUS

FIGURE_COLUMNS: Final = (Message("Figure"), Message("Value"), "95 %", Message("Note"))
LEARNER_COLUMNS: Final = (
    Message("Learner"),
    Message("Cases"),
    Message("Bias"),
    Message("Mean size of error"),
    Message("of level"),
    Message("of lines"),
    Message("Within 5°"),
    Message("Levels right"),
    Message("Side right"),
)
READING_COLUMNS: Final = (
    Message("Learner"),
    Message("Case"),
    Message("True"),
    Message("Read"),
    Message("Error"),
    Message("of level"),
    Message("of lines"),
    Message("Levels, true"),
    Message("Levels, read"),
    Message("Side"),
)


def figure_table(figures: tuple[Figure, ...]) -> pd.DataFrame:
    """Tabulate the figures of a class; what has no value says why."""
    rows = [(say(own.name), _value(own), _interval(own), _note(own)) for own in figures]
    return pd.DataFrame(rows, columns=[say(each) for each in FIGURE_COLUMNS])


def learner_table(results: ClassResults) -> pd.DataFrame:
    """Tabulate the learners, one row each."""
    rows = [_learner(name, results.of(name)) for name in results.learners]
    return pd.DataFrame(rows, columns=[say(each) for each in LEARNER_COLUMNS])


def reading_table(results: ClassResults) -> pd.DataFrame:
    """Tabulate every reading."""
    return pd.DataFrame(
        map(_reading, results.attempts), columns=[say(each) for each in READING_COLUMNS]
    )


def _learner(name: str, own: ClassResults) -> tuple[str, ...]:
    return (
        name,
        str(len(own.cases)),
        signed_tenths(own.bias_deg),
        tenths(own.mean_error_deg),
        tenths(own.level_part_deg),
        tenths(own.line_part_deg),
        f"{own.close_share:.0%}",
        f"{own.levels_share:.0%}",
        f"{own.side_share:.0%}",
    )


def _reading(attempt: Attempt) -> tuple[str, ...]:
    score = attempt.score
    split = Split.of(score)
    return (
        attempt.learner,
        say(attempt.case),
        tenths(split.true),
        tenths(split.read),
        signed_tenths(split.error),
        signed_tenths(split.level),
        signed_tenths(split.line),
        "–".join(score.case.curve.levels),
        "–".join(score.reading.levels),
        say("right")
        if score.side_right
        else say("wrong: {convexity}", convexity=score.reading.convexity),
    )


def _value(figure: Figure) -> str:
    if figure.value is None:
        return say("not available")
    return _written(figure.value, figure)


def _interval(figure: Figure) -> str:
    if figure.interval is None:
        return ""
    ends = (figure.interval.low, figure.interval.high)
    return say(" to ").join(_written(end, figure) for end in ends)


def _note(figure: Figure) -> str:
    return begun(say(figure.note))


def _written(value: float, figure: Figure) -> str:
    if figure.unit == "degrees":
        return tenths(value)
    if figure.unit == "%":
        return f"{value:.0f} %"
    return f"{value:.2f}".replace("-", MINUS)
