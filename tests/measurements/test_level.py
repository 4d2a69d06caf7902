from itertools import pairwise

import pytest

from measurements import Level, SpineError, levels_upward_from


def test_seventeen_vertebrae_upward_from_l5_are_t1_to_l5():
    levels = levels_upward_from(Level.L5, 17)

    assert (levels[0], levels[11], levels[12], levels[-1]) == ("T1", "T12", "L1", "L5")


@pytest.mark.parametrize(
    ("lowest", "count", "thoracic_count", "highest"),
    [
        (Level.L5, 16, 12, "T2"),
        (Level.L5, 18, 12, "C7"),
        (Level.L6, 18, 12, "T1"),
        (Level.L4, 16, 12, "T1"),
        (Level.L5, 18, 13, "T1"),
        (Level.L5, 16, 11, "T1"),
        (Level.S1, 18, 12, "T1"),
        (Level.T10, 3, 12, "T8"),
    ],
)
def test_counts_follow_the_patient(lowest, count, thoracic_count, highest):
    levels = levels_upward_from(lowest, count, thoracic_count=thoracic_count)

    assert (levels[0], levels[-1], len(levels), len(set(levels))) == (highest, lowest, count, count)


def test_levels_are_in_cranial_to_caudal_order():
    levels = levels_upward_from(Level.L6, 20, thoracic_count=13)

    assert all(upper.is_above(lower) for upper, lower in pairwise(levels))


@pytest.mark.parametrize(
    ("lowest", "count", "thoracic_count", "message"),
    [
        (Level.L5, 19, 12, "19 vertebrae .* between 1 and 18"),
        (Level.L5, 0, 12, "0 vertebrae"),
        (Level.T13, 3, 12, "T13 does not exist"),
        (Level.L5, 17, 10, "cannot have 10 thoracic"),
    ],
)
def test_impossible_counts_are_refused(lowest, count, thoracic_count, message):
    with pytest.raises(SpineError, match=message):
        levels_upward_from(lowest, count, thoracic_count=thoracic_count)
