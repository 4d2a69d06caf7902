"""The R2MF cascade: a coarse and a fine encoder-decoder, read top to bottom like the figure.

::

    film --> coarse stage (cells of 8 px) --> column, bodies, centres
               |  decoder levels
               v  MC-Skip
    film --> fine stage (cells of 4 px) ----> column, bodies, centres, corner votes, spread

Both stages: stem -> Inception blocks going down -> SCSE-Lite at the bottleneck -> Inception
blocks going up, joined to the way down by R2-Jumps.

Implements the architecture described in the abstract of arXiv 2512.07576 (what the abstract
does not fix is our choice); the corner votes are our extension.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from r2mf.blocks import ConvolutionUnit, InceptionBlock, MCSkip, R2Jump, SCSELite

WINDOW_MULTIPLE = 64
"""Height and width of a window must divide by this: the coarse bottleneck's cell in pixels."""

FINE_CELL = 4
"""Side of a fine output cell in window pixels."""

COARSE_CELL = 8
"""Side of a coarse output cell in window pixels."""

VOTE_UNIT = 8.0
"""Corner votes are regressed in units of this many fine cells, so that targets are near one."""

MASK_CHANNELS = 3
"""Column, bodies, centres."""

CHANNEL_MULTIPLE = 4
"""Channels of a level divide by this: an Inception block splits them into quarters."""

RARE = -3.0
"""First guess of a centre's logit: centres are rare, and a network that starts by seeing them
everywhere spends its first steps unlearning that."""

LOCAL_CONTRAST_BOX = 65
"""Side in pixels of the box whose mean and spread the local contrast is taken from: about two
vertebrae of a film whose spine fills the window."""

LOCAL_CONTRAST_FLOOR = 0.02
"""Spread below this share of the grey range is noise, not contrast, and is not amplified."""


@dataclass(frozen=True)
class R2MFConfig:
    """The dials of the cascade, flat."""

    coarse_widths: tuple[int, ...] = (32, 48, 64, 96)
    """Channels of the coarse stage from the finest to the bottleneck level."""

    fine_widths: tuple[int, ...] = (32, 64, 96, 128)
    """Channels of the fine stage, likewise."""

    recurrence: int = 2
    """Applications of the shared convolution in every R2-Jump."""

    window_height: int = 768
    """Pixels; the height of the windows the weights were trained on. Vertebrae look alike only in
    windows of that height."""

    @classmethod
    def scaled(cls, share: float, window_height: int) -> R2MFConfig:
        """Return the cascade with `share` of its channels, in multiples of `CHANNEL_MULTIPLE`."""

        def widths(full: tuple[int, ...]) -> tuple[int, ...]:
            return tuple(
                CHANNEL_MULTIPLE * max(1, round(width * share / CHANNEL_MULTIPLE)) for width in full
            )

        return cls(widths(cls.coarse_widths), widths(cls.fine_widths), window_height=window_height)


@dataclass(frozen=True, eq=False)
class StageOutput:
    """Raw answers (before any sigmoid) of one stage on its grid of cells."""

    masks: Tensor
    """(B, 3, h, w) logits of column, bodies, centres."""

    votes: Tensor | None = None
    """(B, 8, h, w) from each cell to the four corners of its vertebra, (row, column) each, in
    `VOTE_UNIT` cells. Fine stage only."""

    log_spread: Tensor | None = None
    """(B, 1, h, w) logarithm of the expected error of a vote, in fine cells. Fine stage only."""


class Encoder(nn.Module):
    """Inception blocks going down, halving the grid between levels."""

    def __init__(self, in_channels: int, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.stem = ConvolutionUnit(in_channels, widths[0], 3)
        self.blocks = nn.ModuleList(InceptionBlock(width) for width in widths)
        self.downs = nn.ModuleList(
            ConvolutionUnit(above, below, 1) for above, below in itertools.pairwise(widths)
        )
        self.attention = SCSELite(widths[-1])

    def forward(self, x: Tensor) -> list[Tensor]:
        """(B, C, h, w) -> features of every level, finest first."""
        levels = [self.blocks[0](self.stem(x))]
        for down, block in zip(self.downs, self.blocks[1:], strict=True):
            levels.append(block(down(functional.max_pool2d(levels[-1], 2))))
        levels[-1] = self.attention(levels[-1])
        return levels


class Decoder(nn.Module):
    """Inception blocks going up; R2-Jumps bring the encoder's levels across."""

    def __init__(self, widths: tuple[int, ...], recurrence: int) -> None:
        super().__init__()
        self.bottleneck = InceptionBlock(widths[-1])
        self.ups = nn.ModuleList(
            ConvolutionUnit(below, above, 1) for above, below in itertools.pairwise(widths)
        )
        self.jumps = nn.ModuleList(R2Jump(width, recurrence) for width in widths[:-1])
        self.joins = nn.ModuleList(ConvolutionUnit(2 * width, width, 1) for width in widths[:-1])
        self.blocks = nn.ModuleList(InceptionBlock(width) for width in widths[:-1])

    def forward(
        self, levels: list[Tensor], skips: MultiScaleSkips | None = None, coarse: list[Tensor] = ()
    ) -> list[Tensor]:
        """Features of every level, finest first -> the same, decoded.

        `skips` merge the `coarse` decoder's levels into this one's.
        """
        x = self.bottleneck(levels[-1])
        if skips is not None:
            x = skips(x, len(levels) - 1, coarse)
        decoded = [x]
        for depth in reversed(range(len(levels) - 1)):
            up = functional.interpolate(self.ups[depth](x), scale_factor=2, mode="nearest")
            x = self.joins[depth](torch.cat([up, self.jumps[depth](levels[depth])], dim=1))
            if skips is not None:
                x = skips(x, depth, coarse)
            x = self.blocks[depth](x)
            decoded.insert(0, x)
        return decoded


class MultiScaleSkips(nn.Module):
    """The MC-Skips between the stages: fine level d takes the coarse level on the same grid.

    The coarse grid is half as fine, so coarse level d - 1 meets fine level d; the finest fine
    level has no partner.
    """

    def __init__(self, coarse_widths: tuple[int, ...], fine_widths: tuple[int, ...]) -> None:
        super().__init__()
        self.skips = nn.ModuleList(
            MCSkip(coarse, fine)
            for coarse, fine in zip(coarse_widths, fine_widths[1:], strict=False)
        )

    def forward(self, fine: Tensor, depth: int, coarse: list[Tensor]) -> Tensor:
        """Merge what the coarse decoder says at fine level `depth` into `fine`."""
        return fine if depth == 0 else self.skips[depth - 1](fine, coarse[depth - 1])


class CoarseStage(nn.Module):
    """Finds the spine: sees the window at half size."""

    def __init__(self, config: R2MFConfig) -> None:
        super().__init__()
        self.encoder = Encoder(2 * 16, config.coarse_widths)
        self.decoder = Decoder(config.coarse_widths, config.recurrence)
        self.masks = mask_head(config.coarse_widths[0])

    def forward(self, film: Tensor) -> tuple[StageOutput, list[Tensor]]:
        """(B, 2, H, W) -> answer on cells of 8 px, and the decoder levels for the MC-Skips."""
        half = functional.avg_pool2d(film, 2)
        decoded = self.decoder(self.encoder(functional.pixel_unshuffle(half, 4)))
        return StageOutput(masks=self.masks(decoded[0]).float()), decoded


class FineStage(nn.Module):
    """Outlines the vertebrae: sees the window at full size and what the coarse stage made of it."""

    def __init__(self, config: R2MFConfig) -> None:
        super().__init__()
        width = config.fine_widths[0]
        self.encoder = Encoder(2 * FINE_CELL**2 + MASK_CHANNELS, config.fine_widths)
        self.skips = MultiScaleSkips(config.coarse_widths, config.fine_widths)
        self.decoder = Decoder(config.fine_widths, config.recurrence)
        self.masks = mask_head(width)
        self.vote_features = ConvolutionUnit(width, width, 3)
        self.votes = nn.Conv2d(width, 8, 1)
        self.log_spread = nn.Conv2d(width, 1, 1)

    def forward(self, film: Tensor, coarse: StageOutput, decoded: list[Tensor]) -> StageOutput:
        """(B, 2, H, W) and the coarse stage's work -> answer on cells of 4 px."""
        guess = torch.sigmoid(coarse.masks)
        guess = functional.interpolate(guess, scale_factor=2, mode="nearest")
        cells = functional.pixel_unshuffle(film, FINE_CELL)  # (B, 32, H / 4, W / 4)
        levels = self.encoder(torch.cat([cells, guess.to(cells.dtype)], dim=1))
        features = self.decoder(levels, self.skips, decoded)[0]
        corners = self.vote_features(features)
        # Votes are distances in fractions of a pixel: half precision would round them.
        with torch.autocast(corners.device.type, enabled=False):
            votes = self.votes(corners.float())
            log_spread = self.log_spread(corners.float())
        return StageOutput(self.masks(features).float(), votes, log_spread)


class R2MFNet(nn.Module):
    """The cascade.

    Parameters
    ----------
    config : R2MFConfig
        Widths and recurrence.
    """

    def __init__(self, config: R2MFConfig | None = None) -> None:
        super().__init__()
        self.config = config or R2MFConfig()
        self.coarse = CoarseStage(self.config)
        self.fine = FineStage(self.config)

    def locate(self, window: Tensor) -> StageOutput:
        """Run the coarse stage alone, to find the spine.

        Parameters
        ----------
        window : Tensor
            (B, 1, H, W) grey values; H and W divide by `WINDOW_MULTIPLE`.
        """
        return self.coarse(standardised(window))[0]

    def forward(self, window: Tensor) -> tuple[StageOutput, StageOutput]:
        """Run both stages.

        Parameters
        ----------
        window : Tensor
            (B, 1, H, W) grey values; H and W divide by `WINDOW_MULTIPLE`.

        Returns
        -------
        coarse, fine : StageOutput
        """
        film = standardised(window)
        coarse, decoded = self.coarse(film)
        return coarse, self.fine(film, coarse, decoded)


def mask_head(channels: int) -> nn.Conv2d:
    """Return the 1x1 convolution from features to column, bodies and centres."""
    head = nn.Conv2d(channels, MASK_CHANNELS, 1)
    nn.init.constant_(head.bias[2:], RARE)
    return head


def standardised(window: Tensor) -> Tensor:
    """Give a window two channels that do not depend on exposure.

    Parameters
    ----------
    window : Tensor
        (B, 1, H, W) grey values.

    Returns
    -------
    Tensor
        (B, 2, H, W): the window with mean 0 and spread 1, and its local contrast.

    Raises
    ------
    ValueError
        If height or width does not divide by `WINDOW_MULTIPLE`.
    """
    height, width = window.shape[-2:]
    if height % WINDOW_MULTIPLE or width % WINDOW_MULTIPLE:
        raise ValueError(
            f"A window must have height and width divisible by {WINDOW_MULTIPLE}, got "
            f"{height}x{width}; cut it with r2mf.window."
        )
    mean = window.mean(dim=(2, 3), keepdim=True)
    spread = window.std(dim=(2, 3), keepdim=True).clamp_min(LOCAL_CONTRAST_FLOOR)
    local_mean = box_mean(window)
    variance = (box_mean(window * window) - local_mean * local_mean).clamp_min(0)
    local = (window - local_mean) / (variance.sqrt() + LOCAL_CONTRAST_FLOOR)
    film = torch.cat([(window - mean) / spread, local], dim=1)
    return film.contiguous(memory_format=torch.channels_last)


def box_mean(window: Tensor) -> Tensor:
    """Mean over a box around every pixel, (B, 1, H, W) -> (B, 1, H, W).

    Taken on a grid four times coarser, which a mean over 65 pixels cannot tell from the full one,
    and along rows and columns one after the other, which is the same and an eighth of the work.
    """
    small = functional.avg_pool2d(window, 4)
    size = LOCAL_CONTRAST_BOX // 4 + 1
    mean = small
    for box, padding in (((size, 1), (size // 2, 0)), ((1, size), (0, size // 2))):
        mean = functional.avg_pool2d(mean, box, 1, padding, count_include_pad=False)
    return functional.interpolate(
        mean[..., : small.shape[-2], : small.shape[-1]],
        scale_factor=4,
        mode="bilinear",
        align_corners=False,
    )
