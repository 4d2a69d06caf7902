"""How far the cascade's answer is from its target."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from r2mf.network import VOTE_UNIT, StageOutput
from r2mf.targets import Target

COARSE_WEIGHT = 0.4
"""The coarse stage answers to the same masks; it matters less than the fine stage's."""

VOTE_WEIGHT = 4.0
"""Corners decide the angle, masks only find the vertebra."""

TILT_WEIGHT = 4.0
"""Error of the two endplate vectors over the vertebra's width, an angle in radians."""

SMALL_ERROR = 0.02
"""Share of a vertebra's width below which an error counts by its square: a pixel of a window."""

LOG_SPREAD_RANGE = (-6.0, 1.0)
"""Of a tilt's expected error in radians: from an eighth of a degree to anything."""

SPREAD_WEIGHT = 0.05
"""The spread only has to follow the error; it must not steer the features."""


@dataclass(frozen=True, eq=False)
class Loss:
    """A loss and its parts, all scalars."""

    mask: Tensor
    centre: Tensor
    vote: Tensor
    tilt: Tensor
    spread: Tensor

    @property
    def total(self) -> Tensor:
        """Weighted sum to descend on."""
        return (
            self.mask
            + self.centre
            + VOTE_WEIGHT * self.vote
            + TILT_WEIGHT * self.tilt
            + SPREAD_WEIGHT * self.spread
        )


def cascade_loss(coarse: StageOutput, fine: StageOutput, target: Target) -> Loss:
    """Compare both stages with a batch's target.

    Parameters
    ----------
    coarse, fine : StageOutput
        Raw answers.
    target : Target
        Batched, on the fine grid.
    """
    coarse_masks = torch.cat(
        [
            functional.avg_pool2d(target.masks[:, :2], 2),
            functional.max_pool2d(target.masks[:, 2:], 2),
        ],
        dim=1,
    )
    coarse_known = -functional.max_pool2d(-target.known, 2)
    mask = region_loss(fine.masks[:, :2], target.masks[:, :2], target.known)
    mask = mask + COARSE_WEIGHT * region_loss(
        coarse.masks[:, :2], coarse_masks[:, :2], coarse_known
    )
    centre = centre_loss(fine.masks[:, 2:], target.masks[:, 2:])
    centre = centre + COARSE_WEIGHT * centre_loss(coarse.masks[:, 2:], coarse_masks[:, 2:])
    vote, tilt, spread = vote_losses(fine, target)
    return Loss(mask, centre, vote, tilt, spread)


def region_loss(logits: Tensor, truth: Tensor, known: Tensor) -> Tensor:
    """Cross-entropy plus soft Dice over the known cells, (B, 2, h, w) each -> scalar."""
    entropy = functional.binary_cross_entropy_with_logits(logits, truth, weight=known)
    guess = torch.sigmoid(logits) * known
    truth = truth * known
    overlap = (guess * truth).sum(dim=(0, 2, 3))  # (2,)
    dice = (2 * overlap + 1) / (guess.sum(dim=(0, 2, 3)) + truth.sum(dim=(0, 2, 3)) + 1)
    return entropy + (1 - dice).mean()


def centre_loss(logits: Tensor, truth: Tensor) -> Tensor:
    """Penalty-reduced focal loss on the centre peaks, (B, 1, h, w) each -> scalar.

    References
    ----------
    Law and Deng 2018, arXiv 1808.01244, equation 1, with alpha 2 and beta 4.
    """
    guess = torch.sigmoid(logits)
    peak = (truth >= 1).to(logits.dtype)
    hit = -functional.logsigmoid(logits) * (1 - guess) ** 2 * peak
    miss = -functional.logsigmoid(-logits) * guess**2 * (1 - truth) ** 4 * (1 - peak)
    return (hit.sum() + miss.sum()) / peak.sum().clamp_min(1)


def vote_losses(fine: StageOutput, target: Target) -> tuple[Tensor, Tensor, Tensor]:
    """Error of the corner votes, of the endplates they draw, and of the spread foretold.

    Every vertebra counts the same, however many cells it has, and errors are taken relative to
    its width, so that a small thoracic body weighs as much as a lumbar one.
    """
    voters = target.voters  # (B, 1, h, w)
    vertebrae = voters.sum().clamp_min(1)
    error = fine.votes - target.votes  # (B, 8, h, w)
    relative = functional.smooth_l1_loss(
        fine.votes / target.sizes, target.votes / target.sizes, beta=SMALL_ERROR, reduction="none"
    )
    vote = (relative.mean(dim=1, keepdim=True) * voters).sum() / vertebrae
    corners = (error / target.sizes).unflatten(1, (4, 2))  # (B, 4, 2, h, w)
    endplates = corners[:, [1, 2]] - corners[:, [0, 3]]  # (B, 2, 2, h, w)
    tilt = functional.smooth_l1_loss(
        endplates, torch.zeros_like(endplates), beta=SMALL_ERROR, reduction="none"
    )
    tilt = (tilt.mean(dim=(1, 2)).unsqueeze(1) * voters).sum() / vertebrae
    distance = error.detach().abs().mean(dim=1, keepdim=True) * VOTE_UNIT  # cells
    log_spread = fine.log_spread.clamp(-5, 4)
    likelihood = (distance * torch.exp(-log_spread) + log_spread) * voters
    return vote, tilt, likelihood.sum() / vertebrae


@dataclass(frozen=True, eq=False)
class CloseLoss:
    """The loss of the close stage and its parts, all scalars."""

    vote: Tensor
    tilt: Tensor
    spread: Tensor

    @property
    def total(self) -> Tensor:
        """Weighted sum to descend on."""
        return VOTE_WEIGHT * self.vote + TILT_WEIGHT * self.tilt + SPREAD_WEIGHT * self.spread


def close_loss(corners: Tensor, log_spread: Tensor, truth: Tensor) -> CloseLoss:
    """Compare the close stage's answer with the corners of a batch's vertebrae.

    Parameters
    ----------
    corners, truth : Tensor
        (B, 4, 2) row, column from the middle of the patch.
    log_spread : Tensor
        (B, 2) logarithm of the expected error of both endplates' tilts.
    """
    across = (truth[:, [1, 2]] - truth[:, [0, 3]]).mean(dim=1)  # (B, 2)
    error = (corners - truth) / across.norm(dim=1)[:, None, None]
    nothing = torch.zeros_like(error)
    vote = functional.smooth_l1_loss(error, nothing, beta=SMALL_ERROR)
    turned = error[:, [1, 2]] - error[:, [0, 3]]  # (B, 2 endplates, 2)
    tilt = functional.smooth_l1_loss(turned, nothing[:, :2], beta=SMALL_ERROR)
    log_spread = log_spread.clamp(*LOG_SPREAD_RANGE)
    tilted = turned[..., 0].detach().abs()  # radians, as the vertebra lies level
    likelihood = tilted * torch.exp(-log_spread) + log_spread
    return CloseLoss(vote, tilt, likelihood.mean())
