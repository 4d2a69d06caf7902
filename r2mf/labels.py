"""Readers of the labelled film sets.

Both corner formats end in the same value, a `LabelledFilm` whose quads are ``(N, 4, 2)`` row,
column in pixels, cranial first, superior-left, superior-right, inferior-right, inferior-left as
seen on the image. What a set gets wrong is mended here, or the film is named as doubtful.
"""

from __future__ import annotations

import csv
import json
import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from r2mf.errors import LabelError
from r2mf.quads import leans_deg, tilt_share


class FilmSet(StrEnum):
    """The labelled sets, named as their folders."""

    AASCE = "aasce"
    FULL_TRUNK = "full_trunk"
    SPINAL_AI2024 = "spinal_ai2024"
    PHANTOM = "phantom"


MENDED_DOUBT = re.compile(r"order_nonmonotonic\(1\);spacing_outlier\(max 1\d\.\d min 0\.\d+\)")
"""The doubt of a film whose only fault is that T1 was written last, which sorting mends: the one
huge step, over ten vertebrae long, is the one from L5 back to T1."""

TRUNK_VALIDATION_EVERY = 3
"""Every third full-trunk film is kept for validation; the set comes without a split."""

SWAYING_DEG = 60.0
"""Range of the leans of the line of centres from which a generated label is held against it: about
a Cobb angle of 50 degrees."""

FLATTENED = 0.75
"""Tilts that follow the line of centres by less are not those of the vertebrae: labels of
such generated films have quads that hardly turn where the film shows endplates that do. Of
generated films with smaller curves 95 of 100 lie above, of real ones with large curves 9 of 10."""

SETS_ORDER = (0, 1, 3, 2)
"""Both sets write top-left, top-right, bottom-left, bottom-right."""


@dataclass(frozen=True, eq=False)
class LabelledFilm:
    """One film and what is known of it."""

    source: str
    name: str
    path: Path
    split: str
    quads: NDArray[np.float64]
    """(N, 4, 2) row, column in pixels of the film; for a boxed film the box itself."""

    exact: bool = True
    """Whether `quads` are corners of vertebrae; False for boxes around them."""

    angles: NDArray[np.float64] | None = None
    """(3,) the angles the set gives, degrees, in the set's own order."""

    doubt: str = ""
    """What looks wrong with the label, empty where nothing does."""

    def __post_init__(self) -> None:
        if self.quads.ndim != 3 or self.quads.shape[1:] != (4, 2) or not len(self.quads):
            raise LabelError(
                f"{self.name}: quads must have shape (N, 4, 2), got {self.quads.shape}."
            )

    @property
    def trustworthy(self) -> bool:
        """Whether the corners may be learned from."""
        return self.doubt == "" or MENDED_DOUBT.fullmatch(self.doubt) is not None

    def pixels(self) -> NDArray[np.uint8]:
        """Read the film, (H, W) grey."""
        with Image.open(self.path) as image:
            return np.asarray(image.convert("L"))


def read_sets(data: Path) -> list[LabelledFilm]:
    """Read every labelled set found under a folder.

    Raises
    ------
    LabelError
        If none of the sets is there.
    """
    readers = {
        FilmSet.AASCE: read_aasce,
        FilmSet.FULL_TRUNK: read_full_trunk,
        FilmSet.SPINAL_AI2024: read_spinal_ai2024,
        FilmSet.PHANTOM: read_phantoms,
    }
    films = [
        film
        for name, read in readers.items()
        if (data / name).is_dir()
        for film in read(data / name)
    ]
    if not films:
        expected = ", ".join(readers)
        raise LabelError(f"No labelled set in {data}; expected one of the folders {expected}.")
    return films


def read_aasce(folder: Path) -> list[LabelledFilm]:
    """Read the 465 torso crops of the AASCE challenge (SpineWeb data set 16)."""
    names = (folder / "filenames.csv").read_text().splitlines()
    marks = np.loadtxt(folder / "landmarks.csv", delimiter=",", ndmin=2)  # (n, 136) x then y
    angles = np.loadtxt(folder / "angles.csv", delimiter=",", ndmin=2)  # (n, 3)
    split = _read_pairs(folder / "split.csv")
    doubts = _read_pairs(folder / "label_doubts.csv")
    if not len(names) == len(marks) == len(angles):
        raise LabelError(
            f"{folder}: {len(names)} names, {len(marks)} landmark rows and {len(angles)} angle "
            "rows must be equally many."
        )
    films = []
    for name, row, triple in zip(names, marks, angles, strict=True):
        path = folder / "films" / name
        with Image.open(path) as image:
            width, height = image.size
        points = np.stack([row[68:] * height, row[:68] * width], axis=1)  # (68, 2) row, column
        quads = points.reshape(17, 4, 2)[:, SETS_ORDER]
        films.append(
            LabelledFilm(
                FilmSet.AASCE,
                name,
                path,
                split[name],
                cranial_first(quads),
                angles=triple,
                doubt=doubts.get(name, ""),
            )
        )
    return films


def read_spinal_ai2024(folder: Path) -> list[LabelledFilm]:
    """Read the generated films of Spinal-AI2024."""
    labels = json.loads((folder / "labels.json").read_text())
    split = {Path(name).stem: part for name, part in _read_pairs(folder / "split.csv").items()}
    films = []
    for name, label in sorted(labels.items()):
        quads = cranial_first(np.array(label["corners_xy"], float)[:, SETS_ORDER, ::-1])
        films.append(
            LabelledFilm(
                FilmSet.SPINAL_AI2024,
                name,
                folder / "films" / f"{name}.jpg",
                split[name],
                quads,
                angles=np.array(label["cobb_deg"], float),
                doubt=flattened(quads),
            )
        )
    return films


def flattened(quads: NDArray[np.float64]) -> str:
    """Say by how little tilts follow a line of centres that sways widely; empty where they do.

    Parameters
    ----------
    quads : (N, 4, 2) array
    """
    share = tilt_share(quads)
    doubtful = np.ptp(leans_deg(quads)) > SWAYING_DEG and share < FLATTENED
    return f"flattened({share:.2f})" if doubtful else ""


def read_phantoms(folder: Path) -> list[LabelledFilm]:
    """Read phantom films written by ``python -m sample_data.training_set``."""
    corners = np.load(folder / "corners.npz")
    return [
        LabelledFilm(
            FilmSet.PHANTOM, name, folder / "films" / f"{name}.png", "train", corners[name]
        )
        for name in sorted(corners.files)
    ]


def read_full_trunk(folder: Path) -> list[LabelledFilm]:
    """Read the 45 whole-trunk films, which have boxes but no corners."""
    films = []
    boxes_by_name = json.loads((folder / "boxes.json").read_text())
    for number, (name, boxes) in enumerate(sorted(boxes_by_name.items())):
        path = folder / "films" / f"{name}.jpg"
        with Image.open(path) as image:
            width, height = image.size
        centre_x, centre_y, w, h = (np.array(boxes) * [width, height, width, height]).T
        top, bottom = centre_y - h / 2, centre_y + h / 2
        left, right = centre_x - w / 2, centre_x + w / 2
        quads = np.stack([top, left, top, right, bottom, right, bottom, left], axis=1)
        split = "val" if number % TRUNK_VALIDATION_EVERY == 0 else "train"
        quads = quads.reshape(-1, 4, 2)
        films.append(LabelledFilm(FilmSet.FULL_TRUNK, name, path, split, quads, exact=False))
    return films


def cranial_first(quads: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sort vertebrae by the height of their centres; some films write T1 last."""
    return quads[np.argsort(quads[..., 0].mean(axis=1), kind="stable")]


def _read_pairs(path: Path) -> dict[str, str]:
    with path.open(newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {row[0]: row[1] for row in rows}
