"""Measure the cascade on labelled films: ``python -m r2mf.evaluate DATA``.

Prints one table for the films with corners (``val`` split of each set, phantoms as they are given)
and one for the films with boxes. A film the cascade refuses counts as given and not measured, with
its reason.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw
from scipy.spatial.distance import cdist

from r2mf.bootstrap import mean_interval
from r2mf.conventions import on_bone
from r2mf.errors import SegmentationError
from r2mf.labels import FilmSet, LabelledFilm, read_sets
from r2mf.masks import dice, drawn, hd95
from r2mf.protocol import three_angles
from r2mf.quads import endplate_tilts_deg
from r2mf.segmentation import Segmentation
from r2mf.segmenter import Segmenter
from r2mf.targets import column_quads
from r2mf.votes import USUAL_COUNT

CLINICAL_AGREEMENT = 5.0
"""Degrees; the usual bound of agreement between readers (Morrissy 1990, JBJS Am 72:320)."""

MATCH_REACH = 0.5
"""A found vertebra is the labelled one whose centre is within this share of its width."""

STRAIGHT = 1e-9
"""Degrees; stands for the sum of two angles of zero, as in CurvNet's evaluation."""

WITHOUT_VALIDATION = (FilmSet.FULL_TRUNK, FilmSet.PHANTOM)
"""Sets of which all films are measured: whole trunks, split by split; and phantoms, to be drawn by
another seed than those that were learned from."""

WORST = 10
"""How many of the worst films are drawn."""


@dataclass(frozen=True, eq=False)
class FilmScore:
    """How one labelled film was measured."""

    name: str
    angles: NDArray[np.float64]
    """(3,) measured, degrees, by the protocol."""

    label_angles: NDArray[np.float64]
    """(3,) of the label corners, by the same protocol."""

    column_dice: float
    """Of the column as the network told it pixel by pixel; NaN if it did not."""

    column_hd95_height: float
    """95 % Hausdorff distance of the column as a share of the film's height; NaN likewise."""

    bodies_dice: float
    """Of the bodies as drawn from their corners."""

    bodies_hd95_height: float
    """95 % Hausdorff distance of these bodies as a share of the film's height."""

    corner_error_px: float
    corner_error_width: float
    """Mean corner error as a share of the labelled vertebra's width."""

    endplate_error_deg: float
    """Mean absolute error of an endplate's tilt, of the vertebrae that were found."""

    found: float
    """Share of labelled vertebrae that were found."""

    seconds: float

    @property
    def largest_error(self) -> float:
        """Degrees, of the largest angle."""
        return float(abs(self.angles[0] - self.label_angles[0]))


@dataclass(frozen=True)
class SetScore:
    """A set's line in the table."""

    films: int
    measured: int
    column_dice: float
    column_hd95_percent: float
    """Of the film's height."""

    bodies_dice: float
    bodies_hd95_percent: float
    """Likewise."""

    corner_error_px: float
    corner_error_percent: float
    endplate_error_deg: float
    found_percent: float
    smape_percent: float
    cmae_deg: float
    largest_mae_deg: float
    largest_bias_deg: float
    largest_smape_percent: float
    within_5_percent: float
    seconds: float
    intervals: dict[str, tuple[float, float]] = field(default_factory=dict)
    """Figure -> bounds of its 95 % confidence interval over films."""


@dataclass(frozen=True)
class BoxScore:
    """How well whole-trunk vertebrae are found."""

    films: int
    measured: int
    boxes_found_percent: float
    """Share of labelled boxes that hold a found centre."""

    spine_boxes_found_percent: float
    """The same of the lowest `USUAL_COUNT` boxes of a film: some films have boxes in the neck too,
    which the network learned to leave out."""

    centres_in_box_percent: float
    """Share of found centres that lie in a labelled box."""


def score_film(film: LabelledFilm, found: Segmentation, height: int) -> FilmScore:
    """Compare what was found on a film with its label corners."""
    quads = found.quads
    widths = np.linalg.norm(film.quads[:, 1] - film.quads[:, 0], axis=1)  # (N,)
    found_as = matches(film.quads, quads)
    hit = found_as >= 0
    errors = np.linalg.norm(film.quads[hit] - quads[found_as[hit]], axis=2).mean(axis=1)
    turned = endplate_tilts_deg(quads[found_as[hit]]) - endplate_tilts_deg(film.quads[hit])
    shape = found.column.shape
    columns = found.column >= 0.5, drawn(column_quads(film.quads), shape)
    bodies = drawn(quads, shape), drawn(film.quads, shape)
    told = not np.isnan(found.column).any()
    return FilmScore(
        name=film.name,
        angles=three_angles(quads, height),
        label_angles=three_angles(film.quads, height),
        column_dice=dice(*columns) if told else np.nan,
        column_hd95_height=hd95(*columns) / shape[0] if told else np.nan,
        bodies_dice=dice(*bodies),
        bodies_hd95_height=hd95(*bodies) / shape[0],
        corner_error_px=float(errors.mean()) if hit.any() else np.nan,
        corner_error_width=float((errors / widths[hit]).mean()) if hit.any() else np.nan,
        endplate_error_deg=float(np.abs(turned).mean()) if hit.any() else np.nan,
        found=float(hit.mean()),
        seconds=sum(found.seconds.values()),
    )


def matches(labelled: NDArray[np.float64], found: NDArray[np.float64]) -> NDArray[np.intp]:
    """Tell which found vertebra each labelled one is: the nearest, if within `MATCH_REACH`.

    Parameters
    ----------
    labelled, found : (N, 4, 2) and (M, 4, 2) arrays

    Returns
    -------
    (N,) array
        Indices of those found, -1 where none is near.
    """
    widths = np.linalg.norm(labelled[:, 1] - labelled[:, 0], axis=1)  # (N,)
    distances = cdist(labelled.mean(axis=1), found.mean(axis=1))  # (N, M)
    return np.where(distances.min(axis=1) < MATCH_REACH * widths, distances.argmin(axis=1), -1)


def summary(scores: list[FilmScore], given: int) -> SetScore:
    """Average the films of a set; what is not known of a film is left out."""
    angles = np.stack([score.angles for score in scores])  # (n, 3)
    labels = np.stack([score.label_angles for score in scores])

    def of(name: str) -> NDArray[np.float64]:
        return np.array([getattr(score, name) for score in scores])

    by_film = {
        "column_dice": of("column_dice"),
        "column_hd95_percent": 100 * of("column_hd95_height"),
        "bodies_dice": of("bodies_dice"),
        "bodies_hd95_percent": 100 * of("bodies_hd95_height"),
        "corner_error_px": of("corner_error_px"),
        "corner_error_percent": 100 * of("corner_error_width"),
        "endplate_error_deg": of("endplate_error_deg"),
        "found_percent": 100 * of("found"),
        **angle_figures(angles, labels),
        "seconds": of("seconds"),
    }
    known = {name: values[~np.isnan(values)] for name, values in by_film.items()}
    return SetScore(
        films=given,
        measured=len(scores),
        **{name: float(v.mean()) if v.size else np.nan for name, v in known.items()},
        intervals={name: mean_interval(v) for name, v in known.items() if v.size},
    )


def angle_figures(
    angles: NDArray[np.float64], labels: NDArray[np.float64]
) -> dict[str, NDArray[np.float64]]:
    """Compare angles with their labels, (n, 3) each by the protocol -> figure: one value a film.

    The three-angle SMAPE is that of the AASCE challenge: per film the sum of the three absolute
    errors over the sum of all six angles, to be averaged over films. That of the largest angle
    takes its error over the sum of both, as CurvNet's evaluation does (arXiv 2411.12604).
    """
    errors = np.abs(angles - labels)
    largest = angles[:, 0] + labels[:, 0]
    return {
        "smape_percent": 100 * errors.sum(1) / (angles + labels).sum(1),
        "cmae_deg": errors.mean(axis=1),
        "largest_mae_deg": errors[:, 0],
        "largest_bias_deg": angles[:, 0] - labels[:, 0],
        "largest_smape_percent": 100 * errors[:, 0] / np.maximum(largest, STRAIGHT),
        "within_5_percent": 100.0 * (errors[:, 0] <= CLINICAL_AGREEMENT),
    }


def box_summary(found: list[tuple[LabelledFilm, NDArray[np.float64]]], given: int) -> BoxScore:
    """Count found centres in labelled boxes; each film comes with its centres (M, 2)."""
    filled: list[NDArray[np.bool_]] = []
    spine: list[NDArray[np.bool_]] = []
    inside: list[NDArray[np.bool_]] = []
    for film, points in found:
        low, high = film.quads[:, 0], film.quads[:, 2]  # (N, 2)
        holds = (points[None] >= low[:, None]).all(2) & (points[None] <= high[:, None]).all(2)
        filled.append(holds.any(axis=1))
        spine.append(holds.any(axis=1)[-USUAL_COUNT:])
        inside.append(holds.any(axis=0))
    return BoxScore(given, len(found), _percent(filled), _percent(spine), _percent(inside))


def _percent(films: list[NDArray[np.bool_]]) -> float:
    """Share that is true over all films."""
    return 100 * float(sum(each.sum() for each in films)) / max(sum(map(len, films)), 1)


@dataclass(frozen=True, eq=False)
class FilmReading:
    """What is kept of a film that was measured: its pixels and masks are not."""

    film: LabelledFilm

    quads: NDArray[np.float64]
    """(M, 4, 2) corners of the vertebrae found."""

    score: FilmScore | None
    """None where the label has boxes only."""

    @classmethod
    def of(cls, film: LabelledFilm, found: Segmentation) -> FilmReading:
        """Compare what was found with the label."""
        score = score_film(film, found, len(found.column)) if film.exact else None
        return cls(film, found.quads, score)

    @property
    def boxes(self) -> tuple[LabelledFilm, NDArray[np.float64]]:
        """The film and the centres found, (M, 2)."""
        return self.film, self.quads.mean(axis=1)

    @property
    def badness(self) -> float:
        """The largest angle's error, or the share of boxes that were missed."""
        if self.score:
            return self.score.largest_error
        return 100 - box_summary([self.boxes], 1).boxes_found_percent


@dataclass(frozen=True, eq=False)
class Evaluation:
    """Everything one run of the evaluation saw."""

    sets: dict[str, SetScore]
    boxes: dict[str, BoxScore]
    refused: dict[str, str]
    """Film -> the sentence it was refused with."""

    worst: dict[str, list[str]]
    """Set -> names of the films with the largest errors, worst first."""


def evaluate(
    films: Iterable[LabelledFilm], segmenter: Segmenter, drawings: Path | None
) -> Evaluation:
    """Segment every film and compare it with its label."""
    films = list(films)
    readings: list[FilmReading] = []
    result = Evaluation({}, {}, {}, {})
    for film, found in segmented(films, segmenter):
        if isinstance(found, SegmentationError):
            result.refused[film.name] = str(found)
        else:
            readings.append(FilmReading.of(film, found))
    for source in FilmSet:
        given = [film for film in films if film.source == source]
        seen = [reading for reading in readings if reading.film.source == source]
        if not seen:
            continue
        scores = [reading.score for reading in seen if reading.score]
        if scores:
            result.sets[source] = summary(scores, len(given))
        else:
            result.boxes.update(box_summaries(source, given, seen))
        worst = sorted(seen, key=lambda reading: -reading.badness)[:WORST]
        result.worst[source] = [reading.film.name for reading in worst]
        if drawings:
            for rank, reading in enumerate(worst):
                draw(reading, drawings / f"{source}-{rank + 1:02}.png")
    return result


def segmented(
    films: list[LabelledFilm], segmenter: Segmenter
) -> Iterator[tuple[LabelledFilm, Segmentation | SegmentationError]]:
    """Segment films one after another; with each what was found, or why it was refused."""
    for number, film in enumerate(films):
        try:
            yield film, segmenter.segment(film.pixels().astype(np.float32) / 255)
        except SegmentationError as error:
            yield film, error
        print(f"\r{number + 1} of {len(films)} films", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def box_summaries(
    source: str, given: list[LabelledFilm], seen: list[FilmReading]
) -> dict[str, BoxScore]:
    """Score the splits of a set that has boxes."""
    return {
        f"{source} {split}": box_summary(
            [reading.boxes for reading in seen if reading.film.split == split],
            sum(film.split == split for film in given),
        )
        for split in ("train", "val")
    }


def draw(reading: FilmReading, path: Path) -> None:
    """Draw label (green) and found (red) outlines on a film, with their angles where it has any."""
    image = Image.fromarray(reading.film.pixels()).convert("RGB")
    pen = ImageDraw.Draw(image)
    for quads, colour in ((reading.film.quads, (0, 220, 90)), (reading.quads, (255, 60, 60))):
        for quad in quads:
            pen.line([tuple(p[::-1]) for p in [*quad, quad[0]]], fill=colour, width=3)
    if score := reading.score:
        text = f"{score.angles.round(1)} label {score.label_angles.round(1)}"
        pen.text((8, 8), text, fill=(255, 255, 0), font_size=image.height / 60)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.resize((round(image.width * 1000 / image.height), 1000)).save(path)


def table(rows: Mapping[str, Any]) -> str:
    """Lay out scores, dataclasses of one kind, as Markdown: a line a figure and a column a set."""
    columns = list(rows.values())
    lines = ["| | " + " | ".join(rows) + " |", "|---|" + "---:|" * len(columns)]
    for name in (part.name for part in fields(columns[0]) if part.name != "intervals"):
        shown = [_shown(getattr(column, name)) + _bounds(column, name) for column in columns]
        lines.append(f"| {name.replace('_', ' ')} | " + " | ".join(shown) + " |")
    return "\n".join(lines)


def _shown(value: float) -> str:
    if isinstance(value, int):
        return str(value)
    return "-" if np.isnan(value) else f"{value:.3f}"


def _bounds(column: SetScore | BoxScore, name: str) -> str:
    """Bounds of the 95 % interval of a figure, empty where there are none."""
    bounds = getattr(column, "intervals", {}).get(name)
    return f" ({bounds[0]:.2f} to {bounds[1]:.2f})" if bounds else ""


def main() -> None:
    """Parse the command line, evaluate, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="folder that holds the labelled sets")
    parser.add_argument("--weights", type=Path, help="default: the shipped ones")
    parser.add_argument(
        "--on-bone", action="store_true", help="hold outlines against labels on the bone's edge"
    )
    parser.add_argument(
        "--trustworthy", action="store_true", help="leave out films whose labels are in doubt"
    )
    parser.add_argument("--drawings", type=Path, help="folder for overlays of the worst films")
    parser.add_argument("--json", type=Path, help="also write the figures here")
    parser.add_argument("--sets", nargs="+", type=FilmSet, default=list(FilmSet))
    options = parser.parse_args()
    films = [
        film
        for film in read_sets(options.data)
        if film.source in options.sets
        and (film.split == "val" or film.source in WITHOUT_VALIDATION)
    ]
    if options.trustworthy:
        films = [film for film in films if film.trustworthy]
    if options.on_bone:
        films = [on_bone(film) for film in films]
    result = evaluate(films, Segmenter.load(options.weights), options.drawings)
    for rows in (result.sets, result.boxes):
        if rows:
            print(table(rows), end="\n\n")
    for name, reason in result.refused.items():
        print(f"not measured: {name}: {reason}")
    for source, names in result.worst.items():
        print(f"worst of {source}: {'; '.join(names)}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10
    print(f"peak memory {peak:.0f} MiB")
    if options.json:
        options.json.write_text(json.dumps(asdict(result), indent=2) + "\n")


if __name__ == "__main__":
    main()
