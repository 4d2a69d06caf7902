"""Simulated bending: a perfect outline has no error in its rate, and a curve opens as it must."""

import numpy as np
import pytest
from drawn_spines import c_shaped, chain, draw_film
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from r2mf.errors import NoSpineFoundError
from r2mf.evaluate_bent import curve_ends, evaluate_bent, look, rates, signed_cobb
from r2mf.labels import LabelledFilm
from r2mf.segmentation import DetectedVertebra, Segmentation


class Outliner:
    """A segmenter that answers with these corners, one list after the other."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def segment(self, pixels):
        vertebrae = tuple(DetectedVertebra(quad, 0.9, 0.5) for quad in self.answers.pop(0))
        return Segmentation(np.zeros(pixels.shape, np.float32), vertebrae, (), {})


def film_of(quads, path="film.png"):
    return LabelledFilm("aasce", "film", path, "val", quads)


def seen(quads, found):
    return look(film_of(quads), np.zeros((768, 320), np.uint8), quads, Outliner(found))


def s_shaped(upper_deg, lower_deg):
    """Corners of a spine whose upper half is convex to one side and lower half to the other."""
    tilts = np.concatenate(
        [np.linspace(0, upper_deg, 9), np.linspace(upper_deg, -lower_deg, 9)[1:]]
    )
    quads = chain()
    middles = quads.mean(axis=1, keepdims=True)
    c, s = np.cos(np.radians(tilts)), np.sin(np.radians(tilts))
    turned = np.stack([np.stack([c, s], -1), np.stack([-s, c], -1)], axis=-2)  # clockwise
    return (quads - middles) @ turned.swapaxes(1, 2) + middles


def test_curves_end_where_the_tilt_turns_back():
    assert curve_ends(s_shaped(30.0, 20.0)) == [(0, 8), (8, 16)]
    assert curve_ends(s_shaped(20.0, 20.0)) == [(8, 16)]
    assert curve_ends(chain()) == []


@given(st.floats(-60, 60))
def test_a_curve_is_signed_by_the_side_of_its_convexity(degrees):
    """A spine whose top leans to the right by bending evenly is convex to the left."""
    quads = c_shaped(degrees).corners

    assert signed_cobb(quads[0], quads[-1]) == pytest.approx(-degrees, abs=1e-6)


def test_a_perfect_outline_has_a_perfect_rate():
    standing = c_shaped(-50.0)
    bent = standing.bent(standing.trunk_bend(20.0)).corners
    (rate,) = rates(seen(standing.corners, standing.corners), seen(bent, bent), 20.0)

    assert rate.true_percent == pytest.approx(40.0, abs=1e-6)
    assert rate.measured_percent == pytest.approx(40.0, abs=1e-6)
    assert rate.same_levels


def test_a_curve_is_not_judged_on_the_film_bent_away_from_its_convexity():
    standing = c_shaped(-50.0)
    bent = standing.bent(standing.trunk_bend(-10.0)).corners

    assert rates(seen(standing.corners, standing.corners), seen(bent, bent), -10.0) == []


@pytest.mark.parametrize(("bent_deg", "percent"), [(-24.0, 40.0), (-36.0, 10.0)])
def test_a_flattened_outline_is_an_error_of_known_size(bent_deg, percent):
    """Of a curve of 50 degrees bent to 30, 40 are found standing."""
    standing, bent = (
        seen(c_shaped(true).corners, centred_on(c_shaped(true).corners, c_shaped(found).corners))
        for true, found in ((-50.0, -40.0), (-30.0, bent_deg))
    )
    (rate,) = rates(standing, bent, 20.0)

    assert (rate.true_percent, rate.measured_percent) == pytest.approx((40.0, percent), abs=1e-6)


def centred_on(label, found):
    """Move each found vertebra to the middle of the labelled one."""
    return found + label.mean(axis=1, keepdims=True) - found.mean(axis=1, keepdims=True)


def test_a_missed_lowest_vertebra_changes_the_levels_but_not_the_rate():
    standing = c_shaped(-50.0)
    bent = standing.bent(standing.trunk_bend(20.0)).corners
    above = slice(0, 16)
    (rate,) = rates(
        seen(standing.corners[above], standing.corners), seen(bent[above], bent[above]), 20.0
    )

    assert rate.measured_percent == pytest.approx(rate.true_percent)
    assert not rate.same_levels


def test_a_missed_end_vertebra_leaves_no_rate():
    standing = c_shaped(-50.0)
    bent = standing.bent(standing.trunk_bend(20.0)).corners
    (rate,) = rates(seen(standing.corners, standing.corners[1:]), seen(bent, bent), 20.0)

    assert np.isnan(rate.measured_percent)


def test_every_film_is_bent_each_way_and_a_refusal_is_named(tmp_path):
    quads = chain(bend=30)
    Image.fromarray((255 * draw_film(quads)).astype(np.uint8)).save(tmp_path / "film.png")

    class Refusing:
        """Finds the standing spine and no other."""

        def segment(self, pixels):
            if pixels.shape != (768, 320):
                raise NoSpineFoundError("nothing here")
            return Outliner(quads).segment(pixels)

    result = evaluate_bent([film_of(quads, tmp_path / "film.png")], Refusing())

    assert result.angles["standing"].largest_mae_deg == 0
    assert sorted(result.refused) == sorted(
        f"film, {t:+} degrees" for t in (-30, -20, -10, 10, 20, 30)
    )


def test_overlapping_labels_are_refused_with_the_reason(tmp_path):
    quads = chain()
    quads[5] = quads[6] - [4, 0]
    result = evaluate_bent([film_of(quads)], Outliner())

    assert "overlap" in result.refused["film"]
