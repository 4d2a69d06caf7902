"""Findings as JSON, and back."""

import json
from dataclasses import replace

import pytest

from measurements import ImageEdge, Level
from studies.analyse import analyse_film, with_lowest_level, with_patient_right
from studies.json_schema import (
    SCHEMA_VERSION,
    StoredFindingsError,
    film_from_json,
    study_from_json,
    to_json,
)
from studies.notice import RESEARCH_NOTICE
from studies.radiograph import View


def edited(text, change):
    document = json.loads(text)
    change(document)
    return json.dumps(document)


def test_a_film_comes_back_as_it_was_written(study):
    for film in study.films.values():
        assert film_from_json(to_json(film)) == film


def test_a_study_comes_back_as_it_was_written(study):
    assert study_from_json(to_json(study)) == study


@pytest.mark.parametrize(
    "change",
    [
        lambda study: with_lowest_level(study, Level.L6),
        lambda study: with_patient_right(study, ImageEdge.RIGHT),
        lambda study: replace(
            study,
            films={view: film for view, film in study.films.items() if view is not View.CORONAL},
            refused={View.CORONAL: "No spine was found."},
            flexibility=(),
        ),
        lambda study: replace(study, reviewed_by="Dr Läser"),
    ],
    ids=["shifted", "mirrored", "refused", "reviewed"],
)
def test_a_changed_study_comes_back_too(change, study):
    changed = change(study)

    assert study_from_json(to_json(changed)) == changed


def test_a_film_without_spacing_side_or_view_comes_back(study, draw_film, known_corners):
    film = draw_film((0, 10, -20, 15, 12), patient_right=None, spacing=None)
    findings = analyse_film(film, known_corners, view=None)
    document = json.loads(to_json(findings))

    assert film_from_json(to_json(findings)) == findings
    assert document["spacing"] is None
    assert document["side"]["patient_right"] is None
    assert document["length_unit"] == "px"


def test_vertebrae_are_written_cranial_first_with_corners_as_row_and_column(study):
    film = study.standing
    document = json.loads(to_json(film))
    rows = [[corner[0] for corner in item["corners"]] for item in document["vertebrae"]]

    assert [item["level"] for item in document["vertebrae"]] == [
        *(f"T{number}" for number in range(1, 13)),
        *(f"L{number}" for number in range(1, 6)),
    ]
    assert rows == sorted(rows)
    assert set(document["vertebrae"][0]) == {"level", "corners", "score", "corner_sd_px"}


def test_curves_carry_their_ends_apex_signed_angle_and_side(study):
    main = json.loads(to_json(study.standing))["curves"][1]

    assert main["cobb_deg"] == pytest.approx(50)
    assert {
        "region": "MT",
        "upper_end_vertebra": "T5",
        "lower_end_vertebra": "T11",
        "apex": "T8",
        "convexity": "right",
    }.items() <= main.items()


def test_every_document_says_what_it_is_and_that_nobody_reviewed_it(study):
    for findings in (study, study.standing):
        document = json.loads(to_json(findings))

        assert document["schema_version"] == SCHEMA_VERSION
        assert document["notice"] == RESEARCH_NOTICE
        assert document["weights"] == "known corners"
        assert document["software"].startswith("R2MF Spine ")
        assert document["review"] == {"state": "Unreviewed automatic result", "reviewed_by": None}


def test_a_study_holds_whole_film_documents_and_the_flexibility(study):
    document = json.loads(to_json(study))
    main = document["flexibility"][1]

    assert film_from_json(json.dumps(document["films"]["coronal"])) == study.standing
    assert main["film"] == "right_bending"
    assert main["rate_percent"] == pytest.approx(60)
    assert main["left_bending"] == {"cobb_deg": pytest.approx(52), "reason": ""}


@pytest.mark.parametrize("text", ["", "no json", "[]", "{}", "null", '"words"'])
def test_what_is_no_findings_is_refused(text):
    with pytest.raises(StoredFindingsError, match="holds no findings"):
        study_from_json(text)


def test_a_film_is_no_study_and_another_schema_is_not_guessed_at(study):
    with pytest.raises(StoredFindingsError, match=r"film findings of schema 1\.0; expected study"):
        study_from_json(to_json(study.standing))
    newer = edited(to_json(study), lambda document: document.update(schema_version="9.0"))
    with pytest.raises(StoredFindingsError, match=r"schema 9\.0"):
        study_from_json(newer)


@pytest.mark.parametrize(
    "change",
    [
        lambda film: film["curves"][0].update(cobb_deg=12.0),
        lambda film: film["curves"][0].update(cobb_deg="steep"),
        lambda film: film["curves"][0].update(convexity="right"),
        lambda film: film["curves"][0].update(apex="T99"),
        lambda film: film["vertebrae"].pop(0),
        lambda film: film["vertebrae"][0].update(score=2),
        lambda film: film["vertebrae"][0]["corners"].pop(),
        lambda film: film["vertebrae"].clear(),
        lambda film: film["spacing"].update(row_mm=-1),
        lambda film: film["side"].update(patient_right="top"),
        lambda film: film.pop("seconds"),
        lambda film: film.update(warnings=[{}]),
    ],
)
def test_a_film_changed_by_hand_into_a_contradiction_is_refused(change, study):
    text = edited(to_json(study.standing), change)

    with pytest.raises(StoredFindingsError, match="analyse the study again"):
        film_from_json(text)
