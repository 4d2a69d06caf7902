"""A film with its vertebrae, endplates and Cobb angles drawn on it.

Drawn as the film is stored, never mirrored; the letters R and L stand where the patient's right
and left are, or the picture says that nobody stated them.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import matplotlib.patheffects as effects
import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from languages import Message, begun, say, within_sentence
from measurements import Flexibility, ImageEdge, Level, Region
from measurements.endplate import beyond
from studies.findings import (
    FilmFindings,
    InvalidFindingsError,
    LevelledVertebra,
    StudyFindings,
)
from studies.gates import VIEW_NAMES
from studies.notice import RESEARCH_NOTICE
from studies.radiograph import PatientSide, Pixel, Radiograph, Spacing, SpacingOrigin, View

REGION_COLOURS: Final = {
    Region.PROXIMAL_THORACIC: "#cc79a7",
    Region.MAIN_THORACIC: "#e69f00",
    Region.THORACOLUMBAR: "#56b4e9",
    Region.LUMBAR: "#2fc49a",
}
"""Told apart by colour-blind readers too (Okabe and Ito 2008), lightened for a dark film."""

OUTLINE: Final = "#9fd8e6"
INK: Final = "#f2f5f7"
FONT: Final = "DejaVu Sans"
"""Comes with Matplotlib, so the picture looks the same on every machine."""

HALO: Final = (effects.withStroke(linewidth=1.6, foreground="black"),)
"""A dark edge, so that letters can be read on bone."""

DPI: Final = 160
REACH: Final = 1.1
"""How far a Cobb line runs beyond its endplate on each side, in endplate lengths."""

LABEL_REACH: Final = 2.4
"""How far an angle stands from its curve on the convex side, in vertebra widths."""

LABEL_HALF_IN: Final = 0.52
"""Half the width of an angle with its levels, at most: angles stay this far inside the film."""

SCALE_BAR_MM: Final = 50.0

SCALE_ORIGINS: Final = {
    SpacingOrigin.FIDUCIAL: Message("calibrated in the film"),
    SpacingOrigin.GEOMETRY: Message("corrected for magnification"),
    SpacingOrigin.PIXEL_SPACING: Message("calibrated by the sender"),
    SpacingOrigin.MAGNIFICATION: Message("magnification estimated"),
    SpacingOrigin.PIXEL_SPACING_ONLY: Message("correction not stated"),
    SpacingOrigin.IMAGER: Message("at the detector, magnified"),
    SpacingOrigin.SCANNER: Message("on the scanned sheet, magnified"),
    SpacingOrigin.USER: Message("entered by the user"),
}
"""Where the millimetres of the scale bar come from, short enough to stand beside it."""


@dataclass(frozen=True)
class Sheet:
    """Room for a film on a picture, in inches."""

    height: float
    """Of the film; less where the film is very wide."""

    least_width: float
    strip: float
    """Above the film for its name and below it for the notice."""


PICTURE: Final = Sheet(height=10.0, least_width=4.0, strip=0.42)
"""A picture that is sent around on its own, with its name and the notice on it."""

FIGURE: Final = Sheet(height=7.0, least_width=0.0, strip=0.0)
"""A figure on a page that has both; smaller, so that its letters are larger beside the film."""

WIDEST: Final = 0.9
"""Widest film, as a share of the sheet's height; a wider one is drawn less high."""


@dataclass(frozen=True)
class CobbMark:
    """Two endplates to draw on a film and the angle between them."""

    region: Region
    upper: Level
    lower: Level
    cobb_deg: float
    """Signed, positive when convex to the right."""

    reversed: bool = False
    """Whether the curve bulges to the other side than standing."""

    @property
    def words(self) -> str:
        """The angle and its levels, as people read them."""
        angle = f"{abs(self.cobb_deg):.0f}°" + (say(" reversed") if self.reversed else "")
        return f"{angle}\n{self.region}  {self.upper}–{self.lower}"


def overlay_png(radiograph: Radiograph, film: FilmFindings) -> bytes:
    """Draw a film with the curves found on it.

    Parameters
    ----------
    radiograph : Radiograph
        The film's pixels.
    film : FilmFindings
        What was found on it.

    Returns
    -------
    bytes
        A PNG file.

    Raises
    ------
    InvalidFindingsError
        If the findings are those of another film.
    """
    return _png(radiograph, film, own_marks(film))


def study_overlay_png(radiograph: Radiograph, study: StudyFindings, view: View) -> bytes:
    """Draw a film of a study with the curves of its standing film.

    On a bending film the angles are those between the standing levels, which are the ones that
    flexibility is taken from, whatever other curves that film shows.

    Parameters
    ----------
    radiograph : Radiograph
        The film's pixels.
    study : StudyFindings
        The study.
    view : View
        Which of its films to draw; it must have been measured.

    Returns
    -------
    bytes
        A PNG file.

    Raises
    ------
    InvalidFindingsError
        If the findings are those of another film.
    """
    return _png(radiograph, study.films[view], standing_marks(study, view))


def study_overlay_svg(radiograph: Radiograph, study: StudyFindings, view: View) -> str:
    """Draw what `study_overlay_png` does, with lines and letters sharp at any size.

    Parameters
    ----------
    radiograph : Radiograph
        The film's pixels.
    study : StudyFindings
        The study.
    view : View
        Which of its films to draw; it must have been measured.

    Returns
    -------
    str
        An SVG document that needs no font.

    Raises
    ------
    InvalidFindingsError
        If the findings are those of another film.
    """
    figure = film_figure(radiograph, study.films[view], standing_marks(study, view), FIGURE)
    svg = io.StringIO()
    figure.savefig(svg, format="svg", dpi=DPI, facecolor="black", metadata={"Date": None})
    return svg.getvalue()


def film_figure(
    radiograph: Radiograph, film: FilmFindings, marks: Sequence[CobbMark], sheet: Sheet
) -> Figure:
    """Draw a film, its vertebrae and some angles.

    Parameters
    ----------
    radiograph : Radiograph
        The film's pixels.
    film : FilmFindings
        What was found on it.
    marks : sequence of CobbMark
        The angles to draw.
    sheet : Sheet
        How large; its strips stay empty.

    Returns
    -------
    matplotlib.figure.Figure
        Its one pair of axes is in pixels of the film as stored.

    Raises
    ------
    InvalidFindingsError
        If the findings are those of another film.
    """
    if radiograph.sha256 != film.sha256:
        raise InvalidFindingsError(
            Message("These findings are those of another film; analyse this one.")
        )
    figure, axes = _canvas(radiograph, sheet)
    _draw_pixels(axes, radiograph)
    _draw_vertebrae(axes, film)
    for mark in marks:
        _draw_angle(axes, film, mark)
    _draw_sides(axes, film.side)
    if film.spacing:
        _draw_scale(axes, film.spacing, film.shape)
    return figure


def own_marks(film: FilmFindings) -> tuple[CobbMark, ...]:
    """Mark the curves found on a film."""
    return tuple(CobbMark(curve.region, *curve.levels, curve.cobb_deg) for curve in film.curves)


def standing_marks(study: StudyFindings, view: View) -> tuple[CobbMark, ...]:
    """Mark the levels of the standing curves on a film of the study.

    A study without a standing film has no such levels; its films keep their own curves.
    """
    if study.standing is None or view is View.CORONAL:
        return own_marks(study.films[view])
    return tuple(
        CobbMark(item.curve.region, *item.curve.levels, angle, angle * item.curve.cobb_deg < 0)
        for item in study.flexibility
        if (angle := _bending_cobb_deg(item, view)) is not None
    )


def _bending_cobb_deg(item: Flexibility, view: View) -> float | None:
    return (item.left if view is View.LEFT_BENDING else item.right).cobb_deg


def _png(radiograph: Radiograph, film: FilmFindings, marks: Sequence[CobbMark]) -> bytes:
    figure = film_figure(radiograph, film, marks, PICTURE)
    _write_strips(figure, film)
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=DPI, facecolor="black")
    return png.getvalue()


def _canvas(radiograph: Radiograph, sheet: Sheet) -> tuple[Figure, Axes]:
    """Make a black picture whose axes are the film in pixels, row 0 on top."""
    height, width = radiograph.shape
    shape = width / (height * radiograph.pixel_aspect)  # width over height as seen
    film_height = sheet.height * min(1, WIDEST / shape)
    film_width = max(film_height * shape, sheet.least_width)
    picture_height = film_height + 2 * sheet.strip
    figure = Figure(figsize=(film_width, picture_height))
    FigureCanvasAgg(figure)
    axes = figure.add_axes(
        (0, sheet.strip / picture_height, 1, film_height / picture_height), frameon=False
    )
    axes.set_axis_off()
    return figure, axes


def _draw_pixels(axes: Axes, radiograph: Radiograph) -> None:
    """Draw the film, averaged down to the resolution of the picture."""
    height, width = radiograph.shape
    step = max(1, math.floor(height / (PICTURE.height * DPI)))
    rows, columns = height // step, width // step
    whole = radiograph.pixels[: rows * step, : columns * step]
    averaged = whole.reshape(rows, step, columns, step).mean(axis=(1, 3))
    axes.imshow(
        averaged,
        cmap="gray",
        vmin=0,
        vmax=1,
        extent=(-0.5, columns * step - 0.5, rows * step - 0.5, -0.5),
        aspect=radiograph.pixel_aspect,
    )
    axes.set_xlim(-0.5, width - 0.5)
    axes.set_ylim(height - 0.5, -0.5)


def _draw_vertebrae(axes: Axes, film: FilmFindings) -> None:
    for vertebra in film.vertebrae:
        outline = np.array(vertebra.corners)[:, ::-1]
        colour = INK if vertebra.edited else OUTLINE
        axes.add_patch(Polygon(outline, fill=False, edgecolor=colour, linewidth=0.8, alpha=0.9))
        _write(axes, vertebra.centre, vertebra.label, size=6)


def _draw_angle(axes: Axes, film: FilmFindings, mark: CobbMark) -> None:
    upper, lower = film.vertebra(mark.upper), film.vertebra(mark.lower)
    colour = REGION_COLOURS[mark.region]
    for ends in (upper.superior_endplate, lower.inferior_endplate):
        (top, left), (bottom, right) = beyond(*ends, REACH)
        axes.plot((left, right), (top, bottom), color=colour, linewidth=1.1)
        (top, left), (bottom, right) = ends
        axes.plot((left, right), (top, bottom), color=colour, linewidth=2.2)
    between = film.vertebrae[film.vertebrae.index(upper) : film.vertebrae.index(lower) + 1]
    middle = between[len(between) // 2]
    row, column = _beside(middle, _convex_way(mark.cobb_deg, film.side))
    width = film.shape[1]
    margin = LABEL_HALF_IN * width / axes.get_window_extent().width * axes.figure.dpi
    column = min(max(column, margin), width - margin)
    _write(axes, (row, column), mark.words, size=9.5, colour=colour, weight="bold")


def _beside(vertebra: LevelledVertebra, way: int) -> Pixel:
    """Point `LABEL_REACH` widths beside a vertebra along its own tilt."""
    (row, column), ends = vertebra.centre, np.array(vertebra.corners)
    rows, columns = (ends[1] + ends[2] - ends[0] - ends[3]) / 2  # from its left to its right
    reach = way * LABEL_REACH
    return row + reach * rows, column + reach * columns


def _convex_way(cobb_deg: float, side: PatientSide) -> int:
    """Image direction a curve bulges to: 1 to the image's right, -1 to its left."""
    right = -1 if side.patient_right is ImageEdge.LEFT else 1
    return right if cobb_deg > 0 else -right


def _draw_sides(axes: Axes, side: PatientSide) -> None:
    if side.patient_right is None:
        _label(axes, 0.5, say("side not stated"), size=11)
        return
    at_left, at_right = "RL" if side.patient_right is ImageEdge.LEFT else "LR"
    _label(axes, 0.06, at_left, size=20)
    _label(axes, 0.94, at_right, size=20)


def _label(axes: Axes, x: float, words: str, *, size: float) -> None:
    """Write at the top of the film, `x` of its width from the left."""
    axes.text(
        x,
        0.965,
        words,
        transform=axes.transAxes,
        color=INK,
        fontsize=size,
        fontweight="bold",
        family=FONT,
        ha="center",
        va="center",
        path_effects=HALO,
    )


def _draw_scale(axes: Axes, spacing: Spacing, shape: tuple[int, int]) -> None:
    height, width = shape
    left, row = 0.05 * width, 0.975 * height
    right = left + SCALE_BAR_MM / spacing.column_mm
    axes.plot((left, right), (row, row), color=INK, linewidth=2, path_effects=HALO)
    words = say(
        "{length:.0f} mm, {origin}",
        length=SCALE_BAR_MM,
        origin=SCALE_ORIGINS[spacing.origin],
    )
    _write(axes, (row - 0.008 * height, left), words, size=6.5, ha="left", va="bottom")


def _write(
    axes: Axes,
    point: Pixel,
    words: str,
    *,
    size: float,
    ha: Literal["left", "center"] = "center",
    va: Literal["bottom", "center"] = "center",
    colour: str = INK,
    weight: Literal["normal", "bold"] = "normal",
) -> None:
    """Write at a pixel of the film, with a dark edge so that it can be read on bone."""
    row, column = point
    axes.text(
        column,
        row,
        words,
        color=colour,
        fontsize=size,
        fontweight=weight,
        family=FONT,
        ha=ha,
        va=va,
        path_effects=HALO,
        clip_on=True,
    )


def _write_strips(figure: Figure, film: FilmFindings) -> None:
    """Write above the film what it is, and below it what it is not."""
    strip = PICTURE.strip / figure.get_figheight()
    view = say(VIEW_NAMES[film.view] if film.view else Message("film"))
    figure.text(
        0.5,
        1 - strip / 2,
        f"{begun(view)}, {within_sentence(say(film.review_state))}",
        color=INK,
        fontsize=8.5,
        family=FONT,
        ha="center",
        va="center",
    )
    figure.text(
        0.5,
        strip / 2,
        "\n".join(say(RESEARCH_NOTICE).rsplit(". ", 1)).replace("\n", ".\n"),
        color=INK,
        fontsize=5.5,
        family=FONT,
        ha="center",
        va="center",
    )
