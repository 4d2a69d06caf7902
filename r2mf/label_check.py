"""Whether label corners give back label angles: ``python -m r2mf.label_check DATA``.

If they do, the measuring is not the error. Films whose angles disagree are listed with what is
doubtful about them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from r2mf.labels import FilmSet, LabelledFilm, read_sets
from r2mf.protocol import three_angles

ROUNDING_DEG = 0.1
"""Labels are written with two to four decimals; a larger difference is a disagreement."""


def angle_differences(film: LabelledFilm) -> NDArray[np.float64]:
    """Measure a film's label corners and compare with its label angles.

    Returns
    -------
    (3,) array
        Measured less given, degrees, both from the largest to the smallest: the sets do not
        write the three angles in the same order.
    """
    with Image.open(film.path) as image:
        measured = three_angles(film.quads, image.height)
    return np.sort(measured)[::-1] - np.sort(film.angles)[::-1]


def main() -> None:
    """Check every film that has corners and angles."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path)
    films = read_sets(parser.parse_args().data)
    for source in (FilmSet.AASCE, FilmSet.SPINAL_AI2024):
        checked = {f.name: (f, angle_differences(f)) for f in films if f.source == source}
        largest = np.array([abs(difference[0]) for _, difference in checked.values()])
        agreeing = sum(abs(d).max() <= ROUNDING_DEG for _, d in checked.values())
        print(
            f"{source}: {len(checked)} films, largest angle within {ROUNDING_DEG} degrees on "
            f"{(largest <= ROUNDING_DEG).sum()}, all three on {agreeing}"
        )
        for name, (film, difference) in checked.items():
            if abs(difference).max() > ROUNDING_DEG:
                print(f"  {name}: off by {difference.round(1)}; {film.doubt or 'no doubt noted'}")


if __name__ == "__main__":
    main()
