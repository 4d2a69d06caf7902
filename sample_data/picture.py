"""A phantom film as a plain picture, which says nothing about millimetres or sides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image

from sample_data.phantom import PhantomFilm


def write_picture(path: Path, film: PhantomFilm) -> None:
    """Write one film as PNG of 8 bits, bone bright; no spacing, no text."""
    Image.fromarray(np.rint(film.pixels * 255).astype(np.uint8)).save(path, format="PNG")
