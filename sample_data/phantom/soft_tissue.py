"""Soft tissue: outline of trunk and arms, and what lies in belly and chest, as thickness maps.

All maps are in the trunk's own coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sample_data.phantom.anatomy import GAS_EXCESS, LUNG_EXCESS, SOFT_TISSUE, Physique
from sample_data.phantom.bowel import GasBubble, gas, random_gas, random_stomach
from sample_data.phantom.chest import heart, lungs
from sample_data.phantom.raster import Array, cloud, smooth_step
from sample_data.phantom.trunk import Trunk

# Half the width and the full depth of trunk and neck at landmarks, mm.
_OUTLINE = {
    -300: (178, 165), -170: (176, 185), -90: (170, 195), -10: (152, 190), 60: (130, 185),
    120: (124, 185), 190: (130, 198), 260: (137, 210), 330: (142, 205), 385: (148, 185),
    418: (158, 155), 440: (146, 132), 462: (100, 120), 482: (66, 112), 510: (58, 110),
    560: (54, 112), 800: (62, 150),
}  # fmt: skip
# The heights above belong to a spine whose S1 to T1 is this long.
_OUTLINE_S1_TO_T1 = 452.0
# A section of the trunk is squarer than an ellipse.
TRUNK_POWER = 3.4
# Upper arms: where they start beside the trunk, their half width and depth, mm.
ARM_RIGHT, ARM_HALF, ARM_DEPTH = 182.0, 42.0, 84.0
# Soft organs in mm of water against the fat between them.
PSOAS_THICKNESS = 9.0
LIVER_THICKNESS, SPLEEN_THICKNESS, KIDNEY_THICKNESS, FLANK_FAT = 7.0, 5.0, 3.5, 5.0
# Behind the heart there is lung.
HEART_SHARE = 0.72
# Planes of fat and muscle make a trunk uneven by this share of its thickness.
UNEVENNESS = 0.010


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
    aorta : float
        Factor on the shadow of the aorta.
    liver_edge : float
        Height of the liver's lower edge at the right flank above L3, mm.
    stomach : GasBubble or None
        Its height is counted from the top of the left dome.
    gas : tuple of GasBubble
        Of an average person, heights from S1.
    seed : int
        Of the vessels' and the bowel's texture.
    """

    dome_right: float
    dome_left: float
    heart_width: float
    inspiration: float
    breast: float
    mediastinum: float
    aorta: float
    liver_edge: float
    stomach: GasBubble | None
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
            breast=rng.choice([0.0, rng.uniform(6, 32)]),
            mediastinum=rng.uniform(1, 13),
            aorta=rng.uniform(0.4, 1.3),
            liver_edge=rng.uniform(-10, 60),
            stomach=random_stomach(rng),
            gas=tuple(random_gas(rng)),
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
    body = np.maximum(body, _arms(along, right, trunk, person))
    body *= 1 + UNEVENNESS * cloud(
        rng, along.shape, coarsest=32 / spacing, octaves=5, roughness=0.7
    )
    total = SOFT_TISSUE * body
    air = lungs(along, right, trunk, person, organs)
    vessels = cloud(rng, along.shape, coarsest=14 / spacing, octaves=4, roughness=0.75)
    total += LUNG_EXCESS * organs.inspiration * air * (1 - 0.05 * vessels)
    # what lies in the chest takes the place of lung
    shadow = heart(along, right, trunk, person, organs)
    total -= LUNG_EXCESS * np.minimum(shadow, HEART_SHARE * air * organs.inspiration)
    total += SOFT_TISSUE * _muscles(along, right, trunk, person)
    total += SOFT_TISSUE * _belly(along, right, trunk, person, organs)
    if organs.breast:
        total += SOFT_TISSUE * _breasts(along, right, trunk, person, organs.breast)
    bubbles = [bubble.placed(person.size) for bubble in organs.gas]
    if organs.stomach:
        dome = trunk.height_of("T10") + organs.dome_left
        bubbles.append(organs.stomach.placed(person.size, up=dome))
    total += GAS_EXCESS * gas(along, right, bubbles, rng, spacing)
    return np.maximum(total, 0).astype(np.float32)


def _crotch(along: Array, right: Array, person: Physique) -> Array:
    """1 above the crotch; below it the share of the trunk's depth that two thighs leave."""
    apart = (np.abs(right) - 92 * person.size) / (94 * person.size)
    thighs = np.sqrt(np.clip(1 - apart**2, 0, 1))
    below = smooth_step((-128 * person.size - along).astype(np.float32), 30)
    return (1 - below * (1 - thighs)).astype(np.float32)


def _arms(along: Array, right: Array, trunk: Trunk, person: Physique) -> Array:
    """Thickness of the arms, mm."""
    shoulder = trunk.height_of("T2", 4.0)
    drop = np.clip(shoulder - along, 0, None)
    middle = ARM_RIGHT * person.size + np.tan(np.radians(person.arm_deg)) * drop
    apart = (np.abs(right) - middle) / (ARM_HALF * person.size * person.girth)
    arm = ARM_DEPTH * person.size * person.girth * np.sqrt(np.clip(1 - apart**2, 0, 1))
    return (arm * np.sqrt(smooth_step(shoulder + 12 - along, 46))).astype(np.float32)


def _muscles(along: Array, right: Array, trunk: Trunk, person: Physique) -> Array:
    """Psoas and the long muscles of the back, mm."""
    edge = trunk.profile({"T12": 18.0, "L2": 34.0, "L4": 52.0, "S1": 62.0}, along) * person.size
    psoas = PSOAS_THICKNESS * smooth_step(
        (edge - np.abs(right - trunk.spine_at(along))).astype(np.float32), 9
    )
    psoas = psoas * smooth_step(along - trunk.height_of("S1", -70), 80)
    return (psoas * smooth_step(trunk.height_of("T12") - along, 50)).astype(np.float32)


def _belly(along: Array, right: Array, trunk: Trunk, person: Physique, organs: Organs) -> Array:
    """Liver, spleen, kidneys and the fat of the flanks, mm of water."""
    size = person.size
    edge = trunk.height_of("L3") + organs.liver_edge * size
    # the liver's lower edge rises from the right flank to the left of the middle
    above = along - edge - 0.62 * np.clip(96 * size - right, 0, None)
    below_dome = trunk.height_of("T10") + organs.dome_right - along
    liver = smooth_step(above, 5) * smooth_step(below_dome, 25) * smooth_step(right + 40 * size, 12)
    total = LIVER_THICKNESS * liver
    organ = (("T12", -96, 24, 46, SPLEEN_THICKNESS), ("L2", 56, 24, 50, KIDNEY_THICKNESS),
             ("L1", -56, 24, 50, KIDNEY_THICKNESS))  # fmt: skip
    for level, aside, half_width, half_height, thickness in organ:
        u = (right - aside * size) / (half_width * size)
        v = (along - trunk.height_of(level)) / (half_height * size)
        total += thickness * np.sqrt(np.clip(1 - u**2 - v**2, 0, 1))
    flank = (
        np.abs(right) - trunk.profile({"T12": 112.0, "L3": 104.0, "S1": 120.0}, along) * size
    ) / 4
    stripe = np.exp(-(flank**2)) * smooth_step(trunk.height_of("T12") - along, 40)
    return (total - FLANK_FAT * stripe).astype(np.float32)


def _breasts(along: Array, right: Array, trunk: Trunk, person: Physique, thickness: float) -> Array:
    u = (np.abs(right) - 78 * person.size) / 58
    v = (along - trunk.height_of("T9", 10)) / np.where(along < trunk.height_of("T9", 10), 38, 75)
    return (thickness * np.sqrt(np.clip(1 - u**2 - v**2, 0, 1))).astype(np.float32)
