"""Lenke's lumbar modifier: where the central sacral vertical line passes the lumbar apex."""

from dataclasses import dataclass
from enum import StrEnum

from languages import Message
from measurements.csvl import CSVL, CsvlConvention
from measurements.curve import Curve
from measurements.errors import CannotMeasureError, LandmarkMissingError, LevelMissingError
from measurements.film import Film
from measurements.stable_vertebra import LineCrossing


class LumbarModifier(StrEnum):
    """How far the lumbar apex lies from the middle of the sacrum."""

    A = "A"
    """The line runs between the pedicles of the apical lumbar vertebra."""

    B = "B"
    """It runs between the medial border of a pedicle and the edge of the body."""

    C = "C"
    """It does not touch the body."""

    A_OR_B = Message("A or B")
    """It touches the body; which of the two, only the pedicles tell."""

    NOT_AVAILABLE = Message("not available")


@dataclass(frozen=True)
class LumbarModifierFinding:
    """The modifier with what it was judged on."""

    modifier: LumbarModifier

    crossing: LineCrossing | None
    """The apical lumbar vertebra and the line, None where there is no line."""

    reason: str
    """Why this one, or why none."""


def find_lumbar_modifier(
    film: Film, curve: Curve | None, convention: CsvlConvention = CsvlConvention.VERTICAL
) -> LumbarModifierFinding:
    """Find the lumbar modifier on a standing film.

    Parameters
    ----------
    film : Film
        The standing film; A and B are told apart where the medial borders of the pedicles of the
        apical vertebra are marked.
    curve : Curve or None
        The thoracolumbar or lumbar curve. Where there is none, the lumbar vertebra farthest from
        the line stands for its apex, and the reason says so.
    convention : CsvlConvention
        How the central sacral vertical line is drawn.

    Returns
    -------
    LumbarModifierFinding
        ``not available`` with the reason where S1 is not marked or the film is no standing one.

    Notes
    -----
    Lenke et al. 2001, J Bone Joint Surg Am 83:1169. Where the apex is a disc, the vertebra below it
    is taken (orthobullets). The type itself fixes the modifier of types 5 and 6: it is C.
    """
    try:
        csvl = CSVL.of(film, convention)
        crossing, apex = _apical(film, curve, csvl)
    except (LandmarkMissingError, LevelMissingError, CannotMeasureError) as missing:
        return LumbarModifierFinding(LumbarModifier.NOT_AVAILABLE, None, str(missing))
    if crossing.touched:
        return _a_or_b(film, crossing, apex)
    if curve is not None and crossing.off_centre * curve.convexity.sign < 0:
        return LumbarModifierFinding(
            LumbarModifier.NOT_AVAILABLE,
            crossing,
            Message(
                "The central sacral line passes {apex} on its convex side, which no modifier "
                "describes; check where S1 is marked.",
                apex=apex,
            ),
        )
    return LumbarModifierFinding(
        LumbarModifier.C,
        crossing,
        Message("The central sacral line does not touch {apex}.", apex=apex),
    )


def _apical(film: Film, curve: Curve | None, csvl: CSVL) -> tuple[LineCrossing, str]:
    """Find the apical lumbar vertebra and how it is called in a sentence."""
    if curve is not None:
        vertebra = film.spine[curve.apex.levels[-1]]
        return LineCrossing(vertebra, csvl), Message(
            "{level}, the apical lumbar vertebra", level=vertebra.level
        )
    crossings = [LineCrossing(v, csvl) for v in film.spine.vertebrae if v.level.region == "lumbar"]
    if not crossings:
        raise LevelMissingError(
            Message("not available: no lumbar vertebra is visible on this film")
        )
    farthest = max(crossings, key=lambda each: abs(each.off_centre))
    return farthest, (
        Message(
            "{level}, which is farthest from it and stands for the apex, as there is no "
            "lumbar curve",
            level=farthest.vertebra.level,
        )
    )


def _a_or_b(film: Film, crossing: LineCrossing, apex: str) -> LumbarModifierFinding:
    level, csvl = crossing.vertebra.level, crossing.csvl
    pedicles = film.landmarks.pedicles.get(level)
    right = None if pedicles is None else pedicles.right.medial_border
    left = None if pedicles is None else pedicles.left.medial_border
    if right is None or left is None:
        return LumbarModifierFinding(
            LumbarModifier.A_OR_B,
            crossing,
            Message(
                "The central sacral line touches {apex}; mark the medial borders of the "
                "pedicles of {level} to tell A from B.",
                apex=apex,
                level=level,
            ),
        )
    if csvl.offset(left) < 0 < csvl.offset(right):
        return LumbarModifierFinding(
            LumbarModifier.A,
            crossing,
            Message("The central sacral line runs between the pedicles of {apex}.", apex=apex),
        )
    return LumbarModifierFinding(
        LumbarModifier.B,
        crossing,
        Message(
            "The central sacral line touches {apex}, but does not run between its pedicles.",
            apex=apex,
        ),
    )
