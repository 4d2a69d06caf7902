"""Pure: a lesson as the browser draws it.

A scene is plain JSON; ``measuring_film.js`` is its only reader. Before the learner has committed
it holds the film, what was asked and what the learner drew, and nothing that was computed from the
truth. What is true travels as shapes, and only those of the layers that are shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from languages import Message, say
from measurements import Convexity, Vertebra
from teaching import Case, Score
from webapp.lesson_film import LessonFilm
from webapp.measuring import LEVELS, Desk
from webapp.words import REGION_NAMES, degrees, signed_degrees, signed_length

Scene = dict[str, Any]
Shape = dict[str, Any]
Array = NDArray[np.float64]

COBB_REACH: Final = 0.9
"""How far a line of the angle runs beyond its endplate, in endplate lengths."""

ANGLE_REACH: Final = 2.0
"""How far words stand from the apex on the convex side, in endplate lengths."""

CROSSING: Final = 1.1
"""How far from the apex the perpendiculars cross, towards the concavity, in endplate lengths."""

FOOT: Final = (0.7, 8.0)
"""Bounds of where they stand on their lines, in endplate lengths from the middle."""

ARROW: Final = (0.8, 1.8)
"""From where to where the arrow to the convex side runs, in endplate lengths from the apex."""

NAME_GAP: Final = 0.25
"""Between a vertebra, or the line along it, and its name, in endplate lengths."""


class Layer(StrEnum):
    """What is shown of the truth, and can be hidden."""

    OUTLINES = Message("Outlines")
    LEVELS = Message("Level names")
    ANGLE = Message("Angle")
    SIDE = Message("Side")
    CURVE = Message("Curve name")


class Rule(StrEnum):
    """A rule of measuring that can be drawn on the case."""

    END_VERTEBRAE = Message("End vertebrae")
    PERPENDICULARS = Message("Right angles")
    APEX = Message("Apex")
    SIDE = Message("Side")
    OTHER_LEVELS = Message("Other levels")


def blind_scene(film: LessonFilm, case: Case, desk: Desk) -> Scene:
    """Describe a film that is still to be measured.

    Parameters
    ----------
    film : LessonFilm
        The film.
    case : Case
        Which curve is asked for; only what frames the question is taken from it.
    desk : Desk
        What was drawn so far.

    Returns
    -------
    dict
        Points as ``[row, column]`` in pixels of the film.
    """
    return {
        **_film(film, case),
        "open": True,
        "levels": list(LEVELS),
        "sides": [[side, say("the {side}", side=side)] for side in _sides(case)],
        "draft": dict(desk.draft),
        "epoch": desk.epoch,
        "seen": desk.seen,
        "said": say(desk.said),
        "shapes": [],
    }


def open_scene(film: LessonFilm, case: Case, layers: Iterable[Layer], desk: Desk) -> Scene:
    """Describe a film that is still to be measured, with layers that a teacher shows."""
    return blind_scene(film, case, desk) | {"shapes": shapes(case, layers)}


def told_scene(
    film: LessonFilm, score: Score, layers: Iterable[Layer], rule: Rule | None = None
) -> Scene:
    """Describe a film that was measured: the truth over the learner's lines.

    A rule is drawn only where every layer is shown, as it holds something of each.
    """
    shown = tuple(layers)
    reading = score.reading
    drawn = {
        name: {"level": level, "line": [list(end) for end in line.ends_px]}
        for name, level, line in (
            ("upper", reading.upper, reading.upper_line),
            ("lower", reading.lower, reading.lower_line),
        )
    }
    explained = rule if set(shown) == set(Layer) else None
    return {
        **_film(film, score.case),
        "open": False,
        "draft": drawn | {"side": reading.convexity},
        "quiet": explained is not None,
        "beside": "right" if _grows_rightward(score.case) else "left",
        "shapes": rule_shapes(score, explained) if explained else shapes(score.case, shown),
    }


def shapes(case: Case, layers: Iterable[Layer]) -> list[Shape]:
    """Draw layers of the truth, those that lie under others first."""
    shown = set(layers)
    drawn: list[Shape] = []
    if Layer.OUTLINES in shown:
        drawn += [_outline(case, vertebra) for vertebra in case.spine.vertebrae]
    if Layer.LEVELS in shown:
        drawn += _names(case, ends=Layer.ANGLE in shown)
    if Layer.ANGLE in shown:
        drawn += _end_lines(case)
    if Layer.SIDE in shown:
        drawn += _arrow(case)
    words = {
        Layer.ANGLE: degrees(case.true_deg),
        Layer.CURVE: say(REGION_NAMES[case.curve.region]),
        Layer.SIDE: _side_words(case),
    }
    said = [words[layer] for layer in words if layer in shown]
    return [*drawn, *([_beside_apex(case, said, "angle")] if said else [])]


def rule_shapes(score: Score, rule: Rule) -> list[Shape]:
    """Draw a rule on the outlines of the case."""
    case = score.case
    outlines = shapes(case, [Layer.OUTLINES])
    named = [*outlines, *_names(case, ends=True)]
    match rule:
        case Rule.END_VERTEBRAE:
            return [*named, *_tilts(case)]
        case Rule.PERPENDICULARS:
            return [*outlines, *_perpendiculars(case)]
        case Rule.APEX:
            return [*named, *_apex(case)]
        case Rule.SIDE:
            return [*outlines, *_arrow(case), _beside_apex(case, [_side_words(case)], "side")]
        case Rule.OTHER_LEVELS:
            return [*named, *_other_levels(score)]


# ------------------------------------------------------------------------------- the film itself


def _film(film: LessonFilm, case: Case) -> Scene:
    return {
        "film": film.key,
        "label": say("{name}, to be measured", name=film.name),
        "shape": list(film.pixels.shape),
        "aspect": film.aspect,
        "right": case.spine.patient_right,
    }


def _sides(case: Case) -> Sequence[Convexity]:
    if case.spine.side_known:
        return Convexity.RIGHT, Convexity.LEFT
    return Convexity.IMAGE_RIGHT, Convexity.IMAGE_LEFT


# --------------------------------------------------------------------------------------- layers


def _outline(case: Case, vertebra: Vertebra) -> Shape:
    top, bottom = vertebra.superior_endplate, vertebra.inferior_endplate
    return _polygon(case, [top.left, top.right, bottom.right, bottom.left], "body")


def _names(case: Case, *, ends: bool) -> list[Shape]:
    """Name every vertebra on the concave side, where nothing else is written."""
    side = case.curve.convexity.sign
    drawn = []
    for vertebra in case.spine.vertebrae:
        is_end = ends and vertebra.level in case.curve.levels
        left, right = vertebra.midline.extended(COBB_REACH if is_end else 0.0)
        edge = left if side > 0 else right
        at = edge - side * np.array([NAME_GAP * vertebra.midline.length, 0.0])
        drawn.append(_text(case, at, [vertebra.level], "name end" if is_end else "name", "outward"))
    return drawn


def _end_lines(case: Case) -> list[Shape]:
    curve = case.curve
    return [
        _line(case, *endplate.extended(COBB_REACH), "truth")
        for endplate in (curve.superior_endplate, curve.inferior_endplate)
    ]


def _arrow(case: Case) -> list[Shape]:
    """Point an arrow from the apex to the convex side."""
    side, length = case.curve.convexity.sign, _length(case)
    start, tip = (
        np.array(case.curve.apex.point) + side * np.array([reach * length, 0.0]) for reach in ARROW
    )
    barb = np.array([0.3 * length, 0.0]) * side
    rise = np.array([0.0, 0.18 * length])
    return [
        _line(case, start, tip, "side"),
        _line(case, tip, tip - barb + rise, "side"),
        _line(case, tip, tip - barb - rise, "side"),
    ]


def _side_words(case: Case) -> str:
    return say("convex to the {side}", side=case.curve.convexity)


# ---------------------------------------------------------------------------------------- rules


def _tilts(case: Case) -> list[Shape]:
    """Draw every vertebra's tilt as a line through its middle; the ends stand out."""
    side = case.curve.convexity.sign
    drawn = []
    for vertebra in case.spine.vertebrae:
        is_end = vertebra.level in case.curve.levels
        style = "tilt end" if is_end else "tilt"
        ends = vertebra.midline.extended(0.5 if is_end else 0.2)
        drawn.append(_line(case, *ends, style))
        at = np.array(ends[1] if side > 0 else ends[0]) + side * np.array([3.0, 0.0])
        words = [signed_degrees(vertebra.tilt_deg)]
        drawn.append(
            _text(
                case,
                at,
                words,
                f"number {'end' if is_end else ''}".strip(),
                "inward",
            )
        )
    return drawn


def _perpendiculars(case: Case) -> list[Shape]:
    """Draw both lines, a right angle raised on each at its concave side, and where they cross."""
    curve, side = case.curve, case.curve.convexity.sign
    lines = curve.superior_endplate, curve.inferior_endplate
    middles = np.array([line.midpoint for line in lines])
    outward = np.array([np.subtract(line.right, line.left) / line.length for line in lines]) * side
    ways = np.array([[along[1], -along[0]] for along in outward]) * np.array([[side], [-side]])
    length = _length(case)
    near, far = (_crossing(middles - reach * length * outward, ways) for reach in (0.0, 1.0))
    wanted = curve.apex.point[0] - side * CROSSING * length
    step = far[0] - near[0]
    reach = float(np.clip((wanted - near[0]) / step if step else FOOT[0], *FOOT)) * length
    feet = middles - reach * outward
    cross = _crossing(feet, ways)
    mark = 0.16 * length
    drawn = []
    for middle, foot, along, way in zip(middles, feet, outward, ways, strict=True):
        drawn += [
            _line(case, foot - mark * along, middle + 0.8 * length * along, "truth"),
            _line(case, foot, cross + 0.3 * (cross - foot), "perpendicular"),
            _path(case, [foot + mark * along, foot + mark * (along + way), foot + mark * way]),
        ]
    at = cross - side * np.array([0.35 * length, 0.0])
    return [*drawn, _text(case, at, [degrees(case.true_deg)], "angle", "outward")]


def _crossing(feet: Array, ways: Array) -> Array:
    """Where the lines from two feet along two ways cross."""
    shares = np.linalg.solve(np.stack([ways[0], -ways[1]], axis=1), feet[1] - feet[0])
    return np.asarray(feet[0] + shares[0] * ways[0])


def _apex(case: Case) -> list[Shape]:
    """Draw the line between the centres of the end vertebrae, and how far off it the apex lies."""
    curve = case.curve
    top, bottom = (np.array(v.centre) for v in (curve.upper_end_vertebra, curve.lower_end_vertebra))
    at = np.array(curve.apex.point)
    along = (top - bottom) / np.linalg.norm(top - bottom)
    foot = bottom + ((at - bottom) @ along) * along
    away = signed_length(float(np.linalg.norm(at - foot)), case.spine.unit).removeprefix("+")
    side = curve.convexity.sign
    beside = at + side * np.array([0.8 * _length(case), 0.0])
    return [
        _line(case, top, bottom, "chord"),
        _line(case, foot, at, "offset"),
        _dot(case, at, "apex"),
        _text(case, beside, [curve.apex.name, say("{away} away", away=away)], "apex", "inward"),
    ]


def _other_levels(score: Score) -> list[Shape]:
    """Draw the endplates of the vertebrae that the learner chose, beside the true ones."""
    case = score.case
    chosen = (
        case.spine[score.reading.upper].superior_endplate,
        case.spine[score.reading.lower].inferior_endplate,
    )
    words = [say("{angle} true", angle=degrees(case.true_deg))]
    if not score.levels_right:
        words.append(
            say(
                "{angle} between yours",
                angle=signed_degrees(score.chosen_deg).removeprefix("+"),
            )
        )
    return [
        *_end_lines(case),
        *(_line(case, *endplate.extended(COBB_REACH), "chosen") for endplate in chosen),
        _beside_apex(case, words, "angle"),
    ]


# ---------------------------------------------------------------------------------------- shapes


def _length(case: Case) -> float:
    """Length of a middle endplate, which all distances on the film go by."""
    return float(np.median([v.superior_endplate.length for v in case.spine.vertebrae]))


def _beside_apex(case: Case, words: Sequence[str], style: str) -> Shape:
    reach = case.curve.convexity.sign * ANGLE_REACH * _length(case)
    at = np.array(case.curve.apex.point) + np.array([reach, 0.0])
    return _text(case, at, words, style, "inward")


def _pixels(case: Case, points: Sequence[Any]) -> list[list[float]]:
    return [[round(row, 2), round(column, 2)] for row, column in case.frame.to_pixels(points)]


def _line(case: Case, start: Any, end: Any, style: str) -> Shape:
    return {"kind": "line", "points": _pixels(case, [start, end]), "style": style}


def _path(case: Case, points: Sequence[Any], style: str = "square") -> Shape:
    return {"kind": "polyline", "points": _pixels(case, points), "style": style}


def _polygon(case: Case, points: Sequence[Any], style: str) -> Shape:
    return {"kind": "polygon", "points": _pixels(case, points), "style": style}


def _dot(case: Case, at: Any, style: str) -> Shape:
    return {"kind": "dot", "points": _pixels(case, [at]), "style": style}


def _text(case: Case, at: Any, words: Sequence[str], style: str, anchor: str) -> Shape:
    """Write at a point; "outward" runs away from the convexity, "inward" towards it."""
    if anchor in ("outward", "inward"):
        anchor = "start" if _grows_rightward(case) == (anchor == "inward") else "end"
    return {
        "kind": "text",
        "points": _pixels(case, [at]),
        "words": list(words),
        "style": style,
        "anchor": anchor,
    }


def _grows_rightward(case: Case) -> bool:
    """Tell whether the curve bulges to the right of the image."""
    here, there = case.frame.to_pixels([(0.0, 0.0), (float(case.curve.convexity.sign), 0.0)])
    return bool(there[1] > here[1])
