"""The vertebra-focused landmark detector of Yi et al. 2020, arXiv 2001.03187, written anew.

A residual encoder and a decoder with skips lead to three heads on cells of 4 px: a heat map of the
centres of vertebrae, what of a centre its cell leaves out, and the way from a centre to its four
corners. The highest peaks are the vertebrae. There is no mask, and nothing asks whether what was
found makes a spine.

What is not the paper's: the channels are fewer and start from chance, and the input is
`standardised`, as for all networks that are compared; a film keeps its proportions; peaks are as
wide as in our targets.
"""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter
from torch import Tensor, nn
from torch.nn import functional

from r2mf.blocks import ConvolutionUnit, convolution
from r2mf.losses import centre_loss
from r2mf.network import RARE, VOTE_UNIT, R2MFConfig, standardised
from r2mf.segmentation import DetectedVertebra, Segmentation
from r2mf.segmenter import best_device
from r2mf.targets import Target, to_window
from r2mf.votes import USUAL_COUNT
from r2mf.window import Region, cut

BLOCKS = (3, 4, 6, 3)
"""Residual blocks by level, those of ResNet34."""

CORNER_REACH = 7
"""Cells a side that a centre sees of its vertebra when it tells the corners."""


class ResidualBlock(nn.Module):
    """Basic block of He et al. 2016, arXiv 1512.03385."""

    def __init__(self, in_channels: int, channels: int, stride: int) -> None:
        super().__init__()
        self.enter = nn.Conv2d(in_channels, channels, 3, stride, padding=1, bias=False)
        self.enter_norm = nn.BatchNorm2d(channels)
        self.leave = convolution(channels, channels, 3)
        self.leave_norm = nn.BatchNorm2d(channels)
        self.shortcut = (
            nn.Identity()
            if stride == 1 and in_channels == channels
            else nn.Sequential(
                nn.Conv2d(in_channels, channels, 1, stride, bias=False), nn.BatchNorm2d(channels)
            )
        )

    def forward(self, x: Tensor) -> Tensor:
        """(B, C, h, w) -> (B, C', h / stride, w / stride)."""
        inner = functional.relu(self.enter_norm(self.enter(x)), inplace=True)
        return functional.relu(self.shortcut(x) + self.leave_norm(self.leave(inner)), inplace=True)


class ResidualEncoder(nn.Module):
    """ResNet34 with channels of choice."""

    def __init__(self, widths: tuple[int, ...]) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(2, widths[0], 7, 2, padding=3, bias=False),
            nn.BatchNorm2d(widths[0]),
            nn.ReLU(inplace=True),
            nn.MaxPool2d(3, 2, padding=1),
        )
        before = (widths[0], *widths[:-1])
        self.levels = nn.ModuleList(
            nn.Sequential(
                ResidualBlock(above, width, 1 if depth == 0 else 2),
                *(ResidualBlock(width, width, 1) for _ in range(count - 1)),
            )
            for depth, (above, width, count) in enumerate(zip(before, widths, BLOCKS, strict=True))
        )

    def forward(self, film: Tensor) -> list[Tensor]:
        """(B, 2, H, W) -> features on cells of 4, 8, 16 and 32 px."""
        x, found = self.stem(film), []
        for level in self.levels:
            x = level(x)
            found.append(x)
        return found


class SkipJoin(nn.Module):
    """Brings deeper features up and joins what the encoder saw on the finer grid."""

    def __init__(self, below: int, above: int) -> None:
        super().__init__()
        self.raised = ConvolutionUnit(below, above, 3)
        self.joined = ConvolutionUnit(2 * above, above, 1)

    def forward(self, below: Tensor, above: Tensor) -> Tensor:
        """(B, C, h, w), (B, C', 2 h, 2 w) -> (B, C', 2 h, 2 w)."""
        up = functional.interpolate(below, scale_factor=2, mode="bilinear", align_corners=False)
        return self.joined(torch.cat([self.raised(up), above], dim=1))


class LandmarkNet(nn.Module):
    """Centres of vertebrae and the way from each to its corners.

    Parameters
    ----------
    widths : tuple of int
        Channels by level.
    config : R2MFConfig
        Of the cascade it is compared with; only the window height counts.
    """

    def __init__(self, widths: tuple[int, ...], config: R2MFConfig) -> None:
        super().__init__()
        self.config = config
        self.encoder = ResidualEncoder(widths)
        self.joins = nn.ModuleList(
            SkipJoin(below, above) for above, below in itertools.pairwise(widths)
        )
        self.centres = head(widths[0], 1, 3)
        nn.init.constant_(self.centres[-1].bias, RARE)
        self.offsets = head(widths[0], 2, 3)
        self.corners = head(widths[0], 8, CORNER_REACH)

    def forward(self, window: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Look at windows.

        Parameters
        ----------
        window : Tensor
            (B, 1, H, W) grey values.

        Returns
        -------
        centres : Tensor
            (B, 1, h, w) logits.
        offsets : Tensor
            (B, 2, h, w) from a centre's cell to the centre, row and column, in cells.
        corners : Tensor
            (B, 8, h, w) from the centre to its four corners, likewise.
        """
        *levels, x = self.encoder(standardised(window))
        for level, join in zip(reversed(levels), reversed(self.joins), strict=True):
            x = join(x, level)
        # Half precision would round what is a fraction of a cell.
        with torch.autocast(x.device.type, enabled=False):
            x = x.float()
            return self.centres(x), self.offsets(x), self.corners(x)


def head(channels: int, out_channels: int, size: int) -> nn.Sequential:
    """Return two convolutions from features to an answer."""
    return nn.Sequential(
        nn.Conv2d(channels, channels, size, padding=size // 2),
        nn.ReLU(inplace=True),
        nn.Conv2d(channels, out_channels, 1),
    )


@dataclass(frozen=True, eq=False)
class LandmarkLoss:
    """The detector's loss in its parts, all scalars."""

    centre: Tensor
    offset: Tensor
    corner: Tensor

    @property
    def total(self) -> Tensor:
        """Sum to descend on."""
        return self.centre + self.offset + self.corner


def landmark_loss(
    centres: Tensor, offsets: Tensor, corners: Tensor, target: Target
) -> LandmarkLoss:
    """Compare the detector's answer with a batch's target.

    Focal loss on the heat map; mean absolute error, in cells, of offset and corners at the true
    centres. A boxed vertebra has a centre and no corners.

    Parameters
    ----------
    centres, offsets, corners : Tensor
        As `LandmarkNet` gives them.
    target : Target
        Batched, on the same cells.
    """
    heat = target.masks[:, 2:]
    at = (heat >= 1) & (target.voters > 0)  # (B, 1, h, w)
    ways = VOTE_UNIT * target.votes.unflatten(1, (4, 2))  # (B, 4, 2, h, w) from cell to corner
    centre = ways.mean(dim=1)  # (B, 2, h, w)
    return LandmarkLoss(
        centre_loss(centres, heat),
        _mean_error(offsets, centre, at),
        _mean_error(corners, (ways - centre[:, None]).flatten(1, 2), at),
    )


def _mean_error(guess: Tensor, truth: Tensor, at: Tensor) -> Tensor:
    error = (guess - truth).abs().mean(dim=1, keepdim=True)  # (B, 1, h, w)
    return (error * at).sum() / at.sum().clamp_min(1)


def highest_peaks(
    centres: NDArray[np.float32], offsets: NDArray[np.float32], corners: NDArray[np.float32]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Take the `USUAL_COUNT` highest peaks of the heat map for the vertebrae.

    Parameters
    ----------
    centres : (h, w) array
        Probabilities.
    offsets, corners : (2, h, w) and (8, h, w) arrays
        In cells, as `LandmarkNet` gives them.

    Returns
    -------
    quads : (N, 4, 2) array
        Row, column in cells, cranial first.
    scores : (N,) array
        Probability at each peak.
    """
    peaks = np.argwhere(centres == maximum_filter(centres, size=3))  # (n, 2)
    order = np.argsort(-centres[tuple(peaks.T)], kind="stable")[:USUAL_COUNT]
    rows, columns = peaks[order].T
    middles = peaks[order] + offsets[:, rows, columns].T  # (N, 2)
    quads = middles[:, None] + corners[:, rows, columns].T.reshape(-1, 4, 2)
    downward = np.argsort(middles[:, 0], kind="stable")
    return quads[downward], centres[rows, columns][downward].astype(np.float64)


class LandmarkDetector:
    """A film in, a `Segmentation` without masks out: its column is NaN all over.

    The whole film is looked at once, and nothing is refused, as in the paper.

    Parameters
    ----------
    network : LandmarkNet
    """

    def __init__(self, network: LandmarkNet) -> None:
        self.device = best_device()
        self.network = network.to(self.device)

    @torch.inference_mode()
    def segment(self, pixels: NDArray[np.float32]) -> Segmentation:
        """Find the vertebrae of a film, (H, W) in [0, 1]."""
        began = time.perf_counter()
        height = self.network.config.window_height
        window = cut(pixels, Region.whole(pixels, 1.0), 1.0, height)
        answer = self.network(window.pixels.to(self.device))
        centres, offsets, corners = (part[0].cpu().numpy() for part in answer)
        heat = 1 / (1 + np.exp(-centres[0]))
        quads, scores = highest_peaks(heat, offsets, corners)
        found = window.placement.to_film(to_window(quads))
        return Segmentation(
            column=np.full(pixels.shape, np.nan, np.float32),
            vertebrae=tuple(
                DetectedVertebra(quad, score, corner_sd_px=0.0)  # it foretells none
                for quad, score in zip(found, scores.tolist(), strict=True)
            ),
            warnings=(),
            seconds={"look": time.perf_counter() - began},
        )
