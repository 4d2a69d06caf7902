"""Style of the figures: hidden layers, and a grey window that is what it says."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studies.radiograph import View
from webapp import overlay
from webapp.overlay import Layer
from webapp.picture import Window
from webapp.style import viewer_style, window_filter


def seen_through(window, grey):
    """Apply the CSS filter as the Filter Effects specification defines it."""
    numbers = re.fullmatch(r"brightness\((.+)\) contrast\((.+)\)", window_filter(window)).groups()
    brightness, contrast = map(float, numbers)
    bright = min(1, grey * brightness)
    return min(1, max(0, contrast * (bright - 0.5) + 0.5))


@given(
    darkest=st.integers(0, 90), width=st.integers(10, 100), grey=st.floats(0, 1, allow_nan=False)
)
def test_filter_spreads_the_window_from_black_to_white(darkest, width, grey):
    window = Window(darkest / 100, min(100, darkest + width) / 100)

    expected = (grey - window.darkest) / (window.brightest - window.darkest)
    assert seen_through(window, grey) == pytest.approx(min(1, max(0, expected)), abs=0.002)


@pytest.mark.parametrize("layer", Layer)
def test_a_layer_that_is_off_hides_its_traces_and_no_other(study, radiographs, layer):
    film = radiographs[View.CORONAL]
    findings = study.films[View.CORONAL]
    figure = overlay.film_figure(film, film.pixels, findings, overlay.own_marks(findings))
    shown = [other for other in Layer if other is not layer]
    style = viewer_style({"film-1": figure}, shown, Window())

    hidden = [int(place) - 1 for place in re.findall(r"nth-child\((\d+)\)", style)]
    assert hidden
    assert [figure.data[place].name for place in hidden] == [layer] * len(hidden)
    assert len(hidden) == sum(trace.name == layer for trace in figure.data)
