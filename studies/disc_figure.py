"""Every disc on the three films, drawn for paper."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from matplotlib import rc_context
from matplotlib.axes import Axes
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from languages import Message, say
from measurements import DiscFlexibility

WIDTH_IN, ROW_IN, FRAME_IN = 6.4, 0.155, 0.75
"""Inches on the page."""

TRACK: Final = "#c9d1d6"
INK: Final = "#1f2a30"
FONT: Final = "DejaVu Sans"
"""Comes with Matplotlib, so the figure looks the same on every machine."""

FILMS: Final = (
    (Message("left bend"), "<", "#0072b2"),
    (Message("standing"), "o", "#1f2a30"),
    (Message("right bend"), ">", "#d55e00"),
)
"""Symbol and colour of each film, told apart by colour-blind readers too (Okabe and Ito 2008)."""


def disc_figure_svg(discs: Sequence[DiscFlexibility]) -> str:
    """Draw the angle of every disc standing and on both bends.

    Parameters
    ----------
    discs : sequence of DiscFlexibility
        Cranial first; drawn from top to bottom.

    Returns
    -------
    str
        An SVG picture with its letters as outlines.
    """
    figure = Figure(figsize=(WIDTH_IN, FRAME_IN + ROW_IN * len(discs)), layout="constrained")
    FigureCanvasSVG(figure)
    axes = figure.subplots()
    for row, disc in enumerate(discs):
        _draw(axes, row, disc)
    axes.axvline(0, color=INK, linewidth=0.7)
    axes.set_yticks(range(len(discs)), [disc.name for disc in discs], fontsize=6.5, family=FONT)
    axes.set_ylim(len(discs) - 0.4, -0.6)
    axes.tick_params(labelsize=6.5, length=2, colors=INK)
    axes.set_xlabel(
        say("open on the patient’s left  ←  disc angle, degrees  →  open on the right"),
        fontsize=7,
        family=FONT,
        color=INK,
    )
    axes.spines[["top", "right", "left"]].set_visible(False)
    axes.legend(
        *zip(
            *[(_key(axes, symbol, colour), say(name)) for name, symbol, colour in FILMS],
            strict=True,
        ),
        loc="lower center",
        bbox_to_anchor=(0.5, 1.0),
        ncols=len(FILMS),
        frameon=False,
        prop={"family": FONT, "size": 7},
    )
    picture = io.StringIO()
    with rc_context({"svg.hashsalt": "discs"}):  # the same figure each time
        figure.savefig(picture, format="svg", metadata={"Date": None})
    return picture.getvalue()


def _draw(axes: Axes, row: int, disc: DiscFlexibility) -> None:
    angles = (disc.left.angle_deg, disc.standing_deg, disc.right.angle_deg)
    seen = [angle for angle in angles if angle is not None]
    axes.plot([min(seen), max(seen)], [row, row], color=TRACK, linewidth=2, zorder=1)
    for (_, symbol, colour), angle in zip(FILMS, angles, strict=True):
        if angle is not None:
            axes.plot(angle, row, symbol, color=colour, markersize=3.6, zorder=2)


def _key(axes: Axes, symbol: str, colour: str) -> object:
    (line,) = axes.plot([], [], symbol, color=colour, markersize=4)
    return line
