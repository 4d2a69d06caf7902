"""What the editor in the browser asks for, done once, in order, or refused in a sentence."""

import pytest

from measurements import Level
from studies.history import first_guess
from studies.radiograph import View
from webapp.editing import UNREADABLE, take_in
from webapp.scene import scene

T8 = 7  # place of T8 from the top


@pytest.fixture
def here(session, study):
    """A session that holds the drawn study, its standing film on the desk."""
    session.findings = study
    session.reader = "Dr Reader"
    return session


def corners(here, level=Level.T8):
    return here.findings.standing.vertebra(level).corners


def moved(here, rows, level=Level.T8):
    return [[row + rows, column] for row, column in corners(here, level)]


def ask(here, *requests, epoch=None, settle=lambda corners: corners):
    desk = here.film(View.CORONAL).desk
    sent = {"epoch": desk.epoch if epoch is None else epoch, "requests": list(requests)}
    take_in(here, View.CORONAL, sent, settle)
    return desk


def test_a_move_is_measured_and_signed(here):
    put = moved(here, 1.5)
    ask(here, {"id": 1, "do": "move", "level": "T8", "corners": put})

    assert [list(corner) for corner in corners(here)] == put
    (edit,) = here.findings.standing.edits
    assert edit.signed.by == "Dr Reader"


def test_a_request_sent_again_is_carried_out_once(here):
    first = {"id": 1, "do": "move", "level": "T8", "corners": moved(here, 1.5)}
    ask(here, first)
    ask(here, first, {"id": 2, "do": "delete", "level": "T8"})
    ask(here, first, {"id": 2, "do": "delete", "level": "T8"})

    assert len(here.findings.standing.edits) == 2
    assert len(here.findings.standing.vertebrae) == 16


def test_what_belongs_to_voided_outlines_is_passed_over(here):
    desk = ask(here, {"id": 1, "do": "delete", "level": "T8"}, epoch=-1)

    assert desk.seen == 0
    assert not here.findings.standing.edits


def test_nothing_is_done_before_the_browser_asks(here):
    take_in(here, View.CORONAL, None, lambda corners: corners)

    assert not here.findings.standing.edits


@pytest.mark.parametrize(
    ("request_", "why"),
    [
        ({"do": "move", "level": "T8", "corners": [[0, 0]] * 4}, "would cross"),
        ({"do": "move", "level": "T8", "corners": [[0, 9e9]] * 4}, "outside of the film"),
        ({"do": "move", "level": "C7", "corners": [[0, 0]] * 4}, "There is no C7"),
        ({"do": "move", "level": "T8", "corners": [[0, float("nan")]] * 4}, "finite"),
        ({"do": "move", "level": "T8", "corners": [[0, 0]]}, UNREADABLE),
        ({"do": "move", "level": "X9", "corners": [[0, 0]] * 4}, UNREADABLE),
        ({"do": "move"}, UNREADABLE),
        ({"do": "add", "place": 99}, "place 0 to 17"),
        ({"do": "unmark", "landmark": "c7_centre"}, "cannot be unmarked"),
        ({"do": "format the disk"}, UNREADABLE),
        ({}, UNREADABLE),
    ],
)
def test_what_cannot_be_done_is_refused_and_voids_only_what_the_browser_holds(
    here, study, request_, why
):
    desk = here.film(View.CORONAL).desk
    epoch = desk.epoch
    ask(here, {"id": 1} | request_, {"id": 2, "do": "delete", "level": "T8"})

    assert why in desk.said
    assert desk.refused
    assert desk.epoch != epoch
    assert here.findings == study


def test_undo_redo_and_reset_walk_through_the_edits(here, study):
    ask(here, {"id": 1, "do": "move", "level": "T5", "corners": moved(here, 2.0, Level.T5)})
    edited = here.findings
    ask(here, {"id": 2, "do": "undo"})
    assert here.findings == study

    ask(here, {"id": 3, "do": "redo"})
    assert here.findings == edited

    desk = ask(here, {"id": 4, "do": "reset"}, {"id": 5, "do": "undo"})
    assert here.findings == edited
    assert desk.seen == 5


def test_adding_and_deleting_say_which_names_have_shifted(here):
    desk = ask(here, {"id": 1, "do": "delete", "level": "T8"})
    assert desk.said == "T8: deleted. T1–T7 are now T2–T8."

    ask(here, {"id": 2, "do": "add", "place": T8})
    assert desk.said == "T8: added. T2–T8 are now T1–T7."

    ask(here, {"id": 3, "do": "undo"})
    assert desk.said == "Taken back: T8: added. T1–T7 are now T2–T8."


def test_an_added_vertebra_is_read_from_the_film_around_its_first_guess(here):
    ask(here, {"id": 1, "do": "delete", "level": "T8"})
    guess = first_guess(here.findings.standing.vertebrae, T8)
    seen = []

    def settle(corners):
        seen.append(corners)
        return tuple((row - 1.0, column) for row, column in corners)

    ask(here, {"id": 2, "do": "add", "place": T8}, settle=settle)

    assert seen == [guess]
    assert corners(here) == tuple((row - 1.0, column) for row, column in guess)
    ask(here, {"id": 3, "do": "undo"})
    assert len(here.findings.standing.vertebrae) == 16


def test_a_suggestion_comes_from_where_the_vertebra_lies_now(here):
    put = moved(here, 3.0)
    seen = []

    def settle(corners):
        seen.append(corners)
        return tuple((row - 1.0, column) for row, column in corners)

    ask(here, {"id": 1, "do": "move", "level": "T8", "corners": put})
    ask(here, {"id": 2, "do": "suggest", "level": "T8"}, settle=settle)

    assert [list(corner) for corner in seen[0]] == put
    assert [[row + 1.0, column] for row, column in corners(here)] == put


def test_a_landmark_is_marked_and_unmarked(here):
    ask(
        here,
        {"id": 1, "do": "mark", "landmark": "c7_centre", "points": [[30.0, 150.0]]},
    )
    assert here.findings.standing.landmarks.c7_centre is not None

    ask(here, {"id": 2, "do": "unmark", "landmark": "c7_centre"})
    assert here.findings.standing.landmarks.c7_centre is None


def test_pedicles_are_marked_by_the_name_of_their_vertebra_and_drawn_under_it(here):
    (top, left), (_, right), *_ = corners(here)
    points = [[top + 4, left + 8], [top + 4, right - 8]]
    ask(here, {"id": 1, "do": "mark", "landmark": "pedicles T8", "points": points})
    film = here.findings.standing

    assert set(film.landmarks.pedicles) == {Level.T8}
    told = scene(here.film(View.CORONAL), film)["landmarks"]
    assert [list(point) for point in told["pedicles T8"]] == points

    desk = ask(here, {"id": 2, "do": "unmark", "landmark": "pedicles T8"})
    assert here.findings.standing.landmarks.pedicles == {}
    assert desk.said == "Pedicles of T8: mark removed."


def test_a_new_name_is_an_edit_like_any_other(here, study):
    ask(here, {"id": 1, "do": "rename", "level": "T8", "name": "T7"})
    assert here.findings.standing.vertebrae[-1].level is Level.L4

    ask(here, {"id": 2, "do": "undo"})
    assert here.findings == study


def test_films_are_corrected_each_by_itself(here):
    ask(here, {"id": 1, "do": "delete", "level": "T8"})

    assert not here.history(View.LEFT_BENDING).can_undo
    assert len(here.findings.films[View.LEFT_BENDING].vertebrae) == 17
