"""Batch norms folded into the convolutions before them: the same network with fewer steps.

A trained norm is a scale and a shift a channel, and a convolution can carry both. Only for a
network that is not trained any more.
"""

from __future__ import annotations

import copy
from typing import TypeVar

import torch
from torch import nn

from r2mf.blocks import ConvolutionUnit, InceptionBlock, MCSkip, R2Jump

Network = TypeVar("Network", bound=nn.Module)

NORMS = {
    ConvolutionUnit: {"norm": ("convolution",)},
    InceptionBlock: {"norm": ("point", "near", "wide"), "mix_norm": ("mix",)},
    R2Jump: {"feed_norm": ("feed",), "out_norm": ("out",)},
    MCSkip: {"norm": ("translate",)},
}
"""Which convolutions each norm of a block follows; several where their outputs are joined."""


def folded(network: Network) -> Network:
    """Return a copy of a trained network without batch norms, giving the same answers."""
    network = copy.deepcopy(network)
    for block in network.modules():
        for norm, names in NORMS.get(type(block), {}).items():
            _fold(getattr(block, norm), [getattr(block, name) for name in names])
            setattr(block, norm, nn.Identity())
    return network.requires_grad_(False).to(memory_format=torch.channels_last)


@torch.no_grad()
def _fold(norm: nn.BatchNorm2d, convolutions: list[nn.Conv2d]) -> None:
    """Give convolutions, which have no bias, the scale and shift of the norm after them."""
    scale = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    shift = norm.bias - norm.running_mean * scale
    sizes = [convolution.out_channels for convolution in convolutions]
    for convolution, factor, bias in zip(
        convolutions, scale.split(sizes), shift.split(sizes), strict=True
    ):
        convolution.weight = nn.Parameter(convolution.weight * factor[:, None, None, None])
        convolution.bias = nn.Parameter(bias.clone())
