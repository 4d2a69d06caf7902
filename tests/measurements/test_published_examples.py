"""Worked examples and threshold cases as their sources give them, each with its source."""

import numpy as np
import pytest

from measurements import (
    DEFAULT_SETTINGS,
    Film,
    ImageEdge,
    Interval,
    Landmarks,
    Level,
    Posture,
    Spine,
    Stiffness,
    Structural,
    classify_lenke,
    find_curves,
    king_flexibility_index,
    label_stiffness,
    lateral_listheses,
    measure_flexibility,
    measure_fulcrum_correction,
    minimal_detectable_change_deg,
    rate_percent,
    rate_sd_percent,
    reader_error,
    signed_cobb_deg,
    structural_probability,
    t1_tilt,
)
from measurements.curve import Apex, _region
from measurements.lenke_rule import STATES, coronal_states, lower_curve_leads_by_five
from measurements.weighed_curve import WeighedCurve

T1, L5 = Level.T1, Level.L5


def evenly(draw_spine, cobb_deg):
    """One curve from T1 to L5."""
    return draw_spine(np.linspace(cobb_deg / 2, -cobb_deg / 2, 17))


@pytest.mark.parametrize(
    ("source", "standing", "bending", "rate", "tolerance"),
    [
        ("AO Surgery Reference, Lenke 5: main thoracic", 25, 16, 36.0, 0.05),
        ("AO Surgery Reference, Lenke 5: thoracolumbar", 53, 11, 79.2, 0.05),
        ("PLOS ONE 0190141, figure 2: over-corrected by 19", 26.6, -19, 171.4, 0.05),
        # medians of rates, printed beside medians of angles: two points are their difference
        ("SMC scoliosis README: median non-structural lumbar, 84 %", 29, 5, 84, 2),
        ("SMC scoliosis README: median structural lumbar, 50 %", 56, 27.5, 50, 2),
    ],
)
def test_flexibility_rates(source, standing, bending, rate, tolerance, draw_spine):
    bend = evenly(draw_spine, bending)
    [curve] = find_curves(evenly(draw_spine, standing))

    found = measure_flexibility(curve, left_bending=None, right_bending=bend)

    assert found.rate_percent == pytest.approx(rate, abs=tolerance)
    assert found.overcorrected is (bending < 0)


@pytest.mark.parametrize(
    ("standing", "bending", "sd"),
    # clinical error budget at s = 3: 50 to 25 gives ±6.7, 25 to 10 gives ±12.9
    [(50, 25, 6.7), (25, 10, 12.9)],
)
def test_error_of_a_rate(standing, bending, sd):
    three = reader_error(3.0)

    found = rate_sd_percent(standing, bending, standing_error=three, bending_error=three)

    assert found == pytest.approx(sd, abs=0.05)


@pytest.mark.parametrize(
    ("interval", "name"),
    [
        (Interval(50.1, 80.0), Stiffness.FLEXIBLE),
        (Interval(20.0, 49.9), Stiffness.STIFF),
        (Interval(49.9, 50.1), None),
    ],
)
def test_luk_1998_parts_stiff_from_flexible_at_50_percent(interval, name):
    assert label_stiffness(interval).stiffness == name


@pytest.mark.parametrize(("index", "used"), [(100, 1.0), (50, 0.5)])
def test_luk_1998_an_index_of_100_uses_all_that_the_fulcrum_showed(index, used, draw_spine):
    [curve] = find_curves(evenly(draw_spine, 60))

    found = measure_fulcrum_correction(
        curve,
        fulcrum=evenly(draw_spine, 30),
        postoperative=evenly(draw_spine, 60 - 30 * used),
    )

    assert found.index_percent == pytest.approx(index)


@pytest.mark.parametrize(("cobb", "count"), [(9.9, 0), (10.0, 1), (10.1, 1)])
def test_srs_a_curve_begins_at_10_degrees(cobb, count, draw_spine):
    assert len(find_curves(evenly(draw_spine, cobb))) == count


@pytest.mark.parametrize(
    ("apex", "region"),
    [
        # SRS and Harms: thoracic to the T11/12 disc, thoracolumbar T12 to L1, then lumbar
        ("T2", "PT"),
        ("T5", "PT"),
        ("T5/T6", "PT"),
        ("T6", "MT"),
        ("T11", "MT"),
        ("T11/T12", "MT"),
        ("T12", "TL"),
        ("T12/L1", "TL"),
        ("L1", "TL"),
        ("L1/L2", "L"),
        ("L4", "L"),
    ],
)
def test_srs_regions_by_apex(apex, region):
    """Above another thoracic curve, whose apex is T9."""
    assert _region(Apex(apex, (0.0, 0.0)), [Apex("T9", (0.0, -100.0))]) == region


@pytest.mark.parametrize("apex", ["T3", "T5"])
def test_a_single_high_thoracic_curve_is_called_main_thoracic(apex):
    """By convention: only one thoracic curve exists."""
    assert _region(Apex(apex, (0.0, 0.0)), [Apex("L2", (0.0, -200.0))]) == "MT"


def test_a_right_convex_curve_is_positive_and_its_tilts_add_up(draw_spine):
    """PMC9827318: Cobb is the difference of the signed tilts, here 30 and -20."""
    spine = draw_spine(np.linspace(30, -20, 17))

    assert signed_cobb_deg(spine, T1, L5) == pytest.approx(50)
    assert find_curves(spine)[0].convexity == "right"


@pytest.mark.parametrize(
    ("residual", "state"),
    # Lenke 2001, as AO Surgery Reference gives it: 25 degrees or more on side bending
    [
        (24.9, Structural.NON_STRUCTURAL),
        (25.0, Structural.STRUCTURAL),
        (25.1, Structural.STRUCTURAL),
    ],
)
def test_lenke_25_degrees(residual, state):
    codes = coronal_states([40.0] * 3, [residual] * 3)

    assert {STATES[code] for code in codes} == {state}


def test_a_reversed_angle_never_makes_a_curve_structural():
    """The pitfall of taking sizes on bending films: over-corrected by 30 is not 30 left."""
    assert {STATES[code] for code in coronal_states([40.0] * 3, [-30.0] * 3)} == {
        Structural.NON_STRUCTURAL
    }


@pytest.mark.parametrize(("lead", "leads"), [(4.9, False), (5.0, True)])
def test_lenke_5_degrees_part_type_6_from_3(lead, leads):
    assert lower_curve_leads_by_five((20, 50, 50 + lead)) == leads


@pytest.mark.parametrize(("residual", "probability"), [(25, 0.5), (28, 0.841), (22, 0.159)])
def test_probability_that_a_curve_is_structural_at_an_error_of_3(residual, probability):
    assert structural_probability(residual, 3.0) == pytest.approx(probability, abs=5e-4)


def test_king_index_is_lumbar_minus_thoracic_correction(draw_spine, draw_curves):
    """Thoracic 50 to 30 is 40 %, lumbar 40 to 10 is 75 %: 35 points, a type II."""
    standing = draw_spine(draw_curves([2, 9, 15], [25, -25, 15]))
    bend = draw_spine(draw_curves([2, 9, 15], [15, -15, -5]))
    thoracic, lumbar = (
        WeighedCurve.weigh(
            measure_flexibility(curve, left_bending=bend, right_bending=bend),
            left_bending=bend,
            right_bending=bend,
        )
        for curve in find_curves(standing)
    )

    assert king_flexibility_index(lumbar=lumbar, thoracic=thoracic).points == pytest.approx(35)


def test_ao_example_of_lenke_5(draw_spine, draw_curves):
    """Main thoracic 25 to 16, thoracolumbar 53 to 11."""
    standing = draw_spine(draw_curves([3, 9, 15], [12.5, -12.5, 40.5]))
    bend = draw_spine(draw_curves([3, 9, 15], [8, -8, 3]))
    curves = [
        WeighedCurve.weigh(
            measure_flexibility(curve, left_bending=bend, right_bending=bend),
            left_bending=bend,
            right_bending=bend,
        )
        for curve in find_curves(standing)
    ]

    film = Film(standing, Landmarks(), Posture.STANDING)
    assert classify_lenke(film, curves).candidates[0].type == "5"
    assert rate_percent(53, 11) == pytest.approx(79.2, abs=0.05)


@pytest.mark.parametrize(
    ("source", "sem", "detectable"),
    [
        ("Morrissy 1990: 4.9 within one observer is a SEM of 1.8", 1.8, 4.9),
        ("Morrissy 1990: 7.2 between observers is a SEM of 2.6", 2.6, 7.2),
        ("working default 3: 8.3, below the 10 of Carman 1990", 3.0, 8.3),
    ],
)
def test_detectable_changes(source, sem, detectable):
    error = reader_error(sem)

    found = minimal_detectable_change_deg(error, error)

    assert found == pytest.approx(detectable, abs=0.12)
    assert found < 10  # Carman 1990: 10 degrees for 95 % confidence of a true change


def test_beauchamp_1993_a_curve_from_60_to_65_within_a_day_is_within_error():
    error = reader_error(DEFAULT_SETTINGS.sem_deg)

    assert DEFAULT_SETTINGS.progression_deg <= 65 - 60
    assert minimal_detectable_change_deg(error, error) > 65 - 60


@pytest.mark.parametrize(
    ("slip", "grade"), [(0.9, 0), (1.0, 1), (6.9, 1), (7.0, 2)]
)  # adults, Schwab: 0, 1 to 6, 7 mm and more
def test_grades_of_listhesis(slip, grade, draw_film):
    corners = draw_film([0.0, 0.0, 0.0])
    corners[0] += [0, -(slip + 1e-9) / 0.2]
    spine = Spine.from_corners(
        corners,
        levels=[Level.L3, Level.L4, Level.L5],
        spacing=(0.2, 0.2),
        patient_right=ImageEdge.LEFT,
    )

    assert lateral_listheses(spine)[0].grade == grade


def test_t1_tilt_has_the_opposite_sign_in_the_sdsg_manual(draw_spine):
    """SDSG: positive with the left side up."""
    film = Film(draw_spine([6.0] * 17), Landmarks(), Posture.STANDING)

    assert (t1_tilt(film).tilt_deg, t1_tilt(film).sdsg_deg) == (
        pytest.approx(6.0),
        pytest.approx(-6.0),
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("minimum_curve_deg", 10.0),  # SRS
        ("structural_deg", 25.0),  # Lenke 2001
        ("flexible_percent", 50.0),  # Luk 1998
        ("balance_mm", 20.0),  # wikimsk.org
        ("progression_deg", 5.0),  # PMC7000074
        ("sem_deg", 3.0),  # above Morrissy 1990
        ("listhesis_grades_mm", (1.0, 7.0)),  # Schwab
    ],
)
def test_defaults_are_the_published_thresholds(name, value):
    assert getattr(DEFAULT_SETTINGS, name) == value
