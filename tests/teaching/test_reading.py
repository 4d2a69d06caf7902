"""What a learner says of a case."""

import math
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from teaching_cases import case_of, read

from measurements import Frame, ImageEdge, Level
from teaching import DrawnLine, ReadingError

FRONT = Frame((0.5, 0.5), ImageEdge.LEFT)


@given(tilt=st.floats(-89, 89), turned=st.booleans())
@settings(deadline=None)
def test_a_line_has_the_tilt_it_was_drawn_with_whichever_end_came_first(tilt, turned):
    way = math.radians(tilt)
    ends = ((100.0, 100.0), (100.0 + 60 * math.sin(way), 100.0 + 60 * math.cos(way)))
    line = DrawnLine(ends[::-1] if turned else ends)

    assert line.endplate(FRONT).tilt_deg == pytest.approx(tilt)  # the right is at the image's left


def test_a_line_on_pixels_that_are_not_square_is_measured_in_millimetres():
    line = DrawnLine(((0.0, 0.0), (50.0, 100.0)))

    tilt = line.endplate(Frame((1.0, 0.5), ImageEdge.LEFT)).tilt_deg
    assert tilt == pytest.approx(45)


@pytest.mark.parametrize(
    ("ends", "reason"),
    [
        (((0.0, 0.0), (math.nan, 40.0)), "no point"),
        (((10.0, 10.0), (10.0, 13.0)), "no sure tilt"),
        (((10.0, 10.0), (60.0, 10.0)), "neither a right nor a left end"),
    ],
)
def test_what_is_no_line_is_refused(ends, reason):
    with pytest.raises(ReadingError, match=reason):
        DrawnLine(ends)


def test_levels_upside_down_are_refused():
    with pytest.raises(ReadingError, match="does not lie above"):
        replace(read(case_of()), upper=Level.L1, lower=Level.T5)


def test_lines_upside_down_are_refused():
    reading = read(case_of())

    with pytest.raises(ReadingError, match="exchange them"):
        replace(reading, upper_line=reading.lower_line, lower_line=reading.upper_line)
