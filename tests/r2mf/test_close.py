"""The close stage: what it answers, what it learns from, and how it gets into weights."""

import shutil
from dataclasses import replace

import numpy as np
import pytest
import torch
from drawn_spines import chain, draw_film
from hypothesis import given, settings
from hypothesis import strategies as st

from bending import Field
from r2mf.attach import attach
from r2mf.close import CloseStage
from r2mf.data import FilmInMemory
from r2mf.errors import WeightsError
from r2mf.labels import read_sets
from r2mf.losses import close_loss
from r2mf.masks import drawn
from r2mf.patch_data import TrainingPatches, draw_patch
from r2mf.patches import PATCH, VERTEBRA
from r2mf.train import CHECKPOINT, train
from r2mf.train_close import CLOSE, PATCHES
from r2mf.weights import SHIPPED, load_close, load_weights, save_weights

TINY = replace(PATCHES, steps=4, batch=2, warm_up=2, workers=0, keep_every=2)


@pytest.fixture
def stage():
    torch.manual_seed(1)
    return CloseStage().eval()


@settings(deadline=None)
@given(gain=st.floats(0.3, 1.0), lift=st.floats(0.0, 0.3))
def test_exposure_changes_no_answer(gain, lift):
    torch.manual_seed(1)
    stage, patch = CloseStage().eval(), torch.rand(1, 1, PATCH, PATCH)
    corners, log_spread = stage(patch)
    again, as_sure = stage(gain * patch + lift)

    assert corners.shape == (1, 4, 2)
    assert log_spread.shape == (1, 2)
    torch.testing.assert_close(again, corners, rtol=1e-3, atol=1e-4)
    torch.testing.assert_close(as_sure, log_spread, rtol=1e-3, atol=1e-4)


def test_a_blank_patch_is_answered_with_numbers(stage):
    corners, log_spread = stage(torch.zeros(2, 1, PATCH, PATCH))

    assert torch.isfinite(corners).all()
    assert torch.isfinite(log_spread).all()


def test_the_right_corners_cost_nothing_and_a_turn_costs_what_a_shift_does_not():
    truth = torch.tensor([[[-0.3, -0.5], [-0.3, 0.5], [0.3, 0.5], [0.3, -0.5]]])
    sure = torch.full((1, 2), -6.0)
    turned = truth + torch.tensor([[-0.05, 0], [0.05, 0], [0.05, 0], [-0.05, 0]])

    right, shifted, wrong = (
        close_loss(corners, sure, truth) for corners in (truth, truth + 0.05, turned)
    )

    assert float(right.vote) == float(right.tilt) == float(shifted.tilt) == 0
    assert float(shifted.vote) > 0
    assert float(wrong.tilt) > 0
    assert float(right.spread) < float(wrong.spread)


def test_the_spread_foretold_is_best_where_it_is_the_error():
    truth = torch.tensor([[[-0.3, -0.5], [-0.3, 0.5], [0.3, 0.5], [0.3, -0.5]]])
    turned = truth + torch.tensor([[-0.05, 0], [0.05, 0], [0.05, 0], [-0.05, 0]])
    spreads = np.linspace(0.02, 0.5, 97)
    costs = [
        float(close_loss(turned, torch.full((1, 2), float(np.log(spread))), truth).spread)
        for spread in spreads
    ]

    assert spreads[np.argmin(costs)] == pytest.approx(0.1, abs=0.006)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 16))
def test_the_target_is_where_the_vertebra_lies_on_its_patch(seed, number):
    quads = chain(bend=60)
    pixels = (draw_film(quads[number : number + 1]) * 255).astype(np.uint8)
    film = FilmInMemory(pixels, quads, True, Field.exposed(pixels, quads))
    example = draw_patch(film, quads[number], np.random.default_rng(seed))
    outline = example.target.numpy() * VERTEBRA + (PATCH - 1) / 2
    inside = drawn(outline[None], (PATCH, PATCH))
    patch = example.window[0].numpy()

    assert patch[inside].mean() > patch[~inside].mean()


def test_a_patch_depends_on_its_number_and_the_seed_alone(phantom_set):
    films = read_sets(phantom_set)
    forward, backward = (
        [patches[i] for i in numbers]
        for patches, numbers in (
            (TrainingPatches(films, TINY), range(4)),
            (TrainingPatches(films, TINY), reversed(range(4))),
        )
    )

    for first, second in zip(forward, reversed(backward), strict=True):
        torch.testing.assert_close(first.window, second.window)
        torch.testing.assert_close(first.target, second.target)


def test_a_trained_stage_is_attached_to_weights_and_their_cascade_stays(phantom_set, tmp_path):
    path = tmp_path / "weights.safetensors"
    for suffix in (".safetensors", ".json"):
        shutil.copy(SHIPPED.with_suffix(suffix), path.with_suffix(suffix))
    train([phantom_set], tmp_path / "run", TINY, CLOSE)
    attach(tmp_path / "run", path, "with-close", {"val": "none"})
    average = torch.load(tmp_path / "run" / CHECKPOINT, weights_only=True)["average"]
    (before, old), (after, new) = load_weights(SHIPPED), load_weights(path)

    for parameter, other in zip(before.parameters(), after.parameters(), strict=True):
        assert torch.equal(parameter, other)
    for name, tensor in load_close(path).state_dict().items():
        assert torch.equal(tensor, average[name])
    assert (new["version"], new["close"]["steps"]) == ("with-close", TINY.steps)
    assert new["trained_on"] == old["trained_on"]
    assert "calibration" not in new  # it was fitted without the stage


def test_what_was_not_trained_cannot_be_attached(tmp_path):
    with pytest.raises(WeightsError, match="train_close"):
        attach(tmp_path, SHIPPED, "none", {})


def test_weights_without_a_close_stage_have_none(tmp_path):
    network, sidecar = load_weights(SHIPPED)
    save_weights(network, tmp_path / "bare.safetensors", sidecar)

    assert load_close(tmp_path / "bare.safetensors") is None
