import pytest

from measurements import (
    CannotMeasureError,
    Film,
    ImageEdge,
    LandmarkError,
    LandmarkMissingError,
    Landmarks,
    Level,
    Posture,
    Spine,
    Unit,
)


def test_landmarks_in_another_unit_are_refused(draw_spine):
    with pytest.raises(LandmarkError, match="landmarks are in px and the spine in mm"):
        Film(draw_spine([0, 0]), Landmarks(unit=Unit.PIXEL), Posture.STANDING)


@pytest.mark.parametrize("turn", [-70, 0, 70])
@pytest.mark.parametrize(
    ("end", "mark", "message"),
    [
        (0, lambda x, y: {"c7_centre": (x, y)}, "C7 is marked at .* below the middle of L1"),
        (
            -1,
            lambda x, y: {"s1_endplate": ((x + 9, y), (x - 9, y))},
            "S1 .* middle of L5",
        ),
    ],
)
def test_landmarks_on_the_wrong_side_of_the_spine_are_refused(draw_spine, end, mark, message, turn):
    spine = draw_spine([turn] * 5)
    inner = spine.vertebrae[1 if end == 0 else -2].centre

    with pytest.raises(LandmarkError, match=message):
        Film(spine, Landmarks(**mark(*inner)), Posture.STANDING)


def test_c7_and_s1_may_be_outlined_instead_of_marked(draw_film):
    spine = Spine.from_corners(
        draw_film([0, 0]),
        levels=[Level.C7, Level.S1],
        spacing=(0.2, 0.2),
        patient_right=ImageEdge.LEFT,
    )

    film = Film(spine, Landmarks(), Posture.STANDING)

    assert film.require_c7() == spine[Level.C7].centre
    assert film.require_s1() == spine[Level.S1].superior_endplate


def test_what_is_marked_is_preferred_to_what_is_outlined(draw_spine):
    spine = draw_spine([0, 0], lowest=Level.T1)
    c7 = (spine[Level.C7].centre[0] + 2, spine[Level.C7].centre[1])

    assert Film(spine, Landmarks(c7_centre=c7), Posture.STANDING).require_c7() == c7


def test_what_is_neither_marked_nor_outlined_is_not_available(draw_spine):
    film = Film(draw_spine([0, 0]), Landmarks(), Posture.STANDING)

    with pytest.raises(LandmarkMissingError, match="not available: needs C7"):
        film.require_c7()
    with pytest.raises(LandmarkMissingError, match="not available: needs S1"):
        film.require_s1()


@pytest.mark.parametrize("posture", [Posture.BENDING, Posture.SUPINE])
def test_only_a_standing_film_is_judged_against_gravity(draw_spine, posture):
    film = Film(draw_spine([0, 0]), Landmarks(), posture)

    with pytest.raises(CannotMeasureError, match=f"T1 tilt is not available: .* is {posture}"):
        film.require_standing("T1 tilt")
