"""View, side and pixel size as stated, and where they disagree or are missing."""

from __future__ import annotations

from collections.abc import Iterator

from languages import Message, joined
from studies.findings import FilmFindings, FindingWarning, StudyFindings
from studies.gates.words import VIEW_NAMES
from studies.radiograph import SpacingOrigin, View


def view(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of a film used as another view than it calls itself."""
    if film.view and film.view_hint and film.view is not film.view_hint:
        yield FindingWarning(
            "view-disagrees",
            Message(
                "Used as the {view}, but the file describes itself as the {hint}.",
                view=VIEW_NAMES[film.view],
                hint=VIEW_NAMES[film.view_hint],
            ),
            Message("Check which film this is and assign its view again."),
        )


def side(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of a film that does not say where the patient's right is."""
    if film.side.patient_right is None:
        yield FindingWarning(
            "side-unknown",
            Message(
                "Which image edge is the patient's right is not stated: right and left "
                "convexity, and with them flexibility, cannot be told."
            ),
            Message("Read the marker on the film and declare the patient's right side."),
        )


def spacing(film: FilmFindings) -> Iterator[FindingWarning]:
    """Warn of millimetres that are not known, or not those of the patient."""
    if film.spacing is None:
        yield FindingWarning(
            "spacing-missing",
            Message(
                "The size of a pixel is not stated: lengths are in pixels, and angles are "
                "right only if pixels are square."
            ),
            Message("Use the DICOM file, or enter the pixel size."),
        )
    elif film.spacing.origin in (SpacingOrigin.IMAGER, SpacingOrigin.SCANNER):
        yield FindingWarning(
            "spacing-magnified",
            Message(
                "{description} Angles are not affected.",
                description=film.spacing.origin.description,
            ),
            Message("Calibrate on an object of known size before using a length."),
        )


def missing_films(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of films that are not there or could not be measured, with what is lost."""
    for missing in View:
        if missing in study.films:
            continue
        refused = study.refused.get(missing)
        name = VIEW_NAMES[missing]
        lost = (
            Message("no curve can be named.")
            if missing is View.CORONAL
            else Message("curves convex to that side have no flexibility.")
        )
        remedy = Message("Add a usable {film}; without it {lost}", film=name, lost=lost)
        if refused is None:
            yield FindingWarning(
                "film-missing", Message("The {film} is missing.", film=name), remedy
            )
        else:
            seen = Message("The {film} could not be measured: {reason}", film=name, reason=refused)
            yield FindingWarning("film-refused", seen, remedy)


def sides(study: StudyFindings) -> Iterator[FindingWarning]:
    """Warn of films on which the patient's right lies at different edges."""
    known = {film.side.patient_right for film in study.films.values()} - {None}
    if len(known) > 1:
        stated = joined(
            ", ",
            (
                Message(
                    "{film} {edge} ({source})",
                    film=VIEW_NAMES[view],
                    edge=film.side.patient_right,
                    source=film.side.source,
                )
                for view, film in study.films.items()
            ),
        )
        yield FindingWarning(
            "sides-differ",
            Message("The patient's right is at different image edges: {stated}.", stated=stated),
            Message(
                "Read the marker on each film; a wrong side turns right convex into left convex."
            ),
        )
