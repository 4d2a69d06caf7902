"""Ablations and baselines: each differs from the cascade in the one thing its name says."""

import pytest
import torch
from torch import nn

from benchmarks.ablations import VARIANTS
from benchmarks.baselines import BASELINES
from benchmarks.small_network import HEADER, SMALL, figures
from r2mf.blocks import InceptionBlock, MCSkip, R2Jump, SCSELite
from r2mf.evaluate import SetScore
from r2mf.losses import cascade_loss
from r2mf.network import R2MFConfig, R2MFNet

ANSWERING_ALIKE = {
    name: entry
    for name, entry in (VARIANTS | BASELINES).items()
    if entry.loss is cascade_loss  # the landmark detector has answers of its own
}
CONFIG = R2MFConfig.scaled(0.25, 128)
WINDOW = torch.rand(2, 1, 128, 64, generator=torch.Generator().manual_seed(1))
MISSING = {
    "coarse stage only locates": MCSkip,
    "without MC-Skip": MCSkip,
    "plain skips for R2-Jumps": R2Jump,
    "without SCSE-Lite": SCSELite,
    "double convolutions for Inception": InceptionBlock,
}


def parts(network: nn.Module, kind: type) -> int:
    return sum(isinstance(module, kind) for module in network.modules())


@pytest.mark.parametrize("name", ANSWERING_ALIKE)
def test_every_network_answers_on_the_same_cells_and_learns_with_all_its_parameters(name):
    network = ANSWERING_ALIKE[name].build(CONFIG)

    coarse, fine = network(WINDOW)
    outputs = [coarse.masks, fine.masks, fine.votes, fine.log_spread]

    assert [tuple(output.shape) for output in outputs] == [
        (2, 3, 16, 8),
        (2, 3, 32, 16),
        (2, 8, 32, 16),
        (2, 1, 32, 16),
    ]
    sum(output.square().sum() for output in outputs).backward()
    assert all(parameter.grad is not None for parameter in network.parameters())
    assert torch.equal(network.eval().locate(WINDOW).masks, network(WINDOW)[0].masks)


@pytest.mark.parametrize(("name", "kind"), MISSING.items())
def test_a_variant_lacks_the_part_it_is_named_for_and_no_other(name, kind):
    network, whole = VARIANTS[name].build(CONFIG), R2MFNet(CONFIG)

    assert parts(network, kind) == 0 < parts(whole, kind)
    for other in {*MISSING.values()} - {kind}:
        assert parts(network, other) == parts(whole, other)


def test_a_fine_stage_alone_does_not_hear_the_coarse_one():
    network = VARIANTS["coarse stage only locates"].build(CONFIG).eval()
    before = network(WINDOW)[1].votes
    with torch.no_grad():
        for parameter in network.coarse.parameters():
            parameter.add_(0.5)

    assert torch.equal(network(WINDOW)[1].votes, before)


def test_baselines_are_about_as_large_as_the_cascade_they_are_compared_with():
    def size(name):
        return sum(p.numel() for p in BASELINES[name].build(SMALL.network).parameters())

    for name in BASELINES:
        assert 0.5 < size(name) / size("R2MF cascade") < 8, (name, size(name), size("R2MF cascade"))


@pytest.mark.parametrize("column_dice", [0.9, float("nan"), None])
def test_a_line_has_a_cell_under_every_heading_and_a_dash_where_nothing_was_told(column_dice):
    numbers = dict.fromkeys(SetScore.__dataclass_fields__.keys() - {"intervals"}, 3)
    score = column_dice and SetScore(**numbers | {"column_dice": column_dice})
    heading = HEADER.splitlines()[0].split("|")
    cells = ["", "name", "seed", "parameters", *figures(score).split("|")[1:]]

    assert len(cells) == len(heading)
    shown = dict(zip((word.strip() for word in heading), cells, strict=True))["column Dice"]
    assert shown.strip() == {0.9: "0.900", None: ""}.get(column_dice, "-")
