"""Cases drawn for the tests: plain vertebrae with known tilts, and readings of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from measurements import (
    Convexity,
    Curve,
    Frame,
    ImageEdge,
    Level,
    Spine,
    find_curves,
    levels_upward_from,
)
from teaching import Case, DrawnLine, Reading

WIDTH, HEIGHT, DISC = 36.0, 20.0, 6.0  # mm
SPACING = (0.5, 0.5)
SHAPE = (1400, 1000)
TURNS = (0, 4, 10, 15, 16)  # T1, T5, T11, L4, L5
TILTS = (0.0, 25.0, -25.0, 15.0, 12.0)  # PT -25, MT +50, L -40


def corners_of(
    tilts_deg: Sequence[float],
    *,
    patient_right: ImageEdge | None = ImageEdge.LEFT,
    spacing: tuple[float, float] | None = SPACING,
    wedge_deg: float = 0.0,
) -> np.ndarray:
    """Corners (N, 4, 2) px of bodies with these tilts; each endplate turned by half the wedge."""
    stack, floor = [], np.zeros(2)
    for tilt in np.radians(np.asarray(tilts_deg, dtype=float)[::-1]):
        up = np.array([-np.sin(tilt), np.cos(tilt)])
        turn = np.radians(wedge_deg / 2)
        top = np.array([np.cos(tilt + turn), np.sin(tilt + turn)]) * WIDTH / 2
        bottom = np.array([np.cos(tilt - turn), np.sin(tilt - turn)]) * WIDTH / 2
        roof = floor + up * HEIGHT
        stack.append([roof - top, roof + top, floor + bottom, floor - bottom])
        floor = roof + up * DISC
    frame = Frame(spacing, patient_right or ImageEdge.RIGHT)
    corners_px = frame.to_pixels(np.array(stack[::-1]))
    if patient_right is ImageEdge.LEFT:
        corners_px = corners_px[:, [1, 0, 3, 2]]
    step = spacing or (1.0, 1.0)
    middle = SHAPE[1] / 2 - corners_px[..., 1].mean()
    return corners_px + np.array([600.0 / step[0], middle])


def case_of(
    tilts_deg: Sequence[float] | None = None,
    *,
    place: int | None = None,
    patient_right: ImageEdge | None = ImageEdge.LEFT,
    spacing: tuple[float, float] | None = SPACING,
    wedge_deg: float = 0.0,
    name: str = "Case 1",
) -> Case:
    """A case on a spine with these tilts; the largest curve, unless its place is given."""
    if tilts_deg is None:
        tilts_deg = np.interp(range(17), TURNS, TILTS)
    spine = Spine.from_corners(
        corners_of(tilts_deg, patient_right=patient_right, spacing=spacing, wedge_deg=wedge_deg),
        levels=levels_upward_from(Level.L5, len(tilts_deg)),
        spacing=spacing,
        patient_right=patient_right,
    )
    curves = find_curves(spine)
    curve = max(curves, key=_size) if place is None else curves[place]
    return Case(name, "0" * 64, SHAPE, spacing, spine, curve, "the drawing")


def _size(curve: Curve) -> float:
    return curve.magnitude_deg


def line_on(case: Case, level: Level, plate: str, *, turned_deg: float = 0.0) -> DrawnLine:
    """A line along an endplate, turned about its middle with the patient's right going up."""
    endplate = getattr(case.spine[level], f"{plate}_endplate")
    turn = np.radians(turned_deg)
    along = np.subtract(endplate.right, endplate.left) / 2
    cos, sin = np.cos(turn), np.sin(turn)
    half = np.array([cos * along[0] - sin * along[1], sin * along[0] + cos * along[1]])
    ends = case.frame.to_pixels([endplate.midpoint - half, endplate.midpoint + half])
    return DrawnLine(tuple(map(tuple, ends.tolist())))


def read(
    case: Case,
    upper: Level | None = None,
    lower: Level | None = None,
    *,
    turned_deg: tuple[float, float] = (0.0, 0.0),
    convexity: Convexity | None = None,
) -> Reading:
    """A reading of a case, right in everything that is not given."""
    true_upper, true_lower = case.curve.levels
    upper, lower = upper or true_upper, lower or true_lower
    return Reading(
        upper,
        lower,
        line_on(case, upper, "superior", turned_deg=turned_deg[0]),
        line_on(case, lower, "inferior", turned_deg=turned_deg[1]),
        convexity or case.curve.convexity,
    )
