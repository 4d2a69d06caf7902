"""Curves of one patient from day to day, from what was found on each."""

import csv
import io
import json
from dataclasses import replace
from datetime import date

import pytest

from measurements import DEFAULT_SETTINGS, ErrorSource, ImageEdge, Level
from studies.analyse import (
    analyse_film,
    confirmed,
    measure_film,
    with_lowest_level,
    with_patient_right,
)
from studies.edit import Signature
from studies.findings import FindingWarning, WarningSource
from studies.follow_up import Caution, DatedFilm, FollowUpError, follow_up
from studies.follow_up_document import follow_up_json, follow_up_words
from studies.follow_up_table import follow_up_csv
from studies.radiograph import View

SOURCE = WarningSource.READING
FIRST, SECOND, THIRD = date(2024, 3, 1), date(2025, 3, 1), date(2026, 3, 1)
STANDING = (0.0, 25.0, -25.0, 15.0, 12.0)  # PT -25, MT +50, L -40
GROWN = (0.0, 28.0, -28.0, 12.0, 9.0)  # PT -28, MT +56, L -40
FAR_GROWN = (0.0, 32.0, -32.0, 8.0, 5.0)  # PT -32, MT +64, L -40


@pytest.fixture
def film(draw_film, known_corners):
    """A standing film with tilts at T1, T5, T11, L4 and L5."""

    def analysed(turns_deg, **parts):
        name = f"{turns_deg}.png"
        radiograph = draw_film(turns_deg, name=name, **parts)
        return analyse_film(radiograph, known_corners, view=View.CORONAL)

    return analysed


def changes(found):
    return [round(each.overall.change_deg, 6) for each in found.curves]


def test_every_curve_is_followed_at_its_own_levels(film):
    found = follow_up([DatedFilm(SECOND, film(GROWN)), DatedFilm(FIRST, film(STANDING))])

    assert [each.curve.levels for each in found.curves] == [
        ("T1", "T5"),
        ("T5", "T11"),
        ("T11", "L4"),
    ]
    assert changes(found) == [3, 6, 0]
    assert [each.rate_deg_per_year for each in found.curves] == pytest.approx([3, 6, 0], abs=0.01)
    assert found.reference.taken == FIRST


def test_convention_and_error_are_two_statements_in_words_and_in_the_document(film):
    found = follow_up([DatedFilm(FIRST, film(STANDING)), DatedFilm(SECOND, film(GROWN))])
    main = json.loads(follow_up_json(found))["curves"][1]
    words = list(follow_up_words(found))[1]

    assert main["overall"]["progressed_by_convention"] is True
    assert main["overall"]["beyond_measurement_error"] is False
    assert "MT (T5–T11), convex to the right: 50.0° (± 3.0°) on 2024-03-01" in words
    assert "Grown by 6.0°: progression by convention (from 5°), and within measurement" in words
    assert "+6.0° a year" in words


def test_three_days_have_two_changes_and_one_rate(film):
    days = [(FIRST, STANDING), (SECOND, GROWN), (THIRD, FAR_GROWN)]
    main = follow_up([DatedFilm(day, film(tilts)) for day, tilts in days]).curves[1]

    assert [round(each.change_deg, 6) for each in main.changes] == [6, 8]
    assert main.overall.beyond_error
    assert main.rate_deg_per_year == pytest.approx(7, abs=0.01)


def test_unsure_outlines_need_a_larger_change(film):
    unsure = film(FAR_GROWN)
    unsure = measure_film(
        replace(
            unsure,
            curves=(),
            vertebrae=tuple(replace(v, tilt_sd_deg=6.0) for v in unsure.vertebrae),
        )
    )
    sure, doubted = (
        follow_up([DatedFilm(FIRST, film(STANDING)), DatedFilm(SECOND, later)]).curves[1]
        for later in (film(FAR_GROWN), unsure)
    )

    assert sure.overall.change_deg == doubted.overall.change_deg
    assert (sure.overall.beyond_error, doubted.overall.beyond_error) == (True, False)
    assert doubted.angles[1].error.source is ErrorSource.CORNERS
    assert doubted.rate_sd_deg_per_year > sure.rate_sd_deg_per_year


def test_a_film_that_lacks_a_level_says_so_and_the_other_curves_are_followed(film):
    short = film(GROWN)
    short = measure_film(replace(short, curves=(), vertebrae=short.vertebrae[2:]))
    found = follow_up([DatedFilm(FIRST, film(STANDING)), DatedFilm(SECOND, short)])
    top, main, _ = found.curves

    assert top.overall is None
    assert "On the film of 2025-03-01, T1 is not visible" in top.angles[1].reason
    assert main.overall.change_deg == pytest.approx(6)
    assert any(
        "T3–L5 (15), that of 2024-03-01 T1–L5 (17)" in words for words in map(str, found.cautions)
    )
    assert any("No change can be told" in words for words in follow_up_words(found))


def test_a_curve_that_only_the_later_film_shows_is_named(film):
    single = (0.0, 0.0, -30.0, -30.0, -30.0)
    double = (0.0, 0.0, -30.0, 0.0, 0.0)
    found = follow_up([DatedFilm(FIRST, film(single)), DatedFilm(SECOND, film(double))])
    by_later = follow_up([*found.films], reference=SECOND)

    assert len(found.curves) == 1
    assert any("also shows L (T11–L4) of 30°" in words for words in map(str, found.cautions))
    assert len(by_later.curves) == 2
    assert not any("also shows" in words for words in map(str, by_later.cautions))


def test_names_that_the_bodies_contradict_are_doubted(study):
    shifted = with_lowest_level(study, Level.L4).standing
    found = follow_up(
        [DatedFilm(FIRST, study.standing), DatedFilm(SECOND, replace(shifted, sha256="other"))]
    )

    assert any("T1–L5 (17)" in words for words in map(str, found.cautions))


def test_a_reader_is_told_who_has_to_look_and_what_no_file_can_say(film):
    found = follow_up([DatedFilm(FIRST, film(STANDING)), DatedFilm(SECOND, film(GROWN))])

    unreviewed = next(c for c in found.cautions if c.message.startswith("Film of 2024-03-01"))
    assert unreviewed.message == "Film of 2024-03-01: Unreviewed automatic result."
    assert "confirm" in unreviewed.remedy
    assert "one patient" in found.cautions[-1].remedy


def test_every_warning_of_a_film_is_passed_on_with_what_to_do(film):
    edge = FindingWarning("side-not-stated", "The side is not stated.", "State it.", SOURCE)
    warned = replace(film(GROWN), warnings=(edge,))
    found = follow_up([DatedFilm(FIRST, film(STANDING)), DatedFilm(SECOND, warned)])

    message = "Film of 2025-03-01: The side is not stated."
    assert Caution(message, "State it.", SECOND, "side-not-stated") in found.cautions


def test_a_confirmed_film_is_not_called_unreviewed(study, film):
    seen = confirmed(study, Signature.now("A. Reader"), view=View.CORONAL).standing
    found = follow_up([DatedFilm(FIRST, seen), DatedFilm(SECOND, film(GROWN))])

    assert not any("2024-03-01: " in words for words in map(str, found.cautions))


def test_a_study_gives_its_standing_film(study):
    assert DatedFilm.of(FIRST, study).film is study.standing
    assert DatedFilm.of(FIRST, study.standing).film is study.standing


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda s: [(FIRST, s.standing)], "at least two are needed"),
        (lambda s: [(FIRST, s), (SECOND, s)], "The same film is given twice"),
        (
            lambda s: [(FIRST, s), (FIRST, replace(s.standing, sha256="x"))],
            "two films were taken on 2024-03-01",
        ),
        (lambda s: [(FIRST, s), (SECOND, s.films[View.LEFT_BENDING])], "is a left-bending film"),
        (
            lambda s: [(FIRST, s), (SECOND, replace(s.standing, view_hint=View.RIGHT_BENDING))],
            "is a right-bending film",
        ),
        (
            lambda s: [(FIRST, s), (SECOND, replace(s, films={}, flexibility=()))],
            "no measured standing film",
        ),
        (
            lambda s: [
                (FIRST, s),
                (
                    SECOND,
                    replace(
                        s.standing, sha256="x", settings=replace(DEFAULT_SETTINGS, sem_deg=2.0)
                    ),
                ),
            ],
            "different settings",
        ),
    ],
)
def test_what_cannot_be_compared_is_refused_with_its_reason(change, message, study):
    with pytest.raises(FollowUpError, match=message) as refusal:
        follow_up([DatedFilm.of(day, findings) for day, findings in change(study)])

    assert str(refusal.value).endswith(".")


def test_an_unknown_side_is_refused(film):
    with pytest.raises(FollowUpError, match="side is unknown on the film of 2025-03-01"):
        follow_up(
            [DatedFilm(FIRST, film(STANDING)), DatedFilm(SECOND, film(GROWN, patient_right=None))]
        )


def test_mirroring_every_film_changes_no_growth(study, film):
    later = DatedFilm(SECOND, film(GROWN))
    mirrored = with_patient_right(study, ImageEdge.RIGHT).standing
    turned = measure_film(replace(later.film, side=mirrored.side, curves=()))

    assert changes(follow_up([DatedFilm(FIRST, mirrored), DatedFilm(SECOND, turned)])) == changes(
        follow_up([DatedFilm(FIRST, study.standing), later])
    )


def test_the_csv_has_a_row_for_every_angle_with_both_statements(film):
    days = [(FIRST, STANDING), (SECOND, GROWN), (THIRD, FAR_GROWN)]
    found = follow_up([DatedFilm(day, film(tilts)) for day, tilts in days])
    rows = list(csv.DictReader(io.StringIO(follow_up_csv(found))))
    main = [row for row in rows if row["upper_end_vertebra"] == "T5"]

    assert len(rows) == 9
    assert [row["cobb_deg"] for row in main] == ["50.0", "56.0", "64.0"]
    assert [row["change_deg"] for row in main] == ["", "6.0", "8.0"]
    assert [row["progressed_by_convention"] for row in main] == ["", "true", "true"]
    assert [row["beyond_measurement_error"] for row in main] == ["", "false", "false"]
    assert {row["rate_deg_per_year"] for row in main} == {"7.0"}
    assert all("Research" in row["notice"] for row in rows)


def test_the_csv_says_why_an_angle_is_missing(film):
    short = film(GROWN)
    short = measure_film(replace(short, curves=(), vertebrae=short.vertebrae[2:]))
    found = follow_up([DatedFilm(FIRST, film(STANDING)), DatedFilm(SECOND, short)])
    rows = list(csv.DictReader(io.StringIO(follow_up_csv(found))))

    assert rows[1]["cobb_deg"] == ""
    assert "T1 is not visible" in rows[1]["reason"]


def test_the_csv_of_a_straight_spine_says_that_there_is_no_curve(film):
    straight = (0.0,) * 5
    nearly = (0.0, 1.0, 0.0, 0.0, 0.0)
    found = follow_up([DatedFilm(FIRST, film(straight)), DatedFilm(SECOND, film(nearly))])
    [row] = csv.DictReader(io.StringIO(follow_up_csv(found)))

    assert row["reason"].startswith("No curve of 10° or more")
