"""Train the close stage: ``python -m r2mf.train_close DATA --run runs/NAME``.

It learns apart from the cascade, from patches around labelled vertebrae that are guessed at about
as well as the cascade guesses (`r2mf/patch_data.py`).
"""

from __future__ import annotations

import argparse
from pathlib import Path

from r2mf.close import CloseStage
from r2mf.config import TrainingConfig
from r2mf.losses import close_loss
from r2mf.patch_data import TrainingPatches, collate_patches
from r2mf.train import Task, add_dials, train

CLOSE = Task(lambda config: CloseStage(), close_loss, TrainingPatches, collate_patches)
"""What the close stage learns; it has no dials of its own, so those of the cascade say nothing."""

PATCHES = TrainingConfig(
    steps=8000,
    batch=128,
    aasce_share=0.5,
    spinal_ai2024_share=0.25,
    full_trunk_share=0.0,
    phantom_share=0.25,
    learning_rate=3e-3,
    fall=0.6,
    keep_every=500,
)
"""How the close stage is trained; window and bends are the cascade's and not used."""


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+", help="folders that hold labelled sets")
    parser.add_argument("--run", type=Path, required=True, help="folder of checkpoints and log")
    add_dials(parser, PATCHES)
    options = vars(parser.parse_args())
    data, folder = options.pop("data"), options.pop("run")
    train(data, folder, TrainingConfig(**options), CLOSE)


if __name__ == "__main__":
    main()
