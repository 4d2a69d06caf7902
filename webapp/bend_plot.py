"""Pure: how each curve moves from film to film, as a Plotly figure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import plotly.graph_objects as go

from languages import Message, say
from measurements import BendingFilm, Flexibility
from webapp.plot_frame import GRID, INK, frame
from webapp.words import REGION_COLOURS, REGION_NAMES, signed_degrees

ROW_HEIGHT: Final = 84
FRAME_HEIGHT: Final = 120
"""Pixels on screen."""

CROWDED: Final = 0.3
"""Share of the axis to one side within which two labels would run into each other."""

SMALLEST_REACH_DEG: Final = 30.0
"""The axis spans at least this much to each side, so that small changes look small."""


def bend_plot(flexibility: Sequence[Flexibility]) -> go.Figure:
    """Draw each standing curve on a signed axis with its angle on both bending films.

    Parameters
    ----------
    flexibility : sequence of Flexibility
        Cranial first; drawn from top to bottom.

    Returns
    -------
    plotly.graph_objects.Figure
        Right-convex to the right; the film that the rate was taken from is filled.
    """
    figure = go.Figure()
    reach = 1.2 * max(
        [SMALLEST_REACH_DEG, *(abs(a) for item in flexibility for a in _angles(item))]
    )
    for item in flexibility:
        figure.add_traces([_track(item), *_points(item, CROWDED * reach)])
    figure.update_layout(
        height=FRAME_HEIGHT + ROW_HEIGHT * len(flexibility),
        margin={"l": 8, "r": 8, "t": 8, "b": 60},
        font={"color": INK, "size": 14},
        showlegend=False,
    )
    frame(
        figure, len(flexibility), say("left-convex  ←  signed Cobb angle, degrees  →  right-convex")
    )
    figure.update_xaxes(range=[-reach, reach], zerolinewidth=1.5)
    return figure


def _row(item: Flexibility) -> str:
    return f"<b>{say(REGION_NAMES[item.curve.region])}</b><br>{'–'.join(item.curve.levels)}"


def _angles(item: Flexibility) -> list[float]:
    angles = (item.left.cobb_deg, item.curve.cobb_deg, item.right.cobb_deg)
    return [angle for angle in angles if angle is not None]


def _track(item: Flexibility) -> go.Scatter:
    angles = _angles(item)
    return go.Scatter(
        x=angles,
        y=[_row(item)] * len(angles),
        mode="lines",
        line={"color": GRID, "width": 5},
        hoverinfo="skip",
    )


def _points(item: Flexibility, crowded_deg: float) -> list[go.Scatter]:
    left, right = item.left.cobb_deg, item.right.cobb_deg
    above = {"left": "top center", "right": "top center"}
    if left is not None and right is not None and abs(left - right) < crowded_deg:
        above = {
            "left": "top left" if left < right else "top right",
            "right": "top right" if left < right else "top left",
        }
    points = [_point(item, item.curve.cobb_deg, "circle", Message("standing"), "bottom center")]
    if left is not None:
        used = item.film is BendingFilm.LEFT
        symbol = "triangle-left" if used else "triangle-left-open"
        points.append(_point(item, left, symbol, Message("left"), above["left"]))
    if right is not None:
        used = item.film is BendingFilm.RIGHT
        symbol = "triangle-right" if used else "triangle-right-open"
        points.append(_point(item, right, symbol, Message("right"), above["right"]))
    return points


def _point(item: Flexibility, angle: float, symbol: str, film: str, at: str) -> go.Scatter:
    colour = REGION_COLOURS[item.curve.region]
    return go.Scatter(
        x=[angle],
        y=[_row(item)],
        mode="markers+text",
        marker={
            "symbol": symbol,
            "size": 17,
            "color": colour,
            "line": {"width": 2, "color": colour},
        },
        text=[f"{say(film)} {signed_degrees(angle)}"],
        textposition=at,
        textfont={"size": 12},
        hoverinfo="skip",
    )
