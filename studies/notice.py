"""What every page and every export says."""

from typing import Final

from languages import Message

RESEARCH_NOTICE: Final = Message(
    "Research and teaching use. Not a medical device. "
    "Every automatic result is unreviewed until a person confirms it."
)
"""On every page, figure, report and data file."""

UNREVIEWED: Final = Message("Unreviewed automatic result")
"""Beside every number that no person has confirmed."""
