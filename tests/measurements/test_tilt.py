import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    CannotMeasureError,
    Film,
    LandmarkMissingError,
    Landmarks,
    Level,
    LevelMissingError,
    Posture,
    l4_tilt,
    pelvic_obliquity,
    t1_tilt,
)

CRESTS = {"iliac_crests": ((100.0, 10.0), (-100.0, -10.0))}


def film(spine, posture=Posture.STANDING, **marks):
    return Film(spine, Landmarks(**marks), posture)


@given(t1=st.floats(-60, 60), l4=st.floats(-60, 60))
def test_tilts_are_those_drawn_with_the_right_side_up_positive(t1, l4, draw_spine):
    standing = film(draw_spine([t1, *[0] * 14, l4, 0]))

    assert t1_tilt(standing).tilt_deg == pytest.approx(t1, abs=1e-9)
    assert l4_tilt(standing).tilt_deg == pytest.approx(l4, abs=1e-9)


def test_t1_is_measured_on_top_and_l4_below(draw_spine):
    standing = film(draw_spine([4] * 17, wedge_deg=6))

    assert t1_tilt(standing).tilt_deg == pytest.approx(7)
    assert t1_tilt(standing).line == standing.spine[Level.T1].superior_endplate
    assert l4_tilt(standing).tilt_deg == pytest.approx(1)
    assert l4_tilt(standing).line == standing.spine[Level.L4].inferior_endplate


def test_the_sdsg_sign_is_positive_with_the_left_side_up(draw_spine):
    assert t1_tilt(film(draw_spine([5] * 17))).sdsg_deg == pytest.approx(-5)


def test_pelvic_obliquity_is_the_tilt_of_the_iliac_crests(draw_spine):
    obliquity = pelvic_obliquity(film(draw_spine([0, 0]), **CRESTS))

    assert obliquity.tilt_deg == pytest.approx(5.7106, abs=1e-4)  # atan(20 / 200)


@pytest.mark.parametrize("measure", [t1_tilt, l4_tilt, pelvic_obliquity])
@pytest.mark.parametrize("posture", [Posture.BENDING, Posture.SUPINE])
def test_tilts_are_refused_unless_the_patient_stands(draw_spine, measure, posture):
    with pytest.raises(CannotMeasureError, match=f"is not available: .* patient is {posture}"):
        measure(film(draw_spine([0] * 17), posture, **CRESTS))


@pytest.mark.parametrize(
    ("measure", "error", "message"),
    [
        (t1_tilt, LevelMissingError, "T1 is not visible"),
        (l4_tilt, LevelMissingError, "L4 is not visible"),
        (pelvic_obliquity, LandmarkMissingError, "needs the iliac crests"),
    ],
)
def test_what_is_not_on_the_film_is_not_measured(draw_spine, measure, error, message):
    with pytest.raises(error, match=message):
        measure(film(draw_spine([0, 0], lowest=Level.T8)))
