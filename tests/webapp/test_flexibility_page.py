"""Flexibility page: numbers of the drawn study, and how they follow the levels and the films."""

import re

import pytest

from measurements import Level
from studies.radiograph import View
from webapp.session import KEY


@pytest.fixture
def page(analysed_app):
    return analysed_app.switch_page("webapp/pages/flexibility.py").run()


def table(page):
    return page.table[0].value


def lowest(page, place):
    return [box for box in page.selectbox if box.label == "Lowest outlined vertebra"][place]


def test_table_shows_the_drawn_angles_and_rates(page):
    shown = table(page)

    assert shown["Standing"].tolist() == ["+50°", "−33°"]
    assert shown["Left bending"].tolist() == ["+60°", "−10°"]
    assert shown["Right bending"].tolist() == ["+20°", "−40°"]
    assert shown["Flexibility"].tolist() == ["60 %", "70 %"]


def test_table_says_which_film_and_why(page):
    main_thoracic, lumbar = table(page)["Which film and why"]

    assert re.search("right-bending film is used.*right-convex", main_thoracic)
    assert re.search("left-bending film is used.*left-convex", lumbar)


def test_headlines_show_rate_and_remaining_angle(page):
    assert [metric.value for metric in page.metric] == ["60 %", "70 %"]
    assert page.metric[0].delta == "50° → 20° on the right-bending film"


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
    analysed_app.button(key="analyse").click().run()
    page = analysed_app.switch_page("webapp/pages/flexibility.py").run()

    assert table(page)["Flexibility"].tolist() == ["not measured", "70 %"]
    assert "There is no right-bending film" in table(page)["Which film and why"][0]
