"""How much of the error is the labels': ``python -m benchmarks.two_looks DATA PHANTOMS``.

The cascade and the close stage tell the tilt of every endplate in ways that have little but the
films in common: one from the votes of cells on a window of the whole spine and the edges, the other
from a patch of one vertebra, upright as far as the first knows. What both err by against a label,
and by the same, is the label's error, or something both have learned; what they differ by is their
own.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from r2mf.close import CloseStage
from r2mf.close_look import looked_at_closely
from r2mf.conventions import on_bone
from r2mf.errors import SegmentationError
from r2mf.evaluate import WITHOUT_VALIDATION, matches, segmented
from r2mf.folding import folded
from r2mf.labels import FilmSet, LabelledFilm, read_sets
from r2mf.plausibility import refuse_nothing
from r2mf.quads import endplate_tilts_deg
from r2mf.segmenter import Segmenter
from r2mf.weights import SHIPPED, load_close, load_weights

Tilts = NDArray[np.float64]
"""(M, 3) of an endplate each: by the label, by the cascade, by the close stage; degrees."""


def tilts_by(films: list[LabelledFilm], cascade: Segmenter, close: CloseStage) -> Iterator[Tilts]:
    """Tell the tilts of the endplates of each film's vertebrae that are found."""
    for film, found in segmented(films, cascade):
        if isinstance(found, SegmentationError):
            continue
        quads = found.quads
        pixels = film.pixels().astype(np.float32) / 255
        ways = film.quads, quads, looked_at_closely(close, pixels, quads, 1.0).quads
        found_as = matches(film.quads, quads)
        hit = found_as >= 0
        chosen = ways[0][hit], ways[1][found_as[hit]], ways[2][found_as[hit]]
        yield np.stack([endplate_tilts_deg(way).ravel() for way in chosen], axis=1)


def figures(tilts: Tilts) -> dict[str, float]:
    """Tell the spread of differences, and how much of both errors is one."""
    label, cascade, close = tilts.T
    errors = cascade - label, close - label
    common = float(np.cov(*errors)[0, 1])
    return {
        "endplates": len(tilts),
        "cascade less label, standard deviation, degrees": float(errors[0].std()),
        "close stage less label": float(errors[1].std()),
        "common to both": float(np.sqrt(max(common, 0.0))),
        "cascade less close stage": float((cascade - close).std()),
        "correlation of the errors": float(np.corrcoef(*errors)[0, 1]),
    }


def measured(films: Iterable[LabelledFilm]) -> dict[str, dict[str, float]]:
    """Measure both on films, by their set."""
    network, sidecar = load_weights(SHIPPED)
    close = load_close(SHIPPED)
    if close is None:
        raise SystemExit("The shipped weights have no close stage to compare the cascade with.")
    cascade = Segmenter(folded(network), sidecar, "cpu", judge=refuse_nothing)
    films = list(films)
    by_set = {}
    for source in FilmSet:
        own = [on_bone(film) for film in films if film.source == source]
        if own:
            by_set[str(source)] = figures(np.concatenate(list(tilts_by(own, cascade, close))))
    return by_set


def main() -> None:
    """Parse the command line, measure and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "data", type=Path, nargs="+", help="labelled sets, and phantoms not learned from"
    )
    films = [
        film
        for path in parser.parse_args().data
        for film in read_sets(path)
        if film.exact
        and film.trustworthy
        and (film.split == "val" or film.source in WITHOUT_VALIDATION)
    ]
    by_set = measured(films)
    print("| | " + " | ".join(by_set) + " |\n|---|" + "---:|" * len(by_set))
    for name in next(iter(by_set.values())):
        print(
            f"| {name} | " + " | ".join(f"{column[name]:.3g}" for column in by_set.values()) + " |"
        )


if __name__ == "__main__":
    main()
