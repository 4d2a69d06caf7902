"""What a class did on a set of cases."""

import csv
import io
from dataclasses import replace

import numpy as np
import pytest
from teaching_cases import case_of, read

from measurements import Convexity, Level
from teaching import (
    Attempt,
    ClassResults,
    LearnerError,
    Score,
    TooFewError,
    checked_nickname,
    class_figures,
    intraclass_correlation,
    readings_csv,
    results_csv,
    within_case_sd,
)

CASES = [case_of(place=place, name=f"Case {place + 1}") for place in range(3)]
LEARNERS = ("Ant", "Bee", "Cat")
TURNED = {"Ant": 1.0, "Bee": -2.0, "Cat": 4.0}


def attempt(learner, case, **reading):
    return Attempt(learner, Score(case, read(case, **reading)))


@pytest.fixture(scope="module")
def results():
    """Three learners on three cases; each turns the upper line by as much every time."""
    return ClassResults(
        tuple(
            attempt(learner, case, turned_deg=(case.curve.convexity.sign * TURNED[learner], 0.0))
            for learner in LEARNERS
            for case in CASES
        )
    )


def test_bias_and_spread_are_those_that_were_put_in(results):
    errors = [TURNED[learner] for learner in LEARNERS for _ in CASES]

    assert results.bias_deg == pytest.approx(np.mean(errors))
    assert results.spread_deg == pytest.approx(np.std(errors, ddof=1))
    assert results.mean_error_deg == pytest.approx(7 / 3)
    assert results.level_part_deg == pytest.approx(0, abs=1e-9)
    assert results.line_part_deg == pytest.approx(7 / 3)
    assert (results.close_share, results.levels_share, results.side_share) == (1, 1, 1)


def test_sem_and_icc_are_those_of_the_angles_read(results):
    table = [[case.true_deg + TURNED[learner] for learner in LEARNERS] for case in CASES]

    assert results.sem_deg == pytest.approx(within_case_sd(table))
    assert results.icc == pytest.approx(intraclass_correlation(table))
    assert results.mdc95_deg == pytest.approx(1.959964 * np.sqrt(2) * results.sem_deg)


def test_each_learner_has_results_of_their_own(results):
    assert results.learners == LEARNERS
    for learner in LEARNERS:
        assert results.of(learner).bias_deg == pytest.approx(TURNED[learner])
        assert results.of(learner).agreement.independent == len(CASES)


def test_intervals_rest_on_cases_not_on_readings(results):
    assert results.agreement.count == 9
    assert results.agreement.independent == 3


def test_a_second_reading_of_a_case_is_refused(results):
    with pytest.raises(LearnerError, match="only the first time"):
        ClassResults((*results.attempts, attempt("Ant", CASES[0])))


def test_gaps_are_left_out_of_the_icc_and_of_nothing_else(results):
    more = ClassResults((*results.attempts, attempt("Dog", CASES[0])))

    assert more.crossed == (LEARNERS, ("Case 1", "Case 2", "Case 3"))
    assert more.icc == pytest.approx(results.icc)
    assert len(more.errors_deg) == 10


def test_cases_that_not_all_have_read_are_left_out_where_that_keeps_more(results):
    extra = replace(CASES[0], name="Case 4")
    more = ClassResults((*results.attempts, attempt("Ant", extra)))

    assert more.crossed == (LEARNERS, ("Case 1", "Case 2", "Case 3"))


def test_nobody_has_no_results_and_one_reading_has_no_spread():
    with pytest.raises(TooFewError):
        _ = ClassResults(()).bias_deg
    alone = ClassResults((attempt("Ant", CASES[0]),))
    with pytest.raises(TooFewError):
        _ = alone.spread_deg
    reasons = {figure.name: figure.note for figure in class_figures(alone) if figure.value is None}
    assert "two readings" in reasons["Spread (SD of errors)"]
    assert "two learners" in reasons["SEM between learners"]
    assert "two cases" in reasons["Upper limit of agreement"]


@pytest.mark.parametrize("entered", ["", "   ", "=1+1", "-cmd", "@x", "a" * 25, "a\tb;c", "<b>x"])
def test_what_is_no_nickname_is_refused(entered):
    with pytest.raises(LearnerError, match="nickname"):
        checked_nickname(entered)


@pytest.mark.parametrize("entered", ["Ant", "Zoë 2", "Łukasz", "李", "O'Hara", "7"])
def test_names_in_any_script_are_nicknames(entered):
    assert checked_nickname(f" {entered} ") == entered


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def test_the_csv_of_readings_adds_up(results):
    wrong = attempt("Dog", CASES[1], upper=Level.T7, convexity=Convexity.LEFT)
    table = rows(readings_csv((*results.attempts, wrong)))

    assert len(table) == 10
    for row in table:
        error = float(row["read_deg"]) - float(row["true_deg"])
        parts = float(row["level_part_deg"]) + float(row["line_part_deg"])
        assert float(row["error_deg"]) == pytest.approx(error, abs=0.011)
        assert float(row["error_deg"]) == pytest.approx(parts, abs=0.011)
    assert table[-1]["learner"] == "Dog"
    assert (table[-1]["upper_levels_off"], table[-1]["lower_levels_off"]) == ("2", "0")
    assert (table[-1]["true_convexity"], table[-1]["named_convexity"]) == ("right", "left")
    assert table[-1]["side_right"] == "no"
    assert table[-1]["upper_line_lies_on"] == "superior endplate of T7"


def test_the_csv_of_results_has_everybody_and_each_learner(results):
    table = rows(results_csv(results))
    value = {(row["learner"], row["figure"]): row["value"] for row in table}

    assert float(value["(all)", "Bias (mean error)"]) == pytest.approx(1, abs=0.005)
    assert float(value["(all)", "ICC(2,1)"]) == pytest.approx(results.icc, abs=0.005)
    assert float(value["Cat", "Bias (mean error)"]) == pytest.approx(4, abs=0.005)
    assert ("Cat", "ICC(2,1)") not in value


def test_the_csv_of_one_reading_says_why_figures_are_missing():
    table = rows(results_csv(ClassResults((attempt("Ant", CASES[0]),))))
    missing = [row for row in table if not row["value"]]

    assert missing
    assert all(row["note"] for row in missing)
