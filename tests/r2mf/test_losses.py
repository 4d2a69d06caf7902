"""Losses: zero where the answer is right, and they point downhill."""

import numpy as np
import torch
from drawn_spines import chain

from r2mf.data import Example, collate
from r2mf.losses import cascade_loss
from r2mf.network import StageOutput
from r2mf.targets import target_for

SURE = 20.0
"""A logit that stands for certainty."""


def batch(exact=True):
    target = target_for(chain(bend=30, height=220, top=20, column=64), (256, 128), exact)
    return collate([Example(torch.zeros(1, 256, 128), target)] * 2).target


def perfect(target):
    masks = (target.masks.round() * 2 - 1) * SURE
    # a peak is certain only at its very cell
    masks[:, 2] = torch.where(target.masks[:, 2] == 1, SURE, -SURE)
    fine = StageOutput(masks, target.votes.clone(), torch.full_like(target.voters, -5.0))
    coarse_masks = torch.cat(
        [
            torch.nn.functional.avg_pool2d(target.masks[:, :2], 2).clamp(1e-6, 1 - 1e-6).logit(),
            torch.nn.functional.max_pool2d(masks[:, 2:], 2),
        ],
        dim=1,
    )
    return StageOutput(coarse_masks), fine


def test_the_right_answer_costs_nothing_where_corners_are_concerned():
    target = batch()
    loss = cascade_loss(*perfect(target), target)

    assert float(loss.vote) == 0
    assert float(loss.tilt) == 0
    assert float(loss.centre) < 1e-3


def test_every_part_grows_with_its_error():
    target = batch()
    coarse, fine = perfect(target)
    wrong = StageOutput(-fine.masks, fine.votes + torch.randn_like(fine.votes), fine.log_spread)
    good, bad = cascade_loss(coarse, fine, target), cascade_loss(coarse, wrong, target)

    for part in ("mask", "centre", "vote", "tilt", "spread"):
        assert float(getattr(bad, part)) > float(getattr(good, part))


def test_moving_all_corners_alike_is_no_tilt_error():
    target = batch()
    coarse, fine = perfect(target)
    moved = StageOutput(fine.masks, fine.votes + 0.3, fine.log_spread)
    loss = cascade_loss(coarse, moved, target)

    assert float(loss.vote) > 0.01
    assert float(loss.tilt) < 1e-6


def test_boxes_teach_no_corners():
    target = batch(exact=False)
    fine = StageOutput(
        torch.zeros_like(target.masks),
        torch.randn_like(target.votes).requires_grad_(),
        torch.zeros_like(target.voters),
    )
    coarse = StageOutput(torch.zeros(2, 3, 32, 16))
    cascade_loss(coarse, fine, target).total.backward()

    assert not fine.votes.grad.any()


def test_a_better_spread_follows_the_error():
    """The spread loss is lowest where the spread is the mean absolute error."""
    target = batch()
    coarse, fine = perfect(target)
    error = 0.125
    losses = {}
    for spread in (0.2, 1.0, 5.0):
        guess = StageOutput(
            fine.masks, fine.votes + error, torch.full_like(target.voters, np.log(spread))
        )
        losses[spread] = float(cascade_loss(coarse, guess, target).spread)

    assert min(losses, key=losses.get) == 1.0  # 0.125 vote units are one cell
