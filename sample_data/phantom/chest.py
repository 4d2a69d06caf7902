"""Lungs, heart and great vessels as thickness maps in the trunk's own coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sample_data.phantom.anatomy import Physique
from sample_data.phantom.raster import Array, smooth_step
from sample_data.phantom.trunk import Trunk

if TYPE_CHECKING:
    from sample_data.phantom.soft_tissue import Organs

# The mediastinum follows the spine part of the way into a curve, the heart less.
MEDIASTINUM_FOLLOWS, HEART_FOLLOWS = 0.6, 0.35
# Front to back, mm.
LUNG_DEPTH = 158.0
# The diaphragm: where its top lies between mediastinum and chest wall, how far it falls towards the
# heart, and how far into the sulcus at the side, mm.
DOME_TOP, MEDIAL_FALL, LATERAL_FALL, LATERAL_POWER = 0.42, 14.0, 84.0, 2.3
# Behind the dome lung goes on, thinner and thinner, mm.
BEHIND_DOME = 55.0


class _Part(NamedTuple):
    """An ellipsoid of the heart's shadow: mm to the right, above the heart's base, half-axes."""

    right: float
    up: float
    half_width: float
    half_height: float
    turn_deg: float
    thickness: float


_HEART = (
    _Part(-36, 44, 45, 64, 38, 88),  # left ventricle, down to the apex
    _Part(6, 44, 36, 50, -12, 70),  # right atrium
    _Part(-18, 96, 27, 38, 12, 46),  # pulmonary trunk and left auricle
)
_ARCH = _Part(-25, -14, 19, 19, 0, 36)  # above the middle of T4
_GREAT_VESSELS = _Part(-1, 8, 24, 62, 0, 24)
DESCENDING_AORTA_RIGHT, DESCENDING_AORTA_HALF, DESCENDING_AORTA_DEPTH = -23.0, 12.0, 20.0


def lungs(along: Array, right: Array, trunk: Trunk, person: Physique, organs: Organs) -> Array:
    """Air thickness, mm."""
    scale = person.size * person.chest
    knots = {"T1": 34, "T2": 64, "T3": 82, "T5": 102, "T7": 114, "T9": 119, "T12": 114}
    outer = trunk.profile({k: v * scale for k, v in knots.items()}, along).astype(np.float32)
    inner = trunk.profile({"T1": 5.0, "T4": 2.0, "T6": 3.0, "T9": 6.0, "T12": 8.0}, along)
    inner = ((inner + organs.mediastinum) * person.size).astype(np.float32)
    centre = MEDIASTINUM_FOLLOWS * trunk.spine_at(along).astype(np.float32)
    side = np.abs(right - centre)
    outer = outer - np.sign(right - centre) * centre
    across = np.clip((side - inner) / np.maximum(outer - inner, 1), 0, 1)
    # round outside, steep at the mediastinum
    section = np.sqrt(np.clip(1 - across**3.2, 0, 1)) * smooth_step(side - inner, 18)
    dome = np.where(right > 0, organs.dome_right, organs.dome_left) + trunk.height_of("T10")
    out, into = np.maximum(across - DOME_TOP, 0), np.maximum(DOME_TOP - across, 0)
    fall = (
        LATERAL_FALL * (out / (1 - DOME_TOP)) ** LATERAL_POWER
        + MEDIAL_FALL * (into / DOME_TOP) ** 2
    )
    above = (along - dome + fall * person.size).astype(np.float32)
    edge = smooth_step(above + 1.0, 2.5)
    base = edge * (0.68 + 0.32 * smooth_step(above, 55))
    base += (1 - edge) * 0.26 * smooth_step(above + BEHIND_DOME, BEHIND_DOME)
    top = trunk.height_of("T1", -2.0)
    apex = np.sqrt(np.clip((top - along) / 90, 0, 1))
    thick = LUNG_DEPTH * person.size * (0.5 + 0.5 * person.chest)
    return (thick * section * base * apex).astype(np.float32)


def heart(along: Array, right: Array, trunk: Trunk, person: Physique, organs: Organs) -> Array:
    """Water thickness of heart and great vessels, mm."""
    size = person.size
    moved = (right - HEART_FOLLOWS * trunk.spine_at(along)).astype(np.float32)
    base = trunk.height_of("T10") + organs.dome_left - 10 * size
    total = np.zeros_like(along)
    for part in _HEART:
        wide = part._replace(half_width=part.half_width * organs.heart_width)
        total = np.maximum(total, _ellipsoid(along - base, moved, wide, size))
    fourth = along - trunk.height_of("T4")
    total = np.maximum(total, _ellipsoid(fourth, moved, _GREAT_VESSELS, size))
    total = np.maximum(total, _ellipsoid(fourth, moved, _ARCH, size) * organs.aorta)
    beside = right - trunk.spine_at(along) * 0.9 - DESCENDING_AORTA_RIGHT * size
    aorta = np.sqrt(np.clip(1 - (beside / (DESCENDING_AORTA_HALF * size)) ** 2, 0, 1))
    aorta *= smooth_step(-fourth, 15) * smooth_step(along - trunk.height_of("T12"), 60)
    return (total + DESCENDING_AORTA_DEPTH * organs.aorta * aorta).astype(np.float32)


def _ellipsoid(up: Array, right: Array, part: _Part, size: float) -> Array:
    u, v = right / size - part.right, up / size - part.up
    turn = np.radians(part.turn_deg)
    along = (u * np.sin(turn) + v * np.cos(turn)) / part.half_height
    across = (u * np.cos(turn) - v * np.sin(turn)) / part.half_width
    return part.thickness * size * np.sqrt(np.clip(1 - along**2 - across**2, 0, 1))
