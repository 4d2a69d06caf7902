"""Tilts and leans of vertebrae, and greys along their axes."""

import numpy as np
import pytest
from drawn_spines import c_shaped
from hypothesis import given
from hypothesis import strategies as st

from r2mf.quads import endplate_tilts_deg, greys_at, leans_deg, tilt_share, tilts_deg

bends = st.floats(5, 100)


@given(bends)
def test_an_even_c_tilts_evenly_and_leans_between_its_tilts(bend):
    quads = c_shaped(bend).corners
    tilts = tilts_deg(quads)

    assert np.diff(tilts) == pytest.approx(np.full(len(quads) - 1, -bend / (len(quads) - 1)))
    assert leans_deg(quads) == pytest.approx((tilts[1:] + tilts[:-1]) / 2)
    assert endplate_tilts_deg(quads) == pytest.approx(np.stack([tilts, tilts], axis=1))
    assert tilt_share(quads) == pytest.approx(1)


@given(bends, st.floats(-80, 80))
def test_the_mirror_image_tilts_and_leans_the_other_way(bend, aside):
    quads = c_shaped(bend).corners + np.linspace(0, aside, 17)[:, None, None] * [0, 1]
    mirrored = (quads * [1, -1])[:, [1, 0, 3, 2]]

    assert tilts_deg(mirrored) == pytest.approx(-tilts_deg(quads))
    assert leans_deg(mirrored) == pytest.approx(-leans_deg(quads))
    assert endplate_tilts_deg(mirrored) == pytest.approx(-endplate_tilts_deg(quads))
    assert tilt_share(mirrored) == pytest.approx(tilt_share(quads))


@given(st.floats(1, 15))
def test_a_wedged_vertebra_has_endplates_that_tilt_otherwise(wedge):
    (quad,) = c_shaped(0).corners[8:9]
    length = quad[1, 1] - quad[0, 1]
    wedged = quad + np.array([[0, 0], [length * np.tan(np.radians(wedge)), 0], [0, 0], [0, 0]])

    assert endplate_tilts_deg(wedged[None])[0] == pytest.approx([wedge, 0])


def test_greys_are_read_along_the_axes_of_each_vertebra():
    rows, columns = np.mgrid[:768, :700].astype(float)
    quads = c_shaped(60).corners
    across, down = np.array([-0.5, 0.0, 0.5]), np.array([-0.5, 0.5])

    for film, axis in ((rows, 0), (columns, 1)):
        read = greys_at(film, quads, across, down)
        corners = np.stack([quads[:, 0], quads[:, 3], quads[:, 1], quads[:, 2]], axis=1)[..., axis]
        assert read[:, [0, 2]].reshape(-1, 4) == pytest.approx(corners, abs=0.5)
        assert read[:, 1].mean(axis=1) == pytest.approx(quads.mean(axis=1)[:, axis], abs=0.01)
