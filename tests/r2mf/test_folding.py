"""Norms folded into convolutions: the same answers."""

import pytest
import torch
from torch import nn

from r2mf.folding import folded
from r2mf.network import FINE_CELL, VOTE_UNIT, R2MFConfig, R2MFNet
from r2mf.weights import SHIPPED, load_weights

SAME_PLACE_PX = 0.01
"""A corner that moves less has not moved."""


def used(network):
    """The network with norms that have seen something."""
    torch.manual_seed(0)
    for norm in network.modules():
        if isinstance(norm, nn.BatchNorm2d):
            nn.init.uniform_(norm.weight, 0.5, 2)
            nn.init.normal_(norm.bias)
            nn.init.normal_(norm.running_mean)
            nn.init.uniform_(norm.running_var, 0.5, 2)
    return network.eval()


@pytest.mark.parametrize("width", [8, 16])
def test_a_folded_network_answers_the_same_and_has_no_norms(width):
    widths = (width, width, 2 * width, 2 * width)
    network = used(R2MFNet(R2MFConfig(widths, widths)))
    window = torch.rand(2, 1, 128, 64)

    for answer, again in zip(network(window), folded(network)(window), strict=True):
        torch.testing.assert_close(again.masks, answer.masks, rtol=1e-3, atol=1e-3)
    assert not any(isinstance(part, nn.BatchNorm2d) for part in folded(network).modules())


def test_folding_moves_no_vote_of_the_shipped_weights():
    network, _ = load_weights(SHIPPED)
    window = torch.rand(1, 1, 256, 128, generator=torch.Generator().manual_seed(1))
    votes, again = network(window)[1].votes, folded(network)(window)[1].votes

    assert (votes - again).abs().max() * VOTE_UNIT * FINE_CELL < SAME_PLACE_PX


def test_folding_leaves_the_network_given_as_it_was():
    network = used(R2MFNet(R2MFConfig((8, 8), (8, 8))))
    before = {name: value.clone() for name, value in network.state_dict().items()}
    folded(network)

    assert before.keys() == network.state_dict().keys()
    assert all(torch.equal(before[name], value) for name, value in network.state_dict().items())
