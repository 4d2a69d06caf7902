"""Small networks trained alike, so that one thing at a time differs between them."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn

from r2mf.config import TrainingConfig
from r2mf.evaluate import SetScore, evaluate
from r2mf.labels import FilmSet, read_sets
from r2mf.losses import cascade_loss
from r2mf.network import R2MFConfig, R2MFNet
from r2mf.plausibility import refuse_nothing
from r2mf.segmenter import Segmenter, best_device
from r2mf.train import CHECKPOINT, Task, train
from r2mf.weights import SHIPPED, load_close

SMALL = TrainingConfig(
    steps=1200, channels=0.5, height=512, width=256, learning_rate=3e-3, fall=0.5
)
"""Half the channels and two thirds of the height: six times cheaper than the shipped cascade."""

Build = Callable[[R2MFConfig], nn.Module]
"""Makes a network, as large as the cascade of a config or with its window height alone."""

WIDTHS = (32, 48, 64, 96)
"""Channels by level where a network leaves them open; all end up near the small cascade's size."""

HEADER = (
    "| | seed | parameters | measured | found | column Dice | column HD95 | bodies Dice "
    "| bodies HD95 | corner error | SMAPE | CMAE | largest MAE (bias) | seconds |\n"
    "|---|" + "---:|" * 13
)
"""Columns of `row`, on AASCE `val`; HD95 is a share of the film's height and a corner error one of
its vertebra's width. Bodies are those drawn from the corners found; a dash stands where a network
does not tell the column."""


def unjudged(network: nn.Module, way: Callable[..., Segmenter] = Segmenter) -> Segmenter:
    """Outline films by a network that takes and gives what `r2mf.R2MFNet` does.

    Nothing is refused as unlikely: the bounds for that are those of the shipped weights. Nor does
    the close stage look, as it would make all networks alike.
    """
    return way(network, {}, best_device(), judge=refuse_nothing)


def with_a_close_look(network: nn.Module) -> Segmenter:
    """Outline films likewise, and look at each vertebra with the shipped close stage."""
    return unjudged(network, partial(Segmenter, close=load_close(SHIPPED)))


@dataclass(frozen=True)
class Entry:
    """One line of a comparison.

    Attributes
    ----------
    build, loss : callable
        Make the network and tell how far off it is, as in `r2mf.train.Task`.
    outliner : callable
        Makes of the trained network what outlines films, as `Segmenter.segment` does.
    config : TrainingConfig
        How it is trained; steps and seed are chosen for all lines alike.
    """

    build: Build = R2MFNet
    loss: Callable[..., Any] = cascade_loss
    outliner: Callable[[nn.Module], Segmenter] = unjudged
    config: TrainingConfig = SMALL


def row(name: str, entry: Entry, data: list[Path], run: Path) -> str:
    """Train a network, or go on, and lay out its line of the table.

    Parameters
    ----------
    name : str
        What is shown for it.
    entry : Entry
    data : list of Path
        Folders with labelled sets; the first has AASCE.
    run : Path
        Of checkpoints; a run that is done is only measured again.
    """
    train(data, run, entry.config, Task(entry.build, entry.loss))
    network = averaged(run, entry)
    score = measured(entry.outliner(network), data[0])
    return f"| {name} | {entry.config.seed} | {size_of(network)} {figures(score)}"


def size_of(network: nn.Module) -> str:
    """Tell how many parameters a network has, in millions."""
    return f"{sum(parameter.numel() for parameter in network.parameters()) / 1e6:.2f} M"


def figures(score: SetScore | None) -> str:
    """Lay out what a network reached, from the column `measured` of `HEADER` on."""
    if score is None:
        return "| none |" + " |" * 10
    return (
        f"| {score.measured} of {score.films} | {score.found_percent:.0f} % "
        f"| {_shown(score.column_dice, '.3f')} | {_shown(score.column_hd95_percent, '.1f', ' %')} "
        f"| {score.bodies_dice:.3f} | {score.bodies_hd95_percent:.1f} % "
        f"| {_shown(score.corner_error_percent, '.0f', ' %')} "
        f"| {score.smape_percent:.1f} % | {score.cmae_deg:.1f}° "
        f"| {score.largest_mae_deg:.1f}° ({score.largest_bias_deg:+.1f}) | {score.seconds:.2f} |"
    )


def _shown(value: float, form: str, unit: str = "") -> str:
    return "-" if np.isnan(value) else f"{value:{form}}{unit}"


def averaged(run: Path, entry: Entry) -> nn.Module:
    """Read the moving average of a run's weights."""
    kept = torch.load(run / CHECKPOINT, map_location="cpu", weights_only=True)
    network = entry.build(entry.config.network)
    network.load_state_dict(kept["average"])
    return network.eval().requires_grad_(False).to(memory_format=torch.channels_last)


def measured(outliner: Segmenter, data: Path) -> SetScore | None:
    """Measure what outlines films on those of AASCE `val`; None if it finds no spine on any."""
    films = [
        film for film in read_sets(data) if film.source == FilmSet.AASCE and film.split == "val"
    ]
    return evaluate(films, outliner, drawings=None).sets.get(FilmSet.AASCE)


def compare(doc: str, entries: Mapping[str, Entry]) -> None:
    """Parse the command line of a comparison, train and measure its entries and print a table.

    Parameters
    ----------
    doc : str
        Of the module that is run; its first line describes the command.
    entries : mapping of str to Entry
        By the name that is shown.
    """
    parser = argparse.ArgumentParser(description=doc.splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+", help="labelled sets; the first has AASCE")
    parser.add_argument("--out", type=Path, required=True, help="folder of the runs")
    parser.add_argument("--steps", type=int, default=SMALL.steps)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--only", nargs="+", choices=entries, default=list(entries))
    options = parser.parse_args()
    print(HEADER)
    for name, seed in product(options.only, options.seeds):
        entry = entries[name]
        run = options.out / f"{name.replace(' ', '-')}-{seed}"
        config = replace(entry.config, steps=options.steps, seed=seed)
        print(row(name, replace(entry, config=config), options.data, run), flush=True)
