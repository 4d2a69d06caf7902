"""What a score says: numbers that add up, and sentences that are true of it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from teaching_cases import case_of, line_on, read

from measurements import Convexity, Level
from teaching import Score
from webapp import score_words as words
from webapp.score_words import Split

CASE = case_of()
turns = st.floats(-15, 15)


def score_of(**reading):
    return Score(CASE, read(CASE, **reading))


@given(turned=st.tuples(turns, turns), upper=st.sampled_from([Level.T4, Level.T5, Level.T7]))
@settings(max_examples=60, deadline=None)
def test_what_is_shown_adds_up_to_the_last_digit(turned, upper):
    score = score_of(upper=upper, turned_deg=turned)
    split = Split.of(score)

    assert round(split.level + split.line, 1) == split.error
    assert round(split.true + split.error, 1) == split.read
    assert split.error == pytest.approx(score.error_deg, abs=0.1001)


def test_a_perfect_reading_is_called_so():
    score = score_of()

    assert words.verdict(score) == "You read the angle as it is."
    assert "costs nothing" in words.level_words(score)
    assert words.naming_words(score) == ""
    assert words.side_words(score) == "Side: the right, as you named it."


def test_the_verdict_says_which_way_and_against_what_readers_do():
    assert "3.0° too large" in words.verdict(score_of(turned_deg=(3.0, 0.0)))
    assert "no more than the 7.2°" in words.verdict(score_of(turned_deg=(3.0, 0.0)))
    far = words.verdict(score_of(turned_deg=(-9.0, 0.0)))
    assert "9.0° too small" in far
    assert "more than the 7.2°" in far
    assert "no more than" not in far


def test_the_choice_of_level_is_put_into_words():
    score = score_of(upper=Level.T7, lower=Level.T10)
    said = words.level_words(score)

    assert "Your upper end vertebra is 2 levels too low: T7, not T5." in said
    assert "Your lower end vertebra is 1 level too high: T10, not T11." in said
    assert words.signed_tenths(Split.of(score).level) in said


def test_the_placing_of_lines_is_put_into_words():
    said = words.line_words(score_of(turned_deg=(2.0, 1.5)))

    assert "Your upper line gives the curve 2.0° more than the superior endplate of T5." in said
    assert "Your lower line gives the curve 1.5° less than the inferior endplate of T11." in said
    assert "+0.5°" in said


def test_a_wrong_side_is_put_into_words():
    said = words.side_words(score_of(convexity=Convexity.LEFT))

    assert said == "Side: you named the left; the curve is convex to the right."


def test_lines_that_open_to_the_other_side_are_noticed():
    assert "other side" in words.side_words(score_of(turned_deg=(-30.0, 30.0)))


def test_a_vertebra_named_wrongly_is_noticed():
    said = words.naming_words(Score(CASE, replace(read(CASE), upper=Level.T4)))

    assert "superior endplate of T5." in said
    assert "Count the levels again" in said


def test_a_line_on_the_wrong_endplate_is_noticed():
    wrong = replace(read(CASE), upper_line=line_on(CASE, Level.T5, "inferior"))
    said = words.naming_words(Score(CASE, wrong))

    assert "inferior endplate of T5." in said
    assert "The rule takes the superior endplate of the upper" in said
    assert "Count the levels again" not in said


def test_the_table_has_both_ends():
    table = words.end_table(score_of(upper=Level.T6, turned_deg=(1.0, 0.0)))

    assert table["True"].tolist() == ["T5", "T11"]
    assert table["Yours"].tolist() == ["T6, 1 level too low", "T11, right"]
    assert table["Placing of the line"].tolist() == ["+1.0°", "0.0°"]
