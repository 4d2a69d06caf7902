"""Trained weights on disk: a safetensors file and a sidecar that says where they come from."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from languages import Message
from r2mf.close import CloseStage
from r2mf.errors import WeightsError
from r2mf.network import R2MFConfig, R2MFNet

Network = TypeVar("Network", bound=nn.Module)

SHIPPED = Path(__file__).parent / "weights" / "r2mf.safetensors"
"""The weights that come with the project."""


CLOSE_PREFIX = "close."
"""Of the names of the close stage's tensors, which lie in one file with the cascade's."""


def save_weights(
    network: R2MFNet, path: Path, provenance: Mapping[str, Any], close: CloseStage | None = None
) -> None:
    """Write a network's weights and, beside them, their provenance.

    Parameters
    ----------
    network : R2MFNet
    path : Path
        Ends in ``.safetensors``; the sidecar has the same stem and ends in ``.json``.
    provenance : mapping
        What a reader of the model card needs: data, split, commit, figures.
    close : CloseStage, optional
        What looks at each vertebra once more; None where it is not trained.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    tensors = dict(network.state_dict())
    if close:
        tensors |= {CLOSE_PREFIX + name: tensor for name, tensor in close.state_dict().items()}
    save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, path)
    sidecar = {"network": asdict(network.config), **provenance}
    path.with_suffix(".json").write_text(json.dumps(sidecar, indent=2) + "\n")


def load_weights(path: Path) -> tuple[R2MFNet, dict[str, Any]]:
    """Read the cascade and its provenance.

    Raises
    ------
    WeightsError
        If a file is absent or damaged, or the weights are of another network.
    """
    with _readable(path):
        sidecar = json.loads(path.with_suffix(".json").read_text())
        own = _tensors(path, lambda name: not name.startswith(CLOSE_PREFIX))
    config = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in sidecar["network"].items()
    }
    with torch.device("meta"):  # no first guess: every number comes from the file
        network = R2MFNet(R2MFConfig(**config))
    return _filled(network, own, path), sidecar


def load_close(path: Path) -> CloseStage | None:
    """Read the close stage; None where the weights have none.

    Raises
    ------
    WeightsError
        If a file is absent or damaged, or the stage is of another make.
    """
    with _readable(path):
        own = _tensors(path, lambda name: name.startswith(CLOSE_PREFIX))
    if not own:
        return None
    with torch.device("meta"):
        stage = CloseStage()
    return _filled(
        stage, {name.removeprefix(CLOSE_PREFIX): tensor for name, tensor in own.items()}, path
    )


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Say in a sentence that weights cannot be read."""
    try:
        yield
    except (OSError, ValueError, SafetensorError) as error:
        raise WeightsError(
            Message(
                "The weights {name} cannot be read ({error}); fetch the file shipped with "
                "this version, or train with `python -m r2mf.train`.",
                name=path.name,
                error=error,
            )
        ) from error


def _tensors(path: Path, wanted: Callable[[str], bool]) -> dict[str, Tensor]:
    """Read the tensors whose name is wanted, and no others."""
    with safe_open(path, "pt") as file:
        return {name: file.get_tensor(name) for name in filter(wanted, file.keys())}


def _filled(network: Network, state: Mapping[str, Tensor], path: Path) -> Network:
    """Fill a network with its tensors, never to be trained again."""
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
    return network.eval().requires_grad_(False).to(memory_format=torch.channels_last)
