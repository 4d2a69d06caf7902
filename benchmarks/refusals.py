"""What is refused that should be, and what should not: ``python -m benchmarks.refusals [DATA]``.

A hundred synthetic pictures that are no upright frontal film of a whole spine
(`sample_data.wrong_films`), a few photographs that come with scikit-image, and phantom spines that
must be measured. With DATA also the validation films: the real ones as they are, upside down, on
their side and as negatives, the generated ones as they are; and what ``DATA/dicom_cases`` holds,
public DICOM radiographs of which none shows a spine from the front.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import Image

from r2mf.errors import SegmentationError
from r2mf.labels import FilmSet, read_sets
from r2mf.segmenter import Segmenter
from sample_data.wrong_films import negative, on_its_side, spine, upside_down, wrong_films
from studies.errors import StudyError
from studies.read import read_film

PHOTOGRAPHS = (
    "astronaut.png",
    "brick.png",
    "camera.png",
    "chelsea.png",
    "coffee.png",
    "coins.png",
    "grass.png",
    "moon.png",
    "motorcycle_left.png",
    "page.png",
    "retina.jpg",
    "rocket.jpg",
    "text.png",
)
"""Pictures in the scikit-image package."""

PHANTOM_SPINES = 20
"""Phantom films, standing and bending, that must not be refused."""

PHANTOM_SEED = 10_001
"""No phantom of the training sets or of the wrong films has it."""

REAL = (FilmSet.AASCE, FilmSet.FULL_TRUNK)
"""Sets of films of patients."""

Picture = tuple[str, bool, NDArray[np.float32]]
"""What it is, whether it must be refused, and its pixels (H, W) in [0, 1]."""


def synthetic(seed: int) -> Iterator[Picture]:
    """Draw wrong films, photographs and right phantom films."""
    for film in wrong_films(seed):
        yield f"{film.kind} (synthetic)", True, film.pixels
    folder = Path(skimage.data.__file__).parent
    for name in PHOTOGRAPHS:
        with Image.open(folder / name) as image:
            yield "photograph (scikit-image)", True, _unit(np.asarray(image.convert("L")))
    for number in range(PHANTOM_SPINES):
        rng = np.random.default_rng((PHANTOM_SEED, number))
        yield "upright spine (phantom)", False, spine(rng)


def validation(data: Path) -> Iterator[Picture]:
    """Read the validation films, and turn those of real spines."""
    for film in read_sets(data):
        if film.split != "val":
            continue
        pixels = _unit(film.pixels())
        if film.source == FilmSet.SPINAL_AI2024:
            yield f"{film.source} val (generated)", False, pixels
        elif film.source in REAL:
            yield f"{film.source} val (real)", False, pixels
            yield f"{film.source} val, upside down (real)", True, upside_down(pixels)
            yield f"{film.source} val, on its side (real)", True, on_its_side(pixels)
            yield f"{film.source} val, negative (real)", True, negative(pixels)


def other_radiographs(data: Path) -> Iterator[Picture]:
    """Read the public DICOM radiographs that can be read, one picture in several codings."""
    for path in sorted((data / "dicom_cases").rglob("*")):
        if not path.is_file():
            continue
        with suppress(StudyError):
            film = read_film(path.read_bytes(), path.name)
            yield "radiograph of something else (real)", True, film.pixels


def _unit(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    return pixels.astype(np.float32) / 255


def main() -> None:
    """Show every picture to the cascade and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="?", help="folder that holds the labelled sets")
    parser.add_argument("--weights", type=Path, help="default: the shipped ones")
    parser.add_argument("--seed", type=int, default=0, help="of the synthetic pictures")
    options = parser.parse_args()
    segmenter = Segmenter.load(options.weights)
    refused: dict[tuple[str, bool], list[str]] = defaultdict(list)
    shown = [synthetic(options.seed)]
    if options.data:
        shown += [validation(options.data), other_radiographs(options.data)]
    for kind, wrong, pixels in itertools.chain(*shown):
        try:
            segmenter.segment(pixels)
            refused[kind, wrong].append("")
        except SegmentationError as error:
            refused[kind, wrong].append(str(error))
        print(".", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print("| picture | must be | shown | refused | the first refusal |\n|---|---|---:|---:|---|")
    for (kind, wrong), reasons in refused.items():
        given = [reason for reason in reasons if reason]
        sentence = given[0] if given else ""
        print(
            f"| {kind} | {'refused' if wrong else 'measured'} | {len(reasons)} | {len(given)} "
            f"| {sentence} |"
        )
    for title, part in (("synthetic", "(synthetic)"), ("real upright", "val (real)")):
        reasons = [r for (kind, _), all_ in refused.items() if kind.endswith(part) for r in all_]
        if reasons:
            print(f"\n{title}: {sum(map(bool, reasons))} of {len(reasons)} refused")


if __name__ == "__main__":
    main()
