"""Grey-looking pictures and photographs."""

import numpy as np
import pytest

from studies.colour import COLOUR_TOLERANCE, LARGEST_COLOURED_SHARE, grey_from_rgb
from studies.errors import ColourFilmError


def tinted(by, share=1.0):
    """A grey picture of 100 by 100 whose first rows are tinted."""
    rgb = np.full((100, 100, 3), 100, np.uint8)
    rgb[: round(100 * share), :, 0] += by
    return rgb


def test_a_tint_within_the_tolerance_is_grey_and_beyond_it_is_colour():
    assert grey_from_rgb(tinted(COLOUR_TOLERANCE)).shape == (100, 100)
    with pytest.raises(ColourFilmError, match="100% of this picture"):
        grey_from_rgb(tinted(COLOUR_TOLERANCE + 1))


def test_a_small_coloured_part_is_a_marker_and_a_large_one_a_photograph():
    assert grey_from_rgb(tinted(100, LARGEST_COLOURED_SHARE)).shape == (100, 100)
    with pytest.raises(ColourFilmError, match="3% of this picture"):
        grey_from_rgb(tinted(100, LARGEST_COLOURED_SHARE + 0.01))


@pytest.mark.parametrize("grey", [0, 1, 127, 255])
def test_grey_keeps_its_value(grey):
    rgb = np.full((4, 4, 3), grey, np.uint8)

    np.testing.assert_allclose(grey_from_rgb(rgb), grey / 255, atol=1e-6)
