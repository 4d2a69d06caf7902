"""Labels brought onto the bone's edge lie there, and measure what they measured."""

from pathlib import Path

import numpy as np
import pytest
from drawn_spines import chain, draw_film
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.label_edges import beyond, profiles
from r2mf.conventions import ByPixels, ByShare, campaign, on_bone, stretched
from r2mf.labels import FilmSet, LabelledFilm
from r2mf.quads import axes_of, tilts_deg

reaches = st.floats(-0.3, 0.6)
EDGE_ERROR = 0.02
"""Label lengths: greys are read at steps of 0.0125, on pixels a fiftieth of a vertebra wide."""


def mislabelled(bone, beyond):
    """Labels of bone that reaches so far beyond them."""
    left, right, superior, inferior = beyond
    across, down = 1 + left + right, 1 + superior + inferior
    shares = -np.array([left / across, right / across, superior / down, inferior / down])
    return stretched(bone, np.tile(shares, (len(bone), 1)))


def labelled(source, name, quads):
    return LabelledFilm(source, name, Path("film.png"), "train", quads)


@given(bend=st.floats(0, 80), beyond=st.tuples(reaches, reaches, reaches, reaches))
def test_a_label_inside_or_outside_the_bone_is_brought_back_onto_it(bend, beyond):
    bone = chain(bend=bend)

    label = mislabelled(bone, beyond)

    assert stretched(label, ByShare(*beyond).beyond(label)) == pytest.approx(bone)


@given(bend=st.floats(0, 80), beyond=st.tuples(reaches, reaches, reaches, reaches))
def test_tilts_stay_as_they_are_labelled(bend, beyond):
    quads = chain(bend=bend)

    moved = stretched(quads, ByShare(*beyond).beyond(quads))

    assert tilts_deg(moved) == pytest.approx(tilts_deg(quads))


def test_a_side_reaches_as_far_as_it_is_told():
    upright = chain()

    moved = stretched(upright, ByShare(0.1, 0.2, 0.3, 0.4).beyond(upright))
    width, height = (np.linalg.norm(axis, axis=1) for axis in axes_of(upright))

    assert upright[:, 0, 1] - moved[:, 0, 1] == pytest.approx(0.1 * width)
    assert moved[:, 1, 1] - upright[:, 1, 1] == pytest.approx(0.2 * width)
    assert upright[:, 0, 0] - moved[:, 0, 0] == pytest.approx(0.3 * height)
    assert moved[:, 2, 0] - upright[:, 2, 0] == pytest.approx(0.4 * height)


def test_pixels_are_the_same_however_large_the_label():
    upright = chain()

    moved = stretched(upright, ByPixels(3, 1, 2, -1).beyond(upright))

    assert upright[:, 3, 1] - moved[:, 3, 1] == pytest.approx(3)
    assert moved[:, 2, 1] - upright[:, 2, 1] == pytest.approx(1)
    assert upright[:, 1, 0] - moved[:, 1, 0] == pytest.approx(2)
    assert moved[:, 2, 0] - upright[:, 2, 0] == pytest.approx(-1)


@pytest.mark.parametrize(
    ("source", "name", "moves"),
    [
        (FilmSet.AASCE, "sunhl-1th-20-Jan-2017-275 F AP.jpg", True),
        (FilmSet.AASCE, "sunhl-1th-25-Jul-2016-44 A AP.jpg", True),
        (FilmSet.SPINAL_AI2024, "016137", True),
        (FilmSet.PHANTOM, "phantom-0001", False),
        (FilmSet.FULL_TRUNK, "trunk-2017-1", False),
    ],
)
def test_phantoms_and_boxes_are_as_they_should_be(source, name, moves):
    film = labelled(source, name, chain())

    assert (on_bone(film) is not film) == moves
    assert on_bone(film).name == name


def test_the_campaigns_of_aasce_are_told_by_the_year():
    names = {
        campaign(labelled(FilmSet.AASCE, f"sunhl-1th-25-Jul-{year}-44 A AP.jpg", chain()))
        for year in (2016, 2017)
    }

    assert names == {"aasce 2016", "aasce 2017"}


@given(reach=st.tuples(*[st.floats(-0.15, 0.15)] * 4))
def test_edges_are_measured_where_they_were_drawn(reach):
    bone = chain(12, height=1400.0, column=300.0)
    film = draw_film(bone, (1600, 600)).astype(float)

    sides, ends = profiles(labelled(FilmSet.PHANTOM, "drawn", mislabelled(bone, reach)), film)

    assert (*beyond(sides), *beyond(ends)) == pytest.approx(reach, abs=EDGE_ERROR)
