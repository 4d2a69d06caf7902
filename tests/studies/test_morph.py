"""A spine between two films: exact at both, rigid between them, and turning one way."""

from dataclasses import replace

import numpy as np
import pytest
from drawn_spines import chain
from hypothesis import given, settings
from hypothesis import strategies as st

from bending import Bend, FilmChain
from measurements import (
    CannotMeasureError,
    ImageEdge,
    Level,
    Spine,
    Unit,
    levels_upward_from,
    signed_cobb_deg,
)
from studies.alignment import align
from studies.morph import Morph, morph_into
from studies.radiograph import View

COUNT = 17
SHARES = np.linspace(0, 1, 9)


def spine(corners, *, right=ImageEdge.LEFT, spacing=(0.5, 0.5), lowest=Level.L5):
    levels = levels_upward_from(lowest, len(corners))
    return Spine.from_corners(corners, levels=levels, spacing=spacing, patient_right=right)


def moved(joints_deg, lowest_deg=0.0):
    """Corners of a drawn spine whose joints are bent by that much; every vertebra stays rigid."""
    drawn = FilmChain(chain(COUNT, height=1100, bend=40))
    quads = drawn.motions(Bend(np.asarray(joints_deg, float), lowest_deg))(drawn.quads)
    return np.stack([quads.imag, quads.real], axis=-1)


def morph(joints_deg, lowest_deg=0.0):
    return Morph(spine(moved(np.zeros(COUNT - 1))), spine(moved(joints_deg, lowest_deg)))


def corners(of):
    return np.array(
        [
            [*v.superior_endplate.__dict__.values(), *v.inferior_endplate.__dict__.values()]
            for v in of.vertebrae
        ]
    )


def sizes(of):
    """Distances between all corners of each vertebra."""
    points = corners(of)
    return np.linalg.norm(points[:, :, None] - points[:, None], axis=-1)


joints = st.lists(st.floats(-14, 14), min_size=COUNT - 1, max_size=COUNT - 1)


@settings(deadline=None, max_examples=30)
@given(joints=joints, lowest=st.floats(-15, 15), noise=st.integers(0, 99))
def test_both_ends_are_the_films_themselves_however_their_outlines_differ(joints, lowest, noise):
    shaken = np.random.default_rng(noise).normal(0, 0.6, (COUNT, 4, 2))
    way = Morph(spine(moved(np.zeros(COUNT - 1))), spine(moved(joints, lowest) + shaken))

    np.testing.assert_allclose(corners(way.at(0)), corners(way.standing), atol=1e-9)
    np.testing.assert_allclose(corners(way.at(1)), corners(way.bent), atol=1e-9)
    for upper, lower in ((Level.T5, Level.T12), (Level.T1, Level.L5)):
        for share, film in ((0, way.standing), (1, way.bent)):
            measured = signed_cobb_deg(film, upper, lower)
            assert signed_cobb_deg(way.at(share), upper, lower) == pytest.approx(measured, abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(joints=joints, lowest=st.floats(-15, 15), share=st.floats(0, 1))
def test_a_rigid_vertebra_stays_rigid_at_every_share(joints, lowest, share):
    way = morph(joints, lowest)

    np.testing.assert_allclose(sizes(way.at(share)), sizes(way.standing), atol=1e-9)


@settings(deadline=None, max_examples=30)
@given(joints=joints, share=st.floats(0, 1))
def test_the_column_does_not_shrink_on_the_way(joints, share):
    way = morph(joints)
    steps = [
        np.linalg.norm(np.diff([v.centre for v in of.vertebrae], axis=0), axis=1)
        for of in (way.standing, way.at(share), way.bent)
    ]

    assert (steps[1] >= np.minimum(steps[0], steps[2]) - 1e-9).all()


@settings(deadline=None, max_examples=30)
@given(joint=st.integers(0, COUNT - 2), angle=st.floats(-20, 20))
def test_one_joint_turns_evenly_from_one_film_to_the_other(joint, angle):
    bend = np.zeros(COUNT - 1)
    bend[joint] = angle
    way = morph(bend)
    ends = way.levels[0], way.levels[-1]
    angles = np.array([signed_cobb_deg(way.at(share), *ends) for share in SHARES])

    np.testing.assert_allclose(np.diff(angles), (angles[-1] - angles[0]) / 8, atol=1e-9)
    assert abs(angles[-1] - angles[0]) == pytest.approx(abs(angle), abs=1e-9)


def test_an_angle_beyond_a_right_angle_is_not_folded_on_the_way():
    way = morph(np.full(COUNT - 1, 12.0))
    ends = way.levels[0], way.levels[-1]
    angles = [signed_cobb_deg(way.at(share), *ends) for share in SHARES]

    turned = np.unwrap(angles, period=360)
    assert abs(turned[-1] - turned[0]) == pytest.approx(192)
    np.testing.assert_allclose(np.diff(turned), (turned[-1] - turned[0]) / 8, atol=1e-9)


@settings(deadline=None, max_examples=20)
@given(joints=joints, share=st.floats(0, 1))
def test_seen_from_behind_the_spine_moves_alike(joints, share):
    mirror = np.array([1, -1])
    turned = [moved(each)[:, [1, 0, 3, 2]] * mirror for each in (np.zeros(COUNT - 1), joints)]
    behind = Morph(*(spine(each, right=ImageEdge.RIGHT) for each in turned))

    np.testing.assert_allclose(
        corners(behind.at(share)), corners(morph(joints).at(share)), atol=1e-9
    )


def test_levels_that_one_film_lacks_are_left_out():
    standing, bent = moved(np.zeros(COUNT - 1)), moved(np.full(COUNT - 1, 2.0))
    way = Morph(spine(standing[2:]), spine(bent[:-1], lowest=Level.L4))

    assert (way.levels[0], way.levels[-1]) == (Level.T3, Level.L4)
    assert way.at(0.5).levels == way.levels


def test_what_cannot_be_matched_is_refused_with_the_remedy():
    here = spine(moved(np.zeros(COUNT - 1)))

    with pytest.raises(CannotMeasureError, match="align the films first"):
        Morph(here, replace(here, unit=Unit.PIXEL))
    with pytest.raises(CannotMeasureError, match="declare which image edge"):
        Morph(here, replace(here, patient_right=None))
    with pytest.raises(CannotMeasureError, match="check the lowest vertebra"):
        Morph(
            replace(here, vertebrae=here.vertebrae[:3]), replace(here, vertebrae=here.vertebrae[3:])
        )


def test_a_study_moves_into_the_bend_it_was_measured_on(study):
    way = morph_into(align(study.films), View.RIGHT_BENDING)

    for item in study.flexibility:
        assert signed_cobb_deg(way.at(0), *item.curve.levels) == pytest.approx(item.curve.cobb_deg)
        assert signed_cobb_deg(way.at(1), *item.curve.levels) == pytest.approx(item.right.cobb_deg)


def test_a_missing_film_is_said(study):
    alone = replace(study, films={View.CORONAL: study.standing})

    with pytest.raises(CannotMeasureError, match="no measured left-bending film"):
        morph_into(align(alone.films), View.LEFT_BENDING)
