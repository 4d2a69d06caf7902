"""Trained weights on disk: a safetensors file and a sidecar that says where they come from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file

from languages import Message
from r2mf.errors import WeightsError
from r2mf.network import R2MFConfig, R2MFNet

SHIPPED = Path(__file__).parent / "weights" / "r2mf.safetensors"
"""The weights that come with the project."""


def save_weights(network: R2MFNet, path: Path, provenance: Mapping[str, Any]) -> None:
    """Write a network's weights and, beside them, their provenance.

    Parameters
    ----------
    network : R2MFNet
    path : Path
        Ends in ``.safetensors``; the sidecar has the same stem and ends in ``.json``.
    provenance : mapping
        What a reader of the model card needs: data, split, commit, figures.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {name: tensor.contiguous() for name, tensor in network.state_dict().items()}
    save_file(state, path)
    sidecar = {"network": asdict(network.config), **provenance}
    path.with_suffix(".json").write_text(json.dumps(sidecar, indent=2) + "\n")


def load_weights(path: Path) -> tuple[R2MFNet, dict[str, Any]]:
    """Read a network and its provenance.

    Raises
    ------
    WeightsError
        If a file is absent or damaged, or the weights are of another network.
    """
    try:
        sidecar = json.loads(path.with_suffix(".json").read_text())
        state = load_file(path)
    except (OSError, ValueError, SafetensorError) as error:
        raise WeightsError(
            Message(
                "The weights {name} cannot be read ({error}); fetch the file shipped with "
                "this version, or train with `python -m r2mf.train`.",
                name=path.name,
                error=error,
            )
        ) from error
    config = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in sidecar["network"].items()
    }
    with torch.device("meta"):  # no first guess: every number comes from the file
        network = R2MFNet(R2MFConfig(**config))
    try:
        network.load_state_dict(state, assign=True)
    except RuntimeError as error:
        raise WeightsError(
            Message(
                "The weights {name} are of another network than its sidecar names; use the "
                "pair that was written together.",
                name=path.name,
            )
        ) from error
    return network.eval().requires_grad_(False).to(memory_format=torch.channels_last), sidecar
