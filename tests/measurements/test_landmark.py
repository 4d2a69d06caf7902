import math

import pytest

from measurements import (
    Frame,
    ImageEdge,
    LandmarkError,
    LandmarkMissingError,
    Landmarks,
    Level,
    Pedicle,
    Pedicles,
    Unit,
)

FILM = Frame((0.5, 0.2), ImageEdge.LEFT)
ON_FILM = {
    "c7_centre_px": [10, 300],
    "s1_endplate_px": [[900, 200], [910, 400]],
    "iliac_crests_px": [[850, 50], [840, 550]],
    "pedicles_px": {Level.T8: [[400, 280], [402, 330]]},
    "medial_borders_px": {Level.T8: [[400, 285], [402, 325]]},
}


def test_the_image_left_is_the_patients_right_where_so_stated():
    marked = Landmarks.from_film(FILM, **ON_FILM)

    assert marked.c7_centre == (-60, -5)
    assert marked.s1_endplate == ((-40, -450), (-80, -455))
    assert marked.iliac_crests == ((-10, -425), (-110, -420))
    assert marked.pedicles[Level.T8] == Pedicles(
        right=Pedicle((-56, -200), (-57, -200)), left=Pedicle((-66, -201), (-65, -201))
    )
    assert marked.unit is Unit.MILLIMETRE


@pytest.mark.parametrize("patient_right", [ImageEdge.RIGHT, None])
def test_the_image_right_is_the_right_otherwise(patient_right):
    marked = Landmarks.from_film(Frame(None, patient_right), **ON_FILM)

    assert marked.s1_endplate == ((400, -910), (200, -900))
    assert marked.pedicles[Level.T8].right.centre == (330, -402)
    assert marked.unit is Unit.PIXEL


def test_a_mirrored_film_of_the_other_side_shows_the_same_landmarks():
    def mirrored(points):
        return [[row, -column] for row, column in reversed(points)]

    seen = Landmarks.from_film(FILM, s1_endplate_px=ON_FILM["s1_endplate_px"])
    other = Landmarks.from_film(
        Frame((0.5, 0.2), ImageEdge.RIGHT), s1_endplate_px=mirrored(ON_FILM["s1_endplate_px"])
    )

    assert other == seen


def test_the_centre_of_s1_is_the_middle_of_its_endplate():
    assert Landmarks.from_film(FILM, **ON_FILM).s1_centre == (-60, -452.5)
    assert Landmarks().s1_centre is None


@pytest.mark.parametrize(
    ("ask", "needs"),
    [
        (Landmarks.require_c7, "needs C7"),
        (Landmarks.require_s1, "needs S1"),
        (Landmarks.require_iliac_crests, "needs the iliac crests"),
        (lambda marked: marked.require_pedicles(Level.T8), "needs the pedicles of T8"),
    ],
)
def test_what_is_not_marked_is_not_available(ask, needs):
    with pytest.raises(LandmarkMissingError, match=f"^not available: {needs}, .*; mark "):
        ask(Landmarks())


def test_what_is_marked_is_given_with_its_sides():
    marked = Landmarks.from_film(FILM, **ON_FILM)

    assert marked.require_c7() == marked.c7_centre
    assert (marked.require_s1().right, marked.require_s1().left) == marked.s1_endplate
    assert marked.require_s1().tilt_deg > 0
    assert marked.require_iliac_crests().tilt_deg < 0
    assert marked.require_pedicles(Level.T8) == marked.pedicles[Level.T8]


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"c7_centre": (math.nan, 0)}, "centre of C7 lies at"),
        ({"s1_endplate": ((0, 0), (10, 0))}, "ends of the S1 endplate, .* exchange the two"),
        ({"iliac_crests": ((0, 0), (10, 0))}, "iliac crests, .* exchange the two"),
        ({"iliac_crests": ((0, math.inf), (-10, 0))}, "one of the iliac crests lies at"),
    ],
)
def test_landmarks_that_no_patient_has_are_refused(wrong, message):
    with pytest.raises(LandmarkError, match=message):
        Landmarks(**wrong)


def test_two_pedicles_at_one_point_are_refused():
    with pytest.raises(LandmarkError, match="both pedicles lie at"):
        Pedicles(Pedicle((1, 2)), Pedicle((1, 2)))


def test_a_medial_border_without_its_pedicle_is_refused():
    with pytest.raises(LandmarkError, match="medial border is marked at T8, but no pedicle"):
        Landmarks.from_film(FILM, medial_borders_px=ON_FILM["medial_borders_px"])


@pytest.mark.parametrize("points", [[1, 2, 3, 4], [[1, 2]], [[1, 2, 3], [4, 5, 6]]])
def test_points_of_another_shape_are_refused(points):
    with pytest.raises(LandmarkError, match=r"expected 2 \(row, column\)"):
        Landmarks.from_film(FILM, s1_endplate_px=points)


def test_landmarks_cannot_be_changed_from_outside():
    pedicles = {Level.T8: Pedicles(Pedicle((3, 2)), Pedicle((1, 2)))}
    marked = Landmarks(pedicles=pedicles)
    pedicles.clear()

    assert Level.T8 in marked.pedicles
    assert hash(marked) == hash(Landmarks())
