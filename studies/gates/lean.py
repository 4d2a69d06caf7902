"""A film hung askew, or a patient who leans."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from languages import Message, joined
from measurements import Posture
from studies.findings import FilmFindings, FindingWarning

LARGEST_LEAN_DEG: Final = 10.0
"""C7 eight centimetres beside S1, four times the 20 mm of imbalance, over a spine of 45 cm."""


def tilted_film(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of a standing spine, or pelvis, that is far from upright as a whole."""
    if film.view is None or film.posture is not Posture.STANDING:
        return
    (top_x, top_y), (bottom_x, bottom_y) = (
        vertebra.centre for vertebra in (film.spine.vertebrae[0], film.spine.vertebrae[-1])
    )
    lean = math.degrees(math.atan2(top_x - bottom_x, top_y - bottom_y))
    pelvis = film.measures.pelvic_obliquity.value
    seen = []
    if abs(lean) > LARGEST_LEAN_DEG:
        seen.append(Message("the spine leans {lean:.0f}° from the vertical", lean=abs(lean)))
    if pelvis is not None and abs(pelvis.tilt_deg) > LARGEST_LEAN_DEG:
        seen.append(Message("the iliac crests are tilted {tilt:.0f}°", tilt=abs(pelvis.tilt_deg)))
    if seen:
        yield FindingWarning(
            "film-tilted",
            Message(
                "On this standing film {seen}: it may hang askew.",
                seen=joined(Message(" and "), seen),
            ),
            Message(
                "Turn the film upright and export it again; if the patient really stands so, "
                "only balance, translation and tilts are to be read with care, angles are "
                "not affected."
            ),
        )
