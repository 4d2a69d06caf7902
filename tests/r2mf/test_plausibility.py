"""Each check refuses what it is for, and no check refuses a spine."""

import re
from dataclasses import replace

import numpy as np
import pytest
from drawn_spines import chain, draw_film

from r2mf.errors import WrongFilmError
from r2mf.plausibility import FEWEST_VERTEBRAE, Chain, picture_size, refuse_implausible


def spine(count=17, **parts):
    quads = chain(count, **parts)
    return Chain(draw_film(quads), quads, np.full(count, 2.0), 1.0, 0.7, lambda: 0.3)


def upside_down(given):
    """The same film turned by 180 degrees, its vertebrae named as they then look."""
    height, width = given.film.shape
    quads = ([height - 1, width - 1] - given.quads)[::-1][:, [2, 3, 0, 1]]
    return replace(given, film=given.film[::-1, ::-1].copy(), quads=quads)


def refusal(given):
    with pytest.raises(WrongFilmError) as caught:
        refuse_implausible(given)
    return str(caught.value)


@pytest.mark.parametrize("bend", [0.0, 40.0, 80.0])
@pytest.mark.parametrize("count", [FEWEST_VERTEBRAE, 17, 18])
def test_a_spine_is_not_refused(count, bend):
    refuse_implausible(spine(count, bend=bend))


def test_a_stretched_pixel_changes_nothing():
    given = spine(bend=40)
    squashed = replace(
        given,
        film=given.film[::2].copy(),
        quads=given.quads * [0.5, 1.0],
        pixel_aspect=2.0,
    )

    refuse_implausible(squashed)


def test_a_film_upside_down_is_refused_and_turning_it_is_the_remedy():
    assert "upside down: turn it" in refusal(upside_down(spine(bend=30)))
    refuse_implausible(upside_down(upside_down(spine(bend=30))))


@pytest.mark.parametrize(
    ("spread", "turned", "refused"), [(0.1, 0.8, True), (0.1, 0.6, False), (0.07, 0.8, False)]
)
def test_a_doubtful_film_on_which_the_network_is_surer_turned_by_half(spread, turned, refused):
    given = spine()
    looked = replace(given, corner_sd_px=given.widths * spread, score_turned=lambda: turned)

    if refused:
        assert "upside down; turn it" in refusal(looked)
    else:
        refuse_implausible(looked)


@pytest.mark.parametrize(("turned", "refused"), [(0.8, True), (0.6, False)])
def test_a_spine_that_hardly_widens_is_looked_at_turned_by_half(turned, refused):
    given = spine(bend=30)
    centres = given.quads.mean(axis=1, keepdims=True)
    wanted = given.widths.mean() * np.linspace(0.95, 1.05, 17)  # L5 a tenth wider than T1
    quads = centres + (given.quads - centres) * (wanted / given.widths)[:, None, None]
    looked = replace(given, quads=quads, score_turned=lambda: turned)

    if refused:
        assert "upside down; turn it" in refusal(looked)
    else:
        refuse_implausible(looked)


def test_nobody_looks_again_at_a_film_without_doubt():
    given = spine()

    refuse_implausible(replace(given, score_turned=lambda: pytest.fail("looked again")))


def test_a_negative_is_refused_and_inverting_it_is_the_remedy():
    given = spine()

    assert "invert its greys" in refusal(replace(given, film=1 - given.film))


def test_a_short_chain_is_refused_with_its_count():
    assert refusal(spine(FEWEST_VERTEBRAE - 1)).startswith("Only 13 vertebrae")


def test_outlines_uncertain_all_along_are_refused():
    given = spine()

    assert "uncertain all along" in refusal(replace(given, corner_sd_px=given.widths * 0.2))


def test_few_vertebrae_on_a_wide_picture_are_a_chest_film_and_bars_do_not_make_it_wide():
    given = spine(15)
    textured = np.random.default_rng(0).normal(0, 0.02, (768, 1000)).astype(np.float32)
    wide = np.clip(0.3 + textured, 0, 1)
    wide[:, :320] = given.film
    barred = np.pad(given.film, ((0, 0), (0, 680)))

    assert "chest film" in refusal(replace(given, film=wide))
    refuse_implausible(replace(given, film=barred))
    assert picture_size(barred)[1] <= 320


def test_every_refusal_is_one_sentence_that_says_what_to_do():
    given = spine()
    refusals = [
        refusal(upside_down(given)),
        refusal(replace(given, film=1 - given.film)),
        refusal(spine(8)),
        refusal(replace(given, corner_sd_px=given.widths)),
    ]

    assert all(re.fullmatch(r"[^.]*(?:\.\d+[^.]*)*\.", sentence) for sentence in refusals)
