"""Soft tissue, lungs and gas as thickness maps in the trunk's own coordinates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_data.phantom.anatomy import GAS_EXCESS, LUNG_EXCESS, SOFT_TISSUE, Physique
from sample_data.phantom.raster import Array, cloud, smooth_step
from sample_data.phantom.trunk import Trunk

# Half the width and the full depth of trunk and neck at landmarks, mm.
_OUTLINE = {
    -300: (178, 165), -170: (174, 185), -90: (168, 195), -10: (152, 190), 60: (134, 185),
    120: (128, 185), 190: (137, 198), 260: (148, 210), 330: (160, 210), 385: (186, 190),
    425: (196, 150), 448: (150, 128), 470: (82, 118), 500: (60, 112), 560: (54, 112),
    800: (62, 150),
}  # fmt: skip
# The heights above belong to a spine whose S1 to T1 is this long.
_OUTLINE_S1_TO_T1 = 452.0
# A section of the trunk is squarer than an ellipse.
TRUNK_POWER = 3.4
# Soft materials in mm of water against the tissue that surrounds them.
HEART_THICKNESS = 62.0
PSOAS_THICKNESS = 7.0
# The mediastinum follows the spine part of the way into a curve.
MEDIASTINUM_FOLLOWS = 0.6
# Behind the heart there is lung.
HEART_SHARE = 0.7


@dataclass(frozen=True)
class GasBubble:
    """An ellipse of bowel gas in the trunk's coordinates (mm), `depth` mm thick."""

    along: float
    right: float
    height: float
    width: float
    depth: float
    turn_deg: float


@dataclass(frozen=True)
class Organs:
    """What differs between trunks.

    Attributes
    ----------
    dome_right, dome_left : float
        Height of the diaphragm above T10, mm.
    heart_width : float
        Factor.
    inspiration : float
        Factor on how dark the lungs are.
    breast : float
        Thickness, mm.
    mediastinum : float
        Half its width next to the spine, mm.
    arms : bool
        Whether the arms hang at the sides.
    gas : tuple of GasBubble
    seed : int
        Of the vessels' and the bowel's texture.
    """

    dome_right: float
    dome_left: float
    heart_width: float
    inspiration: float
    breast: float
    mediastinum: float
    arms: bool
    gas: tuple[GasBubble, ...]
    seed: int

    @classmethod
    def random(cls, rng: np.random.Generator) -> Organs:
        """Draw one."""
        right = rng.uniform(-12, 42)
        return cls(
            dome_right=right,
            dome_left=right - rng.uniform(-2, 22),
            heart_width=rng.uniform(0.75, 1.3),
            inspiration=rng.uniform(0.75, 1.15),
            breast=rng.choice([0.0, rng.uniform(8, 40)]),
            mediastinum=rng.uniform(8, 22),
            arms=bool(rng.random() < 0.2),
            gas=tuple(_random_gas(rng)),
            seed=int(rng.integers(2**31)),
        )


def soft_tissue(
    along: Array, right: Array, trunk: Trunk, person: Physique, organs: Organs, spacing: float
) -> Array:
    """Line integral of everything that is not bone.

    Parameters
    ----------
    along, right : (H, W) float32
        The trunk's coordinates of each pixel, mm.
    spacing : float
        Pixel size, mm, for textures.
    """
    rng = np.random.default_rng(organs.seed)
    stretch = trunk.height_of("T1") / _OUTLINE_S1_TO_T1
    knots = np.array(list(_OUTLINE)) * stretch
    width, depth = np.array(list(_OUTLINE.values())).T * person.girth
    # a broad chest carries a broad trunk, whatever lies on it
    width = width * (0.6 + 0.4 * person.chest) * person.size
    half_width = np.interp(along, knots, width).astype(np.float32)
    thickness = np.interp(along, knots, depth * person.size).astype(np.float32)
    reach = np.clip(1 - (np.abs(right) / half_width) ** TRUNK_POWER, 0, 1)
    body = thickness * np.sqrt(reach)
    body *= _crotch(along, right, person)
    if organs.arms:
        body = np.maximum(body, _arms(along, right, trunk, person))
    total = SOFT_TISSUE * body
    lungs = _lungs(along, right, trunk, person, organs)
    vessels = cloud(rng, along.shape, coarsest=14 / spacing, octaves=4, roughness=0.75)
    total += LUNG_EXCESS * organs.inspiration * lungs * (1 - 0.05 * vessels)
    # what lies in the chest takes the place of lung
    heart = _heart_and_vessels(along, right, trunk, person, organs)
    total -= LUNG_EXCESS * np.minimum(heart, HEART_SHARE * lungs * organs.inspiration)
    total += SOFT_TISSUE * _muscles(along, right, trunk, person)
    if organs.breast:
        total += SOFT_TISSUE * _breasts(along, right, trunk, person, organs.breast)
    bowel = cloud(rng, along.shape, coarsest=26 / spacing, octaves=3, roughness=0.6)
    total += GAS_EXCESS * _gas(along, right, trunk, organs, bowel)
    return np.maximum(total, 0).astype(np.float32)


def _lungs(along: Array, right: Array, trunk: Trunk, person: Physique, organs: Organs) -> Array:
    """Air thickness, mm."""
    scale = person.size * person.chest
    top = trunk.height_of("T1", -2.0)
    knots = {"T1": 30, "T2": 62, "T3": 82, "T5": 104, "T7": 117, "T9": 122, "T12": 122}
    outer = trunk.profile({k: v * scale for k, v in knots.items()}, along).astype(np.float32)
    inner = trunk.profile({"T1": 4.0, "T4": 0.0, "T6": 2.0, "T9": 5.0, "T12": 6.0}, along)
    # the aorta runs down the left side of the spine
    inner = (inner + organs.mediastinum + np.where(right < 0, 8, 0)) * np.float32(person.size)
    centre = MEDIASTINUM_FOLLOWS * trunk.spine_at(along).astype(np.float32)
    side = np.abs(right - centre)
    outer = outer - np.sign(right - centre) * centre
    across = np.clip((side - inner) / np.maximum(outer - inner, 1), 0, 1)
    # round outside, steep at the mediastinum
    section = np.sqrt(np.clip(1 - across**3, 0, 1)) * smooth_step(
        (side - inner).astype(np.float32), 24
    )
    dome = np.where(right > 0, organs.dome_right, organs.dome_left) + trunk.height_of("T10")
    middle = inner + 0.42 * (outer - inner)
    fall = (side - middle) / (outer - middle)
    dome = dome - 46 * np.where(side > middle, fall**2, 0.35 * fall**2) * person.size
    above = (along - dome).astype(np.float32)
    # behind the dome the lung goes on, thinner and thinner
    edge = smooth_step(above + 1.5, 3.0)
    base = edge * (0.62 + 0.38 * smooth_step(above, 45)) + (1 - edge) * 0.3 * smooth_step(
        above + 50, 50
    )
    apex = np.sqrt(np.clip((top - along) / 95, 0, 1))
    thick = 165 * person.size * (0.5 + 0.5 * person.chest)
    return (thick * section * base * apex).astype(np.float32)


def _crotch(along: Array, right: Array, person: Physique) -> Array:
    """1 above the crotch; below it the share of the trunk's depth that two thighs leave."""
    apart = (np.abs(right) - 92 * person.size) / (94 * person.size)
    thighs = np.sqrt(np.clip(1 - apart**2, 0, 1))
    below = smooth_step((-128 * person.size - along).astype(np.float32), 30)
    return (1 - below * (1 - thighs)).astype(np.float32)


def _arms(along: Array, right: Array, trunk: Trunk, person: Physique) -> Array:
    """Thickness of the arms, mm."""
    shoulder = trunk.height_of("T2", 0.0)
    drop = np.clip(shoulder - along, 0, None)
    apart = (np.abs(right) - (180 + 0.12 * drop) * person.size) / (46 * person.size * person.girth)
    arm = 88 * person.girth * np.sqrt(np.clip(1 - apart**2, 0, 1))
    return (arm * smooth_step((shoulder + 12 - along).astype(np.float32), 40)).astype(np.float32)


def _heart_and_vessels(
    along: Array, right: Array, trunk: Trunk, person: Physique, organs: Organs
) -> Array:
    """Water thickness of heart, aorta and great vessels, mm."""
    size = person.size
    base = trunk.height_of("T9") + (organs.dome_left - 10) * 0.5
    u = (right + 30 * size) / (66 * size * organs.heart_width)
    v = (along - base - 12) / (62 * size)
    turned_u, turned_v = 0.86 * u - 0.5 * v, 0.5 * u + 0.86 * v
    heart = np.sqrt(np.clip(1 - turned_u**2 - turned_v**2, 0, 1)) * HEART_THICKNESS
    knob = np.clip(1 - ((right + 24 * size) / (20 * size)) ** 2, 0, 1)
    knob *= smooth_step(trunk.height_of("T4", 8) - along, 20)
    root = np.clip(1 - (np.abs(right + 4) / (42 * size)) ** 2, 0, 1) ** 1.5 * 26
    root *= smooth_step(along - base, 60) * smooth_step(trunk.height_of("T3") - along, 40)
    return (heart + 20 * np.sqrt(knob) + root).astype(np.float32)


def _muscles(along: Array, right: Array, trunk: Trunk, person: Physique) -> Array:
    """Psoas and the long muscles of the back, mm."""
    edge = trunk.profile({"T12": 18.0, "L2": 34.0, "L4": 52.0, "S1": 62.0}, along) * person.size
    psoas = PSOAS_THICKNESS * smooth_step(
        (edge - np.abs(right - trunk.spine_at(along))).astype(np.float32), 9
    )
    psoas = psoas * smooth_step(along - trunk.height_of("S1", -70), 80)
    return (psoas * smooth_step(trunk.height_of("T12") - along, 50)).astype(np.float32)


def _breasts(along: Array, right: Array, trunk: Trunk, person: Physique, thickness: float) -> Array:
    u = (np.abs(right) - 78 * person.size) / 58
    v = (along - trunk.height_of("T9", 10)) / np.where(along < trunk.height_of("T9", 10), 38, 75)
    return (thickness * np.sqrt(np.clip(1 - u**2 - v**2, 0, 1))).astype(np.float32)


def _gas(along: Array, right: Array, trunk: Trunk, organs: Organs, bowel: Array) -> Array:
    total = np.zeros_like(along)
    for bubble in organs.gas:
        turn = np.radians(bubble.turn_deg)
        du, dv = right - bubble.right, along - bubble.along
        reach = 1.6 * max(bubble.width, bubble.height)
        rows, columns = np.where((np.abs(du) < reach) & (np.abs(dv) < reach))
        if not len(rows):
            continue
        box = slice(rows.min(), rows.max() + 1), slice(columns.min(), columns.max() + 1)
        u = (du[box] * np.cos(turn) + dv[box] * np.sin(turn)) / bubble.width
        v = (-du[box] * np.sin(turn) + dv[box] * np.cos(turn)) / bubble.height
        inside = 1 - u**2 - v**2 + 0.35 * bowel[box]
        total[box] = np.maximum(total[box], bubble.depth * np.sqrt(np.clip(inside, 0, 1)))
    return total


def _random_gas(rng: np.random.Generator) -> list[GasBubble]:
    """Stomach bubble, colon and small bowel; heights above S1 in mm."""
    bubbles = []
    if rng.random() < 0.75:
        wide = rng.uniform(22, 48)
        bubbles.append(
            GasBubble(
                rng.uniform(160, 195),
                -rng.uniform(45, 85),
                rng.uniform(10, 26),
                wide,
                rng.uniform(20, 70),
                rng.uniform(-20, 20),
            )
        )
    for _ in range(rng.poisson(rng.choice([2.0, 8.0, 20.0]))):
        along = rng.uniform(-110, 130)
        right = rng.normal(0, 30) if along < -20 else rng.choice([-1, 1]) * rng.normal(75, 25)
        size = rng.uniform(6, 24)
        bubbles.append(
            GasBubble(
                along,
                right,
                size,
                size * rng.uniform(0.7, 1.8),
                rng.uniform(8, 38),
                rng.uniform(0, 180),
            )
        )
    return bubbles
