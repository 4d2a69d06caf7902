"""Corrections applied: geometry, names, the way back, and what is refused."""

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measurements import Level
from studies.analyse import with_lowest_level, with_marks
from studies.edit import EditError, Landmark, Signature
from studies.history import (
    EditHistory,
    Marks,
    add,
    applied,
    check_marks,
    delete,
    mark,
    move,
    rename,
    suggest,
    unmark,
)
from studies.radiograph import View

BY = Signature("Dr Reader", datetime(2026, 11, 25, 10, 30, tzinfo=UTC))
LEVELS = [*(Level(f"T{n}") for n in range(1, 13)), *(Level(f"L{n}") for n in range(1, 6))]

levels = st.sampled_from(LEVELS)
pixels = st.floats(-3, 3, allow_nan=False)


@st.composite
def changes(draw):
    """A change as a function from marks to an edit; small enough for any film to take it."""
    kind = draw(st.sampled_from(["move", "suggest", "add", "delete", "rename", "mark", "unmark"]))
    share, by = draw(st.floats(0, 0.999)), (draw(pixels), draw(pixels))

    def change(marks):
        level = marks.levels[int(share * len(marks.levels))]
        if kind in ("move", "suggest"):
            corners = shifted(marks.vertebra(level).corners, by)
            return (move if kind == "move" else suggest)(marks, level, corners, BY)
        if kind == "add":
            return add(marks, int(share * (len(marks.levels) + 1)), BY)
        if kind == "delete":
            return delete(marks, level, BY)
        if kind == "rename":
            return rename(marks, level, LEVELS[int(share * len(LEVELS))], BY)
        if kind == "mark":
            return mark(marks, Landmark.C7_CENTRE, [(20 + by[0], 280 + by[1])], BY)
        return unmark(marks, Landmark.C7_CENTRE, BY)

    return change


def shifted(corners, by):
    return tuple((row + by[0], column + by[1]) for row, column in corners)


def with_corner(corners, place, by):
    row, column = corners[place]
    changed = list(corners)
    changed[place] = (row + by[0], column + by[1])
    return tuple(changed)


def do(history, change):
    """Apply a change, or leave the history as it is where it is refused."""
    try:
        return history.edit(change(history.present))
    except EditError:
        return history


def outlines(marks):
    return [vertebra.corners for vertebra in marks.vertebrae]


@pytest.fixture
def marks(study):
    return Marks.of(study.standing)


@settings(deadline=None)
@given(done=st.lists(changes(), max_size=12))
def test_undoing_everything_gives_what_the_network_gave_and_redoing_what_was_edited(study, done):
    start = history = EditHistory(Marks.of(study.standing))
    for change in done:
        history = do(history, change)
    edited = history.present
    while history.can_undo:
        history = history.undo()
    assert history.present == start.present

    while history.can_redo:
        history = history.redo()
    assert history.present == edited


@settings(deadline=None)
@given(done=st.lists(changes(), max_size=12))
def test_the_recorded_edits_lead_from_the_network_s_marks_to_the_present_ones(study, done):
    history = EditHistory(Marks.of(study.standing))
    for change in done:
        history = do(history, change)
    replayed = history.automatic
    for edit in history.present.edits:
        replayed = applied(replayed, edit)

    assert replayed == history.present


@given(level=levels, by=st.tuples(pixels, pixels))
def test_moving_a_vertebra_and_back_gives_the_same_outlines(study, level, by):
    marks = Marks.of(study.standing)
    corners = marks.vertebra(level).corners
    away = applied(marks, move(marks, level, shifted(corners, by), BY))
    back = applied(away, move(away, level, corners, BY))

    assert outlines(back) == outlines(marks)
    assert back.levels == marks.levels


@settings(deadline=None)
@given(level=levels, name=levels)
def test_a_new_name_keeps_every_corner_and_counts_on_in_both_directions(study, level, name):
    marks = Marks.of(study.standing)
    try:
        renamed = applied(marks, rename(marks, level, name, BY))
    except EditError:
        return
    place = marks.levels.index(level)

    assert outlines(renamed) == outlines(marks)
    assert renamed.levels[place] is name
    assert not any(vertebra.edited for vertebra in renamed.vertebrae)
    by_count = with_lowest_level(study, renamed.levels[-1], view=View.CORONAL)
    assert renamed.levels == by_count.standing.spine.levels


@settings(deadline=None, max_examples=40)
@given(rows=st.floats(-6, 6, allow_nan=False))
def test_the_angle_changes_as_the_moved_corner_says(study, rows):
    """The superior endplate of T5 is one line of the main thoracic curve."""
    marks = Marks.of(study.standing)
    corners = with_corner(marks.vertebra(Level.T5).corners, 1, (rows, 0.0))
    moved = with_marks(study, applied(marks, move(marks, Level.T5, corners, BY)), view=View.CORONAL)
    (row_left, column_left), (row_right, column_right) = corners[:2]
    # The patient's right is at the image's left: tilt is positive where the left end is higher.
    tilt = np.degrees(np.arctan2(row_right - row_left, column_right - column_left))
    low = marks.vertebra(Level.T11).corners
    low_tilt = np.degrees(np.arctan2(low[2][0] - low[3][0], low[2][1] - low[3][1]))

    spine = moved.standing.spine
    upper, lower = spine[Level.T5].superior_endplate, spine[Level.T11].inferior_endplate
    assert upper.tilt_deg - lower.tilt_deg == pytest.approx(tilt - low_tilt)
    main = next(curve for curve in moved.curves if curve.region == "MT")
    if [str(level) for level in main.levels] == ["T5", "T11"]:
        assert main.cobb_deg == pytest.approx(tilt - low_tilt)


def test_every_measurement_follows_an_edit_and_comes_back_when_it_is_undone(study, marks):
    corners = with_corner(marks.vertebra(Level.T5).corners, 1, (4.0, 0.0))
    history = EditHistory(marks).edit(move(marks, Level.T5, corners, BY))
    edited = with_marks(study, history.present, view=View.CORONAL)
    undone = with_marks(edited, history.undo().present, view=View.CORONAL)

    assert edited.flexibility[1].rate_percent != study.flexibility[1].rate_percent
    assert undone == study


@pytest.mark.parametrize("place", [1, 5, 12, 16])
def test_a_deleted_vertebra_is_guessed_where_it_was_and_names_come_back(marks, place):
    """Drawn bodies are alike, so the mean of two neighbours is nearly the one between."""
    level = marks.levels[place - 1]
    gone = applied(marks, delete(marks, level, BY))
    back = applied(gone, add(gone, place - 1, BY))
    true = np.array(marks.vertebra(level).corners)

    assert gone.levels == LEVELS[1:] or gone.levels == tuple(LEVELS[1:])
    assert back.levels == marks.levels
    guess = np.array(back.vertebra(level).corners)
    assert np.abs(guess - true).max() < 0.15 * marks.vertebra(level).width_px


@pytest.mark.parametrize(("place", "level"), [(0, Level.T1), (16, Level.L5)])
def test_a_vertebra_beyond_an_end_is_guessed_one_step_on(marks, place, level):
    gone = applied(marks, delete(marks, marks.levels[place], BY))
    back = applied(gone, add(gone, place, BY))

    true = np.array(marks.vertebrae[place].corners)
    assert np.abs(np.array(back.vertebra(level).corners) - true).max() < 8


def test_an_added_vertebra_shifts_the_names_above_it_and_none_below(marks):
    added = applied(marks, add(marks, 5, BY))

    assert added.levels[0] is Level.C7
    assert added.levels[6:] == marks.levels[5:]
    assert [vertebra.level for vertebra in added.vertebrae if vertebra.edited] == [Level.T5]


def test_a_patient_of_eleven_or_thirteen_thoracic_vertebrae_keeps_them(study):
    for count, lowest in ((11, Level.L5), (13, Level.L4)):
        shown = with_lowest_level(study, lowest, view=View.CORONAL, thoracic_count=count)
        marks = Marks.of(shown.standing)
        fewer = applied(marks, delete(marks, Level.L1, BY))

        assert (Level.T13 in fewer.levels) is (count == 13)
        assert (Level.T12 in fewer.levels) is (count == 13)


def test_reset_gives_the_network_s_marks_and_can_itself_be_undone(marks):
    history = EditHistory(marks).edit(delete(marks, Level.T3, BY))
    reset = history.reset()

    assert reset.present == marks
    assert reset.undo().present == history.present
    assert reset.reset() is reset


def test_an_edit_ends_what_could_be_redone(marks):
    history = EditHistory(marks).edit(delete(marks, Level.T3, BY)).undo()

    assert history.can_redo
    assert not history.edit(delete(marks, Level.T4, BY)).can_redo


def test_a_placed_vertebra_has_no_certainty_of_the_network_s(marks):
    corners = shifted(marks.vertebra(Level.T8).corners, (1, 1))
    moved = applied(marks, move(marks, Level.T8, corners, BY)).vertebra(Level.T8)

    assert moved.edited
    assert moved.score is None
    assert moved.corner_sd_px is None


def test_landmarks_are_marked_image_left_first_and_taken_away(marks):
    crests = [(1000.0, 420.0), (1004.0, 130.0)]
    marked = applied(marks, mark(marks, Landmark.ILIAC_CRESTS, crests, BY))

    assert marked.landmark_points == {Landmark.ILIAC_CRESTS: (crests[1], crests[0])}
    cleared = applied(marked, unmark(marked, Landmark.ILIAC_CRESTS, BY))
    assert cleared.landmark_points == {}


def test_landmarks_are_carried_to_patient_axes(study, marks):
    marked = applied(marks, mark(marks, Landmark.S1_ENDPLATE, [(1090, 250), (1086, 310)], BY))
    film = with_marks(study, marked, view=View.CORONAL).standing

    right, left = film.landmarks.s1_endplate  # the patient's right is at the image's left
    assert right == pytest.approx((-250 * 0.5, -1090 * 0.5))
    assert left == pytest.approx((-310 * 0.5, -1086 * 0.5))


def crossed(corners):
    a, b, c, d = corners
    return a, c, b, d


def upside_down(corners):
    return corners[2:] + corners[:2]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda corners: shifted(corners, (-900, 0)), "outside of the film"),
        (lambda corners: shifted(corners, (0, 4000)), "outside of the film"),
        (crossed, "would cross"),
        (lambda corners: tuple(reversed(corners)), "would cross"),
        (lambda corners: with_corner(corners, 0, (60, 60)), "would cross"),
        (upside_down, "right way up"),
        (lambda corners: shifted(corners, (300, 0)), "superior side"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence_and_nothing_is_lost(study, marks, change, why):
    before = study.standing
    corners = change(marks.vertebra(Level.T8).corners)
    edit = move(marks, Level.T8, corners, BY)

    with pytest.raises(EditError, match=why) as refusal:
        with_marks(study, applied(marks, edit), view=View.CORONAL)

    assert "T8" in str(refusal.value)
    assert study.standing is before


def test_what_the_network_placed_outside_of_the_film_keeps_nobody_from_correcting_the_rest(study):
    film = study.films[View.LEFT_BENDING]
    film = replace(film, shape=(film.shape[0], round(film.vertebra(Level.T1).centre[1])))
    study = replace(study, films={**study.films, View.LEFT_BENDING: film})
    marks = Marks.of(film)
    corners = shifted(marks.vertebra(Level.L3).corners, (1, 1))
    moved = applied(marks, move(marks, Level.L3, corners, BY))

    corrected = with_marks(study, moved, view=View.LEFT_BENDING).films[View.LEFT_BENDING]
    assert corrected.vertebra(Level.L3).corners == corners


def test_names_that_run_out_are_refused(marks):
    full = applied(marks, add(marks, 0, BY))

    assert full.levels[0] is Level.C7
    with pytest.raises(EditError, match="past C7"):
        add(full, 3, BY)
    with pytest.raises(EditError, match="cannot be T3"):
        applied(marks, rename(marks, Level.L5, Level.T3, BY))


def test_the_last_two_vertebrae_stay(study, marks):
    two = replace(marks, vertebrae=marks.vertebrae[-2:])
    one = applied(two, delete(two, Level.L5, BY))

    with pytest.raises(EditError, match="at least 2"):
        check_marks(one, study.standing.shape)


@pytest.mark.parametrize(
    "change",
    [
        lambda marks: move(marks, Level.C7, marks.vertebrae[0].corners, BY),
        lambda marks: delete(marks, Level.C7, BY),
        lambda marks: add(marks, 18, BY),
        lambda marks: unmark(marks, Landmark.C7_CENTRE, BY),
    ],
)
def test_an_edit_of_what_is_not_there_is_refused(marks, change):
    with pytest.raises(EditError):
        change(marks)


def test_a_sacrum_marked_above_the_lowest_vertebra_is_refused(study, marks):
    wrong = applied(marks, mark(marks, Landmark.S1_ENDPLATE, [(500, 250), (500, 310)], BY))

    with pytest.raises(EditError, match="S1 is marked"):
        with_marks(study, wrong, view=View.CORONAL)
