"""Lenke's rules for the curve type, one function each.

Lenke et al. 2001, J Bone Joint Surg Am 83:1169, as AO Surgery Reference (Lenke classification) and
orthobullets.com/spine/2076 give them. Angles come as arrays whose last axis is the region (proximal
thoracic, main thoracic, thoracolumbar or lumbar), so that one reading and many draws are judged by
the same rule.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

from languages import Message
from measurements.errors import CannotMeasureError
from measurements.settings import DEFAULT_SETTINGS
from measurements.structural import ROUNDING_DEG, Structural

LEAD_DEG = 5.0
"""By how much a thoracolumbar or lumbar curve must exceed the main thoracic one to lead type 6."""

Codes = NDArray[np.int8]
"""Places in `STATES`."""

STATES = tuple(Structural)


class LenkeRegion(StrEnum):
    """The three places where a curve counts, cranial first."""

    PROXIMAL_THORACIC = "PT"
    MAIN_THORACIC = "MT"
    THORACOLUMBAR_LUMBAR = "TL/L"

    @property
    def label(self) -> str:
        """The region in a sentence."""
        return {
            "PT": Message("proximal thoracic"),
            "MT": Message("main thoracic"),
            "TL/L": Message("thoracolumbar/lumbar"),
        }[self]


class LenkeType(StrEnum):
    """Which of the three curves are structural, and which is the major one."""

    MAIN_THORACIC = "1"
    DOUBLE_THORACIC = "2"
    DOUBLE_MAJOR = "3"
    TRIPLE_MAJOR = "4"
    THORACOLUMBAR_LUMBAR = "5"
    THORACOLUMBAR_LUMBAR_MAIN_THORACIC = "6"
    UNCLASSIFIABLE = "unclassifiable"

    @property
    def label(self) -> str:
        """The type with its name."""
        if self is LenkeType.UNCLASSIFIABLE:
            return Message("none of Lenke's types")
        return LENKE_LABELS[self.value]


LENKE_LABELS = {
    "1": Message("Lenke 1, main thoracic"),
    "2": Message("Lenke 2, double thoracic"),
    "3": Message("Lenke 3, double major"),
    "4": Message("Lenke 4, triple major"),
    "5": Message("Lenke 5, thoracolumbar/lumbar"),
    "6": Message("Lenke 6, thoracolumbar/lumbar main thoracic"),
}
"""The types with what they are called."""


@dataclass(frozen=True)
class CurvePattern:
    """What the type follows from.

    Raises
    ------
    CannotMeasureError
        If the major curve is not structural, or is a proximal thoracic one.
    """

    major: LenkeRegion

    leads_by_five: bool
    """Whether a major thoracolumbar or lumbar curve exceeds the main thoracic one by 5 degrees."""

    proximal: Structural
    main: Structural
    lower: Structural

    def __post_init__(self) -> None:
        major = {
            LenkeRegion.MAIN_THORACIC: self.main,
            LenkeRegion.THORACOLUMBAR_LUMBAR: self.lower,
        }.get(self.major)
        if major is not Structural.STRUCTURAL:
            raise CannotMeasureError(
                Message(
                    "the {label} curve is given as the major one, {state}; the major curve "
                    "is main thoracic, thoracolumbar or lumbar, and structural",
                    label=self.major.label,
                    state=major or Message("never so"),
                )
            )

    @property
    def states(self) -> tuple[Structural, Structural, Structural]:
        """Proximal thoracic, main thoracic, thoracolumbar or lumbar."""
        return self.proximal, self.main, self.lower


def lower_curve_is_major(standing_deg: ArrayLike) -> NDArray[np.bool_]:
    """Step 1: the largest standing curve is the major one.

    Parameters
    ----------
    standing_deg : (..., 3) array_like
        Standing Cobb angles without sign; 0 where there is no curve, NaN where none is seen.

    Returns
    -------
    (...) ndarray of bool
        True where the thoracolumbar or lumbar curve is major, False where the main thoracic one
        is. A proximal thoracic curve is never major: where it is the largest, the main thoracic
        one is taken (orthobullets).
    """
    proximal, main, lower = np.moveaxis(np.asarray(standing_deg, dtype=float), -1, 0)
    largest: NDArray[np.bool_] = (lower > main + ROUNDING_DEG) & ~(proximal > lower + ROUNDING_DEG)
    return largest


def lower_curve_leads_by_five(standing_deg: ArrayLike) -> NDArray[np.bool_]:
    """Type 6 rather than 3: the thoracolumbar or lumbar curve is larger by 5 degrees or more.

    Parameters
    ----------
    standing_deg : (..., 3) array_like
        Standing Cobb angles without sign.

    Returns
    -------
    (...) ndarray of bool
    """
    _, main, lower = np.moveaxis(np.asarray(standing_deg, dtype=float), -1, 0)
    leads: NDArray[np.bool_] = lower - main >= LEAD_DEG - ROUNDING_DEG
    return leads


def coronal_states(
    standing_deg: ArrayLike,
    residual_deg: ArrayLike,
    *,
    structural_deg: float = DEFAULT_SETTINGS.structural_deg,
) -> Codes:
    """Step 2: a minor curve that keeps 25 degrees or more on side bending is structural.

    Parameters
    ----------
    standing_deg, residual_deg : (..., 3) array_like
        Standing angles without sign, and angles left on the film that bends towards the convexity,
        negative when over-corrected. NaN where there is none.
    structural_deg : float
        Angle left from which a minor curve is structural, in degrees.

    Returns
    -------
    (..., 3) ndarray of int8
        Places in `STATES`. Without a bending film a curve under 25 degrees standing is
        non-structural, as bending makes none larger, and any other uncertain.
    """
    standing = np.asarray(standing_deg, dtype=float)
    residual = np.asarray(residual_deg, dtype=float)
    limit = structural_deg - ROUNDING_DEG
    code = {state: STATES.index(state) for state in STATES}
    unbent = np.where(standing < limit, code[Structural.NON_STRUCTURAL], code[Structural.UNCERTAIN])
    bent = np.where(residual >= limit, code[Structural.STRUCTURAL], code[Structural.NON_STRUCTURAL])
    return np.where(np.isnan(residual), unbent, bent).astype(np.int8)


def pattern_shares(
    standing_deg: ArrayLike,
    residual_deg: ArrayLike,
    *,
    structural_deg: float = DEFAULT_SETTINGS.structural_deg,
) -> dict[CurvePattern, float]:
    """Find the patterns of curves among readings.

    Parameters
    ----------
    standing_deg, residual_deg : (N, 3) array_like
        N readings of the angles, as in `coronal_states`.
    structural_deg : float
        Angle left from which a minor curve is structural, in degrees.

    Returns
    -------
    dict of CurvePattern to float
        The share of the readings with each pattern, the commonest first; they add up to 1. The
        major curve is always structural.
    """
    lower_major = lower_curve_is_major(standing_deg)
    leads = lower_major & lower_curve_leads_by_five(standing_deg)
    states = coronal_states(standing_deg, residual_deg, structural_deg=structural_deg)
    structural = STATES.index(Structural.STRUCTURAL)
    states[..., 1] = np.where(lower_major, states[..., 1], structural)
    states[..., 2] = np.where(lower_major, structural, states[..., 2])
    digits = np.stack([lower_major, leads, *np.moveaxis(states, -1, 0)])
    shape = (2, 2, *[len(STATES)] * 3)
    found, counts = np.unique(np.ravel_multi_index(tuple(digits), shape), return_counts=True)
    shares = {
        _pattern(*(int(digit) for digit in np.unravel_index(code, shape))): count / len(lower_major)
        for code, count in zip(found, counts.tolist(), strict=True)
    }
    return dict(sorted(shares.items(), key=lambda item: -item[1]))


def lenke_type(pattern: CurvePattern) -> LenkeType:
    """Step 3: the type is which curves are structural, and which one is major.

    Parameters
    ----------
    pattern : CurvePattern
        With nothing uncertain.

    Returns
    -------
    LenkeType
        A major thoracolumbar or lumbar curve over a structural proximal and a non-structural main
        thoracic curve has no place in the table.

    Raises
    ------
    CannotMeasureError
        If the state of a curve is uncertain.
    """
    if Structural.UNCERTAIN in pattern.states:
        raise CannotMeasureError(
            Message(
                "the states of the three curves are {states}; resolve what is uncertain "
                "before asking for a type",
                states=", ".join(pattern.states),
            )
        )
    proximal, main, lower = (state is Structural.STRUCTURAL for state in pattern.states)
    if pattern.major is LenkeRegion.MAIN_THORACIC:
        return {
            (False, False): LenkeType.MAIN_THORACIC,
            (True, False): LenkeType.DOUBLE_THORACIC,
            (False, True): LenkeType.DOUBLE_MAJOR,
            (True, True): LenkeType.TRIPLE_MAJOR,
        }[proximal, lower]
    return {
        (False, False): LenkeType.THORACOLUMBAR_LUMBAR,
        (True, False): LenkeType.UNCLASSIFIABLE,
        (False, True): _double_major_type(leads_by_five=pattern.leads_by_five),
        (True, True): LenkeType.TRIPLE_MAJOR,
    }[proximal, main]


def _double_major_type(*, leads_by_five: bool) -> LenkeType:
    if leads_by_five:
        return LenkeType.THORACOLUMBAR_LUMBAR_MAIN_THORACIC
    return LenkeType.DOUBLE_MAJOR


def _pattern(lower_major: int, leads: int, *states: int) -> CurvePattern:
    region = LenkeRegion.THORACOLUMBAR_LUMBAR if lower_major else LenkeRegion.MAIN_THORACIC
    return CurvePattern(region, bool(leads), *(STATES[state] for state in states))
