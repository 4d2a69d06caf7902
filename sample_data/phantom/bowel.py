"""Gas and stool in stomach and bowel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sample_data.phantom.raster import Array, cloud

# The colon from the caecum to the rectum: mm above S1 and to the right, of an average person.
_COLON = ((-22, 84), (40, 92), (112, 84), (84, 34), (70, -20), (104, -62), (150, -92), (70, -98),
          (-10, -94), (-52, -62), (-62, -14), (-44, 14), (-84, 8), (-122, 0))  # fmt: skip
HAUSTRUM_MM = 21.0
# How much of the colon holds gas, mottled stool, or nothing that shows; a stretch has one content.
CONTENT_SHARES = (0.22, 0.38, 0.40)
STRETCH_HAUSTRA = 6.0
# How thick gas and stool are, mm.
DEPTHS = ((12.0, 32.0), (9.0, 18.0), (0.0, 1.0))
# Grains of stool, and how many of them are gas.
STOOL_GRAIN_MM = 6.5
STOOL_THRESHOLD, STOOL_BASE = 0.1, 0.12
EDGE_IRREGULARITY = 0.10


@dataclass(frozen=True)
class GasBubble:
    """A rounded pocket in the trunk's coordinates.

    Attributes
    ----------
    along, right : float
        Its middle, mm.
    height, width : float
        Half-axes, mm.
    depth : float
        Front to back, mm.
    turn_deg : float
    mottle : float
        0 is clear gas, 1 is stool with grains of gas.
    floor : float
        Height of a fluid level as a share of `height`; -1 is none.
    """

    along: float
    right: float
    height: float
    width: float
    depth: float
    turn_deg: float
    mottle: float = 0.0
    floor: float = -1.0

    def placed(self, size: float, up: float = 0.0) -> GasBubble:
        """Place it in a person of some `size`, `up` mm higher."""
        lengths = ("along", "right", "height", "width", "depth")
        scaled = {name: getattr(self, name) * size for name in lengths}
        return replace(self, **scaled | {"along": scaled["along"] + up})


def gas(
    along: Array,
    right: Array,
    bubbles: Sequence[GasBubble],
    rng: np.random.Generator,
    spacing: float,
) -> Array:
    """Thickness of gas (H, W), mm; `along`, `right` and `spacing` in mm."""
    shape = along.shape
    grains = cloud(rng, shape, coarsest=STOOL_GRAIN_MM / spacing, octaves=3, roughness=0.8)
    waves = cloud(rng, shape, coarsest=34 / spacing, octaves=2, roughness=0.4)
    total = np.zeros_like(along)
    for bubble in bubbles:
        turn = np.radians(bubble.turn_deg)
        du, dv = right - np.float32(bubble.right), along - np.float32(bubble.along)
        reach = 1.3 * max(bubble.width, bubble.height)
        near = (np.abs(du) < reach) & (np.abs(dv) < reach)
        rows, columns = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
        if not len(rows):
            continue
        box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
        u = (du[box] * np.cos(turn) + dv[box] * np.sin(turn)) / bubble.width
        v = (-du[box] * np.sin(turn) + dv[box] * np.cos(turn)) / bubble.height
        inside = 1 - u**2 - v**2 + EDGE_IRREGULARITY * waves[box]
        depth = bubble.depth * np.sqrt(np.clip(inside, 0, 1))
        if bubble.floor > -1:
            depth *= np.clip((v - bubble.floor) * bubble.height / 1.5, 0, 1)
        stool = STOOL_BASE + 0.7 * np.clip(grains[box] - STOOL_THRESHOLD, 0, 1.3)
        depth = depth * (1 - bubble.mottle + bubble.mottle * stool)
        total[box] = np.maximum(total[box], depth)
    return total


def random_stomach(rng: np.random.Generator) -> GasBubble | None:
    """Bubble under the left dome, its height counted from there; None if it is not seen."""
    if rng.random() > 0.75:
        return None
    high = rng.uniform(11, 30)
    return GasBubble(
        along=-high - rng.uniform(5, 11),
        right=-rng.uniform(42, 70),
        height=high,
        width=rng.uniform(20, 40),
        depth=rng.uniform(25, 65),
        turn_deg=rng.uniform(-6, 6),
        floor=float(rng.choice([-1.0, rng.uniform(-0.5, 0.2)])),
    )


def random_gas(rng: np.random.Generator) -> Iterator[GasBubble]:
    """Colon and small bowel."""
    knots = np.array(_COLON, float) + rng.normal(0, [12, 7], (len(_COLON), 2))
    lengths = np.linalg.norm(np.diff(knots, axis=0), axis=1)
    at = np.concatenate([[0.0], np.cumsum(lengths)])
    haustra = np.arange(0, at[-1], HAUSTRUM_MM)
    content, width, depth = 2, 18.0, 20.0
    for distance in haustra:
        if rng.random() < 1 / STRETCH_HAUSTRA:
            content, width = int(rng.choice(3, p=CONTENT_SHARES)), rng.uniform(13, 25)
            depth = rng.uniform(*DEPTHS[content])
        if content == 2:
            continue
        up, right = (np.interp(distance, at, knots[:, axis]) for axis in (0, 1))
        ahead = [np.interp(distance + 5, at, knots[:, axis]) for axis in (0, 1)]
        yield GasBubble(
            along=up + rng.normal(0, 2),
            right=right + rng.normal(0, 2),
            height=width * rng.uniform(0.8, 1.15),
            width=HAUSTRUM_MM * rng.uniform(0.62, 0.85),
            depth=depth * rng.uniform(0.85, 1.15),
            turn_deg=float(np.degrees(np.arctan2(ahead[0] - up, ahead[1] - right))),
            mottle=float(content) * rng.uniform(0.8, 1.0),
        )
    for _ in range(rng.poisson(2.0)):
        size = rng.uniform(6, 13)
        yield GasBubble(
            along=rng.uniform(-70, 70),
            right=rng.normal(0, 42),
            height=size,
            width=size * rng.uniform(1.0, 2.2),
            depth=rng.uniform(6, 18),
            turn_deg=rng.uniform(-40, 40),
        )
