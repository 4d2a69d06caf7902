"""Pure: what a score says, in words and in numbers that add up as they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from languages import Message, plural, say
from teaching import EndScore, Plate, Score
from webapp.words import MINUS

EXACT: Final = 0.05
"""Half of the last digit that is shown: what is smaller is written as none."""

READERS_DEG: Final = 7.2
"""95 % of the differences between two readers who choose their own end vertebrae (Morrissy et al.
1990, J Bone Joint Surg Am 72:320)."""

END_COLUMNS: Final = (
    Message("End"),
    Message("True"),
    Message("Yours"),
    Message("Choice of level"),
    Message("Placing of the line"),
)


@dataclass(frozen=True)
class Split:
    """The angles of a score to a tenth of a degree, so that what is shown adds up."""

    true: float
    chosen: float
    read: float

    @classmethod
    def of(cls, score: Score) -> Split:
        """Round the three angles; the parts follow from the rounded ones."""
        return cls(round(score.true_deg, 1), round(score.chosen_deg, 1), round(score.read_deg, 1))

    @property
    def error(self) -> float:
        """The whole error."""
        return round(self.read - self.true, 1)

    @property
    def level(self) -> float:
        """The part from the choice of level."""
        return round(self.chosen - self.true, 1)

    @property
    def line(self) -> float:
        """The part from placing the lines."""
        return round(self.read - self.chosen, 1)


def tenths(angle: float) -> str:
    """Write an angle to a tenth of a degree, with a true minus sign.

    Examples
    --------
    >>> tenths(-0.04), tenths(47.25), tenths(-3)
    ('0.0°', '47.2°', '−3.0°')
    """
    size = f"{abs(angle):.1f}°"
    return f"{MINUS}{size}" if angle < -EXACT else size


def signed_tenths(angle: float) -> str:
    """Write a difference of angles to a tenth of a degree.

    Examples
    --------
    >>> signed_tenths(2.0), signed_tenths(0.01)
    ('+2.0°', '0.0°')
    """
    return f"+{tenths(angle)}" if angle > EXACT else tenths(angle)


def verdict(score: Score) -> str:
    """Say in a sentence how good the reading is, against what experienced readers do."""
    error = Split.of(score).error
    if abs(error) <= EXACT:
        return say("You read the angle as it is.")
    way = say("too large") if error > 0 else say("too small")
    within = abs(error) <= READERS_DEG
    beside = say("no more than") if within else say("more than")
    return say(
        "Your angle is {error} {way}. That is {beside} the {limit}° within which "
        "two experienced readers differ on 95 % of curves (Morrissy et al. 1990).",
        error=tenths(abs(error)),
        way=way,
        beside=beside,
        limit=READERS_DEG,
    )


def level_words(score: Score) -> str:
    """Say what the choice of levels did to the angle."""
    split = Split.of(score)
    if score.levels_right:
        return say("Both end vertebrae are right, so the choice of level costs nothing.")
    ends = [
        _choice(end, which)
        for end, which in zip(score.ends, (say("upper"), say("lower")), strict=True)
    ]
    between = say("{upper} and {lower}", upper=score.reading.upper, lower=score.reading.lower)
    return say(
        "{ends} Between {between} the true angle is {chosen} instead of {true}: "
        "{error}, however well the lines are placed.",
        ends=" ".join(ends),
        between=between,
        chosen=tenths(split.chosen),
        true=tenths(split.true),
        error=signed_tenths(split.level),
    )


def line_words(score: Score) -> str:
    """Say what the placing of the lines did to the angle."""
    split = Split.of(score)
    ends = [
        _placed(end, which)
        for end, which in zip(score.ends, (say("upper"), say("lower")), strict=True)
    ]
    return say(
        "{ends} Your lines stand at {read}, the endplates of {upper} and {lower} at "
        "{chosen}: {error}.",
        ends=" ".join(ends),
        read=tenths(split.read),
        upper=score.reading.upper,
        lower=score.reading.lower,
        chosen=tenths(split.chosen),
        error=signed_tenths(split.line),
    )


def side_words(score: Score) -> str:
    """Say whether the side was named right."""
    side, named = score.case.curve.convexity, score.reading.convexity
    if not score.side_right:
        return say(
            "Side: you named the {named}; the curve is convex to the {side}.",
            named=named,
            side=side,
        )
    if score.read_deg < 0:
        return say(
            "Side: the {side}, as you named it; yet your lines open to the other side.", side=side
        )
    return say("Side: the {side}, as you named it.", side=side)


def naming_words(score: Score) -> str:
    """Say where a line does not lie on the endplate it should; empty if both do."""
    said = [
        say(
            "You named the {which} end vertebra {chosen}, but your line lies on the {drawn_on}.",
            which=which,
            chosen=end.chosen,
            drawn_on=str(end.drawn_on),
        )
        for end, which in zip(score.ends, (say("upper"), say("lower")), strict=True)
        if not end.drawn_as_chosen
    ]
    if not said:
        return ""
    if any(end.drawn_on.level is not end.chosen for end in score.ends):
        said.append(
            say(
                "Count the levels again: the split above takes your names at their word, so "
                "a wrong name appears in both parts with opposite signs."
            )
        )
    if any(end.drawn_on.plate is not end.plate for end in score.ends):
        said.append(
            say(
                "The rule takes the superior endplate of the upper and the inferior endplate "
                "of the lower end vertebra."
            )
        )
    return " ".join(said)


def end_table(score: Score) -> pd.DataFrame:
    """Tabulate both ends: which vertebra, and what its choice and its line add to the angle."""
    rows = [
        (
            which,
            str(end.true),
            _off(end),
            signed_tenths(end.level_deg),
            signed_tenths(end.line_deg),
        )
        for end, which in zip(score.ends, (say("Upper"), say("Lower")), strict=True)
    ]
    return pd.DataFrame(rows, columns=[say(each) for each in END_COLUMNS])


def _off(end: EndScore) -> str:
    if not end.levels_off:
        return say("{chosen}, right", chosen=end.chosen)
    return f"{end.chosen}, {_levels(end.levels_off)}"


def _levels(off: int) -> str:
    if off > 0:
        return say(plural("1 level too low", "{count} levels too low", off))
    return say(plural("1 level too high", "{count} levels too high", -off))


def _choice(end: EndScore, which: str) -> str:
    if not end.levels_off:
        return say("The {which} end vertebra is right.", which=which)
    return say(
        "Your {which} end vertebra is {levels}: {chosen}, not {true}.",
        which=which,
        levels=_levels(end.levels_off),
        chosen=end.chosen,
        true=end.true,
    )


def _placed(end: EndScore, which: str) -> str:
    plate = say("superior") if end.plate is Plate.SUPERIOR else say("inferior")
    if abs(end.line_deg) <= EXACT:
        return say(
            "Your {which} line has the tilt of the {plate} endplate of {chosen}.",
            which=which,
            plate=plate,
            chosen=end.chosen,
        )
    more = say("more") if end.line_deg > 0 else say("less")
    return say(
        "Your {which} line gives the curve {difference} {more} than the {plate} endplate of "
        "{chosen}.",
        which=which,
        difference=tenths(abs(end.line_deg)),
        more=more,
        plate=plate,
        chosen=end.chosen,
    )
