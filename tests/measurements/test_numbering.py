"""Names of levels, held against C7 and the sacrum."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measurements import (
    Film,
    Frame,
    ImageEdge,
    LandmarkMissingError,
    Landmarks,
    Level,
    Posture,
    Spine,
    check_numbering,
    levels_upward_from,
)
from sample_data.phantom import phantom_patient
from sample_data.phantom.anatomy import Anatomy
from sample_data.phantom.draw import random_physique

COUNTS = [(12, 5), (11, 5), (13, 5), (12, 4), (12, 6)]


def standing(seed, thoracic=12, lumbar=5):
    """True outlines and landmarks of a phantom with so many vertebrae."""
    physique = replace(
        random_physique(np.random.default_rng(seed)), anatomy=Anatomy(thoracic, lumbar)
    )
    return phantom_patient(seed, physique=physique).truth("coronal")


def film(truth, levels, *, above=0, below=0, c7=True, s1=True, turn_deg=0.0, spacing=None):
    """What is left of a film without some vertebrae at either end, named so."""
    angle = np.radians(turn_deg)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    corners, marked = truth.corners_px @ turn, truth.landmarks_px
    spine = Spine.from_corners(
        corners[above : len(corners) - below],
        levels=levels,
        spacing=spacing,
        patient_right=ImageEdge.LEFT,
    )
    landmarks = Landmarks.from_film(
        Frame(spacing, ImageEdge.LEFT),
        c7_centre_px=marked.c7_px @ turn if c7 else None,
        s1_endplate_px=marked.s1_px @ turn if s1 else None,
    )
    return Film(spine, landmarks, Posture.STANDING)


seeds = st.integers(0, 10_000)
few = settings(max_examples=15)


@few
@given(seeds, st.sampled_from(COUNTS), st.integers(0, 2), st.integers(0, 2))
def test_true_names_are_borne_out_whatever_the_count_and_wherever_the_film_ends(
    seed, counts, above, below
):
    truth = standing(seed, *counts)
    levels = truth.levels[above : len(truth.levels) - below]

    numbering = check_numbering(film(truth, levels, above=above, below=below))

    unusual = {Level.T13, Level.L6} & {*truth.levels[:above], *truth.levels[-below or 99 :]}
    assert [n.room for n in numbering.neighbours] == [above, below]
    assert numbering.complete
    assert numbering.agrees is (not unusual and (below == 0 or counts[1] != 4))


@few
@given(seeds, st.integers(1, 2))
def test_a_lowest_vertebra_missed_contradicts_the_names_at_both_ends(seed, missed):
    truth = standing(seed)
    levels = levels_upward_from(Level.L5, 17 - missed)

    numbering = check_numbering(film(truth, levels, below=missed))

    assert [n.agrees for n in numbering.neighbours] == [False, False]
    assert [n.room for n in numbering.neighbours] == [0, missed]


@few
@given(seeds, st.sampled_from(COUNTS[1:]))
def test_an_unusual_number_of_vertebrae_never_passes_for_the_usual_one(seed, counts):
    truth = standing(seed, *counts)
    numbering = check_numbering(film(truth, levels_upward_from(Level.L5, sum(counts))))

    assert not numbering.agrees
    assert "C7" in numbering.reason


@few
@given(seeds, st.floats(-60, 60), st.floats(0.1, 2))
def test_turning_the_film_and_the_pixel_size_change_nothing(seed, turn_deg, size):
    truth = standing(seed)
    plain = check_numbering(film(truth, truth.levels))

    assert check_numbering(film(truth, truth.levels, turn_deg=turn_deg)) == plain
    assert check_numbering(film(truth, truth.levels, spacing=(size, size))) == plain


def test_one_landmark_checks_one_end_and_says_so():
    truth = standing(1)
    numbering = check_numbering(film(truth, truth.levels, c7=False))

    assert numbering.agrees
    assert not numbering.complete
    assert numbering.reason == (
        "L5 is the next vertebra above the marked S1. C7 is not marked: one vertebra more or "
        "fewer would not show."
    )


def test_nothing_is_checked_without_a_landmark():
    truth = standing(1)

    with pytest.raises(LandmarkMissingError, match="needs C7 or S1"):
        check_numbering(film(truth, truth.levels, c7=False, s1=False))


def test_a_landmark_on_the_outline_of_its_name_agrees():
    truth = standing(1)
    whole = film(truth, truth.levels)
    c7 = whole.spine.vertebrae[0].centre
    below = Film(
        Spine.from_corners(
            truth.corners_px,
            levels=(Level.C7, *truth.levels[:-1]),
            spacing=None,
            patient_right=ImageEdge.LEFT,
        ),
        replace(whole.landmarks, c7_centre=c7, s1_endplate=None),
        Posture.STANDING,
    )

    assert check_numbering(below).reason.startswith("C7 is marked on the outline that is named so")
