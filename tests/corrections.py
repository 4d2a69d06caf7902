"""Films as people correct them: edits, undone, redone and reset, in any order."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from studies.edit import EditError, Landmark, Signature
from studies.history import EditHistory, Marks, add, delete, mark, move, rename

signatures = st.builds(
    Signature,
    by=st.sampled_from(["", "Dr Reader", "医師 太郎", 'O\'Neil "x"']),
    at=st.integers(0, 10**9).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
)

KINDS = ("move", "move", "add", "delete", "rename", "mark", "pedicles", "undo", "redo", "reset")


@st.composite
def steps(draw):
    """A step as a function from a history to the next, the same where the step is refused."""
    kind, share = draw(st.sampled_from(KINDS)), draw(st.floats(0, 0.999))
    by, signed = draw(st.floats(-3, 3)), draw(signatures)

    def edit(marks):
        level = marks.levels[int(share * len(marks.levels))]
        if kind == "move":
            (row, column), *others = marks.vertebra(level).corners
            return move(marks, level, ((row + by, column - by), *others), signed)
        if kind == "add":
            return add(marks, int(share * (len(marks.levels) + 1)), signed)
        if kind == "delete":
            return delete(marks, level, signed)
        if kind == "rename":
            return rename(marks, level, marks.levels[0], signed)
        if kind == "pedicles":
            row, column = marks.vertebra(level).centre
            return mark(marks, level, [(row, column - 8 + by), (row, column + 8 + by)], signed)
        return mark(marks, Landmark.C7_CENTRE, [(20 + by, 280 + by)], signed)

    def step(history):
        if kind in ("undo", "redo", "reset"):
            return getattr(history, kind)()
        try:
            return history.edit(edit(history.present))
        except EditError:
            return history

    return step


def corrected(film, taken_steps):
    """Take steps from the findings of a film."""
    history = EditHistory(Marks.of(film))
    for step in taken_steps:
        history = step(history)
    return history
