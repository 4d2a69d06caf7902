"""King's types of thoracic curves, with what keeps them open."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product

from languages import Message, clause, joined, sentence, shaped
from measurements.csvl import CSVL, CsvlConvention
from measurements.curve import Curve, Region
from measurements.errors import (
    CannotMeasureError,
    LandmarkMissingError,
    LevelMissingError,
    MeasurementError,
)
from measurements.film import Film
from measurements.king_index import KingFlexibilityIndex, king_flexibility_index
from measurements.lenke import largest_by_region
from measurements.lenke_rule import LenkeRegion, lower_curve_is_major
from measurements.level import Level
from measurements.stable_vertebra import LineCrossing
from measurements.structural import ROUNDING_DEG
from measurements.tilt import l4_tilt, t1_tilt
from measurements.uncertainty import Z95, difference_error_deg
from measurements.weighed_curve import WeighedCurve

CENTRED_WITHIN = 0.25
"""Largest distance of L5 from the central sacral line that is called centred, as a share of its
width.

Ours: the source says "centred" only; the line then runs through the middle half of the body.
"""


class KingType(StrEnum):
    """King et al. 1983, as orthopaedicsone.com and harms-spinesurgery.com give it."""

    I = "I"  # noqa: E741 - the type's own name
    """Thoracic and lumbar curve cross the midline; the lumbar one is larger or less flexible."""

    II = "II"
    """Both cross the midline; the thoracic one is at least as large and no more flexible."""

    III = "III"
    """A thoracic curve whose lumbar curve does not cross the midline."""

    IV = "IV"
    """A long thoracic curve: L5 is centred over the sacrum and L4 tilts into the curve."""

    V = "V"
    """A double thoracic curve: T1 tilts into the convexity of the upper one, which is structural
    on side bending."""


class KingGround(StrEnum):
    """Why a type is a candidate."""

    MEASURED = Message("as measured")
    ERROR = Message("open within measurement error")
    MISSING = Message("open without a landmark, a vertebra or a film")


@dataclass(frozen=True)
class KingCandidate:
    """A type that the films leave open."""

    type: KingType
    ground: KingGround

    reason: str
    """What the type asks for, and what was found of it."""


@dataclass(frozen=True)
class KingClassification:
    """What the films say of King's type."""

    candidates: tuple[KingCandidate, ...]
    """As measured first; empty where King has no type for the curves, or none fits."""

    index: KingFlexibilityIndex | None
    """King's flexibility index, None without both curves and their bends."""

    not_applicable: str
    """Why King has no type for these curves; empty where he has."""


@dataclass(frozen=True)
class _Fact:
    """Whether something holds as measured (None: not known), and what it may truly be."""

    measured: bool | None
    possible: frozenset[bool]
    words: tuple[str, ...] = field(default=())

    @classmethod
    def of(cls, margin: float, error: float, words: str) -> "_Fact":
        """Say that a margin is positive, and whether its error may turn it."""
        holds = margin > 0
        firm = abs(margin) > error
        return cls(holds, frozenset({holds} if firm else {True, False}), (words,))

    @classmethod
    def unknown(cls, reason: object) -> "_Fact":
        return cls(None, frozenset({True, False}), (clause(str(reason)),))

    def __invert__(self) -> "_Fact":
        return _Fact(
            None if self.measured is None else not self.measured,
            frozenset(not value for value in self.possible),
            self.words,
        )

    def __and__(self, other: "_Fact") -> "_Fact":
        return self._joined(other, all, decided=False)

    def __or__(self, other: "_Fact") -> "_Fact":
        return self._joined(other, any, decided=True)

    def _joined(
        self, other: "_Fact", join: Callable[[tuple[bool, bool]], bool], *, decided: bool
    ) -> "_Fact":
        both = (self.measured, other.measured)
        measured = decided if decided in both else (None if None in both else not decided)
        possible = frozenset(join(pair) for pair in product(self.possible, other.possible))
        return _Fact(measured, possible, tuple(dict.fromkeys((*self.words, *other.words))))


NEVER = _Fact(False, frozenset({False}))


def classify_king(standing: Film, curves: Sequence[WeighedCurve]) -> KingClassification:
    """Name the types of King that the films leave open.

    Parameters
    ----------
    standing : Film
        The standing film; whether a curve crosses the midline needs S1.
    curves : sequence of WeighedCurve
        All curves found on it, with their bends and errors.

    Returns
    -------
    KingClassification
        Candidates with reasons, or why King has no type for these curves.

    Raises
    ------
    CannotMeasureError
        If the patient does not stand on this film.

    Notes
    -----
    King describes curves led by a thoracic one, so a curve with its apex at T12 to L1 in the lead,
    a lumbar curve alone and three structural curves have no type. "Crosses the midline" is taken as
    an apex beyond the central sacral line on the convex side; "T1 tilts into the convexity" as T1
    with its side of the convexity up, "L4 tilts into the curve" as L4 with that side down.
    """
    standing.require_standing(Message("King's type"))
    largest = largest_by_region(curves)
    if why := _not_applicable(largest):
        return KingClassification((), _index(largest), why)
    facts = _facts(standing, largest)
    found = [_candidate(kind, fact) for kind, fact in facts.items() if True in fact.possible]
    grounds = list(KingGround)
    found.sort(key=lambda each: grounds.index(each.ground))
    return KingClassification(tuple(found), _index(largest), "")


def _not_applicable(largest: Mapping[LenkeRegion, WeighedCurve]) -> str:
    main = largest.get(LenkeRegion.MAIN_THORACIC)
    lower = largest.get(LenkeRegion.THORACOLUMBAR_LUMBAR)
    if main is None:
        return Message("Not applicable: King describes thoracic curves, and there is none.")
    sizes = [0.0 if (c := largest.get(r)) is None else c.curve.magnitude_deg for r in LenkeRegion]
    if (
        lower is not None
        and lower.curve.region is Region.THORACOLUMBAR
        and lower_curve_is_major(sizes)
    ):
        return Message(
            "Not applicable: the thoracolumbar curve of {angle:.0f}° leads, and King "
            "describes curves led by a thoracic one.",
            angle=lower.curve.magnitude_deg,
        )
    if len(largest) == 3 and all(_bend_margin_deg(c, or_none=-1.0) >= 0 for c in largest.values()):
        return Message(
            "Not applicable: all three curves are structural, and King has no triple type."
        )
    return ""


def _bend_margin_deg(curve: WeighedCurve, *, or_none: float) -> float:
    """Angle left on bending beyond that of a structural curve, in degrees."""
    residual = curve.flexibility.residual_deg
    return or_none if residual is None else residual - curve.settings.structural_deg + ROUNDING_DEG


def _facts(standing: Film, largest: Mapping[LenkeRegion, WeighedCurve]) -> dict[KingType, _Fact]:
    main = largest[LenkeRegion.MAIN_THORACIC]
    convention = main.settings.csvl_convention
    lower = largest.get(LenkeRegion.THORACOLUMBAR_LUMBAR)
    double = _double_thoracic(standing, largest.get(LenkeRegion.PROXIMAL_THORACIC))
    long = _long_thoracic(standing, main)
    if lower is None:
        no_lumbar = _Fact(True, frozenset({True}), (Message("there is no lumbar curve"),))
        both_cross, lumbar_leads = ~no_lumbar, NEVER
        overhang = no_lumbar
    else:
        lower_crosses = _crosses(standing, lower.curve, convention)
        both_cross = _crosses(standing, main.curve, convention) & lower_crosses
        lumbar_leads = _larger(lower, main) | _less_flexible(lower, main)
        overhang = ~lower_crosses
    single = ~double
    return {
        KingType.I: both_cross & lumbar_leads & single,
        KingType.II: both_cross & ~lumbar_leads & single,
        KingType.III: overhang & ~long & single,
        KingType.IV: overhang & long & single,
        KingType.V: double,
    }


def _crosses(standing: Film, curve: Curve, convention: CsvlConvention) -> _Fact:
    """Whether the apex lies beyond the central sacral line, on the convex side."""
    try:
        csvl = CSVL.of(standing, convention)
    except LandmarkMissingError as missing:
        words = Message(
            "whether the {region} curve crosses the midline {need}",
            region=curve.region,
            need=_need(missing),
        )
        return _Fact.unknown(words)
    beyond = csvl.offset(curve.apex.point) * curve.convexity.sign
    if beyond > 0:
        words = Message("the {region} curve crosses the midline", region=curve.region)
    else:
        words = Message("the {region} curve does not cross the midline", region=curve.region)
    return _Fact.of(beyond, 0.0, words)


def _need(missing: MeasurementError) -> str:
    """Say what is missing and no more: ``needs S1``, once for each fact that needs it."""
    return shaped(str(missing), _only_need)


def _only_need(words: str) -> str:
    """Leave out the beginning, "not available:", and what follows the first comma."""
    beginning, _, rest = words.partition(",")[0].partition(": ")
    return rest or beginning


def _larger(lower: WeighedCurve, main: WeighedCurve) -> _Fact:
    sizes = lower.curve.magnitude_deg, main.curve.magnitude_deg
    error = Z95 * difference_error_deg(lower.standing_error, main.standing_error)
    words = Message(
        "the lumbar curve measures {lumbar:.0f}°, the thoracic one {thoracic:.0f}°",
        lumbar=sizes[0],
        thoracic=sizes[1],
    )
    return _Fact.of(sizes[0] - sizes[1] - ROUNDING_DEG, error, words)


def _less_flexible(lower: WeighedCurve, main: WeighedCurve) -> _Fact:
    try:
        index = king_flexibility_index(lower, main)
    except CannotMeasureError as missing:
        return _Fact.unknown(missing)
    interval = index.interval_points
    words = Message(
        "King's flexibility index is {points:+.0f} points ({low:+.0f} to {high:+.0f})",
        points=index.points,
        low=interval.low,
        high=interval.high,
    )
    return _Fact.of(-index.points - ROUNDING_DEG, Z95 * index.sd_points, words)


def _double_thoracic(standing: Film, proximal: WeighedCurve | None) -> _Fact:
    if proximal is None:
        return _Fact(False, frozenset({False}), (Message("there is no proximal thoracic curve"),))
    return _tilts_into_convexity(standing, proximal) & _structural(proximal)


def _tilts_into_convexity(standing: Film, proximal: WeighedCurve) -> _Fact:
    try:
        tilt = t1_tilt(standing).tilt_deg * proximal.curve.convexity.sign
    except LevelMissingError as missing:
        return _Fact.unknown(Message("the tilt of T1 cannot be told: {missing}", missing=missing))
    if tilt > 0:
        words = Message("T1 tilts {tilt:.0f}° into the convexity of the proximal curve", tilt=tilt)
    else:
        words = Message(
            "T1 tilts {tilt:.0f}° away from the convexity of the proximal curve", tilt=-tilt
        )
    return _Fact.of(tilt, _tilt_error_deg(proximal), words)


def _structural(proximal: WeighedCurve) -> _Fact:
    residual, error = proximal.flexibility.residual_deg, proximal.bending_error
    if residual is None or error is None:
        return _Fact.unknown(proximal.flexibility.reason)
    words = Message("the proximal curve bends to {residual:.1f}°", residual=residual)
    return _Fact.of(_bend_margin_deg(proximal, or_none=0.0), Z95 * error.sd_deg, words)


def _long_thoracic(standing: Film, main: WeighedCurve) -> _Fact:
    return _l4_tilts_in(standing, main) & _l5_centred(standing, main.settings.csvl_convention)


def _l4_tilts_in(standing: Film, main: WeighedCurve) -> _Fact:
    try:
        tilt = -l4_tilt(standing).tilt_deg * main.curve.convexity.sign
    except LevelMissingError as missing:
        return _Fact.unknown(Message("the tilt of L4 cannot be told: {missing}", missing=missing))
    if tilt > 0:
        words = Message("L4 tilts {tilt:.0f}° into the thoracic curve", tilt=tilt)
    else:
        words = Message("L4 tilts {tilt:.0f}° out of the thoracic curve", tilt=-tilt)
    return _Fact.of(tilt, _tilt_error_deg(main), words)


def _l5_centred(standing: Film, convention: CsvlConvention) -> _Fact:
    try:
        csvl = CSVL.of(standing, convention)
        off = abs(LineCrossing(standing.spine[Level.L5], csvl).off_centre)
    except (LandmarkMissingError, LevelMissingError) as missing:
        return _Fact.unknown(
            Message("whether L5 is centred over the sacrum {need}", need=_need(missing))
        )
    words = Message("L5 lies {off:.0%} of its width from the central sacral line", off=off)
    return _Fact.of(CENTRED_WITHIN - off, 0.0, words)


def _tilt_error_deg(curve: WeighedCurve) -> float:
    """95 % error of one endplate: a Cobb angle has that of two."""
    return Z95 * curve.standing_error.sd_deg / math.sqrt(2)


def _candidate(kind: KingType, fact: _Fact) -> KingCandidate:
    if fact.measured is True:
        ground = KingGround.MEASURED
    elif fact.measured is None:
        ground = KingGround.MISSING
    else:
        ground = KingGround.ERROR
    return KingCandidate(kind, ground, sentence(joined("; ", fact.words)))


def _index(largest: Mapping[LenkeRegion, WeighedCurve]) -> KingFlexibilityIndex | None:
    lower = largest.get(LenkeRegion.THORACOLUMBAR_LUMBAR)
    main = largest.get(LenkeRegion.MAIN_THORACIC)
    if lower is None or main is None:
        return None
    try:
        return king_flexibility_index(lower, main)
    except MeasurementError:
        return None
