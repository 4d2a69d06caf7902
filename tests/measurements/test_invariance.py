"""Every measurement at once, as the film is mirrored, turned, moved and scaled."""

from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from measurements import (
    Film,
    Frame,
    ImageEdge,
    Landmarks,
    Level,
    Posture,
    Spine,
    SpineError,
    apical_offset,
    apical_translation,
    centroid_offsets,
    coronal_balance,
    find_curves,
    l4_tilt,
    lateral_listheses,
    levels_upward_from,
    pelvic_obliquity,
    screen,
    stable_vertebra,
    t1_tilt,
    touched_vertebra,
    upper_neutral_vertebra,
)

TILTS = [3, 8, 14, 20, 24, 18, 9, 0, -10, -19, -25, -17, -8, 1, 9, 14, 12]
LEVELS = levels_upward_from(Level.L5, 17)
SPACING = (0.2, 0.2)
few = settings(max_examples=25)  # each example measures everything twice
SWAPPED = {"right": "left", "left": "right"}


@dataclass(frozen=True)
class Marked:
    """A film as it is marked, in pixels (row, column), image left before image right."""

    corners: np.ndarray
    c7: np.ndarray
    s1: np.ndarray
    crests: np.ndarray
    pedicles: np.ndarray

    def moved(self, change):
        """The same film after `change` has been done to every point."""
        return Marked(**{name: change(points) for name, points in vars(self).items()})

    def mirrored(self):
        flip = self.moved(lambda points: [0, 2000] + points * [1, -1])
        return Marked(
            corners=flip.corners[:, [1, 0, 3, 2]],
            c7=flip.c7,
            s1=flip.s1[::-1],
            crests=flip.crests[::-1],
            pedicles=flip.pedicles[:, ::-1],
        )

    def film(self, *, spacing=SPACING, patient_right=ImageEdge.LEFT):
        spine = Spine.from_corners(
            self.corners, levels=LEVELS, spacing=spacing, patient_right=patient_right
        )
        marks = Landmarks.from_film(
            Frame(spacing, patient_right),
            c7_centre_px=self.c7,
            s1_endplate_px=self.s1,
            iliac_crests_px=self.crests,
            pedicles_px=dict(zip(LEVELS, self.pedicles, strict=True)),
        )
        return Film(spine, marks, Posture.STANDING)


@pytest.fixture(scope="session")
def marked(draw_film):
    return marked_up(draw_film(TILTS))


def marked_up(corners):
    """A film of 17 bodies with everything else marked on it."""
    top, bottom = corners[0].mean(0), corners[-1].mean(0)
    middles = (corners[:, [0, 1]] + corners[:, [3, 2]]) / 2
    shares = 0.5 + np.array([-0.3, 0.3]) + 0.02 * np.maximum(0, 6 - abs(np.arange(17) - 7))[:, None]
    return Marked(
        corners=corners,
        c7=np.add(top, [-180, 60]),
        s1=np.add(bottom, [[100, -90], [112, 110]]),
        crests=np.add(bottom, [[-60, -600], [-40, 600]]),
        pedicles=middles[:, :1] + (middles[:, 1:] - middles[:, :1]) * shares[..., None],
    )


def angles(film):
    """What the lie of the film does not change."""
    return {curve.levels: curve.cobb_deg for curve in find_curves(film.spine)}


def tilts(film):
    return {
        each.name: each.tilt_deg for each in (t1_tilt(film), l4_tilt(film), pelvic_obliquity(film))
    }


def lengths(film):
    curves = find_curves(film.spine)
    return {
        "balance": coronal_balance(film).offset,
        **{f"AVT {c.apex.name}": apical_translation(film, c).offset for c in curves},
        **{f"apex {c.apex.name}": apical_offset(film.spine, c).offset for c in curves},
        **{f"step {o.upper}": o.offset for o in centroid_offsets(film.spine)},
        **{f"slip {s.upper}": s.mean for s in lateral_listheses(film.spine)},
    }


def names(film):
    """Everything that is named and not numbered."""
    return [
        (
            curve.region,
            curve.apex.name,
            curve.levels,
            stable_vertebra(film, curve).vertebra.level,
            touched_vertebra(film, curve).vertebra.level,
            upper_neutral_vertebra(film, curve).vertebra.level,
        )
        for curve in find_curves(film.spine)
    ] + [unused.vertebra.level for unused in screen(film.spine).unused]


def regions(film):
    """What is named without a landmark."""
    return [(curve.region, curve.apex.name, curve.levels) for curve in find_curves(film.spine)]


def sides(film):
    return [str(curve.convexity) for curve in find_curves(film.spine)]


def negated(values):
    return {name: -value for name, value in values.items()}


def test_the_film_shows_something_to_measure(marked):
    film = marked.film()

    assert list(angles(film)) == [("T1", "T5"), ("T5", "T11"), ("T11", "L4")]
    assert all(abs(value) > 1e-3 for value in lengths(film).values())
    assert all(abs(value) > 0.5 for value in tilts(film).values())


def test_mirroring_the_film_swaps_the_sides_and_nothing_else(marked):
    film, mirror = marked.film(), marked.mirrored().film()

    assert angles(mirror) == pytest.approx(negated(angles(film)))
    assert tilts(mirror) == pytest.approx(negated(tilts(film)))
    assert lengths(mirror) == pytest.approx(negated(lengths(film)), abs=1e-9)
    assert sides(mirror) == [SWAPPED[side] for side in sides(film)]
    assert names(mirror) == names(film)


def test_mirroring_film_and_side_changes_nothing(marked):
    film, mirror = marked.film(), marked.mirrored().film(patient_right=ImageEdge.RIGHT)

    assert angles(mirror) == pytest.approx(angles(film))
    assert tilts(mirror) == pytest.approx(tilts(film))
    assert lengths(mirror) == pytest.approx(lengths(film), abs=1e-9)
    assert (sides(mirror), names(mirror)) == (sides(film), names(film))


@few
@given(data=st.data())
def test_mirroring_any_spine_swaps_the_sides_and_nothing_else(
    data, draw_film, draw_curves, scoliotic
):
    drawn = marked_up(draw_film(draw_curves(*data.draw(scoliotic))))
    film, mirror = drawn.film(), drawn.mirrored().film()
    both = drawn.mirrored().film(patient_right=ImageEdge.RIGHT)

    assert angles(mirror) == pytest.approx(negated(angles(film)))
    assert tilts(mirror) == pytest.approx(negated(tilts(film)))
    assert lengths(mirror) == pytest.approx(negated(lengths(film)), abs=1e-9)
    assert sides(mirror) == [SWAPPED[side] for side in sides(film)]
    assert regions(mirror) == regions(film)
    assert (angles(both), sides(both)) == (pytest.approx(angles(film)), sides(film))


@few
@given(data=st.data(), turn=st.floats(-25, 25), scale=st.floats(0.2, 5))
def test_turning_and_the_spacing_change_no_angle_of_any_spine(
    data, turn, scale, draw_film, draw_curves, scoliotic
):
    drawn = marked_up(draw_film(draw_curves(*data.draw(scoliotic))))
    angle = np.radians(turn)
    turning = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    film = drawn.film()

    turned = drawn.moved(lambda points: (points - 900) @ turning.T + 900).film()
    scaled = drawn.film(spacing=(0.2 * scale, 0.2 * scale))

    assert angles(turned) == pytest.approx(angles(film))
    assert tilts(turned) == pytest.approx({k: v + turn for k, v in tilts(film).items()})
    assert (angles(scaled), tilts(scaled)) == (
        pytest.approx(angles(film)),
        pytest.approx(tilts(film)),
    )
    assert lengths(scaled) == pytest.approx({k: v * scale for k, v in lengths(film).items()})


@few
@given(data=st.data(), first=st.integers(0, 14), last=st.integers(2, 16))
def test_vertebrae_in_reversed_order_are_refused(
    data, first, last, draw_film, draw_curves, scoliotic
):
    """All of them, or any stretch of them, whichever way they are named."""
    corners = draw_film(draw_curves(*data.draw(scoliotic)))
    first, last = min(first, last - 1), max(last, first + 2)
    corners[first:last] = corners[first:last][::-1]

    with pytest.raises(SpineError):
        marked_up(corners).film()


@few
@given(turn=st.floats(-25, 25))
def test_turning_the_film_changes_tilts_and_no_angle_and_no_slip(turn, marked):
    angle = np.radians(turn)
    turning = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    film = marked.film()

    turned = marked.moved(lambda points: (points - 900) @ turning.T + 900).film()

    assert angles(turned) == pytest.approx(angles(film))
    assert tilts(turned) == pytest.approx({k: v + turn for k, v in tilts(film).items()})
    assert [s.mean for s in lateral_listheses(turned.spine)] == pytest.approx(
        [s.mean for s in lateral_listheses(film.spine)], abs=1e-9
    )
    assert [c.apex.name for c in find_curves(turned.spine)] == [
        c.apex.name for c in find_curves(film.spine)
    ]


@few
@given(row=st.floats(-3000, 3000), column=st.floats(-3000, 3000))
def test_moving_the_film_changes_nothing(row, column, marked):
    film = marked.film()

    moved = marked.moved(lambda points: np.add(points, [row, column])).film()

    assert lengths(moved) == pytest.approx(lengths(film), abs=1e-6)
    assert tilts(moved) == pytest.approx(tilts(film))
    assert names(moved) == names(film)


@few
@given(scale=st.floats(0.2, 5))
def test_the_spacing_scales_lengths_and_nothing_else(scale, marked):
    film, scaled = marked.film(), marked.film(spacing=(0.2 * scale, 0.2 * scale))

    assert lengths(scaled) == pytest.approx(
        {name: value * scale for name, value in lengths(film).items()}
    )
    assert angles(scaled) == pytest.approx(angles(film))
    assert tilts(scaled) == pytest.approx(tilts(film))
    assert (names(scaled), sides(scaled)) == (names(film), sides(film))


@few
@given(rows=st.floats(0.3, 3), columns=st.floats(0.3, 3))
def test_resampling_with_matching_spacing_changes_nothing(rows, columns, marked):
    film = marked.film()

    resampled = marked.moved(lambda points: points * [rows, columns]).film(
        spacing=(SPACING[0] / rows, SPACING[1] / columns)
    )

    assert lengths(resampled) == pytest.approx(lengths(film), abs=1e-9)
    assert angles(resampled) == pytest.approx(angles(film))
    assert tilts(resampled) == pytest.approx(tilts(film))


@given(factor=st.floats(1, 1.8))
def test_curves_beyond_90_degrees_keep_their_size(factor, draw_spine):
    bent = np.array(TILTS) * factor * 2

    assert [c.cobb_deg / factor for c in find_curves(draw_spine(bent))] == pytest.approx(
        [-42, 98, -78]
    )
