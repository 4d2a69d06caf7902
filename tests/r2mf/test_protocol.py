"""The AASCE three-angle protocol."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from r2mf.labels import read_aasce, read_spinal_ai2024
from r2mf.protocol import is_s_shaped, three_angles

DATA = Path(__file__).parents[2].parent / "shared" / "data"
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="the labelled films are not here")

LABEL_ROUNDING = 0.02
"""Degrees; the sets give two to four decimals of angles and seven of coordinates."""


def spine(tilts, tall=20.0, wide=40.0):
    """Quads stacked with given tilts, degrees; positive tilts descend to the right."""
    quads, centre = [], np.zeros(2)
    for tilt in np.radians(tilts):
        across = np.array([np.sin(tilt), np.cos(tilt)]) * wide / 2
        down = np.array([np.cos(tilt), -np.sin(tilt)]) * tall / 2
        centre = centre + 1.3 * down
        quads.append(
            [
                centre - across - down,
                centre + across - down,
                centre + across + down,
                centre - across + down,
            ]
        )
        centre = centre + 1.3 * down
    return np.array(quads)


@given(st.floats(1, 120), st.floats(-20, 20))
def test_a_c_shaped_spine_gives_back_its_swing_however_it_leans(swing, lean):
    tilts = np.linspace(swing / 2, -swing / 2, 17) + lean

    largest, upper, lower = three_angles(spine(tilts), film_height=1000)
    assert largest == pytest.approx(swing, abs=1e-6)
    assert upper == pytest.approx(0, abs=1e-6)
    assert lower == pytest.approx(0, abs=1e-6)


def test_an_s_shaped_spine_gives_the_curve_above_and_below():
    tilts = [0, 10, 20, 10, 0, -15, -30, -15, 0, 5, 10, 5, 0]
    quads = spine(tilts)

    assert is_s_shaped(quads)
    assert three_angles(quads, film_height=10_000) == pytest.approx([50, 20, 40], abs=1e-6)


def test_a_mirrored_spine_has_the_same_angles():
    quads = spine([0, 10, 20, 10, 0, -15, -30, -15, 0, 5, 10, 5, 0])
    mirrored = (quads * [1, -1])[:, [1, 0, 3, 2]]

    assert three_angles(mirrored, 500) == pytest.approx(three_angles(quads, 500), abs=1e-9)


@needs_data
def test_label_corners_give_back_the_largest_label_angle_of_every_aasce_film():
    worst = max(
        abs(three_angles(film.quads, len(film.pixels()))[0] - film.angles[0])
        for film in read_aasce(DATA / "aasce")[::5]
    )

    assert worst < LABEL_ROUNDING


@needs_data
def test_label_corners_give_back_the_largest_generated_label_angle_but_where_it_is_folded():
    """Two labels over 90 degrees are folded to 90; the measurement is not."""
    for film in read_spinal_ai2024(DATA / "spinal_ai2024"):
        measured = three_angles(film.quads, 512)[0]
        assert min(measured, 90.0) == pytest.approx(film.angles.max(), abs=LABEL_ROUNDING)
