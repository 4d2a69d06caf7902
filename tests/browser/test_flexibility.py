"""The films beside each other in a real browser: one level on all, and the way into a bend."""

import re

import pytest
from playwright.sync_api import expect

FILMS = ("coronal", "left_bending", "right_bending")
SCALES = """() => [...document.querySelectorAll('*')]
  .map((node) => node.shadowRoot?.querySelector('.stage')?.viewer).find(Boolean)
  .panes.map((pane) => +pane.picture.getAttribute('transform').match(/([^ ]+)[)]$/)[1])"""


@pytest.fixture
def films(analysed):
    """The Flexibility page with the films of the first sample study, as it opens."""
    if not analysed.get_by_role("heading", name="Flexibility", exact=True).count():
        analysed.get_by_role("link", name="Flexibility").first.click()
    analysed.locator(".pane .body").first.wait_for()
    analysed.locator(".stage").press("Escape")
    analysed.get_by_role("button", name="Fit", exact=True).click()
    return analysed


def body(films, view, level):
    return films.locator(f".pane[data-film={view}] .body[data-level={level}]")


def centre(films, view, level):
    box = body(films, view, level).first.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def columns(films):
    """The table of the page, {levels: (standing, left bending, right bending)}."""
    rows = films.get_by_test_id("stTable").first.evaluate(
        "(table) => [...table.querySelectorAll('tbody tr')]"
        ".map((row) => [...row.children].map((cell) => cell.innerText))"
    )
    return {row[1]: tuple(row[4:7]) for row in rows}


def angles(films):
    """Angles beside the slider, {levels: words}."""
    texts = films.locator(".angles .curve").all_inner_texts()
    found = [re.fullmatch(r".* (\S+–\S+) (.+)", each) for each in texts]
    return {each[1]: each[2] for each in found}


def test_a_level_pointed_at_is_marked_and_named_on_all_films(films):
    films.locator(".stage").scroll_into_view_if_needed()
    for view in FILMS:
        films.mouse.move(*centre(films, view, "T10"))
        expect(films.locator(".body.focus")).to_have_count(3)
        for other in FILMS:
            marked = films.locator(f".pane[data-film={other}] .body.focus")
            expect(marked).to_have_attribute("data-level", "T10")
            named = films.locator(f".pane[data-film={other}] text.focus")
            expect(named).to_have_text(re.compile(r"T10 [+−]?\d+°"))
    expect(films.locator(".status")).to_contain_text(
        re.compile(r"T10 tilt: standing \S+°, left bending \S+°, right bending \S+°")
    )
    films.mouse.move(2, 2)
    expect(films.locator(".body.focus")).to_have_count(0)


def test_keys_alone_step_through_levels_and_curves_and_zoom_all_films(films):
    stage = films.locator(".stage")
    stage.press("End")
    stage.press("ArrowUp")
    expect(films.locator(".body.focus[data-level=L4]")).to_have_count(3)

    before = films.evaluate(SCALES)
    stage.press("Enter")
    after = films.evaluate(SCALES)
    assert all(close > far for far, close in zip(before, after, strict=True))
    middles = [centre(films, view, "L4") for view in FILMS]
    panes = [films.locator(f".pane[data-film={view}]").bounding_box() for view in FILMS]
    for (x, y), pane in zip(middles, panes, strict=True):
        assert x == pytest.approx(pane["x"] + pane["width"] / 2, abs=12)
        assert y == pytest.approx(pane["y"] + pane["height"] / 2, abs=12)

    chosen = films.locator('.curves [aria-checked="true"]')
    first = chosen.inner_text()
    stage.press("ArrowRight")
    assert chosen.inner_text() != first
    stage.press("ArrowLeft")
    assert chosen.inner_text() == first


def test_the_slider_moves_the_standing_spine_from_film_to_film(films):
    measured, slider = columns(films), films.locator(".share")
    assert angles(films) == {levels: each[0] for levels, each in measured.items()}

    for key, back in (("Home", "ArrowRight"), ("End", "ArrowLeft")):
        slider.press(key)
        where = films.locator(".angles .where").inner_text()
        bend = 1 if where.startswith("Left bending") else 2
        assert where.endswith("bending, as measured")
        assert angles(films) == {levels: each[bend] for levels, each in measured.items()}
        moved = films.locator(".pane[data-film=coronal] .body.drawn")
        there = films.locator(f".pane[data-film={FILMS[bend]}] .body")
        assert moved.count() == there.count()

        slider.press(back)
        expect(films.locator(".angles .where")).to_contain_text("interpolated, not measured")
        assert all(words == "not measured" or "≈" in words for words in angles(films).values())

    slider.evaluate("(node) => { node.value = 0; node.dispatchEvent(new Event('input')); }")
    expect(films.locator(".body.drawn")).to_have_count(0)


def test_a_layer_is_switched_on_all_films_and_the_zoom_stays(films):
    films.get_by_role("button", name="Zoom in").click()
    before = films.evaluate(SCALES)
    names = films.locator(".pane text:not(.angle)")
    assert names.count() > 30

    films.locator(".menu summary", has_text="View").click()
    films.get_by_label("Level names").uncheck()

    expect(names).to_have_count(0)
    assert films.evaluate(SCALES) == before
    films.get_by_label("Level names").check()
    films.locator(".menu summary", has_text="View").click()


def test_where_motion_is_not_wanted_playing_goes_from_film_to_film(films):
    films.emulate_media(reduced_motion="reduce")
    films.get_by_role("button", name="Play").click()

    expect(films.locator(".angles .where")).to_contain_text("bending, as measured")
    films.get_by_role("button", name="Pause").click()
    expect(films.get_by_role("button", name="Play")).to_be_visible()
    films.emulate_media(reduced_motion="no-preference")
    films.locator(".share").evaluate(
        "(node) => { node.value = 0; node.dispatchEvent(new Event('input')); }"
    )
