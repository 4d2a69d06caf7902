"""Masks: shapes whose overlap and distance are known, and another library's word."""

import numpy as np
import pytest
import torch
from monai.metrics import compute_hausdorff_distance

from r2mf.masks import dice, drawn, hd95

SHAPE = (60, 80)


def box(top, left, bottom, right):
    mask = np.zeros(SHAPE, bool)
    mask[top:bottom, left:right] = True
    return mask


def blob(seed):
    """A ragged mask."""
    rng = np.random.default_rng(seed)
    rows, columns = np.ogrid[: SHAPE[0], : SHAPE[1]]
    centre, radius = rng.uniform([20, 25], [40, 55]), rng.uniform(6, 18)
    mask = np.hypot(rows - centre[0], columns - centre[1]) < radius
    return mask & (rng.random(SHAPE) < 0.9)


def test_dice_of_halves():
    left, whole = np.zeros((4, 4), bool), np.ones((4, 4), bool)
    left[:, :2] = True

    assert dice(left, whole) == pytest.approx(2 * 8 / 24)


def test_a_mask_is_no_distance_from_itself():
    assert hd95(blob(1), blob(1)) == 0


@pytest.mark.parametrize("shift", [(0, 7), (7, 0), (-4, 3), (3, 4)])
def test_single_pixels_are_as_far_apart_as_they_lie(shift):
    one = box(30, 40, 31, 41)

    assert hd95(one, np.roll(one, shift, axis=(0, 1))) == np.hypot(*shift)


def test_a_shifted_box_is_off_by_its_shift():
    assert hd95(box(10, 10, 30, 30), box(10, 16, 30, 36)) == 6


def test_a_widened_box_is_off_by_what_it_gained_on_each_side():
    assert hd95(box(15, 15, 45, 65), box(15, 10, 45, 70)) == 5


def test_a_frame_is_measured_from_its_inner_border_too():
    ring = box(10, 10, 50, 50) & ~box(20, 20, 40, 40)

    assert hd95(ring, box(10, 10, 50, 50)) == 9
    assert dice(ring, box(10, 10, 50, 50)) == pytest.approx(2 * 1200 / 2800)


def test_a_speck_far_away_does_not_decide_but_a_large_piece_does():
    body, speck, piece = box(5, 5, 45, 25), box(20, 70, 21, 72), box(10, 55, 40, 75)

    assert hd95(body | speck, body) == 0
    assert hd95(body | piece, body) > 40


@pytest.mark.parametrize("found", [np.zeros(SHAPE, bool), box(20, 20, 30, 30)])
def test_where_a_mask_is_empty_nothing_is_nearer_than_the_film_is_wide(found):
    empty = np.zeros(SHAPE, bool)

    assert hd95(found, empty) == hd95(empty, found) == 100.0  # 60 by 80
    assert dice(found, empty) == 0


@pytest.mark.filterwarnings("ignore:monai.metrics:FutureWarning")  # about its own inner call
@pytest.mark.parametrize("seed", range(8))
def test_monai_says_the_same_of_ragged_masks(seed):
    found, truth = blob(seed), blob(seed + 100)
    batches = (torch.from_numpy(mask)[None, None] for mask in (found, truth))
    theirs = compute_hausdorff_distance(*batches, include_background=True, percentile=95)

    assert hd95(found, truth) == hd95(truth, found) == pytest.approx(float(theirs), abs=1e-4)


def test_a_quad_is_drawn_with_its_corners_and_nothing_beyond_the_film():
    quads = np.array([[[2, 3], [2, 8], [5, 8], [5, 3]], [[-4, 70], [-4, 90], [1, 90], [1, 70]]])

    assert (drawn(quads, SHAPE) == (box(2, 3, 6, 9) | box(0, 70, 2, 80))).all()
