"""Pure: readings against the truth with limits of agreement, as a Plotly figure."""

from __future__ import annotations

from itertools import cycle
from typing import Final

import plotly.graph_objects as go

from languages import say
from teaching import Agreement, ClassResults, Estimate
from webapp.plot_frame import GRID, INK
from webapp.score_words import signed_tenths

HEIGHT: Final = 430
LIMIT: Final = "#4cc2d6"

COLOURS: Final = ("#56b4e9", "#e69f00", "#2fc49a", "#cc79a7", "#f0e442", "#e8743b", "#9aa5ff")
SYMBOLS: Final = ("circle", "square", "diamond", "triangle-up", "x", "cross", "star", "pentagon")
"""Each learner has one of both; colours after Okabe and Ito (2008), lightened for a dark page. The
two numbers have no common factor, so that fifty-six learners differ."""

ROOM: Final = 0.15
"""Beside the outermost points, as a share of what the axis spans."""


def agreement_plot(results: ClassResults, agreement: Agreement | None) -> go.Figure:
    """Draw the error of every reading over the true angle.

    Parameters
    ----------
    results : ClassResults
        The readings.
    agreement : Agreement or None
        Bias and limits with their intervals, None where there are too few.

    Returns
    -------
    plotly.graph_objects.Figure
        After Bland and Altman 1986; over the true angle rather than over the mean of both
        methods, as one of the two is the truth and has no error.
    """
    figure = go.Figure([_learner(results.of(name), name, *look) for name, look in _looks(results)])
    angles = [attempt.score.true_deg for attempt in results.attempts]
    room = ROOM * max(10.0, max(angles) - min(angles))
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 96, "t": 40, "b": 48},
        font={"color": INK, "size": 13},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        dragmode=False,
        hovermode="closest",
        legend={"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        showlegend=True,
    )
    figure.update_xaxes(
        title={"text": say("true Cobb angle, degrees"), "font": {"size": 13}},
        range=[min(angles) - room, max(angles) + room],
        gridcolor=GRID,
        zeroline=False,
        fixedrange=True,
    )
    figure.update_yaxes(
        title={"text": say("read − true, degrees"), "font": {"size": 13}},
        gridcolor=GRID,
        zeroline=True,
        zerolinecolor=INK,
        fixedrange=True,
        automargin=True,
    )
    if agreement:
        edge = max(angles) + 0.7 * room
        figure.add_trace(_intervals(agreement, [edge, edge - 0.2 * room, edge + 0.2 * room]))
        _limit(figure, agreement.bias, say("bias"), "solid")
        _limit(figure, agreement.lower, say("lower limit"), "dash")
        _limit(figure, agreement.upper, say("upper limit"), "dash")
    return figure


def _looks(results: ClassResults) -> list[tuple[str, tuple[str, str]]]:
    return list(
        zip(results.learners, zip(cycle(COLOURS), cycle(SYMBOLS), strict=False), strict=False)
    )


def _learner(own: ClassResults, name: str, colour: str, symbol: str) -> go.Scatter:
    return go.Scatter(
        x=[attempt.score.true_deg for attempt in own.attempts],
        y=list(own.errors_deg),
        text=[attempt.case for attempt in own.attempts],
        name=name,
        mode="markers",
        marker={"color": colour, "symbol": symbol, "size": 11},
        hovertemplate="%{text}: %{y:+.1f}°<extra>" + name + "</extra>",
    )


def _intervals(agreement: Agreement, edges: list[float]) -> go.Scatter:
    """Draw the 95 % confidence intervals of bias and limits as whiskers at the right edge."""
    estimates = agreement.lower, agreement.bias, agreement.upper
    return go.Scatter(
        x=edges,
        y=[own.value for own in estimates],
        error_y={
            "type": "data",
            "array": [own.interval.high - own.value for own in estimates],
            "color": LIMIT,
            "thickness": 1.8,
            "width": 7,
        },
        mode="markers",
        name=say("95 % interval"),
        marker={"color": LIMIT, "size": 5},
        hoverinfo="skip",
    )


def _limit(figure: go.Figure, estimate: Estimate, name: str, dash: str) -> None:
    """Draw a line across, and say its value at the right."""
    figure.add_hline(
        y=estimate.value,
        line={"color": LIMIT, "width": 1.8, "dash": dash},
        annotation_text=f"{name}<br>{signed_tenths(estimate.value)}",
        annotation_position="right",
        annotation_font_size=12,
    )
