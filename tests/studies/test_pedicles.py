"""Pedicles marked by a person, and what they tell: neutral vertebrae, and A or B."""

import pytest
from phantom_findings import film_of, pixels

from measurements import (
    ImageEdge,
    Level,
    LumbarModifier,
    find_curves,
    find_lumbar_modifier,
    lower_neutral_vertebra,
    upper_neutral_vertebra,
)
from sample_data.phantom import phantom_patient
from studies.analyse import measure_study, with_lowest_level, with_marks, with_patient_right
from studies.edit import EditError, Signature
from studies.history import EditHistory, Marks, delete, mark, move, unmark
from studies.json_schema import study_from_json, to_json
from studies.radiograph import View
from studies.report import report_words

BY = Signature.now("A. Reader")
STANDING = View.CORONAL


@pytest.fixture(scope="module")
def truth():
    return phantom_patient(3, effort_deg=4.5).study_truth().films["coronal"]


@pytest.fixture
def bare(truth):
    """The true standing film as a study, without pedicles."""
    film = film_of(truth, name="standing")
    return measure_study({STANDING: film}, {}, film.provenance)


def points(truth, level, *, borders=True):
    """True marks of a vertebra's pedicles, from image left to image right."""
    place = truth.levels.index(level)
    left, right = pixels(truth.landmarks_px.pedicle_centres_px[place])
    inner = pixels(truth.landmarks_px.medial_borders_px[place]) if borders else ()
    return (left, *inner, right)


def marked(study, truth, levels, **kwargs):
    """The study with the pedicles of these vertebrae marked."""
    history = EditHistory(Marks.of(study.standing))
    for level in levels:
        history = history.edit(mark(history.present, level, points(truth, level, **kwargs), BY))
    return with_marks(study, history.present, view=STANDING)


def test_neutral_vertebrae_are_those_of_the_true_pedicles(bare, truth):
    study = marked(bare, truth, truth.levels, borders=False)
    found = [
        (curve.upper_neutral_vertebra, curve.lower_neutral_vertebra)
        for curve in study.standing.measures.curves
    ]

    seen = 0
    for (upper, lower), curve in zip(found, find_curves(truth.spine), strict=True):
        for measured, find in ((upper, upper_neutral_vertebra), (lower, lower_neutral_vertebra)):
            if measured.value is None:
                assert "every vertebra" in measured.reason
                continue
            expected = find(truth.film, curve)
            assert measured.value.vertebra.level is expected.vertebra.level
            assert measured.value.shift == pytest.approx(expected.shift)
            seen += 1
    assert seen > 0


def test_the_report_names_neutral_vertebrae(bare, truth):
    named = dict(report_words(marked(bare, truth, truth.levels))["balance"])
    neutral = {name: words for name, words in named.items() if name.startswith("Neutral")}

    assert neutral
    assert all("above" in words or "below" in words for words in neutral.values())
    assert not any(name.startswith("Neutral") for name, _ in report_words(bare)["balance"])


def test_without_pedicles_the_first_vertebra_on_the_way_is_named(bare):
    for curve in bare.standing.measures.curves:
        reason = curve.upper_neutral_vertebra.reason

        assert curve.curve.levels[0] in reason
        assert "pedicles" in reason


def test_medial_borders_tell_a_from_b(bare, truth):
    """Of bodies alone it is "A or B"; with the borders it is that of the true ones."""
    lumbar = bare.curves[-1]
    by_truth = find_lumbar_modifier(truth.film, lumbar).modifier
    with_borders, centres_only = (
        find_lumbar_modifier(
            marked(bare, truth, truth.levels, borders=borders).standing.film, lumbar
        ).modifier
        for borders in (True, False)
    )

    assert with_borders is by_truth
    assert centres_only is find_lumbar_modifier(bare.standing.film, lumbar).modifier
    assert centres_only in (LumbarModifier.A_OR_B, LumbarModifier.C)


def test_marks_may_come_in_any_order(bare, truth):
    given = points(truth, Level.T8)
    history = EditHistory(Marks.of(bare.standing))

    placed = history.edit(mark(history.present, Level.T8, given[::-1], BY)).present

    assert placed.vertebra(Level.T8).pedicles == given
    assert placed.edits[-1].words == "Pedicles of T8: marked"


def test_a_mark_is_no_outline_and_keeps_what_the_network_knows(bare, truth):
    film = marked(bare, truth, [Level.T8]).standing

    assert film.vertebra(Level.T8).score == 0.9
    assert not film.outlines_edited
    assert film.curves == bare.standing.curves


def test_pedicles_follow_their_vertebra_when_names_shift(bare, truth):
    study = marked(bare, truth, [Level.T8])
    given = points(truth, Level.T8)
    shifted = with_lowest_level(study, Level.L4).standing
    marks = Marks.of(study.standing)
    shorter = EditHistory(marks).edit(delete(marks, Level.L2, BY)).present

    assert shifted.vertebra(Level.T7).pedicles == given
    assert shifted.landmarks.pedicles.keys() == {Level.T7}
    assert shorter.vertebra(Level.T9).pedicles == given


def test_pedicles_stay_where_they_are_when_the_outline_is_corrected(bare, truth):
    marks = Marks.of(marked(bare, truth, [Level.T8]).standing)
    corners = tuple((row + 1.0, column) for row, column in marks.vertebra(Level.T8).corners)

    corrected = EditHistory(marks).edit(move(marks, Level.T8, corners, BY)).present

    assert corrected.vertebra(Level.T8).pedicles == points(truth, Level.T8)


def test_marks_are_taken_away_and_undone(bare, truth):
    history = EditHistory(Marks.of(marked(bare, truth, [Level.T8]).standing))
    gone = history.edit(unmark(history.present, Level.T8, BY))

    assert gone.present.vertebra(Level.T8).pedicles == ()
    assert gone.undo().present.vertebra(Level.T8).pedicles == points(truth, Level.T8)
    assert gone.present.edits[-1].words == "Pedicles of T8: mark removed"


def test_findings_with_pedicles_come_back_as_they_were_written(bare, truth):
    study = marked(marked(bare, truth, [Level.T8]), truth, [Level.L2], borders=False)

    assert study_from_json(to_json(study)) == study
    assert study_from_json(to_json(study)).standing.landmarks == study.standing.landmarks


def test_on_a_film_from_behind_the_right_pedicle_is_the_patients(bare, truth):
    film = marked(bare, truth, [Level.T8]).standing
    behind = with_patient_right(marked(bare, truth, [Level.T8]), ImageEdge.RIGHT).standing
    one, other = (each.landmarks.pedicles[Level.T8] for each in (film, behind))

    assert other.right.centre[0] == pytest.approx(-one.left.centre[0])
    assert other.right.centre[0] > other.left.centre[0]


@pytest.mark.parametrize(
    ("level", "given", "message"),
    [
        (Level.T8, lambda at: at[:1], "takes 2 or 4"),
        (Level.T8, lambda at: at[:3], "takes 2 or 4"),
        (Level.C7, lambda at: at, "There is no C7"),
        (Level.T2, lambda at: at, "A pedicle of T2 would lie off it"),
        (Level.T8, lambda at: (at[0], at[0]), "both pedicles lie at"),
        (Level.T8, lambda at: ((-50.0, 10.0), at[1]), "outside of the film"),
    ],
)
def test_marks_that_no_vertebra_has_are_refused(bare, truth, level, given, message):
    marks = Marks.of(bare.standing)

    def carried_out():
        edit = mark(marks, level, given(points(truth, Level.T8)), BY)
        return with_marks(bare, EditHistory(marks).edit(edit).present, view=STANDING)

    with pytest.raises(EditError, match=message):
        carried_out()
