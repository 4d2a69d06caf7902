"""What each part of the cascade is worth: ``python -m benchmarks.ablations DATA ... --out DIR``.

Each variant of the small network lacks one part, or has it another way, and is trained on the same
windows in the same order for the same number of steps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import torch
from torch import Tensor, nn

from benchmarks.baselines import RecurrentUnit
from benchmarks.mask_edges import by_mask_edges
from benchmarks.small_network import SMALL, Build, Entry, compare, with_a_close_look
from r2mf.blocks import ConvolutionUnit, InceptionBlock, MCSkip, R2Jump, SCSELite
from r2mf.network import R2MFConfig, R2MFNet, StageOutput, standardised

NOTHING_SEEN = -20.0
"""Logit of a coarse answer that says there is no spine anywhere."""


class FineFeatures(nn.Module):
    """In the place of an MC-Skip: the fine features as they are."""

    def forward(self, fine: Tensor, coarse: Tensor) -> Tensor:
        """(B, C, H, W), (B, C', H, W) -> (B, C, H, W)."""
        return fine


class DoubleConvolution(nn.Sequential):
    """In the place of an Inception block: two 3x3 convolutions, as in a U-Net."""

    def __init__(self, channels: int) -> None:
        super().__init__(
            ConvolutionUnit(channels, channels, 3), ConvolutionUnit(channels, channels, 3)
        )


class RecurrentInception(InceptionBlock):
    """An Inception block gone through twice, by the same convolutions.

    The second pass has norms of its own, as what comes back is spread otherwise than what came
    first, and says nothing before it has learned to.
    """

    def __init__(self, channels: int) -> None:
        super().__init__(channels)
        self.again = nn.BatchNorm2d(channels)
        self.again_mixed = nn.BatchNorm2d(channels)
        nn.init.zeros_(self.again_mixed.weight)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C, H, W)."""
        return self.passed(super().forward(x), self.again, self.again_mixed)


class FineAlone(R2MFNet):
    """The fine stage hears nothing of the coarse one, which only finds where to look."""

    def __init__(self, config: R2MFConfig) -> None:
        super().__init__(config)
        substitute(self, MCSkip, lambda skip: FineFeatures())

    def forward(self, window: Tensor) -> tuple[StageOutput, StageOutput]:
        """See `R2MFNet.forward`."""
        film = standardised(window)
        coarse, decoded = self.coarse(film)
        unseen = StageOutput(torch.full_like(coarse.masks, NOTHING_SEEN))
        return coarse, self.fine(film, unseen, decoded)


def substitute(
    network: nn.Module, part: type[nn.Module], by: Callable[[nn.Module], nn.Module]
) -> None:
    """Put something else in the place of every part of a kind."""
    for parent in list(network.modules()):
        for name, child in list(parent.named_children()):
            if isinstance(child, part):
                setattr(parent, name, by(child))


def without(part: type[nn.Module], by: Callable[[nn.Module], nn.Module]) -> Build:
    """Make cascades with something else in the place of a kind of part."""

    def build(config: R2MFConfig) -> nn.Module:
        network = R2MFNet(config)
        substitute(network, part, by)
        return network

    return build


def recurring(times: int) -> Build:
    """Make cascades whose R2-Jumps recur so often."""
    return lambda config: R2MFNet(replace(config, recurrence=times))


VARIANTS = {
    "the cascade": Entry(),
    "coarse stage only locates": Entry(FineAlone),
    "without MC-Skip": Entry(without(MCSkip, lambda skip: FineFeatures())),
    "plain skips for R2-Jumps": Entry(without(R2Jump, lambda jump: nn.Identity())),
    "R2-Jumps recur once": Entry(recurring(1)),
    "R2-Jumps recur three times": Entry(recurring(3)),
    "without SCSE-Lite": Entry(without(SCSELite, lambda attention: nn.Identity())),
    "double convolutions for Inception": Entry(
        without(InceptionBlock, lambda block: DoubleConvolution(block.mix.out_channels))
    ),
    "R2 units for Inception": Entry(
        without(
            InceptionBlock,
            lambda block: RecurrentUnit(block.mix.out_channels, block.mix.out_channels),
        )
    ),
    "Inception blocks recur": Entry(
        without(InceptionBlock, lambda block: RecurrentInception(block.mix.out_channels))
    ),
    "mask edges for corner votes": Entry(outliner=by_mask_edges),
    "and the shipped close stage": Entry(outliner=with_a_close_look),
    "a quarter of the channels": Entry(config=replace(SMALL, channels=0.25)),
    "twice the channels": Entry(config=replace(SMALL, channels=1.0)),
    "windows of 384 x 192": Entry(config=replace(SMALL, height=384, width=192)),
}


if __name__ == "__main__":
    compare(__doc__ or "", VARIANTS)
