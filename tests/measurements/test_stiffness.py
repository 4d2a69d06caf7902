import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements.stiffness import Stiffness, label_stiffness
from measurements.uncertainty import Interval


@pytest.mark.parametrize(
    ("low", "high", "stiffness"),
    [
        (20, 49.9, Stiffness.STIFF),
        (50.1, 80, Stiffness.FLEXIBLE),
        (37, 63, None),  # 50 standing, 25 bending, each angle within 3 degrees
        (20, 50, None),
        (50, 80, None),
    ],
)
def test_a_name_is_given_only_where_the_interval_clears_the_threshold(low, high, stiffness):
    assert label_stiffness(Interval(low, high)).stiffness is stiffness


def test_a_withheld_name_says_why():
    label = label_stiffness(Interval(37.0, 63.0))

    assert label.reason == (
        "No name is given: the rate is 37 to 63 % (95 %), which holds 50 %, the split between "
        "stiff and flexible on fulcrum films (Luk 1998). Read the angles instead."
    )


@given(low=st.floats(-100, 100), width=st.floats(0, 100), split=st.floats(0, 100))
def test_the_threshold_can_be_set(low, width, split):
    label = label_stiffness(Interval(low, low + width), flexible_percent=split)

    named = {Stiffness.STIFF: low + width < split, Stiffness.FLEXIBLE: low > split}
    assert named.get(label.stiffness, low <= split <= low + width)
