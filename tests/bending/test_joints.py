"""What each joint gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bending import ChainError, give_deg, healthy_compliance, kink_deg, usual_levels
from bending.joints import FURTHEST_JOINT_DEG

efforts = st.floats(-60, 60)
standings = st.floats(-30, 30)
compliances = st.floats(0.05, 2)


def test_supernumerary_vertebrae_answer_like_the_ones_they_follow():
    t12, t13, l5, l6 = healthy_compliance(["T12", "T13", "L5", "L6"])

    assert (t12, l5) == (t13, l6)


def test_a_variant_count_needs_no_table_of_its_own():
    eleven = healthy_compliance(["T10", "T11", "L1", "L2"])
    usual = healthy_compliance(["T10", "T11", "T12", "L1", "L2"])

    assert list(eleven) == list(np.delete(usual, 2))


def test_the_count_alone_names_vertebrae_upward_from_l5():
    assert usual_levels(17)[0] == "T1"
    assert usual_levels(17)[-1] == "L5"


@pytest.mark.parametrize("count", [0, 23])
def test_more_vertebrae_than_there_are_cannot_be_named(count):
    with pytest.raises(ChainError, match=f"{count} vertebrae cannot be named"):
        usual_levels(count)


def test_a_level_that_is_none_is_refused():
    with pytest.raises(ChainError, match="X1"):
        healthy_compliance(["T1", "X1"])


@given(efforts, standings, compliances)
def test_the_mirrored_patient_gives_as_much_to_the_other_side(effort, standing, compliance):
    given_, mirrored = (
        give_deg(effort, standing, compliance),
        give_deg(-effort, -standing, compliance),
    )

    assert given_ == pytest.approx(-mirrored)


@given(efforts, standings, compliances)
def test_no_joint_gives_more_than_it_can_nor_the_other_way(effort, standing, compliance):
    moved = give_deg(effort, standing, compliance)

    assert abs(moved) <= FURTHEST_JOINT_DEG
    assert moved * effort >= 0


@given(st.floats(0.1, 10), st.floats(1, 30), compliances)
def test_a_joint_gives_less_further_into_its_curve_than_out_of_it(effort, standing, compliance):
    assert give_deg(effort, standing, compliance) < -give_deg(-effort, standing, compliance)


@given(st.integers(2, 20), st.data(), standings, st.integers(1, 6))
def test_a_kink_turns_one_joint_and_leaves_what_lies_beyond_its_reach(count, data, turn, reach):
    joint = data.draw(st.integers(0, count - 1))
    kink = kink_deg(count, joint, turn, reach)
    far = np.abs(np.arange(count) - joint) > reach

    assert kink[joint] == turn
    assert kink.sum() == pytest.approx(0, abs=1e-9)
    assert not kink[far].any()
    assert (np.abs(kink[~far]) <= abs(turn)).all()
