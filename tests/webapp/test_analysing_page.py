"""The wait on the pages: how far it is, the way out, and what was confirmed before it."""

from pathlib import Path

import pytest
from background import LONG, finish
from streamlit.testing.v1 import AppTest

from measurements import ImageEdge
from studies.radiograph import View
from webapp.session import KEY

APP = Path(__file__).parents[2] / "app.py"
CONFIRM = "Views and sides are right: analyse"


@pytest.fixture
def waiting(app, session, patient):
    """The app while the first film is analysed."""
    app.session_state[KEY] = session
    app.run().button(key="analyse").click().run()
    assert patient.begun.acquire(timeout=LONG)
    return app.run()


def captions(app):
    return [caption.value for caption in app.caption]


def test_the_page_says_how_far_it_is_and_shows_the_numbers_once_it_is_done(waiting, patient):
    (bar,) = waiting.get("progress")
    assert bar.proto.text == "Finding the vertebrae (standing film) …"
    assert waiting.button(key="analyse").disabled
    assert not waiting.table

    patient.go_on()
    assert finish(waiting).table[0].value["Cobb"].tolist() == ["50°", "33°"]
    assert not waiting.get("progress")


def test_every_page_shows_it_and_gains_the_numbers(waiting, patient):
    page = waiting.switch_page("webapp/pages/flexibility.py").run()
    assert len(page.get("progress")) == 1
    assert "appear here once it is done" in page.info[0].value

    patient.go_on()
    assert finish(page).table
    assert not page.error


def test_the_worklist_says_which_study_is_being_analysed(waiting):
    page = waiting.switch_page("webapp/pages/worklist.py").run()

    assert any("being analysed, open in this tab" in text.value for text in page.markdown)


def test_cancelled_the_page_is_as_before_but_for_what_was_confirmed(waiting, patient):
    waiting.button(key="cancel").click().run()

    assert not waiting.get("progress")
    assert not waiting.error
    button = waiting.button(key="analyse")
    assert (button.label, button.disabled) == ("Analyse", False)
    button.click().run()
    patient.go_on()
    assert finish(waiting).table


def test_a_changed_side_stops_it_and_is_to_be_confirmed_again(waiting):
    next(box for box in waiting.selectbox if box.label == "Side").set_value(ImageEdge.RIGHT).run()

    assert "was stopped" in waiting.error[0].value
    assert waiting.button(key="analyse").label == CONFIRM


def test_what_was_confirmed_is_remembered_with_the_study(waiting, patient):
    waiting.button(key="cancel").click().run()
    again = AppTest.from_file(APP, default_timeout=30)
    again.query_params["study"] = waiting.query_params["study"]
    again.run()

    assert again.button(key="analyse").label == "Analyse"
    assert sum(caption.startswith("Confirmed.") for caption in captions(again)) == 6
    film = again.session_state[KEY].film(View.CORONAL)
    next(box for box in again.selectbox if box.label == "Side").set_value(ImageEdge.RIGHT).run()
    assert not film.is_confirmed
    assert again.button(key="analyse").label == CONFIRM
