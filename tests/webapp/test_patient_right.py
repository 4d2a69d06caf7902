"""The patient's right, declared once for all films that do not say it."""

import pytest
from background import press_analyse

from measurements import ImageEdge, Level
from studies.radiograph import View
from webapp.session import KEY

QUESTION = "Where is the patient's right?"


class NoNetwork:
    """Whoever asks it has asked too much."""

    version = "truth"

    def segment(self, pixels, *, pixel_aspect, on_step):
        raise AssertionError("the network was asked")


@pytest.fixture
def pictures(app, drawn):
    """The three films as pictures, which know no side, dropped and not yet analysed."""
    app.file_uploader[0].set_value(
        [(f"{view.replace('coronal', 'standing')}.png", drawn[view].png, "") for view in View]
    ).run()
    return app


def asks(app):
    return any(QUESTION in each.value for each in app.markdown)


def press(app, edge):
    app.button(key=f"patient-right-{edge}").click().run()
    assert not app.exception
    return app.session_state[KEY]


def rates(study):
    return [item.rate_percent for item in study.flexibility]


def test_one_press_declares_it_for_every_film_before_the_analysis(pictures, study):
    assert asks(pictures)

    session = press(pictures, ImageEdge.LEFT)

    assert not asks(pictures)
    assert {film.radiograph.side.source for film in session.films} == {"declared by the user"}
    assert not session.is_confirmed
    press_analyse(pictures)
    assert rates(session.findings) == pytest.approx(rates(study), abs=0.01)


@pytest.mark.parametrize("page", ["study", "flexibility"])
def test_after_the_analysis_everything_follows_without_the_network(pictures, network, study, page):
    press_analyse(pictures)
    network(NoNetwork())
    pictures.switch_page(f"webapp/pages/{page}.py").run()
    session = pictures.session_state[KEY]
    assert asks(pictures)
    assert rates(session.findings) == [None, None]

    press(pictures, ImageEdge.LEFT)

    assert not asks(pictures)
    assert rates(session.findings) == pytest.approx(rates(study), abs=0.01)
    assert session.is_confirmed
    assert {film.side.source for film in session.findings.films.values()} == {
        "declared by the user"
    }


def test_what_was_read_the_other_way_round_is_convex_to_the_other_side(pictures, study):
    press_analyse(pictures)

    session = press(pictures, ImageEdge.RIGHT)

    mirrored = [-curve.cobb_deg for curve in study.curves]
    assert [curve.cobb_deg for curve in session.findings.curves] == pytest.approx(mirrored, abs=0.1)


def test_only_films_that_do_not_say_it_are_declared(session, app):
    session.films[1].patient_right = None
    app.session_state[KEY] = session
    app.run()

    press(app, ImageEdge.RIGHT)

    assert [film.patient_right for film in session.films] == [
        ImageEdge.LEFT,
        ImageEdge.RIGHT,
        ImageEdge.LEFT,
    ]
    assert session.films[0].radiograph.side.source == "PatientOrientation L\\F"


def test_films_that_all_say_it_are_not_asked_about(analysed_app):
    assert not asks(analysed_app)


def test_a_declared_side_withdraws_the_review_of_its_film_and_keeps_corrections(pictures):
    press_analyse(pictures)
    session = pictures.session_state[KEY]
    session.reader = "Dr Reader"
    session.name_lowest(View.CORONAL, Level.L4)
    session.confirm(View.CORONAL)
    pictures.run()

    press(pictures, ImageEdge.LEFT)

    assert session.findings.standing.review is None
    assert session.findings.standing.vertebrae[-1].level is Level.L4
    assert len(session.findings.standing.edits) == 1
