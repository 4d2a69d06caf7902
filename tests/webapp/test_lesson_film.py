"""Films to learn on: their truth is right, and their names give nothing of it away."""

import re

import numpy as np
import pytest
from background import analyse

from sample_data import sample_studies
from studies.radiograph import View
from webapp import analysis, lesson_film
from webapp.lesson_film import OWN, measurable_names, own_film, question, sample_film, sample_names
from webapp.session import Session

SAMPLES = dict(zip(sample_names(), sample_studies(), strict=True))
every_sample = pytest.mark.parametrize("name", SAMPLES)

TELLING = re.compile(
    r"right|left|\d+°|\b[TL]\d+\b|flexible|rigid|double|triple|major", re.IGNORECASE
)


@every_sample
def test_the_cases_of_a_sample_are_its_expected_curves(name):
    film, expected = sample_film(name), SAMPLES[name].expected

    assert len(film.cases) == len(expected.curves)
    for case, curve in zip(film.cases, expected.curves, strict=True):
        assert case.curve.levels == (curve.upper_end_vertebra, curve.lower_end_vertebra)
        assert case.curve.cobb_deg == pytest.approx(curve.cobb_deg, abs=1e-4)
        assert (case.curve.convexity, case.curve.region) == (curve.convexity, curve.region)
        assert f"{curve.flexibility_rate_percent:.0f} % flexible" in film.bends[case.name]


@pytest.mark.parametrize("name", measurable_names())
def test_the_true_corners_lie_where_the_file_has_them(name):
    film = sample_film(name)
    expected = SAMPLES[name].expected.films["coronal"]
    frame = film.cases[0].frame
    top = [frame.to_pixels(v.superior_endplate.midpoint) for v in film.spine.vertebrae]

    np.testing.assert_allclose(top, np.array(expected.corners_px)[:, :2].mean(axis=1), atol=1e-4)
    assert film.pixels.shape == expected.shape


@every_sample
def test_what_is_said_before_measuring_gives_nothing_away(name):
    film = sample_film(name)

    assert not TELLING.search(film.name)
    for case in film.cases:
        assert not TELLING.search(case.name)
        asked = question(case).replace(lesson_film.APEXES[case.curve.region], "")
        assert not TELLING.search(asked)


def test_the_straight_spine_is_the_only_film_without_a_case():
    assert set(sample_names()) - set(measurable_names()) == {
        name for name, sample in SAMPLES.items() if sample.name == "straight_spine"
    }


def test_names_of_cases_are_all_different():
    names = [case.name for name in sample_names() for case in sample_film(name).cases]

    assert len(set(names)) == len(names)


@pytest.fixture
def own(session, truth, monkeypatch):
    monkeypatch.setattr(analysis, "segmenter", lambda: truth)
    analyse(session)
    return session


def test_outlines_that_nobody_confirmed_are_no_truth(own):
    assert own_film(own) is None


def test_ones_own_study_is_a_case_once_its_standing_film_is_confirmed(own):
    own.reader = "Dr Reader"
    own.confirm(View.CORONAL)
    film = own_film(own)

    assert film.name == OWN
    assert [case.curve for case in film.cases] == list(own.findings.curves)
    assert "Dr Reader" in film.cases[0].source
    assert "opinion" in film.cases[0].source


def test_an_edit_withdraws_ones_own_study(own):
    own.reader = "Dr Reader"
    own.confirm(View.CORONAL)
    own.name_lowest(View.CORONAL, own.findings.standing.spine.levels[-2])

    assert own_film(own) is None


def test_an_empty_session_has_no_own_film():
    assert own_film(Session()) is None
