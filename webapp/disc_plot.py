"""Pure: every disc on the three films, as a Plotly figure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import plotly.graph_objects as go

from languages import Message, say
from measurements import DiscFlexibility
from webapp.plot_frame import GRID, INK, frame

ROW_HEIGHT: Final = 23
FRAME_HEIGHT: Final = 110
"""Pixels on screen."""

FILMS: Final = {
    Message("left bending"): ("triangle-left", "#56b4e9"),
    Message("standing"): ("circle", "#d9e0e6"),
    Message("right bending"): ("triangle-right", "#e69f00"),
}
"""Symbol and colour of each film, told apart by colour-blind readers too."""


def disc_plot(discs: Sequence[DiscFlexibility]) -> go.Figure:
    """Draw the angle of every disc standing and on both bends.

    Parameters
    ----------
    discs : sequence of DiscFlexibility
        Cranial first; drawn from top to bottom.

    Returns
    -------
    plotly.graph_objects.Figure
        Open on the patient's right to the right; the line between the bends is the motion.
    """
    figure = go.Figure([*map(_track, discs), *_points(discs)])
    figure.update_layout(
        height=FRAME_HEIGHT + ROW_HEIGHT * len(discs),
        margin={"l": 8, "r": 8, "t": 36, "b": 48},
        font={"color": INK, "size": 13},
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
    )
    frame(figure, len(discs), say("open on the left  ←  disc angle, degrees  →  open on the right"))
    figure.update_xaxes(zerolinewidth=1.2)
    return figure


def _angles(disc: DiscFlexibility) -> dict[str, float | None]:
    return {
        "left bending": disc.left.angle_deg,
        "standing": disc.standing_deg,
        "right bending": disc.right.angle_deg,
    }


def _track(disc: DiscFlexibility) -> go.Scatter:
    angles = [angle for angle in _angles(disc).values() if angle is not None]
    return go.Scatter(
        x=[min(angles), max(angles)],
        y=[disc.name] * 2,
        mode="lines",
        line={"color": GRID, "width": 4},
        hoverinfo="skip",
        showlegend=False,
    )


def _points(discs: Sequence[DiscFlexibility]) -> Iterator[go.Scatter]:
    for film, (symbol, colour) in FILMS.items():
        shown = [(disc.name, angle) for disc in discs if (angle := _angles(disc)[film]) is not None]
        yield go.Scatter(
            x=[angle for _, angle in shown],
            y=[name for name, _ in shown],
            name=say(film),
            mode="markers",
            marker={"symbol": symbol, "size": 11, "color": colour},
            hovertemplate="%{y} %{x:+.0f}°<extra>" + say(film) + "</extra>",
        )
