"""Pure: a film to a grey picture of screen size.

Angles are measured on the film's own pixels; this picture is only looked at.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image

SCREEN_PX: Final = 1600
"""Longest side of a picture sent to the browser: more than a screen is high, well under 1 MB."""

MEDIA_BYTES: Final = 1_000_000
"""Streamlit tells larger media apart by samples only: it could show an earlier film instead."""

MEDIA_SHRINK: Final = 0.85
"""A picture that is too large is made this much shorter, and again."""

JPEG_QUALITY: Final = 90
"""High enough that trabeculae survive; a PNG would be five times larger."""

AUTO_PERCENTILES: Final = (1.0, 99.5)
"""Grey values outside are collimated borders and burnt-in letters rather than patient."""


@dataclass(frozen=True)
class Window:
    """The range of grey that is spread from black to white.

    Raises
    ------
    ValueError
        Unless 0 <= darkest < brightest <= 1.
    """

    darkest: float = 0.0
    brightest: float = 1.0

    def __post_init__(self) -> None:
        if not 0 <= self.darkest < self.brightest <= 1:
            raise ValueError(
                f"A window runs upwards within [0, 1], got {self.darkest} to {self.brightest}."
            )


def auto_window(pixels: NDArray[np.float32]) -> Window:
    """Choose a window that shows the patient and ignores the borders.

    Examples
    --------
    >>> auto_window(np.full((4, 4), 0.5, np.float32))
    Window(darkest=0.0, brightest=1.0)
    """
    darkest, brightest = np.round(np.percentile(pixels, AUTO_PERCENTILES), 2)
    return Window(float(darkest), float(brightest)) if darkest < brightest else Window()


def to_screen(pixels: NDArray[np.float32], longest: int = SCREEN_PX) -> NDArray[np.float32]:
    """Shrink a film so that its longest side is at most `longest` pixels.

    Parameters
    ----------
    pixels : ndarray, (H, W) float32 in [0, 1]
        The film.
    longest : int
        Pixels.

    Returns
    -------
    ndarray, float32 in [0, 1]
        The film itself where it is small enough.
    """
    height, width = pixels.shape
    shrink = longest / max(height, width)
    if shrink >= 1:
        return pixels
    size = (max(1, round(width * shrink)), max(1, round(height * shrink)))
    return np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BOX))


def to_jpeg(pixels: NDArray[np.float32], window: Window) -> bytes:
    """Render grey values through a window as a JPEG file."""
    spread = (pixels - window.darkest) / (window.brightest - window.darkest)
    grey = np.clip(spread * 255 + 0.5, 0, 255).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(grey).save(file, "JPEG", quality=JPEG_QUALITY)
    return file.getvalue()


def to_media(pixels: NDArray[np.float32], most: int = MEDIA_BYTES) -> bytes:
    """Render a film as a JPEG file as sharp as `most` bytes allow, seen through its auto window."""
    longest = max(pixels.shape)
    while len(jpeg := to_jpeg(shown := to_screen(pixels, longest), auto_window(shown))) > most:
        longest = int(longest * MEDIA_SHRINK)
    return jpeg
