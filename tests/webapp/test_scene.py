"""What the browser is told of a film."""

import json
from dataclasses import replace

import numpy as np
import pytest

from measurements import ImageEdge, Level
from studies.radiograph import PatientSide, View
from webapp.scene import scene


@pytest.fixture
def here(session, study):
    session.findings = study
    return session


@pytest.fixture
def film(here):
    return here.film(View.CORONAL)


@pytest.fixture
def findings(study):
    return study.standing


def test_a_scene_is_json_with_the_corners_in_full(film, findings):
    told = json.loads(json.dumps(scene(film, findings)))

    for vertebra, found in zip(told["vertebrae"], findings.vertebrae, strict=True):
        assert vertebra["level"] == found.level
        np.testing.assert_array_equal(vertebra["corners"], found.corners)
    assert tuple(told["shape"]) == film.as_read.shape
    assert told["right"] == "left"


def test_angles_point_to_the_vertebrae_they_are_measured_between(film, findings):
    told = scene(film, findings)

    assert [
        (told["vertebrae"][angle["upper"]]["level"], told["vertebrae"][angle["lower"]]["level"])
        for angle in told["angles"]
    ] == [(Level.T5, Level.T12), (Level.T12, Level.L5)]
    assert [angle["words"] for angle in told["angles"]] == ["50°", "33°"]


def test_an_unknown_side_is_told_as_such(film, findings):
    unknown = replace(findings, side=PatientSide(None, "not stated"), curves=())

    assert scene(film, unknown)["right"] is None
    assert "image right up is +" in scene(film, unknown)["vertebrae"][0]["words"]


def test_a_film_from_behind_has_the_right_at_the_right(film, findings):
    turned = replace(findings, side=PatientSide(ImageEdge.RIGHT, "declared by the user"), curves=())

    assert scene(film, turned)["right"] == "right"


def test_sure_doubtful_and_edited_vertebrae_are_told_apart(film, findings):
    vertebrae = list(findings.vertebrae)
    vertebrae[3] = replace(vertebrae[3], score=0.2)
    vertebrae[5] = replace(vertebrae[5], score=None, corner_sd_px=None)
    told = scene(film, replace(findings, vertebrae=tuple(vertebrae), curves=()))

    assert [vertebra["state"] for vertebra in told["vertebrae"][2:7]] == [
        "sure",
        "check",
        "sure",
        "hand",
        "sure",
    ]
    assert "placed by hand" in told["vertebrae"][5]["words"]
    assert "certainty 20 %" in told["vertebrae"][3]["words"].replace("%", " %")


def test_names_that_a_vertebra_can_have_leave_room_for_the_others(film, findings):
    names = scene(film, findings)["names"]

    assert names[0] is Level.C7
    assert Level.L6 in names
