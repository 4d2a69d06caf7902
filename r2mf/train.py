"""Train the cascade: ``python -m r2mf.train DATA --run runs/NAME``.

The learning rate warms up, stays, and falls to nothing over the last quarter, so a run can be
prolonged before it falls. A run that was stopped goes on where it was: same windows, same
optimiser state.
"""

from __future__ import annotations

import argparse
import copy
import csv
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, Protocol, Self

import torch
from torch import Tensor, nn
from torch.utils.data import DataLoader, Dataset, Subset

from r2mf.config import TrainingConfig
from r2mf.data import TrainingWindows, collate
from r2mf.labels import LabelledFilm, read_sets
from r2mf.losses import cascade_loss
from r2mf.network import R2MFConfig, R2MFNet
from r2mf.weights import load_weights

CHECKPOINT = "last.pt"
LOG = "log.csv"


def learning_rate_share(step: int, config: TrainingConfig) -> float:
    """Share of the full learning rate at a step: up, level, down."""
    falling = config.fall * config.steps
    return min(1.0, (step + 1) / config.warm_up, max(config.steps - step, 0) / falling)


class Learnable(Protocol):
    """A batch of what is learned from: what the network sees, and what it should answer."""

    window: Tensor
    target: Any

    def to(self, device: str) -> Self:
        """Bring both to a device."""


@dataclass(frozen=True)
class Task:
    """What is learned, by what, and what counts as wrong.

    Attributes
    ----------
    build : callable
        Makes the network.
    loss : callable
        From what the network gives, part by part, and the target to a loss: a dataclass of scalars
        with their `total`.
    examples : callable
        Of films and config: the numbered examples, of one batch after the other.
    collate : callable
        Stacks examples into a batch.
    """

    build: Callable[[R2MFConfig], nn.Module] = R2MFNet
    loss: Callable[..., Any] = cascade_loss
    examples: Callable[[list[LabelledFilm], TrainingConfig], Dataset[Any]] = TrainingWindows
    collate: Callable[[list[Any]], Learnable] = collate


CASCADE = Task()
"""The coarse and the fine stage."""


class Training:
    """A run: network, its moving average, optimiser, and the step it has reached."""

    def __init__(
        self, config: TrainingConfig, folder: Path, task: Task = CASCADE, start: Path | None = None
    ) -> None:
        torch.manual_seed(config.seed)
        self.config, self.folder, self.loss, self.step = config, folder, task.loss, 0
        self.device = "cuda" if torch.cuda.is_available() else "cpu"
        self.network = task.build(config.network).to(self.device, memory_format=torch.channels_last)
        if start:
            self.network.load_state_dict(load_weights(start)[0].state_dict())
        self.average = copy.deepcopy(self.network).requires_grad_(False)
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), lr=config.learning_rate, weight_decay=config.weight_decay
        )
        if (folder / CHECKPOINT).exists():
            self._resume()

    def _resume(self) -> None:
        kept = torch.load(self.folder / CHECKPOINT, map_location=self.device, weights_only=True)
        self.network.load_state_dict(kept["network"])
        self.average.load_state_dict(kept["average"])
        self.optimiser.load_state_dict(kept["optimiser"])
        self.step = kept["step"]

    def keep(self) -> None:
        """Write a checkpoint; a run killed while writing still has the one before."""
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished = self.folder / f"{CHECKPOINT}.part"
        torch.save(
            {
                "network": self.network.state_dict(),
                "average": self.average.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "step": self.step,
                "config": asdict(self.config),
            },
            unfinished,
        )
        unfinished.replace(self.folder / CHECKPOINT)

    def learn(self, batch: Learnable) -> Any:
        """Take one optimiser step on a batch and return its loss."""
        for group in self.optimiser.param_groups:
            group["lr"] = self.config.learning_rate * learning_rate_share(self.step, self.config)
        self.network.train()
        batch = batch.to(self.device)
        with torch.autocast(self.device, torch.bfloat16, enabled=has_fast_bfloat16(self.device)):
            answer = self.network(batch.window)
        loss = self.loss(*answer, batch.target)
        self.optimiser.zero_grad(set_to_none=True)
        loss.total.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimiser.step()
        self.step += 1
        self._follow()
        return loss

    @torch.no_grad()
    def _follow(self) -> None:
        # A young average forgets faster, or it would remember the random start.
        decay = min(self.config.average, (1 + self.step) / (10 + self.step))
        followed = self.network.state_dict()
        for name, tensor in self.average.state_dict().items():
            if tensor.is_floating_point():
                tensor.lerp_(followed[name], 1 - decay)
            else:
                tensor.copy_(followed[name])


def has_fast_bfloat16(device: str) -> bool:
    """Whether half precision is quicker than single: CUDA, or a CPU with matrix tiles."""
    return device == "cuda" or torch.cpu._is_amx_tile_supported()


def train(
    data: list[Path],
    folder: Path,
    config: TrainingConfig,
    task: Task = CASCADE,
    start: Path | None = None,
) -> None:
    """Run a training to its end, from wherever it was.

    Parameters
    ----------
    data : list of Path
        Folders that hold labelled sets.
    folder : Path
        Of checkpoints and log; a checkpoint there is gone on from.
    config : TrainingConfig
    task : Task
        Others than the cascade are trained to be compared with it, and the close stage apart.
    start : Path, optional
        Weights a new run of the cascade starts from, instead of from chance.
    """
    torch.set_num_threads(config.threads)
    films = [film for path in data for film in read_sets(path)]
    films = [film for film in films if film.split == "train" and film.trustworthy]
    training = Training(config, folder, task, start)
    examples = task.examples(films, config)
    rest = Subset(examples, range(training.step * config.batch, config.steps * config.batch))
    loader = DataLoader(
        rest,
        batch_size=config.batch,
        collate_fn=task.collate,
        num_workers=config.workers,
        persistent_workers=config.workers > 0,
        prefetch_factor=4 if config.workers else None,
    )
    counts = dict(Counter(str(film.source) for film in films))
    print(f"{training.device}, step {training.step} of {config.steps}, films {counts}", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / LOG).open("a", newline="") as file:
        log = csv.writer(file)
        began = time.monotonic()
        sums: list[list[float]] = []
        for batch in loader:
            sums.append(_numbers(training.learn(batch)))
            if training.step % config.keep_every == 0 or training.step == config.steps:
                training.keep()
                means = [sum(column) / len(sums) for column in zip(*sums, strict=True)]
                pace = (time.monotonic() - began) / len(sums)
                log.writerow([training.step, f"{pace:.3f}", *(f"{mean:.4f}" for mean in means)])
                file.flush()
                print(f"step {training.step}: {means} {pace:.2f} s a step", flush=True)
                sums, began = [], time.monotonic()


def _numbers(loss: Any) -> list[float]:
    """Give the sum and then its parts."""
    parts = (getattr(loss, part.name) for part in fields(loss))
    return [float(part.detach()) for part in (loss.total, *parts)]


def add_dials(parser: argparse.ArgumentParser, config: TrainingConfig) -> None:
    """Let a command line turn every dial of a run."""
    for field in fields(config):
        preset = getattr(config, field.name)
        parser.add_argument(f"--{field.name.replace('_', '-')}", type=type(preset), default=preset)


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+", help="folders that hold labelled sets")
    parser.add_argument("--run", type=Path, required=True, help="folder of checkpoints and log")
    parser.add_argument("--start", type=Path, help="weights a new run starts from")
    add_dials(parser, TrainingConfig())
    options = vars(parser.parse_args())
    data, folder, start = (options.pop(name) for name in ("data", "run", "start"))
    train(data, folder, TrainingConfig(**options), start=start)


if __name__ == "__main__":
    main()
