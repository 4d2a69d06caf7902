"""The rules, explained with the numbers of the case."""

import pytest
from teaching_cases import case_of

from measurements import ImageEdge
from webapp.lesson_scene import Rule
from webapp.rule_words import choice_table, rule_words


def test_end_vertebrae_are_named_with_their_tilt_and_that_beyond():
    said = rule_words(case_of(), Rule.END_VERTEBRAE)

    assert "until T5 (+25°) and turns back above it (T4 +19°)" in said
    assert "until T11 (−25°) and turns back below it (T12 −17°)" in said


def test_an_end_at_the_edge_of_what_is_outlined_is_said_to_be_there():
    assert "T1 (0°), the last one outlined" in rule_words(case_of(place=0), Rule.END_VERTEBRAE)


def test_the_angle_is_written_at_its_perpendiculars():
    said = rule_words(case_of(), Rule.PERPENDICULARS)

    assert "+25° and −25°" in said
    assert "50°" in said


def test_apex_and_side_are_those_of_the_case():
    case = case_of()

    assert f"{case.curve.apex.name}, " in rule_words(case, Rule.APEX)
    assert "the right here" in rule_words(case, Rule.SIDE)


def test_without_a_side_only_the_image_is_spoken_of():
    said = rule_words(case_of(patient_right=None), Rule.SIDE)

    assert "the image right here" in said
    assert "Nobody has stated the patient's side" in said


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("side", [*ImageEdge, None])
def test_every_rule_has_words_for_every_case(rule, place, side):
    assert rule_words(case_of(place=place, patient_right=side), rule).startswith("**")


def test_the_table_of_choices_has_the_true_angle_in_its_middle():
    table = choice_table(case_of())

    assert table.iloc[:, 0].tolist() == ["T3", "T4", "T5", "T6", "T7"]
    assert list(table.columns[1:]) == ["T9", "T10", "T11", "T12", "L1"]
    assert table["T11"][2] == "50°"
