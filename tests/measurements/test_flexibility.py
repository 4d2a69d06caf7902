import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import BendingFilm, BendingTechnique, Level, find_curves, measure_flexibility


def curved(draw_spine, cobb_deg, **kwargs):
    return draw_spine(np.linspace(cobb_deg / 2, -cobb_deg / 2, 17), **kwargs)


def standing_curve(draw_spine, cobb_deg, **kwargs):
    (curve,) = find_curves(curved(draw_spine, cobb_deg, **kwargs))
    return curve


@given(
    size=st.floats(15, 140),
    residual=st.floats(-60, 140),
    other=st.floats(-60, 160),
    side=st.sampled_from([-1, 1]),
)
def test_rate_and_residual_are_those_of_the_convex_side_film(
    draw_spine, size, residual, other, side
):
    convex, concave = (curved(draw_spine, side * cobb) for cobb in (residual, other))
    left, right = (concave, convex) if side > 0 else (convex, concave)

    flexibility = measure_flexibility(
        standing_curve(draw_spine, side * size), left_bending=left, right_bending=right
    )

    assert flexibility.film is (BendingFilm.RIGHT if side > 0 else BendingFilm.LEFT)
    assert flexibility.rate_percent == pytest.approx((size - residual) / size * 100)
    assert flexibility.residual_deg == pytest.approx(residual, abs=1e-9)
    measured = (flexibility.left.cobb_deg, flexibility.right.cobb_deg)
    drawn = (other, residual) if side > 0 else (residual, other)
    assert measured == pytest.approx([side * cobb for cobb in drawn], abs=1e-9)


@pytest.mark.parametrize(
    ("residual", "rate", "overcorrected"),
    [(50, 0, False), (20, 60, False), (-10, 120, True), (60, -20, False)],
)
@pytest.mark.parametrize("side", [-1, 1])
def test_overcorrection_exceeds_a_hundred_percent(draw_spine, residual, rate, overcorrected, side):
    bend = curved(draw_spine, side * residual)

    flexibility = measure_flexibility(
        standing_curve(draw_spine, side * 50), left_bending=bend, right_bending=bend
    )

    assert flexibility.rate_percent == pytest.approx(rate, abs=1e-9)
    assert flexibility.overcorrected is overcorrected


def test_the_standing_levels_are_measured_though_the_bend_has_others(draw_spine, draw_curves):
    (curve,) = find_curves(draw_spine(draw_curves([4, 10], [25, -25])))
    bend = draw_spine(draw_curves([2, 7, 13], [10, -20, 15]))

    flexibility = measure_flexibility(curve, left_bending=None, right_bending=bend)

    tilts = draw_curves([2, 7, 13], [10, -20, 15])
    assert flexibility.right.cobb_deg == pytest.approx(tilts[4] - tilts[10])


def test_a_double_curve_uses_one_film_for_each(draw_spine, draw_curves):
    curves = find_curves(draw_spine(draw_curves([3, 10, 15], [25, -25, 15])))
    left, right = draw_spine([0.0] * 17), draw_spine([0.0] * 17)

    used = [measure_flexibility(c, left_bending=left, right_bending=right).film for c in curves]

    assert used == [BendingFilm.RIGHT, BendingFilm.LEFT]


def assert_refused(flexibility, *words):
    assert flexibility.film is None
    assert flexibility.rate_percent is None
    assert flexibility.residual_deg is None
    assert not flexibility.overcorrected
    assert all(word in flexibility.reason for word in words)


def test_a_missing_film_is_named_and_the_other_still_measured(draw_spine):
    flexibility = measure_flexibility(
        standing_curve(draw_spine, 50), left_bending=curved(draw_spine, 55), right_bending=None
    )

    assert_refused(flexibility, "no right-bending film", "add it")
    assert flexibility.left.cobb_deg == pytest.approx(55)
    assert flexibility.left.reason == ""


def test_levels_off_the_film_are_named(draw_spine):
    short = draw_spine(np.linspace(5, -5, 9), lowest=Level.L4)

    flexibility = measure_flexibility(
        standing_curve(draw_spine, 50), left_bending=None, right_bending=short
    )

    assert_refused(flexibility, "On the right-bending film, T1 is not visible", "check the level")


def test_without_the_standing_side_no_film_is_chosen(draw_spine):
    flexibility = measure_flexibility(
        standing_curve(draw_spine, 50, patient_right=None),
        left_bending=curved(draw_spine, 30),
        right_bending=curved(draw_spine, 20),
    )

    assert_refused(flexibility, "image right", "declare which image edge is the patient's right")
    assert flexibility.right.cobb_deg == pytest.approx(20)


def test_without_the_bending_side_there_is_no_signed_angle(draw_spine):
    flexibility = measure_flexibility(
        standing_curve(draw_spine, 50),
        left_bending=None,
        right_bending=curved(draw_spine, 20, patient_right=None),
    )

    assert_refused(
        flexibility, "right-bending film", "declare which image edge is the patient's right"
    )
    assert flexibility.right.cobb_deg is None


def test_the_reason_says_which_film_was_used_and_why(draw_spine):
    flexibility = measure_flexibility(
        standing_curve(draw_spine, -50), left_bending=curved(draw_spine, -9), right_bending=None
    )

    assert flexibility.reason == (
        "The left-bending film is used: it bends towards the convexity of this left-convex curve."
    )


@pytest.mark.parametrize(
    ("standing", "bending", "correction", "lenke_residual"),
    [
        (26.6, -19, 45.6, 0),  # PLOS ONE 0190141, figure 2: over-corrected by 19
        (53, 11, 42, 11),  # AO Surgery Reference, Lenke 5: thoracolumbar
        (25, 16, 9, 16),  # and main thoracic
        (40, 45, -5, 45),
    ],
)
@pytest.mark.parametrize("side", [-1, 1])
def test_the_correction_and_what_lenke_counts_are_those_of_the_published_examples(
    draw_spine, standing, bending, correction, lenke_residual, side
):
    bend = curved(draw_spine, side * bending)

    flexibility = measure_flexibility(
        standing_curve(draw_spine, side * standing), left_bending=bend, right_bending=bend
    )

    assert flexibility.correction_deg == pytest.approx(correction)
    assert flexibility.lenke_residual_deg == pytest.approx(lenke_residual)
    assert flexibility.residual_deg == pytest.approx(bending)


def test_the_technique_is_kept_with_the_rate_or_the_refusal(draw_spine):
    curve, bend = standing_curve(draw_spine, 50), curved(draw_spine, 20)

    for right in (bend, None):
        flexibility = measure_flexibility(
            curve,
            left_bending=None,
            right_bending=right,
            technique=BendingTechnique.SUPINE_BENDING,
        )
        assert flexibility.technique is BendingTechnique.SUPINE_BENDING
    assert flexibility.correction_deg is None
    assert flexibility.lenke_residual_deg is None
