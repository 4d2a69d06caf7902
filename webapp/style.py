"""Pure: which layers of a figure are seen, and through which grey window, as CSS.

A figure that changes is drawn anew and loses its zoom; a style that changes is not noticed by it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import plotly.graph_objects as go

from webapp.overlay import Layer
from webapp.picture import Window


def viewer_style(
    figures: Mapping[str, go.Figure], layers: Collection[Layer], window: Window
) -> str:
    """Write the style of film figures.

    Parameters
    ----------
    figures : mapping of str to plotly.graph_objects.Figure
        What `overlay.film_figure` drew, by the key of its Streamlit chart.
    layers : collection of Layer
        What is seen.
    window : Window
        Grey range of the picture in the figure that is spread from black to white.

    Returns
    -------
    str
        A ``<style>`` element.

    Notes
    -----
    Plotly keeps the traces of a figure in their order as children of one element.
    """
    hidden = [
        f".st-key-{key} .scatterlayer > .trace:nth-child({place})"
        for key, figure in figures.items()
        for place, trace in enumerate(figure.data, start=1)
        if trace.name not in layers
    ]
    pictures = [f".st-key-{key} .imagelayer image" for key in figures]
    return (
        f"<style>{', '.join(hidden) or '.nothing'} {{display: none}} "
        f"{', '.join(pictures)} {{filter: {window_filter(window)}}}</style>"
    )


def window_filter(window: Window) -> str:
    """Write a grey window as CSS filter functions.

    Notes
    -----
    ``brightness(b)`` multiplies by *b*, ``contrast(c)`` maps *g* to ``c (g - 1/2) + 1/2`` (Filter
    Effects Module Level 1, W3C). One after the other they are ``b c g + (1 - c) / 2``, which is
    ``(g - darkest) / width`` for the *b* and *c* below. What the first clips, the window would
    clip anyway: it lies above `Window.brightest`.

    Examples
    --------
    >>> window_filter(Window(0.0, 1.0))
    'brightness(1.0000) contrast(1.0000)'
    >>> window_filter(Window(0.25, 0.75))
    'brightness(1.0000) contrast(2.0000)'
    """
    width = window.brightest - window.darkest
    brightness = 1 / (width + 2 * window.darkest)
    contrast = 1 + 2 * window.darkest / width
    return f"brightness({brightness:.4f}) contrast({contrast:.4f})"
