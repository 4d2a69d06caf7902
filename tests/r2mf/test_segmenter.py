"""The shipped weights on films whose truth is known."""

import numpy as np
import pytest
from drawn_spines import chain, draw_film
from scipy.ndimage import rotate, zoom

from r2mf.errors import InvalidFilmError, NoSpineFoundError, WrongFilmError
from r2mf.quads import endplate_tilts_deg
from r2mf.segmenter import Segmenter
from r2mf.weights import SHIPPED, load_weights
from r2mf.window import turn
from sample_data import sample_studies
from sample_data.wrong_films import negative, on_its_side, upside_down
from studies.read import read_film

AGREEMENT = 0.12
"""Share of a vertebra's width corners may move when the same film is shown otherwise: the
network is not exactly indifferent to it, but a corner must stay where it is."""

ACCURACY = 0.12
"""Mean corner error on a phantom, as a share of the vertebra's width."""


@pytest.fixture(scope="module")
def segmenter():
    return Segmenter.load(device="cpu")


@pytest.fixture(scope="module")
def film():
    path = sample_studies()[0].films["coronal"]
    return read_film(path.read_bytes(), path.name).pixels


@pytest.fixture(scope="module")
def found(segmenter, film):
    return corners_of(segmenter.segment(film))


def corners_of(segmentation):
    return np.stack([vertebra.corners for vertebra in segmentation.vertebrae])


def widths(quads):
    return np.linalg.norm(quads[:, 1] - quads[:, 0], axis=1)


def disagreement(quads, others):
    """Mean distance of corners as a share of the width, worst vertebra."""
    assert len(quads) == len(others)
    return (np.linalg.norm(quads - others, axis=2).mean(axis=1) / widths(others)).max()


EIGHTEENTH = "of eighteen vertebrae the least sure end is left out, and the app says so"
NOT_YET = {
    ("six_lumbar_vertebrae", "coronal"): EIGHTEENTH,
    ("six_lumbar_vertebrae", "left_bending"): EIGHTEENTH,
    ("six_lumbar_vertebrae", "right_bending"): EIGHTEENTH,
}
"""Shipped films on which the shipped weights are known to fail; a film that passes after all fails
the test, so that it is taken off this list."""


def shipped_films():
    for study in sample_studies():
        for view, film in study.expected.films.items():
            reason = NOT_YET.get((study.name, view))
            marks = pytest.mark.xfail(reason=reason, strict=True) if reason else ()
            path = study.folder / film.file
            yield pytest.param(path, film, id=f"{study.name} {view}", marks=marks)


@pytest.mark.parametrize(("path", "expected"), list(shipped_films()))
def test_every_vertebra_of_a_phantom_is_outlined(segmenter, path, expected):
    truth = np.array(expected.corners_px)
    quads = corners_of(segmenter.segment(read_film(path.read_bytes(), path.name).pixels))

    assert len(quads) == len(truth)
    error = np.linalg.norm(quads - truth, axis=2).mean(axis=1) / widths(truth)
    assert error.mean() < ACCURACY


@pytest.mark.parametrize("factor", [0.6, 1.7])
def test_resampling_the_film_moves_the_corners_with_it(segmenter, film, found, factor):
    resized = zoom(film, factor, order=1, grid_mode=True, mode="nearest").clip(0, 1)
    scale = np.array(resized.shape) / film.shape
    expected = (found + 0.5) * scale - 0.5

    assert disagreement(corners_of(segmenter.segment(resized)), expected) < AGREEMENT


def test_pixels_that_are_not_square_make_no_difference(segmenter, film, found):
    squashed = zoom(film, (0.5, 1.0), order=1, grid_mode=True, mode="nearest").clip(0, 1)
    quads = corners_of(segmenter.segment(squashed, pixel_aspect=2.0))
    stretched = (quads + 0.5) * [film.shape[0] / squashed.shape[0], 1.0] - 0.5

    assert disagreement(stretched, found) < AGREEMENT


def test_a_mirrored_film_gives_mirrored_corners(segmenter, film, found):
    quads = corners_of(segmenter.segment(np.ascontiguousarray(film[:, ::-1])))
    mirrored = (quads * [1, -1] + [0, film.shape[1] - 1])[:, [1, 0, 3, 2]]

    assert disagreement(mirrored, found) < AGREEMENT


@pytest.mark.parametrize("degrees", [-25.0, 15.0])
def test_a_turned_film_gives_turned_corners(segmenter, film, found, degrees):
    turned = rotate(film, degrees, order=1).clip(0, 1)
    quads = corners_of(segmenter.segment(turned))
    middle, turned_middle = (np.array(shape) / 2 - 0.5 for shape in (film.shape, turned.shape))
    angle = np.radians(degrees)
    matrix = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])

    assert disagreement(quads, (found - middle) @ matrix.T + turned_middle) < AGREEMENT


def test_black_around_the_film_makes_no_difference(segmenter, film, found):
    margins = ((150, 40), (90, 60))
    quads = corners_of(segmenter.segment(np.pad(film, margins)))

    assert disagreement(quads - [margins[0][0], margins[1][0]], found) < AGREEMENT


def test_darker_exposure_makes_little_difference(segmenter, film, found):
    assert disagreement(corners_of(segmenter.segment(film * 0.6 + 0.1)), found) < AGREEMENT


def test_the_column_covers_the_bodies(segmenter, film):
    answer = segmenter.segment(film)
    centres = np.stack([vertebra.centre for vertebra in answer.vertebrae]).round().astype(int)

    assert answer.column.shape == film.shape
    assert (answer.column[centres[:, 0], centres[:, 1]] > 0.5).all()
    assert 0.01 < (answer.column > 0.5).mean() < 0.2


def test_vertebrae_come_cranial_first_with_score_and_spread(segmenter, film):
    vertebrae = segmenter.segment(film).vertebrae
    rows = [vertebra.centre[0] for vertebra in vertebrae]

    assert rows == sorted(rows)
    assert all(0 < vertebra.score <= 1 for vertebra in vertebrae)
    assert all(vertebra.corner_sd_px > 0 for vertebra in vertebrae)


def test_a_film_says_how_sure_its_angles_are_and_its_mirror_image_says_the_same(segmenter, film):
    answer = segmenter.segment(film)
    mirrored = segmenter.segment(np.ascontiguousarray(film[:, ::-1]))

    assert all(0 < vertebra.tilt_sd_deg < 15 for vertebra in answer.vertebrae)
    assert 0 < answer.off_probability < 1
    assert mirrored.signs.swing_sd_deg == pytest.approx(answer.signs.swing_sd_deg, rel=0.2)


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [(upside_down, "turn it"), (negative, "invert"), (on_its_side, "check that")],
)
def test_a_film_shown_the_wrong_way_is_refused_with_the_remedy(segmenter, film, wrong, remedy):
    with pytest.raises((WrongFilmError, NoSpineFoundError), match=remedy):
        segmenter.segment(wrong(film))


def test_turned_by_half_the_network_is_surer_of_a_film_that_is_upside_down(film):
    seen = []
    segmenter = Segmenter.load(device="cpu")
    segmenter.judge = seen.append

    segmenter.segment(film)
    segmenter.segment(upside_down(film))

    upright, turned = seen
    assert upright.score_turned() < upright.score
    assert turned.score_turned() > turned.score
    assert turned.score_turned() == pytest.approx(upright.score, abs=0.05)


@pytest.mark.parametrize(
    "empty",
    [
        np.zeros((600, 300), np.float32),
        np.ones((600, 300), np.float32),
        np.random.default_rng(0).random((600, 300), dtype=np.float32),
    ],
    ids=["black", "white", "noise"],
)
def test_a_film_without_a_spine_is_refused(segmenter, empty):
    with pytest.raises(NoSpineFoundError, match="check that"):
        segmenter.segment(empty)


@pytest.mark.parametrize(
    ("pixels", "message"),
    [
        (np.zeros((3, 4, 5)), r"shape \(3, 4, 5\)"),
        (np.full((300, 300), 2.0), r"must lie in \[0, 1\]"),
        (np.full((300, 300), np.nan), r"must lie in \[0, 1\]"),
    ],
)
def test_what_is_no_film_is_refused_with_the_reason(segmenter, pixels, message):
    with pytest.raises(InvalidFilmError, match=message):
        segmenter.segment(pixels)


@pytest.mark.parametrize("aspect", [0.0, -1.0, np.inf])
def test_an_impossible_pixel_aspect_is_refused(segmenter, film, aspect):
    with pytest.raises(InvalidFilmError, match="pixel aspect must be positive"):
        segmenter.segment(film, pixel_aspect=aspect)


@pytest.mark.parametrize("seed", range(3))
def test_vertebrae_put_wrongly_are_read_from_the_film_again(segmenter, film, seed):
    """Turned by 6 degrees or more, a tenth of a width beside their place and a tenth too large."""
    rng = np.random.default_rng(seed)
    truth = np.array(sample_studies()[0].expected.films["coronal"].corners_px)
    read = []
    for quad, width in zip(truth, widths(truth), strict=True):
        turned = (quad - quad.mean(axis=0)) @ turn(rng.choice([-1, 1]) * rng.uniform(6, 9)).T
        put = quad.mean(axis=0) + 1.1 * turned + 0.1 * width * rng.choice([-1, 1], 2)
        read.append(segmenter.settle(film, put))

    assert disagreement(truth, np.stack(read)) < ACCURACY
    tilt_error_deg = np.abs(endplate_tilts_deg(np.stack(read)) - endplate_tilts_deg(truth))
    assert tilt_error_deg.mean() < 1.5


@pytest.mark.parametrize("off", [(3.0, 0.0), (-3.0, 0.0)])
def test_without_a_close_look_a_vertebra_beside_its_place_is_settled_on_its_edges(off):
    plain = Segmenter(*load_weights(SHIPPED), "cpu")
    quads = chain(6, height=300.0, bend=20.0)
    film = draw_film(quads, (420, 320))

    seen = plain.settle(film, quads[3] + off)

    assert np.abs(seen - quads[3]).max() < np.abs(off).max() / 2


def test_settling_does_not_depend_on_the_shape_of_pixels(segmenter):
    quads = chain(6, height=300.0, bend=20.0)
    film = draw_film(quads, (420, 320))
    tall = draw_film(quads * [0.5, 1.0], (210, 320))  # pixels twice as high as wide
    put = quads[3] + [3.0, 0.0]

    seen = segmenter.settle(tall, put * [0.5, 1.0], pixel_aspect=2.0) / [0.5, 1.0]

    assert np.abs(seen - segmenter.settle(film, put)).max() < 1.0
