"""Seconds a phantom film by step, and peak memory: ``python -m benchmarks.phantom_speed``.

The same patient is taken at two sizes: what networks are trained on, and what a hospital sends.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import numpy as np

from sample_data.phantom.accumulator import NumpyAccumulator, accumulator
from sample_data.phantom.draw import random_chain
from sample_data.phantom.exposure import FAMILIES, noisy, received
from sample_data.phantom.film import Room, line_integrals, rendered
from sample_data.phantom.framing import Field
from sample_data.phantom.markers import Marks
from sample_data.phantom.material import Material
from sample_data.phantom.processing import processed
from sample_data.phantom.projection import Beam
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.soft_tissue import Organs

SHAPES = ((1024, 410), (2500, 1000))
"""Rows and columns."""

TRUNK_MM = 800.0
"""Height of the field: skull to hips."""

SEED = 3


def steps(height: int, width: int) -> dict[str, Callable[[], Any]]:
    """Prepare the steps of one film, by name and in their order."""
    rng = np.random.default_rng(SEED)
    chain = random_chain(rng)
    skeleton = Skeleton(chain, chain.joint_deg)
    organs, exposure = Organs.random(rng), FAMILIES["multi-scale"](rng)
    spacing = TRUNK_MM / height
    half = width * spacing / 2
    beam = Beam(0.0, 200.0, 2300.0)
    geometry = Field(620.0, 620.0 - TRUNK_MM, half, -half).geometry(spacing, beam)
    integrals = line_integrals(skeleton, organs, geometry, ())
    signal = received(integrals, exposure, spacing)
    density = -np.log(noisy(signal, exposure, spacing).clip(1e-5))
    body = integrals[Material.WATER] > 0.6
    room = Room(geometry, exposure, Marks())
    return {
        "line integrals": lambda: line_integrals(skeleton, organs, geometry, ()),
        "beam, blur and scatter": lambda: received(integrals, exposure, spacing),
        "noise": lambda: noisy(signal, exposure, spacing),
        "processing": lambda: processed(density, body, exposure.processing, spacing),
        "film in all": lambda: rendered(skeleton, organs, room, "coronal"),
    }


def seconds(step: Callable[[], Any], repeats: int) -> float:
    """Median over `repeats`."""
    taken = []
    for _ in range(repeats):
        began = time.perf_counter()
        step()
        taken.append(time.perf_counter() - began)
    return median(taken)


def main() -> None:
    """Time the steps and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--repeats", type=int, default=5)
    repeats = parser.parse_args().repeats
    where = "NumPy" if isinstance(accumulator((1, 1)), NumpyAccumulator) else "CUDA"
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, surface elements added up by {where}, "
        f"median of {repeats}, seconds\n"
    )
    tables = {
        shape: {name: seconds(step, repeats) for name, step in steps(*shape).items()}
        for shape in SHAPES
    }
    print("| step | " + " | ".join(f"{rows} x {columns}" for rows, columns in SHAPES) + " |")
    print("|---|" + "---:|" * len(SHAPES))
    for name in tables[SHAPES[0]]:
        print(f"| {name} | " + " | ".join(f"{tables[s][name]:.2f}" for s in SHAPES) + " |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"\npeak memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
