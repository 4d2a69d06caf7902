"""Pure: what every Plotly figure of angles on a signed axis has in common."""

from __future__ import annotations

from typing import Final

import plotly.graph_objects as go

INK: Final = "#d9e0e6"
GRID: Final = "#2a333c"
ZERO: Final = "#66727e"
"""Seen among the lines of the grid, and dim enough that a label across it can be read."""


def frame(figure: go.Figure, rows: int, title: str) -> None:
    """Lay rows out from top to bottom over a signed axis that cannot be dragged.

    Parameters
    ----------
    figure : plotly.graph_objects.Figure
    rows : int
        How many there are.
    title : str
        Of the axis: which way is which, and the unit.
    """
    figure.update_layout(
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        dragmode=False,
        hovermode="closest",
    )
    figure.update_xaxes(
        title=title, gridcolor=GRID, zeroline=True, zerolinecolor=ZERO, fixedrange=True
    )
    figure.update_yaxes(range=[rows - 0.4, -0.6], fixedrange=True, showgrid=False, automargin=True)
