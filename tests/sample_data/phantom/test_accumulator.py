"""Surface elements gathered in pixels."""

import numpy as np
import pytest

from sample_data.phantom.accumulator import NumpyAccumulator, TorchAccumulator

SHAPE = 40, 30


def elements(seed, count=5000):
    rng = np.random.default_rng(seed)
    row, column = rng.uniform(-3, 42, count), rng.uniform(-3, 33, count)
    return [part.astype(np.float32) for part in (row, column, rng.normal(0, 0.1, count))]


def test_pytorch_adds_up_what_numpy_adds_up():
    pictures = NumpyAccumulator(SHAPE), TorchAccumulator(SHAPE, "cpu")
    for picture in pictures:
        for seed in range(3):
            picture.add(*elements(seed))

    one, other = (picture.total() for picture in pictures)
    assert other.dtype == one.dtype == np.float32
    assert other == pytest.approx(one, abs=1e-5)


def test_on_a_device_the_order_of_elements_does_not_matter():
    row, column, weight = elements(7)
    order = np.random.default_rng(0).permutation(len(row))
    one, other = TorchAccumulator(SHAPE, "cpu"), TorchAccumulator(SHAPE, "cpu")
    one.add(row, column, weight)
    other.add(row[order], column[order], weight[order])

    assert np.array_equal(one.total(), other.total())


@pytest.mark.parametrize("empty", [NumpyAccumulator(SHAPE), TorchAccumulator(SHAPE, "cpu")])
def test_an_element_is_shared_between_the_four_pixels_around_it(empty):
    empty.add(*(np.array([value], np.float32) for value in (10.25, 5.5, 2.0)))

    expected = np.zeros(SHAPE)
    expected[10:12, 5:7] = [[0.75, 0.75], [0.25, 0.25]]
    assert empty.total() == pytest.approx(expected)


@pytest.mark.parametrize("picture", [NumpyAccumulator(SHAPE), TorchAccumulator(SHAPE, "cpu")])
def test_what_misses_the_film_is_left_out(picture):
    far = np.array([-1.0, 39.5, 5.0], np.float32), np.array([5.0, 5.0, 29.2], np.float32)

    picture.add(*far, np.ones(3, np.float32))

    assert picture.total().sum() == 0
