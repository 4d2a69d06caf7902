"""View, side and pixel size as stated, and where they disagree or are missing."""

from __future__ import annotations

from collections.abc import Iterator

from studies.findings import FilmFindings, FindingWarning, StudyFindings
from studies.gates.words import VIEW_NAMES
from studies.radiograph import SpacingOrigin, View


def view(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of a film used as another view than it calls itself."""
    if film.view and film.view_hint and film.view is not film.view_hint:
        yield FindingWarning(
            "view-disagrees",
            f"Used as the {VIEW_NAMES[film.view]}, but the file describes itself as the "
            f"{VIEW_NAMES[film.view_hint]}.",
            "Check which film this is and assign its view again.",
        )


def side(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of a film that does not say where the patient's right is."""
    if film.side.patient_right is None:
        yield FindingWarning(
            "side-unknown",
            "Which image edge is the patient's right is not stated: right and left convexity, and "
            "with them flexibility, cannot be told.",
            "Read the marker on the film and declare the patient's right side.",
        )


def spacing(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of millimetres that are not known, or not those of the patient."""
    if film.spacing is None:
        yield FindingWarning(
            "spacing-missing",
            "The size of a pixel is not stated: lengths are in pixels, and angles are right only "
            "if pixels are square.",
            "Use the DICOM file, or enter the pixel size.",
        )
    elif film.spacing.origin in (SpacingOrigin.IMAGER, SpacingOrigin.SCANNER):
        yield FindingWarning(
            "spacing-magnified",
            f"{film.spacing.origin.description} Angles are not affected.",
            "Calibrate on an object of known size before using a length.",
        )


def missing_films(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of films that are not there or could not be measured, with what is lost."""
    for missing in View:
        if missing in study.films:
            continue
        refused = study.refused.get(missing)
        lost = (
            "no curve can be named."
            if missing is View.CORONAL
            else "curves convex to that side have no flexibility."
        )
        yield FindingWarning(
            "film-missing" if refused is None else "film-refused",
            f"The {VIEW_NAMES[missing]} "
            + ("is missing." if refused is None else f"could not be measured: {refused}"),
            f"Add a usable {VIEW_NAMES[missing]}; without it {lost}",
        )


def sides(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of films on which the patient's right lies at different edges."""
    known = {film.side.patient_right for film in study.films.values()} - {None}
    if len(known) > 1:
        stated = ", ".join(
            f"{VIEW_NAMES[view]} {film.side.patient_right} ({film.side.source})"
            for view, film in study.films.items()
        )
        yield FindingWarning(
            "sides-differ",
            f"The patient's right is at different image edges: {stated}.",
            "Read the marker on each film; a wrong side turns right convex into left convex.",
        )
