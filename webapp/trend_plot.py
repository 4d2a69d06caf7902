"""Pure: each curve's angle from day to day with its error, as a Plotly figure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from languages import say
from measurements import Progression
from measurements.progression import trend_deg
from measurements.uncertainty import Z95
from studies.follow_up import FollowUp
from webapp.follow_up_tables import angle_words, name, towards_convexity
from webapp.plot_frame import GRID, INK
from webapp.words import REGION_COLOURS

HEIGHT: Final = 360
"""Pixels on screen."""

MARGIN: Final = 0.09
"""Of the time between the first film and the last, kept free before and after."""

BAND_POINTS: Final = 25
"""Days at which the edge of the band is worked out; it is a hyperbola."""

BAND_OPACITY: Final = 0.2


def trend_plot(found: FollowUp) -> go.Figure:
    """Draw the angle of every curve on every film, a panel a curve on one scale.

    Parameters
    ----------
    found : FollowUp
        With one curve at least.

    Returns
    -------
    plotly.graph_objects.Figure
        Angles towards the convexity with 95 % intervals; the line of least squares whose slope is
        the rate, with the band that measurement error makes; and from where growth since the first
        angle is called progression by convention.
    """
    figure = make_subplots(
        rows=1,
        cols=len(found.curves),
        shared_yaxes=True,
        horizontal_spacing=0.035,
        subplot_titles=[f"<b>{name(followed)}</b>" for followed in found.curves],
    )
    first, last = found.films[0].taken, found.films[-1].taken
    for column, followed in enumerate(found.curves, start=1):
        traces = [*_trend(followed), *_angles(followed)]
        figure.add_traces(traces, rows=1, cols=column)
        _add_convention(figure, followed, (first, last), column)
    for title, followed in zip(figure.layout.annotations, found.curves, strict=False):
        title.font = {"color": REGION_COLOURS[followed.curve.region], "size": 14}
    _frame(figure, found)
    return figure


def _frame(figure: go.Figure, found: FollowUp) -> None:
    first, last = found.films[0].taken, found.films[-1].taken
    gap = max((last - first) * MARGIN, timedelta(days=1))
    figure.update_layout(
        height=HEIGHT,
        margin={"l": 8, "r": 8, "t": 36, "b": 8},
        font={"color": INK, "size": 13},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        showlegend=False,
        dragmode=False,
        hovermode="closest",
    )
    figure.update_xaxes(
        type="date",
        range=[first - gap, last + gap],
        nticks=5,
        gridcolor=GRID,
        fixedrange=True,
        automargin=True,
    )
    figure.update_yaxes(
        range=_reach(found),
        ticksuffix="°",
        gridcolor=GRID,
        zeroline=True,
        zerolinecolor=INK,
        fixedrange=True,
        automargin=True,
    )


def _reach(found: FollowUp) -> tuple[float, float]:
    """Choose the axis so that it holds zero, every interval and the line of the convention."""
    ends = [0.0]
    for followed in found.curves:
        for angle in followed.angles:
            angle_deg = towards_convexity(angle, followed)
            if angle_deg is not None and angle.error is not None:
                ends += [angle_deg - Z95 * angle.error.sd_deg, angle_deg + Z95 * angle.error.sd_deg]
        ends += [] if (line := _convention(followed)) is None else [line]
    room = 0.08 * (max(ends) - min(ends))
    return min(ends) - (room if min(ends) < 0 else 0), max(ends) + 1.6 * room


def _angles(followed: Progression) -> list[go.Scatter]:
    """Draw the measured angles with their intervals, each with its value above."""
    measured = [
        (angle.taken, angle_deg, Z95 * angle.error.sd_deg)
        for angle in followed.angles
        if (angle_deg := towards_convexity(angle, followed)) is not None and angle.error
    ]
    days, angles, reach = ([each[part] for each in measured] for part in range(3))
    colour = REGION_COLOURS[followed.curve.region]
    points = go.Scatter(
        x=days,
        y=angles,
        error_y={"type": "data", "array": reach, "color": colour, "thickness": 1.6, "width": 6},
        mode="markers",
        marker={"size": 10, "color": colour},
        hovertemplate="%{x|%Y-%m-%d}: %{y:.1f}° ± %{error_y.array:.1f}° (95 %)<extra></extra>",
        name="angle",
    )
    values = go.Scatter(
        x=days,
        y=[angle + half for angle, half in zip(angles, reach, strict=True)],
        mode="text",
        text=[f"<b>{angle_words(angle)}</b>" for angle in angles],
        textposition="top center",
        textfont={"color": colour, "size": 14},
        hoverinfo="skip",
        name="value",
    )
    return [points, values]


def _trend(followed: Progression) -> list[go.Scatter]:
    """Draw the line of least squares within its 95 % band."""
    change = followed.overall
    if change is None:
        return []
    step = (change.until - change.since).total_seconds() / (BAND_POINTS - 1)
    days = [change.since + timedelta(seconds=step * place) for place in range(BAND_POINTS)]
    days = list(dict.fromkeys([*days[:-1], change.until]))
    line = [trend_deg(followed, day) for day in days]
    colour = REGION_COLOURS[followed.curve.region]
    upper = [angle + Z95 * sd for angle, sd in line]
    lower = [angle - Z95 * sd for angle, sd in line]
    band = go.Scatter(
        x=[*days, *reversed(days)],
        y=[*upper, *reversed(lower)],
        mode="lines",
        line={"width": 0},
        fill="toself",
        fillcolor=colour,
        opacity=BAND_OPACITY,
        hoverinfo="skip",
        name="band",
    )
    fitted = go.Scatter(
        x=days,
        y=[angle for angle, _ in line],
        mode="lines",
        line={"color": colour, "width": 2},
        hoverinfo="skip",
        name="trend",
    )
    return [band, fitted]


def _convention(followed: Progression) -> float | None:
    """Return the angle from which growth since the first film is called progression."""
    if followed.overall is None:
        return None
    first = next(a for a in followed.angles if a.taken == followed.overall.since)
    angle_deg = towards_convexity(first, followed)
    assert angle_deg is not None  # a change is between measured angles
    return angle_deg + followed.overall.progression_deg


def _add_convention(
    figure: go.Figure, followed: Progression, days: tuple[date, date], column: int
) -> None:
    line = _convention(followed)
    if line is None or followed.overall is None:
        return
    figure.add_trace(
        go.Scatter(
            x=days,
            y=[line, line],
            mode="lines+text",
            line={"color": INK, "width": 1.2, "dash": "dot"},
            text=["", f"+{followed.overall.progression_deg:g}°"],
            textposition="bottom right",
            textfont={"color": INK, "size": 12},
            hovertemplate=say("from here on progression by convention<extra></extra>"),
            name="convention",
            cliponaxis=False,
        ),
        row=1,
        col=column,
    )
