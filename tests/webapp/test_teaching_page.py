"""Teaching page: nothing of the truth before the commitment, the score after it, and a class."""

import json
from dataclasses import replace

import numpy as np
import pytest
from teaching_cases import case_of, read

from measurements import Level
from studies.radiograph import View
from teaching import Score
from webapp import classroom, lesson_film
from webapp.classroom import KEY
from webapp.components.measurement import editor_key
from webapp.lesson_film import LessonFilm, measurable_names, sample_film, sample_names
from webapp.session import KEY as STUDY
from webapp.words import degrees

PAGE = "webapp/pages/teaching.py"


@pytest.fixture
def page(app):
    return app.switch_page(PAGE).run()


def nodes(block):
    """Every element and block of a page."""
    yield block
    for child in getattr(block, "children", {}).values():
        yield from nodes(child)


def sent(page):
    """All that the browser is sent of a page, as text, but for the code of components."""
    texts = []
    for node in nodes(page._tree):
        proto = getattr(node, "proto", None)
        if node.type == "bidi_component":
            texts.append(json.dumps(scene(page)))
        elif proto is not None:
            texts.append(str(proto))
    return "\n".join(texts)


def scene(page):
    """What the film on the page is told."""
    (film,) = [node for node in nodes(page._tree) if node.type == "bidi_component"]
    return json.loads(film.proto.json)


def said(page):
    return "\n".join(str(own.value) for own in [*page.markdown, *page.caption, *page.info])


def message(page, key, reading, *, commit=True):
    desk = page.session_state[KEY].desk(key)
    return {
        "epoch": desk.epoch,
        "id": desk.seen + 1,
        "commit": commit,
        "upper": {"level": reading.upper, "line": reading.upper_line.ends_px},
        "lower": {"level": reading.lower, "line": reading.lower_line.ends_px},
        "side": reading.convexity,
    }


def measure(page, case, reading, learner=""):
    """Send what the browser would send."""
    key = editor_key(case, learner)
    page.session_state[key] = {"measured": message(page, key, reading)}
    return page.run()


def choose(page, name):
    return page.selectbox(key="choose-sample").set_value(name).run()


def metrics(page):
    return {metric.label: metric.value for metric in page.metric}


@pytest.mark.parametrize("name", sample_names())
def test_every_sample_is_blind_until_it_is_measured_and_then_told(page, name):
    choose(page, name)
    film = sample_film(name)
    case = film.largest

    assert not page.exception
    assert not page.error
    assert film.title not in sent(page)
    if case is None:
        assert "no curve of 10° or more" in said(page)
        return
    assert scene(page)["shapes"] == []
    assert degrees(case.true_deg) not in sent(page)
    assert "convex to the" not in sent(page)

    measure(page, case, read(case, turned_deg=(3.0 * case.curve.convexity.sign, 0.0)))
    assert not page.error
    assert metrics(page)["Truth"] == f"{case.true_deg:.1f}°"
    assert metrics(page)["Error"] == "+3.0°"
    assert film.title in said(page)
    bodies = [own for own in scene(page)["shapes"] if own["style"] == "body"]
    assert len(bodies) == len(case.spine.vertebrae)


def film_with(case):
    return LessonFilm(
        "Film 1", "a title", np.zeros(case.shape, np.float32), 1.0, case.spine, (case,), {}
    )


def test_before_the_commitment_the_page_is_the_same_whatever_is_true(page, monkeypatch):
    """Two films with the same pixels and question, and other spines: not a byte differs."""
    one = case_of(name="Film 1, main thoracic curve")
    other = replace(case_of(np.interp(range(17), (0, 6, 12, 16), (-5, -40, 35, 10))), name=one.name)
    assert one.curve.convexity is not other.curve.convexity
    pages = []
    for case in (one, other):
        monkeypatch.setattr(lesson_film, "sample_film", lambda name, case=case: film_with(case))
        page.session_state[KEY].desks.clear()
        pages.append(sent(page.run()))
        epoch = f'"epoch": {scene(page)["epoch"]}'
        pages[-1] = pages[-1].replace(epoch, "")

    assert "Measure the **main thoracic curve**" in pages[0]
    assert pages[0] == pages[1]


def test_a_draft_is_kept_when_another_page_was_looked_at(page):
    case = sample_film("Film 1").largest
    key = editor_key(case, "")
    page.session_state[key] = {"measured": message(page, key, read(case), commit=False)}
    page.run()
    page.switch_page("webapp/pages/method.py").run()
    page.switch_page(PAGE).run()

    assert scene(page)["open"]
    assert scene(page)["draft"]["upper"]["level"] == case.curve.levels[0]


def test_a_level_the_patient_does_not_have_is_refused_before_anything_is_shown(page):
    case = sample_film("Film 1").largest
    good = read(case)
    key = editor_key(case, "")
    sent_ = message(page, key, good) | {"lower": {"level": "L6", "line": good.lower_line.ends_px}}
    page.session_state[key] = {"measured": sent_}
    page.run()

    assert "L6 is not among the vertebrae" in scene(page)["said"]
    assert scene(page)["open"]
    assert scene(page)["shapes"] == []


def test_a_case_is_measured_again(page):
    case = sample_film("Film 1").largest
    measure(page, case, read(case))
    page.button(key="again").click().run()

    assert scene(page)["open"]
    assert scene(page)["draft"] == {}
    measure(page, case, read(case, turned_deg=(2.0, 0.0)))
    assert metrics(page)["Error"] == "+2.0°"


def test_every_rule_is_explained_on_the_case(page):
    case = sample_film("Film 1").largest
    measure(page, case, read(case, Level.T6))
    drawn = {json.dumps(scene(page)["shapes"])}
    for rule, shown in {
        "End vertebrae": "most tilted",
        "Right angles": "Cobb 1948",
        "Apex": "farthest out",
        "Side": "convexity",
        "Other levels": "Keenan",
    }.items():
        page.button_group(key=f"explain-{case.name}").set_value(rule).run()
        assert not page.error
        assert shown in said(page)
        drawn.add(json.dumps(scene(page)["shapes"]))

    assert len(drawn) == 6  # each has a figure of its own


def test_the_score_names_levels_lines_and_side(page):
    case = sample_film("Film 1").largest
    measure(page, case, read(case, Level.T6))

    assert "Your upper end vertebra is 1 level too low: T6, not T5." in said(page)
    assert "Side: the right, as you named it." in said(page)
    assert page.table[0].value["Yours"].tolist() == ["T6, 1 level too low", "T12, right"]


def show_first(page, layers):
    page.toggle(key="teacher-shows-first").set_value(True)
    page.button_group(key="teacher-layers").set_value(layers)
    return page.run()


def test_a_teacher_shows_layers_first_and_hides_others(page):
    show_first(page, ["Level names"])

    words = [" ".join(own["words"]) for own in scene(page)["shapes"]]
    assert "T5" in words
    assert not any("°" in own for own in words)
    assert "will not count" in said(page)


def test_a_hidden_angle_stays_hidden_after_the_commitment(page):
    page.button_group(key="teacher-layers").set_value(["Outlines"]).run()
    case = sample_film("Film 1").largest
    measure(page, case, read(case))

    assert not page.metric
    assert sample_film("Film 1").title not in said(page)
    assert "shows the truth step by step" in said(page)


def test_rules_are_not_explained_while_a_layer_is_hidden(page):
    page.button_group(key="teacher-layers").set_value(["Outlines", "Angle"]).run()
    case = sample_film("Film 1").largest
    measure(page, case, read(case, Level.T6))

    assert metrics(page)["Truth"] == f"{case.true_deg:.1f}°"
    assert "T5" not in said(page)
    assert not [own for own in page.button_group if own.label == "Explain"]


def test_a_case_whose_truth_was_shown_says_so_to_the_class(page):
    case = sample_film("Film 1").largest
    measure(page, case, read(case))
    sit_down(page, "Ant")

    assert "The truth of this case was shown at this browser before" in said(page)


def sit_down(page, nickname, code=""):
    page.button_group(key="teaching-part").set_value("Class").run()
    page.text_input(key="nickname").set_value(nickname)
    page.text_input(key="class-code").set_value(code)
    return page.run()


def read_next(page, learner, turned):
    """Measure the case that is asked for, and go on to the next one."""
    asked = page.session_state[KEY]
    name = next(
        own
        for own in measurable_names()
        if not asked.classroom.attempt(learner, sample_film(own).largest.name)
    )
    case = sample_film(name).largest
    reading = read(case, turned_deg=(turned * case.curve.convexity.sign, 0.0))
    measure(page, case, reading, learner)
    assert not page.error
    assert metrics(page)["Truth"] == f"{case.true_deg:.1f}°"
    page.button(key="next-case").click().run()


def test_a_class_reads_a_set_and_gets_its_results(page):
    for learner, turned in (("Ant", 2.0), ("Bee", -1.0)):
        sit_down(page, learner)
        for _ in range(3):
            read_next(page, learner, turned)
        assert f"{learner}: 3 of {len(measurable_names())} cases read" in said(page)
    page.button_group(key="teaching-part").set_value("Results").run()

    assert not page.exception
    figures = page.table[0].value.set_index("Figure")["Value"]
    assert figures["Bias (mean error)"] == "0.5°"
    # Two learners 3 degrees apart on every case: SD within a case is 3 / sqrt(2).
    assert figures["SEM between learners"] == "2.1°"
    assert figures["MDC95"] == "5.9°"
    learners = page.table[1].value.set_index("Learner")["Bias"]
    assert (learners["Ant"], learners["Bee"]) == ("+2.0°", "−1.0°")
    assert "fewer than 40" in said(page)


def test_a_learner_sees_the_truth_of_a_case_only_after_reading_it(page):
    sit_down(page, "Ant")
    read_next(page, "Ant", 0.0)
    sit_down(page, "Bee")

    assert scene(page)["open"]
    assert scene(page)["shapes"] == []
    assert scene(page)["draft"] == {}


def test_a_nickname_that_is_a_formula_is_refused(page):
    sit_down(page, "=1+1")

    assert "A nickname has up to" in said(page)
    assert page.session_state[KEY].nickname == ""


def test_teacher_mode_stops_the_class(page):
    sit_down(page, "Ant")
    show_first(page, ["Angle"])

    assert "nothing can be read blind" in said(page)


def test_two_tabs_with_one_code_share_the_results(page, app):
    classroom._shared.clear()
    sit_down(page, "Ant", code="spine-7")
    read_next(page, "Ant", 1.0)
    other = classroom.Lesson(code="spine-7")

    assert other.classroom.results.learners == ("Ant",)
    classroom._shared.clear()


def test_results_of_nobody_say_what_to_do(page):
    page.button_group(key="teaching-part").set_value("Results").run()

    assert "Nobody has read a case yet" in said(page)


def test_ones_own_study_waits_for_a_review_and_is_then_a_case(analysed_app):
    analysed_app.switch_page(PAGE).run()
    analysed_app.button_group(key="film-source").set_value("My own study").run()
    assert "Outlines that nobody confirmed are no truth" in said(analysed_app)

    study = analysed_app.session_state[STUDY]
    study.reader = "Dr Reader"
    study.confirm(View.CORONAL)
    analysed_app.run()
    case = lesson_film.own_film(study).largest
    assert scene(analysed_app)["open"]
    measure(analysed_app, case, read(case))
    assert metrics(analysed_app)["Truth"] == "50.0°"
    assert "Dr Reader" in said(analysed_app)


def test_a_film_is_made_to_order_in_the_background(page):
    page.button_group(key="film-source").set_value("Film made to order").run()
    page.button(key="make-film").click().run()
    making = page.session_state[KEY].making
    assert "in the background" in sent(page)
    making.film.result(timeout=120)
    page.run()

    assert not page.error
    assert scene(page)["open"]
    assert making.order.name in said(page)


def test_an_order_that_cannot_be_made_says_why(page):
    page.button_group(key="film-source").set_value("Film made to order").run()
    page.selectbox(key="order-pattern").set_value(3)
    page.slider(key="order-cobb").set_value((20, 25))
    page.button(key="make-film").click().run()
    page.session_state[KEY].making.film.exception(timeout=60)
    page.run()

    assert "This film cannot be made" in page.error[0].value
    assert "Widen the bounds" in page.error[0].value


def test_the_score_on_the_page_is_that_of_the_reading(page):
    case = sample_film("Film 1").largest
    reading = read(case, Level.T4, Level.L1, turned_deg=(-4.0, 2.5))
    measure(page, case, reading)
    score = Score(case, reading)

    assert metrics(page)["You read"] == f"{score.read_deg:.1f}°"
