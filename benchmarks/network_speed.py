"""Seconds a look of each compared network: ``python -m benchmarks.network_speed``.

A look is a window and its mirror image. The networks of `benchmarks.baselines` look at windows of
one size, in turns, so that a busy machine slows all alike; training does not change how long a look
takes. The least CPU seconds of one thread say what the networks themselves take.
"""

from __future__ import annotations

import argparse
import platform

import torch
from torch import Tensor, nn

from benchmarks.baselines import BASELINES
from benchmarks.small_network import SMALL, size_of
from benchmarks.speed import clocked
from r2mf.folding import folded
from r2mf.network import R2MFConfig, R2MFNet


def networks() -> dict[str, nn.Module]:
    """Build every network of the comparison, and the cascade as the app runs it."""
    built: dict[str, nn.Module] = {
        name: entry.build(entry.config.network) for name, entry in BASELINES.items()
    }
    built["R2MF cascade, norms folded"] = folded(R2MFNet(SMALL.network).eval())
    built["R2MF cascade, as shipped"] = folded(R2MFNet(R2MFConfig()).eval())
    return {
        name: network.eval().requires_grad_(False).to(memory_format=torch.channels_last)
        for name, network in built.items()
    }


@torch.inference_mode()
def least_seconds(compared: dict[str, nn.Module], window: Tensor, repeats: int) -> dict[str, float]:
    """Have networks look at a window (2, 1, H, W) in turns, and tell the least CPU seconds."""
    taken: dict[str, list[float]] = {name: [] for name in compared}
    for _ in range(1 + repeats):  # the first warms the caches
        for name, network in compared.items():
            taken[name].append(clocked(lambda network=network: network(window)).cpu or 0.0)
    return {name: min(seconds[1:]) for name, seconds in taken.items()}


def main() -> None:
    """Time the networks and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=10)
    options = parser.parse_args()
    torch.set_num_threads(1)
    window = torch.rand(2, 1, SMALL.height, SMALL.width).contiguous(
        memory_format=torch.channels_last
    )
    compared = networks()
    seconds = least_seconds(compared, window, options.repeats)
    fastest = min(seconds.values())
    print(f"{platform.machine()}, 1 thread, windows of {SMALL.height} x {SMALL.width}\n")
    print("| network | parameters | CPU seconds a look | of the fastest's |\n|---|---:|---:|---:|")
    for name in sorted(seconds, key=lambda name: seconds[name]):
        ratio = seconds[name] / fastest
        print(f"| {name} | {size_of(compared[name])} | {seconds[name]:.3f} | {ratio:.1f} |")


if __name__ == "__main__":
    main()
