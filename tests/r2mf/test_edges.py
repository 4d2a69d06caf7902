"""Endplates settled on the edge of the bone."""

import numpy as np
import pytest
from drawn_spines import chain, draw_film
from scipy.ndimage import gaussian_filter

from r2mf import edges
from r2mf.edges import CLOSE_PRIOR, VOTE_PRIOR

FINE = 0.6
"""Degrees; what is left of a right tilt on a clean film."""

LEFT_OVER = 0.55
"""Share of a wrong tilt that may be left: the vote is a prior and holds back."""


def settled(film, quads, prior=VOTE_PRIOR):
    return edges.settled(film, quads, prior)


def tilts(quads):
    superior, inferior = quads[:, 1] - quads[:, 0], quads[:, 2] - quads[:, 3]
    return np.degrees(np.arctan2(*np.stack([superior, inferior], axis=1).transpose(2, 0, 1)))


def turned(quads, degrees):
    centres = quads.mean(axis=1, keepdims=True)
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return centres + (quads - centres) @ turn.T


@pytest.fixture(scope="module")
def quads():
    return chain(bend=50)


@pytest.fixture(scope="module")
def film(quads):
    return gaussian_filter(draw_film(quads), 1.0)


@pytest.mark.parametrize("wrong", [-4.0, -2.0, 0.0, 3.0, 5.0])
def test_a_wrong_tilt_is_about_halved(film, quads, wrong):
    error = tilts(settled(film, turned(quads, wrong))) - tilts(quads)

    assert np.abs(error).mean() < max(FINE, LEFT_OVER * abs(wrong))


@pytest.mark.parametrize("shift", [-1.5, 1.5])
def test_a_wrong_height_is_put_right(film, quads, shift):
    moved = settled(film, quads + np.array([shift, 0.0]))

    assert np.abs(moved - quads)[..., 0].mean() < 0.5 * abs(shift)


def test_without_an_edge_the_vote_stays(quads):
    assert settled(np.full((768, 320), 0.4, np.float32), quads) == pytest.approx(quads, abs=1e-6)


def test_mirroring_mirrors(film, quads):
    wrong = turned(quads, 3.0)
    mirrored = (wrong * [1, -1] + [0, film.shape[1] - 1])[:, [1, 0, 3, 2]]
    back = (settled(film[:, ::-1], mirrored) * [1, -1] + [0, film.shape[1] - 1])[:, [1, 0, 3, 2]]

    assert back == pytest.approx(settled(film, wrong), abs=1e-6)


def test_brighter_or_darker_exposure_changes_nothing(film, quads):
    wrong = turned(quads, 3.0)

    assert settled(film * 0.3 + 0.2, wrong) == pytest.approx(settled(film, wrong), abs=1e-4)


def test_what_was_seen_closely_is_trusted_more_than_a_vote(film, quads):
    wrong = turned(quads, 3.0)
    by_vote, by_look = (
        np.abs(settled(film, wrong, prior) - wrong).mean() for prior in (VOTE_PRIOR, CLOSE_PRIOR)
    )

    assert 0 < by_look < by_vote
