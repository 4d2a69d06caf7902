"""The error of a reading adds up, and says what it must."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from teaching_cases import SHAPE, case_of, line_on, read

from measurements import Convexity, ImageEdge, Level, signed_cobb_deg
from measurements.endplate import tilt_difference_deg
from teaching import Case, CaseError, DrawnLine, Plate, PlateName, Reading, ReadingError, Score

EXACT_DEG = 1e-9  # rounding, far beneath any reading

turns = st.floats(-20, 20)
ends = st.tuples(st.integers(-4, 4), st.integers(-4, 4))


def moved(case: Case, off: tuple[int, int]) -> tuple[Level, Level]:
    """The levels so many vertebrae from the true ones, as far as there are any."""
    levels = case.spine.levels
    upper, lower = (
        levels[int(np.clip(levels.index(end) + step, 0, len(levels) - 1))]
        for end, step in zip(case.curve.levels, off, strict=True)
    )
    assume(upper.is_above(lower))
    return upper, lower


@st.composite
def cases(draw):
    """Curves of every size, to either side, up to twice a right angle."""
    top, swing = draw(st.floats(10, 65)), draw(st.sampled_from([-1, 1]))
    low, rest = draw(st.floats(10, 65)), draw(st.floats(-5, 30))
    tilts = np.interp(range(17), (0, 4, 10, 16), np.array([top - 10, top, -low, rest]) * swing)
    return case_of(tilts, wedge_deg=draw(st.floats(-4, 4)))


@given(case=cases(), off=ends, turned=st.tuples(turns, turns))
@settings(max_examples=60, deadline=None)
def test_the_parts_add_up_to_the_whole_error(case, off, turned):
    score = Score(case, read(case, *moved(case, off), turned_deg=turned))

    assert score.level_deg + score.line_deg == pytest.approx(score.error_deg, abs=EXACT_DEG)
    assert sum(end.level_deg for end in score.ends) == pytest.approx(score.level_deg, abs=1e-9)
    assert sum(end.line_deg for end in score.ends) == pytest.approx(score.line_deg, abs=1e-9)


@given(case=cases(), off=ends, turned=st.tuples(turns, turns))
@settings(max_examples=60, deadline=None)
def test_each_part_is_what_geometry_says(case, off, turned):
    upper, lower = moved(case, off)
    score = Score(case, read(case, upper, lower, turned_deg=turned))
    sign = 1 if case.curve.convexity is Convexity.RIGHT else -1

    of_levels = signed_cobb_deg(case.spine, upper, lower) - case.curve.cobb_deg
    assert score.level_deg == pytest.approx(sign * of_levels, abs=EXACT_DEG)
    assert score.upper.line_deg == pytest.approx(sign * turned[0], abs=1e-6)
    assert score.lower.line_deg == pytest.approx(-sign * turned[1], abs=1e-6)


@given(case=cases())
@settings(max_examples=30, deadline=None)
def test_a_perfect_reading_has_no_error(case):
    score = Score(case, read(case))

    assert score.error_deg == pytest.approx(0, abs=1e-6)
    assert score.side_right
    assert score.levels_right
    assert all(end.drawn_as_chosen and end.levels_off == 0 for end in score.ends)


@given(off=ends, turned=st.tuples(turns, turns))
@settings(max_examples=30, deadline=None)
def test_a_mirrored_film_gives_the_same_score(off, turned):
    front = case_of()
    reading = read(front, *moved(front, off), turned_deg=turned)
    behind = case_of(patient_right=ImageEdge.RIGHT)
    seen = replace(
        reading, upper_line=mirrored(reading.upper_line), lower_line=mirrored(reading.lower_line)
    )

    scores = Score(front, reading), Score(behind, seen)
    assert scores[0].case.curve.convexity is scores[1].case.curve.convexity
    for part in ("read_deg", "level_deg", "line_deg"):
        same = getattr(scores[0], part)
        assert getattr(scores[1], part) == pytest.approx(same, abs=1e-6)


def mirrored(line: DrawnLine) -> DrawnLine:
    return DrawnLine(tuple((row, SHAPE[1] - column) for row, column in line.ends_px))


def test_a_curve_beyond_a_right_angle_is_not_folded():
    case = case_of(np.interp(range(17), (0, 4, 10, 16), (60, 70, -70, -50)))
    score = Score(case, read(case, turned_deg=(5.0, -5.0)))

    assert score.true_deg == pytest.approx(140)
    assert score.read_deg == pytest.approx(150)


def test_a_resampled_film_gives_the_same_score():
    fine, coarse = case_of(spacing=(0.5, 0.5)), case_of(spacing=(1.0, 0.8))
    scores = [
        Score(case, read(case, Level.T6, Level.T12, turned_deg=(3.0, -2.0)))
        for case in (fine, coarse)
    ]

    assert scores[0].error_deg == pytest.approx(scores[1].error_deg)
    assert scores[0].level_deg == pytest.approx(scores[1].level_deg)


def test_the_error_counts_towards_the_convexity_of_a_left_curve():
    case = case_of(place=2)  # L -40, T11 to L4
    upper_too_steep = Score(case, read(case, turned_deg=(-6.0, 0.0)))  # left side up: more curve

    assert case.curve.convexity is Convexity.LEFT
    assert upper_too_steep.error_deg == pytest.approx(6.0)
    assert upper_too_steep.upper.line_deg == pytest.approx(6.0)


def test_lines_that_open_to_the_other_side_read_below_zero():
    case = case_of()
    score = Score(case, read(case, turned_deg=(-30.0, 30.0)))

    assert score.read_deg == pytest.approx(-10)
    assert score.error_deg == pytest.approx(-60)
    assert score.side_right  # what was named is another matter than what was drawn


def test_levels_are_off_by_vertebrae_of_this_patient():
    case = case_of()
    score = Score(case, read(case, Level.T6, Level.T10))

    assert (score.upper.levels_off, score.lower.levels_off) == (1, -1)
    assert not score.levels_right


def test_the_wrong_side_is_told():
    case = case_of()

    assert not Score(case, read(case, convexity=Convexity.LEFT)).side_right


def test_a_line_on_the_wrong_endplate_is_named():
    case = case_of()
    on_floor = replace(read(case), upper_line=line_on(case, Level.T5, "inferior"))

    score = Score(case, on_floor)
    assert score.upper.drawn_on == PlateName(Level.T5, Plate.INFERIOR)
    assert not score.upper.drawn_as_chosen
    assert score.lower.drawn_as_chosen


def test_a_vertebra_named_otherwise_than_drawn_is_told():
    case = case_of()
    misnamed = replace(read(case), upper=Level.T4)  # counted wrongly, drawn on T5

    score = Score(case, misnamed)
    assert score.upper.drawn_on.level is Level.T5
    assert score.error_deg == pytest.approx(0, abs=1e-6)
    assert score.level_deg == pytest.approx(-score.line_deg)


@pytest.mark.parametrize("level", [Level.T13, Level.L6, Level.S1])
def test_a_level_this_patient_does_not_have_is_refused(level):
    case = case_of()
    upper, lower = (level, Level.S1) if level is Level.T13 else (Level.T5, level)
    good = read(case)

    with pytest.raises(ReadingError, match="count again"):
        Score(case, Reading(upper, lower, good.upper_line, good.lower_line, good.convexity))


def test_a_side_of_the_image_is_no_side_of_the_patient():
    case = case_of()

    with pytest.raises(ReadingError, match="name a side of the patient"):
        Score(case, read(case, convexity=Convexity.IMAGE_RIGHT))


def test_where_no_side_is_known_a_side_of_the_image_is_named():
    case = case_of(patient_right=None)

    assert case.curve.convexity is Convexity.IMAGE_RIGHT
    assert Score(case, read(case)).side_right
    with pytest.raises(ReadingError, match="name a side of the image"):
        Score(case, read(case, convexity=Convexity.RIGHT))


def test_a_curve_of_another_spine_is_no_case():
    case, other = case_of(), case_of(np.linspace(30, -30, 17))

    with pytest.raises(CaseError, match="does not lie there"):
        replace(case, curve=other.curve)


def test_the_signed_angle_of_the_lines_is_taken_as_the_endplates_are():
    case = case_of()
    reading = read(case, turned_deg=(4.0, 1.0))
    upper, lower = (line.endplate(case.frame) for line in (reading.upper_line, reading.lower_line))

    assert Score(case, reading).read_deg == pytest.approx(tilt_difference_deg(upper, lower))
