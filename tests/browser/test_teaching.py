"""A case measured blind in a real browser: with the mouse, and with the keyboard alone."""

import json
import math

import pytest
from playwright.sync_api import expect

from webapp.lesson_film import sample_film
from webapp.score_words import signed_tenths, tenths

STAGE = """[...document.querySelectorAll('*')]
  .map((node) => node.shadowRoot?.querySelector('.measuring .stage')).find(Boolean)"""

FOCUSED = """() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  return node ? [node.getAttribute('aria-label'), node.textContent, node.className].join('|') : '';
}"""

MOST_TABS = 80


@pytest.fixture
def sample():
    return sample_film("Film 1")


@pytest.fixture
def case(sample):
    return sample.largest


@pytest.fixture
def received(page):
    """Everything that the browser receives from the app, from the next connection on."""
    frames = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda own: frames.append(own)))
    page.reload()
    page.get_by_text("Or open a sample study").wait_for()
    return frames


@pytest.fixture
def teaching(page, received):
    """The Teaching page with the first sample's largest curve to be measured."""
    page.get_by_role("link", name="Teaching").first.click()
    page.get_by_role("heading", name="Teaching", exact=True).wait_for()
    page.locator(".measuring .stage").wait_for()
    page.wait_for_function(f"() => ({STAGE})?.film?.data && ({STAGE}).film.view.k !== 1")
    return page


def on_screen(page, points):
    """Places of film points on the screen, as the film lies there now."""
    return page.evaluate(
        f"""(points) => {{ const stage = {STAGE}, box = stage.getBoundingClientRect();
        return points.map((point) => {{ const [x, y] = stage.film.toScreen(point);
          return [box.x + 1 + x, box.y + 1 + y]; }}); }}""",
        points,
    )


def drag(page, start, end):
    mouse = page.mouse
    mouse.move(*start)
    mouse.down()
    mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
    mouse.move(*end, steps=3)
    mouse.up()


def along(page, case, level, plate):
    """Both ends of a true endplate on the screen in whole pixels, as a mouse has them."""
    endplate = getattr(case.spine[level], f"{plate}_endplate")
    ends = case.frame.to_pixels([endplate.left, endplate.right]).tolist()
    return sorted([round(x), round(y)] for x, y in on_screen(page, ends))


def tilt(start, end):
    """Tilt of a line on the screen, the end at the image's left up being positive."""
    return math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))


def corners_as_sent(case):
    """A corner of the upper end vertebra, as bytes of what the browser receives."""
    corner = case.frame.to_pixels(case.curve.superior_endplate.left)
    return json.dumps([round(float(own), 2) for own in corner])[1:-1].encode()


def metric(page, label):
    return page.get_by_test_id("stMetric").filter(has_text=label).get_by_test_id("stMetricValue")


def test_both_lines_are_dragged_and_the_score_is_what_geometry_says(
    teaching, received, case, sample
):
    teaching.locator(".measuring .stage").evaluate("(stage) => stage.scrollIntoView()")
    upper, lower = case.curve.levels
    ((x, y),) = on_screen(teaching, case.frame.to_pixels([case.curve.apex.point]).tolist())
    teaching.mouse.dblclick(x, y)  # zooms in there
    one_too_low = case.spine.levels[case.spine.levels.index(upper) + 1]
    first = along(teaching, case, one_too_low, "superior")
    second = along(teaching, case, lower, "inferior")
    first[1][1] += 3  # a little too steep
    drag(teaching, *first)
    drag(teaching, *second)
    teaching.get_by_label("Upper end vertebra", exact=True).select_option(one_too_low)
    teaching.get_by_label("Lower end vertebra", exact=True).select_option(lower)
    commit = teaching.get_by_role("button", name="Commit and see the truth")
    expect(commit).to_be_disabled()  # the side is missing
    teaching.get_by_label("Convex to", exact=True).select_option("right")
    expect(commit).to_be_enabled()
    body = corners_as_sent(case)
    assert not any(body in frame for frame in received)
    commit.click()

    read = tilt(*first) - tilt(*second)  # the patient's right is at the image's left
    between = case.spine[one_too_low].superior_endplate.tilt_deg
    between -= case.spine[lower].inferior_endplate.tilt_deg
    expect(metric(teaching, "You read")).to_have_text(tenths(round(read, 1)))
    expect(metric(teaching, "Truth")).to_have_text(tenths(case.true_deg))
    error = round(read, 1) - round(case.true_deg, 1)
    expect(metric(teaching, "Error")).to_have_text(signed_tenths(error))
    plot = teaching.get_by_test_id("stPlotlyChart").first
    level = round(between, 1) - round(case.true_deg, 1)
    expect(plot).to_contain_text(signed_tenths(level))
    expect(plot).to_contain_text(signed_tenths(round(read, 1) - round(between, 1)))
    expect(teaching.locator(".marks .body")).to_have_count(len(case.spine.vertebrae))
    expect(teaching.get_by_text(sample.title)).to_have_count(1)
    assert any(body in frame for frame in received)


def tab_to(page, wanted, key="Tab"):
    """Press Tab until what is wanted has the focus."""
    for _ in range(MOST_TABS):
        if wanted in page.evaluate(FOCUSED):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{wanted} cannot be reached with {key}")


def test_a_case_is_measured_with_the_keyboard_alone(teaching, case):
    upper, lower = case.curve.levels
    keys = teaching.keyboard
    tab_to(teaching, "Upper end vertebra")
    keys.type(upper)
    tab_to(teaching, "Lower end vertebra")
    keys.type(lower)
    tab_to(teaching, "Convex to")
    keys.type("the r")
    tab_to(teaching, "stage")
    keys.press("1")
    for _ in range(5):
        keys.press("}")  # 5 degrees each, the image's left end up
    keys.press("]")
    keys.press("2")
    for _ in range(4):
        keys.press("{")
    keys.press("Shift+ArrowDown")
    expect(teaching.locator(".own-angle")).to_have_text("Between your lines 45.5°")
    tab_to(teaching, "Commit and see the truth", "Shift+Tab")
    keys.press("Enter")

    expect(metric(teaching, "You read")).to_have_text("45.5°")
    expect(metric(teaching, "Error")).to_have_text(signed_tenths(45.5 - round(case.true_deg, 1)))
    expect(teaching.get_by_text("Both end vertebrae are right")).to_have_count(1)
    expect(teaching.get_by_text("Side: the right, as you named it.")).to_have_count(1)
