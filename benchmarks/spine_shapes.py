"""How spines are shaped, set by set: ``python -m benchmarks.spine_shapes DATA [PHANTOMS ...]``.

Films that are made should be shaped like real ones: how sharply neighbours turn, and how much of
the lean of the line of centres the tilts of vertebrae follow, which is all of it where none slides
sideways. Measured on labels, so flat or careless ones show too.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

import numpy as np

from r2mf.labels import LabelledFilm, read_sets
from r2mf.quads import leans_deg, tilt_share, tilts_deg

SWAYS: Final = ((0, 30), (30, 60), (60, 180))
"""Ranges of the leans of a film, degrees, by which films are grouped."""

SHARP_DEG: Final = 18.0
"""Neighbours further apart are a sharp turn."""

HEADER: Final = (
    "| set | split | leans range over | films | sharpest turn, median (95 of 100) "
    f"| with a turn over {SHARP_DEG:.0f}° | tilt over lean, median (5 to 95 of 100) |\n"
    "|---|---|---:|---:|---:|---:|---:|"
)


def row(films: list[LabelledFilm], low: float, high: float) -> str:
    """Lay out the films of one set and split whose leans range over so many degrees."""
    swaying = [film.quads for film in films if low <= np.ptp(leans_deg(film.quads)) < high]
    if not swaying:
        return f"| {low} to {high}° | 0 | | | |"
    turns = np.array([np.abs(np.diff(tilts_deg(quads))).max() for quads in swaying])
    shares = np.array([tilt_share(quads) for quads in swaying])
    return (
        f"| {low} to {high}° | {len(swaying)} "
        f"| {np.median(turns):.1f}° ({np.percentile(turns, 95):.1f}) "
        f"| {100 * np.mean(turns > SHARP_DEG):.0f} % "
        f"| {np.median(shares):.2f} ({np.percentile(shares, 5):.2f} to "
        f"{np.percentile(shares, 95):.2f}) |"
    )


def main() -> None:
    """Parse the command line, read the labels and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+", help="folders of labelled sets")
    films = [film for path in parser.parse_args().data for film in read_sets(path) if film.exact]
    print(HEADER)
    for source, split in sorted({(film.source, film.split) for film in films}):
        own = [film for film in films if (film.source, film.split) == (source, split)]
        for low, high in SWAYS:
            print(f"| {source} | {split} {row(own, low, high)}")


if __name__ == "__main__":
    main()
