"""The patch around one vertebra."""

import numpy as np
import pytest
from drawn_spines import c_shaped
from hypothesis import given
from hypothesis import strategies as st

from r2mf.patches import PATCH, VERTEBRA, placed, placed_around, read_patch

aspects = st.sampled_from([0.5, 1.0, 1.7])
SHAPE = (768, 520)


def patch_of(quad, aspect):
    (placement,) = placed_around(quad[None], aspect)
    return placement


@given(st.floats(-100, 100), st.integers(0, 16), aspects)
def test_a_vertebra_lies_level_in_the_middle_of_its_patch_and_has_one_width(bend, number, aspect):
    quad = c_shaped(bend, column=260.0).corners[number] / [aspect, 1.0]
    placement = patch_of(quad, aspect)
    seen = placement.to_window(quad) - (PATCH - 1) / 2

    assert seen.mean(axis=0) == pytest.approx([0, 0], abs=1e-6)
    assert seen[1] - seen[0] == pytest.approx([0, VERTEBRA], abs=1e-6)
    assert placement.to_film(placement.to_window(quad)) == pytest.approx(quad)


@given(st.floats(-100, 100), st.integers(4, 12))
def test_a_patch_reads_the_film_where_it_lies(bend, number):
    rows, columns = np.mgrid[: SHAPE[0], : SHAPE[1]].astype(np.float32)
    placement = patch_of(c_shaped(bend, column=260.0).corners[number], 1.0)
    cells = np.stack(np.meshgrid(*[np.arange(PATCH)] * 2, indexing="ij"), axis=-1)
    wanted = placement.to_film(cells)  # (P, P, 2)
    on_film = ((wanted > 2) & (wanted < np.array(SHAPE) - 3)).all(axis=2)

    for film, axis in ((rows, 0), (columns, 1)):
        read = read_patch(film, placement)[0, 0].numpy()
        assert read[on_film] == pytest.approx(wanted[on_film][:, axis], abs=0.05)


def test_bytes_are_greys_too_and_beyond_the_film_it_is_black():
    film = np.full(SHAPE, 204, np.uint8)
    inside = placed(np.array([384.0, 260.0]), 20.0, 45.0, 1.0)
    outside = placed(np.array([-400.0, 260.0]), 20.0, 45.0, 1.0)

    assert read_patch(film, inside).numpy() == pytest.approx(0.8)
    assert read_patch(film.astype(np.float32) / 255, inside).numpy() == pytest.approx(0.8)
    assert read_patch(film, outside).numpy() == pytest.approx(0)


def test_a_large_film_is_averaged_and_not_sampled():
    board = (np.indices((1600, 1600)).sum(axis=0) % 2).astype(np.float32)
    patch = read_patch(board, placed(np.array([800.0, 800.0]), 0.0, 4 * VERTEBRA, 1.0))

    assert patch.numpy() == pytest.approx(0.5, abs=0.02)
