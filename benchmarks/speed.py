"""Seconds a film by step, and peak memory: ``python -m benchmarks.speed``.

A phantom film of 2500 x 1000 pixels goes from DICOM bytes to curves, and a study of three such
films to flexibility. On a busy machine other work only adds to the clock; the least of the repeats
and the seconds of the CPU, best with one thread, say what the steps themselves take.
"""

from __future__ import annotations

import argparse
import platform
import resource
import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

import numpy as np
import torch
from scipy.ndimage import zoom

from r2mf.segmenter import Segmenter
from sample_data import sample_studies
from studies.analyse import analyse_film, analyse_study
from studies.radiograph import Radiograph, View
from studies.read import read_film

FILM_SHAPE = (2500, 1000)
"""Rows and columns: a whole-spine film as a hospital sends it."""


def large_film(view: View = View.CORONAL) -> Radiograph:
    """Return a film of a shipped phantom study brought to `FILM_SHAPE`."""
    path = sample_studies()[0].films[view]
    film = read_film(path.read_bytes(), path.name)
    factors = np.array(FILM_SHAPE) / film.pixels.shape
    pixels = zoom(film.pixels, factors, order=1, grid_mode=True, mode="nearest").clip(0, 1)
    return Radiograph(
        pixels.astype(np.float32), None, film.side, film.view_guess, film.name, film.sha256
    )


class Seconds(NamedTuple):
    """What a step took."""

    clock: float
    cpu: float | None
    """Over all threads; None where the step was timed by the clock alone."""


def clocked(work: Callable[[], object]) -> Seconds:
    """Do some work and say what it took."""
    began, worked = time.perf_counter(), time.process_time()
    work()
    return Seconds(time.perf_counter() - began, time.process_time() - worked)


def main() -> None:
    """Time the steps and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    path = sample_studies()[0].films["coronal"]
    data = path.read_bytes()

    loading = clocked(lambda: Segmenter.load(device="cpu"))
    segmenter = Segmenter.load(device="cpu")
    study = {view: large_film(view) for view in View}
    film = study[View.CORONAL]
    analyse_film(film, segmenter, view=View.CORONAL)  # the first look also warms the caches

    steps: dict[str, list[Seconds]] = {"loading the weights (once)": [loading]}
    for _ in range(options.repeats):
        steps.setdefault("read (as stored)", []).append(clocked(lambda: read_film(data, path.name)))
        parts: dict[str, float] = {}
        whole = clocked(
            lambda parts=parts: parts.update(
                analyse_film(film, segmenter, view=View.CORONAL).seconds
            )
        )
        for step, seconds in parts.items():
            steps.setdefault(step, []).append(Seconds(seconds, None))
        steps.setdefault("analysis in all", []).append(whole)
        steps.setdefault("study of three films", []).append(
            clocked(lambda: analyse_study(study, segmenter))
        )

    print(
        f"{platform.machine()}, {options.threads} threads, films {FILM_SHAPE}, "
        f"{options.repeats} repeats\n"
    )
    print("| step | seconds, median | least | CPU seconds, least |\n|---|---:|---:|---:|")
    for step, taken in steps.items():
        clock = [seconds.clock for seconds in taken]
        cpu = [f"{seconds.cpu:.3f}" for seconds in taken if seconds.cpu is not None]
        print(f"| {step} | {median(clock):.3f} | {min(clock):.3f} | {min(cpu, default='')} |")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"\npeak memory {peak:.0f} MiB, the three films held")


if __name__ == "__main__":
    main()
