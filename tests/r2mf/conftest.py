"""Labelled films for the tests of training."""

import numpy as np
import pytest
from drawn_spines import chain, draw_film
from PIL import Image


@pytest.fixture
def phantom_set(tmp_path):
    """A folder that holds a small labelled set, as the phantom writer lays it out."""
    folder = tmp_path / "data" / "phantom"
    (folder / "films").mkdir(parents=True)
    quads = {f"phantom-{i}": chain(bend=20.0 * i) for i in range(3)}
    for name, corners in quads.items():
        film = (draw_film(corners) * 255).astype(np.uint8)
        Image.fromarray(film).save(folder / "films" / f"{name}.png")
    np.savez(folder / "corners.npz", **quads)
    return tmp_path / "data"
