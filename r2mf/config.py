"""The dials of a training run."""

from __future__ import annotations

from dataclasses import dataclass

from r2mf.labels import FilmSet
from r2mf.network import R2MFConfig


@dataclass(frozen=True)
class TrainingConfig:
    """The dials of a training run, flat."""

    steps: int = 4500
    """Optimiser steps of the whole run."""

    batch: int = 8

    channels: float = 1.0
    """Share of the full network's channels; comparisons are made with a small network."""

    height: int = 768
    """Window height; the segmenter's windows are as tall, so that vertebrae look alike."""

    width: int = 320

    aasce_share: float = 0.43
    """Share of each set among the windows: real films first; the sets present share the rest."""

    spinal_ai2024_share: float = 0.19

    full_trunk_share: float = 0.06

    phantom_share: float = 0.32

    bend_share: float = 0.5
    """Share of simulated bending among the windows of films whose corners are known: the cascade is
    trained jointly on coronal and bending views."""

    learning_rate: float = 2e-3

    warm_up: int = 200
    """Steps over which the learning rate rises."""

    fall: float = 0.3
    """Last share of the steps over which the learning rate falls to zero."""

    weight_decay: float = 0.02

    average: float = 0.998
    """Decay of the moving average of the weights, which is what is kept."""

    threads: int = 1
    """CPU threads of the network; the windows are drawn by other processes."""

    workers: int = 1
    """Processes that draw windows."""

    keep_every: int = 100
    """Steps between checkpoints."""

    seed: int = 1

    def share(self, source: FilmSet) -> float:
        """Share of a set among the windows."""
        return float(getattr(self, f"{source}_share"))

    @property
    def network(self) -> R2MFConfig:
        """What is trained."""
        return R2MFConfig.scaled(self.channels, self.height)
