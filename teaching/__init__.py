"""Learning to measure: a case, what a learner reads on it, and how far off that is and why.

It belongs here what is true of a lesson whoever shows it: no pixels, no files, no pages. Points on
a film are ``(row, column)`` in pixels, as everywhere; the angles come from `measurements`, the
only room that this one knows.

Map
    ====================== ================================================================
    `teaching.case`        a curve on a film whose truth is known
    `teaching.reading`     what a learner says of it: end vertebrae, two lines and a side
    `teaching.score`       the error of a reading, split into levels chosen and lines placed
    `teaching.rules`       the rules of measuring, with the numbers of the case at hand
    `teaching.agreement`   limits of agreement of readings with the truth
    `teaching.reliability` how well readings of one case repeat: SEM, MDC and ICC(2,1)
    `teaching.student`     quantiles of Student's t
    `teaching.results`     what a class did on a set of cases
    `teaching.figure`      the figures of a class, each with a value or why it has none
    `teaching.table`       readings and results as CSV
    `teaching.errors`      what is refused
    ====================== ================================================================
"""

from teaching.agreement import Agreement, Estimate, limits_of_agreement
from teaching.case import Case
from teaching.errors import CaseError, LearnerError, ReadingError, TeachingError, TooFewError
from teaching.figure import Figure, class_figures, learner_figures
from teaching.reading import DrawnLine, Reading
from teaching.reliability import intraclass_correlation, minimal_detectable_change, within_case_sd
from teaching.results import Attempt, ClassResults, checked_nickname
from teaching.rules import LevelChoice, level_choices
from teaching.score import EndScore, Plate, PlateName, Score
from teaching.table import readings_csv, results_csv

__all__ = [
    "Agreement",
    "Attempt",
    "Case",
    "CaseError",
    "ClassResults",
    "DrawnLine",
    "EndScore",
    "Estimate",
    "Figure",
    "LearnerError",
    "LevelChoice",
    "Plate",
    "PlateName",
    "Reading",
    "ReadingError",
    "Score",
    "TeachingError",
    "TooFewError",
    "checked_nickname",
    "class_figures",
    "intraclass_correlation",
    "learner_figures",
    "level_choices",
    "limits_of_agreement",
    "minimal_detectable_change",
    "readings_csv",
    "results_csv",
    "within_case_sd",
]
