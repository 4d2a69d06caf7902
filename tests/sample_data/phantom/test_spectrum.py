"""Energies of the beam."""

import numpy as np
import pytest

from sample_data import PhantomError
from sample_data.phantom import anatomy
from sample_data.phantom.material import (
    REFERENCE_KEV,
    Material,
    bone_excess_per_mm,
    titanium_excess_per_mm,
    water_per_mm,
)
from sample_data.phantom.spectrum import Spectrum

# Lines of one energy, so that Beer and Lambert can be followed by hand.
ONE_ENERGY = Spectrum(np.array([REFERENCE_KEV]), np.array([1.0]))


def slab(millimetres, per_mm, material=Material.WATER):
    return {material: np.full((2, 3), millimetres * float(per_mm), np.float32)}


def effective(millimetres, material):
    """Coefficient (1/mm) that a slab seems to have."""
    per_mm = {
        Material.WATER: water_per_mm,
        Material.BONE: bone_excess_per_mm,
        Material.METAL: titanium_excess_per_mm,
    }[material](REFERENCE_KEV)
    left = Spectrum.of_tube().transmission(slab(millimetres, per_mm, material))
    return -np.log(left[0, 0]) / millimetres


def test_a_slab_of_water_takes_what_beer_and_lambert_say():
    left = ONE_ENERGY.transmission(slab(100.0, 0.0206))

    assert left == pytest.approx(np.full((2, 3), np.exp(-2.06)), rel=1e-6)


def test_two_energies_are_attenuated_apart_and_then_added():
    beam = Spectrum(np.array([40.0, 80.0]), np.array([0.25, 0.75]))

    left = beam.transmission(slab(100.0, water_per_mm(REFERENCE_KEV)))

    by_hand = 0.25 * np.exp(-100 * 0.0268) + 0.75 * np.exp(-100 * 0.0184)
    assert left == pytest.approx(np.full((2, 3), by_hand), rel=1e-6)


def test_materials_in_one_ray_add_up():
    both = slab(50.0, water_per_mm(REFERENCE_KEV)) | slab(4.0, 0.04, Material.BONE)

    left = ONE_ENERGY.transmission(both)

    assert left == pytest.approx(np.full((2, 3), np.exp(-50 * 0.0206 - 4 * 0.04)), rel=1e-5)


@pytest.mark.parametrize(
    ("material", "thicknesses"),
    [
        (Material.WATER, (5.0, 80.0, 200.0)),
        (Material.BONE, (1.0, 10.0, 40.0)),
        (Material.METAL, (0.5, 2.0, 5.0)),
    ],
)
def test_a_beam_hardens(material, thicknesses):
    coefficients = [effective(mm, material) for mm in thicknesses]

    assert coefficients[0] > 1.02 * coefficients[1] > 1.02**2 * coefficients[2]


def test_bone_loses_more_contrast_by_hardening_than_water():
    loss = {m: effective(40.0, m) / effective(1.0, m) for m in (Material.WATER, Material.BONE)}

    assert loss[Material.BONE] < loss[Material.WATER] < 1


def test_coefficients_agree_with_those_that_the_anatomy_is_made_of():
    assert water_per_mm(REFERENCE_KEV) == pytest.approx(anatomy.SOFT_TISSUE, rel=0.02)
    assert bone_excess_per_mm(REFERENCE_KEV) == pytest.approx(anatomy.CORTICAL_EXCESS, rel=0.02)


def test_a_higher_voltage_goes_through_more():
    trunk = slab(200.0, water_per_mm(REFERENCE_KEV))
    left = [Spectrum.of_tube(kv).transmission(trunk)[0, 0] for kv in (70, 85, 110)]

    assert left[0] < left[1] < left[2]


def test_the_mean_energy_behind_a_trunk_is_the_reference():
    beam = Spectrum.of_tube(85.0)
    behind = beam.shares * np.exp(-200 * water_per_mm(beam.energies_kev))

    mean = np.average(beam.energies_kev, weights=behind)
    assert mean == pytest.approx(REFERENCE_KEV, abs=3)


def test_shares_must_make_a_whole():
    with pytest.raises(PhantomError, match=r"add up to 0\.700"):
        Spectrum(np.array([40.0, 80.0]), np.array([0.3, 0.4]))
