"""Figures of a lesson: the split of an error, tilts by level, agreement with the truth."""

import numpy as np
import pytest
from teaching_cases import case_of, read

from measurements import Level
from teaching import Attempt, ClassResults, Score
from webapp.agreement_plot import COLOURS, SYMBOLS, agreement_plot
from webapp.split_plot import split_plot
from webapp.tilt_plot import tilt_plot


@pytest.fixture(scope="module")
def score():
    case = case_of()
    return Score(case, read(case, Level.T6, turned_deg=(2.0, 0.0)))


def bars(figure):
    return [trace for trace in figure.data if trace.mode == "lines"]


def test_each_part_begins_where_the_one_above_ends(score):
    truth, level, line, read_ = bars(split_plot(score))

    assert truth.x[0] == truth.x[1] == level.x[0] == pytest.approx(score.true_deg, abs=0.051)
    assert level.x[1] == line.x[0] == pytest.approx(score.chosen_deg, abs=0.051)
    assert line.x[1] == read_.x[0] == read_.x[1] == pytest.approx(score.read_deg, abs=0.051)


def test_the_axis_holds_all_angles(score):
    low, high = split_plot(score).layout.xaxis.range

    assert low < min(score.read_deg, score.chosen_deg, score.true_deg)
    assert high > max(score.read_deg, score.chosen_deg, score.true_deg)


def test_every_tilt_has_its_point_and_the_ends_are_marked(score):
    tilts, true, chosen = tilt_plot(score).data

    np.testing.assert_allclose(tilts.x, score.case.spine.tilts_deg)
    assert list(true.y) == ["T5", "T11"]
    assert list(chosen.y) == ["T6", "T11"]
    assert max(tilts.x) == true.x[0]
    assert min(tilts.x) == true.x[1]


@pytest.fixture(scope="module")
def results():
    cases = [case_of(place=place, name=f"Case {place}") for place in range(3)]
    return ClassResults(
        tuple(
            Attempt(learner, Score(case, read(case, turned_deg=(turn, 0.0))))
            for learner, turn in (("Ant", 1.0), ("Bee", -3.0))
            for case in cases
        )
    )


def test_every_reading_is_a_point_of_its_learner(results):
    figure = agreement_plot(results, results.agreement)
    learners = {trace.name: trace for trace in figure.data}

    for name in results.learners:
        own = results.of(name)
        np.testing.assert_allclose(learners[name].y, own.errors_deg)
        np.testing.assert_allclose(
            learners[name].x, [attempt.score.true_deg for attempt in own.attempts]
        )


def test_bias_and_limits_are_lines_with_their_intervals(results):
    agreement = results.agreement
    figure = agreement_plot(results, agreement)
    drawn = sorted(shape.y0 for shape in figure.layout.shapes)
    (whiskers,) = [trace for trace in figure.data if trace.name == "95 % interval"]

    expected = [agreement.lower.value, agreement.bias.value, agreement.upper.value]
    np.testing.assert_allclose(drawn, expected)
    np.testing.assert_allclose(whiskers.y, expected)
    assert whiskers.error_y.array[1] == pytest.approx(
        agreement.bias.interval.high - agreement.bias.value
    )


def test_without_agreement_there_are_points_only(results):
    assert not agreement_plot(results, None).layout.shapes


def test_learners_are_told_apart_by_colour_and_symbol():
    assert np.gcd(len(COLOURS), len(SYMBOLS)) == 1
