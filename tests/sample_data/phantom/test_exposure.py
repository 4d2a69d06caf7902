"""What a detector receives and a workstation shows."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from sample_data.phantom.exposure import (
    FAMILIES,
    FAMILY_SHARES,
    Exposure,
    exposed,
    noisy,
    received,
)
from sample_data.phantom.material import Material
from sample_data.phantom.processing import Processing, processed
from sample_data.phantom.stitching import Seam, Stitching


def test_noise_variance_follows_the_signal():
    exposure = Exposure(noise=0.01, grain_mm=0.3)
    signal = np.full((400, 300), 0.04, np.float32)
    signal[:, 150:] = 0.36

    noise = noisy(signal, exposure, 0.5) - signal

    dark, bright = noise[:, 10:140].var(), noise[:, 160:290].var()
    assert bright / dark == pytest.approx(9, rel=0.1)
    assert bright == pytest.approx(0.01**2 * 0.36, rel=0.1)
    assert abs(noise.mean()) < 1e-4


def test_a_detector_that_spreads_quanta_makes_coarser_noise():
    signal = np.ones((400, 300), np.float32)

    def kept_by_blurring(grain_mm):
        noise = noisy(signal, Exposure(grain_mm=grain_mm), 0.25) - signal
        return gaussian_filter(noise, 2).std() / noise.std()

    assert kept_by_blurring(0.5) > 1.8 * kept_by_blurring(0.1)


def test_scatter_fills_what_is_dark_and_lowers_contrast():
    water = np.full((200, 400), 4.0, np.float32)  # as much as a trunk
    bone = np.zeros_like(water)
    bone[:, 200] = 0.8  # too little of it to change the scatter
    attenuation = {Material.WATER: water, Material.BONE: bone}

    def contrast(scatter):
        exposure = Exposure(scatter=scatter, grid_falloff=0.0, blur_mm=0.01)
        signal = received(attenuation, exposure, 1.0)
        return np.log(signal[100, 100] / signal[100, 200])

    # one part of scatter on one part of primary
    by_hand = np.log(2 / (np.exp(-contrast(0.0)) + 1))
    assert contrast(1.0) == pytest.approx(by_hand, rel=0.015)


def test_a_grid_off_centre_darkens_one_side():
    air = {Material.WATER: np.zeros((20, 201), np.float32)}

    signal = received(air, Exposure(scatter=0.0, grid_falloff=0.1, grid_cutoff=0.4), 1.0)

    left, middle, right = signal[10, [0, 100, 200]]
    assert middle == pytest.approx(1.0, rel=1e-3)
    assert np.log(left / right) == pytest.approx(0.4, rel=0.02)
    assert left * right == pytest.approx(np.exp(-0.2), rel=0.02)


def test_a_full_detector_tells_no_lungs_apart():
    water = np.repeat(np.array([[0.2, 1.0, 4.0]], np.float32), 60, axis=0).repeat(40, axis=1)
    plain = Processing(detail=0, equalise=0)
    exposure = Exposure(scatter=0.0, noise=1e-4, saturation=1.6, processing=plain)

    picture = exposed({Material.WATER: water}, exposure, 1.0, Stitching())

    assert picture[30, 10] == pytest.approx(picture[30, 60], abs=0.01)
    assert picture[30, 110] > picture[30, 60] + 0.3


def test_what_attenuates_more_is_shown_brighter():
    density = np.linspace(0, 5, 200, dtype=np.float32)[None].repeat(50, axis=0)

    picture = processed(density, density > 0.6, Processing(detail=0, equalise=0), 1.0)

    assert (np.diff(picture[25]) >= 0).all()
    assert 0 <= picture.min() < 0.1
    assert 0.9 < picture.max() <= 1


def test_equalising_takes_broad_differences_and_leaves_fine_ones():
    columns = np.arange(600, dtype=np.float32)
    density = (columns / 150 + 0.05 * np.sin(2 * np.pi * columns / 6))[None].repeat(300, axis=0)
    window = {"dark": 0.0, "bright": 100.0}
    plain, equalised = (
        processed(density, density > -1, Processing(equalise=e, detail=d, **window), 1.0)[150]
        for e, d in ((0.0, 0.0), (0.8, 2.0))
    )

    def ripple_against_slope(line):
        middle = line[200:400]
        slope = np.polyval(np.polyfit(columns[:200], middle, 1), columns[:200])
        return (middle - slope).std() / np.ptp(slope)

    assert ripple_against_slope(equalised) > 5 * ripple_against_slope(plain)


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_can_be_drawn(family):
    exposure = FAMILIES[family](np.random.default_rng(4))

    assert exposure == FAMILIES[family](np.random.default_rng(4))
    assert FAMILY_SHARES[family] > 0


def test_shares_of_families_make_a_whole():
    assert sum(FAMILY_SHARES.values()) == pytest.approx(1)
    assert set(FAMILY_SHARES) == set(FAMILIES)


def test_a_seam_steps_and_displaces_what_lies_below():
    picture = np.arange(40, dtype=np.float32)[None].repeat(100, axis=0) + 1
    stitching = Stitching((Seam(0.5, step=0.5, shift_px=2),))

    joined = stitching.joined(picture)

    assert np.array_equal(joined[:49], picture[:49])
    assert joined[60, 2:] == pytest.approx(picture[60, :-2] * np.exp(-0.5))


def test_a_seam_displaces_the_truth_with_the_picture():
    stitching = Stitching((Seam(0.3, shift_px=2), Seam(0.7, shift_px=-1)))
    points = [[10.0, 5.0], [50.0, 5.0], [90.0, 5.0]]

    assert stitching.moved(points, 100).tolist() == [[10, 5], [50, 7], [90, 6]]
