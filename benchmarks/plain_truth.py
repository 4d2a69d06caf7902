"""What a phantom study must measure, by plain formulas that share no code with `measurements`.

Everything is computed from the corners and landmarks in pixels of films whose pixels are square and
on which the patient's right lies at the image's left.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sample_data.phantom.truth import FilmTruth, StudyTruth

Array = NDArray[np.float64]

SMALLEST_DEG, STRUCTURAL_DEG, LEAD_DEG, READER_SD_DEG = 10.0, 25.0, 5.0, 3.0
FEWEST, OPEN_FROM, READINGS = 3, 0.025, 20_000
THORACIC = ("PT", "MT")


@dataclass(frozen=True)
class TrueCurve:
    """One curve by its numbers; angles in degrees, right-convex positive, lengths in mm."""

    region: str
    upper: str
    lower: str
    apex: str
    cobb_deg: float
    left_deg: float
    right_deg: float
    rate_percent: float
    residual_deg: float
    translation_mm: float


def tilts_deg(bodies: Array) -> tuple[Array, Array]:
    """Tilts of the superior and of the inferior endplates (N,), the patient's right up positive.

    On the image the right side is to the left, so a line that falls towards larger columns has
    its right side up.
    """
    superior, inferior = bodies[:, 1] - bodies[:, 0], bodies[:, 2] - bodies[:, 3]
    return tuple(np.degrees(np.arctan2(line[:, 0], line[:, 1])) for line in (superior, inferior))


def end_vertebrae(bodies: Array) -> list[int]:
    """End vertebrae of all curves, cranial first: each but the outermost ends two of them.

    Of all chains of alternating curves of three vertebrae and `SMALLEST_DEG` or more, the one
    whose swings of tilt add up to most.
    """
    superior, inferior = tilts_deg(bodies)
    tilt = (superior + inferior) / 2
    best: dict[tuple[int, int], tuple[float, list[int]]] = {}
    for lower in range(len(bodies)):
        for upper in range(lower - FEWEST + 2):
            cobb = superior[upper] - inferior[lower]
            sign = 1 if cobb > 0 else -1
            swing = sign * (tilt[upper] - tilt[lower])
            if abs(cobb) < SMALLEST_DEG or swing <= 0:
                continue
            before, chain = best.get((upper, -sign), (0.0, [upper]))
            if before + swing > best.get((lower, sign), (0.0, []))[0]:
                best[lower, sign] = before + swing, [*chain, lower]
    return max(best.values(), default=(0.0, []))[1]


def near_tie(bodies: Array, within_deg: float) -> bool:
    """Whether two neighbouring end vertebrae could be exchanged, or a curve just counts or not."""
    superior, inferior = tilts_deg(bodies)
    tilt = (superior + inferior) / 2
    ends = end_vertebrae(bodies)
    for end in ends:
        others = [i for i in range(end - 3, end + 4) if i != end and 0 <= i < len(tilt)]
        if any(abs(tilt[i] - tilt[end]) < within_deg for i in others):
            return True
    return any(
        abs(abs(superior[a] - inferior[b]) - SMALLEST_DEG) < within_deg
        for a in range(len(tilt))
        for b in range(a + FEWEST - 1, len(tilt))
    )


def true_curves(study: StudyTruth) -> list[TrueCurve]:
    """All curves of a study, cranial first."""
    standing = study.films["coronal"]
    bodies, names = standing.corners_px, [str(level) for level in standing.levels]
    ends = end_vertebrae(bodies)
    found = [_apex(bodies, a, b) for a, b in itertools.pairwise(ends)]
    apexes = [(_apex_name(half_steps, names), point) for half_steps, point in found]
    curves = []
    for place, (a, b) in enumerate(itertools.pairwise(ends)):
        apex, (_, column) = apexes[place]
        angles = {
            view: float(tilts_deg(film.corners_px)[0][a] - tilts_deg(film.corners_px)[1][b])
            for view, film in study.films.items()
        }
        standing_deg = angles["coronal"]
        bent = angles["right_bending" if standing_deg > 0 else "left_bending"]
        region = _region(apex, [other for other, _ in apexes[place + 1 :]])
        curves.append(
            TrueCurve(
                region,
                names[a],
                names[b],
                apex,
                standing_deg,
                angles["left_bending"],
                angles["right_bending"],
                100 * (standing_deg - bent) / standing_deg,
                bent * math.copysign(1, standing_deg),
                (_line_column(standing, region) - column) * standing.spacing[1],
            )
        )
    return curves


def true_balance_mm(film: FilmTruth) -> float:
    """C7 to the right of the middle of S1, in millimetres."""
    marked = film.landmarks_px
    return float((marked.s1_px[:, 1].mean() - marked.c7_px[1]) * film.spacing[1])


def true_lenke(curves: list[TrueCurve], rng: np.random.Generator) -> tuple[set[str], set[str]]:
    """Types of Lenke that frontal films leave open, and those too near to `OPEN_FROM` to call.

    Parameters
    ----------
    curves : list of TrueCurve
        With a main thoracic, thoracolumbar or lumbar one.
    rng : numpy.random.Generator
        For the readings.
    """
    groups = {"PT": 0, "MT": 1, "TL": 2, "L": 2}
    standing, residual = np.zeros(3), np.zeros(3)
    for curve in curves:
        place = groups[curve.region]
        if abs(curve.cobb_deg) > standing[place]:
            standing[place], residual[place] = abs(curve.cobb_deg), curve.residual_deg
    there = standing > 0
    noise = READER_SD_DEG * rng.standard_normal((READINGS, 2, 3)) * there
    found = set(_types(standing, residual >= STRUCTURAL_DEG))
    kinds, counts = np.unique(
        _types(standing + noise[:, 0], residual + noise[:, 1] >= STRUCTURAL_DEG),
        return_counts=True,
    )
    share = dict(zip(kinds.tolist(), (counts / READINGS).tolist(), strict=True))
    found |= {kind for kind, part in share.items() if part >= OPEN_FROM}
    for kyphotic in itertools.product((False, True), repeat=3):
        found |= set(_types(standing, (residual >= STRUCTURAL_DEG) | (kyphotic & there)))
    doubtful = {kind for kind, part in share.items() if abs(part - OPEN_FROM) < OPEN_FROM / 3}
    return found, doubtful


def _types(standing: Array, structural: NDArray[np.bool_]) -> list[str]:
    """Lenke's table (2001) for readings (..., 3): proximal and main thoracic, TL or lumbar."""
    proximal, main, lower = np.atleast_2d(standing).T
    low_major = (lower > main) & (lower >= proximal)
    upper, middle, low = np.atleast_2d(structural).T
    middle, low = middle | ~low_major, low | low_major
    leads = low_major & (lower - main >= LEAD_DEG)
    return np.select(
        [upper & middle & low, middle & low & leads, middle & low, upper & low, low, upper],
        ["4", "6", "3", "unclassifiable", "5", "2"],
        default="1",
    ).tolist()


def _apex(bodies: Array, a: int, b: int) -> tuple[int, Array]:
    """Apex as its place in half steps from the first vertebra, and its point in pixels."""
    superior, inferior = tilts_deg(bodies)
    side = 1 if superior[a] > inferior[b] else -1
    points: dict[int, Array] = {}
    for i in range(a, b + 1):
        if a < i < b:
            points[2 * i] = bodies[i].mean(axis=0)
        if i < b:
            points[2 * i + 1] = (bodies[i, 2:].mean(axis=0) + bodies[i + 1, :2].mean(axis=0)) / 2
    top, bottom = bodies[a].mean(axis=0), bodies[b].mean(axis=0)
    (rows, columns), (row, column) = bottom - top, top
    # how far to the image's left, the patient's right, of the line through both ends
    out = {
        half: side * ((p[0] - row) * columns - (p[1] - column) * rows) for half, p in points.items()
    }
    apex = max(out, key=out.__getitem__)
    return apex, points[apex]


def _apex_name(half: int, names: list[str]) -> str:
    return names[half // 2] if half % 2 == 0 else f"{names[half // 2]}/{names[half // 2 + 1]}"


def _region(apex: str, below: list[str]) -> str:
    """By apex: T5/T6 and above proximal thoracic, T11/T12 main thoracic, L1 thoracolumbar."""
    place = _place(apex)
    if place > _place("L1"):
        return "L"
    if place >= _place("T12"):
        return "TL"
    if place < _place("T6") and any(_place(other) < _place("T12") for other in below):
        return "PT"
    return "MT"


def _place(apex: str) -> float:
    """Height of an apex in levels, T13 counted whether the patient has it or not."""
    numbers = [int(name[1:]) + (13 if name[0] == "L" else 0) for name in apex.split("/")]
    return sum(numbers) / len(numbers)


def _line_column(film: FilmTruth, region: str) -> float:
    marked = film.landmarks_px
    return float(marked.c7_px[1] if region in THORACIC else marked.s1_px[:, 1].mean())
