"""The cascade beside other networks: ``python -m benchmarks.baselines DATA ... --out DIR``.

Every network gets the same input cells, the same heads, the same loss, the same windows in the same
order for the same number of steps, and the same decoder of vertebrae. What differs is what lies
between cells and heads. U-Net, Attention U-Net, SegResNet and UNet++ are MONAI's; R2U-Net is our
own writing of Alom et al. 2018, arXiv 1802.06955.

The landmark detector of Yi et al. 2020 is another kind: it has the windows and the steps in common
with them, and its own heads, loss and decoder. It draws no column, so it has no Dice of one.
"""

from __future__ import annotations

import itertools

import torch
from monai.networks.nets import AttentionUnet, BasicUNetPlusPlus, SegResNet, UNet
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.landmark_detector import LandmarkDetector, LandmarkNet, landmark_loss
from benchmarks.small_network import WIDTHS, Entry, compare
from r2mf.blocks import ConvolutionUnit, convolution
from r2mf.network import FINE_CELL, R2MFConfig, StageOutput, mask_head, standardised

CELLS = 2 * FINE_CELL**2
"""Channels of the input: the two channels of a window, unshuffled to cells of 4 px."""


class Baseline(nn.Module):
    """A network without a cascade, which answers as `R2MFNet` does.

    Parameters
    ----------
    body : Module
        (B, `CELLS`, h, w) -> (B, `WIDTHS[0]`, h, w).
    config : R2MFConfig
        Of the cascade it is compared with; only the window height counts.
    """

    def __init__(self, body: nn.Module, config: R2MFConfig) -> None:
        super().__init__()
        self.config = config
        self.body = body
        self.masks = mask_head(WIDTHS[0])
        self.vote_features = ConvolutionUnit(WIDTHS[0], WIDTHS[0], 3)
        self.votes = nn.Conv2d(WIDTHS[0], 8, 1)
        self.log_spread = nn.Conv2d(WIDTHS[0], 1, 1)

    def locate(self, window: Tensor) -> StageOutput:
        """Find the spine: the only stage, pooled to the coarse grid."""
        return self(window)[0]

    def forward(self, window: Tensor) -> tuple[StageOutput, StageOutput]:
        """See `R2MFNet.forward`."""
        features = self.body(functional.pixel_unshuffle(standardised(window), FINE_CELL))
        masks = self.masks(features).float()
        corners = self.vote_features(features).float()
        fine = StageOutput(masks, self.votes(corners), self.log_spread(corners))
        return StageOutput(functional.avg_pool2d(masks, 2)), fine


class RecurrentUnit(nn.Module):
    """Recurrent residual convolution: ``x + f(f(x) + x)`` twice, with shared weights each time.

    Each pass has a batch norm of its own: what comes back is spread otherwise than what came first,
    and a running mean of both fits neither once training is over.
    """

    def __init__(self, in_channels: int, channels: int) -> None:
        super().__init__()
        self.entry = convolution(in_channels, channels, 1)
        self.recurrent = nn.ModuleList(convolution(channels, channels, 3) for _ in range(2))
        self.norms = nn.ModuleList(nn.BatchNorm2d(channels) for _ in range(4))

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C', H, W)."""
        entry = x = self.entry(x)
        norms = iter(self.norms)
        for recur in self.recurrent:
            once = functional.relu(next(norms)(recur(x)))
            x = functional.relu(next(norms)(recur(x + once)))
        return entry + x


class R2UNet(nn.Module):
    """U-Net of recurrent residual units."""

    def __init__(self, widths: tuple[int, ...]) -> None:
        super().__init__()
        steps = list(itertools.pairwise(widths))
        self.downs = nn.ModuleList(
            RecurrentUnit(above, below) for above, below in [(CELLS, widths[0]), *steps]
        )
        self.ups = nn.ModuleList(ConvolutionUnit(below, above, 1) for above, below in steps)
        self.joins = nn.ModuleList(RecurrentUnit(2 * above, above) for above, _ in steps)

    def forward(self, x: Tensor) -> Tensor:
        """(B, `CELLS`, h, w) -> (B, `widths[0]`, h, w)."""
        levels = [self.downs[0](x)]
        for down in self.downs[1:]:
            levels.append(down(functional.max_pool2d(levels[-1], 2)))
        x = levels.pop()
        for up, join in zip(reversed(self.ups), reversed(self.joins), strict=True):
            raised = functional.interpolate(up(x), scale_factor=2, mode="nearest")
            x = join(torch.cat([raised, levels.pop()], dim=1))
        return x


class UNetPlusPlus(nn.Module):
    """MONAI's UNet++ without its deep supervision, which the others do not have either."""

    def __init__(self) -> None:
        super().__init__()
        features = (*WIDTHS, WIDTHS[-1], WIDTHS[0])
        self.network = BasicUNetPlusPlus(2, CELLS, WIDTHS[0], features=features)
        for depth in (1, 2, 3):  # heads of the shallower answers
            setattr(self.network, f"final_conv_0_{depth}", nn.Identity())

    def forward(self, x: Tensor) -> Tensor:
        """(B, `CELLS`, h, w) -> (B, `WIDTHS[0]`, h, w)."""
        return self.network(x)[-1]


def unet() -> nn.Module:
    """U-Net of Ronneberger et al. 2015 with batch norms."""
    return UNet(2, CELLS, WIDTHS[0], channels=WIDTHS, strides=(2, 2, 2), norm="batch")


def attention_unet() -> nn.Module:
    """Attention U-Net of Oktay et al. 2018."""
    return AttentionUnet(2, CELLS, WIDTHS[0], channels=WIDTHS, strides=(2, 2, 2))


def segresnet() -> nn.Module:
    """SegResNet of Myronenko 2018, without its autoencoder."""
    return SegResNet(2, 16, CELLS, WIDTHS[0], blocks_down=(1, 2, 2), blocks_up=(1, 1))


BASELINES = {
    "R2MF cascade": Entry(),
    "U-Net": Entry(lambda config: Baseline(unet(), config)),
    "Attention U-Net": Entry(lambda config: Baseline(attention_unet(), config)),
    "UNet++": Entry(lambda config: Baseline(UNetPlusPlus(), config)),
    "SegResNet": Entry(lambda config: Baseline(segresnet(), config)),
    "R2U-Net": Entry(lambda config: Baseline(R2UNet(WIDTHS), config)),
    "landmark detector": Entry(
        lambda config: LandmarkNet(WIDTHS, config), landmark_loss, LandmarkDetector
    ),
}


if __name__ == "__main__":
    compare(__doc__ or "", BASELINES)
