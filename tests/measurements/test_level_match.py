import numpy as np
import pytest

from measurements import (
    CannotMeasureError,
    ImageEdge,
    Level,
    Spine,
    levels_upward_from,
    match_levels,
)
from sample_data import sample_studies

# One patient's own: widths and heights in mm that grow by 3 % a level and depart from that.
RNG = np.random.default_rng(5)
GROWTH = np.exp(0.033 * np.arange(17))
WIDTHS, HEIGHTS = (size * GROWTH * np.exp(RNG.normal(0, 0.08, 17)) for size in (26.0, 17.0))


def film(first, last, *, bend_deg=0.0, lowest=Level.L5, spacing=(0.2, 0.2), scale=1.0, noise=0.0):
    """Bodies `first` to `last` (0 is T1) of the patient, bent, seen `scale` times as large."""
    tilts = np.linspace(bend_deg / 2, -bend_deg / 2, 17)
    bodies, floor = [], np.zeros(2)
    for place in range(16, -1, -1):
        angle = np.radians(tilts[place])
        across, up = (
            np.array([np.cos(angle), np.sin(angle)]),
            np.array([-np.sin(angle), np.cos(angle)]),
        )
        roof = floor + HEIGHTS[place] * up
        half = WIDTHS[place] / 2 * across
        bodies.append([roof + half, roof - half, floor - half, floor + half])
        floor = roof + 6 * up
    xy = np.array(bodies[::-1])[first : last + 1] * scale
    xy = xy + np.random.default_rng(first + last).normal(0, noise, xy.shape) if noise else xy
    corners = np.stack([-xy[..., 1], -xy[..., 0]], axis=-1) / 0.2
    return Spine.from_corners(
        corners,
        levels=levels_upward_from(lowest, last - first + 1),
        spacing=spacing,
        patient_right=ImageEdge.LEFT,
    )


@pytest.mark.parametrize("bend", [-60, 0, 40, 110])
def test_names_that_agree_are_called_so_however_the_patient_bends(bend):
    match = match_levels(film(0, 16), film(0, 16, bend_deg=bend, noise=0.4))

    assert match.agrees
    assert match.probability > 0.95
    assert "as they are named" in match.reason


@pytest.mark.parametrize("scale", [0.95, 1.0, 1.05])
@pytest.mark.parametrize(("last", "shift"), [(15, -1), (14, -2)])
def test_a_film_cut_above_l5_but_named_from_l5_is_found_out(last, shift, scale):
    match = match_levels(film(0, 16), film(0, last, bend_deg=40, scale=scale, noise=0.4))

    assert match.shift == shift
    assert match.probability > 0.9
    assert f"named {-shift} level{'s' * (shift < -1)} higher" in match.reason


def test_a_standing_film_cut_above_l5_makes_the_bending_film_seem_named_too_high():
    match = match_levels(film(0, 15), film(1, 16))

    assert match.shift == 1
    assert "lower" in match.reason


def test_without_a_scale_magnification_is_no_hint():
    match = match_levels(film(0, 16, spacing=None), film(0, 15, spacing=None, scale=2.0))

    assert match.shift == -1


def test_what_each_film_shows_is_listed():
    match = match_levels(film(0, 16), film(3, 15, lowest=Level.L4))

    assert match.shared == levels_upward_from(Level.L4, 13)
    assert match.only_standing == ("T1", "T2", "T3", "L5")
    assert match.only_bending == ()


def test_bodies_of_one_shape_leave_the_shift_open(draw_spine):
    match = match_levels(draw_spine([0] * 17), draw_spine([0] * 16))

    # all bodies alike: what was likely before is all that is known
    assert match.agrees
    assert match.probability == pytest.approx(0.75)


def test_probabilities_add_up_to_one():
    match = match_levels(film(0, 16), film(0, 16, noise=1.0))

    assert sum(match.probabilities.values()) == pytest.approx(1)
    assert sorted(match.probabilities) == [-2, -1, 0, 1, 2]


def test_films_that_share_too_few_vertebrae_are_refused():
    with pytest.raises(CannotMeasureError, match=r"share 5 vertebrae .* compare the level names"):
        match_levels(film(0, 16), film(10, 16))


@pytest.mark.parametrize("study", sample_studies(), ids=lambda study: study.name)
@pytest.mark.parametrize("view", ["left_bending", "right_bending"])
def test_the_films_of_a_phantom_agree(study, view):
    def spine(name):
        film = study.expected.films[name]
        return Spine.from_corners(
            film.corners_px,
            levels=[Level(level) for level in film.levels],
            spacing=film.spacing_mm,
            patient_right=ImageEdge(film.patient_right),
        )

    assert match_levels(spine("coronal"), spine(view)).agrees
