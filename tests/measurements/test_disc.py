import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    CannotMeasureError,
    Level,
    Spine,
    disc_angle_deg,
    disc_profile,
    signed_cobb_deg,
)

tilt_lists = st.lists(st.floats(-30, 30), min_size=17, max_size=17)


def profile(draw_spine, standing, left, right, **kwargs):
    return disc_profile(
        draw_spine(standing, **kwargs),
        left_bending=draw_spine(left, **kwargs),
        right_bending=draw_spine(right, **kwargs),
    )


@given(standing=tilt_lists, left=tilt_lists, right=tilt_lists)
def test_each_disc_is_the_step_of_the_tilts_about_it(draw_spine, standing, left, right):
    steps = [-np.diff(tilts) for tilts in (standing, left, right)]

    for disc, stand, to_left, to_right in zip(
        profile(draw_spine, standing, left, right), *steps, strict=True
    ):
        assert disc.standing_deg == pytest.approx(stand, abs=1e-6)
        assert disc.left.angle_deg == pytest.approx(to_left, abs=1e-6)
        assert disc.right.change_deg == pytest.approx(to_right - stand, abs=1e-6)
        assert disc.motion_deg == pytest.approx(to_left - to_right, abs=1e-6)
        if disc.right.rate_percent is None:
            assert abs(stand) < 5 + 1e-6
        else:
            assert disc.right.rate_percent == pytest.approx(
                (stand - to_right) / stand * 100, abs=1e-6
            )


@given(tilts=tilt_lists, wedge=st.floats(-8, 8))
def test_discs_and_bodies_make_up_the_cobb_angle(draw_spine, tilts, wedge):
    spine = draw_spine(tilts, wedge_deg=wedge)
    discs = disc_profile(spine, left_bending=None, right_bending=None)

    whole = sum(disc.standing_deg for disc in discs) + 17 * wedge

    assert signed_cobb_deg(spine, Level.T1, Level.L5) == pytest.approx(whole, abs=1e-6)


@given(standing=tilt_lists, left=tilt_lists, right=tilt_lists, turn=st.floats(-60, 60))
def test_mirroring_swaps_sides_and_turning_changes_nothing(draw_spine, standing, left, right, turn):
    s, b, r = np.array(standing), np.array(left), np.array(right)

    plain = profile(draw_spine, s, b, r)
    mirrored = profile(draw_spine, -s, -r, -b)
    turned = profile(draw_spine, s + turn, b + turn, r + turn)

    for disc, across, around in zip(plain, mirrored, turned, strict=True):
        assert across.standing_deg == pytest.approx(-disc.standing_deg, abs=1e-6)
        assert across.motion_deg == pytest.approx(disc.motion_deg, abs=1e-6)
        assert around.standing_deg == pytest.approx(disc.standing_deg, abs=1e-6)
        assert around.left.angle_deg == pytest.approx(disc.left.angle_deg, abs=1e-6)
        if abs(abs(disc.standing_deg) - 5) > 1e-6:
            assert across.left.rate_percent == pytest.approx(disc.right.rate_percent, abs=1e-6)
            assert around.left.rate_percent == pytest.approx(disc.left.rate_percent, abs=1e-6)


@given(tilts=tilt_lists, row=st.floats(0.05, 2))
def test_the_pixel_size_changes_no_disc(draw_spine, tilts, row):
    plain, coarse = (
        disc_profile(draw_spine(tilts, spacing=spacing), left_bending=None, right_bending=None)
        for spacing in ((0.2, 0.2), (row, 0.3))
    )

    assert [disc.standing_deg for disc in coarse] == pytest.approx(
        [disc.standing_deg for disc in plain], abs=1e-6
    )


def test_a_small_disc_has_angles_and_no_rate(draw_spine):
    discs = profile(draw_spine, np.linspace(8, -8, 17), [0.0] * 17, np.linspace(24, -24, 17))

    assert {disc.left.rate_percent for disc in discs} == {None}
    assert discs[0].left.change_deg == pytest.approx(-1)
    assert discs[0].right.angle_deg == pytest.approx(3)
    assert discs[0].left.reason == (
        "The disc stands at 1.0 degrees; under 5 a rate would be mostly error."
    )


def test_the_smallest_disc_can_be_set(draw_spine):
    spine = draw_spine(np.linspace(8, -8, 17))

    discs = disc_profile(spine, left_bending=None, right_bending=spine, smallest_deg=0.5)

    assert [disc.right.rate_percent for disc in discs] == pytest.approx([0] * 16, abs=1e-6)


def test_a_missing_film_or_vertebra_is_named(draw_spine):
    standing = draw_spine(np.linspace(24, -24, 17))
    short = draw_spine(np.linspace(8, -8, 9))

    first, *_ = disc_profile(standing, left_bending=None, right_bending=short)

    assert first.left.reason == "There is no left-bending film."
    assert "On the right-bending film, T1 is not visible" in first.right.reason
    assert first.motion_deg is None


def test_a_gap_is_no_disc(draw_spine):
    whole = draw_spine(np.linspace(24, -24, 17))
    gap = Spine(
        tuple(vertebra for vertebra in whole.vertebrae if vertebra.level is not Level.T8),
        whole.unit,
        whole.patient_right,
    )

    names = [disc.name for disc in disc_profile(gap, left_bending=whole, right_bending=None)]
    bent = disc_profile(whole, left_bending=gap, right_bending=None)

    assert "T7/T9" not in names
    assert len(names) == 14
    assert "T8 is not visible" in next(d for d in bent if d.name == "T7/T8").left.reason
    with pytest.raises(CannotMeasureError, match="T7 and T9 are not neighbours"):
        disc_angle_deg(gap, Level.T7, Level.T9)


@pytest.mark.parametrize(("count", "name"), [(11, "T11/L1"), (12, "T12/L1"), (13, "T13/L1")])
def test_the_last_thoracic_disc_is_found_whatever_the_count(draw_spine, count, name):
    spine = draw_spine([0.0] * 16, thoracic_count=count)

    names = [disc.name for disc in disc_profile(spine, left_bending=None, right_bending=None)]

    assert name in names
    assert len(names) == 15


def test_a_bend_that_shows_a_thirteenth_rib_has_no_such_disc(draw_spine):
    standing, bending = (draw_spine([0.0] * 16, thoracic_count=count) for count in (12, 13))

    discs = disc_profile(standing, left_bending=bending, right_bending=None)

    disc = next(disc for disc in discs if disc.name == "T12/L1")
    assert disc.left.angle_deg is None
    assert "not neighbours" in disc.left.reason


def test_an_unknown_side_is_refused(draw_spine):
    spine, unknown = draw_spine([0.0] * 17), draw_spine([0.0] * 17, patient_right=None)

    with pytest.raises(CannotMeasureError, match="declare which image edge"):
        disc_profile(spine, left_bending=unknown, right_bending=None)
