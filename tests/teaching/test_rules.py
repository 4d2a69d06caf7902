"""What another level would do to the angle."""

import pytest
from teaching_cases import case_of

from measurements import Level, signed_cobb_deg
from teaching import level_choices


def test_the_true_choice_is_among_them_and_changes_nothing():
    case = case_of()
    (true,) = [
        choice
        for choice in level_choices(case)
        if (choice.upper, choice.lower) == case.curve.levels
    ]

    assert true.change_deg == 0
    assert true.cobb_deg == pytest.approx(case.true_deg)


@pytest.mark.parametrize("place", [0, 1, 2])
def test_of_bodies_that_are_not_wedged_no_other_choice_gives_more(place):
    changes = [choice.change_deg for choice in level_choices(case_of(place=place))]

    assert max(changes) == 0
    assert min(changes) < -5


def test_each_angle_is_the_true_one_between_its_levels():
    case = case_of(place=2)
    for choice in level_choices(case):
        signed = signed_cobb_deg(case.spine, choice.upper, choice.lower)
        assert choice.cobb_deg == pytest.approx(-signed)  # convex to the left


def test_what_lies_beyond_the_film_is_not_tried():
    tried = {choice.upper for choice in level_choices(case_of(place=0))}

    assert tried == {Level.T1, Level.T2, Level.T3}
