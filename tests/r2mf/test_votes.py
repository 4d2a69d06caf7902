"""From network output to an ordered chain."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from drawn_spines import chain
from hypothesis import given, settings
from hypothesis import strategies as st

from r2mf.network import VOTE_UNIT
from r2mf.targets import target_for, to_cells
from r2mf.votes import (
    Candidate,
    agreed,
    best_chain,
    find_candidates,
    gaps,
    without_unsure_ends,
)

SHAPE = (768, 320)
NOISE_CELLS = 0.35
"""Spread of a single vote's noise in the tests; the mean of many must beat it."""


def answers(quads, noise=0.0, seed=0):
    """What a perfect network, but for noise in its votes, would say."""
    target = target_for(quads, SHAPE, exact=True)
    votes = target.votes.numpy()
    votes = votes + np.random.default_rng(seed).normal(0, noise / 8, votes.shape)
    log_spread = np.full(votes.shape[1:], np.log(max(noise, 0.01)))
    return target.masks[1].numpy(), target.masks[2].numpy(), votes, log_spread


@pytest.mark.parametrize("bend", [0.0, 60.0, 120.0])
@pytest.mark.parametrize("count", [5, 12, 17])
def test_a_perfect_answer_gives_back_every_vertebra_in_order(count, bend):
    quads = chain(count, bend=bend, height=38.0 * count)
    found = best_chain(find_candidates(*answers(quads)))

    assert np.stack([c.quad for c in found]) == pytest.approx(to_cells(quads), abs=0.01)
    assert gaps(found) == []


def test_many_votes_beat_one():
    quads = chain(bend=40)
    found = best_chain(find_candidates(*answers(quads, NOISE_CELLS)))
    error = np.stack([c.quad for c in found]) - to_cells(quads)

    assert np.sqrt((error**2).mean()) < NOISE_CELLS / 3


def test_a_missing_vertebra_is_a_gap_and_not_made_up():
    quads = np.delete(chain(), 8, axis=0)
    found = best_chain(find_candidates(*answers(quads)))

    assert len(found) == 16
    assert gaps(found) == [7]


def candidate(row, column, score=0.9, size=6.0):
    centre = np.array([row, column])
    corners = np.array([[-0.4, -0.5], [-0.4, 0.5], [0.4, 0.5], [0.4, -0.5]]) * size
    return Candidate(centre + corners, score, 0.1)


def test_something_beside_the_spine_is_left_out():
    spine = [candidate(10 + 6.2 * i, 40) for i in range(10)]
    found = best_chain([*spine, candidate(43, 62), candidate(20, 10)])

    assert [c.centre.tolist() for c in found] == [c.centre.tolist() for c in spine]


def test_nothing_gives_an_empty_chain():
    assert best_chain([]) == []


@settings(max_examples=50)
@given(st.permutations(range(10)))
def test_the_order_candidates_come_in_does_not_matter(order):
    spine = [candidate(10 + 6.2 * i, 40 + i) for i in range(10)]

    assert best_chain([spine[i] for i in order]) == spine


def test_a_stray_vote_does_not_move_the_corners():
    honest = np.zeros((20, 4, 2)) + np.random.default_rng(0).normal(0, 0.1, (20, 4, 2))
    stray = np.concatenate([honest, np.full((1, 4, 2), 50.0)])
    weights = np.ones(21)

    assert agreed(stray, weights) == pytest.approx(agreed(honest, weights[:20]), abs=0.05)


def test_votes_that_stray_towards_an_overlapping_neighbour_do_not_move_its_corners():
    body = np.array([[-5.0, -8], [-5, 8], [5, 8], [5, -8]])
    # foreshortened: 8.4 cells apart, 10 tall
    upper, lower = (body + np.array([row, 20.0]) for row in (15.0, 23.4))
    stray = np.array([-4.0, 0.0])  # within the upper one's reach, but nearer to the lower one
    bodies, centres = np.zeros((40, 40), np.float32), np.zeros((40, 40), np.float32)
    votes = np.zeros((8, 40, 40))
    for quad, off, rows in ((upper, 0 * stray, range(10, 19)), (lower, stray, range(19, 28))):
        centres[tuple(quad.mean(axis=0).astype(int))] = 0.8
        for row, column in itertools.product(rows, range(12, 28)):
            bodies[row, column] = 1
            votes[:, row, column] = (quad + off - [row, column]).ravel() / VOTE_UNIT

    found = find_candidates(bodies, centres, votes, np.zeros((40, 40)))

    assert any(candidate.quad == pytest.approx(upper) for candidate in found)


def test_unsure_ends_of_a_long_chain_are_left_out():
    neck, sacrum = candidate(4, 40, score=0.4), candidate(120, 40, score=0.5)
    spine = [candidate(10 + 6.2 * i, 40) for i in range(17)]

    assert without_unsure_ends([neck, *spine, sacrum]) == (spine, [neck, sacrum])


def test_a_sure_eighteenth_vertebra_stays():
    spine = [candidate(10 + 6.2 * i, 40) for i in range(18)]

    assert without_unsure_ends(spine) == (spine, [])


def test_an_unsure_end_of_a_usual_chain_stays():
    spine = [candidate(10 + 6.2 * i, 40, score=0.2 if i == 0 else 0.9) for i in range(17)]

    assert without_unsure_ends(spine) == (spine, [])


def test_what_a_close_look_foretells_of_a_tilt_takes_the_place_of_what_votes_foretell():
    voted = candidate(10, 40)
    larger = Candidate(3 * voted.quad, 0.9, 3 * voted.spread)

    assert voted.tilt_sd_deg == pytest.approx(larger.tilt_sd_deg)
    assert replace(voted, seen_tilt_sd_deg=1.5).tilt_sd_deg == 1.5


def test_of_candidates_that_share_a_place_the_surest_is_kept():
    spine = [candidate(10 + 6.2 * i, 40) for i in range(10)]
    again = candidate(10 + 6.2 * 4 + 0.5, 40.5, score=0.8)

    assert best_chain([again, *spine]) == spine
