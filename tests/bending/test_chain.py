"""The vertebrae of a film as a chain of rigid bodies."""

import numpy as np
import pytest
from drawn_spines import c_shaped, chain
from hypothesis import given, settings
from hypothesis import strategies as st

from bending import Bend, ChainError, FilmChain, ReachError

swings = st.floats(-60, 60)  # of the standing spine
sides = st.sampled_from([-1, 1])
shares = st.floats(0.05, 0.95)
aspects = st.floats(0.6, 1.6)


def spine(swing, aspect=1.0):
    """A film chain whose pixels are `aspect` times as high as wide."""
    return FilmChain(chain(bend=swing) / [aspect, 1.0], pixel_aspect=aspect)


def within_reach(film_chain, side, share, **how):
    return share * film_chain.reach_deg(side, **how)


def tilts_deg(corners, aspect=1.0):
    across = (corners[:, 1] + corners[:, 2] - corners[:, 0] - corners[:, 3]) * [aspect, 1.0]
    return np.degrees(np.arctan2(across[:, 0], across[:, 1]))


def same_angle(first, second):
    """Whether two angles are the same up to whole turns, degrees."""
    return abs((first - second + 180) % 360 - 180) < 1e-6


def distances(corners, aspect):
    points = corners * [aspect, 1.0]
    return np.linalg.norm(points[:, :, None] - points[:, None], axis=-1)


@settings(max_examples=60, deadline=None)
@given(swings, sides, shares, aspects, st.floats(-15, 15))
def test_a_bend_keeps_the_shape_of_every_vertebra(swing, side, share, aspect, pelvis):
    standing = spine(swing, aspect)
    bend = standing.trunk_bend(within_reach(standing, side, share), lowest_deg=pelvis)

    assert distances(standing.bent(bend).corners, aspect) == pytest.approx(
        distances(standing.corners, aspect), abs=1e-9
    )


@settings(max_examples=60, deadline=None)
@given(swings, sides, shares, aspects, st.floats(-15, 15))
def test_the_trunk_bends_as_far_as_it_was_asked_to(swing, side, share, aspect, pelvis):
    standing = spine(swing, aspect)
    asked = within_reach(standing, side, share)
    bent = standing.bent(standing.trunk_bend(asked, lowest_deg=pelvis))
    turned = tilts_deg(bent.corners, aspect) - tilts_deg(standing.corners, aspect)

    assert same_angle(turned[-1], pelvis)
    assert same_angle(turned[0] - turned[-1], asked)


@settings(max_examples=40, deadline=None)
@given(swings, sides, shares)
def test_the_opposite_bend_restores_every_corner(swing, side, share):
    standing = spine(swing)
    bend = standing.trunk_bend(within_reach(standing, side, share), lowest_deg=7.0)
    back = standing.bent(bend).motions(-bend)(standing.bent(bend).quads)

    assert back == pytest.approx(standing.quads, abs=1e-8)


def test_no_bend_moves_nothing():
    standing = spine(40)

    for bend in (standing.trunk_bend(0.0), standing.straightening(0.0)):
        assert standing.bent(bend).corners == pytest.approx(standing.corners, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(swings, sides, shares)
def test_the_mirrored_film_bends_as_the_mirror_image(swing, side, share):
    def mirrored(corners):
        return (corners * [1, -1] + [0, 319])[:, [1, 0, 3, 2]]

    standing = spine(swing)
    other = FilmChain(mirrored(standing.corners))
    degrees = within_reach(standing, side, share)
    bent = standing.bent(standing.trunk_bend(degrees)).corners

    assert other.reach_deg(-side) == pytest.approx(-standing.reach_deg(side))
    assert mirrored(other.bent(other.trunk_bend(-degrees)).corners) == pytest.approx(bent, abs=1e-6)


def test_a_bend_to_the_right_takes_the_head_to_the_right():
    standing = spine(0)
    head = [standing.bent(standing.trunk_bend(t)).corners[0, :, 1].mean() for t in (-20, 0, 20)]

    assert head == sorted(head)


def test_bending_to_the_convex_side_flattens_a_curve_and_to_the_other_grows_it_less():
    """The apex of a positive swing lies on the image's left."""
    standing = spine(40)
    to_convex, to_concave = (
        standing.bent(standing.trunk_bend(degrees)).standing_deg.sum() for degrees in (-20, 20)
    )

    assert abs(to_convex) < abs(standing.standing_deg.sum()) < abs(to_concave)


def test_the_stiff_half_of_a_spine_gives_its_share_less():
    standing = spine(0)
    stiffness = np.where(np.arange(16) < 8, 4.0, 1.0)
    healthy, stiff = (standing.trunk_bend(5.0, stiffness=s).joints_deg for s in (1.0, stiffness))

    assert stiff[:8] / stiff[8:].sum() == pytest.approx(
        healthy[:8] / healthy[8:].sum() / 4, rel=0.02
    )


@settings(max_examples=30, deadline=None)
@given(st.floats(5, 60), st.floats(-0.3, 1.0))
def test_straightening_takes_its_share_of_every_standing_angle(swing, share):
    standing = spine(swing)
    bend = standing.straightening(share)
    free = np.abs(bend.joints_deg + share * standing.standing_deg) < 1e-9
    left = standing.bent(bend).standing_deg

    assert left[free] == pytest.approx((1 - share) * standing.standing_deg[free], abs=1e-6)
    assert (np.abs(bend.joints_deg) <= np.abs(share * standing.standing_deg) + 1e-9).all()


@pytest.mark.parametrize("cobb", [80.0, 95.0, 130.0])
def test_a_curve_beyond_ninety_degrees_stays_itself(cobb):
    severe = c_shaped(cobb)

    assert severe.standing_deg.sum() == pytest.approx(cobb, abs=1e-6)
    assert severe.bent(severe.straightening(0.2)).standing_deg.sum() == pytest.approx(
        0.8 * cobb, abs=1e-6
    )


def test_the_furthest_bend_leaves_room_between_neighbours():
    standing = spine(30)
    for side in (-1, 1):
        bent = standing.bent(standing.trunk_bend(standing.reach_deg(side)))

        assert (bent.limits_deg()[1] >= 0).all()


@pytest.mark.parametrize("side", [-1, 1])
def test_a_bend_beyond_reach_is_refused_with_what_is_in_reach(side):
    standing = spine(30)
    reach = standing.reach_deg(side)

    with pytest.raises(ReachError, match=f"bends by {reach:.1f} degrees"):
        standing.trunk_bend(reach + side)


def test_a_joint_that_would_collide_is_refused_by_name():
    joints = np.zeros(16)
    joints[14] = 45

    with pytest.raises(ReachError, match=r"L3 on L4 by 45.0 degrees would make them collide"):
        spine(0).bent(Bend(joints))


def test_a_half_vertebra_does_not_keep_its_neighbours_apart():
    block = np.array([[0, 0], [0, 60], [30, 60], [30, 0]], float)
    half = np.array([[36, 0], [36, 20], [42, 20], [42, 0]], float)
    below = np.array([[48, 0], [38, 60], [78, 60], [78, 0]], float)
    standing = FilmChain(np.stack([block, half, below]))

    with pytest.raises(ReachError, match="L3 and L5 collide"):
        standing.bent(Bend(standing.limits_deg()[1]))


def test_overlapping_vertebrae_are_no_chain():
    quads = chain()
    quads[5] = quads[6] - [4, 0]

    with pytest.raises(ChainError, match="T6 and T7 overlap"):
        FilmChain(quads)


def test_corners_out_of_order_are_no_chain():
    quads = chain()
    quads[3] = quads[3, [1, 0, 3, 2]]

    with pytest.raises(ChainError, match="T4 are no convex quad"):
        FilmChain(quads)


def test_each_vertebra_has_a_level_and_each_joint_an_angle():
    with pytest.raises(ChainError, match="2 levels for 17 vertebrae"):
        FilmChain(chain(), ("L4", "L5"))
    with pytest.raises(ChainError, match="one angle for each of the 16 joints"):
        spine(0).bent(Bend(np.zeros(3)))


@pytest.mark.parametrize("stiffness", [0.0, -1.0, np.nan])
def test_a_joint_is_neither_without_stiffness_nor_of_unknown_stiffness(stiffness):
    with pytest.raises(ChainError, match="give numbers above zero"):
        spine(0).trunk_bend(10.0, stiffness=stiffness)


def test_a_bend_is_a_list_of_finite_angles():
    with pytest.raises(ChainError, match="one finite angle for each joint"):
        Bend(np.array([1.0, np.nan]))
