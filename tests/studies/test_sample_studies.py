"""The shipped studies, from their DICOM files to flexibility, given their true corners."""

import json

import numpy as np
import pytest

from benchmarks.samples import films_of
from measurements import Level
from sample_data import sample_studies
from studies.analyse import analyse_study, with_bends_swapped
from studies.json_schema import study_from_json, to_json


@pytest.fixture(scope="module", params=sample_studies(), ids=lambda sample: sample.name)
def sample(request):
    return request.param


@pytest.fixture(scope="module")
def truth(sample):
    return json.loads((sample.folder / "expected.json").read_text())


@pytest.fixture(scope="module")
def found(sample, truth, known_corners):
    """Findings once a person has read the marker, named the lowest vertebra and swapped bends."""
    corners = {film["file"]: film["corners_px"] for film in truth["films"].values()}
    films = films_of(sample)
    for film in films.values():
        known_corners.learn(film.pixels, np.array(corners[film.name]))
    lowest = Level(truth["films"]["coronal"]["levels"][-1])
    findings = analyse_study(films, known_corners, lowest_level=lowest)
    if sample.expected.bends_exchanged:
        assert "bends-swapped" in {warning.code for warning in findings.warnings}
        return with_bends_swapped(findings)
    return findings


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


ASKED_FOR = {
    "bends_exchanged": {"view-disagrees"},
    "instrumented": {"metal-over-spine", "bend-weak"},
    "neck_cropped": {"landmarks-off-film"},
    "six_lumbar_vertebrae": {"vertebra-count"},
    "pictures_without_spacing": {"spacing-missing"},
}
"""What some studies are shipped to show a warning of."""


def test_a_shipped_study_gives_no_cause_for_doubt_but_what_it_is_shipped_for(sample, found):
    doubts = {w.code for w in found.warnings} | {
        w.code for film in found.films.values() for w in film.warnings
    }

    assert doubts - {"small-curve", "spacing-magnified"} == ASKED_FOR.get(sample.name, set())


def test_a_shipped_study_is_stored_and_read_back(found):
    assert study_from_json(to_json(found)) == found
