"""Bending films exchanged, bent the wrong way, or hardly bent."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from languages import Message
from measurements import BendAdequacy, BendVerdict, Flexibility
from studies.findings import BENDING_FILMS, FindingWarning, StudyFindings
from studies.gates.words import VIEW_NAMES, curve_words

READER_ERROR_DEG: Final = 5.0
"""Two readings of one film differ by this much; less is no change (Morrissy 1990: 4.9)."""

SUPINE_CHANGE_DEG: Final = 10.0
"""Lying down alone makes a curve up to 10 degrees smaller (te Hennepe 2021: 7 to 10)."""

LARGEST_PELVIS_CHANGE_DEG: Final = 10.0
"""Ours: from here the patient leaned from the hips by as much as lying down changes a curve."""


def direction(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of bending films that bend the wrong way, or not far enough."""
    verdicts = [bend.verdict for bend in study.adequacy.values()]
    grown = [item for item in study.flexibility if _grew(item)]
    both_wrong = verdicts == [BendVerdict.WRONG_WAY] * 2
    all_grew = bool(grown) and len(grown) == len(study.flexibility)
    if both_wrong or (len(verdicts) == 2 and BendVerdict.UNKNOWN not in verdicts and all_grew):
        yield FindingWarning(
            "bends-swapped",
            Message(
                "Both bending films bend to the other side than their name says: every curve "
                "grows on the film that should straighten it."
            ),
            Message(
                "Swap the left-bending and the right-bending film; if their markers agree "
                "with their names, check the patient's right side instead."
            ),
        )
        return
    for bend in study.adequacy.values():
        yield from _effort(bend)
    for item in grown:
        yield FindingWarning(
            "curve-grew",
            Message(
                "The {curve} curve is larger on the film that bends toward its "
                "convexity ({residual:.0f}°) than standing ({angle:.0f}°).",
                curve=curve_words(item.curve),
                residual=item.residual_deg,
                angle=item.curve.magnitude_deg,
            ),
            Message("Check the levels, the view and the side of both films."),
        )


def standing_between(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of standing angles that do not lie between those of the two bends."""
    for item in study.flexibility:
        left, right, standing = item.left.cobb_deg, item.right.cobb_deg, item.curve.cobb_deg
        if left is None or right is None:
            continue
        low, high = min(left, right) - SUPINE_CHANGE_DEG, max(left, right) + SUPINE_CHANGE_DEG
        if not low <= standing <= high:
            yield FindingWarning(
                "standing-not-between",
                Message(
                    "The {curve} curve stands at {standing:+.0f}°, outside of its two "
                    "bends ({left:+.0f}° and {right:+.0f}°).",
                    curve=curve_words(item.curve),
                    standing=standing,
                    left=left,
                    right=right,
                ),
                Message(
                    "Check that the levels and the patient's right side agree on the three films."
                ),
            )


def pelvis(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of bends in which the pelvis moved along: less of the effort reached the spine."""
    for bend in study.adequacy.values():
        change = bend.pelvis_change_deg
        if change is not None and abs(change) > LARGEST_PELVIS_CHANGE_DEG:
            yield FindingWarning(
                "pelvis-moved",
                Message(
                    "On the {film} the tilt of the iliac crests differs by {change:.0f}° "
                    "from standing: the patient leaned from the hips as well.",
                    film=bend.film.label,
                    change=abs(change),
                ),
                Message(
                    "Read the angles as they are; repeat the film with the pelvis held if "
                    "the bend seems too small."
                ),
            )


def _effort(bend: BendAdequacy) -> Iterator[FindingWarning]:
    name = VIEW_NAMES[BENDING_FILMS[bend.film]]
    match bend.verdict:
        case BendVerdict.WRONG_WAY:
            yield FindingWarning(
                "bend-wrong-way",
                Message(
                    "The {film} bends to the other side than its name says. {reason}",
                    film=name,
                    reason=bend.reason,
                ),
                Message("Check which film this is, and the patient's right side on it."),
            )
        case BendVerdict.LIKE_STANDING:
            yield FindingWarning(
                "bend-like-standing",
                Message(
                    "On the {film} the patient is bent no more than standing. {reason}",
                    film=name,
                    reason=bend.reason,
                ),
                Message(
                    "Check that this is the bending film; if it is, no flexibility can be "
                    "judged by it: repeat the film."
                ),
            )
        case BendVerdict.WEAK:
            yield FindingWarning(
                "bend-weak",
                Message("On the {film} the bend is small. {reason}", film=name, reason=bend.reason),
                Message(
                    "Read its rates as the least the curve can do; repeat the film if they "
                    "decide anything."
                ),
            )


def _grew(item: Flexibility) -> bool:
    if item.residual_deg is None:
        return False
    return item.residual_deg - item.curve.magnitude_deg > READER_ERROR_DEG
