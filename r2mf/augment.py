"""Films changed together with their corners.

A training window is drawn in one step: every window pixel is asked where it comes from on the
film (turn, scale and shift, then the bend), so the film is resampled once. The corners of a bent
film are known exactly. Greys are changed afterwards.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont
from torch.nn import functional

from bending import Bend, BentFilm, Field, FilmChain, continued, kink_deg
from r2mf.window import Placement, turn

Rng = np.random.Generator

TURN_DEGREES = 9.0
"""Spread of the turn of a whole film: leaning patients and the steep ends of bending films."""

TRUNK_BEND_DEG = 40.0
"""Largest trunk bend that is drawn, to either side."""

STRAIGHTENED = (-0.35, 0.9)
"""Shares of its standing angles that a spine is straightened by; below zero its curves grow."""

STIFFNESS_SPREAD = 0.7
"""Spread of the logarithm of a segment's stiffness: a stiff curve gives a third, or a ninth."""

SEGMENT_JOINTS = 5
"""Joints of a segment of one stiffness, about a curve."""

PELVIS_SHARE, PELVIS_DEG = 0.15, 2.0
"""Tilt of the pelvis: its share of a trunk bend, and its spread besides."""

KINK_SHARE = 0.2
"""How often a bend is a kink."""

KINKED = (0.4, 1.0)
"""Shares of what is free at a joint that a kink takes."""

SMALLEST_LEAN_DEG = 3.0
"""Least trunk bend that is drawn."""

PATCH_DRAWINGS = 0.1
"""How often something is drawn on the patch of one vertebra."""

LATTICE_PX = 4
"""The way back to the film is asked on every so many window pixels and interpolated between: close
enough to keep discs apart from vertebrae, on which it is affine."""


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


def draw_bend(chain: FilmChain, rng: Rng) -> Bend:
    """Choose a bend: to one side, as on a bending film, straighter, or sharper at one joint."""
    kind = rng.random()
    if kind < KINK_SHARE:
        return _draw_kink(chain, rng)
    if kind < (1 + KINK_SHARE) / 2:
        return chain.straightening(rng.uniform(*STRAIGHTENED))
    return _draw_side_bend(chain, rng)


def _draw_kink(chain: FilmChain, rng: Rng) -> Bend:
    """Turn one joint further, as where a degenerate disc has given way."""
    free = chain.limits_deg()
    joints = len(free[0])
    joint = int(rng.integers(joints))
    turn_deg = rng.uniform(*KINKED) * free[rng.integers(2)][joint]
    return Bend(np.clip(kink_deg(joints, joint, turn_deg, SEGMENT_JOINTS), *free))


def _draw_side_bend(chain: FilmChain, rng: Rng) -> Bend:
    """Bend to one side, segments of random stiffness: flexible curves open and stiff ones stay."""
    joints = len(chain.corners) - 1
    segments = np.exp(STIFFNESS_SPREAD * rng.standard_normal(joints // SEGMENT_JOINTS + 2))
    stiffness = np.interp(np.arange(joints) / SEGMENT_JOINTS, np.arange(len(segments)), segments)
    side = rng.choice([-1.0, 1.0])
    reach = abs(chain.reach_deg(side, stiffness=stiffness))
    trunk_deg = side * rng.uniform(min(SMALLEST_LEAN_DEG, reach), min(TRUNK_BEND_DEG, reach))
    pelvis_deg = PELVIS_SHARE * trunk_deg + PELVIS_DEG * rng.standard_normal()
    return chain.trunk_bend(trunk_deg, stiffness=stiffness, lowest_deg=pelvis_deg)


def resample(
    film: NDArray[np.uint8], placement: Placement, bent: BentFilm | None, shape: tuple[int, int]
) -> torch.Tensor:
    """Draw the window of a film, (H, W) float32 in [0, 1]; outside the film is black."""
    view = placement.to_film(_lattice(shape))  # (h, w, 2)
    if bent is None:
        return _read(film, _between(view, shape), placement.scale, "zeros")
    source = _between(bent.warp.before(view), shape)
    window = _read(film, source, placement.scale, "border").numpy()
    window = continued(window, _on(bent.exposed, source))
    window[~_on(bent.field, _between(view, shape))] = 0
    return torch.from_numpy(window)


def _lattice(shape: tuple[int, int]) -> NDArray[np.float64]:
    """Every `LATTICE_PX`-th pixel of a window and one beyond, (h, w, 2)."""
    rows, columns = (np.arange(0, size + LATTICE_PX, LATTICE_PX, dtype=float) for size in shape)
    return np.stack(np.meshgrid(rows, columns, indexing="ij"), axis=-1)


def _between(lattice: NDArray[np.floating], shape: tuple[int, int]) -> torch.Tensor:
    """Interpolate film points on a lattice (h, w, 2) to every window pixel, (2, H, W)."""
    points = torch.from_numpy(lattice.astype(np.float32)).permute(2, 0, 1)[None]
    size = [(n - 1) * LATTICE_PX + 1 for n in lattice.shape[:2]]
    dense = functional.interpolate(points, size=size, mode="bilinear", align_corners=True)
    return dense[0, :, : shape[0], : shape[1]]


def _read(film: NDArray[np.uint8], source: torch.Tensor, step: float, outside: str) -> torch.Tensor:
    """Read a film at (2, H, W) row, column; neighbours are `step` film pixels apart."""
    pixels = torch.from_numpy(film.astype(np.float32) / 255)[None, None]
    while step > 1.5:  # halve the film first, or thin lines flicker
        pixels = functional.avg_pool2d(pixels, 2)
        source = (source - 0.5) / 2
        step /= 2
    size = torch.tensor(pixels.shape[-2:])[:, None, None]
    grid = ((source + 0.5) / size * 2 - 1).flip(0).permute(1, 2, 0)[None]
    return functional.grid_sample(pixels, grid, padding_mode=outside, align_corners=False)[0, 0]


def _on(field: Field, points: torch.Tensor) -> NDArray[np.bool_]:
    """Tell which of (2, H, W) film points lie on a field."""
    return field.holds(points.permute(1, 2, 0).numpy())


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
    window = _exposed_otherwise(window, rng)
    if rng.random() < 0.2:
        window = _collimated(window, rng)
    if rng.random() < 0.03:
        window = 1 - window
    return window.clamp(0, 1)


def change_patch_greys(patch: torch.Tensor, corners: NDArray[np.float64], rng: Rng) -> torch.Tensor:
    """Change a patch, (H, W) in [0, 1], as `change_greys` a window; corners (4, 2) stay.

    Lines and letters are as rare as on one vertebra of a window, and a patch has no edge of the
    exposed field of its own.
    """
    if rng.random() < PATCH_DRAWINGS:
        patch = _with_drawings(patch, corners[None], rng)
    return _exposed_otherwise(patch, rng).clamp(0, 1)


def _exposed_otherwise(window: torch.Tensor, rng: Rng) -> torch.Tensor:
    """Change sharpness, exposure and noise."""
    if rng.random() < 0.3:
        window = _blurred(window, rng)
    if rng.random() < 0.25:
        window = _with_gradient(window, rng)
    window = window.clamp(0, 1) ** float(np.exp(rng.normal(0, 0.35)))
    window = rng.uniform(0.5, 1.2) * window + rng.uniform(-0.1, 0.25)
    if rng.random() < 0.5:
        noise = torch.from_numpy(rng.standard_normal(window.shape, dtype=np.float32))
        window = window + rng.uniform(0, 0.06) * noise
    return window


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
