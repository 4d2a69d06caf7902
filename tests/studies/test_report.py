"""The report of a study as PDF."""

import json
import re
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest
import typst
from phantom_findings import study_of

from languages import said_throughout, say, speaking
from measurements import BendingTechnique, Level
from sample_data.phantom import phantom_patient
from studies.analyse import (
    analyse_study,
    confirmed,
    with_bends_swapped,
    with_lowest_level,
    with_marks,
    with_technique,
)
from studies.disc_figure import disc_figure_svg
from studies.edit import Signature
from studies.findings import InvalidFindingsError
from studies.fonts import FOLDERS
from studies.history import Marks, applied, move
from studies.notice import RESEARCH_NOTICE
from studies.radiograph import View
from studies.report import METHODS, TEMPLATE, report_pdf, report_words


def pages(pdf):
    """Text of each page, white space made single."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.fixture(scope="module")
def report(study, study_films):
    return report_pdf(study, study_films)


def test_every_page_carries_the_notice_versions_and_its_number(report):
    texts = pages(report)

    for number, text in enumerate(texts, start=1):
        assert RESEARCH_NOTICE in text
        assert f"Page {number} of {len(texts)}" in text
        assert "R2MF Spine 0.1.0, weights known corners" in text
        assert "unreviewed automatic result" in text.lower()


def test_findings_read_as_they_would_be_dictated(report):
    first = pages(report)[0]

    assert (
        "Main thoracic curve, T5–T11, apex T8, convex right: 50° standing, 20° on the "
        "right-bending film; flexibility 60 % (95 %: 47 to 72 %)." in first
    )
    assert "MT T5–T11 T8 right +50° +52° +20° +20° 60 %" in first


def test_films_are_listed_with_where_their_millimetres_and_side_come_from(report):
    text = " ".join(pages(report))

    assert "coronal.png" in text
    assert "PatientOrientation" in text
    assert "Calibrated by the sender" in text


def test_every_method_is_explained(report):
    text = " ".join(pages(report))

    assert all(f"{name}." in text for name in METHODS)


def test_warnings_come_with_their_remedies(study, study_films):
    doubtful = with_lowest_level(with_bends_swapped(study), Level.L4, view=View.CORONAL)
    films = {
        view: next(f for f in study_films.values() if f.sha256 == film.sha256)
        for view, film in doubtful.films.items()
    }
    text = " ".join(pages(report_pdf(doubtful, films)))

    assert doubtful.warnings
    for warning in doubtful.warnings:
        assert re.sub(r"\s", "", warning.remedy) in re.sub(r"\s", "", text)


def test_what_a_name_holds_is_never_read_as_markup(study_films, known_corners):
    hostile = '#panic("x") [*bold*] $a$ \\ "quoted" @ref <label>.png'
    film = replace(study_films[View.CORONAL], name=hostile)
    study = analyse_study({View.CORONAL: film}, known_corners)
    text = " ".join(pages(report_pdf(study, {View.CORONAL: film})))

    assert re.sub(r"\s", "", hostile[:12]) in re.sub(r"\s", "", text)


def test_a_review_is_reported(study, study_films):
    review = Signature("Dr Reader", datetime(2026, 11, 25, 10, 30, tzinfo=UTC))
    for view in View:
        study = confirmed(study, review, view=view)
    text = pages(report_pdf(study, study_films))[0]

    assert "REVIEWED BY DR READER ON 2026-11-25 AT 10:30 UTC" in text


def test_what_was_edited_says_so_and_by_whom(study, study_films):
    by = Signature("Dr Reader", datetime(2026, 11, 25, 10, 30, tzinfo=UTC))
    marks = Marks.of(study.standing)
    tilted = [(row + 1.0, column) for row, column in marks.vertebra(Level.T5).corners[:2]]
    corners = (*tilted, *marks.vertebra(Level.T5).corners[2:])
    edited = with_marks(
        study, applied(marks, move(marks, Level.T5, corners, by)), view=View.CORONAL
    )
    text = " ".join(pages(report_pdf(edited, study_films)))

    assert "MT T5–T11 edited T8 right" in text
    assert "Standing film. T5: superior endplate moved. Last edited by Dr Reader on" in text
    assert "EDITED BY DR READER, NOT CONFIRMED" in text


def test_a_study_without_a_standing_film_says_why_it_reports_no_curve(study_films, known_corners):
    bends = {view: film for view, film in study_films.items() if view is not View.CORONAL}
    study = analyse_study(bends, known_corners)
    text = pages(report_pdf(study, bends))[0]

    assert "No curve can be reported" in text


def test_a_study_in_which_every_film_was_refused_still_has_a_report(study):
    refused = replace(study, films={}, refused={View.CORONAL: "No spine."}, flexibility=())

    assert report_pdf(refused, {}).startswith(b"%PDF")


def test_a_film_of_another_study_is_refused(study, study_films):
    with pytest.raises(InvalidFindingsError, match="another film"):
        report_pdf(study, {View.CORONAL: study_films[View.LEFT_BENDING]})


def test_typesetting_warns_of_nothing_without_fonts_of_the_host(study, study_films):
    _, warnings = typst.compile_with_warnings(
        str(TEMPLATE),
        sys_inputs={"data": json.dumps(report_words(study) | {"figures": []})},
        font_paths=[str(folder) for folder in FOLDERS],
        ignore_system_fonts=True,
    )

    assert warnings == []


def test_the_report_says_how_sure_its_numbers_are_and_which_types_stay_open(report):
    text = " ".join(pages(report))

    assert "MT T5–T11 44 to 56° 14 to 26° 47 to 72 % 5 % withheld" in text
    assert "Lenke 3, double major" in text or "Lenke 1, main thoracic" in text
    assert "needs a lateral film" in text
    assert "Candidates from frontal films, never one type." in text
    assert "Coronal balance. Not available: needs C7, not marked on this film" in text
    assert "How the patient was bent is not recorded" in text


def test_the_technique_is_reported(study, study_films):
    said = with_technique(study, BendingTechnique.FULCRUM)

    assert "The bending films were taken over a fulcrum;" in " ".join(
        pages(report_pdf(said, study_films))
    )


def test_marked_landmarks_give_balance_and_translation_with_their_unit():
    truth = phantom_patient(3, effort_deg=4.5).study_truth()
    study = study_of(truth)
    text = " ".join(pages(report_pdf(study, {})))
    balance = study.standing.measures.balance.value

    assert f"Coronal balance. C7 {'+' if balance.offset > 0 else '−'}" in text
    assert f"{abs(balance.offset):.0f} mm of the sacrum" in text
    assert re.search(r"Stable vertebra, \w+\. L?T?\d+", text)


def test_every_disc_of_the_spine_is_in_the_figure(study):
    svg = disc_figure_svg(study.discs.value)

    assert svg.startswith("<?xml")
    assert len(study.discs.value) == 16
    assert disc_figure_svg(study.discs.value) == svg


NUMBER_OR_LEVEL = re.compile(r"[CTLS]\d+|[−+]?\d+(?:[.:]\d+)*")


def leaves(words, path=()):
    """Every string of a document with where it stands."""
    if isinstance(words, dict):
        for name, part in words.items():
            yield from leaves(part, (*path, name))
    elif isinstance(words, list):
        for place, part in enumerate(words):
            yield from leaves(part, (*path, place))
    elif isinstance(words, str):
        yield path, words


def test_a_german_report_has_every_number_and_level_of_the_english_one(study):
    english = dict(leaves(said_throughout(report_words(study))))
    with speaking("de"):
        german = dict(leaves(said_throughout(report_words(study))))

    assert german.keys() == english.keys()
    for path, words in english.items():
        ours, theirs = (sorted(NUMBER_OR_LEVEL.findall(text)) for text in (words, german[path]))
        assert theirs == ours, (words, german[path])


def test_a_german_report_says_nothing_in_english(study):
    english = dict(leaves(said_throughout(report_words(study))))
    with speaking("de"):
        german = dict(leaves(said_throughout(report_words(study))))
    alike = {
        words
        for path, words in english.items()
        if german[path] == words and re.search("[a-z]{4}", words)
    }

    assert alike <= {study.provenance.software, "Translation", "Rate", "Region"} | {
        film.name for film in study.films.values()
    } | {film.sha256 for film in study.films.values()}


def test_a_german_report_is_typeset_with_the_notice_on_every_page(study, study_films):
    with speaking("de"):
        texts = pages(report_pdf(study, study_films))
        notice = say(RESEARCH_NOTICE)

    for number, text in enumerate(texts, start=1):
        assert notice in text
        assert f"Seite {number} von {len(texts)}" in text
    assert (
        "Hauptthorakale Krümmung, T5–T11, Scheitel T8, rechtskonvex: 50° im Stand, 20° auf der "
        "Bending-Aufnahme nach rechts; Flexibilität 60 % (95 %: 47 bis 72 %)." in texts[0]
    )


@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        ("Łukasz Čapek, Юрий, Γιώργος, محمد, נעמי", ""),
        ("王芳, 张伟, 山田さくら, 김민수", ""),
        ("สม", "U+0E21, U+0E2A"),
    ],
)
def test_letters_that_may_be_shown_as_boxes_are_named(study, name, lacking):
    signed = Signature(name, datetime(2026, 3, 1, tzinfo=UTC))
    words = report_words(confirmed(study, signed, view=View.CORONAL))
    told = [sentence for sentence in words["technique"] if "no font" in sentence]

    assert len(told) == bool(lacking)
    assert all(f": {lacking}." in sentence for sentence in told)
