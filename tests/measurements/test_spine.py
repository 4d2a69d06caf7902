import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from measurements import (
    DegenerateEndplateError,
    ImageEdge,
    Level,
    LevelMissingError,
    SpacingError,
    Spine,
    SpineError,
    Unit,
    find_curves,
    levels_upward_from,
)

TILTS = [3, 8, 14, 20, 24, 18, 9, 0, -10, -19, -25, -17, -8, 1, 9, 14, 12]
SPACING = (0.2, 0.2)


def measure(corners_px, *, spacing=SPACING, patient_right=ImageEdge.LEFT):
    return Spine.from_corners(
        corners_px,
        levels=levels_upward_from(Level.L5, len(corners_px)),
        spacing=spacing,
        patient_right=patient_right,
    )


def cobbs(spine):
    return [curve.cobb_deg for curve in find_curves(spine)]


def centres(spine):
    return np.array([vertebra.centre for vertebra in spine.vertebrae])


@given(data=st.data())
def test_tilts_are_those_drawn(data, draw_spine, draw_curves, scoliotic):
    tilts = draw_curves(*data.draw(scoliotic))

    assert draw_spine(tilts).tilts_deg == pytest.approx(tilts)


@given(turn=st.floats(-180, 180))
def test_turning_the_film_shifts_every_tilt_and_no_angle(turn, draw_film):
    corners = draw_film(TILTS)
    angle = np.radians(turn)
    # Seen by the reader the patient's right is on the left, so a turn of the patient that
    # raises the right side runs clockwise on the image.
    turning = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])

    still, turned = measure(corners), measure((corners - 900) @ turning.T + 900)

    shift = turned.tilts_deg - still.tilts_deg
    assert np.ptp(shift) == pytest.approx(0, abs=1e-9)
    assert np.cos(np.radians(shift - turn)) == pytest.approx(1, abs=1e-9)
    assert cobbs(turned) == pytest.approx(cobbs(still), abs=1e-9)


@given(st.floats(-3e3, 3e3), st.floats(-3e3, 3e3), st.floats(0.2, 5))
def test_moving_and_magnifying_change_no_angle(draw_film, row, column, scale):
    corners = draw_film(TILTS)

    assert cobbs(measure(corners * scale + [row, column])) == pytest.approx(cobbs(measure(corners)))


def test_mirroring_film_and_side_changes_nothing(draw_film):
    corners = draw_film(TILTS)
    mirrored = ([0, 2000] + corners * [1, -1])[:, [1, 0, 3, 2]]

    seen, flipped = measure(corners), measure(mirrored, patient_right=ImageEdge.RIGHT)

    assert flipped.tilts_deg == pytest.approx(seen.tilts_deg)
    assert np.diff(centres(flipped), axis=0) == pytest.approx(np.diff(centres(seen), axis=0))
    assert [(c.region, c.apex.name, c.convexity, c.levels) for c in find_curves(flipped)] == [
        (c.region, c.apex.name, c.convexity, c.levels) for c in find_curves(seen)
    ]


def test_mirroring_the_film_alone_swaps_the_side(draw_film):
    corners = draw_film(TILTS)
    mirrored = ([0, 2000] + corners * [1, -1])[:, [1, 0, 3, 2]]

    assert cobbs(measure(mirrored)) == pytest.approx([-cobb for cobb in cobbs(measure(corners))])


@given(rows=st.floats(0.2, 5), columns=st.floats(0.2, 5))
def test_resampling_with_matching_spacing_changes_nothing(rows, columns, draw_film):
    corners = draw_film(TILTS)

    resampled = measure(
        corners * [rows, columns], spacing=(SPACING[0] / rows, SPACING[1] / columns)
    )

    assert centres(resampled) == pytest.approx(centres(measure(corners)))
    assert cobbs(resampled) == pytest.approx(cobbs(measure(corners)))


def test_tilts_run_on_past_half_a_turn(draw_spine):
    tilts = list(np.linspace(300, 0, 17))

    assert draw_spine(tilts).tilts_deg == pytest.approx(tilts)


def test_without_spacing_lengths_are_pixels(draw_film):
    spine = measure(draw_film(TILTS), spacing=None)

    assert spine.unit is Unit.PIXEL
    assert spine[Level.L5].superior_endplate.length == pytest.approx(200)


def test_scores_and_corner_spread_travel_with_their_vertebra(draw_film):
    spine = Spine.from_corners(
        draw_film([0, 0]),
        levels=[Level.L4, Level.L5],
        spacing=(0.1, 0.4),
        patient_right=ImageEdge.LEFT,
        scores=[0.9, 0.4],
        corner_sd_px=[1.0, 2.0],
    )

    assert [(v.score, v.corner_sd) for v in spine.vertebrae] == [
        (0.9, pytest.approx(0.2)),
        (0.4, pytest.approx(0.4)),
    ]


def test_a_vertebra_may_be_missing(draw_film):
    levels = [Level.T10, Level.T12, Level.L1]

    spine = Spine.from_corners(
        draw_film([0, 5, 9]), levels=levels, spacing=SPACING, patient_right=None
    )

    assert spine.levels == tuple(levels)
    assert Level.T11 not in spine


def test_asking_for_a_level_off_the_film_is_refused(draw_spine):
    with pytest.raises(LevelMissingError, match=r"T9 is not visible .* shows T10 to L5"):
        draw_spine([0.0] * 8)[Level.T9]


def test_corners_that_are_not_finite_are_refused(draw_film):
    corners = draw_film(TILTS)
    corners[3, 1, 0] = np.nan

    with pytest.raises(SpineError, match="corner of T4 is not a finite number"):
        measure(corners)


def test_an_endplate_without_length_is_refused(draw_film):
    corners = draw_film(TILTS)
    corners[3, 1] = corners[3, 0]

    with pytest.raises(DegenerateEndplateError, match="both ends"):
        measure(corners)


@pytest.mark.parametrize(
    ("levels", "message"),
    [
        (["L4", "L4", "L5"], "L4 is given twice"),
        (["L5", "L4", "L3"], "L5 is listed above L4"),
        (["L4", "L5"], "3 vertebrae but 2 levels"),
    ],
)
def test_wrong_levels_are_refused(draw_film, levels, message):
    with pytest.raises(SpineError, match=message):
        Spine.from_corners(
            draw_film([0, 0, 0]),
            levels=[Level(level) for level in levels],
            spacing=SPACING,
            patient_right=ImageEdge.LEFT,
        )


def test_vertebrae_listed_caudal_first_are_refused(draw_film):
    with pytest.raises(SpineError, match=r"superior side .* cranial first"):
        measure(draw_film(TILTS)[::-1])


def test_one_body_upside_down_is_refused(draw_film):
    corners = draw_film(TILTS)
    corners[5] = corners[5][[2, 3, 0, 1]]

    with pytest.raises(SpineError, match=r"T5 is turned by .* against T6"):
        measure(corners)


@pytest.mark.parametrize(
    ("corners", "message"),
    [
        (np.zeros((0, 4, 2)), "0 vertebrae"),
        (np.zeros((3, 4)), r"shape \(3, 4\), expected \(N, 4, 2\)"),
    ],
)
def test_wrong_shapes_are_refused(corners, message):
    with pytest.raises(SpineError, match=message):
        Spine.from_corners(corners, levels=[], spacing=SPACING, patient_right=None)


def test_scores_of_other_vertebrae_are_refused(draw_film):
    with pytest.raises(SpineError, match="1 scores given for 2 vertebrae"):
        Spine.from_corners(
            draw_film([0, 0]),
            levels=[Level.L4, Level.L5],
            spacing=SPACING,
            patient_right=None,
            scores=[0.5],
        )


def test_impossible_spacing_is_refused(draw_film):
    with pytest.raises(SpacingError):
        measure(draw_film(TILTS), spacing=(0.0, 0.2))
