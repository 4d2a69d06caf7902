"""Pure: two films of a patient at the same levels, as the comparison in the browser draws them.

A scene is plain JSON; ``film_compare.js`` is its only reader. Its points are ``[x, y]``, x to the
right of the screen and y down; both films lie on their lowest common vertebra, in one scale, and
the patient's right is where the first film has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from languages import say
from measurements import Curve, Level, Spine, signed_cobb_deg
from studies.alignment import Alignment, ScaleBasis, align
from studies.follow_up import DatedFilm
from webapp.follow_up_tables import angle_words
from webapp.placed_film import NO_SHARED_LEVEL, PlacedFilm, width_words
from webapp.scene import Scene
from webapp.words import REGION_COLOURS

COBB_REACH: Final = 1.3
"""How far a Cobb line runs beyond its endplate, in endplate lengths."""

LABEL_REACH: Final = 2.4
"""How far an angle stands from its curve on the side it bulges to, in vertebra widths."""


def compare_scene(films: tuple[DatedFilm, DatedFilm], curves: Sequence[Curve]) -> Scene:
    """Describe two films for the comparison.

    Parameters
    ----------
    films : tuple of DatedFilm
        The patient's side is known on both.
    curves : sequence of Curve
        Whose levels are drawn on both films.

    Returns
    -------
    dict
        Both films with their Cobb lines; whoever draws it adds where the pictures are served.
    """
    aligned = align(dict(enumerate(each.film for each in films)))
    right = films[0].film.side.patient_right
    shown = [
        _film(
            each,
            PlacedFilm(each.film, aligned.placements[place], right),
            aligned.spines[place],
            curves,
        )
        for place, each in enumerate(films)
    ]
    return {
        "key": "-".join(each.film.sha256[:12] for each in films),
        "films": shown,
        "box": _box(shown),
        "note": f"{_level_words(aligned.level)} {_scale_words(aligned)}",
    }


def _film(dated: DatedFilm, placed: PlacedFilm, spine: Spine, curves: Sequence[Curve]) -> Scene:
    return {
        "name": dated.taken.isoformat(),
        **placed.geometry(),
        "vertebrae": [
            {"level": vertebra.level, "corners": placed.body(vertebra)}
            for vertebra in spine.vertebrae
        ],
        "angles": [
            _angle(curve, placed, spine)
            for curve in curves
            if set(curve.levels) <= set(spine.levels)
        ],
    }


def _angle(curve: Curve, placed: PlacedFilm, spine: Spine) -> Scene:
    upper, lower = (spine[level] for level in curve.levels)
    between = spine.levels.index(upper.level), spine.levels.index(lower.level)
    centres = np.array([v.centre for v in spine.vertebrae[between[0] : between[1] + 1]])
    angle = signed_cobb_deg(placed.found.used, *curve.levels) * curve.convexity.sign
    reach = LABEL_REACH * (upper.midline.length + lower.midline.length) / 2
    beside = centres.mean(axis=0) + np.array([curve.convexity.sign * reach, 0.0])
    plates = [upper.superior_endplate, lower.inferior_endplate]
    return {
        "words": angle_words(angle),
        "levels": "–".join(curve.levels),
        "colour": REGION_COLOURS[curve.region],
        "plates": [placed.points([plate.left, plate.right]) for plate in plates],
        "lines": [placed.points(plate.extended(COBB_REACH)) for plate in plates],
        "label": placed.points(beside),
    }


def _box(shown: Sequence[Scene]) -> list[float]:
    """Left, top, right and bottom of all that is drawn on either film."""
    points = np.array(
        [
            point
            for film in shown
            for drawn in (
                *(vertebra["corners"] for vertebra in film["vertebrae"]),
                *(angle["lines"][place] for angle in film["angles"] for place in (0, 1)),
                *([angle["label"]] for angle in film["angles"]),
            )
            for point in drawn
        ]
    )
    return [*points.min(axis=0).tolist(), *points.max(axis=0).tolist()]


def _level_words(level: Level | None) -> str:
    if level is None:
        return say(NO_SHARED_LEVEL)
    return say(
        "Aligned on {level}, the lowest vertebra that both films show; not turned.", level=level
    )


def _scale_words(aligned: Alignment[int]) -> str:
    if aligned.basis is ScaleBasis.WIDTH:
        return width_words(aligned.level or say("that vertebra"))
    return say("One scale in millimetres, as the headers of the films or you have stated it.")
