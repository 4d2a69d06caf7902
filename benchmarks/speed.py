"""Seconds a film by step, and peak memory: ``python -m benchmarks.speed``.

A phantom film of 2500 x 1000 pixels goes from DICOM bytes to curves. Every step is timed in the
same run, the coarse look also as a share of the whole, so that the table means something on a
machine of another speed.
"""

from __future__ import annotations

import argparse
import platform
import resource
import time
from statistics import median

import numpy as np
import torch
from scipy.ndimage import zoom

from r2mf.segmenter import Segmenter
from sample_data import sample_studies
from studies.analyse import analyse_film
from studies.radiograph import Radiograph, View
from studies.read import read_film

FILM_SHAPE = (2500, 1000)
"""Rows and columns: a whole-spine film as a hospital sends it."""


def large_film() -> Radiograph:
    """Return a shipped phantom film brought to `FILM_SHAPE`."""
    path = sample_studies()[0].films["coronal"]
    film = read_film(path.read_bytes(), path.name)
    factors = np.array(FILM_SHAPE) / film.pixels.shape
    pixels = zoom(film.pixels, factors, order=1, grid_mode=True, mode="nearest").clip(0, 1)
    return Radiograph(
        pixels.astype(np.float32), None, film.side, film.view_guess, film.name, film.sha256
    )


def main() -> None:
    """Time the steps and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    path = sample_studies()[0].films["coronal"]
    data = path.read_bytes()

    began = time.perf_counter()
    segmenter = Segmenter.load(device="cpu")
    loading = time.perf_counter() - began
    film = large_film()
    analyse_film(film, segmenter, view=View.CORONAL)  # the first look also warms the caches

    steps: dict[str, list[float]] = {}
    for _ in range(options.repeats):
        began = time.perf_counter()
        read_film(data, path.name)
        steps.setdefault("read (as stored)", []).append(time.perf_counter() - began)
        began = time.perf_counter()
        findings = analyse_film(film, segmenter, view=View.CORONAL)
        whole = time.perf_counter() - began
        for step, seconds in findings.seconds.items():
            steps.setdefault(step, []).append(seconds)
        steps.setdefault("analysis in all", []).append(whole)

    whole = median(steps["analysis in all"])
    print(
        f"{platform.machine()}, {options.threads} threads, film {FILM_SHAPE}, median of "
        f"{options.repeats}\n"
    )
    print("| step | seconds | share of analysis |\n|---|---:|---:|")
    for step, seconds in steps.items():
        print(f"| {step} | {median(seconds):.3f} | {median(seconds) / whole:.2f} |")
    print(f"| loading the weights (once) | {loading:.3f} | {loading / whole:.2f} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"\npeak memory {peak:.0f} MiB")


if __name__ == "__main__":
    main()
