"""What is refused in teaching.

::

    TeachingError (a ValueError)
    ├── CaseError     a case that nobody could measure
    ├── ReadingError  a reading that is none, or that does not fit its case
    ├── LearnerError  a nickname that is none, or a case that a learner has read already
    └── TooFewError   a figure that needs more readings than there are

Every message says what was found, what is expected and what to do.
"""


class TeachingError(ValueError):
    """Something in a lesson cannot be; the message says why and what to do."""


class CaseError(TeachingError):
    """A curve that does not lie on the spine of its case."""


class ReadingError(TeachingError):
    """Lines, levels or a side that no reading of this case has."""


class LearnerError(TeachingError):
    """A nickname that cannot stand in a table, or a second reading of one case."""


class TooFewError(TeachingError):
    """A figure of a class that needs more readings."""
