import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    CSVL,
    CannotMeasureError,
    CsvlConvention,
    Film,
    LandmarkMissingError,
    Landmarks,
    Level,
    LevelMissingError,
    Posture,
)

S1 = ((-130.0, -700.0), (-170.0, -704.0))


def crests(obliquity_deg):
    """Crests 200 mm apart whose line is tilted by `obliquity_deg`."""
    x, y = 100 * math.cos(math.radians(obliquity_deg)), 100 * math.sin(math.radians(obliquity_deg))
    return (x, y), (-x, -y)


def standing(spine, **landmarks):
    return Film(spine, Landmarks(**landmarks), Posture.STANDING)


@pytest.fixture
def straight(draw_spine):
    return draw_spine([0] * 17)


@pytest.fixture
def below(straight):
    """S1 endplate 20 mm below L5, its centre 5 mm to the right of L5's."""
    x, y = straight[Level.L5].inferior_endplate.midpoint
    return (x + 25, y - 18), (x - 15, y - 22)


def test_the_line_is_the_vertical_through_the_centre_of_s1(straight, below):
    line = CSVL.of(standing(straight, s1_endplate=below))

    centre = straight[Level.L5].centre[0] + 5
    assert line.convention is CsvlConvention.VERTICAL
    assert [line.x_at(y) for y in (-500.0, 0.0, 500.0)] == pytest.approx([centre] * 3)


@given(obliquity=st.floats(-30, 30), height=st.floats(-600, 600))
def test_the_pelvic_line_is_perpendicular_to_the_iliac_crests(draw_spine, obliquity, height):
    spine = draw_spine([0] * 17)
    x, y = spine[Level.L5].inferior_endplate.midpoint
    film = standing(
        spine,
        s1_endplate=((x + 25, y - 20), (x - 25, y - 20)),
        iliac_crests=crests(obliquity),
    )

    line = CSVL.of(film, CsvlConvention.PELVIC)

    (right, left) = film.landmarks.iliac_crests
    up = (line.x_at(y + height) - line.x_at(y), height)
    across = (right[0] - left[0], right[1] - left[1])
    assert up[0] * across[0] + up[1] * across[1] == pytest.approx(0, abs=1e-6)
    assert line.x_at(y - 20) == pytest.approx(x)


def test_with_a_level_pelvis_both_conventions_agree(straight, below):
    film = standing(straight, s1_endplate=below, iliac_crests=crests(0))

    vertical, pelvic = (CSVL.of(film, each) for each in list(CsvlConvention)[:2])

    assert pelvic.x_at(400) == pytest.approx(vertical.x_at(400))


def test_a_point_to_the_right_of_the_line_has_a_positive_offset():
    line = CSVL((5.0, -300.0), 0.0, CsvlConvention.VERTICAL)

    assert line.offset((17.0, 40.0)) == 12
    assert line.offset((-7.0, 40.0)) == -12


@pytest.mark.parametrize(
    ("convention", "marks", "needs"),
    [
        (CsvlConvention.VERTICAL, {}, "needs S1"),
        (CsvlConvention.PELVIC, {"iliac_crests": crests(2)}, "needs S1"),
        (CsvlConvention.PELVIC, {"s1_endplate": S1}, "needs the iliac crests"),
    ],
)
def test_without_its_landmarks_there_is_no_line(draw_spine, convention, marks, needs):
    film = standing(draw_spine([0, 0], lowest=Level.T5), **marks)

    with pytest.raises(LandmarkMissingError, match=f"not available: {needs}"):
        CSVL.of(film, convention)


def test_l5_stands_in_for_s1_only_if_asked_and_says_so(straight):
    line = CSVL.of(standing(straight), CsvlConvention.L5_STAND_IN)

    assert line.origin == straight[Level.L5].inferior_endplate.midpoint
    assert line.convention is CsvlConvention.L5_STAND_IN


def test_six_lumbar_vertebrae_stand_on_l6(draw_spine):
    spine = draw_spine([0] * 6, lowest=Level.L6)

    line = CSVL.of(standing(spine), CsvlConvention.L5_STAND_IN)

    assert line.origin == spine[Level.L6].inferior_endplate.midpoint


def test_nothing_stands_in_for_l5(draw_spine):
    with pytest.raises(LevelMissingError, match="not available: L5 is to stand in"):
        CSVL.of(standing(draw_spine([0, 0], lowest=Level.L4)), CsvlConvention.L5_STAND_IN)


def test_a_bending_film_has_no_line(straight, below):
    film = Film(straight, Landmarks(s1_endplate=below), Posture.BENDING)

    with pytest.raises(CannotMeasureError, match=r"patient is bending .* on the standing film"):
        CSVL.of(film)


@pytest.mark.parametrize(("origin", "lean"), [((math.nan, 0.0), 0.0), ((0.0, 0.0), 90.0)])
def test_what_is_no_line_is_refused(origin, lean):
    with pytest.raises(CannotMeasureError, match="is none"):
        CSVL(origin, lean, CsvlConvention.VERTICAL)
