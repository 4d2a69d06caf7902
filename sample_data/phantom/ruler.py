"""A radiopaque scale beside the patient."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from PIL import Image, ImageDraw, ImageFont

from sample_data.phantom.attachment import Part, wire
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.material import Material
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.surface import Surface

TICK_MM, LONG_TICK_MM, NUMBERED_EVERY = 5.0, 11.0, 5
# Lead foil of a digit: line integral.
FOIL = 3.0
DIGIT_MM = 8.0


@dataclass(frozen=True)
class Ruler:
    """A scale on the wall stand, upright, one tick a centimetre, numbered every five.

    Attributes
    ----------
    right_mm : float
        From the middle of the stand to the patient's right.
    length_mm : float
    behind_mm : float
        Behind the plane of the spine: the scale is magnified less than the spine.
    bottom_mm : float
        Below S1.
    """

    right_mm: float = -120.0
    length_mm: float = 600.0
    behind_mm: float = 110.0
    bottom_mm: float = 80.0

    def __post_init__(self) -> None:
        """Refuse a scale without a centimetre."""
        if not self.length_mm >= 10:
            raise PhantomError(f"length_mm is {self.length_mm}; give 10 or more")

    @classmethod
    def random(cls, rng: np.random.Generator) -> Ruler:
        """Draw one."""
        return cls(
            float(rng.choice([-1, 1]) * rng.uniform(75, 150)),
            float(rng.choice([300.0, 600.0, 900.0])),
            rng.uniform(90, 150),
            rng.uniform(-100, 140),
        )

    def parts(self, skeleton: Skeleton, step: float) -> Iterator[Part]:
        """See `attachment.Attachment`; it stands still, however the patient bends."""
        x, y = self.right_mm, -self.behind_mm
        yield wire([[x, y, -self.bottom_mm], [x, y, self.length_mm - self.bottom_mm]], 0.4, step)
        for centimetre in range(int(self.length_mm // 10) + 1):
            z = 10.0 * centimetre - self.bottom_mm
            numbered = centimetre % NUMBERED_EVERY == 0
            end = x - (LONG_TICK_MM if numbered else TICK_MM)
            yield wire([[x, y, z], [end, y, z]], 0.5, step)
            if numbered:
                digits = stencil(str(centimetre), [end - 8.0, y, z], DIGIT_MM, step)
                yield Part(Material.METAL, digits)


def stencil(text: str, centre: ArrayLike, height_mm: float, step: float) -> Surface:
    """Letters of lead foil facing the front, read from the front.

    Parameters
    ----------
    text : str
    centre : (3,) float
        Patient's axes, mm.
    height_mm : float
    step : float
        Spacing of the elements, mm.
    """
    size = max(8, round(height_mm / step))
    picture = Image.new("L", (size * (len(text) + 1), 2 * size))
    middle = picture.width / 2, picture.height / 2
    ImageDraw.Draw(picture).text(
        middle, text, fill=255, font=ImageFont.load_default(size), anchor="mm"
    )
    ink = np.asarray(picture, np.float32) / 255
    rows, columns = np.nonzero(ink)
    pixel = height_mm / size
    aside = (middle[0] - columns) * pixel  # the patient's right is on the left
    up = (middle[1] - rows) * pixel
    points = np.stack([aside, 0 * aside, up], axis=1) + np.asarray(centre, float)
    areas = np.zeros_like(points)
    areas[:, 1] = pixel**2
    return Surface(
        points.astype(np.float32),
        areas.astype(np.float32),
        FOIL * ink[rows, columns],
        np.zeros(len(points), np.float32),
    )
