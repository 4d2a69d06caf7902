import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    BendingFilm,
    BendVerdict,
    Film,
    Landmarks,
    Level,
    Posture,
    judge_bend,
)

SIDES = {BendingFilm.LEFT: 1, BendingFilm.RIGHT: -1}  # of the upper trunk's tilt


def as_film(spine, landmarks=None):
    return Film(spine, landmarks or Landmarks(), Posture.BENDING)


def bent(draw_spine, degrees_to_left, lean=0.0, landmarks=None, **kwargs):
    tilts = np.linspace(degrees_to_left / 2, -degrees_to_left / 2, 17) + lean
    return as_film(draw_spine(tilts, **kwargs), landmarks)


@pytest.mark.parametrize(
    ("bend", "verdict"),
    [
        (60, BendVerdict.SUFFICIENT),
        (20.5, BendVerdict.SUFFICIENT),
        (19.5, BendVerdict.WEAK),
        (8.5, BendVerdict.WEAK),
        (8, BendVerdict.LIKE_STANDING),
        (0, BendVerdict.LIKE_STANDING),
        (-8, BendVerdict.LIKE_STANDING),
        (-9, BendVerdict.WRONG_WAY),
        (-60, BendVerdict.WRONG_WAY),
    ],
)
@pytest.mark.parametrize("film", BendingFilm)
def test_a_bend_is_judged_by_how_far_and_which_way_it_went(draw_spine, film, bend, verdict):
    judged = judge_bend(film, bent(draw_spine, 0), bent(draw_spine, SIDES[film] * bend, lean=12))

    assert judged.verdict is verdict
    assert judged.trunk_bend_deg == pytest.approx(bend)
    assert judged.levels == (Level.T1, Level.L5)


@given(
    stand=st.floats(-40, 40),
    bend=st.floats(-100, 100),
    turn=st.floats(-40, 40),
    film=st.sampled_from(BendingFilm),
)
def test_turning_changes_no_bend_and_mirroring_swaps_the_films(draw_spine, stand, bend, turn, film):
    other = BendingFilm.LEFT if film is BendingFilm.RIGHT else BendingFilm.RIGHT

    plain = judge_bend(film, bent(draw_spine, stand), bent(draw_spine, bend))
    turned = judge_bend(film, bent(draw_spine, stand), bent(draw_spine, bend, lean=turn))
    mirrored = judge_bend(other, bent(draw_spine, -stand), bent(draw_spine, -bend))

    assert plain.trunk_bend_deg == pytest.approx(SIDES[film] * (bend - stand), abs=1e-6)
    assert turned.trunk_bend_deg == pytest.approx(plain.trunk_bend_deg, abs=1e-6)
    assert mirrored.trunk_bend_deg == pytest.approx(plain.trunk_bend_deg, abs=1e-6)
    assert turned.base_change_deg == pytest.approx(plain.base_change_deg + turn, abs=1e-6)


def test_the_same_film_twice_is_no_bend(draw_spine):
    spine = bent(draw_spine, 30)

    judged = judge_bend(BendingFilm.LEFT, spine, spine)

    assert judged.trunk_bend_deg == 0
    assert "cannot be told from standing" in judged.reason
    assert "not the standing film again" in judged.reason


def test_exchanged_films_both_bend_the_wrong_way(draw_spine):
    standing = bent(draw_spine, 0)

    verdicts = {
        judge_bend(film, standing, bent(draw_spine, -40 * side)).verdict
        for film, side in SIDES.items()
    }

    assert verdicts == {BendVerdict.WRONG_WAY}


def test_a_weak_bend_says_what_it_hides(draw_spine):
    judged = judge_bend(BendingFilm.RIGHT, bent(draw_spine, 0), bent(draw_spine, -15))

    assert judged.reason == (
        "The trunk bends only 15° to the right, less than 20°: the curve may be more flexible "
        "than this film shows."
    )


def test_the_least_bend_can_be_set(draw_spine):
    judged = judge_bend(
        BendingFilm.LEFT, bent(draw_spine, 0), bent(draw_spine, 15), least_bend_deg=12
    )

    assert judged.verdict is BendVerdict.SUFFICIENT


def test_only_shared_levels_are_compared(draw_spine):
    judged = judge_bend(
        BendingFilm.LEFT, bent(draw_spine, 0), as_film(draw_spine(np.linspace(15, -15, 9)))
    )

    assert judged.levels == (Level.T9, Level.L5)
    assert judged.trunk_bend_deg == pytest.approx(30)


def test_a_bend_beyond_half_a_turn_is_not_folded(draw_spine):
    judged = judge_bend(BendingFilm.LEFT, bent(draw_spine, -60), bent(draw_spine, 150))

    assert judged.trunk_bend_deg == pytest.approx(210)


@given(stand=st.floats(-15, 15), bend=st.floats(-15, 15))
def test_the_pelvis_is_followed_where_both_crests_are_marked(draw_spine, stand, bend):
    def crests(tilt_deg):
        y = 100 * np.tan(np.radians(tilt_deg))
        return Landmarks(iliac_crests=((100.0, float(y)), (-100.0, -float(y))))

    standing = bent(draw_spine, 0, landmarks=crests(stand))
    marked, unmarked = (bent(draw_spine, 40, landmarks=m) for m in (crests(bend), None))
    both = judge_bend(BendingFilm.LEFT, standing, marked)
    one = judge_bend(BendingFilm.LEFT, standing, unmarked)

    assert both.pelvis_change_deg == pytest.approx(bend - stand, abs=1e-6)
    assert one.pelvis_change_deg is None


def test_without_a_side_or_a_shared_vertebra_nothing_is_judged(draw_spine):
    standing = bent(draw_spine, 0)
    unknown = bent(draw_spine, 30, patient_right=None)
    apart = [as_film(draw_spine([0.0, 0.0], lowest=low)) for low in (Level.T2, Level.L5)]

    aside = judge_bend(BendingFilm.LEFT, standing, unknown)
    distant = judge_bend(BendingFilm.LEFT, *apart)

    assert aside.verdict is distant.verdict is BendVerdict.UNKNOWN
    assert aside.trunk_bend_deg is distant.trunk_bend_deg is None
    assert "declare which image edge" in aside.reason
    assert "fewer than two vertebrae" in distant.reason
