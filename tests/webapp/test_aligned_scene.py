"""What the browser is told of the films beside each other, and of the way into a bend."""

import json
import math
import re
from dataclasses import replace

import numpy as np
import pytest

from measurements import ImageEdge, Level
from studies.analyse import measure_film, measure_study
from studies.radiograph import PatientSide, View
from webapp.aligned_scene import STEPS, aligned_scene

BENDS = (View.LEFT_BENDING, View.RIGHT_BENDING)


@pytest.fixture(scope="module")
def told(study):
    return json.loads(json.dumps(aligned_scene(study)))


def measured(study, **changed):
    """The study with what is said of some of its films changed, measured again."""
    films = {
        view: measure_film(replace(film, curves=(), **changed.get(view, {})))
        for view, film in study.films.items()
    }
    return measure_study(films, {}, study.provenance)


def film(told, view):
    return next(each for each in told["films"] if each["view"] == view)


def bend(told, view):
    return next(each for each in told["bends"] if each["view"] == view)


def mirrored(found):
    """The same film stored the other way round, and its side with it."""
    width = found.shape[1]
    vertebrae = tuple(
        replace(
            v, corners=tuple((v.corners[k][0], width - 1 - v.corners[k][1]) for k in (1, 0, 3, 2))
        )
        for v in found.vertebrae
    )
    return {"vertebrae": vertebrae, "side": PatientSide(ImageEdge.RIGHT, "declared by the user")}


def drawn_cobb(bodies, levels, upper, lower):
    """Unsigned angle between the endplates of two bodies as they are drawn."""
    top, bottom = bodies[levels.index(upper)], bodies[levels.index(lower)]
    (ax, ay), (bx, by) = np.subtract(top[1], top[0]), np.subtract(bottom[2], bottom[3])
    return abs(math.degrees(math.atan2(ax * by - ay * bx, ax * bx + ay * by)))


def degrees_in(words):
    return abs(int(words.replace("−", "-").removesuffix("°")))


def test_one_vertebra_lies_on_one_point_of_all_films(told):
    assert told["level"] == "L5"
    assert told["note"].startswith("Aligned on L5. One scale in millimetres.")
    for each in told["films"]:
        np.testing.assert_allclose(np.mean(each["vertebrae"][-1]["corners"], axis=0), 0, atol=0.02)


def test_the_picture_of_each_film_lies_under_its_outlines(told, study):
    for each in told["films"]:
        for drawn, found in zip(
            each["vertebrae"], study.films[each["view"]].vertebrae, strict=True
        ):
            pixels = np.array(found.corners)[:, ::-1]  # column, row
            under = np.array(each["origin"]) + pixels * np.array(each["pixel"])
            np.testing.assert_allclose(drawn["corners"], under, atol=0.01)


def test_films_lie_on_the_screen_as_they_are_stored(told):
    for each in told["films"]:
        assert min(each["pixel"]) > 0
        assert each["right"] == "left"
        assert not each["mirrored"]


def test_each_film_carries_the_standing_levels_with_signs_and_each_level_its_tilt(told):
    assert [curve["levels"] for curve in told["curves"]] == [["T5", "T12"], ["T12", "L5"]]
    assert [curve["rate"] for curve in told["curves"]] == ["60 %", "70 %"]
    assert told["largest"] == 0
    angles = {f["view"]: [angle["words"] for angle in f["angles"]] for f in told["films"]}
    assert angles == {
        View.CORONAL: ["+50°", "−33°"],
        View.LEFT_BENDING: ["+60°", "−10°"],
        View.RIGHT_BENDING: ["+20°", "−40°"],
    }
    tilts = [
        next(v["tilt"] for v in each["vertebrae"] if v["level"] == "T5") for each in told["films"]
    ]
    assert tilts == ["+25°", "+40°", "+5°"]


@pytest.mark.parametrize("view", BENDS)
def test_both_ends_of_the_way_are_the_films_and_their_angles(told, view):
    frames, standing, bent = bend(told, view)["frames"], film(told, View.CORONAL), film(told, view)

    assert len(frames) == STEPS + 1
    for frame, end in ((frames[0], standing), (frames[-1], bent)):
        assert frame["angles"] == [angle["words"] for angle in end["angles"]]
        corners = np.array([v["corners"] for v in end["vertebrae"]])[:, [1, 0, 3, 2]]
        np.testing.assert_allclose(frame["bodies"], corners, atol=0.011)


@pytest.mark.parametrize("view", BENDS)
def test_every_angle_on_the_way_is_the_one_that_is_drawn(told, view):
    way = bend(told, view)
    for frame in way["frames"]:
        for curve, words in zip(told["curves"], frame["angles"], strict=True):
            drawn = drawn_cobb(frame["bodies"], way["levels"], *curve["levels"])
            assert degrees_in(words) == pytest.approx(drawn, abs=0.55)


def test_a_bend_stored_from_behind_is_shown_as_the_standing_film_and_says_so(study, told):
    turned = aligned_scene(measured(study, left_bending=mirrored(study.films[View.LEFT_BENDING])))
    before, after = film(told, View.LEFT_BENDING), film(turned, View.LEFT_BENDING)

    assert (after["right"], after["mirrored"]) == ("left", True)
    assert after["pixel"][0] < 0
    for one, other in zip(before["vertebrae"], after["vertebrae"], strict=True):
        assert one["tilt"] == other["tilt"]
        np.testing.assert_allclose(
            other["corners"], np.array(one["corners"])[[1, 0, 3, 2]], atol=0.011
        )


def test_a_study_from_behind_has_the_right_at_the_right(study):
    turned = aligned_scene(measured(study, **{v: mirrored(f) for v, f in study.films.items()}))

    assert {each["right"] for each in turned["films"]} == {"right"}
    assert not any(each["mirrored"] for each in turned["films"])


def test_without_a_side_nothing_moves_and_no_side_is_drawn(study):
    unknown = {"side": PatientSide(None, "not stated")}
    told = aligned_scene(measured(study, right_bending=unknown))

    assert film(told, View.RIGHT_BENDING)["right"] is None
    assert film(told, View.RIGHT_BENDING)["up"] == "image right"
    assert film(told, View.RIGHT_BENDING)["pixel"][0] > 0
    assert bend(told, View.RIGHT_BENDING)["frames"] == []
    assert "declare which image edge" in bend(told, View.RIGHT_BENDING)["reason"]
    assert bend(told, View.LEFT_BENDING)["frames"]


def test_a_missing_spacing_is_said_and_the_lowest_vertebra_equally_wide(study):
    told = aligned_scene(measured(study, left_bending={"spacing": None}))

    assert re.search("L5 equally wide: compare angles, not lengths", told["note"])
    widths = []
    for each in told["films"]:
        left, right = np.mean(np.array(each["vertebrae"][-1]["corners"])[[[0, 3], [1, 2]]], axis=1)
        widths.append(math.dist(left, right))
    assert widths == pytest.approx([widths[0]] * 3, rel=1e-3)


def test_a_curve_whose_level_a_bend_lacks_has_a_reason_and_no_angle_on_the_way(study):
    cut = {"vertebrae": study.films[View.RIGHT_BENDING].vertebrae[6:]}
    told = aligned_scene(measured(study, right_bending=cut))
    angle = film(told, View.RIGHT_BENDING)["angles"][0]

    assert angle["words"] is None
    assert "T5 is not visible" in angle["reason"]
    assert {frame["angles"][0] for frame in bend(told, View.RIGHT_BENDING)["frames"]} == {None}
    assert bend(told, View.RIGHT_BENDING)["levels"][0] == Level.T7


def test_a_standing_film_alone_is_shown_without_a_way(study):
    told = aligned_scene(measure_study({View.CORONAL: study.standing}, {}, study.provenance))

    assert [each["view"] for each in told["films"]] == [View.CORONAL]
    assert told["bends"] == []
    assert told["note"].startswith("One film.")


def test_bends_without_a_standing_film_are_shown_and_say_what_is_missing(study):
    films = {view: study.films[view] for view in BENDS}
    told = aligned_scene(measure_study(films, {}, study.provenance))

    assert told["curves"] == []
    assert all("no measured coronal film" in each["reason"] for each in told["bends"])
