"""Pictures to be refused: drawn from a seed, as many and as wrong as they say."""

import numpy as np
import pytest

from sample_data.wrong_films import (
    KINDS,
    blank,
    hand,
    landscape,
    negative,
    noise,
    on_its_side,
    text_page,
    upside_down,
)


def test_there_are_a_hundred():
    assert sum(count for count, _ in KINDS.values()) == 100


@pytest.mark.parametrize("draw", [blank, hand, landscape, noise, text_page])
def test_a_picture_follows_from_its_seed_and_is_a_grey_film(draw):
    picture, again, other = (draw(np.random.default_rng(seed)) for seed in (1, 1, 2))

    assert picture.dtype == np.float32
    assert picture.ndim == 2
    assert picture.min() >= 0
    assert picture.max() <= 1
    assert np.array_equal(picture, again)
    assert not np.array_equal(picture, other)


def test_what_is_done_twice_or_four_times_is_undone():
    film = np.random.default_rng(0).random((5, 3), dtype=np.float32)

    assert np.array_equal(upside_down(upside_down(film)), film)
    assert negative(negative(film)) == pytest.approx(film)
    assert np.array_equal(upside_down(film), on_its_side(on_its_side(film)))
