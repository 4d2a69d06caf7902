"""The shipped studies, from their DICOM files to flexibility, given their true corners."""

import json

import numpy as np
import pytest

from sample_data import sample_studies
from studies.analyse import analyse_study
from studies.json_schema import study_from_json, to_json
from studies.radiograph import View
from studies.read import read_film


@pytest.fixture(scope="module", params=sample_studies(), ids=lambda sample: sample.name)
def sample(request):
    return request.param


@pytest.fixture(scope="module")
def truth(sample):
    return json.loads((sample.folder / "expected.json").read_text())


@pytest.fixture(scope="module")
def found(sample, truth, known_corners):
    films = {}
    for view, path in sample.films.items():
        films[View(view)] = read_film(path.read_bytes(), path.name)
        known_corners.learn(films[View(view)].pixels, np.array(truth["films"][view]["corners_px"]))
    return analyse_study(films, known_corners)


def test_curves_and_flexibility_are_those_of_the_phantom(found, truth):
    assert [
        (
            item.curve.region,
            *item.curve.levels,
            item.curve.apex.name,
            item.curve.convexity,
            item.film,
            item.overcorrected,
        )
        for item in found.flexibility
    ] == [
        (
            curve["region"],
            curve["upper_end_vertebra"],
            curve["lower_end_vertebra"],
            curve["apex"],
            curve["convexity"],
            curve["film"],
            curve["overcorrected"],
        )
        for curve in truth["curves"]
    ]
    for item, curve in zip(found.flexibility, truth["curves"], strict=True):
        assert [
            item.curve.cobb_deg,
            item.left.cobb_deg,
            item.right.cobb_deg,
            item.rate_percent,
        ] == pytest.approx(
            [
                curve["cobb_deg"],
                curve["left_bending_deg"],
                curve["right_bending_deg"],
                curve["flexibility_rate_percent"],
            ],
            abs=0.1,
        )


def test_a_shipped_study_gives_no_cause_for_doubt(found):
    doubts = {w.code for w in found.warnings} | {
        w.code for film in found.films.values() for w in film.warnings
    }

    assert doubts <= {"small-curve", "spacing-magnified"}


def test_a_shipped_study_is_stored_and_read_back(found):
    assert study_from_json(to_json(found)) == found
