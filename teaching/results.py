"""What a class did on a set of cases."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from languages import Message
from teaching.agreement import Agreement, limits_of_agreement
from teaching.errors import LearnerError, TooFewError
from teaching.reliability import intraclass_correlation, minimal_detectable_change, within_case_sd
from teaching.score import Score

LONGEST_NICKNAME: Final = 24
CLOSE_DEG: Final = 5.0
"""By convention a change of 5 degrees is called progression: no reading should be off by more."""

_NICKNAME: Final = re.compile(r"[^\W_][\w .'-]*")


def checked_nickname(entered: str) -> str:
    """Return a nickname as it may stand in a table.

    Raises
    ------
    LearnerError
        If it is empty, too long, or does not begin with a letter or digit: a spreadsheet may take
        other beginnings for a formula.

    Examples
    --------
    >>> checked_nickname("  Blue heron ")
    'Blue heron'
    """
    nickname = " ".join(entered.split())
    if not nickname:
        raise LearnerError(Message("enter a nickname first; no real name is needed"))
    if len(nickname) > LONGEST_NICKNAME or not _NICKNAME.fullmatch(nickname):
        raise LearnerError(
            Message(
                "a nickname has up to {most} letters, digits, spaces, dots, "
                "dashes or apostrophes and begins with a letter or digit; choose another one",
                most=LONGEST_NICKNAME,
            )
        )
    return nickname


@dataclass(frozen=True)
class Attempt:
    """One case read by one learner, before the truth was shown."""

    learner: str
    score: Score

    def __post_init__(self) -> None:
        if checked_nickname(self.learner) != self.learner:
            raise LearnerError(
                Message(
                    "{learner!r} has stray spaces; check the nickname first", learner=self.learner
                )
            )

    @property
    def case(self) -> str:
        """Name of the case."""
        return self.score.case.name


@dataclass(frozen=True)
class ClassResults:
    """All attempts of a class, and what follows from them.

    Raises
    ------
    LearnerError
        If a learner has read a case twice: the second time is not blind.
    """

    attempts: tuple[Attempt, ...]

    def __post_init__(self) -> None:
        seen: set[tuple[str, str]] = set()
        for attempt in self.attempts:
            if (attempt.learner, attempt.case) in seen:
                raise LearnerError(
                    Message(
                        "{learner} has read {case} twice; only the first time, before the "
                        "truth was shown, counts",
                        learner=attempt.learner,
                        case=attempt.case,
                    )
                )
            seen.add((attempt.learner, attempt.case))

    @property
    def learners(self) -> tuple[str, ...]:
        """Nicknames, in the order of their first attempt."""
        return tuple(dict.fromkeys(attempt.learner for attempt in self.attempts))

    @property
    def cases(self) -> tuple[str, ...]:
        """Names of the cases, in the order of their first attempt."""
        return tuple(dict.fromkeys(attempt.case for attempt in self.attempts))

    def of(self, learner: str) -> ClassResults:
        """Return the results of one learner."""
        return ClassResults(tuple(each for each in self.attempts if each.learner == learner))

    @property
    def errors_deg(self) -> tuple[float, ...]:
        """Whole error of every attempt."""
        return tuple(attempt.score.error_deg for attempt in self.attempts)

    @property
    def mean_error_deg(self) -> float:
        """Mean size of the error, whichever way it goes."""
        return self._mean([abs(error) for error in self.errors_deg])

    @property
    def bias_deg(self) -> float:
        """Mean error: above zero where readings are too large."""
        return self._mean(self.errors_deg)

    @property
    def spread_deg(self) -> float:
        """Standard deviation of the errors.

        Raises
        ------
        TooFewError
            If there are fewer than two attempts.
        """
        if len(self.attempts) < 2:
            raise TooFewError(Message("a spread needs two readings or more"))
        return float(np.std(self.errors_deg, ddof=1))

    @property
    def level_part_deg(self) -> float:
        """Mean size of the part that comes from the choice of level."""
        return self._mean([abs(attempt.score.level_deg) for attempt in self.attempts])

    @property
    def line_part_deg(self) -> float:
        """Mean size of the part that comes from placing the lines."""
        return self._mean([abs(attempt.score.line_deg) for attempt in self.attempts])

    @property
    def close_share(self) -> float:
        """Share of readings within `CLOSE_DEG` of the truth."""
        return self._mean([abs(error) <= CLOSE_DEG for error in self.errors_deg])

    @property
    def levels_share(self) -> float:
        """Share of readings with both end vertebrae right."""
        return self._mean([attempt.score.levels_right for attempt in self.attempts])

    @property
    def side_share(self) -> float:
        """Share of readings with the side named right."""
        return self._mean([attempt.score.side_right for attempt in self.attempts])

    @cached_property
    def agreement(self) -> Agreement:
        """Limits of agreement with the truth; cases, not readings, count as independent."""
        return limits_of_agreement(self.errors_deg, independent=len(self.cases))

    @property
    def sem_deg(self) -> float:
        """Standard error of measurement between learners, in degrees."""
        return within_case_sd(list(by_learner.values()) for by_learner in self._readings.values())

    @property
    def mdc95_deg(self) -> float:
        """Smallest difference between two readings that is beyond their error, in degrees."""
        return minimal_detectable_change(self.sem_deg)

    @property
    def crossed(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Learners and cases of a table without gaps, which ICC(2,1) needs.

        Either those learners who have read every case, with all cases, or all learners with the
        cases that all of them have read: whichever holds more readings.
        """
        readings = self._readings
        complete = tuple(
            learner
            for learner in self.learners
            if all(learner in by_learner for by_learner in readings.values())
        )
        shared = tuple(case for case in self.cases if len(readings[case]) == len(self.learners))
        if len(complete) * len(self.cases) >= len(self.learners) * len(shared):
            return complete, self.cases
        return self.learners, shared

    @property
    def icc(self) -> float:
        """ICC(2,1) of the angles read, over `crossed`."""
        learners, cases = self.crossed
        return intraclass_correlation(
            [[self._readings[case][learner] for learner in learners] for case in cases]
        )

    @cached_property
    def _readings(self) -> Mapping[str, Mapping[str, float]]:
        """Angles read, by case and learner."""
        readings: dict[str, dict[str, float]] = {case: {} for case in self.cases}
        for attempt in self.attempts:
            readings[attempt.case][attempt.learner] = attempt.score.read_deg
        return readings

    def _mean(self, values: Sequence[float]) -> float:
        if not values:
            raise TooFewError(Message("nobody has read a case yet"))
        return float(np.mean(values))
