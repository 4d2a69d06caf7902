"""Whether a bending film was bent far enough, and to the side its name says."""

from dataclasses import dataclass
from enum import StrEnum

from languages import Message
from measurements.endplate import tilt_difference_deg
from measurements.errors import LandmarkMissingError
from measurements.film import Film
from measurements.flexibility import DECLARE_SIDE, BendingFilm
from measurements.level import Level
from measurements.spine import Spine
from measurements.uncertainty import minimal_detectable_change_deg, reader_error

LEAST_BEND_DEG = 20.0
"""Trunk bend from which the effort is called sufficient, unless another is asked for.

Ours, not a published limit: twice the 10 degrees by which lying down alone changes a curve (7 to
10, te Hennepe et al. 2021, PMC9393981), so that posture cannot pass for a bend.
"""

SAME_POSTURE_DEG = minimal_detectable_change_deg(reader_error(), reader_error())
"""Trunk bend that cannot be told from none: the 95 % detectable change of two readings."""


class BendVerdict(StrEnum):
    """What a bending film is good for."""

    SUFFICIENT = "sufficient"
    WEAK = "weak"
    LIKE_STANDING = "like standing"
    WRONG_WAY = "wrong way"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class BendAdequacy:
    """How far the trunk bent from the standing to a bending film."""

    film: BendingFilm

    trunk_bend_deg: float | None
    """Change of the angle between the uppermost and lowest vertebra both films show, in degrees,
    positive to the film's side; None if it cannot be told."""

    levels: tuple[Level, Level] | None
    """The two vertebrae."""

    base_change_deg: float | None
    """Change of the lowest vertebra's tilt, positive when the patient's right came up."""

    pelvis_change_deg: float | None
    """Change of the iliac crests' tilt, positive when the right one came up; None unless they are
    marked on both films."""

    verdict: BendVerdict
    reason: str


def judge_bend(
    bend: BendingFilm,
    standing: Film,
    bending: Film,
    *,
    least_bend_deg: float = LEAST_BEND_DEG,
) -> BendAdequacy:
    """Judge the effort on a bending film.

    Parameters
    ----------
    bend : BendingFilm
        The side the film's name says.
    standing, bending : Film
        The two films; the change of the pelvis needs the iliac crests on both.
    least_bend_deg : float
        Trunk bend from which the effort is sufficient, in degrees.

    Returns
    -------
    BendAdequacy
        ``trunk bend = change of (tilt of the uppermost - tilt of the lowest vertebra)``, counted
        towards the film's side. Bending to the left brings the right side of the upper trunk up.

    Notes
    -----
    The bend is the trunk's own: a patient turned as a whole, as on a film hung askew, has none. A
    film given twice shows none either, and a film of the other side a negative one.
    """
    stand, bent = standing.spine, bending.spine
    if not (stand.side_known and bent.side_known):
        return _unknown(
            bend,
            Message(
                "The patient's side is not stated on both films; {remedy}.",
                remedy=DECLARE_SIDE,
            ),
        )
    shared = [level for level in stand.levels if level in bent]
    if len(shared) < 2:
        return _unknown(
            bend,
            Message(
                "The standing and the bending film share fewer than two vertebrae; check the "
                "levels."
            ),
        )
    upper, lower = shared[0], shared[-1]
    to_left = _trunk_deg(bent, upper, lower) - _trunk_deg(stand, upper, lower)
    trunk_bend = to_left if bend is BendingFilm.LEFT else -to_left
    verdict = _verdict(trunk_bend, least_bend_deg)
    return BendAdequacy(
        film=bend,
        trunk_bend_deg=trunk_bend,
        levels=(upper, lower),
        base_change_deg=tilt_difference_deg(bent[lower].midline, stand[lower].midline),
        pelvis_change_deg=_pelvis_change_deg(standing, bending),
        verdict=verdict,
        reason=_reason(bend, verdict, trunk_bend, least_bend_deg),
    )


def _trunk_deg(spine: Spine, upper: Level, lower: Level) -> float:
    tilts_deg = spine.tilts_deg
    return float(tilts_deg[spine.levels.index(upper)] - tilts_deg[spine.levels.index(lower)])


def _pelvis_change_deg(standing: Film, bending: Film) -> float | None:
    try:
        return tilt_difference_deg(
            bending.landmarks.require_iliac_crests(), standing.landmarks.require_iliac_crests()
        )
    except LandmarkMissingError:
        return None


def _verdict(bend_deg: float, least_bend_deg: float) -> BendVerdict:
    if bend_deg >= least_bend_deg:
        return BendVerdict.SUFFICIENT
    if bend_deg > SAME_POSTURE_DEG:
        return BendVerdict.WEAK
    if bend_deg >= -SAME_POSTURE_DEG:
        return BendVerdict.LIKE_STANDING
    return BendVerdict.WRONG_WAY


def _reason(film: BendingFilm, verdict: BendVerdict, bend: float, least: float) -> str:
    side = film.side
    match verdict:
        case BendVerdict.SUFFICIENT:
            return Message(
                "The trunk bends {bend:.0f}° to the {side}, {least:g}° or more.",
                bend=bend,
                side=side,
                least=least,
            )
        case BendVerdict.WEAK:
            return Message(
                "The trunk bends only {bend:.0f}° to the {side}, less than {least:g}°: "
                "the curve may be more flexible than this film shows.",
                bend=bend,
                side=side,
                least=least,
            )
        case BendVerdict.LIKE_STANDING:
            return Message(
                "The trunk is bent {bend:+.0f}° to the {side}, which cannot be told from "
                "standing (±{error:.0f}°); check that this is the {film} and "
                "not the standing film again.",
                bend=bend,
                side=side,
                error=SAME_POSTURE_DEG,
                film=film.label,
            )
        case _:
            return Message(
                "The trunk bends {bend:.0f}° away from the {side}; check which film this "
                "is, and the patient's right side on it.",
                bend=-bend,
                side=side,
            )


def _unknown(film: BendingFilm, reason: str) -> BendAdequacy:
    return BendAdequacy(film, None, None, None, None, BendVerdict.UNKNOWN, reason)
