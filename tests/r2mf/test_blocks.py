"""The named parts of the cascade."""

import pytest
import torch

from r2mf.blocks import InceptionBlock, MCSkip, R2Jump, SCSELite

SIZES = [(7, 5), (16, 9), (1, 1)]


@pytest.fixture(autouse=True)
def _seed():
    torch.manual_seed(0)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("block", [InceptionBlock, R2Jump, SCSELite])
def test_a_block_keeps_the_shape_of_odd_sized_features(block, size):
    features = torch.randn(2, 16, *size)

    assert block(16)(features).shape == features.shape


@pytest.mark.parametrize("size", SIZES)
def test_mc_skip_keeps_the_shape_of_the_fine_features(size):
    fine = torch.randn(2, 16, *size)

    assert MCSkip(24, 16)(fine, torch.randn(2, 24, *size)).shape == fine.shape


@pytest.mark.parametrize("kind", [InceptionBlock, R2Jump, SCSELite])
def test_a_gradient_reaches_every_parameter_of_a_block(kind):
    block = kind(64)
    block(torch.randn(4, 64, 9, 8)).square().sum().backward()

    untouched = [n for n, p in block.named_parameters() if p.grad is None or not p.grad.any()]
    assert untouched == []


def test_a_gradient_reaches_every_parameter_of_mc_skip():
    skip = MCSkip(24, 16)
    skip(torch.randn(2, 16, 9, 8), torch.randn(2, 24, 9, 8)).square().sum().backward()

    assert all(parameter.grad.any() for parameter in skip.parameters())


def test_recurrence_shares_its_weights():
    counts = {
        steps: sum(p.numel() for p in R2Jump(16, recurrence=steps).parameters())
        for steps in (1, 2, 3)
    }

    assert len(set(counts.values())) == 1


def test_each_recurrence_applies_the_same_convolution_once_more():
    once, twice = R2Jump(16, recurrence=1).eval(), R2Jump(16, recurrence=2).eval()
    twice.load_state_dict(once.state_dict())
    features = torch.randn(1, 16, 12, 12)
    feed = once.feed_norm(once.feed(features))
    state = torch.relu(feed + once.recur(torch.relu(feed + once.recur(torch.relu(feed)))))

    torch.testing.assert_close(twice(features), features + once.out_norm(once.out(state)))
    assert not torch.allclose(once(features), twice(features))


def test_recurrence_widens_what_a_cell_sees():
    """One 3x3 convolution reaches 1 cell, three in a row reach 3."""
    reach = {}
    for steps in (1, 3):
        torch.manual_seed(1)
        jump = R2Jump(8, recurrence=steps).eval()
        features = torch.randn(1, 8, 15, 15, requires_grad=True)
        jump(features)[0, :, 7, 7].sum().backward()
        touched = features.grad.abs().sum(dim=(0, 1)).nonzero()
        reach[steps] = int((touched - 7).abs().max())

    assert reach == {1: 1, 3: 3}


def test_closed_gate_of_mc_skip_lets_nothing_through():
    skip = MCSkip(8, 16)
    torch.nn.init.constant_(skip.gate.bias, -100.0)
    fine = torch.randn(1, 16, 5, 5)

    torch.testing.assert_close(skip(fine, torch.randn(1, 8, 5, 5)), fine)


def test_scse_lite_only_weakens():
    features = torch.randn(2, 16, 6, 6)

    assert (SCSELite(16)(features).abs() <= features.abs()).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [(lambda: InceptionBlock(6), "multiple of 4"), (lambda: R2Jump(8, 0), "at least 1")],
)
def test_an_impossible_block_says_what_it_needs(make, message):
    with pytest.raises(ValueError, match=message):
        make()
