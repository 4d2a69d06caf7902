"""Implants over the spine: the only gate that looks at pixels.

Metal is told from bone by its shape on the film: far brighter than what surrounds it, and narrow.
In a frame around each body, whatever is wider than a screw's head is taken away (a white top-hat);
what is left is bright spots of metal, or the fine lines of bone and noise everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage

from languages import Message, ordinal
from studies.findings import Corners, FindingWarning, WarningSource

BODY_PX: Final = 48
"""Width of a body as it is looked at; a screw is then six pixels wide."""

ACROSS, ALONG = 1.9, 0.9
"""Size of what is looked at, in body widths: the body with its pedicles, where screws are."""

WIDEST_PX: Final = 23
"""A screw head of 13 mm on a thoracic body of 28 mm."""

BRIGHT_PERCENTILE, PLAIN_PERCENTILE, BONE_PERCENTILE = 97, 50, 75
"""Metal covers a few percent of what is looked at, and less than a quarter, and outshines bone."""

FLOOR: Final = 0.02
"""Noise of a film in [0, 1]: keeps a blank patch from having any contrast."""

METAL_CONTRAST: Final = 4.0
"""How far the brightest spots stand out of the plain part, from which they are called metal.

Above what bone and noise reach on any two bodies of phantom films, 3.5; faint metal is missed.
"""

FEWEST_BODIES: Final = 2
"""A fusion joins two vertebrae; a single bright spot is a clip, a button or bone end on."""


def metal_warnings(
    pixels: NDArray[np.float32], outlines: Sequence[Corners]
) -> tuple[FindingWarning, ...]:
    """Look for metal that lies over outlined vertebrae.

    Parameters
    ----------
    pixels : (H, W) float32
        The film in [0, 1], bone bright.
    outlines : sequence of corners
        The vertebrae, cranial first.

    Returns
    -------
    tuple of FindingWarning
        One, or none. It counts vertebrae and names none, as names may be corrected later.
    """
    corners = np.array(outlines)
    looked_at = _smoothed(pixels, corners)
    metal = [
        place for place, body in enumerate(corners) if _contrast(looked_at, body) > METAL_CONTRAST
    ]
    if len(metal) < FEWEST_BODIES:
        return ()
    return (
        FindingWarning(
            "metal-over-spine",
            Message(
                "Bright, sharp-edged structures lie over {count} of {all} vertebrae, "
                "between the {first} and the {last} from the top: probably implants, "
                "or metal that is worn.",
                count=len(metal),
                all=len(corners),
                first=ordinal(metal[0] + 1),
                last=ordinal(metal[-1] + 1),
            ),
            Message(
                "Check each outline there by eye, as metal hides endplates; a fused part of "
                "the spine has no flexibility to be measured."
            ),
            WarningSource.READING,
        ),
    )


def _smoothed(pixels: NDArray[np.float32], corners: NDArray[np.float64]) -> NDArray[np.float32]:
    """Blur away what is finer than it will be looked at."""
    step = float(np.median(np.linalg.norm(corners[:, 1] - corners[:, 0], axis=1))) / BODY_PX
    if step <= 1:
        return pixels
    smooth: NDArray[np.float32] = ndimage.gaussian_filter(pixels, step / 2)
    return smooth


def _contrast(pixels: NDArray[np.float32], body: NDArray[np.float64]) -> float:
    """How far the brightest narrow spots around a body stand out."""
    patch = _patch(pixels, body)
    narrow = patch - ndimage.grey_opening(patch, (WIDEST_PX, WIDEST_PX))
    plain = np.percentile(narrow, PLAIN_PERCENTILE)
    outshines = patch > np.percentile(patch, BONE_PERCENTILE) + FLOOR
    bright = np.percentile(np.where(outshines, narrow, 0), BRIGHT_PERCENTILE)
    return float(bright / (plain + FLOOR))


def _patch(pixels: NDArray[np.float32], body: NDArray[np.float64]) -> NDArray[np.float32]:
    """Cut out a body with its pedicles, upright and `BODY_PX` wide."""
    superior_left, superior_right, inferior_right, inferior_left = body
    across = (superior_right - superior_left + inferior_right - inferior_left) / 2 / BODY_PX
    down = np.array([across[1], -across[0]])
    rows, columns = (
        np.arange(round(size * BODY_PX)) - size * BODY_PX / 2 for size in (ALONG, ACROSS)
    )
    at = body.mean(axis=0)[:, None, None] + (
        down[:, None, None] * rows[:, None] + across[:, None, None] * columns
    )
    patch: NDArray[np.float32] = ndimage.map_coordinates(pixels, at, order=1, mode="nearest")
    return patch
