"""Which colour pictures are films all the same: those that look grey."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from languages import Message
from studies.errors import ColourFilmError

COLOUR_TOLERANCE: Final = 24
"""Channels of a grey pixel differ by less, of 255. JPEG colour coding and a scanner's tint leave
differences of up to about a dozen on a grey film; skin, wood and sky are far beyond."""

LARGEST_COLOURED_SHARE: Final = 0.02
"""A coloured marker, ruler or pen line covers less of a film; a photograph is coloured all over."""

_LUMA: Final = (0.299, 0.587, 0.114)
"""Weights of red, green and blue, ITU-R BT.601."""


def grey_from_rgb(rgb: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Take the grey of a picture that looks grey.

    Parameters
    ----------
    rgb : (H, W, 3) uint8

    Returns
    -------
    (H, W) float32
        Luma in [0, 1].

    Raises
    ------
    ColourFilmError
        If more than `LARGEST_COLOURED_SHARE` of the pixels are coloured.
    """
    spread = rgb.max(axis=2) - rgb.min(axis=2)
    coloured = float(np.mean(spread > COLOUR_TOLERANCE))
    if coloured > LARGEST_COLOURED_SHARE:
        raise ColourFilmError(
            Message(
                "{coloured:.0%} of this picture is coloured, so it is a colour photograph "
                "and not a film; export the film itself in grey.",
                coloured=coloured,
            )
        )
    grey = np.zeros(rgb.shape[:2], np.float32)
    for channel, weight in enumerate(_LUMA):
        grey += rgb[..., channel] * np.float32(weight / 255)
    return np.clip(grey, 0, 1, out=grey)
