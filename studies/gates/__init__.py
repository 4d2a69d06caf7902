"""What makes a result doubtful, said before anyone trusts it.

Each gate looks at a film or at a study and gives at most a few warnings, each with what was seen
and what to do about it. No gate changes a number, and none hides one.

======================  ==========================================================================
`studies.gates.declared`  view, side and pixel size as stated, and where they disagree
`studies.gates.identity`  the same film twice; another patient, another day
`studies.gates.count`     vertebrae too many, too few, doubled or missing
`studies.gates.numbering` level names that C7 or the sacrum contradicts
`studies.gates.edge`      vertebrae cut by the film's edge; no room for C7 or S1
`studies.gates.lean`      a film hung askew
`studies.gates.doubt`     what the network itself is unsure of
`studies.gates.metal`     implants over the spine; the only gate that looks at pixels
`studies.gates.bend`      films exchanged, bent the wrong way, or hardly bent
`studies.gates.levels`    the same name for different vertebrae of two films
`studies.gates.scale`     millimetres that differ between two films
`studies.gates.curve`     curves too small for a rate
`studies.gates.words`     how gates call films, curves and levels
======================  ==========================================================================
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import Final

from studies.findings import FilmFindings, FindingWarning, StudyFindings
from studies.gates import (
    bend,
    count,
    curve,
    declared,
    doubt,
    edge,
    identity,
    lean,
    levels,
    numbering,
    scale,
)
from studies.gates.doubt import LARGEST_TILT_SD_DEG, is_doubtful
from studies.gates.metal import metal_warnings
from studies.gates.words import VIEW_NAMES

__all__ = [
    "LARGEST_TILT_SD_DEG",
    "VIEW_NAMES",
    "film_warnings",
    "is_doubtful",
    "metal_warnings",
    "study_warnings",
]

FILM_GATES: Final[tuple[Callable[[FilmFindings], Iterator[FindingWarning]], ...]] = (
    declared.view,
    declared.side,
    lean.tilted_film,
    numbering.names,
    count.number,
    count.fit,
    edge.cut_vertebra,
    edge.room_for_landmarks,
    doubt.angle,
    doubt.score,
    doubt.spread,
    declared.spacing,
)
"""The most consequential first."""

STUDY_GATES: Final[tuple[Callable[[StudyFindings], Iterator[FindingWarning]], ...]] = (
    declared.missing_films,
    identity.same_film,
    identity.patient,
    declared.sides,
    bend.direction,
    levels.names,
    levels.shift,
    bend.standing_between,
    identity.day,
    scale.spacing,
    bend.pelvis,
    curve.small,
)
"""The most consequential first."""


def film_warnings(film: FilmFindings) -> tuple[FindingWarning, ...]:
    """Judge one film by itself.

    Parameters
    ----------
    film : FilmFindings
        Its own `warnings` are not looked at.

    Returns
    -------
    tuple of FindingWarning
        The most consequential first.
    """
    return tuple(itertools.chain.from_iterable(gate(film) for gate in FILM_GATES))


def study_warnings(study: StudyFindings) -> tuple[FindingWarning, ...]:
    """Judge the films of a study against each other.

    Parameters
    ----------
    study : StudyFindings
        Its own `warnings` are not looked at.

    Returns
    -------
    tuple of FindingWarning
        The most consequential first.
    """
    return tuple(itertools.chain.from_iterable(gate(study) for gate in STUDY_GATES))
