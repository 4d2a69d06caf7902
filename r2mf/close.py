"""The close stage: each vertebra once more, upright and of one size, for its corners alone.

::

    coarse stage --> fine stage --> vertebrae --> patches (96 px) --> close stage --> corners

The fine stage votes for corners of vertebrae that are large and small, level and steep. On its
patch every vertebra has one width and lies level as far as is known, so a small network tells how
it really lies. Cascades of pose regressors have done so since Dollar et al. 2010; that the patch
is turned, and what it is made of, is our choice.
"""

from __future__ import annotations

import itertools

import torch
from torch import Tensor, nn
from torch.nn import functional

from r2mf.blocks import ConvolutionUnit, InceptionBlock
from r2mf.patches import PATCH

CELL = 2
"""Side of a cell of the finest level, in patch pixels."""

WIDTHS = (32, 48, 64, 96)
"""Channels by level."""

DEPTHS = (1, 1, 2, 2)
"""Inception blocks by level."""

SQUEEZED = 32
"""Channels that are left of the deepest level before its places are told apart."""

HIDDEN = 128
"""Features that corners are told from."""

CONTRAST_FLOOR = 0.02
"""Spread of greys below which a patch shows nothing, and is not amplified."""


class CloseStage(nn.Module):
    """Tells the corners of a vertebra from its patch."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = ConvolutionUnit(CELL**2, WIDTHS[0], 3)
        levels: list[nn.Module] = [InceptionBlock(WIDTHS[0]) for _ in range(DEPTHS[0])]
        for (above, below), depth in zip(itertools.pairwise(WIDTHS), DEPTHS[1:], strict=True):
            levels += [nn.MaxPool2d(2), ConvolutionUnit(above, below, 1)]
            levels += [InceptionBlock(below) for _ in range(depth)]
        self.levels = nn.Sequential(*levels)
        self.squeeze = ConvolutionUnit(WIDTHS[-1], SQUEEZED, 1)
        places = (PATCH // CELL // 2 ** (len(WIDTHS) - 1)) ** 2
        self.hidden = nn.Linear(SQUEEZED * places, HIDDEN)
        self.norm = nn.BatchNorm1d(HIDDEN)
        self.corners = nn.Linear(HIDDEN, 8)
        self.log_spread = nn.Linear(HIDDEN, 2)

    def forward(self, patches: Tensor) -> tuple[Tensor, Tensor]:
        """Tell corners from patches, and how sure that is.

        Parameters
        ----------
        patches : Tensor
            (B, 1, `PATCH`, `PATCH`) grey values.

        Returns
        -------
        corners : Tensor
            (B, 4, 2) from the middle of the patch: row, column in widths of the vertebra as it
            was guessed.
        log_spread : Tensor
            (B, 2) logarithm of the expected error of the superior and the inferior endplate's
            tilt, in radians.
        """
        cells = functional.pixel_unshuffle(standardised(patches), CELL)
        cells = cells.contiguous(memory_format=torch.channels_last)
        features = self.squeeze(self.levels(self.stem(cells))).flatten(1)
        features = functional.relu(self.norm(self.hidden(features)))  # (B, HIDDEN)
        # Corners are fractions of a pixel: half precision would round them.
        with torch.autocast(patches.device.type, enabled=False):
            corners = self.corners(features.float()).unflatten(1, (4, 2))
            return corners, self.log_spread(features.float())


def standardised(patches: Tensor) -> Tensor:
    """Bring patches, (B, 1, h, w), to mean 0 and spread 1 each."""
    mean = patches.mean(dim=(2, 3), keepdim=True)
    spread = patches.std(dim=(2, 3), keepdim=True).clamp_min(CONTRAST_FLOOR)
    return (patches - mean) / spread
