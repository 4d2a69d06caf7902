"""Films changed together with their corners.

A training window is drawn in one step: every window pixel is asked where it comes from on the
film (bend, then turn, scale and shift), so the film is resampled once and the corners follow by
inverting the same map. Greys are changed afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from torch.nn import functional

from r2mf.window import Placement, turn

Rng = np.random.Generator

TURN_DEGREES = 9.0
"""Spread of the turn of a whole film: leaning patients and the steep ends of bending films."""

BEND_DEGREES = 30.0
"""Largest tilt a simulated bend adds: up to 60 degrees between two vertebrae."""

LARGEST_STRETCH = 0.13
"""How much a bend may lengthen one side of a vertebra and shorten the other, as a share and to
first order: bone is rigid. Bends that curve more are made weaker."""

BEND_REACH_PX = 90.0
"""Window pixels from the spine beyond which the picture follows the bend only partly, so that
it does not fold over itself."""

INVERSION_STEPS = 25
"""Fixed-point steps that carry corners through the bend; the residual is under 0.01 px."""


@dataclass(frozen=True, eq=False)
class Bend:
    """A smooth side bend of the whole picture about the spine's centre line."""

    centre_line: NDArray[np.float64]
    """(H,) column of the spine before the bend, per window row."""

    shift: NDArray[np.float64]
    """(H,) how far the bend moves the spine sideways, per window row."""

    def before(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """(..., 2) window pixels after the bend -> where they were before it."""
        rows = np.arange(len(self.shift))
        row, column = points[..., 0], points[..., 1]
        shift = np.interp(row, rows, self.shift)
        slope = np.arctan(np.interp(row, rows, np.gradient(self.shift)))
        line = np.interp(row, rows, self.centre_line)
        aside = column - line - shift
        lever = BEND_REACH_PX * np.tanh(aside / BEND_REACH_PX)
        return np.stack(
            [row + lever * np.sin(slope), line + aside - lever * (1 - np.cos(slope))], axis=-1
        )

    def after(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Invert `before` by fixed-point iteration."""
        bent = points.copy()
        for _ in range(INVERSION_STEPS):
            bent = bent + (points - self.before(bent))
        return bent


def draw_placement(quads: NDArray[np.float64], shape: tuple[int, int], rng: Rng) -> Placement:
    """Choose how a film lies in the window.

    Mostly the spine fills the window, as after the coarse stage has found it; sometimes it is
    small, as on a whole film the coarse stage has to search.
    """
    lowest, highest = quads[..., 0].max(), quads[..., 0].min()
    tall = lowest - highest
    share = rng.uniform(0.72, 1.06) if rng.random() < 0.75 else rng.uniform(0.4, 0.72)
    scale = tall / (share * shape[0])
    stretch = np.exp(rng.normal(0, 0.05))
    lean_deg = np.clip(rng.normal(0, TURN_DEGREES), -3 * TURN_DEGREES, 3 * TURN_DEGREES)
    matrix = turn(-lean_deg) @ np.diag([scale * stretch, scale / stretch])
    centre = np.array([(lowest + highest) / 2, np.median(quads[..., 1])])
    free = max(1 - share, 0.08) / 2 * 0.9
    middle = np.array(shape) * (0.5 + np.array([rng.uniform(-free, free), rng.uniform(-0.2, 0.2)]))
    return Placement(matrix, middle, centre)


def draw_bend(quads: NDArray[np.float64], shape: tuple[int, int], rng: Rng) -> Bend:
    """Choose a smooth bend for a window whose vertebrae lie at `quads` (window pixels)."""
    rows = np.arange(shape[0], dtype=float)
    centres = quads.mean(axis=1)
    order = np.argsort(centres[:, 0])
    line = np.interp(rows, centres[order, 0], centres[order, 1])
    smooth = np.hanning(2 * (shape[0] // 16) + 1)
    half = len(smooth) // 2
    line = np.convolve(np.pad(line, half, mode="edge"), smooth / smooth.sum(), mode="valid")
    phase = (rows - centres[:, 0].min()) / max(np.ptp(centres[:, 0]), 1.0)
    tilt = np.zeros(shape[0])
    for waves in (0.5, 1.0, 1.5):
        tilt += (
            rng.normal()
            * np.sin(np.pi * 2 * waves * phase + rng.uniform(0, 2 * np.pi))
            / (waves + 0.5)
        )
    tilt *= np.radians(rng.uniform(0, BEND_DEGREES)) / np.abs(tilt).max()
    widest = np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1).max()
    stretch = np.abs(np.gradient(tilt)).max() * widest / 2
    tilt *= LARGEST_STRETCH / max(stretch, LARGEST_STRETCH)
    shift = np.cumsum(np.tan(tilt))
    return Bend(line, shift - np.interp(centres[:, 0].mean(), rows, shift))


def resample(
    film: NDArray[np.uint8], placement: Placement, bend: Bend | None, shape: tuple[int, int]
) -> torch.Tensor:
    """Draw the window of a film, (H, W) float32 in [0, 1]; outside the film is black."""
    # The map is smooth: asked on every 8th pixel and interpolated between.
    rows = np.arange(0, shape[0] + 8, 8.0)
    columns = np.arange(0, shape[1] + 8, 8.0)
    lattice = np.stack(np.meshgrid(rows, columns, indexing="ij"), axis=-1)
    source = placement.to_film(bend.before(lattice) if bend else lattice)  # (h, w, 2)
    step = np.sqrt(abs(np.linalg.det(placement.matrix)))
    pixels = torch.from_numpy(film.astype(np.float32) / 255)[None, None]
    while step > 1.5:  # halve the film first, or thin lines flicker
        pixels = functional.avg_pool2d(pixels, 2)
        source = (source - 0.5) / 2
        step /= 2
    size = np.array(pixels.shape[-2:], dtype=float)
    grid = torch.from_numpy(((source + 0.5) / size * 2 - 1)[..., ::-1].astype(np.float32))
    grid = functional.interpolate(
        grid.permute(2, 0, 1)[None],
        size=((len(rows) - 1) * 8 + 1, (len(columns) - 1) * 8 + 1),
        mode="bilinear",
        align_corners=True,
    )[..., : shape[0], : shape[1]].permute(0, 2, 3, 1)
    return functional.grid_sample(pixels, grid, align_corners=False)[0, 0]


def change_greys(window: torch.Tensor, quads: NDArray[np.float64], rng: Rng) -> torch.Tensor:
    """Change exposure, sharpness, noise and what is drawn on the film; corners stay.

    Parameters
    ----------
    window : (H, W) tensor in [0, 1]
    quads : (N, 4, 2) array
        Window pixels; pen lines are drawn near them but at random, so they tell nothing.
    """
    if rng.random() < 0.4:
        window = _with_drawings(window, quads, rng)
    if rng.random() < 0.3:
        window = _blurred(window, rng)
    if rng.random() < 0.25:
        window = _with_gradient(window, rng)
    window = window.clamp(0, 1) ** float(np.exp(rng.normal(0, 0.35)))
    window = rng.uniform(0.5, 1.2) * window + rng.uniform(-0.1, 0.25)
    if rng.random() < 0.5:
        noise = torch.from_numpy(rng.standard_normal(window.shape, dtype=np.float32))
        window = window + rng.uniform(0, 0.06) * noise
    if rng.random() < 0.2:
        window = _collimated(window, rng)
    if rng.random() < 0.03:
        window = 1 - window
    return window.clamp(0, 1)


def _blurred(window: torch.Tensor, rng: Rng) -> torch.Tensor:
    small = functional.interpolate(
        window[None, None], scale_factor=1 / rng.uniform(1.2, 2.8), mode="area"
    )
    return functional.interpolate(small, size=window.shape, mode="bilinear", align_corners=False)[
        0, 0
    ]


def _with_gradient(window: torch.Tensor, rng: Rng) -> torch.Tensor:
    field = torch.from_numpy(rng.normal(0, 0.25, (1, 1, 3, 3)).astype(np.float32))
    field = functional.interpolate(field, size=window.shape, mode="bicubic", align_corners=True)
    return window * torch.exp(field[0, 0])


def _collimated(window: torch.Tensor, rng: Rng) -> torch.Tensor:
    grey = float(rng.choice([0.0, 0.0, 0.5, 1.0]))
    window = window.clone()
    height, width = window.shape
    left, right = (int(v) for v in rng.uniform(0, 0.16, 2) * width)
    top, bottom = (int(v) for v in rng.uniform(0, 0.03, 2) * height)
    window[:, :left] = grey
    window[:, width - right :] = grey
    window[:top] = grey
    window[height - bottom :] = grey
    return window


def _with_drawings(window: torch.Tensor, quads: NDArray[np.float64], rng: Rng) -> torch.Tensor:
    """Draw pen lines, scales and letters, dark or bright."""
    image = Image.fromarray((window.clamp(0, 1).numpy() * 255).astype(np.uint8))
    pen = ImageDraw.Draw(image)
    height, width = window.shape
    for _ in range(rng.integers(0, 6)):
        middle = quads[rng.integers(len(quads))].mean(axis=0) + rng.normal(0, 12, 2)
        angle, reach = np.radians(rng.normal(0, 18)), rng.uniform(20, 160)
        ends = middle + np.outer(
            [-reach, reach * rng.uniform(0, 1)], [np.sin(angle), np.cos(angle)]
        )
        pen.line(
            [tuple(end[::-1]) for end in ends],
            fill=int(rng.choice([0, 20, 255])),
            width=int(rng.integers(1, 4)),
        )
    for _ in range(rng.integers(0, 4)):
        text = "".join(rng.choice(list("RLAPCM0123456789.-"), rng.integers(1, 8)))
        place = (rng.uniform(0, width), rng.uniform(0, height))
        font = ImageFont.load_default(float(rng.integers(10, 36)))
        pen.text(place, text, fill=int(rng.choice([0, 255])), font=font)
    if rng.random() < 0.3:  # a scale along one side
        column, every = rng.choice([0.03, 0.97]) * width, int(rng.integers(8, 24))
        for row in range(0, height, every):
            pen.line([(column - 6, row), (column + 6, row)], fill=230, width=2)
    return torch.from_numpy(np.asarray(image).astype(np.float32) / 255)
