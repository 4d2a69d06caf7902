import pytest

from measurements import CannotMeasureError, Film, Landmarks, PlumbLine, Posture


def test_the_plumb_line_hangs_from_c7(draw_spine):
    line = PlumbLine.of(Film(draw_spine([0, 0]), Landmarks(c7_centre=(3, 10)), Posture.STANDING))

    assert line.origin == (3, 10)
    assert (line.offset((5, -400)), line.offset((-5, 900))) == (2, -8)


def test_no_plumb_line_hangs_on_a_bending_film(draw_spine):
    film = Film(draw_spine([0, 0]), Landmarks(c7_centre=(3, 10)), Posture.BENDING)

    with pytest.raises(CannotMeasureError, match="C7 plumb line is not available"):
        PlumbLine.of(film)
