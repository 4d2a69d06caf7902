"""Rendered films."""

import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from measurements import find_curves
from sample_data import CurvePlan, Exposure, Physique, phantom_patient, random_phantom_film
from sample_data.phantom.draw import degenerated, random_chain, random_geometry
from sample_data.phantom.processing import Processing
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.truth import true_spine

# A clear film of a spine whose endplates face the beam.
CLEAR = Exposure(
    noise=0.0005, blur_mm=0.2, scatter=0.05, processing=Processing(equalise=0.6, detail=0.5)
)
FACING = Physique(kyphosis_deg=0.0, lordosis_deg=0.0, dish=0.0)


@pytest.fixture(scope="module")
def film():
    plans = (CurvePlan("T5", "T12", 45), CurvePlan("T12", "L4", -25))
    return phantom_patient(7, plans, physique=FACING, exposure=CLEAR).film("coronal")


def profile(film, start, end, reach):
    """Mean brightness across the line from `start` to `end`, at offsets -`reach` to `reach` px."""
    start, end = np.asarray(start), np.asarray(end)
    along = (end - start) / np.linalg.norm(end - start)
    across = np.array([along[1], -along[0]])
    places = start + np.linspace(0.25, 0.75, 40)[:, None] * (end - start)
    offsets = np.arange(-reach, reach + 0.01, 0.25)
    points = places[None] + offsets[:, None, None] * across
    return offsets, map_coordinates(film.pixels, points.reshape(-1, 2).T, order=1).reshape(
        len(offsets), -1
    ).mean(axis=1)


def test_true_endplates_lie_on_bright_lines(film):
    misses = []
    # where the beam is level; farther from its middle an endplate is seen as a thin ellipse
    for body in film.corners_px[2:13]:
        for start, end in ((body[0], body[1]), (body[3], body[2])):
            offsets, brightness = profile(film, start, end, 3)
            misses.append(offsets[np.argmax(brightness)])

    assert np.abs(misses).max() <= 0.75
    assert np.median(np.abs(misses)) <= 0.25


def test_bodies_are_brighter_than_discs_and_than_what_lies_beside_them(film):
    bodies = film.corners_px
    discs = np.stack([bodies[:-1, 3], bodies[:-1, 2], bodies[1:, 1], bodies[1:, 0]], axis=1)
    lumbar = slice(12, 16)
    aside = np.array([0, 1.3 * np.ptp(bodies[15, :, 1])])
    beside = bodies[lumbar].mean(axis=1) + aside

    def brightness(centres):
        return map_coordinates(film.pixels, np.asarray(centres).T, order=1).mean()

    body = brightness(bodies[lumbar].mean(axis=1))
    assert body > brightness(discs[lumbar].mean(axis=1)) + 0.03
    assert body > brightness(beside) + 0.1


def test_a_seed_gives_the_same_film_again():
    films = [random_phantom_film(np.random.default_rng(5), height_px=384) for _ in range(2)]

    assert np.array_equal(films[0].pixels, films[1].pixels)
    assert np.array_equal(films[0].corners_px, films[1].corners_px)


@pytest.mark.parametrize("seed", range(4))
def test_random_films_are_pictures_with_every_vertebra_inside(seed):
    film = random_phantom_film(np.random.default_rng(seed), height_px=384)

    assert film.pixels.dtype == np.float32
    assert film.pixels.shape[0] == 384
    assert 0 <= film.pixels.min() < film.pixels.max() <= 1
    assert film.pixels.std() > 0.03
    assert film.corners_px.min() > 0
    assert (film.corners_px.max(axis=(0, 1)) < np.array(film.pixels.shape) - 1).all()


def test_random_patients_cover_the_spectrum_and_can_all_be_measured():
    rng = np.random.default_rng(11)
    largest = []
    for _ in range(60):
        chain = random_chain(rng)
        skeleton = Skeleton(chain, chain.joint_deg)
        geometry = random_geometry(rng, skeleton, 1024)
        spine = true_spine(skeleton, geometry)
        widths = [body.superior_endplate.length for body in spine.vertebrae]
        assert min(widths) > 5 * geometry.spacing_mm
        angles = [curve.magnitude_deg for curve in find_curves(spine, minimum_deg=10)]
        largest.append(max(angles, default=0.0))

    assert np.mean(np.array(largest) < 10) > 0.02
    assert np.mean(np.array(largest) > 60) > 0.05
    assert max(largest) < 125


def test_a_degenerate_joint_turns_further_and_the_spine_above_and_below_keeps_its_tilts():
    rng = np.random.default_rng(3)
    for _ in range(20):
        chain = random_chain(rng)
        worn = degenerated(chain, rng)
        turned = np.abs(worn.joint_deg) - np.abs(chain.joint_deg)
        joint = int(turned.argmax())

        assert 6 <= turned[joint] <= 24
        assert worn.tilts_deg()[[0, -1]] == pytest.approx(chain.tilts_deg()[[0, -1]])
