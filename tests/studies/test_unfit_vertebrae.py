"""One outline that is wrong must not make a number wrong: it is not used, and said so."""

import math
from dataclasses import replace

import pytest

from measurements import Level
from studies.analyse import measure_film, measure_study, with_lowest_level, with_marks
from studies.edit import Signature
from studies.history import EditHistory, Marks, move
from studies.json_schema import study_from_json, to_json
from studies.radiograph import View

STANDING, RIGHT = View.CORONAL, View.RIGHT_BENDING


def turned(found, angle_deg):
    """A vertebra turned about its centre on the film."""
    (row, column), angle = found.centre, math.radians(angle_deg)
    corners = tuple(
        (
            row + (r - row) * math.cos(angle) + (c - column) * math.sin(angle),
            column - (r - row) * math.sin(angle) + (c - column) * math.cos(angle),
        )
        for r, c in found.corners
    )
    return replace(found, corners=corners)


def changed(study, view, vertebrae):
    film = measure_film(replace(study.films[view], vertebrae=tuple(vertebrae), curves=()))
    return measure_study({**study.films, view: film}, study.refused, study.provenance)


def askew(study, view, level, angle_deg=45.0):
    """The study with one vertebra of one film drawn askew."""
    film = study.films[view]
    return changed(
        study,
        view,
        (turned(v, angle_deg) if v.level is level else v for v in film.vertebrae),
    )


def numbers(study):
    return [
        (item.curve.levels, item.curve.cobb_deg, item.rate_percent) for item in study.flexibility
    ]


@pytest.mark.parametrize("level", [Level.T2, Level.T3, Level.T8, Level.T9, Level.L1, Level.L3])
@pytest.mark.parametrize("angle_deg", [-45.0, 45.0])
def test_a_vertebra_drawn_askew_between_end_vertebrae_changes_no_curve(study, level, angle_deg):
    wrong = askew(study, STANDING, level, angle_deg)
    [warning] = [w for w in wrong.standing.warnings if w.code == "vertebra-tilt"]

    assert numbers(wrong) == numbers(study)
    assert warning.message.startswith(f"{level} is tilted")
    assert "It was not used" in warning.message
    assert level not in wrong.standing.used
    assert level in wrong.standing.spine  # it stays on the film, to be corrected


def test_an_end_vertebra_drawn_askew_gives_its_place_to_a_neighbour(study):
    wrong = askew(study, STANDING, Level.T11)
    sizes = [curve.magnitude_deg for curve in wrong.curves]

    assert all(Level.T11 not in curve.levels for curve in wrong.curves)
    assert sizes == pytest.approx([c.magnitude_deg for c in study.curves], abs=10)


def test_a_level_askew_on_a_bend_gives_no_rate_but_the_reason(study):
    wrong = askew(study, RIGHT, Level.T5)
    main = wrong.flexibility[1]

    assert study.flexibility[1].rate_percent == pytest.approx(60)
    assert (main.rate_percent, main.right.cobb_deg) == (None, None)
    assert "On the right-bending film, T5 is tilted" in main.reason
    assert "was not used; check its corners" in main.reason
    assert wrong.bends[1].motion.value is None
    assert {disc.upper for disc in wrong.discs.value if disc.right.angle_deg is None} == {
        "T4",
        "T5",
    }


def test_a_vertebra_that_a_person_placed_is_used_as_it_is_and_still_doubted(study):
    marks = Marks.of(study.standing)
    corners = turned(marks.vertebra(Level.T8), 45.0).corners
    edit = move(marks, Level.T8, corners, Signature.now("A. Reader"))
    placed = with_marks(study, EditHistory(marks).edit(edit).present, view=STANDING)
    [warning] = [w for w in placed.standing.warnings if w.code == "vertebra-tilt"]

    assert Level.T8 in placed.standing.used
    assert "used all the same, as a person placed it" in warning.message


def test_correcting_the_outline_brings_every_number_back(study):
    wrong = askew(study, RIGHT, Level.T5)
    marks = Marks.of(wrong.films[RIGHT])
    right = study.films[RIGHT].vertebra(Level.T5).corners
    edit = move(marks, Level.T5, right, Signature.now("A. Reader"))

    corrected = with_marks(wrong, EditHistory(marks).edit(edit).present, view=RIGHT)

    assert numbers(corrected) == numbers(study)


def test_a_vertebra_outlined_twice_is_used_once(study):
    film = study.standing
    body = film.vertebra(Level.T8)
    again = tuple((row + 4.0, column + 1.0) for row, column in body.corners)
    twin = replace(body, corners=again, score=0.3)
    before, after = film.vertebrae[1:8], film.vertebrae[8:]
    renamed = [
        replace(v, level=name.level)
        for v, name in zip((*before, twin, *after), film.vertebrae, strict=True)
    ]

    wrong = changed(study, STANDING, renamed)
    [warning] = [w for w in wrong.standing.warnings if w.code == "vertebra-doubled"]

    assert "T8 was not used" in warning.message
    assert [c.cobb_deg for c in wrong.curves[1:]] == pytest.approx(
        [c.cobb_deg for c in study.curves[1:]]
    )


def test_a_vertebra_missed_leaves_the_angles_and_names_the_gap(study):
    film = study.standing
    rest = [v for v in film.vertebrae if v.level is not Level.T8]
    missed = with_lowest_level(changed(study, STANDING, rest), Level.L5, view=STANDING)
    codes = {w.code for w in (*missed.warnings, *missed.standing.warnings)}

    assert [c.cobb_deg for c in missed.curves] == pytest.approx([c.cobb_deg for c in study.curves])
    assert {"vertebra-missing", "vertebra-count", "level-count-differs"} <= codes


def test_findings_with_an_unused_vertebra_come_back_as_they_were_written(study):
    wrong = askew(askew(study, STANDING, Level.T8), RIGHT, Level.T5)

    assert study_from_json(to_json(wrong)) == wrong
