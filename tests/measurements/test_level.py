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


@pytest.mark.parametrize(
    ("lowest", "lumbar_count", "names"),
    [
        (Level.S1, 4, "L3 L4 S1"),
        (Level.S1, 5, "L4 L5 S1"),
        (Level.S1, 6, "L5 L6 S1"),
        (Level.L6, 6, "L4 L5 L6"),
        (Level.L5, 6, "L3 L4 L5"),
        (Level.T12, 4, "T10 T11 T12"),
    ],
)
def test_the_lumbar_count_may_be_given(lowest, lumbar_count, names):
    assert " ".join(levels_upward_from(lowest, 3, lumbar_count=lumbar_count)) == names


@pytest.mark.parametrize("lumbar_count", [4, 5, 6])
@pytest.mark.parametrize("thoracic_count", [11, 12, 13])
def test_a_whole_column_runs_from_t1_to_s1_with_the_counts_given(thoracic_count, lumbar_count):
    levels = levels_upward_from(
        Level.S1,
        thoracic_count + lumbar_count + 1,
        thoracic_count=thoracic_count,
        lumbar_count=lumbar_count,
    )

    assert levels[0] == "T1"
    assert sum(level.region == "thoracic" for level in levels) == thoracic_count
    assert sum(level.region == "lumbar" for level in levels) == lumbar_count


@pytest.mark.parametrize(
    ("lumbar_count", "message"), [(5, "L6 does not exist"), (7, "cannot have 7")]
)
def test_impossible_lumbar_counts_are_refused(lumbar_count, message):
    with pytest.raises(SpineError, match=message):
        levels_upward_from(Level.L6, 3, lumbar_count=lumbar_count)


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


@pytest.mark.parametrize(
    ("upper", "lower", "neighbours"),
    [
        ("T1", "T2", True),
        ("T11", "L1", True),
        ("T12", "L1", True),
        ("T13", "L1", True),
        ("L4", "S1", True),
        ("L5", "S1", True),
        ("T10", "L1", False),
        ("T11", "T13", False),
        ("L4", "L6", False),
        ("T12", "L2", False),
        ("T2", "T1", False),
        ("T2", "T2", False),
    ],
)
def test_neighbours_are_those_of_some_patient(upper, lower, neighbours):
    assert Level(upper).may_lie_on(Level(lower)) is neighbours
