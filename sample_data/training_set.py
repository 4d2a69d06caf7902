"""Write phantom films to train on: ``python -m sample_data.training_set OUT --count 400``.

The folder holds ``films/<name>.png`` and ``corners.npz``, one ``(N, 4, 2)`` array a film. It can
be stopped and goes on with the films it lacks.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from sample_data.phantom.draw import random_phantom_film
from sample_data.picture import write_picture

WRITE_EVERY = 20
"""Films between two writes of the corners, so that a stopped run loses little."""


def write_training_set(folder: Path, count: int, seed: int) -> None:
    """Draw films until the folder holds `count` of them.

    Parameters
    ----------
    folder : Path
        Named ``phantom`` and given to the training by its parent folder.
    count : int
    seed : int
        Film i is drawn from the seed and i alone.
    """
    (folder / "films").mkdir(parents=True, exist_ok=True)
    path = folder / "corners.npz"
    corners = dict(np.load(path)) if path.exists() else {}
    for number in range(count):
        name = f"phantom-{number:05}"
        if name in corners:
            continue
        film = random_phantom_film(np.random.default_rng((seed, number)))
        write_picture(folder / "films" / f"{name}.png", film)
        corners[name] = film.corners_px
        if len(corners) % WRITE_EVERY == 0 or number == count - 1:
            np.savez(path, **corners)


def main() -> None:
    """Parse the command line and write."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    write_training_set(options.out, options.count, options.seed)


if __name__ == "__main__":
    main()
