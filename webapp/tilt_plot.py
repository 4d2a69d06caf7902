"""Pure: the tilt of every vertebra, with end vertebrae marked, as a Plotly figure."""

from __future__ import annotations

from typing import Final

import plotly.graph_objects as go

from languages import say
from teaching import Score
from webapp.plot_frame import GRID, INK, frame
from webapp.split_plot import READ, TRUE

ROW_HEIGHT: Final = 19
FRAME_HEIGHT: Final = 92
"""Pixels on screen."""


def tilt_plot(score: Score) -> go.Figure:
    """Draw the tilt of each vertebra, cranial on top.

    Parameters
    ----------
    score : Score
        The true end vertebrae stand out, and those that were chosen instead.

    Returns
    -------
    plotly.graph_objects.Figure
        The right side up to the right. The curve turns back where it ends.
    """
    spine = score.case.spine
    tilts = dict(zip(map(str, spine.levels), spine.tilts_deg.tolist(), strict=True))
    figure = go.Figure(
        [
            go.Scatter(
                x=list(tilts.values()),
                y=list(tilts),
                mode="lines+markers",
                line={"color": GRID, "width": 3},
                marker={"size": 7, "color": INK},
                hovertemplate="%{y} %{x:+.1f}°<extra></extra>",
                showlegend=False,
            ),
            _ends(
                say("true end vertebra"), list(map(str, score.case.curve.levels)), tilts, TRUE, 19
            ),
            _ends(say("chosen by you"), list(map(str, score.reading.levels)), tilts, READ, 12),
        ]
    )
    figure.update_layout(
        height=FRAME_HEIGHT + ROW_HEIGHT * len(tilts),
        margin={"l": 8, "r": 8, "t": 32, "b": 44},
        font={"color": INK, "size": 12},
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
    )
    up = say("right") if spine.side_known else say("image right")
    frame(figure, len(tilts), say("left up  ←  tilt, degrees  →  {up} up", up=up))
    return figure


def _ends(
    name: str, levels: list[str], tilts: dict[str, float], colour: str, size: int
) -> go.Scatter:
    return go.Scatter(
        x=[tilts[level] for level in levels],
        y=levels,
        name=name,
        mode="markers",
        marker={
            "symbol": "circle-open" if size > 15 else "x",
            "size": size,
            "color": colour,
            "line": {"width": 3 if size > 15 else 1, "color": colour},
        },
        hoverinfo="skip",
    )
