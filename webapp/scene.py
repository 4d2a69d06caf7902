"""Pure: a film and what is marked on it, as the editor in the browser draws it.

A scene is plain JSON; ``film_editor.js`` is its only reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from languages import say
from measurements import Curve, ImageEdge, Level, MeasurementError, levels_upward_from
from studies.findings import FilmFindings, LevelledVertebra
from studies.gates import is_doubtful
from studies.preferences_file import ViewFrom
from webapp.session import DraftFilm
from webapp.words import REGION_COLOURS, VIEW_NAMES, degrees, signed_degrees

Scene = dict[str, Any]

PEDICLES: Final = "pedicles"
"""What the names of pedicles among a scene's landmarks begin with."""


def scene(film: DraftFilm, findings: FilmFindings, view_from: ViewFrom = ViewFrom.STORED) -> Scene:
    """Describe a film for the editor.

    Parameters
    ----------
    film : DraftFilm
        Its corrections, and where browser and session stand with each other.
    findings : FilmFindings
        What is marked and measured on it now.
    view_from : ViewFrom
        From where the patient is seen until a person says otherwise.

    Returns
    -------
    dict
        Points as ``[row, column]`` in pixels of the film as stored.
    """
    levels = findings.spine.levels
    history, desk = film.history, film.desk
    return {
        "film": film.key,
        "label": say(
            "{view} film, {count} vertebrae", view=VIEW_NAMES[findings.view], count=len(levels)
        )
        if findings.view
        else say("Film"),
        "shape": findings.shape,
        "aspect": film.as_read.pixel_aspect,
        "right": findings.side.patient_right,
        "mirrored": is_mirrored(findings.side.patient_right, view_from),
        "vertebrae": [_vertebra(found, findings) for found in findings.vertebrae],
        "angles": [_angle(curve, levels) for curve in findings.curves],
        "landmarks": dict(findings.landmark_points)
        | {pedicles_of(v.level): v.pedicles for v in findings.vertebrae if v.pedicles},
        "names": _possible_names(len(levels)),
        "epoch": desk.epoch,
        "seen": desk.seen,
        "said": say(desk.said),
        "refused": desk.refused,
        "can_undo": history is not None and history.can_undo,
        "can_redo": history is not None and history.can_redo,
        "can_reset": history is not None and history.present != history.automatic,
    }


def is_mirrored(patient_right: ImageEdge | None, view_from: ViewFrom) -> bool:
    """Whether a film is shown mirrored so that the patient is seen from there.

    A film whose side nobody has stated is shown as it is stored: neither end of it is known.

    Examples
    --------
    >>> is_mirrored(ImageEdge.LEFT, ViewFrom.BEHIND), is_mirrored(None, ViewFrom.BEHIND)
    (True, False)
    """
    wanted = {ViewFrom.FRONT: ImageEdge.LEFT, ViewFrom.BEHIND: ImageEdge.RIGHT}.get(view_from)
    return None not in (patient_right, wanted) and patient_right is not wanted


def pedicles_of(level: Level) -> str:
    """Name the pedicles of a vertebra among the landmarks of a scene."""
    return f"{PEDICLES} {level}"


def state_of(found: LevelledVertebra) -> str:
    """Tell whether a person placed a vertebra, and if not whether it is to be checked."""
    return "hand" if found.edited else "check" if is_doubtful(found) else "sure"


def _angle(curve: Curve, levels: Sequence[Level]) -> Scene:
    upper, lower = curve.levels
    return {
        "upper": levels.index(upper),
        "lower": levels.index(lower),
        "colour": REGION_COLOURS[curve.region],
        "words": degrees(curve.cobb_deg),
        "levels": f"{upper}–{lower}",
    }


def _vertebra(found: LevelledVertebra, findings: FilmFindings) -> Scene:
    return {
        "level": found.level,
        "label": found.label,
        "corners": found.corners,
        "state": state_of(found),
        "words": _words(found, findings),
    }


def _words(found: LevelledVertebra, findings: FilmFindings) -> str:
    """Say how a vertebra is tilted and how sure that is."""
    vertebra = findings.spine[found.level]
    superior, inferior = vertebra.superior_endplate, vertebra.inferior_endplate
    up = say("patient's right") if findings.side.patient_right else say("image right")
    return say(
        "{level}: tilt {tilt} (superior endplate {superior}, inferior {inferior}; "
        "{up} up is +), {certainty}",
        level=found.level,
        tilt=signed_degrees(vertebra.tilt_deg),
        superior=signed_degrees(superior.tilt_deg),
        inferior=signed_degrees(inferior.tilt_deg),
        up=up,
        certainty=_certainty_words(found),
    )


def _certainty_words(found: LevelledVertebra) -> str:
    """Say how sure the network is of a vertebra, or that a person placed it."""
    if found.score is None or found.corner_sd_px is None:
        return say("placed by hand")
    return say(
        "certainty {score:.0%}, corners ± {corner_sd_px:.1f} px",
        score=found.score,
        corner_sd_px=found.corner_sd_px,
    )


def _possible_names(count: int) -> list[Level]:
    """Names that a vertebra can have when `count` are outlined, cranial first."""
    names: set[Level] = set()
    for lowest in Level:
        try:
            names.update(levels_upward_from(lowest, count))
        except MeasurementError:
            continue
    return [level for level in Level if level in names]
