"""Keep a run's weights for the app: ``python -m r2mf.export RUN OUT.safetensors``."""

from __future__ import annotations

import argparse
import json
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from r2mf.config import TrainingConfig
from r2mf.errors import WeightsError
from r2mf.network import R2MFNet
from r2mf.train import CHECKPOINT
from r2mf.weights import load_weights, save_weights

DATA = {
    "aasce": "AASCE 2019 challenge training films (SpineWeb 16), train split; research use",
    "spinal_ai2024": "Spinal-AI2024 generated films, train split; publicly released, no licence",
    "full_trunk": "30 AASCE whole-trunk films with boxes",
    "phantom": "phantom films of sample_data",
}


def export(
    run: Path,
    path: Path,
    version: str,
    figures: Mapping[str, Any],
    mean_with: Path | None = None,
) -> None:
    """Write the moving average of a run's weights with its provenance.

    Parameters
    ----------
    run : Path
        Folder of the run.
    path : Path
        Where the weights go.
    version : str
        Name of the weights.
    figures : mapping
        What the evaluation gave, as `r2mf.evaluate --json` writes it.
    mean_with : Path, optional
        Weights that the run started from; what is written is half way between them and the run's.
        Two trainings from one start lie in one valley, and the middle errs less than either
        (Wortsman et al. 2022, arXiv 2203.05482).

    Raises
    ------
    WeightsError
        If the run has no checkpoint.
    """
    kept = read_run(run, "r2mf.train")
    network = R2MFNet(TrainingConfig(**kept["config"]).network)
    network.load_state_dict(kept["average"])
    provenance = {
        "version": version,
        "trained_on": DATA,
        "split": "split.csv of each set; val never trained on",
        "steps": kept["step"],
        "training": kept["config"],
        "commit": commit_now(),
        "figures": dict(figures),
    }
    if mean_with:
        other, sidecar = load_weights(mean_with)
        network.load_state_dict(midway(network.state_dict(), other.state_dict()))
        provenance["mean_with"] = sidecar["version"]
    save_weights(network, path, provenance)


def read_run(run: Path, command: str) -> dict[str, Any]:
    """Read the checkpoint of a run, or say with which command to train first."""
    checkpoint = run / CHECKPOINT
    if not checkpoint.exists():
        raise WeightsError(f"{run} has no {CHECKPOINT}; train first with `python -m {command}`.")
    return torch.load(checkpoint, map_location="cpu", weights_only=True)


def commit_now() -> str:
    """Name the commit that weights are written by; empty where nobody knows it."""
    return subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    ).stdout.strip()


def midway(one: Mapping[str, Tensor], other: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Average two networks of the same kind; what is counted and not learned is the first's."""
    return {
        name: torch.lerp(tensor, other[name], 0.5) if tensor.is_floating_point() else tensor
        for name, tensor in one.items()
    }


def main() -> None:
    """Parse the command line and export."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("run", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--version", required=True)
    parser.add_argument("--figures", type=Path, help="JSON written by r2mf.evaluate --json")
    parser.add_argument("--mean-with", type=Path, help="weights the run started from, to average")
    options = parser.parse_args()
    figures = json.loads(options.figures.read_text()) if options.figures else {}
    export(options.run, options.out, options.version, figures, options.mean_with)


if __name__ == "__main__":
    main()
