"""Films drawn for the tests: plain vertebrae at known corners."""

import numpy as np
from skimage.draw import polygon

from bending import Bend, FilmChain


def chain(count=17, *, height=640.0, bend=0.0, top=60.0, column=160.0):
    """Quads of a spine, (count, 4, 2) row, column; `bend` is the swing of the tilt in degrees."""
    pitch = height / count
    quads = []
    for i in range(count):
        tilt = np.radians(bend / 2) * np.cos(np.pi * i / (count - 1))
        width, tall = pitch * (0.9 + 0.6 * i / count), pitch * 0.75
        across = np.array([np.sin(tilt), np.cos(tilt)])
        down = np.array([np.cos(tilt), -np.sin(tilt)])
        centre = np.array([top + pitch * (i + 0.5), column])
        half_across, half_down = across * width / 2, down * tall / 2
        quads.append(
            [
                centre - half_across - half_down,
                centre + half_across - half_down,
                centre + half_across + half_down,
                centre - half_across + half_down,
            ]
        )
    return np.array(quads)


def c_shaped(degrees, count=17, **size):
    """A film chain bent evenly into a C whose top leans to the right by `degrees`."""
    upright = FilmChain(chain(count, **size))
    return upright.bent(Bend(np.full(count - 1, degrees / (count - 1))))


def draw_film(quads, shape=(768, 320)):
    """A film (H, W) float32 with bright bodies."""
    film = np.full(shape, 0.3, np.float32)
    for quad in quads:
        film[polygon(quad[:, 0], quad[:, 1], shape)] = 0.8
    return film
