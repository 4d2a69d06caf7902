"""Label corners against label angles."""

import numpy as np
import pytest
from drawn_spines import chain, draw_film
from PIL import Image

from r2mf.label_check import angle_differences
from r2mf.labels import LabelledFilm


@pytest.mark.parametrize("wrong", [0.0, 4.0])
def test_a_wrong_label_angle_shows_as_its_error(tmp_path, wrong):
    quads = chain(bend=60)
    path = tmp_path / "film.png"
    Image.fromarray((draw_film(quads) * 255).astype(np.uint8)).save(path)
    angles = np.array([0.0, 0.0, 60.0 - wrong])
    film = LabelledFilm("aasce", "film", path, "val", quads, angles=angles)

    assert angle_differences(film) == pytest.approx([wrong, 0, 0], abs=1e-6)
