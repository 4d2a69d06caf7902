"""Network output to an ordered chain of vertebrae.

Every peak of the centre map is a candidate. The body cells that point at it vote on its four
corners; the candidates that make the best chain down the column are the spine.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter

from r2mf.calibration import LAPLACE_SD, ends_sd_deg
from r2mf.network import VOTE_UNIT

PEAK_FLOOR = 0.12
"""Centre probability below which a cell is no candidate; the chain settles what is above."""

VOTER_FLOOR = 0.3
"""Body probability below which a cell has no vote."""

VOTER_REACH = 0.45
"""A cell votes for the peak that its own vote puts within this share of the vertebra's height."""

FEWEST_VOTES = 4
"""Cells; a candidate with fewer is a speck."""

TUKEY_CUT = 3.0
"""Votes further from the median than this many median deviations do not count."""

DOUBLE = 0.5
"""Neighbours whose distance is under this share of the expected one are one vertebra twice."""

GAP = 1.6
"""Neighbours whose distance is over this share of the expected one miss one between them."""

DISC = 1.28
"""Expected distance of neighbouring centres over the mean of their heights: body and disc."""

STEP_COST = 0.5
"""Cost of a doubling or halving of the expected distance, in units of a sure vertebra."""

AWRY_COST = 0.7
"""Cost of a neighbour lying a right angle away from where the vertebra's axis points."""

USUAL_COUNT = 17
"""T1 to L5, which is what the network learned to outline."""

UNSURE_END = 0.9
"""Of more than `USUAL_COUNT` in a row, an end vertebra less sure than this share of the chain's
median is taken for a neck vertebra or a sacrum, and said to have been left out. Such extras reach
0.8 on labelled films; the end of a spine that truly has eighteen may be left out with them."""

LONGEST_STEP = 4.2
"""Expected distances that may lie between neighbours in a chain: up to three missed."""


@dataclass(frozen=True, eq=False)
class Candidate:
    """A vertebra the network proposes, in fine cells."""

    quad: NDArray[np.float64]
    """(4, 2) row, column."""

    score: float
    spread: float
    """Expected error of a corner by the votes, in cells."""

    seen_tilt_sd_deg: float | None = None
    """Standard deviation of its endplates' tilt that a close look foretells; None without one."""

    turned_deg: float = 0.0
    """How far a close look turned it from where the votes had it."""

    @property
    def tilt_sd_deg(self) -> float:
        """Standard deviation of its endplates' tilt that is foretold, uncalibrated."""
        if self.seen_tilt_sd_deg is not None:
            return self.seen_tilt_sd_deg
        return ends_sd_deg(self.corner_sd, self.width)

    @property
    def corner_sd(self) -> float:
        """Standard deviation of a corner that the votes foretell, in cells."""
        return LAPLACE_SD * self.spread

    @property
    def width(self) -> float:
        """Mean length of the two endplates."""
        return float(np.linalg.norm(self.quad[[1, 2]] - self.quad[[0, 3]], axis=1).mean())

    @property
    def centre(self) -> NDArray[np.float64]:
        """(2,) row, column."""
        return self.quad.mean(axis=0)

    @property
    def height(self) -> float:
        """Mean length of the two sides."""
        return float(np.linalg.norm(self.quad[[3, 2]] - self.quad[[0, 1]], axis=1).mean())

    @property
    def axis(self) -> NDArray[np.float64]:
        """Unit vector from the superior to the inferior endplate."""
        down = self.quad[2:].mean(axis=0) - self.quad[:2].mean(axis=0)
        return down / max(float(np.linalg.norm(down)), 1e-9)


def find_candidates(
    bodies: NDArray[np.float32],
    centres: NDArray[np.float32],
    votes: NDArray[np.float32],
    log_spread: NDArray[np.float32],
) -> list[Candidate]:
    """Let body cells vote on the corners of each centre peak; some may share a place.

    A cell votes for the peak its own vote puts nearest, so that of two foreshortened vertebrae
    that overlap each keeps its own corners.

    Parameters
    ----------
    bodies, centres : (h, w) arrays
        Probabilities.
    votes : (8, h, w) array
        Corners relative to each cell, in `VOTE_UNIT` cells.
    log_spread : (h, w) array
        Logarithm of the expected error of a vote, in cells.
    """
    places = peaks_of(centres)  # (p, 2)
    rows, columns = np.nonzero(bodies >= VOTER_FLOOR)
    if not len(rows) or not len(places):
        return []
    here = np.stack([rows, columns], axis=1)
    cast = votes[:, rows, columns].T.reshape(-1, 4, 2) * VOTE_UNIT + here[:, None]  # (n, 4, 2)
    weights, spreads = bodies[rows, columns], np.exp(log_spread[rows, columns])
    aims = cast.mean(axis=1)  # (n, 2)
    sides = np.linalg.norm(cast[:, [3, 2]] - cast[:, [0, 1]], axis=2).mean(axis=1)  # (n,)
    distances = np.linalg.norm(aims[:, None] - places, axis=2)  # (n, p)
    within = distances < VOTER_REACH * sides[:, None]
    nearest = distances.argmin(axis=1)  # (n,)
    candidates = []
    for number, peak in enumerate(places):
        near = within[:, number] & (nearest == number)
        if near.sum() < FEWEST_VOTES:
            continue
        quad = agreed(cast[near], weights[near])
        spread = float(np.average(spreads[near], weights=weights[near]))
        candidates.append(Candidate(quad, float(centres[tuple(peak)]), spread))
    return candidates


def peaks_of(centres: NDArray[np.float32]) -> NDArray[np.intp]:
    """Find the cells of a centre map (h, w) that no neighbour exceeds, (p, 2) row, column."""
    return np.argwhere((centres == maximum_filter(centres, size=3)) & (centres >= PEAK_FLOOR))


def agreed(cast: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted mean of the votes (n, 4, 2) -> (4, 2), without the ones far from the median."""
    median = np.median(cast, axis=0)
    distance = np.linalg.norm(cast - median, axis=2)  # (n, 4)
    limit = TUKEY_CUT * np.median(distance, axis=0) + 1e-6
    kept = weights[:, None] * (distance <= limit)  # (n, 4)
    return (cast * kept[..., None]).sum(axis=0) / kept.sum(axis=0)[:, None]


def _without_doubles(candidates: list[Candidate]) -> list[Candidate]:
    """Of candidates that share a place, keep the surest."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: -c.score):
        if all(
            np.linalg.norm(candidate.centre - other.centre)
            >= DOUBLE * DISC * (candidate.height + other.height) / 2
            for other in kept
        ):
            kept.append(candidate)
    return kept


def expected_distance(upper: Candidate, lower: Candidate) -> float:
    """Distance of the centres of two neighbours, in cells, judged by their heights."""
    return DISC * (upper.height + lower.height) / 2


def best_chain(candidates: list[Candidate]) -> list[Candidate]:
    """Choose the candidates that form the spine, cranial first.

    Of those that share a place the surest is kept. The chain with the highest sum of scores less
    the cost of its steps, found by dynamic programming from the top of the film downward. A step
    costs for being longer or shorter than a vertebra and a disc, and for leaving the axis of the
    vertebrae it joins.
    """
    ordered = sorted(_without_doubles(candidates), key=lambda c: c.centre[0])
    values = np.array([candidate.score for candidate in ordered])
    before = np.full(len(ordered), -1)
    for i, lower in enumerate(ordered):
        for j, upper in enumerate(ordered[:i]):
            value = values[j] + lower.score - _step_cost(upper, lower)
            if value > values[i]:
                values[i], before[i] = value, j
    chain: list[Candidate] = []
    here = int(np.argmax(values)) if ordered else -1
    while here >= 0:
        chain.insert(0, ordered[here])
        here = before[here]
    return chain


def _step_cost(upper: Candidate, lower: Candidate) -> float:
    step = lower.centre - upper.centre
    length = max(float(np.linalg.norm(step)), 1e-9)
    ratio = length / max(expected_distance(upper, lower), 1e-9)
    if ratio > LONGEST_STEP:
        return np.inf
    along = min(float(step @ upper.axis), float(step @ lower.axis)) / length
    return STEP_COST * abs(np.log2(ratio)) + AWRY_COST * (1 - along)


def gaps(chain: list[Candidate]) -> list[int]:
    """Places where a vertebra seems missing: i for a gap between i and i + 1."""
    return [
        i
        for i, (upper, lower) in enumerate(itertools.pairwise(chain))
        if np.linalg.norm(lower.centre - upper.centre) > GAP * expected_distance(upper, lower)
    ]


def without_unsure_ends(chain: list[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Part a chain of more than the usual count from unsure vertebrae at its ends.

    Returns
    -------
    kept, left_out : list of Candidate
    """
    kept, left_out = list(chain), []
    while len(kept) > USUAL_COUNT:
        weaker = 0 if kept[0].score < kept[-1].score else -1
        if kept[weaker].score >= UNSURE_END * np.median([c.score for c in kept]):
            break
        left_out.append(kept.pop(weaker))
    return kept, left_out
