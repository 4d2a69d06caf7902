import numpy as np
import pytest

from measurements import CannotMeasureError, CurvePattern, LenkeRegion, LenkeType, lenke_type
from measurements.lenke_rule import (
    STATES,
    coronal_states,
    lower_curve_is_major,
    lower_curve_leads_by_five,
    pattern_shares,
)
from measurements.structural import Structural

S, NS, OPEN = Structural.STRUCTURAL, Structural.NON_STRUCTURAL, Structural.UNCERTAIN
MT, TLL = LenkeRegion.MAIN_THORACIC, LenkeRegion.THORACOLUMBAR_LUMBAR


@pytest.mark.parametrize(
    ("major", "leads", "states", "expected"),
    [
        (MT, False, (NS, S, NS), LenkeType.MAIN_THORACIC),
        (MT, False, (S, S, NS), LenkeType.DOUBLE_THORACIC),
        (MT, False, (NS, S, S), LenkeType.DOUBLE_MAJOR),
        (MT, False, (S, S, S), LenkeType.TRIPLE_MAJOR),
        (TLL, True, (NS, NS, S), LenkeType.THORACOLUMBAR_LUMBAR),
        (TLL, False, (NS, NS, S), LenkeType.THORACOLUMBAR_LUMBAR),
        (TLL, True, (NS, S, S), LenkeType.THORACOLUMBAR_LUMBAR_MAIN_THORACIC),
        (TLL, False, (NS, S, S), LenkeType.DOUBLE_MAJOR),
        (TLL, True, (S, S, S), LenkeType.TRIPLE_MAJOR),
        (TLL, False, (S, S, S), LenkeType.TRIPLE_MAJOR),
        (TLL, True, (S, NS, S), LenkeType.UNCLASSIFIABLE),
        (TLL, False, (S, NS, S), LenkeType.UNCLASSIFIABLE),
    ],
)
def test_every_row_of_the_table(major, leads, states, expected):
    assert lenke_type(CurvePattern(major, leads, *states)) is expected


def test_an_uncertain_curve_has_no_type():
    with pytest.raises(CannotMeasureError, match="resolve what is uncertain"):
        lenke_type(CurvePattern(MT, False, OPEN, S, NS))


@pytest.mark.parametrize(
    ("major", "states"),
    [(MT, (NS, NS, S)), (TLL, (NS, S, NS)), (LenkeRegion.PROXIMAL_THORACIC, (S, S, S))],
)
def test_the_major_curve_is_structural_and_never_proximal(major, states):
    with pytest.raises(CannotMeasureError, match="major curve is main thoracic"):
        CurvePattern(major, False, *states)


@pytest.mark.parametrize(
    ("standing", "lower_is_major"),
    [
        ((20, 50, 30), False),
        ((20, 50, 50), False),
        ((20, 50, 50.1), True),
        ((60, 50, 30), False),  # the proximal one is largest: main thoracic is taken as major
        ((60, 50, 55), False),
        ((np.nan, 50, 55), True),
    ],
)
def test_the_largest_curve_is_major_but_never_the_proximal_one(standing, lower_is_major):
    assert lower_curve_is_major(standing) == lower_is_major


@pytest.mark.parametrize(
    ("lead", "leads"), [(4.9, False), (5 - 1e-9, True), (5, True), (5.1, True), (-5, False)]
)
def test_five_degrees_part_type_6_from_type_3(lead, leads):
    assert lower_curve_leads_by_five((20, 50, 50 + lead)) == leads


@pytest.mark.parametrize(
    ("standing", "residual", "state"),
    [
        (40, 24.9, NS),
        (40, 25 - 1e-9, S),  # what turning a film may change by rounding
        (40, 25.0, S),
        (40, 25.1, S),
        (40, -30, NS),  # over-corrected: the size of the reversed angle must not count
        (24.9, np.nan, NS),  # bending makes no curve larger
        (25.0, np.nan, OPEN),
        (40, np.nan, OPEN),
        (np.nan, np.nan, OPEN),
    ],
)
def test_25_degrees_left_make_a_minor_curve_structural(standing, residual, state):
    codes = coronal_states([standing] * 3, [residual] * 3)

    assert [STATES[code] for code in codes] == [state] * 3


def test_many_readings_are_judged_as_one_by_one():
    rng = np.random.default_rng(23)
    standing, residual = rng.uniform(0, 70, (300, 3)), rng.uniform(-20, 50, (300, 3))
    residual[rng.random((300, 3)) < 0.1] = np.nan

    together = pattern_shares(standing, residual)

    alone: dict[CurvePattern, float] = {}
    for stand, bend in zip(standing, residual, strict=True):
        (pattern,) = pattern_shares(stand[None], bend[None])
        alone[pattern] = alone.get(pattern, 0) + 1 / 300
    assert together == pytest.approx(alone)
    assert sum(together.values()) == pytest.approx(1)
    assert list(together.values()) == sorted(together.values(), reverse=True)


def test_among_readings_said_to_have_a_type_with_p_that_share_has_it():
    """Joint readings of all angles, every true angle of a wide range being as likely."""
    rng, sd = np.random.default_rng(29), 4.0
    stated, truth = [], []
    for standing, residual in zip(
        rng.uniform(0, 90, (2000, 3)), rng.uniform(-25, 75, (2000, 3)), strict=True
    ):
        (actual,) = (lenke_type(found) for found in pattern_shares(standing[None], residual[None]))
        read = [angles + sd * rng.standard_normal(3) for angles in (standing, residual)]
        shares = dict.fromkeys(LenkeType, 0.0)
        readings = [angles + sd * rng.standard_normal((500, 3)) for angles in read]
        for pattern, share in pattern_shares(*readings).items():
            shares[lenke_type(pattern)] += share
        stated += shares.values()
        truth += [kind is actual for kind in shares]
    stated, truth = np.array(stated), np.array(truth)

    for low in (0.1, 0.3, 0.5, 0.7, 0.9):
        said = (stated >= low) & (stated < low + 0.2)
        assert said.sum() > 200
        assert truth[said].mean() == pytest.approx(stated[said].mean(), abs=0.06)


def test_types_are_named():
    assert LenkeType.DOUBLE_MAJOR.label == "Lenke 3, double major"
    assert LenkeType("6").label == "Lenke 6, thoracolumbar/lumbar main thoracic"
    assert LenkeType.UNCLASSIFIABLE.label == "none of Lenke's types"
