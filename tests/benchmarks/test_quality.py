"""Quality of a film: measured on the film, known where it was drawn, whatever is found."""

from dataclasses import replace

import numpy as np
import pytest
from drawn_spines import c_shaped, chain, draw_film
from PIL import Image
from scipy.ndimage import gaussian_filter, zoom

from benchmarks.quality import Quality, contrast_of, noise_of, tiers, view_scores
from r2mf.errors import NoSpineFoundError
from r2mf.labels import LabelledFilm
from r2mf.masks import drawn
from r2mf.segmentation import DetectedVertebra, Segmentation
from r2mf.targets import column_quads

DARK, BRIGHT = 0.3, 0.8  # what `draw_film` draws bodies and all else with
QUADS = c_shaped(40.0).corners
EDGES = 0.1
"""What the edges of small bodies, drawn without any blur, add to the noise at most."""


def noisy(sd, seed=0):
    film = draw_film(QUADS)
    return film + np.random.default_rng(seed).normal(0, sd, film.shape).astype(np.float32)


def kept(folder, name, film, quads=QUADS):
    path = folder / f"{name}.png"
    Image.fromarray(np.clip(255 * film, 0, 255).round().astype(np.uint8)).save(path)
    return LabelledFilm("aasce", name, path, "val", quads)


class Seeing:
    """A segmenter that outlines these corners, or with none refuses."""

    def __init__(self, quads=None):
        self.quads = quads

    def segment(self, pixels):
        if self.quads is None:
            raise NoSpineFoundError("nothing here")
        vertebrae = tuple(DetectedVertebra(quad, 0.9, 0.5) for quad in self.quads)
        column = drawn(column_quads(self.quads), pixels.shape).astype(np.float32)
        return Segmentation(column, vertebrae, (), {"look": 0.5})


def test_contrast_is_what_bone_is_brighter_than_its_disc():
    assert contrast_of(draw_film(QUADS), QUADS) == pytest.approx(BRIGHT - DARK, abs=0.02)


@pytest.mark.parametrize("gain", [0.1, 0.5])
def test_contrast_and_noise_fall_with_the_greys(gain):
    film = noisy(0.05)

    assert contrast_of(gain * film + 0.2, QUADS) == pytest.approx(
        gain * contrast_of(film, QUADS), rel=1e-4
    )
    assert noise_of(gain * film + 0.2, QUADS) == pytest.approx(
        gain * noise_of(film, QUADS), rel=1e-4
    )


def test_a_label_that_lies_beside_the_rim_sees_the_same_contrast():
    assert contrast_of(draw_film(QUADS), QUADS + np.array([1.5, 0.0])) == pytest.approx(
        contrast_of(draw_film(QUADS), QUADS), abs=0.02
    )


@pytest.mark.parametrize("sd", [0.01, 0.03, 0.1])
def test_noise_is_found_again_although_the_film_has_edges(sd):
    assert noise_of(noisy(sd), QUADS) == pytest.approx(sd, rel=EDGES)


def test_mirrored_films_are_as_good():
    film = noisy(0.05)
    quads = (QUADS * [1, -1] + [0, film.shape[1] - 1])[:, [1, 0, 3, 2]]

    assert contrast_of(film[:, ::-1], quads) == pytest.approx(contrast_of(film, QUADS), rel=1e-4)
    assert noise_of(film[:, ::-1], quads) == pytest.approx(noise_of(film, QUADS), rel=0.01)


def test_a_film_stored_twice_as_large_has_the_same_contrast(tmp_path):
    film = gaussian_filter(draw_film(QUADS), 1.0)
    small = Quality.of(kept(tmp_path, "small", film))
    large = Quality.of(
        kept(
            tmp_path,
            "large",
            zoom(film, 2, order=1, mode="nearest", grid_mode=True),
            2 * QUADS + 0.5,
        )
    )

    assert small.contrast == pytest.approx(large.contrast, rel=0.02)


def test_tiers_are_thirds_whose_names_hold_for_their_films():
    rng = np.random.default_rng(4)
    qualities = {f"film {i}": Quality(*rng.uniform(0, 1, 2)) for i in range(30)}
    everything, *thirds = tiers(qualities)

    assert everything.films == qualities.keys()
    for quantity, parts in (("contrast", thirds[:3]), ("noise", thirds[3:])):
        values = [
            sorted(getattr(qualities[name], quantity) for name in part.films) for part in parts
        ]
        bounds = [float(word) for word in parts[1].name.split() if word[0] == "0"]
        assert [len(third) for third in values] == [10, 10, 10]
        assert values[0][-1] <= bounds[0] + 5e-5 <= values[1][0] + 1e-4
        assert values[1][-1] <= bounds[1] + 5e-5 <= values[2][0] + 1e-4
        assert frozenset().union(*(part.films for part in parts)) == qualities.keys()


def test_a_perfect_outline_is_perfect_in_its_tier_and_a_refused_film_stays_in_its_own(tmp_path):
    films = [kept(tmp_path, f"{sd}", noisy(sd)) for sd in (0.0, 0.02, 0.06)]
    parts = tiers({film.name: Quality.of(film) for film in films})
    seeing, blind = (view_scores(films, 0.0, Seeing(quads)) for quads in (QUADS, None))

    for tier in parts:
        given, score = seeing.of(tier)
        assert given == score.measured == len(tier.films)
        assert score.column_dice == score.bodies_dice == 1
        assert score.bodies_hd95_percent == score.largest_mae_deg == 0
        assert blind.of(tier) == (given, None)
    assert blind.refused.keys() == parts[0].films
    assert [tier.films for tier in parts[4:]] == [{"0.0"}, {"0.02"}, {"0.06"}]


def test_a_film_that_cannot_be_bent_is_none_of_the_bent_view(tmp_path):
    overlapping = chain()
    overlapping[5] = overlapping[6] - [4, 0]
    film = replace(kept(tmp_path, "film", draw_film(chain())), quads=overlapping)
    (tier, *_) = tiers({"film": Quality.of(film)})
    seen = view_scores([film], 20.0, Seeing(overlapping))

    assert "overlap" in seen.unbendable["film"]
    assert seen.of(tier) == (0, None)
