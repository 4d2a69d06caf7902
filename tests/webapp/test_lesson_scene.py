"""What the browser is told of a lesson: nothing of the truth before, and the truth itself after."""

import json
from dataclasses import replace

import numpy as np
import pytest
from teaching_cases import SHAPE, case_of, line_on, read

from measurements import ImageEdge, Level
from teaching import Score
from webapp.lesson_film import LessonFilm
from webapp.lesson_scene import (
    Layer,
    Rule,
    blind_scene,
    open_scene,
    rule_shapes,
    shapes,
    told_scene,
)
from webapp.measuring import LEVELS, Desk

PIXELS = np.zeros(SHAPE, np.float32)
ROUNDED = 0.02  # shapes are written to a hundredth of a pixel


def film_of(case):
    return LessonFilm("Film 1", "A title that tells", PIXELS, 1.0, case.spine, (case,), {})


def score_of(case, **reading):
    return Score(case, read(case, **reading))


def of_kind(drawn, style):
    return [shape for shape in drawn if style in shape["style"].split()]


def words(drawn):
    return " ".join(" ".join(shape["words"]) for shape in drawn if shape["kind"] == "text")


def test_before_the_commitment_nothing_sent_depends_on_the_truth():
    """The same film with another spine on it gives the same scene, to the letter."""
    one, other = case_of(), case_of(np.interp(range(17), (0, 6, 12, 16), (5, 40, -35, -10)))
    other = replace(other, name=one.name)
    desk = Desk()
    assert one.curve.levels != other.curve.levels
    assert one.curve.region is other.curve.region

    told = [json.dumps(blind_scene(film_of(case), case, desk)) for case in (one, other)]
    assert told[0] == told[1]


def test_a_curve_to_the_other_side_looks_the_same_before_the_commitment():
    right = case_of()
    left = case_of([-tilt for tilt in right.spine.tilts_deg])
    left = replace(left, name=right.name)
    desk = Desk()
    assert right.curve.convexity is not left.curve.convexity

    assert blind_scene(film_of(right), right, desk) == blind_scene(film_of(left), left, desk)


def test_names_are_offered_that_this_patient_does_not_have():
    """A list of the patient's own levels would tell how many there are."""
    offered = blind_scene(film_of(case_of()), case_of(), Desk())["levels"]

    assert offered == list(LEVELS)
    assert {Level.T13, Level.L6} <= set(offered)


def test_what_was_drawn_so_far_comes_back():
    desk = Desk(draft={"upper": {"level": "T5", "line": [[1, 2], [3, 9]]}, "side": "left"})

    assert blind_scene(film_of(case_of()), case_of(), desk)["draft"] == desk.draft


def test_where_no_side_is_known_sides_of_the_image_are_offered():
    case = case_of(patient_right=None)
    scene = blind_scene(film_of(case), case, Desk())

    assert [side for side, _ in scene["sides"]] == ["image right", "image left"]
    assert scene["right"] is None


def test_after_the_commitment_the_true_outlines_and_the_own_lines_are_sent():
    case = case_of()
    score = score_of(case, turned_deg=(3.0, 0.0))
    scene = told_scene(film_of(case), score, Layer)
    bodies = of_kind(scene["shapes"], "body")

    assert json.dumps(scene)
    assert not scene["open"]
    assert len(bodies) == len(case.spine.vertebrae)
    np.testing.assert_allclose(
        scene["draft"]["upper"]["line"], score.reading.upper_line.ends_px, atol=1e-9
    )


def test_the_lines_of_the_angle_lie_along_the_true_endplates():
    case = case_of()
    upper, lower = of_kind(shapes(case, [Layer.ANGLE]), "truth")
    for drawn, line in (
        (upper, line_on(case, case.curve.levels[0], "superior")),
        (lower, line_on(case, case.curve.levels[1], "inferior")),
    ):
        ends = np.array(drawn["points"])
        np.testing.assert_allclose(ends.mean(axis=0), line.middle_px, atol=ROUNDED)
        assert tilt(ends) == pytest.approx(tilt(np.array(line.ends_px)), abs=0.05)


@pytest.mark.parametrize(
    ("layer", "said"),
    [
        (Layer.OUTLINES, ""),
        (Layer.LEVELS, "T1"),
        (Layer.ANGLE, "50°"),
        (Layer.SIDE, "convex to the right"),
        (Layer.CURVE, "Main thoracic"),
    ],
)
def test_a_hidden_layer_is_not_sent(layer, said):
    case = case_of()
    shown = shapes(case, [layer])
    hidden = shapes(case, set(Layer) - {layer})

    assert shown
    assert said in words(shown)
    if said:
        assert said not in words(hidden)
    else:
        assert not of_kind(hidden, "body")


def test_a_teacher_may_show_layers_before_the_commitment():
    case = case_of()
    scene = open_scene(film_of(case), case, [Layer.LEVELS], Desk())

    assert scene["open"]
    assert "T5" in words(scene["shapes"])
    assert "50°" not in words(scene["shapes"])


@pytest.mark.parametrize("hidden", Layer)
def test_a_rule_is_drawn_only_where_nothing_is_hidden(hidden):
    case = case_of()
    score, shown = score_of(case), set(Layer) - {hidden}
    drawn = told_scene(film_of(case), score, shown, Rule.PERPENDICULARS)
    whole = told_scene(film_of(case), score, Layer, Rule.PERPENDICULARS)

    assert not of_kind(drawn["shapes"], "perpendicular")
    assert of_kind(whole["shapes"], "perpendicular")


def tilt(ends):
    (row_a, column_a), (row_b, column_b) = sorted(ends.tolist(), key=lambda end: end[1])
    return np.degrees(np.arctan2(row_b - row_a, column_b - column_a))


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("side", [ImageEdge.LEFT, ImageEdge.RIGHT])
def test_perpendiculars_stand_upright_on_their_lines_and_enclose_the_angle(place, side):
    case = case_of(place=place, patient_right=side)
    drawn = rule_shapes(score_of(case), Rule.PERPENDICULARS)
    ways = [np.subtract(*np.array(line["points"])[::-1]) for line in of_kind(drawn, "truth")]
    raised = [
        np.subtract(*np.array(line["points"])[::-1]) for line in of_kind(drawn, "perpendicular")
    ]

    for along, up in zip(ways, raised, strict=True):
        assert along @ up == pytest.approx(0, abs=0.01 * np.linalg.norm(along) * np.linalg.norm(up))
    cosine = -raised[0] @ raised[1] / np.linalg.norm(raised[0]) / np.linalg.norm(raised[1])
    assert np.degrees(np.arccos(cosine)) == pytest.approx(case.true_deg, abs=0.3)


def test_every_tilt_is_written_beside_its_vertebra():
    case = case_of()
    drawn = rule_shapes(score_of(case), Rule.END_VERTEBRAE)
    numbers = [shape["words"][0] for shape in of_kind(drawn, "number")]

    assert len(numbers) == 17
    assert numbers[4] == "+25°"
    assert numbers[10] == "−25°"
    assert len(of_kind(drawn, "tilt")) == 17


def test_the_apex_is_drawn_with_its_distance():
    case = case_of()
    drawn = rule_shapes(score_of(case), Rule.APEX)

    (dot,) = [shape for shape in drawn if shape["kind"] == "dot"]
    np.testing.assert_allclose(
        dot["points"][0], case.frame.to_pixels(case.curve.apex.point), atol=ROUNDED
    )
    assert case.curve.apex.name in words(drawn)
    assert " mm away" in words(drawn)


def test_the_levels_that_were_chosen_are_drawn_beside_the_true_ones():
    case = case_of()
    drawn = rule_shapes(score_of(case, upper=Level.T7), Rule.OTHER_LEVELS)

    assert len(of_kind(drawn, "chosen")) == 2
    assert "50° true" in words(drawn)
    assert "between yours" in words(drawn)


def test_the_arrow_points_to_the_convex_side_of_the_image():
    for side, expected in ((ImageEdge.LEFT, -1), (ImageEdge.RIGHT, 1)):
        case = case_of(patient_right=side)  # convex to the patient's right
        shaft = of_kind(rule_shapes(score_of(case), Rule.SIDE), "side")[0]
        (_, start), (_, tip) = shaft["points"]

        assert np.sign(tip - start) == expected


@pytest.mark.parametrize(("side", "beside"), [(ImageEdge.LEFT, "left"), (ImageEdge.RIGHT, "right")])
def test_words_of_the_truth_and_of_the_learner_stand_on_the_convex_side(side, beside):
    """So that they do not run into the names of the levels, on the concave one."""
    case = case_of(patient_right=side)
    scene = told_scene(film_of(case), score_of(case), Layer)
    anchors = {shape["style"]: shape["anchor"] for shape in scene["shapes"] if "anchor" in shape}

    assert scene["beside"] == beside
    assert anchors["angle"] == ("end" if beside == "left" else "start")
    assert anchors["name"] == ("start" if beside == "left" else "end")
