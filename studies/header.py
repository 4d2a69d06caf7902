"""Values of a DICOM header that may be absent, empty or malformed."""

from __future__ import annotations

import math

from pydicom.dataset import Dataset
from pydicom.multival import MultiValue


def texts(header: Dataset, keyword: str) -> tuple[str, ...]:
    """Values under `keyword` as stripped texts, empty ones kept; () when absent or malformed."""
    try:
        value = header.get(keyword)
    except Exception:  # pydicom converts on access and raises whatever the conversion raises
        return ()
    if value is None or value == "":
        return ()
    values = value if isinstance(value, MultiValue | list | tuple) else (value,)
    return tuple(str(one).strip(" \0") for one in values)


def text(header: Dataset, keyword: str) -> str:
    """First text under `keyword`, "" when there is none."""
    return next(iter(texts(header, keyword)), "")


def numbers(header: Dataset, keyword: str) -> tuple[float, ...]:
    """Values under `keyword` as finite numbers; () when absent, or when any is none."""
    try:
        values = tuple(float(one) for one in texts(header, keyword))
    except ValueError:
        return ()
    return values if all(math.isfinite(one) for one in values) else ()


def number(header: Dataset, keyword: str) -> float | None:
    """First number under `keyword`, None when there is none."""
    return next(iter(numbers(header, keyword)), None)


def items(header: Dataset, keyword: str) -> tuple[Dataset, ...]:
    """Items of the sequence under `keyword`; () when absent or malformed."""
    try:
        value = header.get(keyword)
        return tuple(item for item in value or () if isinstance(item, Dataset))
    except Exception:  # as in `texts`
        return ()
