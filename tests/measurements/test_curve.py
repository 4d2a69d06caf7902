from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from measurements import (
    Apex,
    CannotMeasureError,
    Convexity,
    Curve,
    Endplate,
    ImageEdge,
    Level,
    LevelMissingError,
    Region,
    SpineError,
    Vertebra,
    apex_on,
    curve_between,
    find_curves,
    levels_upward_from,
    signed_cobb_deg,
)

LEVELS = levels_upward_from(Level.L5, 17)


def at(level):
    return LEVELS.index(level)


@given(data=st.data())
def test_constructed_curves_are_recovered(data, draw_spine, draw_curves, scoliotic):
    ends, extremes = data.draw(scoliotic)

    curves = find_curves(draw_spine(draw_curves(ends, extremes)))

    assert [curve.levels for curve in curves] == [
        (LEVELS[upper], LEVELS[lower]) for upper, lower in pairwise(ends)
    ]
    assert [curve.cobb_deg for curve in curves] == pytest.approx(
        [upper - lower for upper, lower in pairwise(extremes)]
    )


@given(data=st.data())
def test_the_apex_is_on_the_convex_side_within_the_curve(data, draw_spine, draw_curves, scoliotic):
    for curve in find_curves(draw_spine(draw_curves(*data.draw(scoliotic)))):
        upper, lower = curve.levels
        chord = np.subtract(curve.upper_end_vertebra.centre, curve.lower_end_vertebra.centre)
        outward = np.subtract(curve.apex.point, curve.lower_end_vertebra.centre)

        assert upper.rank < curve.apex.rank < lower.rank
        assert np.sign(outward[0] * chord[1] - outward[1] * chord[0]) == curve.convexity.sign


@given(data=st.data())
def test_curves_that_follow_one_another_share_an_end_vertebra(
    data, draw_spine, draw_curves, scoliotic
):
    curves = find_curves(draw_spine(draw_curves(*data.draw(scoliotic))))

    for upper, lower in pairwise(curves):
        assert upper.lower_end_vertebra == lower.upper_end_vertebra
        assert upper.convexity is not lower.convexity


@given(st.lists(st.floats(-2, 2), min_size=17, max_size=17))
def test_noise_makes_no_curve_of_a_straight_spine(draw_spine, noise):
    assert find_curves(draw_spine(noise), minimum_deg=5) == ()


@given(st.lists(st.floats(-2, 2), min_size=17, max_size=17), st.sampled_from([-1, 1]))
def test_noise_does_not_break_a_curve(draw_spine, noise, side):
    (curve,) = find_curves(draw_spine(side * np.linspace(25, -25, 17) + noise))

    assert curve.cobb_deg == pytest.approx(side * 50, abs=4 + 1e-9)


@given(data=st.data(), noise=st.lists(st.floats(-1, 1), min_size=17, max_size=17))
def test_noise_adds_no_curve_to_many(data, noise, draw_spine, draw_curves, scoliotic):
    ends, extremes = data.draw(scoliotic)

    curves = find_curves(draw_spine(np.add(draw_curves(ends, extremes), noise)))

    assert [curve.cobb_deg for curve in curves] == pytest.approx(
        [upper - lower for upper, lower in pairwise(extremes)], abs=2 + 1e-9
    )


@pytest.mark.parametrize(("reversal", "count"), [(9.9, 1), (10.1, 3)])
def test_only_a_reversal_that_is_a_curve_breaks_a_curve(draw_spine, reversal, count):
    tilts = [30, 20, 10, 0, reversal / 2, reversal, 0, -10, -20, -30]

    assert len(find_curves(draw_spine(tilts))) == count


def test_a_bend_too_small_for_a_curve_joins_its_neighbours(draw_spine, draw_curves):
    ends = [at("T4"), at("T10"), at("T12"), at("L4")]

    (curve,) = find_curves(draw_spine(draw_curves(ends, [20, -15, -7, -25])))

    assert curve.levels == ("T4", "L4")
    assert curve.cobb_deg == pytest.approx(45)


@given(st.lists(st.floats(-40, 40), min_size=2, max_size=17), st.floats(1, 30))
def test_curves_of_any_spine_alternate_and_have_a_body_between_their_ends(
    draw_spine, tilts, minimum
):
    spine = draw_spine(tilts)
    curves = find_curves(spine, minimum_deg=minimum)

    for curve in curves:
        upper, lower = (spine.levels.index(level) for level in curve.levels)
        assert lower - upper >= 2
        assert curve.magnitude_deg >= minimum
    for upper, lower in pairwise(curves):
        assert upper.lower_end_vertebra == lower.upper_end_vertebra
        assert upper.convexity is not lower.convexity


def test_two_neighbours_make_no_curve(draw_spine):
    assert find_curves(draw_spine([0, 0, 0, 0, 15])) == ()
    assert find_curves(draw_spine([15, 0, 0, 0, 0])) == ()


def test_one_body_drawn_askew_does_not_break_a_curve(draw_spine):
    tilts = np.linspace(30, -30, 17)
    tilts[8] -= 14

    (curve,) = find_curves(draw_spine(tilts))

    assert curve.levels == ("T1", "L5")
    assert curve.cobb_deg == pytest.approx(60)


@given(data=st.data(), above=st.booleans())
def test_adding_a_straight_vertebra_changes_no_curve(
    data, above, draw_spine, draw_curves, scoliotic
):
    ends, extremes = data.draw(scoliotic)
    tilts = draw_curves(ends, extremes)[ends[0] : ends[-1] + 1]
    longer = [tilts[0], *tilts] if above else [*tilts, tilts[-1]]

    before = find_curves(draw_spine(tilts, lowest=Level.L4))
    after = find_curves(draw_spine(longer, lowest=Level.L4 if above else Level.L5))

    assert [(c.levels, c.convexity) for c in after] == [(c.levels, c.convexity) for c in before]
    assert [c.cobb_deg for c in after] == pytest.approx([c.cobb_deg for c in before])


def test_wedged_end_vertebrae_count_with_their_outer_endplates(draw_spine):
    (curve,) = find_curves(draw_spine(np.linspace(20, -20, 17), wedge_deg=4))

    assert curve.cobb_deg == pytest.approx(44)


@pytest.mark.parametrize(
    ("upper", "lower"), [(65, -60), (45, -45), (80, -85), (100, -20), (-65, 60)]
)
def test_steep_curves_are_not_folded(draw_spine, upper, lower):
    (curve,) = find_curves(draw_spine(np.linspace(upper, lower, 17)))

    assert curve.cobb_deg == pytest.approx(upper - lower)
    assert curve.magnitude_deg == pytest.approx(abs(upper - lower))


@pytest.mark.parametrize(
    ("upper_tilt", "patient_right", "convexity"),
    [
        (20, ImageEdge.LEFT, Convexity.RIGHT),
        (-20, ImageEdge.LEFT, Convexity.LEFT),
        (20, None, Convexity.IMAGE_RIGHT),
        (-20, None, Convexity.IMAGE_LEFT),
    ],
)
def test_convexity_is_the_side_the_spine_bulges_to(
    draw_spine, upper_tilt, patient_right, convexity
):
    tilts = np.linspace(upper_tilt, -upper_tilt, 17)

    spine = draw_spine(tilts, patient_right=patient_right)
    (curve,) = find_curves(spine)

    bulge = spine.vertebrae[8].centre[0] - spine.vertebrae[0].centre[0]
    assert np.sign(bulge) == convexity.sign
    assert curve.convexity is convexity


@pytest.mark.parametrize(
    ("ends", "apex"), [(("T5", "T11"), "T8"), (("T5", "T12"), "T8/T9"), (("T11", "L2"), "T12/L1")]
)
def test_the_apex_of_an_even_curve_is_its_middle(draw_spine, draw_curves, ends, apex):
    tilts = draw_curves([at(level) for level in ends], [25, -25])

    (curve,) = find_curves(draw_spine(tilts))

    assert curve.apex.name == apex


@given(turn=st.floats(-60, 60))
def test_a_trunk_that_leans_keeps_its_apexes(turn, draw_spine, draw_curves):
    tilts = np.array(draw_curves([2, 9, 15], [20, -30, 18]))

    upright, leaning = find_curves(draw_spine(tilts)), find_curves(draw_spine(tilts + turn))

    assert [c.apex.name for c in leaning] == [c.apex.name for c in upright]


@pytest.mark.parametrize(
    ("ends", "regions"),
    [
        (["T1", "T5", "T11"], "PT MT"),
        (["T1", "T6", "T11"], "PT MT"),
        (["T1", "T5", "T11", "L3"], "PT MT TL"),
        (["T1", "T7"], "MT"),
        (["T1", "T7", "L4"], "PT MT"),
        (["T1", "T9", "L5"], "MT TL"),
        (["T2", "T8", "L3"], "PT MT"),
        (["T2", "T9", "L2"], "PT MT"),
        (["T3", "T9", "L2"], "MT MT"),
        (["T3", "T9"], "MT"),
        (["T9", "L2"], "MT"),
        (["T10", "L2"], "TL"),
        (["T11", "L3"], "TL"),
        (["T11", "L4"], "L"),
        (["T12", "L5"], "L"),
    ],
)
def test_regions_are_named_by_apex(draw_spine, draw_curves, ends, regions):
    extremes = [20 * (-1) ** place for place in range(len(ends))]

    curves = find_curves(draw_spine(draw_curves([at(level) for level in ends], extremes)))

    assert " ".join(curve.region for curve in curves) == regions


@pytest.mark.parametrize(
    ("ends", "apex", "noted"),
    [
        (("T8", "L1"), "T10/T11", False),
        (("T8", "L2"), "T11", True),
        (("T9", "L2"), "T11/T12", True),
        (("T9", "L3"), "T12", False),
    ],
)
def test_an_apex_between_thoracic_and_thoracolumbar_is_noted(
    draw_spine, draw_curves, ends, apex, noted
):
    (curve,) = find_curves(draw_spine(draw_curves([at(level) for level in ends], [25, -25])))

    assert curve.apex.name == apex
    assert ("intermediate" in curve.region_note) is noted


@pytest.mark.parametrize(
    ("thoracic_count", "count", "apex"), [(11, 10, "T11/L1"), (12, 11, "T12"), (13, 12, "T12/T13")]
)
def test_the_thoracolumbar_junction_follows_the_count(draw_spine, thoracic_count, count, apex):
    spine = draw_spine(np.linspace(20, -20, count), thoracic_count=thoracic_count)

    (curve,) = find_curves(spine)

    assert (curve.apex.name, curve.region) == (apex, "TL")


def test_a_curve_may_end_at_the_last_visible_vertebra(draw_spine):
    (curve,) = find_curves(draw_spine(np.linspace(0, 30, 9)))

    assert curve.levels == ("T9", "L5")
    assert curve.region is Region.THORACOLUMBAR


@pytest.mark.parametrize(("cobb", "count"), [(9.9, 0), (10.1, 1)])
def test_ten_degrees_make_a_curve(draw_spine, cobb, count):
    assert len(find_curves(draw_spine(np.linspace(cobb, 0, 17)))) == count


@pytest.mark.parametrize("minimum", [0, -1, np.nan, np.inf])
def test_a_smallest_curve_that_is_none_is_refused(draw_spine, minimum):
    with pytest.raises(CannotMeasureError, match="expected a positive number"):
        find_curves(draw_spine([0, 0]), minimum_deg=minimum)


@given(st.integers(0, 15), st.integers(1, 16), st.lists(st.floats(-5, 5), min_size=17, max_size=17))
def test_any_two_levels_can_be_measured(draw_spine, upper, lower, steps):
    assume(upper < lower)
    tilts = np.cumsum(steps)

    cobb = signed_cobb_deg(draw_spine(tilts), LEVELS[upper], LEVELS[lower])

    assert cobb == pytest.approx(tilts[upper] - tilts[lower], abs=1e-8)


@given(data=st.data())
def test_a_curve_between_its_own_ends_is_itself(data, draw_spine, draw_curves, scoliotic):
    spine = draw_spine(draw_curves(*data.draw(scoliotic)))

    for curve in find_curves(spine):
        chosen = curve_between(spine, *curve.levels)
        assert (chosen.cobb_deg, chosen.apex, chosen.levels) == (
            curve.cobb_deg,
            curve.apex,
            curve.levels,
        )


def test_a_curve_may_be_measured_between_any_ends(draw_spine):
    spine = draw_spine(np.linspace(80, -80, 17))

    curve = curve_between(spine, Level.T3, Level.L2)

    assert curve.levels == ("T3", "L2")
    assert curve.cobb_deg == pytest.approx(110)
    assert curve.convexity is Convexity.RIGHT


@pytest.mark.parametrize(
    ("tilts", "ends", "error", "message"),
    [
        ([20, 0, -20], ("L4", "L5"), CannotMeasureError, "no vertebra is visible between"),
        ([20, 0, 20], ("L3", "L5"), CannotMeasureError, "are parallel"),
        ([20, 0, 20], ("T3", "L5"), LevelMissingError, "T3 is not visible"),
        ([20, 0, 20], ("L5", "L3"), SpineError, "swap the two"),
    ],
)
def test_ends_that_bound_no_curve_are_refused(draw_spine, tilts, ends, error, message):
    with pytest.raises(error, match=message):
        curve_between(draw_spine(tilts), *map(Level, ends))


def test_measuring_from_below_upward_is_refused(draw_spine):
    with pytest.raises(SpineError, match="cannot run from L1 down to T5; swap"):
        signed_cobb_deg(draw_spine([0] * 17), Level.L1, Level.T5)


def test_measuring_a_level_off_the_film_is_refused(draw_spine):
    with pytest.raises(LevelMissingError, match="T5 is not visible"):
        signed_cobb_deg(draw_spine([0] * 8), Level.T5, Level.L1)


@pytest.mark.parametrize("name", ["T8", "T8/T9"])
def test_an_apex_is_found_again_on_another_film(draw_spine, name):
    apex = apex_on(draw_spine([0] * 17), name)

    assert apex.name == name
    assert apex.point[0] == pytest.approx(apex_on(draw_spine([0] * 17), "L5").point[0])


@pytest.mark.parametrize("name", ["", "T8/T9/T10", "X1", "T8/"])
def test_an_apex_without_a_level_is_refused(name):
    with pytest.raises(SpineError, match="names no apex"):
        Apex(name, (0, 0))


def test_a_curve_convex_to_the_wrong_side_is_refused():
    upper = Vertebra(Level.T5, Endplate((0, 120), (40, 140)), Endplate((0, 96), (40, 116)))
    lower = Vertebra(Level.T11, Endplate((0, 24), (40, 24)), Endplate((0, 0), (40, 0)))

    with pytest.raises(SpineError, match=r"26\.6 degrees is not convex to the left"):
        Curve(Region.MAIN_THORACIC, upper, lower, Apex("T8", (9, 60)), Convexity.LEFT)
