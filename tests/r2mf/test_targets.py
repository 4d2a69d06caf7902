"""Targets of training windows."""

import numpy as np
import pytest
from drawn_spines import chain
from hypothesis import given
from hypothesis import strategies as st

from r2mf.network import FINE_CELL, VOTE_UNIT
from r2mf.targets import column_quads, target_for, to_cells, to_window

SHAPE = (768, 320)


@given(st.floats(-1000, 1000), st.floats(-1000, 1000))
def test_cells_and_window_pixels_convert_back(row, column):
    point = np.array([row, column])

    assert to_window(to_cells(point)) == pytest.approx(point)


def test_the_first_cell_is_the_middle_of_its_pixels():
    pixels = np.arange(FINE_CELL)

    assert to_window(np.zeros(1)) == pytest.approx(pixels.mean())


@pytest.mark.parametrize("bend", [0.0, 60.0, 120.0])
def test_every_vote_points_at_the_corners(bend):
    quads = chain(bend=bend)
    target = target_for(quads, SHAPE, exact=True)
    rows, columns = np.nonzero(target.voters[0].numpy())
    votes = target.votes[:, rows, columns].numpy().T.reshape(-1, 4, 2) * VOTE_UNIT
    corners = to_window(votes + np.stack([rows, columns], axis=1)[:, None])
    distance = np.abs(corners[:, None] - quads[None]).max(axis=(2, 3)).min(axis=1)

    assert distance.max() < 1e-3


def test_each_vertebra_has_one_vote_in_all_and_one_peak():
    target = target_for(chain(), SHAPE, exact=True)

    assert float(target.voters.sum()) == pytest.approx(17, abs=1e-4)
    assert int((target.masks[2] == 1).sum()) == 17


def test_the_column_is_bodies_and_discs():
    quads = chain(count=5)
    target = target_for(quads, SHAPE, exact=True)

    assert len(column_quads(quads)) == 9
    assert bool((target.masks[0] >= target.masks[1]).all())
    assert float(target.masks[0].sum()) > 1.1 * float(target.masks[1].sum())


def test_a_box_teaches_its_core_and_says_nothing_of_its_rim():
    target = target_for(chain(), SHAPE, exact=False)

    assert float(target.voters.sum()) == 0
    assert bool((target.known == 0).any())
    assert bool((target.known[1][target.masks[1] == 1] == 1).all())
