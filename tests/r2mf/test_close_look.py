"""The shipped close stage on a film whose truth is known."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from r2mf.close_look import looked_at_closely
from r2mf.patches import frames
from r2mf.quads import endplate_tilts_deg
from r2mf.weights import SHIPPED, load_close
from r2mf.window import turn
from sample_data import sample_studies
from studies.read import read_film

SAME_PLACE = 0.005
"""Share of a vertebra's width a corner may move when the same pixels are shown otherwise."""

MENDED = 0.5
"""Share of a guess's error that may be left after a look."""

guesses = st.tuples(
    st.floats(-8, 8), st.floats(-0.06, 0.06), st.floats(-0.06, 0.06), st.floats(0.88, 1.14)
)
"""Turn in degrees, shift down and across in widths, and size, wrong as a guess may be."""


@pytest.fixture(scope="module")
def stage():
    return load_close(SHIPPED)


@pytest.fixture(scope="module")
def shown():
    """A phantom film and its true corners."""
    study = sample_studies()[0]
    film = study.expected.films["coronal"]
    path = study.folder / film.file
    return read_film(path.read_bytes(), path.name).pixels, np.array(film.corners_px)


def guessed(truth, guess):
    """Every vertebra (N, 4, 2) where it is not: turned, shifted and scaled about its middle."""
    turn_deg, down, across, size = guess
    middle, _, width = frames(truth, 1.0)
    shift = np.array([down, across]) * width[:, None]
    return (truth - middle[:, None]) @ turn(turn_deg).T * size + (middle + shift)[:, None]


def moved(quads, others):
    """Largest distance of corners as a share of the vertebra's width."""
    _, _, width = frames(others, 1.0)
    return (np.linalg.norm(quads - others, axis=2).max(axis=1) / width).max()


@settings(max_examples=8, deadline=None)
@given(guess=guesses)
def test_a_wrong_guess_is_mended(stage, shown, guess):
    film, truth = shown
    wrong = guessed(truth, guess)
    seen = looked_at_closely(stage, film, wrong, 1.0).quads
    left = np.abs(endplate_tilts_deg(seen) - endplate_tilts_deg(truth)).mean()

    assert left < max(MENDED * abs(guess[0]), 2.0)
    assert moved(seen, truth) < 0.3


def test_the_mirror_image_gives_the_mirror_image(stage, shown):
    film, truth = shown
    last = film.shape[1] - 1
    mirrored = (truth * [1, -1] + [0, last])[:, [1, 0, 3, 2]]
    seen = looked_at_closely(stage, np.ascontiguousarray(film[:, ::-1]), mirrored, 1.0).quads
    back = (seen * [1, -1] + [0, last])[:, [1, 0, 3, 2]]

    assert moved(back, looked_at_closely(stage, film, truth, 1.0).quads) < SAME_PLACE


@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_turned_film_gives_the_same_corners_turned(stage, shown, quarters):
    film, quads = shown
    seen = looked_at_closely(stage, film, quads, 1.0).quads
    for _ in range(quarters):  # a quarter turn anticlockwise: columns become rows from below
        last = film.shape[1] - 1
        quads, seen = (np.stack([last - q[..., 1], q[..., 0]], axis=-1) for q in (quads, seen))
        film = np.ascontiguousarray(np.rot90(film))

    assert moved(looked_at_closely(stage, film, quads, 1.0).quads, seen) < SAME_PLACE


def test_each_vertebra_is_seen_for_itself(stage, shown):
    film, truth = shown
    together = looked_at_closely(stage, film, truth, 1.0).quads
    alone = looked_at_closely(stage, film, truth[4:5], 1.0).quads

    assert moved(alone, together[4:5]) < SAME_PLACE
