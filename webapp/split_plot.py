"""Pure: from the true angle to the one that was read, step by step, as a Plotly figure."""

from __future__ import annotations

from typing import Final

import plotly.graph_objects as go

from languages import say
from teaching import Score
from webapp.plot_frame import GRID, INK, frame
from webapp.score_words import Split, signed_tenths, tenths

TRUE: Final = "#7cc7e8"
READ: Final = "#ffb000"
LEVEL: Final = "#e08bd0"
LINE: Final = "#e8edf2"
HEIGHT: Final = 196
SMALLEST_SPAN_DEG: Final = 4.0
"""The axis shows at least this much, so that small errors look small."""


def split_plot(score: Score) -> go.Figure:
    """Draw the true angle, both parts of the error, and the angle that was read.

    Returns
    -------
    plotly.graph_objects.Figure
        One row each, from top to bottom; each part starts where the row above it ends.
    """
    split = Split.of(score)
    rows = (
        (say("Truth"), split.true, split.true, tenths(split.true), TRUE),
        (say("Choice of level"), split.true, split.chosen, signed_tenths(split.level), LEVEL),
        (say("Placing of lines"), split.chosen, split.read, signed_tenths(split.line), LINE),
        (say("You read"), split.read, split.read, tenths(split.read), READ),
    )
    angles = (split.true, split.chosen, split.read)
    room = max(SMALLEST_SPAN_DEG, max(angles) - min(angles)) * 0.45
    figure = go.Figure()
    for name, start, end, words, colour in rows:
        figure.add_traces(_row(name, start, end, words, colour))
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": 4, "b": 40},
        font={"color": INK, "size": 13},
        showlegend=False,
    )
    frame(figure, len(rows), say("degrees"))
    figure.update_xaxes(
        range=[min(angles) - room, max(angles) + room], zeroline=False, title_font_size=13
    )
    for angle in {split.true, split.chosen}:
        figure.add_vline(x=angle, line={"color": GRID, "width": 1, "dash": "dot"})
    return figure


def _row(name: str, start: float, end: float, words: str, colour: str) -> list[go.Scatter]:
    line = go.Scatter(
        x=[start, end],
        y=[name, name],
        mode="lines",
        line={"color": colour, "width": 9},
        hoverinfo="skip",
    )
    rising = end >= start
    point = go.Scatter(
        x=[end],
        y=[name],
        mode="markers+text",
        marker={"symbol": "line-ns", "size": 17, "line": {"width": 3, "color": colour}},
        text=[f" {words} "],
        textposition="middle right" if rising else "middle left",
        textfont={"size": 13, "color": colour},
        hoverinfo="skip",
    )
    return [line, point]
