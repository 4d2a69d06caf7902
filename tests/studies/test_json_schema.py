"""Findings as JSON, and back."""

import json
import re
from dataclasses import replace

import pytest
from pydicom.dataset import Dataset

from languages import say, speaking
from measurements import BendingTechnique, ImageEdge, Level
from studies.analyse import (
    analyse_film,
    analyse_study,
    confirmed,
    with_lowest_level,
    with_marks,
    with_patient_right,
    with_technique,
)
from studies.edit import Landmark, Signature
from studies.history import Marks, add, applied, delete, mark, rename
from studies.identity import SameOrigin, identity_of
from studies.json_schema import (
    SCHEMA_VERSION,
    StoredFindingsError,
    film_from_json,
    inputs_to_json,
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
        lambda study: confirmed(study, Signature.now("Dr Läser"), view=View.LEFT_BENDING),
    ],
    ids=["shifted", "mirrored", "refused", "reviewed"],
)
def test_a_changed_study_comes_back_too(change, study):
    changed = change(study)

    assert study_from_json(to_json(changed)) == changed


@pytest.fixture
def corrected(study):
    """A study whose standing film lost T12, gained a vertebra, other names and a landmark."""
    marks = Marks.of(study.standing)
    by = Signature.now("Dr Läser")
    for change in (
        lambda marks: delete(marks, Level.T12, by),
        lambda marks: add(marks, 3, by),
        lambda marks: rename(marks, Level.T9, Level.T8, by),
        lambda marks: mark(marks, Landmark.ILIAC_CRESTS, [(1000.0, 400.0), (990.0, 150.0)], by),
    ):
        marks = applied(marks, change(marks))
    return with_marks(study, marks, view=View.CORONAL)


def test_corrections_come_back_and_lead_from_the_network_s_outlines_to_those_stored(
    study, corrected
):
    read = study_from_json(to_json(corrected))
    replayed = Marks.of(study.standing)
    for edit in read.standing.edits:
        replayed = applied(replayed, edit)

    assert read == corrected
    assert replayed == Marks.of(read.standing)


def test_an_edited_vertebra_says_so_and_has_no_score(corrected):
    edited = [
        (item["edited"], item["score"], item["corner_sd_px"])
        for item in json.loads(to_json(corrected.standing))["vertebrae"]
    ]

    assert edited.count((True, None, None)) == 1
    assert edited.count((False, 0.9, 0.5)) == 16


def test_a_document_of_the_first_version_is_read_as_never_edited_nor_reviewed(study):
    def older(document):
        for film in (document, *document.get("films", {}).values()):
            film["schema_version"] = "1.0"
            film["review"] = {"state": "Reviewed by Dr Reader", "reviewed_by": "Dr Reader"}
            film.pop("landmarks", None)
            film.pop("edits", None)
            for vertebra in film.get("vertebrae", []):
                del vertebra["edited"]

    assert study_from_json(edited(to_json(study), older)) == study
    assert film_from_json(edited(to_json(study.standing), older)) == study.standing


def test_a_document_of_version_1_1_is_read_as_saying_nothing_of_technique_or_origin(study):
    def older(document):
        for part in (document, *document.get("films", {}).values()):
            part["schema_version"] = "1.1"
            for newer in ("origin", "technique", "measures"):
                part.pop(newer, None)

    assert study_from_json(edited(to_json(study), older)) == study
    assert film_from_json(edited(to_json(study.standing), older)) == study.standing


def test_a_document_of_version_1_2_is_read_as_measured_by_the_usual_settings(study):
    def older(document):
        for part in (document, *document.get("films", {}).values()):
            part["schema_version"] = "1.2"
            part.pop("settings", None)
            for vertebra in part.get("vertebrae", []):
                del vertebra["pedicles"]

    assert study_from_json(edited(to_json(study), older)) == study
    assert film_from_json(edited(to_json(study.standing), older)) == study.standing


def test_technique_and_common_origin_come_back(study):
    mixed = {
        view: replace(film, origin=SameOrigin(patient=0, day=int(view is View.LEFT_BENDING)))
        for view, film in study.films.items()
    }
    said = with_technique(replace(study, films=mixed), BendingTechnique.SUPINE_BENDING)
    read = study_from_json(to_json(said))

    assert read == said
    assert read.technique is BendingTechnique.SUPINE_BENDING
    assert "days-differ" in {warning.code for warning in read.warnings}


def test_what_is_derived_has_a_value_or_a_reason_never_both(study, corrected):
    def pairs(part):
        if isinstance(part, dict):
            if set(part) == {"value", "reason"}:
                yield part
            for each in part.values():
                yield from pairs(each)
        elif isinstance(part, list):
            for each in part:
                yield from pairs(each)

    for findings in (study, corrected, study.standing):
        found = [pair for pair in pairs(json.loads(to_json(findings))) if "modifier" not in pair]

        assert found
        for pair in found:
            if pair["value"] is None:
                assert pair["reason"].endswith(".")


def test_derived_numbers_are_those_of_the_measurements(study):
    main = json.loads(to_json(study))["measures"]["curves"][1]
    low, high = main["rate_interval_percent"]

    assert low < 60 < high
    assert main["standing_error"] == {"sd_deg": 3.0, "source": "reader"}
    assert main["standing_interval_deg"] == pytest.approx([50 - 5.88, 50 + 5.88], abs=0.01)
    assert main["correction_deg"] == pytest.approx(30)
    assert main["range_of_motion"]["value"]["motion_deg"] == pytest.approx(32)


def test_balance_is_not_available_without_landmarks_and_says_what_to_mark(study):
    balance = json.loads(to_json(study.standing))["measures"]["coronal_balance"]

    assert balance["value"] is None
    assert balance["reason"].startswith("Not available: needs C7")
    assert "mark" in balance["reason"]


def test_no_document_tells_who_the_patient_is(study_films, known_corners):
    header = Dataset()
    header.PatientID, header.PatientName, header.StudyDate = "4711", "Secret^Name", "20200229"
    named = {
        view: replace(film, identity=identity_of(header)) for view, film in study_films.items()
    }
    text = to_json(analyse_study(named, known_corners))

    assert not {"4711", "Secret", "20200229"} & set(re.findall(r"\w+", text))
    assert json.loads(text)["films"]["coronal"]["origin"] == {"patient": 0, "day": 0}


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
    assert set(document["vertebrae"][0]) == {
        "level",
        "corners",
        "score",
        "corner_sd_px",
        "tilt_sd_deg",
        "edited",
        "pedicles",
    }


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
        assert document["review"] == {
            "state": "Unreviewed automatic result",
            "reviewed_by": None,
            "reviewed_at": None,
        }


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
    with pytest.raises(StoredFindingsError, match=r"film findings of schema 1\.3; expected study"):
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
        lambda film: film.update(landmarks={"c7_centre": [[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]}),
        lambda film: film.update(landmarks={"s2": []}),
        lambda film: film.update(edits=[{"action": "moved"}]),
        lambda film: film["vertebrae"][0].update(score=None),
        lambda film: film.pop("seconds"),
        lambda film: film.update(warnings=[{}]),
        lambda film: film["settings"].update(sem_deg=-1),
        lambda film: film["settings"].update(mood=3),
        lambda film: film["vertebrae"][0].update(pedicles=[[1.0, 2.0]]),
    ],
)
def test_a_film_changed_by_hand_into_a_contradiction_is_refused(change, study):
    text = edited(to_json(study.standing), change)

    with pytest.raises(StoredFindingsError, match="analyse the study again"):
        film_from_json(text)


def test_a_kept_study_is_said_in_another_language_as_before(study):
    misnamed = with_lowest_level(study, Level.L4, view=View.LEFT_BENDING)
    read = study_from_json(inputs_to_json(misnamed))

    assert read == misnamed
    assert any("{" in warning.message.template for warning in read.warnings)
    with speaking("de"):
        for before, after in zip(said(misnamed), said(read), strict=True):
            assert after == before


def said(study):
    """Every sentence that is kept with a study."""
    warnings = [*study.warnings, *(w for film in study.films.values() for w in film.warnings)]
    yield from (say(words) for warning in warnings for words in (warning.message, warning.remedy))
    yield from (say(film.side.source) for film in study.films.values())
    for item in study.flexibility:
        yield from (say(reason) for reason in (item.left.reason, item.right.reason) if reason)
