"""The one place that turns an exception into advice.

The packages below raise errors whose message is already a sentence with a remedy; the app shows
it. Anything else is a fault of ours: the person is told so plainly, and the log gets the place in
the code but never the message, which might quote what a film's header holds.
"""

from __future__ import annotations

import logging
import traceback
from typing import Final

from languages import Message
from measurements import MeasurementError
from r2mf.errors import SegmentationError
from studies.errors import StudyError
from teaching import TeachingError

OURS: Final = (StudyError, SegmentationError, MeasurementError, TeachingError)
"""Errors whose message was written for the person reading it."""

_log = logging.getLogger(__name__)


def advice(error: Exception) -> str:
    """Say in a sentence or two what went wrong and what to do.

    Parameters
    ----------
    error : Exception
        Whatever was raised.

    Returns
    -------
    str
        Words for the person at the screen, free of tracebacks.

    Examples
    --------
    >>> from studies.errors import NotAFilmError
    >>> advice(NotAFilmError("This file holds no picture; choose a DICOM or PNG file."))
    'This file holds no picture; choose a DICOM or PNG file.'
    """
    if isinstance(error, OURS):
        return str(error)
    if isinstance(error, MemoryError):
        return Message(
            "This computer ran out of memory. Close other programs, or export the film "
            "at a lower resolution, and try again."
        )
    _log.error("%s at\n%s", type(error).__name__, "".join(traceback.format_tb(error.__traceback__)))
    return Message(
        "Something went wrong inside the app ({name}), and nothing was measured. Try "
        "again; if it comes back, report it with what you were doing.",
        name=type(error).__name__,
    )
