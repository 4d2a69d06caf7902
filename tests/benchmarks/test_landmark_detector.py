"""The landmark detector: what it must learn is in the target, and what it says leads to corners."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from drawn_spines import chain, draw_film

from benchmarks.baselines import BASELINES
from benchmarks.landmark_detector import LandmarkDetector, highest_peaks, landmark_loss
from benchmarks.small_network import SMALL
from r2mf.data import Example
from r2mf.network import VOTE_UNIT, R2MFConfig
from r2mf.targets import Target, target_for, to_window
from r2mf.train import Task, Training

ENTRY = BASELINES["landmark detector"]
SHAPE = (768, 320)
SURE = 20.0  # logit of a centre that is certain


def batched(*targets):
    parts = Target.__dataclass_fields__
    return Target(*(torch.stack([getattr(target, part) for target in targets]) for part in parts))


def perfect(target):
    """Logits, offsets and corners as a detector would give them that has learned all."""
    ways = VOTE_UNIT * target.votes.unflatten(1, (4, 2))
    centre = ways.mean(dim=1)
    heat = target.masks[:, 2:]
    logits = torch.where(heat >= 1, SURE, torch.logit(heat.clamp(1e-9, 0.999)))
    return logits, centre, (ways - centre[:, None]).flatten(1, 2)


@pytest.fixture(scope="module")
def quads():
    return chain(bend=50)


@pytest.fixture(scope="module")
def target(quads):
    return batched(target_for(quads, SHAPE, exact=True))


def test_what_was_learned_perfectly_gives_back_the_corners(quads, target):
    logits, offsets, corners = (part[0].numpy() for part in perfect(target))
    found, scores = highest_peaks(1 / (1 + np.exp(-logits[0])), offsets, corners)

    assert to_window(found) == pytest.approx(quads, abs=1e-3)
    assert scores == pytest.approx(np.ones(17), abs=1e-6)


def test_a_perfect_answer_has_no_error_of_offset_or_corner(target):
    loss = landmark_loss(*perfect(target), target)

    assert loss.offset == loss.corner == 0
    assert loss.total == loss.centre


def test_an_error_counts_in_cells_at_the_centres_and_nowhere_else(target):
    logits, offsets, corners = perfect(target)
    elsewhere = (target.masks[:, 2:] < 1) * 50.0
    loss = landmark_loss(logits, offsets + 0.25 + elsewhere, corners - 2.0 + elsewhere, target)

    assert float(loss.offset) == pytest.approx(0.25, abs=1e-5)
    assert float(loss.corner) == pytest.approx(2.0, abs=1e-5)


def test_a_boxed_vertebra_teaches_its_centre_and_no_corners(quads):
    boxed = batched(target_for(quads, SHAPE, exact=False))
    blind = torch.zeros(1, 1, *boxed.masks.shape[2:])
    loss = landmark_loss(blind, torch.full_like(blind, 9.0), torch.full_like(blind, 9.0), boxed)

    assert loss.offset == loss.corner == 0
    assert loss.centre > 1


def test_of_more_peaks_the_highest_are_the_vertebrae_cranial_first():
    heat = np.full((60, 12), 0.01, np.float32)
    rows = np.arange(2, 58, 3)[:18]
    heat[rows, 6] = np.linspace(0.9, 0.3, 18)[::-1]
    found, scores = highest_peaks(heat, np.zeros((2, 60, 12)), np.zeros((8, 60, 12)))

    assert found[:, 0, 0].tolist() == rows[1:].tolist()
    assert (np.diff(scores) > 0).all()


def test_it_answers_on_the_cells_of_the_others_and_learns_with_all_its_parameters(target):
    network = ENTRY.build(R2MFConfig.scaled(0.25, SHAPE[0]))
    answer = network(torch.rand(2, 1, 128, 64, generator=torch.Generator().manual_seed(1)))

    assert [tuple(part.shape) for part in answer] == [(2, c, 32, 16) for c in (1, 2, 8)]
    sum(part.square().sum() for part in answer).backward()
    assert all(parameter.grad is not None for parameter in network.parameters())


def test_a_film_comes_back_with_corners_where_the_network_puts_them_and_no_column(quads, target):
    class Perfect(torch.nn.Module):
        """A network that has learned this film, seen at half its size."""

        config = R2MFConfig(window_height=SHAPE[0])

        def forward(self, window):
            assert window.shape == (1, 1, *SHAPE)
            return perfect(target)

    film = np.kron(draw_film(quads), np.ones((2, 2), np.float32))
    found = LandmarkDetector(Perfect()).segment(film)

    assert np.stack([vertebra.corners for vertebra in found.vertebrae]) == pytest.approx(
        2 * quads + 0.5, abs=0.01
    )
    assert found.column.shape == film.shape
    assert np.isnan(found.column).all()


def test_learning_on_one_window_lowers_the_loss(tmp_path):
    shape, quads = (256, 128), chain(height=220.0, top=18.0, column=64.0)
    config = replace(SMALL, steps=40, warm_up=1, height=shape[0], width=shape[1])
    training = Training(config, tmp_path, Task(ENTRY.build, ENTRY.loss))
    target = batched(target_for(quads, shape, exact=True))
    example = Example(torch.from_numpy(draw_film(quads, shape))[None, None], target)
    losses = [float(training.learn(example).total.detach()) for _ in range(8)]

    assert losses[-1] < 0.3 * losses[0]
