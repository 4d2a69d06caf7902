"""What cannot be bent, and why.

The tree::

    BendingError (a ValueError)
      +- ChainError     the corners, levels or angles cannot be those of one spine
      +- ReachError     the spine cannot bend that far: its vertebrae would collide
"""


class BendingError(ValueError):
    """A spine could not be bent; the message says why and what to do."""


class ChainError(BendingError):
    """Corners, levels or angles contradict each other; give one of each for every vertebra."""


class ReachError(BendingError):
    """The bend would drive vertebrae into each other; ask for less."""
