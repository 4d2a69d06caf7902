"""A spine drawn with known tilts, as a film's corners and as a `Spine`."""

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import settings
from hypothesis import strategies as st

from measurements import Frame, ImageEdge, Level, Spine, levels_upward_from

# An example takes a millisecond; on a busy machine a slow one says nothing about the code.
settings.register_profile("no deadline", deadline=None)
settings.load_profile("no deadline")

WIDTH, HEIGHT, DISC = 40.0, 24.0, 7.0  # mm
LENGTH = 17


def bodies(tilts_deg: Sequence[float], wedge_deg: float = 0.0) -> np.ndarray:
    """Corners (N, 4, 2) in patient axes: superior left, right, inferior right, left of the patient.

    Every body is wedged by `wedge_deg`, its superior endplate tilted more than its inferior one.
    """
    tilts = np.asarray(tilts_deg, dtype=float)
    stack, floor = [], np.zeros(2)
    for tilt, above in zip(tilts[::-1], [*tilts[-2::-1], tilts[0]], strict=True):
        roof = floor + HEIGHT * _unit(tilt + 90)
        sup, inf = (WIDTH / 2 * _unit(tilt + side * wedge_deg / 2) for side in (1, -1))
        stack.append([roof - sup, roof + sup, floor + inf, floor - inf])
        floor = roof + DISC * _unit((tilt + above) / 2 + 90)
    return np.array(stack[::-1])


def _unit(angle_deg: float) -> np.ndarray:
    angle = np.radians(angle_deg)
    return np.array([np.cos(angle), np.sin(angle)])


def film(
    tilts_deg: Sequence[float],
    *,
    spacing: tuple[float, float] = (0.2, 0.2),
    patient_right: ImageEdge = ImageEdge.LEFT,
    wedge_deg: float = 0.0,
) -> np.ndarray:
    """Corners (N, 4, 2) row, column in pixels, in image order."""
    corners_px = Frame(spacing, patient_right).to_pixels(bodies(tilts_deg, wedge_deg))
    if patient_right is ImageEdge.LEFT:
        corners_px = corners_px[:, [1, 0, 3, 2]]
    return corners_px + np.array([3000.0, 700.0])


def spine(
    tilts_deg: Sequence[float],
    *,
    wedge_deg: float = 0.0,
    lowest: Level = Level.L5,
    spacing: tuple[float, float] = (0.2, 0.2),
    patient_right: ImageEdge | None = ImageEdge.LEFT,
    thoracic_count: int = 12,
) -> Spine:
    """Spine whose vertebrae have these tilts, cranial first."""
    return Spine.from_corners(
        film(
            tilts_deg,
            spacing=spacing,
            patient_right=patient_right or ImageEdge.RIGHT,
            wedge_deg=wedge_deg,
        ),
        levels=levels_upward_from(lowest, len(tilts_deg), thoracic_count=thoracic_count),
        spacing=spacing,
        patient_right=patient_right,
    )


def tilts_between(ends: Sequence[int], extremes_deg: Sequence[float]) -> list[float]:
    """17 tilts that run straight between `extremes_deg` at the indices `ends`.

    Outside the first and last end they fall off by half a degree a level.
    """
    tilts = np.interp(range(LENGTH), ends, extremes_deg)
    fade = np.array([max(ends[0] - i, i - ends[-1], 0) for i in range(LENGTH)])
    return list(np.where(fade > 0, tilts - np.sign(tilts) * 0.5 * fade, tilts))


@st.composite
def scoliotic_tilts(draw: st.DrawFn) -> tuple[list[int], list[float]]:
    """Ends and extreme tilts of a spine with one to three curves of 24 degrees or more."""
    count = draw(st.integers(1, 3))
    gaps = [draw(st.integers(4, 5 if count == 3 else 7)) for _ in range(count)]
    first = draw(st.integers(0, LENGTH - 1 - sum(gaps)))
    sign = draw(st.sampled_from([-1, 1]))
    ends = [first + sum(gaps[:place]) for place in range(count + 1)]
    return ends, [sign * (-1) ** place * draw(st.floats(12, 45)) for place in range(count + 1)]


@pytest.fixture(scope="session")
def draw_film() -> Callable[..., np.ndarray]:
    """Film corners of a spine with given tilts."""
    return film


@pytest.fixture(scope="session")
def draw_spine() -> Callable[..., Spine]:
    """Spine with given tilts."""
    return spine


@pytest.fixture(scope="session")
def draw_curves() -> Callable[..., list[float]]:
    """Tilts that have given extremes at given vertebrae."""
    return tilts_between


@pytest.fixture(scope="session")
def scoliotic() -> st.SearchStrategy[tuple[list[int], list[float]]]:
    """Ends (indices of 17 vertebrae) and extreme tilts, for `draw_curves`."""
    return scoliotic_tilts()
