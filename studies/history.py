"""What is marked on a film, corrected step by step, with a way back.

An `Edit` says what is to change, `applied` gives the marks after it, and an `EditHistory` keeps
the marks before and after every edit. Nothing here measures: `studies.analyse.with_marks` does,
and refuses marks that no film can show.

Levels are counted upward from the lowest vertebra. Adding or deleting one therefore renames those
above it, and all where it is the lowest, whose name stays.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from languages import Message
from measurements import Level, MeasurementError, levels_upward_from
from measurements.level import USUAL_THORACIC_COUNT
from studies.edit import Action, Edit, EditError, Landmark, Signature
from studies.findings import Corners, FilmFindings, LevelledVertebra
from studies.radiograph import Pixel

FEWEST_VERTEBRAE: Final = 2
"""An angle needs two endplates of different vertebrae."""

USUAL_PITCH: Final = 1.3
"""From one vertebra to the next in heights of a body, where no neighbour tells: a disc is about
a quarter to a third as high as the bodies beside it."""

PEDICLE_REACH: Final = 1.0
"""Farthest that a mark may lie from the middle of a body, in its widths: pedicles lie half a width
to either side, and rotation moves them by less than half a width more."""

LEAST_CORNER_SINE: Final = 0.02
"""Sine of the turn at a corner, about a degree: with less the body would be a triangle."""


@dataclass(frozen=True)
class Marks:
    """What a person can correct on a film."""

    vertebrae: tuple[LevelledVertebra, ...]
    """Cranial first."""

    landmark_points: Mapping[Landmark, tuple[Pixel, ...]] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    """What was corrected so far, the first one first."""

    @classmethod
    def of(cls, film: FilmFindings) -> Marks:
        """Take the marks of a film."""
        return cls(film.vertebrae, film.landmark_points, film.edits)

    @property
    def levels(self) -> tuple[Level, ...]:
        """Names of the vertebrae, cranial first."""
        return tuple(vertebra.level for vertebra in self.vertebrae)

    def points_of(self, target: Landmark | Level) -> tuple[Pixel, ...] | None:
        """Points of a landmark, or of a vertebra's pedicles; None where they are not marked."""
        if isinstance(target, Landmark):
            return self.landmark_points.get(target)
        return self.vertebra(target).pedicles or None

    def vertebra(self, level: Level) -> LevelledVertebra:
        """Return the vertebra of that name.

        Raises
        ------
        EditError
            If the film shows none.
        """
        for vertebra in self.vertebrae:
            if vertebra.level == level:
                return vertebra
        raise EditError(
            Message(
                "There is no {level} on this film, which shows {highest} to {lowest}.",
                level=level,
                highest=self.levels[0],
                lowest=self.levels[-1],
            )
        )


@dataclass(frozen=True)
class EditHistory:
    """The marks of a film before and after every edit.

    Examples
    --------
    >>> history = EditHistory(Marks(()))
    >>> history.can_undo, history.undo() is history
    (False, True)
    """

    present: Marks
    past: tuple[Marks, ...] = ()
    """The oldest first; the very first is what the network gave."""

    future: tuple[Marks, ...] = ()
    """What was undone, the next to be redone first."""

    @property
    def automatic(self) -> Marks:
        """What the network gave."""
        return self.past[0] if self.past else self.present

    @property
    def can_undo(self) -> bool:
        """Whether anything can be taken back."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Whether anything was taken back."""
        return bool(self.future)

    def edit(self, edit: Edit) -> EditHistory:
        """Apply an edit; what was undone before is gone."""
        return self._then(applied(self.present, edit))

    def undo(self) -> EditHistory:
        """Take back the last step, if there is one."""
        if not self.past:
            return self
        return EditHistory(self.past[-1], self.past[:-1], (self.present, *self.future))

    def redo(self) -> EditHistory:
        """Do again what was taken back last, if anything was."""
        if not self.future:
            return self
        return EditHistory(self.future[0], (*self.past, self.present), self.future[1:])

    def reset(self) -> EditHistory:
        """Go back to what the network gave; this can be undone like any step."""
        return self if self.present == self.automatic else self._then(self.automatic)

    def _then(self, marks: Marks) -> EditHistory:
        return EditHistory(marks, (*self.past, self.present))


def move(marks: Marks, level: Level, corners: Corners, signed: Signature) -> Edit:
    """Put the corners of a vertebra elsewhere: one, an endplate's, or all."""
    return Edit(Action.MOVED, level, marks.vertebra(level).corners, corners, signed)


def suggest(marks: Marks, level: Level, corners: Corners, signed: Signature) -> Edit:
    """Take corners that were read from the film around where a vertebra lies."""
    return Edit(Action.SUGGESTED, level, marks.vertebra(level).corners, corners, signed)


def add(marks: Marks, place: int, signed: Signature) -> Edit:
    """Add a vertebra with `place` vertebrae above it, at the corners of `first_guess`.

    Raises
    ------
    EditError
        If there are as many vertebrae as names already, or no such place.
    """
    count = len(marks.vertebrae)
    if not 0 <= place <= count:
        raise EditError(
            Message(
                "A vertebra can stand at place 0 to {count} from the top, not {place}.",
                count=count,
                place=place,
            )
        )
    level = _counted(marks.vertebrae, marks.levels[-1], count + 1)[place]
    return Edit(Action.ADDED, level, None, first_guess(marks.vertebrae, place), signed)


def delete(marks: Marks, level: Level, signed: Signature) -> Edit:
    """Take a vertebra away."""
    return Edit(Action.DELETED, level, marks.vertebra(level).corners, None, signed)


def rename(marks: Marks, level: Level, name: Level, signed: Signature) -> Edit:
    """Give a vertebra another name; all others are counted on from it."""
    return Edit(Action.RENUMBERED, level, marks.vertebra(level).level, name, signed)


def mark(
    marks: Marks, target: Landmark | Level, points: Sequence[Pixel], signed: Signature
) -> Edit:
    """Place or move a landmark, or the pedicles of a vertebra; points may come in any order."""
    ordered = tuple(sorted(points, key=lambda point: point[1]))
    return Edit(Action.MARKED, target, marks.points_of(target), ordered, signed)


def unmark(marks: Marks, target: Landmark | Level, signed: Signature) -> Edit:
    """Take a landmark away, or the pedicles of a vertebra."""
    return Edit(Action.UNMARKED, target, marks.points_of(target), None, signed)


def applied(marks: Marks, edit: Edit) -> Marks:
    """Carry out an edit.

    Parameters
    ----------
    marks : Marks
        What is marked before.
    edit : Edit
        What to change.

    Returns
    -------
    Marks
        What is marked since, with the edit as the last of its `edits`.

    Raises
    ------
    EditError
        If the edit belongs to other marks, or names run out.
    """
    changed = replace(marks, edits=(*marks.edits, edit))
    if isinstance(edit.target, Landmark):
        points = {key: own for key, own in marks.landmark_points.items() if key != edit.target}
        if isinstance(edit.after, tuple):
            points[edit.target] = edit.after
        return replace(changed, landmark_points=points)
    return replace(changed, vertebrae=_vertebrae_after(marks, edit, edit.target))


def first_guess(vertebrae: Sequence[LevelledVertebra], place: int) -> Corners:
    """Guess where a vertebra lies that has `place` of `vertebrae` above it.

    Parameters
    ----------
    vertebrae : sequence of LevelledVertebra
        At least one, cranial first.
    place : int
        From 0, above all, to their number, below all.

    Returns
    -------
    Corners
        Between two neighbours the mean of both; at an end the last vertebra again, one step
        further along its own axis.
    """
    bodies = np.array([vertebra.corners for vertebra in vertebrae])  # (N, 4, 2)
    if 0 < place < len(bodies):
        return _corners((bodies[place - 1] + bodies[place]) / 2)
    last = bodies[0 if place == 0 else -1]
    down = (last[2] + last[3] - last[0] - last[1]) / 2  # superior to inferior endplate
    step = down * USUAL_PITCH * (-1 if place == 0 else 1)
    if len(bodies) > 1:
        neighbour = bodies[1 if place == 0 else -2]
        pitch = np.linalg.norm(last.mean(axis=0) - neighbour.mean(axis=0))
        step *= pitch / np.linalg.norm(step)
    return _corners(last + step)


def check_marks(marks: Marks, shape: tuple[int, int]) -> None:
    """Refuse what a person placed where no film of `shape` can show it.

    What the network placed is not looked at: a cropped vertebra of its own keeps nobody from
    correcting another.

    Parameters
    ----------
    marks : Marks
        What is marked.
    shape : (int, int)
        Height and width of the film in pixels.

    Raises
    ------
    EditError
        In one sentence: if there are too few vertebrae, a point lies outside of the film, or the
        corners of a vertebra do not go round it in order.
    """
    if len(marks.vertebrae) < FEWEST_VERTEBRAE:
        raise EditError(
            Message(
                "A film needs at least {fewest} vertebrae to measure an angle; add "
                "another one before deleting this one.",
                fewest=FEWEST_VERTEBRAE,
            )
        )
    by_hand = [vertebra for vertebra in marks.vertebrae if vertebra.edited]
    outlined = [(str(vertebra.level), vertebra.corners) for vertebra in by_hand]
    placed = [(landmark.words, points) for landmark, points in marks.landmark_points.items()]
    placed += [
        (Message("A pedicle of {level}", level=v.level), v.pedicles) for v in marks.vertebrae
    ]
    for name, points in (*outlined, *placed):
        if not all(_on_film(point, shape) for point in points):
            raise EditError(
                Message(
                    "{name} would lie outside of the film; keep all of it on the film.", name=name
                )
            )
    for vertebra in by_hand:
        if not _goes_round(vertebra.corners):
            raise EditError(
                Message(
                    "The corners of {level} would cross or dent it; keep each corner on its "
                    "own side of the body.",
                    level=vertebra.level,
                )
            )
    for vertebra in marks.vertebrae:
        reach = PEDICLE_REACH * vertebra.width_px
        if any(math.dist(point, vertebra.centre) > reach for point in vertebra.pedicles):
            raise EditError(
                Message(
                    "A pedicle of {level} would lie off it; choose the vertebra that you "
                    "mark the pedicles of.",
                    level=vertebra.level,
                )
            )


def _vertebrae_after(marks: Marks, edit: Edit, level: Level) -> tuple[LevelledVertebra, ...]:
    before, lowest = marks.vertebrae, marks.levels[-1]
    if edit.action is Action.ADDED:
        names = _counted(before, lowest, len(before) + 1)
        if level not in names:
            raise EditError(
                Message(
                    "{level} cannot be added to {highest} to {lowest}.",
                    level=level,
                    highest=before[0].level,
                    lowest=lowest,
                )
            )
        place = names.index(level)
        added = _by_hand(level, edit.after)
        return _renamed((*before[:place], added, *before[place:]), names)
    found = marks.vertebra(level)
    place = before.index(found)
    if edit.marks:
        pedicles = edit.after if isinstance(edit.after, tuple) else ()
        return (*before[:place], replace(found, pedicles=pedicles), *before[place + 1 :])
    if edit.action is Action.RENUMBERED:
        assert isinstance(edit.after, Level)  # as every such edit
        return _renamed(before, _names_with(before, place, edit.after))
    others = (*before[:place], *before[place + 1 :])
    if edit.action is Action.DELETED:
        return _renamed(others, _counted(before, lowest, len(others))) if others else ()
    moved = replace(_by_hand(level, edit.after), pedicles=found.pedicles)
    return (*before[:place], moved, *before[place + 1 :])


def _by_hand(level: Level, corners: tuple[Pixel, ...] | Level | None) -> LevelledVertebra:
    """Outline a vertebra as a person placed it: the network's certainty says nothing of it."""
    assert isinstance(corners, tuple)  # as every edit that leads here
    superior_left, superior_right, inferior_right, inferior_left = corners
    outline = superior_left, superior_right, inferior_right, inferior_left
    return LevelledVertebra(level, outline, score=None, corner_sd_px=None)


def _renamed(
    vertebrae: Sequence[LevelledVertebra], names: Sequence[Level]
) -> tuple[LevelledVertebra, ...]:
    return tuple(
        replace(vertebra, level=name) for vertebra, name in zip(vertebrae, names, strict=True)
    )


def _counted(vertebrae: Sequence[LevelledVertebra], lowest: Level, count: int) -> tuple[Level, ...]:
    """Name `count` vertebrae upward from `lowest`, of a patient who shows `vertebrae`."""
    try:
        return levels_upward_from(lowest, count, thoracic_count=_thoracic_count(vertebrae))
    except MeasurementError as error:
        raise EditError(
            Message(
                "{count} vertebrae above and including {lowest} would run past C7; name the "
                "lowest vertebra first, or delete one that is none.",
                count=count,
                lowest=lowest,
            )
        ) from error


def _names_with(
    vertebrae: Sequence[LevelledVertebra], place: int, name: Level
) -> tuple[Level, ...]:
    """Names of all vertebrae when that at `place` is `name`."""
    for lowest in Level:
        try:
            names = _counted(vertebrae, lowest, len(vertebrae))
        except EditError:
            continue
        if names[place] is name:
            return names
    raise EditError(
        Message(
            "{level} cannot be {name}: the {count} vertebrae would run past C7 or past the "
            "sacrum; delete what is no vertebra first.",
            level=vertebrae[place].level,
            name=name,
            count=len(vertebrae),
        )
    )


def _thoracic_count(vertebrae: Sequence[LevelledVertebra]) -> int:
    """How many thoracic vertebrae the patient has, as far as the names show it."""
    levels = {vertebra.level for vertebra in vertebrae}
    if Level.T13 in levels:
        return 13
    skipped = {Level.T11, Level.L1} <= levels and Level.T12 not in levels
    return 11 if skipped else USUAL_THORACIC_COUNT


def _on_film(point: Pixel, shape: tuple[int, int]) -> bool:
    """Whether a point lies on the film, out to the edges of its outermost pixels."""
    return all(-0.5 <= place <= size - 0.5 for place, size in zip(point, shape, strict=True))


def _goes_round(corners: Corners) -> bool:
    """Whether corners go clockwise round a convex body as seen on the image."""
    turns = []
    for place in range(4):
        a, b, c = (corners[(place + step) % 4] for step in range(3))
        rows, columns = (b[0] - a[0], c[0] - b[0]), (b[1] - a[1], c[1] - b[1])
        length = math.hypot(rows[0], columns[0]) * math.hypot(rows[1], columns[1])
        turns.append(columns[0] * rows[1] - rows[0] * columns[1] > LEAST_CORNER_SINE * length)
    return all(turns)


def _corners(points: NDArray[np.float64]) -> Corners:
    a, b, c, d = ((float(row), float(column)) for row, column in points)
    return a, b, c, d
