"""Lenke's curve type as a set of candidates, each with what keeps it open."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

import numpy as np
from numpy.typing import NDArray

from languages import Message, joined
from measurements.curve import Curve, Region
from measurements.errors import CannotMeasureError, SpineError
from measurements.film import Film
from measurements.lenke_rule import (
    LEAD_DEG,
    CurvePattern,
    LenkeRegion,
    LenkeType,
    lenke_type,
    pattern_shares,
)
from measurements.level import Level
from measurements.lumbar_modifier import (
    LumbarModifier,
    LumbarModifierFinding,
    find_lumbar_modifier,
)
from measurements.settings import DEFAULT_SETTINGS, MeasurementSettings
from measurements.spine import Spine
from measurements.structural import Structural, structural_probability
from measurements.weighed_curve import WeighedCurve

DRAWS = 20_000
"""Readings drawn for the probabilities, which are then within half a point of exact (95 %: 0.7)."""

SEED = 2001
"""The draws are the same each time, so that a study keeps its probabilities."""

OPEN_FROM = 0.025
"""Least probability that keeps a type open: what lies beyond the 95 % interval on one side."""

HIGHEST_NEEDED = Level.T3
"""A film that does not show it may hide a proximal thoracic curve, whose apex is T3 to T5."""

MAIN_THORACIC_FROM = Level.T6
"""Highest apex of a main thoracic curve: a film that begins below it may hide one."""

LOWEST_NEEDED = Level.L4
"""A film that does not show it may hide a lumbar curve, whose apex is L4 at the lowest."""

REGION_OF = {
    Region.PROXIMAL_THORACIC: LenkeRegion.PROXIMAL_THORACIC,
    Region.MAIN_THORACIC: LenkeRegion.MAIN_THORACIC,
    Region.THORACOLUMBAR: LenkeRegion.THORACOLUMBAR_LUMBAR,
    Region.LUMBAR: LenkeRegion.THORACOLUMBAR_LUMBAR,
}

KYPHOSIS = {
    LenkeRegion.PROXIMAL_THORACIC: Message("T2–T5 kyphosis of 20° or more"),
    LenkeRegion.MAIN_THORACIC: Message("T10–L2 kyphosis of 20° or more"),
    LenkeRegion.THORACOLUMBAR_LUMBAR: Message("T10–L2 kyphosis of 20° or more"),
}
"""What on a lateral film makes a minor curve structural however it bends (Lenke et al. 2001)."""


class LenkeGround(StrEnum):
    """Why a type is a candidate."""

    MEASURED = Message("as measured")
    MISSING_FILM = Message("open without the bending film")
    ERROR = Message("open within measurement error")
    LATERAL_FILM = Message("open without a lateral film")


@dataclass(frozen=True)
class LenkeCurve:
    """One of the three curves as the rules see it."""

    region: LenkeRegion

    weighed: WeighedCurve | None
    """The curve with its errors, None if there is none of 10 degrees."""

    major: bool
    state: Structural
    """Structural or not as measured; a non-structural curve is so provisionally."""

    margin_deg: float | None
    """Angle left minus 25 degrees, negative for a curve that bends out; None without a film."""

    probability: float | None
    """Probability that the bend leaves 25 degrees or more; None without a film, 0 without a
    curve."""

    reason: str


@dataclass(frozen=True)
class LenkeCandidate:
    """A type that the films leave open."""

    type: LenkeType
    ground: LenkeGround

    probability: float
    """Share of readings within measurement error that have this type by the films there are;
    readings that need a missing one count as undetermined."""

    reason: str


@dataclass(frozen=True)
class LenkeClassification:
    """What frontal films say of Lenke's type.

    Never one definite type: kyphosis on a lateral film can make any minor curve structural.
    """

    candidates: tuple[LenkeCandidate, ...]
    """As measured first, then by ground and probability."""

    curves: tuple[LenkeCurve, LenkeCurve, LenkeCurve]
    """Proximal thoracic, main thoracic, thoracolumbar or lumbar."""

    lead_margin_deg: float
    """Thoracolumbar or lumbar minus main thoracic angle minus 5 degrees: 0 or more is type 6
    rather than 3."""

    probabilities: Mapping[LenkeType, float]
    """By the frontal films alone, within measurement error, for all types."""

    undetermined_probability: float
    """Share of readings that need a missing bending film; with `probabilities` it makes 1."""

    modifier: LumbarModifierFinding

    lateral_film: tuple[str, ...]
    """What a lateral film would settle."""

    left_out: tuple[Curve, ...]
    """Curves beside a larger one in the same region, which the rules do not ask for."""

    def modifier_of(self, type_: LenkeType) -> LumbarModifier:
        """Lumbar modifier a type would have: types 5 and 6 are C by definition."""
        if type_ in (
            LenkeType.THORACOLUMBAR_LUMBAR,
            LenkeType.THORACOLUMBAR_LUMBAR_MAIN_THORACIC,
        ):
            return LumbarModifier.C
        return self.modifier.modifier


def classify_lenke(standing: Film, curves: Sequence[WeighedCurve]) -> LenkeClassification:
    """Name the types of Lenke that a standing and two bending films leave open.

    Parameters
    ----------
    standing : Film
        The standing film.
    curves : sequence of WeighedCurve
        All curves found on it, with their bends and errors. Their settings are used.

    Returns
    -------
    LenkeClassification
        Candidates with reasons, margins and probabilities.

    Raises
    ------
    CannotMeasureError
        If the patient does not stand, there is no main thoracic, thoracolumbar or lumbar curve, or
        the film may hide one above T6 or below L4.
    SpineError
        If the curves are judged by different settings.

    Notes
    -----
    The rules are those of `measurements.lenke_rule`. The residual of an over-corrected curve is
    negative and never structural. Probabilities come from `DRAWS` joint readings of all standing
    and bending angles with independent normal errors; levels are taken as given.
    """
    standing.require_standing(Message("the curve type"))
    settings = _settings(curves)
    largest = largest_by_region(curves)
    _check_visible(standing.spine, largest)
    angles = _Angles.of(largest, standing.spine)
    shares = pattern_shares(*angles.drawn(), structural_deg=settings.structural_deg)
    measured = next(iter(pattern_shares(*angles.measured, structural_deg=settings.structural_deg)))
    judged = _judged(largest, measured, standing.spine, settings)
    probabilities = _probabilities(shares)
    explain = _Explainer(measured, judged, settings)
    used = {id(curve) for curve in largest.values()}
    lower = largest.get(LenkeRegion.THORACOLUMBAR_LUMBAR)
    return LenkeClassification(
        candidates=tuple(_candidates(measured, shares, probabilities, judged, explain)),
        curves=judged,
        lead_margin_deg=float(angles.standing[2] - angles.standing[1]) - LEAD_DEG,
        probabilities=probabilities,
        undetermined_probability=max(0.0, 1 - sum(probabilities.values())),
        modifier=find_lumbar_modifier(
            standing, None if lower is None else lower.curve, settings.csvl_convention
        ),
        lateral_film=tuple(_lateral_questions(judged)),
        left_out=tuple(curve.curve for curve in curves if id(curve) not in used),
    )


@dataclass(frozen=True)
class _Angles:
    """Angles of the three regions with their errors, (3,) each, as `pattern_shares` reads them."""

    standing: NDArray[np.float64]
    standing_sd: NDArray[np.float64]
    residual: NDArray[np.float64]
    residual_sd: NDArray[np.float64]

    @classmethod
    def of(cls, largest: Mapping[LenkeRegion, WeighedCurve], spine: Spine) -> "_Angles":
        rows = [_row(largest.get(region), seen=_is_seen(region, spine)) for region in LenkeRegion]
        return cls(*np.array(rows).T)

    @property
    def measured(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return self.standing[None], self.residual[None]

    def drawn(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        noise = np.random.default_rng(SEED).standard_normal((2, DRAWS, 3))
        return (
            self.standing + self.standing_sd * noise[0],
            self.residual + self.residual_sd * noise[1],
        )


def _row(curve: WeighedCurve | None, *, seen: bool) -> tuple[float, float, float, float]:
    """Standing angle and angle left, each with its error; NaN for what is not known."""
    if curve is None:
        return (0.0, 0.0, 0.0, 0.0) if seen else (np.nan, 0.0, np.nan, 0.0)
    residual, error = curve.flexibility.residual_deg, curve.bending_error
    return (
        curve.curve.magnitude_deg,
        curve.standing_error.sd_deg,
        np.nan if residual is None else residual,
        0.0 if error is None else error.sd_deg,
    )


def _settings(curves: Sequence[WeighedCurve]) -> MeasurementSettings:
    found = {curve.settings for curve in curves}
    if len(found) > 1:
        raise SpineError(
            Message("the curves are judged by different settings; use the same for all")
        )
    return found.pop() if found else DEFAULT_SETTINGS


def largest_by_region(curves: Iterable[WeighedCurve]) -> dict[LenkeRegion, WeighedCurve]:
    """Take the largest curve of each region, the only one that the types ask for."""
    largest: dict[LenkeRegion, WeighedCurve] = {}
    for curve in sorted(curves, key=lambda each: each.curve.magnitude_deg):
        largest[REGION_OF[curve.curve.region]] = curve
    return largest


def _is_seen(region: LenkeRegion, spine: Spine) -> bool:
    """Whether a curve of a region would be seen on a film."""
    if region is LenkeRegion.PROXIMAL_THORACIC:
        return spine.levels[0].rank <= HIGHEST_NEEDED.rank
    return True


def _check_visible(spine: Spine, largest: Mapping[LenkeRegion, WeighedCurve]) -> None:
    if not {LenkeRegion.MAIN_THORACIC, LenkeRegion.THORACOLUMBAR_LUMBAR} & set(largest):
        raise CannotMeasureError(
            Message(
                "not available: there is no main thoracic, thoracolumbar or lumbar curve of "
                "10 degrees or more on the standing film, and a type is given to scoliosis "
                "only"
            )
        )
    if LenkeRegion.PROXIMAL_THORACIC in largest and LenkeRegion.MAIN_THORACIC not in largest:
        raise SpineError(
            Message(
                "a proximal thoracic curve is given without a main thoracic one, but a "
                "single thoracic curve is called main thoracic; give all curves that were "
                "found"
            )
        )
    highest, lowest = spine.levels[0], spine.levels[-1]
    if LenkeRegion.MAIN_THORACIC not in largest and MAIN_THORACIC_FROM.is_above(highest):
        raise CannotMeasureError(
            Message(
                "not available: the standing film begins at {highest} and may hide a main "
                "thoracic curve; use one that shows {needed}, or add the "
                "vertebrae",
                highest=highest,
                needed=MAIN_THORACIC_FROM,
            )
        )
    if LenkeRegion.THORACOLUMBAR_LUMBAR not in largest and lowest.is_above(LOWEST_NEEDED):
        raise CannotMeasureError(
            Message(
                "not available: the standing film ends at {lowest} and may hide a lumbar "
                "curve; use one that shows {needed}, or add the vertebrae",
                lowest=lowest,
                needed=LOWEST_NEEDED,
            )
        )


def _judged(
    largest: Mapping[LenkeRegion, WeighedCurve],
    measured: CurvePattern,
    spine: Spine,
    settings: MeasurementSettings,
) -> tuple[LenkeCurve, LenkeCurve, LenkeCurve]:
    proximal, main, lower = (
        _judge(region, largest.get(region), state, measured.major, spine, settings)
        for region, state in zip(LenkeRegion, measured.states, strict=True)
    )
    return proximal, main, lower


def _judge(
    region: LenkeRegion,
    curve: WeighedCurve | None,
    state: Structural,
    major: LenkeRegion,
    spine: Spine,
    settings: MeasurementSettings,
) -> LenkeCurve:
    if curve is None:
        seen = _is_seen(region, spine)
        why = (
            Message(
                "There is no {label} curve of {least:g}° or more.",
                label=region.label,
                least=settings.minimum_curve_deg,
            )
            if seen
            else Message(
                "The film begins at {highest}, so a {label} curve may be hidden.",
                highest=spine.levels[0],
                label=region.label,
            )
        )
        return LenkeCurve(region, None, False, state, None, 0.0 if seen else None, why)
    residual, error = curve.flexibility.residual_deg, curve.bending_error
    limit = settings.structural_deg
    margin = probability = None
    if residual is not None and error is not None:
        margin = residual - limit
        probability = structural_probability(residual, error.sd_deg, structural_deg=limit)
    reason = _reason(region, curve, state, region is major, limit)
    return LenkeCurve(region, curve, region is major, state, margin, probability, reason)


def _reason(
    region: LenkeRegion, curve: WeighedCurve, state: Structural, major: bool, limit: float
) -> str:
    standing, residual = curve.curve.magnitude_deg, curve.flexibility.residual_deg
    name = Message("The {label} curve", label=region.label)
    if major:
        return Message(
            "{name} of {standing:.1f}° is the major curve, which is always structural.",
            name=name,
            standing=standing,
        )
    if residual is None and standing < limit:
        return Message(
            "{name} stands at {standing:.1f}°, under {limit:g}°: no bend makes it larger.",
            name=name,
            standing=standing,
            limit=limit,
        )
    if residual is None:
        return Message(
            "{name} of {standing:.1f}° has no bend to judge it by. {reason}",
            name=name,
            standing=standing,
            reason=curve.flexibility.reason,
        )
    if residual < 0:
        return Message(
            "{name} of {standing:.1f}° is over-corrected by {residual:.1f}° on bending.",
            name=name,
            standing=standing,
            residual=-residual,
        )
    angles = {"standing": standing, "residual": residual, "limit": limit}
    if state is Structural.STRUCTURAL:
        return Message(
            "{name} of {standing:.1f}° bends to {residual:.1f}°, which reaches {limit:g}°.",
            name=name,
            **angles,
        )
    return Message(
        "{name} of {standing:.1f}° bends to {residual:.1f}°, which does not reach {limit:g}°.",
        name=name,
        **angles,
    )


def _probabilities(shares: Mapping[CurvePattern, float]) -> dict[LenkeType, float]:
    """Share of the readings with each type; those that need a missing film are left out."""
    found = dict.fromkeys(LenkeType, 0.0)
    for pattern, share in shares.items():
        types = {lenke_type(resolved) for resolved in _resolved(pattern)}
        if len(types) == 1:
            found[types.pop()] += share
    return found


def _resolved(pattern: CurvePattern) -> Iterator[CurvePattern]:
    """Every way in which what is uncertain may turn out, non-structural first."""
    certain = (Structural.NON_STRUCTURAL, Structural.STRUCTURAL)
    for states in product(
        *(certain if state is Structural.UNCERTAIN else (state,) for state in pattern.states)
    ):
        yield _with_states(pattern, states)


def _with_states(pattern: CurvePattern, states: Sequence[Structural]) -> CurvePattern:
    proximal, main, lower = states
    return replace(pattern, proximal=proximal, main=main, lower=lower)


def _made_structural(pattern: CurvePattern, judged: Sequence[LenkeCurve]) -> Iterator[CurvePattern]:
    """Every way in which kyphosis may make minor curves structural, fewest changes first."""
    choices = (
        (state, Structural.STRUCTURAL)
        if curve.weighed is not None and state is Structural.NON_STRUCTURAL
        else (state,)
        for curve, state in zip(judged, pattern.states, strict=True)
    )
    ways = {_with_states(pattern, states) for states in product(*choices)}
    structural = Structural.STRUCTURAL
    yield from sorted(ways, key=lambda way: (way.states.count(structural), way.states))


def _candidates(
    measured: CurvePattern,
    shares: Mapping[CurvePattern, float],
    probabilities: Mapping[LenkeType, float],
    judged: Sequence[LenkeCurve],
    explain: "_Explainer",
) -> list[LenkeCandidate]:
    """Collect the open types, each on the strongest ground it has."""
    found: dict[LenkeType, LenkeCandidate] = {}

    def add(pattern: CurvePattern, ground: LenkeGround) -> None:
        kind = lenke_type(pattern)
        if kind not in found:
            reason = explain(pattern, ground)
            found[kind] = LenkeCandidate(kind, ground, probabilities[kind], reason)

    open_ways = list(_resolved(measured))
    for way in open_ways:
        certain = len(open_ways) == 1
        add(way, LenkeGround.MEASURED if certain else LenkeGround.MISSING_FILM)
    for pattern in shares:
        for way in _resolved(pattern):
            if probabilities[lenke_type(way)] >= OPEN_FROM:
                add(way, LenkeGround.ERROR)
    for way in open_ways:
        for kyphotic in _made_structural(way, judged):
            add(kyphotic, LenkeGround.LATERAL_FILM)
    grounds = list(LenkeGround)
    return sorted(found.values(), key=lambda each: (grounds.index(each.ground), -each.probability))


@dataclass(frozen=True)
class _Explainer:
    """Says how a pattern differs from the one measured."""

    measured: CurvePattern
    judged: Sequence[LenkeCurve]
    settings: MeasurementSettings

    def __call__(self, pattern: CurvePattern, ground: LenkeGround) -> str:
        if ground is LenkeGround.MEASURED:
            return joined(" ", (curve.reason for curve in self.judged))
        return Message(
            "If {conditions}.",
            conditions=joined(Message(", and "), self._conditions(pattern, ground)),
        )

    def _conditions(self, pattern: CurvePattern, ground: LenkeGround) -> Iterator[str]:
        if pattern.major is not self.measured.major:
            yield Message(
                "the {label} curve is the larger one, {difference}",
                label=pattern.major.label,
                difference=self._difference(),
            )
        elif pattern.leads_by_five is not self.measured.leads_by_five:
            angles = {"lead": LEAD_DEG, "difference": self._difference()}
            if pattern.leads_by_five:
                yield Message(
                    "the thoracolumbar/lumbar curve exceeds the main thoracic one by at least "
                    "{lead:g}°, {difference}",
                    **angles,
                )
            else:
                yield Message(
                    "the thoracolumbar/lumbar curve exceeds the main thoracic one by less than "
                    "{lead:g}°, {difference}",
                    **angles,
                )
        for curve, before, after in zip(
            self.judged, self.measured.states, pattern.states, strict=True
        ):
            if before is not after and curve.region is not pattern.major:
                yield self._condition(curve, after, ground)

    def _difference(self) -> str:
        main, lower = (
            0.0 if curve.weighed is None else curve.weighed.curve.magnitude_deg
            for curve in self.judged[1:]
        )
        return Message(
            "measured {main:.1f}° main thoracic and {lower:.1f}° thoracolumbar/lumbar",
            main=main,
            lower=lower,
        )

    def _condition(self, curve: LenkeCurve, after: Structural, ground: LenkeGround) -> str:
        name = Message("the {label} curve", label=curve.region.label)
        structural = after is Structural.STRUCTURAL
        if ground is LenkeGround.LATERAL_FILM and curve.state is Structural.NON_STRUCTURAL:
            return Message(
                "a lateral film shows {sign} ({region} structural)",
                sign=KYPHOSIS[curve.region],
                region=curve.region,
            )
        bends = Message(
            "{name} keeps {limit:g}° or more on bending",
            name=name,
            limit=self.settings.structural_deg,
        )
        if not structural:
            bends = Message(
                "{name} bends to less than {limit:g}°",
                name=name,
                limit=self.settings.structural_deg,
            )
        if curve.weighed is None:
            label = curve.region.label
            if structural:
                return Message("a structural {label} curve is hidden above the film", label=label)
            return Message("no structural {label} curve is hidden above the film", label=label)
        residual = curve.weighed.flexibility.residual_deg
        return (
            bends
            if residual is None
            else Message("{bends}, measured {residual:.1f}°", bends=bends, residual=residual)
        )


def _lateral_questions(judged: Sequence[LenkeCurve]) -> Iterator[str]:
    for curve in judged:
        if curve.weighed is not None and curve.state is not Structural.STRUCTURAL:
            yield Message(
                "{sign} would make the {label} curve structural.",
                sign=KYPHOSIS[curve.region],
                label=curve.region.label,
            )
    yield Message("T5–T12 kyphosis gives the sagittal modifier (−, N or +).")
