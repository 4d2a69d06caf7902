"""Pure: two films of a patient at the same levels, as the comparison in the browser draws them.

A scene is plain JSON; ``film_compare.js`` is its only reader. Its points are ``[x, y]``, x to the
right of the screen and y down; both films lie on their lowest common vertebra, in one scale, and
the patient's right is where the first film has it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from measurements import Curve, Frame, ImageEdge, Level, Vertebra, signed_cobb_deg
from studies.findings import FilmFindings
from studies.follow_up import DatedFilm
from webapp.follow_up_tables import angle_words
from webapp.words import REGION_COLOURS

Scene = dict[str, Any]

COBB_REACH: Final = 1.3
"""How far a Cobb line runs beyond its endplate, in endplate lengths."""

LABEL_REACH: Final = 2.4
"""How far an angle stands from its curve on the side it bulges to, in vertebra widths."""

DECIMALS: Final = 2
"""Of a point: far below what a screen shows."""


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
    first, second = (each.film for each in films)
    level = _lowest_shared(first, second)
    by_millimetre = all(film.spacing for film in (first, second))
    width = _anchor(first, level).midline.length
    looks = [
        _Look(
            each,
            _anchor(each.film, level),
            1.0 if by_millimetre else width / _anchor(each.film, level).midline.length,
            first.side.patient_right,
        )
        for each in films
    ]
    shown = [look.film(curves) for look in looks]
    return {
        "key": "-".join(each.film.sha256[:12] for each in films),
        "films": shown,
        "box": _box(shown),
        "note": f"{_level_words(level)} {_scale_words(by_millimetre, level)}",
    }


class _Look:
    """How a film lies on the screen."""

    def __init__(
        self, dated: DatedFilm, anchor: Vertebra, scale: float, right: ImageEdge | None
    ) -> None:
        self.dated, self.found = dated, dated.film
        self.origin, self.scale, self.right = np.array(anchor.centre), scale, right
        spacing = self.found.spacing
        self.frame = Frame(
            (spacing.row_mm, spacing.column_mm) if spacing else None,
            self.found.side.patient_right,
        )
        self.turn = scale * np.array([-1.0 if right is ImageEdge.LEFT else 1.0, -1.0])
        """From the patient's axes to the screen."""

    def placed(self, points: ArrayLike) -> list[Any]:
        at: NDArray[np.float64] = (np.asarray(points) - self.origin) * self.turn
        return (np.round(at, DECIMALS) + 0.0).tolist()  # no negative zero

    def film(self, curves: Sequence[Curve]) -> Scene:
        corner, next_one = self.frame.to_patient(np.array([[0.0, 0.0], [1.0, 1.0]]))
        height, width = self.found.shape
        used = self.found.used
        return {
            "name": self.dated.taken.isoformat(),
            "shape": [height, width],
            "origin": ((corner - self.origin) * self.turn).tolist(),
            "pixel": ((next_one - corner) * self.turn).tolist(),
            "right": self.right,
            "mirrored": self.right is not self.found.side.patient_right,
            "vertebrae": [
                {"level": vertebra.level, "corners": self.placed(_corners(vertebra))}
                for vertebra in used.vertebrae
            ],
            "angles": [
                self._angle(curve) for curve in curves if set(curve.levels) <= set(used.levels)
            ],
        }

    def _angle(self, curve: Curve) -> Scene:
        used = self.found.used
        upper, lower = (used[level] for level in curve.levels)
        between = used.levels.index(upper.level), used.levels.index(lower.level)
        centres = np.array(
            [v.centre for v in used.vertebrae[between[0] : between[1] + 1]], dtype=float
        )
        angle = signed_cobb_deg(used, *curve.levels) * curve.convexity.sign
        reach = LABEL_REACH * (upper.midline.length + lower.midline.length) / 2
        beside = centres.mean(axis=0) + np.array([curve.convexity.sign * reach, 0.0])
        plates = [upper.superior_endplate, lower.inferior_endplate]
        return {
            "words": angle_words(angle),
            "levels": "–".join(curve.levels),
            "colour": REGION_COLOURS[curve.region],
            "plates": [self.placed([plate.left, plate.right]) for plate in plates],
            "lines": [self.placed(_lengthened(plate.left, plate.right)) for plate in plates],
            "label": self.placed(beside),
        }


def _anchor(film: FilmFindings, level: Level | None) -> Vertebra:
    """Return the vertebra on which a film lies."""
    return film.used[level] if level else film.used.vertebrae[-1]


def _lowest_shared(first: FilmFindings, second: FilmFindings) -> Level | None:
    shared = [level for level in first.used.levels if level in second.used]
    return shared[-1] if shared else None


def _corners(vertebra: Vertebra) -> list[Any]:
    superior, inferior = vertebra.superior_endplate, vertebra.inferior_endplate
    return [superior.left, superior.right, inferior.right, inferior.left]


def _lengthened(left: ArrayLike, right: ArrayLike) -> NDArray[np.float64]:
    """Run the line of an endplate on beyond both of its ends."""
    start, end = np.asarray(left, dtype=float), np.asarray(right, dtype=float)
    reach = COBB_REACH * (end - start)
    return np.array([start - reach, end + reach])


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
        return "The films share no level: each lies on its own lowest vertebra."
    return f"Aligned on {level}, the lowest vertebra that both films show; not turned."


def _scale_words(by_millimetre: bool, level: Level | None) -> str:
    if by_millimetre:
        return "One scale in millimetres, as the headers of the films or you have stated it."
    return (
        f"A pixel size is missing, so the films are scaled to make {level or 'that vertebra'} "
        "equally wide: compare angles, not lengths."
    )
