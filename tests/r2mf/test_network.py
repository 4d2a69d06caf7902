"""The cascade as a whole."""

import pytest
import torch

from r2mf.network import COARSE_CELL, FINE_CELL, R2MFConfig, R2MFNet, standardised

SMALL = R2MFConfig(coarse_widths=(8, 8, 16, 16), fine_widths=(8, 8, 16, 16))


@pytest.fixture
def network():
    torch.manual_seed(0)
    return R2MFNet(SMALL).eval()


@pytest.mark.parametrize("shape", [(64, 64), (192, 64), (128, 320)])
def test_answers_lie_on_their_grids(network, shape):
    coarse, fine = network(torch.rand(2, 1, *shape))
    coarse_grid = tuple(size // COARSE_CELL for size in shape)
    fine_grid = tuple(size // FINE_CELL for size in shape)

    assert coarse.masks.shape == (2, 3, *coarse_grid)
    assert fine.masks.shape == (2, 3, *fine_grid)
    assert fine.votes.shape == (2, 8, *fine_grid)
    assert fine.log_spread.shape == (2, 1, *fine_grid)


def test_a_window_that_does_not_divide_is_refused_with_the_remedy(network):
    with pytest.raises(ValueError, match="divisible by 64, got 100x64"):
        network(torch.rand(1, 1, 100, 64))


def test_a_gradient_reaches_every_parameter(network):
    network.train()
    coarse, fine = network(torch.rand(2, 1, 128, 128))
    total = sum(
        out.square().sum() for out in (coarse.masks, fine.masks, fine.votes, fine.log_spread)
    )
    total.backward()

    untouched = [n for n, p in network.named_parameters() if p.grad is None or not p.grad.any()]
    assert untouched == []


def test_cutting_mc_skip_changes_the_fine_answer(network):
    window = torch.rand(1, 1, 128, 128)
    whole = network(window)[1]
    for skip in network.fine.skips.skips:
        torch.nn.init.constant_(skip.gate.bias, -100.0)
    cut = network(window)[1]

    assert not torch.allclose(whole.votes, cut.votes)
    torch.testing.assert_close(whole.masks.shape, cut.masks.shape)


def test_mc_skips_feed_several_levels(network):
    assert len(network.fine.skips.skips) == len(SMALL.fine_widths) - 1 >= 2


def test_locating_is_the_coarse_half_of_the_cascade(network):
    window = torch.rand(1, 1, 128, 64)

    torch.testing.assert_close(network.locate(window).masks, network(window)[0].masks)


@pytest.mark.parametrize(("gain", "offset"), [(0.5, 0.0), (1.0, 0.2), (0.6, 0.4)])
def test_exposure_does_not_change_the_global_channel(gain, offset):
    window = torch.rand(1, 1, 128, 64)

    torch.testing.assert_close(
        standardised(window * gain + offset)[:, 0],
        standardised(window)[:, 0],
        rtol=1e-3,
        atol=1e-4,
    )
