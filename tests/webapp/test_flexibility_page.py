"""Flexibility page: numbers of the drawn study, and how they follow the levels and the films."""

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from background import analyse, press_analyse

from measurements import BendingTechnique, Level
from r2mf import DetectedVertebra, Segmentation
from sample_data import sample_studies
from studies.edit import Landmark, Signature
from studies.findings import FindingWarning, WarningSource
from studies.history import mark
from studies.radiograph import View
from webapp import analysis, upload
from webapp.session import KEY, Session


@pytest.fixture
def page(analysed_app):
    return analysed_app.switch_page("webapp/pages/flexibility.py").run()


def table(page):
    return page.table[0].value


def words_of(page, beginning):
    """The paragraph that begins with these words."""
    return next(
        m.value for m in page.markdown if m.value.removeprefix("- **").startswith(beginning)
    )


def tables(page, column):
    """Tables that have a column of that name."""
    return [each.value for each in page.table if column in each.value]


def lowest(page, place):
    return [box for box in page.selectbox if box.label.startswith("Lowest outlined")][place]


def test_table_shows_the_drawn_angles_and_rates(page):
    shown = table(page)

    assert shown["Standing"].tolist() == ["+50°", "−33°"]
    assert shown["Left bending"].tolist() == ["+60°", "−10°"]
    assert shown["Right bending"].tolist() == ["+20°", "−40°"]
    assert shown["Flexibility"].tolist() == ["60 %", "70 %"]


def test_each_curve_says_which_film_and_why(page):
    main_thoracic, lumbar = (
        words_of(page, "Main thoracic T5–T12."),
        words_of(page, "Lumbar T12–L5."),
    )

    assert re.search("right-bending film is used.*right-convex", main_thoracic)
    assert re.search("left-bending film is used.*left-convex", lumbar)


def test_headlines_show_rate_and_remaining_angle(page):
    assert [metric.value for metric in page.metric] == ["60 %", "70 %"]
    assert page.metric[0].delta == "50° → 20°"
    assert any("47 to 72 % (95 %), right-bending film" in each.value for each in page.caption)


def test_each_film_has_a_lowest_vertebra_of_its_own_name(page):
    assert [lowest(page, place).label for place in range(3)] == [
        "Lowest outlined vertebra, standing",
        "Lowest outlined vertebra, left bending",
        "Lowest outlined vertebra, right bending",
    ]


def test_everything_follows_the_lowest_vertebra(page):
    for place in range(3):
        lowest(page, place).set_value(Level.L4).run()

    assert table(page)["Levels"].tolist() == ["T4–T11", "T11–L4"]
    assert table(page)["Standing"].tolist() == ["+50°", "−33°"]
    assert "T4–T11" in page.metric[0].label


def test_one_film_with_other_levels_is_warned_about_and_measured_there(page):
    lowest(page, 2).set_value(Level.L4).run()

    assert any("do not show the same vertebrae" in warning.value for warning in page.warning)
    assert table(page)["Right bending"][0] != "+20°"


def test_swapped_films_are_recognised_and_swapped_back(analysed_app):
    session = analysed_app.session_state[KEY]
    session.swap_bends()
    page = analysed_app.switch_page("webapp/pages/flexibility.py").run()
    assert "Both bending films bend to the other side" in page.warning[0].value

    next(button for button in page.button if "Swap" in button.label).click().run()

    assert not page.warning
    assert table(page)["Flexibility"].tolist() == ["60 %", "70 %"]
    assert session.film(View.LEFT_BENDING).as_read.name == "left_bending.dcm"


def test_a_missing_bending_film_is_said_not_guessed(analysed_app):
    session = analysed_app.session_state[KEY]
    session.remove(session.film(View.RIGHT_BENDING))
    analysed_app.run()
    press_analyse(analysed_app)
    page = analysed_app.switch_page("webapp/pages/flexibility.py").run()

    assert table(page)["Flexibility"].tolist() == ["not measured", "70 %"]
    assert "There is no right-bending film" in words_of(page, "Main thoracic T5–T12.")


def test_every_rate_comes_with_its_interval_and_correction(page):
    shown = table(page)

    assert shown["Correction"].tolist() == ["30°", "23°"]
    assert shown["95 %"].tolist() == ["47 to 72 %", "50 to 88 %"]


def test_a_name_is_withheld_where_its_interval_holds_the_split(page):
    [certainty] = tables(page, "Name")

    assert certainty["Name"].tolist() == ["withheld", "withheld"]
    assert certainty["Standing"].tolist() == ["44 to 56°", "27 to 39°"]
    assert "Read the angles instead" in words_of(page, "Main thoracic T5–T12.")


def test_curve_types_are_candidates_with_reasons_and_what_a_lateral_film_would_settle(page):
    [types] = tables(page, "Open because")[:1]

    assert types["Type"][0] == "Lenke 1, main thoracic"
    assert types["Open because"][0].startswith("As measured.")
    assert len(types) > 1
    assert any("T5–T12 kyphosis" in m.value for m in page.markdown)
    assert not page.exception


def test_every_disc_is_shown_on_the_three_films(page):
    [discs] = tables(page, "Disc")

    assert discs["Disc"].tolist()[0] == "T1/T2"
    assert len(discs) == 16


def test_other_end_vertebrae_are_a_comparison_only(page):
    before = table(page).copy()
    upper = next(box for box in page.selectbox if box.label == "Upper end vertebra")
    upper.set_value(Level.T6).run()
    [tried] = tables(page, "")[:1]

    assert tried["Levels"].tolist() == ["T5–T12", "T6–T12"]
    assert tried["Standing"].tolist() == ["+50°", "+43°"]
    assert table(page).equals(before)


def test_end_vertebrae_in_the_wrong_order_are_refused_in_a_sentence(page):
    upper = next(box for box in page.selectbox if box.label == "Upper end vertebra")
    upper.set_value(Level.L5).run()

    assert any("swap the two" in info.value for info in page.info)
    assert not page.exception


def test_the_technique_is_kept_with_the_findings_through_a_new_analysis(page):
    page.selectbox(key="technique").set_value(BendingTechnique.FULCRUM).run()
    session = page.session_state[KEY]

    assert session.findings.technique is BendingTechnique.FULCRUM
    assert {item.technique for item in session.findings.flexibility} == {BendingTechnique.FULCRUM}
    analyse(session)
    assert session.findings.technique is BendingTechnique.FULCRUM


def test_balance_says_what_it_needs_until_the_landmarks_are_marked(page):
    [balance] = tables(page, "Note")
    assert balance["Value"][0] == "not available"
    assert balance["Note"][0].startswith("Needs C7")

    session = page.session_state[KEY]
    film = session.findings.standing
    (_, x) = film.vertebrae[-1].centre
    bottom = max(row for row, _ in film.vertebrae[-1].corners)
    for landmark, points in (
        (Landmark.C7_CENTRE, [(film.vertebrae[0].corners[0][0] - 12, x - 30)]),
        (Landmark.S1_ENDPLATE, [(bottom + 8, x - 15), (bottom + 8, x + 15)]),
    ):
        history = session.history(View.CORONAL)
        by = Signature.now("Dr Reader")
        session.correct(View.CORONAL, history.edit(mark(history.present, landmark, points, by)))
    page.run()

    [balance] = tables(page, "Note")
    assert balance["Value"][0] == "+21 mm"
    assert "Beyond 20 mm" in balance["Note"][0]
    assert "not available" not in tables(page, "Translation")[0]["Translation"].tolist()


def test_implants_are_not_folded_away_and_said_once_for_all_films(analysed_app):
    session = analysed_app.session_state[KEY]
    metal = FindingWarning("metal-over-spine", "Metal lies there.", "Look.", WarningSource.READING)
    films = {
        view: replace(film, warnings=(metal, *film.warnings))
        for view, film in session.findings.films.items()
    }
    session.findings = replace(session.findings, films=films)
    page = analysed_app.switch_page("webapp/pages/flexibility.py").run()

    shown = [each.value for each in page.warning]
    assert shown == ["**Standing, left bending, right bending: metal lies there.**  \nLook."]


class SampleTruth:
    """Answers with the true corners of the films of a sample study."""

    version = "truth"

    def __init__(self, films, expected):
        self.corners = {
            film.as_read.pixels.tobytes(): np.array(expected.films[film.view].corners_px)
            for film in films
        }

    def segment(self, pixels, *, pixel_aspect, on_step):
        vertebrae = tuple(
            DetectedVertebra(body, 0.97, 0.5) for body in self.corners[pixels.tobytes()]
        )
        return Segmentation(np.zeros_like(pixels), vertebrae, (), {})


@pytest.mark.parametrize("sample", sample_studies(), ids=lambda sample: sample.name)
def test_every_sample_study_is_shown_on_the_page(app, monkeypatch, sample):
    session = Session()
    upload.open_sample(session, sample)
    truth = SampleTruth(session.films, sample.expected)
    monkeypatch.setattr(analysis, "segmenter", lambda: truth)
    analyse(session)
    app.session_state[KEY] = session
    page = app.switch_page("webapp/pages/flexibility.py").run()

    assert not page.exception
    assert not page.error
    [viewer] = page.get("bidi_component")
    told = json.loads(viewer.proto.json)
    assert len(told["films"]) == 3
    assert told["level"] == sample_lowest(page)
    standing = next(film for film in told["films"] if film["view"] == View.CORONAL)
    shown = [angle["words"] for angle in standing["angles"]]
    assert shown == (table(page)["Standing"].tolist() if shown else [])


def sample_lowest(page):
    """The lowest level that the page names on all films."""
    films = page.session_state[KEY].findings.films.values()
    shared = set.intersection(*(set(film.used.levels) for film in films))
    return max(shared, key=lambda level: level.rank)
