"""Fitting a calibration gives back what made the films."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from r2mf.calibrate import (
    Observed,
    area_under_curve,
    coverage,
    draw,
    fit,
    fit_odds,
    holding,
    left_out,
    off_by_much,
    report,
)
from r2mf.labels import FilmSet
from r2mf.signs import Signs

CORNER_SCALE, TILT_SHARE = 1.3, 0.5
VERTEBRAE = 17
QUANTILE_ERROR = 0.1
"""Of a 95 % quantile of 400 drawn films, about two standard deviations."""


def made_up(count, rng, source=FilmSet.AASCE):
    """Films whose errors are drawn from what was foretold, with known ratios."""
    films = []
    for _ in range(count):
        spread = rng.uniform(2, 6, VERTEBRAE)
        swing_sd, mirror = rng.uniform(4, 16), rng.gamma(1.0, 3.0)
        films.append(
            Observed(
                source=source,
                corner_sd_px=spread,
                corner_error_px=rng.normal(0, CORNER_SCALE * spread[:, None], (VERTEBRAE, 8)),
                signs=Signs(swing_sd, mirror, rng.uniform(5, 20)),
                swing_error_deg=rng.normal(0, TILT_SHARE * swing_sd),
            )
        )
    return films


@pytest.fixture(scope="module")
def films():
    return made_up(400, np.random.default_rng(0))


def test_the_ratios_that_made_the_errors_are_recovered(films):
    calibration = fit(films)

    assert calibration.corner_scale == pytest.approx(CORNER_SCALE, rel=0.02)
    assert calibration.tilt_share == pytest.approx(TILT_SHARE, rel=QUANTILE_ERROR)


def test_generated_films_do_not_tell_how_good_corners_are(films):
    rng = np.random.default_rng(1)
    shifted = [
        Observed(
            **{**vars(film), "source": "generated", "corner_error_px": film.corner_error_px + 9}
        )
        for film in made_up(100, rng)
    ]

    assert fit([*films, *shifted]).corner_scale == pytest.approx(fit(films).corner_scale)


def test_intervals_hold_what_they_claim_on_films_left_out(films):
    assert coverage(films, left_out(films)).mean() == pytest.approx(0.95, abs=0.03)


def test_a_film_is_judged_by_a_fit_it_is_not_in(films):
    outlier = made_up(1, np.random.default_rng(2))[0]
    outlier = Observed(**{**vars(outlier), "corner_error_px": outlier.corner_error_px * 1e3})
    some = [*films[:30], outlier]
    scales = [calibration.corner_scale for calibration in left_out(some)]

    assert scales[-1] == min(scales) < 2
    assert max(scales) > 10


@given(st.lists(st.floats(0, 100), min_size=19, max_size=200))
def test_at_least_95_of_100_of_the_films_themselves_are_held(ratios):
    width = holding(ratios)

    assert width in ratios
    assert np.mean(np.array(ratios) <= width) >= 0.95


@pytest.mark.parametrize("shape", [1.0, 5.0])
def test_intervals_hold_further_films_however_heavy_the_tails(shape):
    rng = np.random.default_rng(3)
    held = []
    for _ in range(2000):
        *known, further = rng.exponential(size=51) ** shape
        held.append(further <= holding(known))

    assert np.mean(held) == pytest.approx(49 / 51, abs=0.015)  # the 49th of 50 is the width


def test_odds_that_made_events_are_recovered():
    rng = np.random.default_rng(0)
    features = rng.normal(3, 2, (20_000, 2))
    happened = rng.random(20_000) < 1 / (1 + np.exp(-(-4 + features @ [0.5, 1.0])))

    assert fit_odds(features, happened) == pytest.approx((-4, 0.5, 1.0), abs=0.15)


def test_the_area_is_the_share_of_pairs_in_the_right_order():
    chance = np.array([0.1, 0.4, 0.35, 0.8])
    happened = np.array([False, False, True, True])

    assert area_under_curve(chance, happened) == pytest.approx(3 / 4)
    assert area_under_curve(-chance, happened) == pytest.approx(1 / 4)
    assert area_under_curve(np.ones(4), happened) == pytest.approx(1 / 2)
    assert np.isnan(area_under_curve(chance, np.ones(4, bool)))


def test_the_report_and_the_figure_have_both_sets(films, tmp_path):
    both = [*films[:60], *made_up(60, np.random.default_rng(5), FilmSet.SPINAL_AI2024)]
    figures = report(both, 0.25)
    draw(both, tmp_path / "reliability.png")

    assert list(figures) == [FilmSet.AASCE, FilmSet.SPINAL_AI2024]
    assert figures[FilmSet.AASCE]["mean chance foretold, percent"] == pytest.approx(
        100 * off_by_much(both).mean(), abs=8
    )
    assert (tmp_path / "reliability.png").stat().st_size > 10_000
