"""What an operation made of the flexibility that the fulcrum films of a study showed."""

from __future__ import annotations

from functools import partial

from measurements import (
    BendingTechnique,
    CannotMeasureError,
    Flexibility,
    FulcrumCorrection,
    Posture,
    Spine,
    measure_fulcrum_correction,
)
from studies.findings import BENDING_FILMS, FilmFindings, StudyFindings
from studies.gates.words import curve_words
from studies.measured import Measured


def fulcrum_corrections(
    study: StudyFindings, postoperative: FilmFindings
) -> tuple[Measured[FulcrumCorrection], ...]:
    """Measure the fulcrum-bending correction index of each standing curve.

    Parameters
    ----------
    study : StudyFindings
        Before operation, its bending films taken over a fulcrum.
    postoperative : FilmFindings
        The standing film after operation.

    Returns
    -------
    tuple of Measured
        One for each curve of the standing film, in its order, or the reason why there is none.
    """
    return tuple(
        Measured.by(partial(_correction, study, item, postoperative)) for item in study.flexibility
    )


def fulcrum_words(study: StudyFindings, postoperative: FilmFindings) -> list[str]:
    """Say for each standing curve what the operation used of its flexibility."""
    found = fulcrum_corrections(study, postoperative)
    return [
        f"{curve_words(item.curve)}: {_words(each.value) if each.value else each.reason}"
        for item, each in zip(study.flexibility, found, strict=True)
    ]


def _words(found: FulcrumCorrection) -> str:
    sign = found.curve.convexity.sign
    bent, after = found.fulcrum_deg * sign, found.postoperative_deg * sign
    measured = (
        f"{found.curve.magnitude_deg:.0f}° standing, {bent:.0f}° over the fulcrum "
        f"({found.fulcrum_flexibility_percent:.0f} %), {after:.0f}° after operation "
        f"({found.correction_percent:.0f} %)"
    )
    if found.index_percent is None:
        return f"{measured}. {found.reason}"
    return f"{measured}; fulcrum-bending correction index {found.index_percent:.0f} %."


def _correction(
    study: StudyFindings, item: Flexibility, postoperative: FilmFindings
) -> FulcrumCorrection:
    if study.technique is not BendingTechnique.FULCRUM:
        raise CannotMeasureError(
            f"the technique of the bending films is {study.technique}, and the index is defined "
            "over a fulcrum; record the technique of the study if the films were taken so"
        )
    if postoperative.posture is not Posture.STANDING:
        raise CannotMeasureError("the film after operation is a bending film; give a standing one")
    return measure_fulcrum_correction(
        item.curve, fulcrum=_fulcrum_film(study, item), postoperative=postoperative.used
    )


def _fulcrum_film(study: StudyFindings, item: Flexibility) -> Spine:
    if item.film is None:
        raise CannotMeasureError(item.reason)
    return study.films[BENDING_FILMS[item.film]].used
