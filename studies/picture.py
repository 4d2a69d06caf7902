"""A PNG, JPEG, TIFF or BMP file to a Radiograph."""

from __future__ import annotations

import hashlib
import io
import warnings
from pathlib import PurePath
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps

from languages import Message
from studies.colour import grey_from_rgb
from studies.errors import FilmError, FilmTooLargeError, MultiFrameError, UnreadableFilmError
from studies.greyscale import stretch
from studies.radiograph import Radiograph
from studies.side import NOT_STATED
from studies.size import LARGEST_SIDE_PX, refuse_size
from studies.view import guess_view, says_lateral

FORMATS: Final = ("PNG", "JPEG", "TIFF", "BMP")

_EXIF_ORIENTATION: Final = 0x0112
_TIFF_PHOTOMETRIC: Final = 262
_WHITE_IS_ZERO: Final = 0
_DEEP_MODES: Final = ("I;16", "I;16L", "I;16B", "I", "F")
"""More than 8 bits: how many of them carry the film is not stated, so its own range is used."""


def read_picture(data: bytes, name: str) -> Radiograph:
    """Read a picture file.

    Parameters
    ----------
    data : bytes
        The file.
    name : str
        Its name for display; a view is guessed from it.

    Returns
    -------
    Radiograph
        Without spacing (dots per inch describe a print, not a patient) and without a side.

    Raises
    ------
    FilmError
        One of its children, each with one clear sentence.
    """
    with warnings.catch_warnings():
        # Pillow warns of odd metadata that we do not use; what matters raises below.
        warnings.simplefilter("ignore")
        try:
            pixels, notes = _pixels(data)
        except FilmError:
            raise
        except Image.DecompressionBombError as error:
            raise FilmTooLargeError(
                Message(
                    "The picture claims more pixels than any film has; at most "
                    "{most} each way are read. Export it at its own resolution.",
                    most=LARGEST_SIDE_PX,
                )
            ) from error
        except Exception as error:  # a damaged file makes decoders raise whatever they like
            raise UnreadableFilmError(
                Message("The picture is damaged or cut short; export it again.")
            ) from error
    stem = PurePath(name).stem
    if says_lateral(stem):
        notes = (*notes, Message("The file's name says lateral; only frontal films are measured."))
    return Radiograph(
        pixels=pixels,
        spacing=None,
        side=NOT_STATED,
        view_guess=guess_view([(Message("file name"), stem)]),
        name=name,
        sha256=hashlib.sha256(data).hexdigest(),
        notes=notes,
    )


def _pixels(data: bytes) -> tuple[NDArray[np.float32], tuple[str, ...]]:
    with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
        columns, rows = picture.size
        refuse_size(rows, columns)
        frames = getattr(picture, "n_frames", 1)
        if frames > 1:
            raise MultiFrameError(
                Message(
                    "The file holds {frames} pictures; export the one to measure on its own.",
                    frames=frames,
                )
            )
        picture.load()
        turned = picture.getexif().get(_EXIF_ORIENTATION, 1) != 1
        notes = (Message("The picture was turned as its EXIF orientation says."),) if turned else ()
        return _grey(ImageOps.exif_transpose(picture), _is_white_zero(picture)), notes


def _is_white_zero(picture: Image.Image) -> bool:
    """Whether a deep TIFF counts from white; Pillow turns only the 8-bit ones itself."""
    tags = getattr(picture, "tag_v2", {})
    return picture.mode in _DEEP_MODES and tags.get(_TIFF_PHOTOMETRIC) == _WHITE_IS_ZERO


def _grey(picture: Image.Image, white_is_zero: bool) -> NDArray[np.float32]:
    """Grey in [0, 1], transparent parts black."""
    if picture.mode in _DEEP_MODES:
        values = np.asarray(picture)
        if not np.isfinite(values).all():
            raise UnreadableFilmError(
                Message("The picture has pixels without a value; export it again.")
            )
        grey = stretch(values)
        return np.float32(1) - grey if white_is_zero else grey
    if picture.mode in ("1", "L") and "transparency" not in picture.info:
        return np.asarray(picture.convert("L"), dtype=np.float32) / np.float32(255)
    if picture.has_transparency_data:
        black = Image.new("RGBA", picture.size, "black")
        picture = Image.alpha_composite(black, picture.convert("RGBA"))
    return grey_from_rgb(np.asarray(picture.convert("RGB")))
