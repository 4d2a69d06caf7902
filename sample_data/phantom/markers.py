"""What a film shows besides the patient: side letters, collimation, written text."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from sample_data.phantom.raster import Array


@dataclass(frozen=True)
class Mark:
    """A letter or word, its place as shares of height and width, its height in mm."""

    text: str
    row: float
    column: float
    height_mm: float
    ring: bool = False
    turn_deg: float = 0.0


@dataclass(frozen=True)
class Marks:
    """Everything painted over one film.

    Attributes
    ----------
    letters : tuple of Mark
    shutters : (top, bottom, left, right)
        Shares of the film that the collimator hides.
    shutter_level : float
        Grey of the hidden part.
    tilt_deg : float
        Of the collimator.
    """

    letters: tuple[Mark, ...] = ()
    shutters: tuple[float, float, float, float] = (0.0, 0.0, 0.0, 0.0)
    shutter_level: float = 0.0
    tilt_deg: float = 0.0


def marked(pixels: Array, marks: Marks, spacing: float) -> Array:
    """Paint `marks` over a picture; `spacing` in mm."""
    result = pixels.copy()
    for mark in marks.letters:
        _paint(result, mark, spacing)
    if any(marks.shutters):
        rows, columns = pixels.shape
        tilt = np.tan(np.radians(marks.tilt_deg))
        row = np.arange(rows, dtype=np.float32)[:, None] + tilt * (np.arange(columns) - columns / 2)
        column = np.arange(columns, dtype=np.float32)[None] - tilt * (
            np.arange(rows)[:, None] - rows / 2
        )
        top, bottom, left, right = marks.shutters
        hidden = (row < top * rows) | (row > (1 - bottom) * rows - 1)
        hidden |= (column < left * columns) | (column > (1 - right) * columns - 1)
        result[hidden] = marks.shutter_level
    return result


def _paint(pixels: Array, mark: Mark, spacing: float) -> None:
    size = max(8, round(mark.height_mm / spacing))
    font = ImageFont.load_default(size)
    box = int(size * (1.6 if mark.ring else 1.3)), int(size * (0.9 + 0.62 * len(mark.text)))
    box = (max(box), max(box)) if mark.ring else box
    picture = Image.new("L", (box[1], box[0]))
    draw = ImageDraw.Draw(picture)
    draw.text((box[1] / 2, box[0] / 2), mark.text, fill=255, font=font, anchor="mm")
    if mark.ring:
        draw.ellipse([1, 1, box[1] - 2, box[0] - 2], outline=255, width=max(1, size // 10))
    if mark.turn_deg:
        picture = picture.rotate(mark.turn_deg, Image.Resampling.BILINEAR, expand=True)
    stamp = np.asarray(picture, np.float32) / 255
    top = round(mark.row * pixels.shape[0] - stamp.shape[0] / 2)
    left = round(mark.column * pixels.shape[1] - stamp.shape[1] / 2)
    rows = slice(max(top, 0), min(top + stamp.shape[0], pixels.shape[0]))
    columns = slice(max(left, 0), min(left + stamp.shape[1], pixels.shape[1]))
    if rows.start >= rows.stop or columns.start >= columns.stop:
        return
    part = stamp[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
    pixels[rows, columns] += (0.97 - pixels[rows, columns]) * part
