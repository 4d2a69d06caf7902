"""Confidence intervals of figures, by drawing films again with replacement."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

RESAMPLES = 2000
"""Draws; the bounds of another 2000 differ by a few hundredths of their distance."""

BOUNDS = (0.025, 0.975)
"""Of a 95 % interval, by percentiles (Efron 1979)."""

SEED = 0
"""The same films give the same interval."""


def interval(figure: Callable[[NDArray[np.intp]], float], films: int) -> tuple[float, float]:
    """Bound a figure of some films, 95 %.

    Parameters
    ----------
    figure : callable
        From the indices of the films drawn, (films,) with repetitions, to the figure; nan where
        they do not have it.
    films : int
        How many there are.
    """
    rng = np.random.default_rng(SEED)
    values = [figure(rng.integers(films, size=films)) for _ in range(RESAMPLES)]
    low, high = np.nanquantile(values, BOUNDS)
    return float(low), float(high)


def mean_interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """Bound the mean of one value a film, (n,), 95 %."""
    return interval(lambda drawn: float(values[drawn].mean()), len(values))
