"""The named parts of the cascade, smallest first.

Names are those of the abstract of arXiv 2512.07576. It fixes what each part is for, not its
formula, so every formula here is our own choice and says what it leans on.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


def convolution(in_channels: int, out_channels: int, size: int, dilation: int = 1) -> nn.Conv2d:
    """Return a convolution that keeps height and width; the norm after it has the bias."""
    return nn.Conv2d(
        in_channels,
        out_channels,
        size,
        padding=dilation * (size // 2),
        dilation=dilation,
        bias=False,
    )


class ConvolutionUnit(nn.Module):
    """Convolution, batch norm, rectifier."""

    def __init__(self, in_channels: int, out_channels: int, size: int, dilation: int = 1) -> None:
        super().__init__()
        self.convolution = convolution(in_channels, out_channels, size, dilation)
        self.norm = nn.BatchNorm2d(out_channels)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C', H, W)."""
        return functional.relu(self.norm(self.convolution(x)), inplace=True)


class InceptionBlock(nn.Module):
    """Improved Inception-style multi-branch feature extractor.

    Three branches look at the same input through different apertures: a point (1x1), a
    neighbourhood (3x3) and a wide one (3x3 dilated by 3, about a disc space). A 1x1 convolution
    mixes them and an identity shortcut goes around.

    Parameters
    ----------
    channels : int
        Channels in and out; a multiple of 4, so that every branch is a whole number wide.

    References
    ----------
    Szegedy et al. 2015, arXiv 1409.4842 (branches); He et al. 2016, arXiv 1512.03385 (shortcut).
    """

    WIDE_DILATION = 3
    """Reaches 3 cells to each side: about a disc space at every level it is used on."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        if channels % 4:
            raise ValueError(
                f"channels must be a multiple of 4 to split into branches, got {channels}."
            )
        self.point = convolution(channels, channels // 4, 1)
        self.near = convolution(channels, channels // 2, 3)
        self.wide = convolution(channels, channels // 4, 3, self.WIDE_DILATION)
        self.norm = nn.BatchNorm2d(channels)
        self.mix = convolution(channels, channels, 1)
        self.mix_norm = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C, H, W)."""
        return self.passed(x, self.norm, self.mix_norm)

    def passed(self, x: Tensor, norm: nn.Module, mix_norm: nn.Module) -> Tensor:
        """Go through the convolutions once, (B, C, H, W) -> (B, C, H, W), with these norms."""
        branches = [self.point(x), self.near(x), self.wide(x)]
        joined = functional.relu(norm(torch.cat(branches, dim=1)), inplace=True)
        return functional.relu(x + mix_norm(self.mix(joined)), inplace=True)


class R2Jump(nn.Module):
    """Recurrent residual jump connection: a skip path that ripens before it is joined.

    With ``f = W_f x`` the state starts at ``h_0 = relu(f)`` and one *shared* convolution
    ``W_r`` is applied again and again, ``h_t = relu(f + W_r h_(t-1))``; the identity goes
    around: ``y = x + W_o h_T``. The state has half the channels to keep the path light.

    Parameters
    ----------
    channels : int
        Channels in and out.
    recurrence : int
        How often the shared convolution is applied, T >= 1.

    References
    ----------
    The recurrent residual unit of R2U-Net, Alom et al. 2018, arXiv 1802.06955.
    """

    def __init__(self, channels: int, recurrence: int = 2) -> None:
        super().__init__()
        if recurrence < 1:
            raise ValueError(f"recurrence must be at least 1, got {recurrence}.")
        self.recurrence = recurrence
        self.feed = convolution(channels, channels // 2, 1)
        self.feed_norm = nn.BatchNorm2d(channels // 2)
        self.recur = convolution(channels // 2, channels // 2, 3)
        self.out = convolution(channels // 2, channels, 1)
        self.out_norm = nn.BatchNorm2d(channels)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C, H, W)."""
        feed = self.feed_norm(self.feed(x))  # (B, C / 2, H, W)
        state = functional.relu(feed)
        for _ in range(self.recurrence):
            state = functional.relu(feed + self.recur(state))
        ripened = self.out_norm(self.out(state))
        if ripened.requires_grad:
            ripened.register_hook(_packed)
        return x + ripened


def _packed(gradient: Tensor) -> Tensor:
    """Copy a gradient that is a slice of a joined one; batch norm is ten times slower on slices."""
    return gradient.contiguous(memory_format=torch.channels_last)


class MCSkip(nn.Module):
    """Multi-scale cross-stage skip: one coarse decoder level fed to the fine decoder.

    A 1x1 convolution translates the coarse features, a gate computed from both stages decides
    cell by cell how much of them the fine stage takes, and the sum goes on.

    Parameters
    ----------
    coarse_channels, fine_channels : int
        Channels of the two features; both have the same height and width.
    """

    def __init__(self, coarse_channels: int, fine_channels: int) -> None:
        super().__init__()
        self.translate = convolution(coarse_channels, fine_channels, 1)
        self.norm = nn.BatchNorm2d(fine_channels)
        self.gate = nn.Conv2d(2 * fine_channels, 1, 1)

    def forward(self, fine: Tensor, coarse: Tensor) -> Tensor:
        """(B, C, H, W), (B, C', H, W) -> (B, C, H, W)."""
        translated = self.norm(self.translate(coarse))
        gate = torch.sigmoid(self.gate(torch.cat([fine, translated], dim=1)))  # (B, 1, H, W)
        return fine + gate * translated


class SCSELite(nn.Module):
    """Light concurrent spatial and channel squeeze-and-excitation, at the bottleneck.

    The channel gate sees the mean of each channel through two small layers, the spatial gate
    sees each cell through one 1x1 convolution; the stronger of the two excitations wins.

    References
    ----------
    Roy et al. 2018, arXiv 1803.02579 (scSE); "light" is the reduction and the single max.
    """

    REDUCTION = 8
    """Channel gate bottleneck: at 128 channels it costs 4 k parameters."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, channels // self.REDUCTION, 1)
        self.excite = nn.Conv2d(channels // self.REDUCTION, channels, 1)
        self.spatial = nn.Conv2d(channels, 1, 1)

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, H, W) -> (B, C, H, W)."""
        mean = x.mean(dim=(2, 3), keepdim=True)  # (B, C, 1, 1)
        channel = torch.sigmoid(self.excite(functional.relu(self.squeeze(mean))))
        spatial = torch.sigmoid(self.spatial(x))  # (B, 1, H, W)
        return x * torch.maximum(channel, spatial)
