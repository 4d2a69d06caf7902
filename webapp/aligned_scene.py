"""Pure: the films of a study beside each other, as the viewer in the browser draws them.

A scene is plain JSON; ``film_viewer.js`` is its only reader. Its points are ``[x, y]``, x to the
right of the screen and y down, as the standing film lies when it is first shown.
"""

from __future__ import annotations

from typing import Final

from languages import say, within_sentence
from measurements import (
    Flexibility,
    Level,
    MeasurementError,
    Spine,
    signed_cobb_deg,
)
from studies.alignment import Alignment, ScaleBasis, align
from studies.findings import BENDING_FILMS, FilmFindings, LevelledVertebra, StudyFindings
from studies.morph import Morph, morph_into
from studies.radiograph import View
from webapp.placed_film import NO_SHARED_LEVEL, PlacedFilm, width_words
from webapp.scene import Scene, state_of
from webapp.tables import rate_words
from webapp.words import REGION_COLOURS, REGION_NAMES, VIEW_NAMES, signed_degrees

STEPS: Final = 40
"""Pictures from standing to a bend: a curve that gives 40 degrees moves by one a picture."""


def aligned_scene(study: StudyFindings) -> Scene:
    """Describe the films of a study for the viewer.

    Parameters
    ----------
    study : StudyFindings
        With one film at least.

    Returns
    -------
    dict
        Films, curves and bends; whoever draws it adds where each film's picture is served.
    """
    aligned = align(study.films)
    looks = {view: _Look(study, aligned, view) for view in study.films}
    bends = [_bend(study, aligned, looks[view]) for view in _bending_views(study)]
    return {
        "films": [look.film() for look in looks.values()],
        "curves": [_curve(item) for item in study.flexibility],
        "largest": max(
            range(len(study.curves)), key=lambda place: study.curves[place].magnitude_deg, default=0
        ),
        "level": aligned.level,
        "note": " ".join([_alignment_words(aligned, study), *_refusals(bends)]),
        "bends": bends,
    }


class _Look:
    """How a film of the study is shown."""

    def __init__(self, study: StudyFindings, aligned: Alignment[View], view: View) -> None:
        self.study, self.view = study, view
        self.found: FilmFindings = study.films[view]
        own = self.found.side.patient_right
        first = next(iter(study.films.values())).side.patient_right
        self.placed = PlacedFilm(self.found, aligned.placements[view], own and (first or own))

    def film(self) -> Scene:
        return {
            "view": self.view,
            "name": say(VIEW_NAMES[self.view]),
            **self.placed.geometry(),
            "up": say("patient's right") if self.placed.right else say("image right"),
            "vertebrae": [self._vertebra(found) for found in self.found.vertebrae],
            "angles": [self._angle(item) for item in self.study.flexibility],
        }

    def _vertebra(self, found: LevelledVertebra) -> Scene:
        used = found.level in self.found.used
        return {
            "level": found.level,
            "label": found.label if used else say("{level} not used", level=found.level),
            "corners": self.placed.points(self.placed.placement(found.corners)),
            "state": state_of(found) if used else "unused",
            "tilt": signed_degrees(self.found.spine[found.level].tilt_deg),
        }

    def _angle(self, item: Flexibility) -> Scene:
        cobb_deg, reason = _measured(item, self.view)
        return {
            "words": None if cobb_deg is None else signed_degrees(cobb_deg),
            "reason": say(reason),
        }


def _curve(item: Flexibility) -> Scene:
    return {
        "name": say(REGION_NAMES[item.curve.region]),
        "levels": list(item.curve.levels),
        "colour": REGION_COLOURS[item.curve.region],
        "rate": rate_words(item),
    }


def _bending_views(study: StudyFindings) -> list[View]:
    return [view for view in BENDING_FILMS.values() if view in study.films]


def _bend(study: StudyFindings, aligned: Alignment[View], look: _Look) -> Scene:
    told = {"view": look.view, "name": say(VIEW_NAMES[look.view]), "side": look.view.split("_")[0]}
    try:
        morph = morph_into(aligned, look.view)
        frames = [_frame(study, morph, look, place / STEPS) for place in range(STEPS + 1)]
    except MeasurementError as refusal:
        return told | {"levels": [], "frames": [], "reason": say(str(refusal))}
    return told | {"levels": list(morph.levels), "frames": frames, "reason": ""}


def _refusals(bends: list[Scene]) -> list[str]:
    """Say why there is no way into a bend, each reason once."""
    names: dict[str, list[str]] = {}
    for bend in bends:
        if bend["reason"]:
            names.setdefault(bend["reason"], []).append(within_sentence(bend["name"]))
    return [
        say(
            "The standing spine is not moved into {films}: {reason}.",
            films=say(" and ").join(each),
            reason=reason,
        )
        for reason, each in names.items()
    ]


def _frame(study: StudyFindings, morph: Morph, look: _Look, share: float) -> Scene:
    spine = morph.at(share)
    return {
        "bodies": [look.placed.body(vertebra) for vertebra in spine.vertebrae],
        "angles": [_angle_at(item, spine, look.view, share) for item in study.flexibility],
    }


def _angle_at(item: Flexibility, spine: Spine, view: View, share: float) -> str | None:
    """Write a curve's angle: the measured one on either film, between them that of the drawing."""
    if not set(item.curve.levels) <= set(spine.levels):
        return None
    if share in (0, 1):
        cobb_deg, _ = _measured(item, view if share else View.CORONAL)
        return None if cobb_deg is None else signed_degrees(cobb_deg)
    return signed_degrees(signed_cobb_deg(spine, *item.curve.levels))


def _measured(item: Flexibility, view: View) -> tuple[float | None, str]:
    """Return a standing curve's signed angle on a film, or why there is none."""
    if view is View.CORONAL:
        return item.curve.cobb_deg, ""
    bend = item.left if view is View.LEFT_BENDING else item.right
    return bend.cobb_deg, bend.reason


def _alignment_words(aligned: Alignment[View], study: StudyFindings) -> str:
    return f"{_level_words(aligned.level, study)} {_scale_words(aligned, study)}"


def _level_words(level: Level | None, study: StudyFindings) -> str:
    if len(study.films) == 1:
        return say("One film.")
    if level is None:
        return say(NO_SHARED_LEVEL)
    return say("Aligned on {level}.", level=level)


def _scale_words(aligned: Alignment[View], study: StudyFindings) -> str:
    """Say in what scale the films are shown, and who says so."""
    if aligned.basis is ScaleBasis.WIDTH:
        return width_words(aligned.level or say("the lowest vertebra"))
    origins = {
        view: film.spacing.origin.description for view, film in study.films.items() if film.spacing
    }
    if len(set(origins.values())) == 1:
        return say("One scale in millimetres. {origin}", origin=next(iter(origins.values())))
    each = " ".join(f"{say(VIEW_NAMES[view])}: {say(words)}" for view, words in origins.items())
    return say("One scale in millimetres. {origin}", origin=each)
