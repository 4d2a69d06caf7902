"""Pure: a film and what was found on it to a Plotly figure.

Figure coordinates are pixels of the film as stored: x is the column, y the row, row 0 on top,
whatever the size of the picture underneath.

A figure holds every layer. Which of them are seen, and through which grey window, is a matter of
style (`webapp.style`): the browser keeps the figure, and with it the zoom, while they change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from measurements import Flexibility, ImageEdge, Level, Region
from studies.findings import FilmFindings, LevelledVertebra, StudyFindings
from studies.radiograph import PatientSide, Pixel, Radiograph, View
from webapp import picture
from webapp.words import REGION_COLOURS, degrees, signed_degrees

OUTLINE: Final = "#9fd8e6"
CENTRE_LINE: Final = "#f2e394"
INK: Final = "#e8edf2"
SHADOW: Final = "0 0 3px #000, 0 0 6px #000, 1px 1px 2px #000"
SHADE: Final = "rgba(6, 9, 12, 0.78)"
"""Behind words, so that they can be read on bone."""

COBB_REACH: Final = 1.6
"""How far a Cobb line runs beyond its endplate, in endplate lengths: past the ribs' heads."""

LABEL_REACH: Final = 2.6
"""How far an angle stands from its apex on the convex side, in vertebra widths."""

NAME_GAP: Final = 0.12
"""Between a body and its name, in vertebra widths."""

LABEL_MARGIN: Final = 0.13
"""Of the film's width: angles stay this far inside the film."""


class Layer(StrEnum):
    """What is drawn on a film, and can be switched off."""

    VERTEBRAE = "Vertebrae"
    NAMES = "Level names"
    ENDPLATES = "Endplates"
    COBB = "Cobb lines"
    CENTRE = "Centre line"


@dataclass(frozen=True)
class CobbMark:
    """A pair of endplates to draw on a film, and the angle between them."""

    region: Region
    upper: Level
    lower: Level
    words: str
    """The angle as people read it."""


def own_marks(findings: FilmFindings) -> tuple[CobbMark, ...]:
    """Mark the curves that were found on this film."""
    return tuple(
        CobbMark(
            region=curve.region,
            upper=curve.upper_end_vertebra.level,
            lower=curve.lower_end_vertebra.level,
            words=degrees(curve.cobb_deg),
        )
        for curve in findings.curves
    )


def standing_marks(study: StudyFindings, view: View) -> tuple[CobbMark, ...]:
    """Mark the levels of the standing curves on any film of the study.

    The angles keep their signs, so that an over-corrected curve shows.
    """
    angles = [(item.curve, _cobb_on(item, view)) for item in study.flexibility]
    return tuple(
        CobbMark(curve.region, *curve.levels, signed_degrees(angle))
        for curve, angle in angles
        if angle is not None
    )


def _cobb_on(item: Flexibility, view: View) -> float | None:
    return {
        View.CORONAL: item.curve.cobb_deg,
        View.LEFT_BENDING: item.left.cobb_deg,
        View.RIGHT_BENDING: item.right.cobb_deg,
    }[view]


def film_figure(
    film: Radiograph,
    screen: NDArray[np.float32],
    findings: FilmFindings,
    marks: Sequence[CobbMark],
) -> go.Figure:
    """Draw a film with its vertebrae, endplates, Cobb lines and centre line.

    Parameters
    ----------
    film : Radiograph
        Gives the frame: its size, its pixels' aspect and its side.
    screen : ndarray, (h, w) float32
        The same film at the size of a screen.
    findings : FilmFindings
        Vertebrae of this film.
    marks : sequence of CobbMark
        Angles to draw; those whose levels this film does not show are left out.

    Returns
    -------
    plotly.graph_objects.Figure
        Every trace is named by its `Layer`.
    """
    figure = _empty_figure(film)
    jpeg = picture.to_jpeg(screen, picture.auto_window(screen))
    figure.add_layout_image(**_film_image(film.shape, jpeg))
    figure.add_traces(
        [
            *(_outline(found, findings) for found in findings.vertebrae),
            _endplates(findings.vertebrae),
            _centre_line(findings.vertebrae),
        ]
    )
    for mark in marks:
        if {mark.upper, mark.lower} <= set(findings.spine.levels):
            figure.add_traces(_cobb(findings, mark))
    figure.add_trace(_level_names(findings.vertebrae))
    _add_sides(figure, film.side)
    return figure


def _empty_figure(film: Radiograph) -> go.Figure:
    height, width = film.shape
    figure = go.Figure()
    figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor="#000",
        plot_bgcolor="#000",
        showlegend=False,
        dragmode="pan",
        hoverlabel={"bgcolor": "#151a20", "bordercolor": OUTLINE, "font": {"color": INK}},
    )
    figure.update_xaxes(visible=False, range=[-0.5, width - 0.5], constrain="domain")
    figure.update_yaxes(
        visible=False,
        range=[height - 0.5, -0.5],
        scaleanchor="x",
        scaleratio=film.pixel_aspect,
        constrain="domain",
    )
    return figure


def _film_image(shape: tuple[int, int], jpeg: bytes) -> dict[str, object]:
    height, width = shape
    return {
        "source": picture.to_data_uri(jpeg),
        "xref": "x",
        "yref": "y",
        "x": -0.5,
        "y": -0.5,
        "sizex": width,
        "sizey": height,
        "sizing": "stretch",
        "layer": "below",
    }


def _outline(found: LevelledVertebra, findings: FilmFindings) -> go.Scatter:
    rows, columns = zip(*found.corners, found.corners[0], strict=True)
    return go.Scatter(
        x=columns,
        y=rows,
        mode="lines",
        line={"color": OUTLINE, "width": 1.2},
        fill="toself",
        fillcolor="rgba(159, 216, 230, 0.10)",
        hoveron="fills",
        hoverinfo="text",
        text=_hover_words(found, findings),
        name=Layer.VERTEBRAE,
    )


def _hover_words(found: LevelledVertebra, findings: FilmFindings) -> str:
    vertebra = findings.spine[found.level]
    up = "patient's right" if findings.side.patient_right else "image right"
    return (
        f"<b>{found.level}</b>  tilt {signed_degrees(vertebra.tilt_deg)} ({up} up is +)<br>"
        f"superior endplate {signed_degrees(vertebra.superior_endplate.tilt_deg)}, "
        f"inferior {signed_degrees(vertebra.inferior_endplate.tilt_deg)}<br>"
        f"{certainty_words(found)}"
    )


def certainty_words(found: LevelledVertebra) -> str:
    """Say how sure the network is of a vertebra, or that a person placed it."""
    if found.score is None or found.corner_sd_px is None:
        return "placed by hand"
    return f"certainty {found.score:.0%}, corners ± {found.corner_sd_px:.1f} px"


def _endplates(vertebrae: Iterable[LevelledVertebra]) -> go.Scatter:
    plates = [
        plate for found in vertebrae for plate in (found.superior_endplate, found.inferior_endplate)
    ]
    return _segments(plates, Layer.ENDPLATES, {"color": "#ffffff", "width": 1.6})


def _segments(
    segments: Iterable[tuple[Pixel, Pixel]], layer: Layer, line: Mapping[str, object]
) -> go.Scatter:
    rows: list[float | None] = []
    columns: list[float | None] = []
    for start, end in segments:
        rows += [start[0], end[0], None]
        columns += [start[1], end[1], None]
    return go.Scatter(x=columns, y=rows, mode="lines", line=line, hoverinfo="skip", name=layer)


def _centre_line(vertebrae: Iterable[LevelledVertebra]) -> go.Scatter:
    rows, columns = zip(*(found.centre for found in vertebrae), strict=True)
    return go.Scatter(
        x=columns,
        y=rows,
        mode="lines",
        line={"color": CENTRE_LINE, "width": 1.6, "shape": "spline"},
        hoverinfo="skip",
        name=Layer.CENTRE,
    )


def _level_names(vertebrae: Iterable[LevelledVertebra]) -> go.Scatter:
    named = list(vertebrae)
    rows, columns = zip(*(_left_of(found) for found in named), strict=True)
    return go.Scatter(
        x=columns,
        y=rows,
        mode="text",
        text=[found.label for found in named],
        textposition="middle left",
        textfont={"color": INK, "size": 12, "shadow": SHADOW},
        hoverinfo="skip",
        name=Layer.NAMES,
    )


def _left_of(found: LevelledVertebra) -> Pixel:
    """Find a place for a name: beside the body, so that the bone stays free."""
    (superior_row, superior_column), _, _, (inferior_row, inferior_column) = found.corners
    gap = NAME_GAP * found.width_px
    return (superior_row + inferior_row) / 2, (superior_column + inferior_column) / 2 - gap


def _cobb(findings: FilmFindings, mark: CobbMark) -> tuple[go.Scatter, go.Scatter]:
    """Draw the two lines of an angle, and the angle beside them."""
    upper, lower = findings.vertebra(mark.upper), findings.vertebra(mark.lower)
    lines = [_lengthened(upper.superior_endplate), _lengthened(lower.inferior_endplate)]
    colour = REGION_COLOURS[mark.region]
    row, column = _label_place(findings, upper, lower)
    words = go.Scatter(
        x=[column],
        y=[row],
        mode="text",
        text=[f"<b>{mark.words}</b><br>{mark.upper}–{mark.lower}"],
        textfont={"color": colour, "size": 16, "shadow": SHADOW},
        hoverinfo="skip",
        name=Layer.COBB,
    )
    return _segments(lines, Layer.COBB, {"color": colour, "width": 2.4}), words


def _lengthened(plate: tuple[Pixel, Pixel]) -> tuple[Pixel, Pixel]:
    """Run the line of an endplate on beyond both of its ends."""
    (row_left, column_left), (row_right, column_right) = plate
    rise, run = COBB_REACH * (row_right - row_left), COBB_REACH * (column_right - column_left)
    return (row_left - rise, column_left - run), (row_right + rise, column_right + run)


def _label_place(findings: FilmFindings, upper: LevelledVertebra, lower: LevelledVertebra) -> Pixel:
    """Find a place beside the curve, on the side it bulges to, within the film."""
    first, last = findings.vertebrae.index(upper), findings.vertebrae.index(lower)
    row, column = np.mean([found.centre for found in findings.vertebrae[first : last + 1]], axis=0)
    chord = (upper.centre[1] + lower.centre[1]) / 2
    reach = LABEL_REACH * (upper.width_px + lower.width_px) / 2
    width = findings.shape[1]
    place = column + (reach if column >= chord else -reach)
    return float(row), float(np.clip(place, LABEL_MARGIN * width, (1 - LABEL_MARGIN) * width))


def _add_sides(figure: go.Figure, side: PatientSide) -> None:
    """Write R and L on the film's edges, or that nobody said which is which."""
    if side.patient_right is None:
        _add_edge_words(figure, "side not stated", x=0.5, y=0.985, size=13)
        return
    left, right = ("R", "L") if side.patient_right is ImageEdge.LEFT else ("L", "R")
    _add_edge_words(figure, f"<b>{left}</b>", x=0.015, y=0.5, size=22)
    _add_edge_words(figure, f"<b>{right}</b>", x=0.985, y=0.5, size=22)


def _add_edge_words(figure: go.Figure, words: str, *, x: float, y: float, size: int) -> None:
    figure.add_annotation(
        x=x,
        y=y,
        xref="x domain",
        yref="y domain",
        text=words,
        showarrow=False,
        font={"color": INK, "size": size},
        bgcolor=SHADE,
        borderpad=3,
    )
