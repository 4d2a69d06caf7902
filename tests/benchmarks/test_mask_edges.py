"""Rectangles around the parts of a mask, which corner votes are compared with."""

import numpy as np
import pytest
from drawn_spines import chain
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.mask_edges import rectangles, smallest_rectangle
from r2mf.masks import drawn
from r2mf.window import turn


@given(st.floats(20, 60), st.floats(8, 18), st.floats(-44, 44), st.integers(0, 99))
def test_the_rectangle_around_points_on_a_rectangle_is_that_rectangle(width, height, lean, seed):
    corners = np.array([[-1, -1], [-1, 1], [1, 1], [1, -1]]) * [height / 2, width / 2]
    inside = np.random.default_rng(seed).uniform(-0.5, 0.5, (50, 2)) * [height, width]
    points = np.concatenate([corners, inside]) @ turn(lean).T + 200

    found = smallest_rectangle(np.random.default_rng(seed).permutation(points))

    assert found == pytest.approx(corners @ turn(lean).T + 200, abs=1e-6)


def test_every_body_of_a_drawn_mask_is_found_where_it_is():
    quads = chain(bend=20) / 2
    shape = (int(quads[..., 0].max()) + 20, int(quads[..., 1].max()) + 20)
    bodies = drawn(quads, shape).astype(np.float32)
    centres = np.zeros(shape, np.float32)
    middles = quads.mean(axis=1).round().astype(int)
    centres[tuple(middles.T)] = 1.0

    found = rectangles(bodies, centres)

    assert len(found) == len(quads)
    for candidate, quad in zip(sorted(found, key=lambda c: c.centre[0]), quads, strict=True):
        assert candidate.quad == pytest.approx(quad, abs=1.5)
