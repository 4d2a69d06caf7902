"""Stored values to a film on which bone is bright.

The grey-scale pipeline of DICOM PS3.4 annex N.2: Modality LUT or rescale, then VOI LUT or window,
then presentation. Unlike a viewer we keep full depth: the film is float32 in [0, 1], not 8 bits.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from languages import Message
from studies.header import items, number, numbers, text

DATA_RANGE_PERCENTILES: Final = (0.1, 99.9)
"""Black and white where no window is stated; a burnt-in marker or a dead pixel does not count."""

SMALLEST_WINDOW_SHARE: Final = 0.05
"""A window and the film's own range must share this much of each other. Less, and more than nine
tenths of the picture would be flat black or white, or squeezed into a twentieth of the greys."""

_BANDS: Final = ((0.15, 0.35), (0.4, 0.6), (0.65, 0.85))
"""Left flank, middle and right flank in shares of the width, clear of collimated margins."""

_SAMPLED_PIXELS: Final = 1_000_000
"""Enough pixels for a percentile to three digits, on a film of any size."""

Grey = NDArray[np.float32]
Stored = NDArray[np.integer[Any]]
Shown = tuple[Grey, tuple[str, ...]]
"""Pixels, and remarks for the reader."""


def film_from_stored(stored: Stored, header: Dataset) -> Shown:
    """Turn stored values into a film.

    Parameters
    ----------
    stored : (H, W) array of integers
        Pixel values as decoded, nothing applied.
    header : Dataset
        The attributes of the grey-scale pipeline.

    Returns
    -------
    pixels : (H, W) float32
        In [0, 1], bone bright if the header tells the truth.
    notes : tuple of str
        What had to be assumed.
    """
    values, modality_notes = _modality_values(stored, header)
    shown, window_notes = _windowed(values, header)
    inverted, presentation_notes = _is_inverted(shown, header)
    if inverted:
        np.subtract(np.float32(1), shown, out=shown)
    return shown, modality_notes + window_notes + presentation_notes


def stretch(values: Stored | Grey) -> Grey:
    """Scale the film's own range (`DATA_RANGE_PERCENTILES`) to [0, 1]."""
    low, high = data_range(values)
    return _ramp(values, low, high)


def data_range(values: Stored | Grey) -> tuple[float, float]:
    """Black and white by the film's own values."""
    step = max(1, int(np.sqrt(values.size / _SAMPLED_PIXELS)))
    low, high = np.percentile(values[::step, ::step], DATA_RANGE_PERCENTILES)
    if low == high:  # all but a few pixels are the same
        low, high = np.min(values), np.max(values)
    return float(low), float(high)


def _modality_values(stored: Stored, header: Dataset) -> Shown:
    """Modality LUT, or else rescale slope and intercept (PS3.3 C.11.1)."""
    for item in items(header, "ModalityLUTSequence"):
        mapped = _looked_up(stored, item)
        if mapped is not None:
            return mapped, ()
    slope, intercept = number(header, "RescaleSlope"), number(header, "RescaleIntercept")
    values = stored.astype(np.float32)
    if slope == 0:
        return values, (Message("The rescale slope is 0 and was not applied."),)
    if slope is not None:
        values *= np.float32(slope)
    if intercept is not None:
        values += np.float32(intercept)
    return values, ()


def _windowed(values: Grey, header: Dataset) -> Shown:
    """VOI LUT, or else the first window, or else the film's own range (PS3.3 C.11.2)."""
    for item in items(header, "VOILUTSequence"):
        mapped = _looked_up(values, item)
        if mapped is not None and mapped.max() > mapped.min():
            return mapped / mapped.max(), ()
    centre, width = number(header, "WindowCenter"), number(header, "WindowWidth")
    if centre is None or width is None:
        return stretch(values), ()
    function = text(header, "VOILUTFunction").upper() or "LINEAR"
    smallest = 1.0 if function == "LINEAR" else 0.0
    if width < smallest or width == 0:
        return stretch(values), (
            Message(
                "The stated window is {width:g} wide, which is none; the film's own range is "
                "shown.",
                width=width,
            ),
        )
    if function == "LINEAR":
        # C.11.2.1.2.1: from c - 0.5 - (w - 1)/2 to c - 0.5 + (w - 1)/2
        low, high = centre - 0.5 - (width - 1) / 2, centre - 0.5 + (width - 1) / 2
    else:
        # C.11.2.1.3.2: from c - w/2 to c + w/2; a sigmoid is centred and about as wide
        low, high = centre - width / 2, centre + width / 2
    if not _fits(low, high, data_range(values)):
        return stretch(values), (
            Message(
                "The stated window ({low:g} to {high:g}) misses the film's values; the "
                "film's own range is shown.",
                low=low,
                high=high,
            ),
        )
    if function == "SIGMOID":
        # C.11.2.1.3.1
        return 1 / (1 + np.exp(-4 * (values - np.float32(centre)) / np.float32(width))), ()
    return _ramp(values, low, high), ()


def _fits(low: float, high: float, values: tuple[float, float]) -> bool:
    """Whether a window shows a fair share of the values and is fairly filled by them."""
    shared = min(high, values[1]) - max(low, values[0])
    widest = max(high - low, values[1] - values[0])
    return shared >= SMALLEST_WINDOW_SHARE * widest


def _ramp(values: Stored | Grey, low: float, high: float) -> Grey:
    """0 up to `low`, 1 from `high`, straight between; a step where they coincide."""
    if not high > low:
        return (values > low).astype(np.float32)
    ramp = values.astype(np.float32)
    ramp -= np.float32(low)
    ramp /= np.float32(high - low)
    return np.clip(ramp, 0, 1, out=ramp)


def _looked_up(values: Stored | Grey, item: Dataset) -> Grey | None:
    """Values through one LUT (PS3.3 C.11.1.1), None when the table is not what it says it is."""
    descriptor = numbers(item, "LUTDescriptor")
    table = _table(item, descriptor)
    if table is None:
        return None
    first = int(descriptor[1])
    index = np.clip(np.rint(values).astype(np.int64) - first, 0, table.size - 1)
    return table[index]


def _table(item: Dataset, descriptor: tuple[float, ...]) -> Grey | None:
    if len(descriptor) != 3:
        return None
    entries = int(descriptor[0]) or 65536  # 0 stands for 2**16
    data = item.get("LUTData")
    if isinstance(data, bytes):
        narrow = len(data) in (entries, entries + entries % 2)
        data = np.frombuffer(data, np.uint8 if narrow else "<u2")
    if data is None:
        return None
    table = np.asarray(data, dtype=np.float32).ravel()
    return table[:entries] if table.size >= entries > 0 else None


def _is_inverted(shown: Grey, header: Dataset) -> tuple[bool, tuple[str, ...]]:
    """Whether what is shown so far has to be inverted for bone to be bright.

    The Presentation LUT Shape, where stated, stands for the photometric interpretation (PS3.3
    C.7.6.3.1.2, C.11.6). Both can disagree with the Pixel Intensity Relationship Sign
    (C.8.11.3.1.2: 1 when low values mean little radiation, so dense), and either may be the wrong
    one: the picture decides then.
    """
    inverse = text(header, "PhotometricInterpretation") == "MONOCHROME1"
    claims = {inverse}
    shape = text(header, "PresentationLUTShape").upper()
    if shape in ("IDENTITY", "INVERSE"):
        claims.add(shape == "INVERSE")
    sign = number(header, "PixelIntensityRelationshipSign")
    if sign in (1, -1):
        claims.add(sign == 1)
    elif text(header, "Modality") == "XA" and not inverse:
        # C.8.7.1.1.2: values of an angiogram rise with the radiation, so bone is dark
        return True, (Message("Angiography shows bone dark; the film was inverted."),)
    if len(claims) == 1:
        return inverse, ()
    return _flanks_are_brighter(shown), (
        Message(
            "The file contradicts itself on whether bone is bright; check that it is on this film."
        ),
    )


def _flanks_are_brighter(shown: Grey) -> bool:
    """Whether the middle of the film is darker than its flanks.

    The middle of a trunk, with spine, mediastinum and pelvis, lets through less radiation than
    lungs and air beside it.
    """
    width = shown.shape[1]
    columns = shown.mean(axis=0)
    left, middle, right = (
        columns[int(width * low) : int(width * high)].mean() for low, high in _BANDS
    )
    return bool(middle < (left + right) / 2)
