"""The report of a study as PDF, in the order in which a radiologist reports.

Says what was found, what must be checked before it is used, on which films, and how each number
was measured and where its definition comes from. It recommends no treatment.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import typst

from languages import Message, begun, joined, said_throughout, sentence, shaped, spoken_language
from measurements import BendMeasurement, Flexibility, ImageEdge, Region, Unit
from studies.curve_bend import CurveBend
from studies.disc_figure import disc_figure_svg
from studies.findings import FilmFindings, FindingWarning, StudyFindings
from studies.fonts import FOLDERS, letters_without_font
from studies.gates import LARGEST_TILT_SD_DEG, VIEW_NAMES
from studies.json_schema import SCHEMA_VERSION
from studies.notice import RESEARCH_NOTICE
from studies.overlay import study_overlay_svg
from studies.radiograph import Radiograph, View
from studies.report_sections import (
    EFFORT_COLUMNS,
    MOTION_COLUMNS,
    MOTION_NOTE,
    balance_rows,
    certainty_columns,
    certainty_note,
    certainty_rows,
    effort_rows,
    interval,
    motion_rows,
    settings_sentence,
    technique_words,
    type_words,
)

TEMPLATE: Final = Path(__file__).with_suffix(".typ")

TITLE: Final = Message("Scoliosis bending study")

REGION_NAMES: Final = {
    Region.PROXIMAL_THORACIC: Message("proximal thoracic"),
    Region.MAIN_THORACIC: Message("main thoracic"),
    Region.THORACOLUMBAR: Message("thoracolumbar"),
    Region.LUMBAR: Message("lumbar"),
}

CURVE_COLUMNS: Final = (
    Message("Curve"),
    Message("Levels"),
    Message("Apex"),
    Message("Convex"),
    Message("Standing"),
    Message("Left bend"),
    Message("Right bend"),
    Message("Residual"),
    Message("Flexibility"),
    Message("Apical offset"),
)

FILM_COLUMNS: Final = (
    Message("Film"),
    Message("File"),
    Message("Size"),
    Message("Pixel size"),
    Message("Patient’s right"),
    Message("Levels found"),
)

TABLE_NOTE: Final = Message(
    "Angles in degrees at the standing end vertebrae on every film; + convex to the "
    "patient’s right, − convex to the left. Residual: what is left on the film used, + "
    "towards the standing convexity, − over-corrected. Apical offset: + towards the "
    "patient’s right; not the apical vertebral translation."
)

FIGURE_NOTE: Final = Message(
    "Shown as stored, not mirrored. Heavy lines are the endplates each angle is measured "
    "between. On the bending films the lines are at the end vertebrae of the standing "
    "film. A pencil (✎) marks a vertebra that a person placed."
)

NOT_MEASURED: Final = Message(
    "Not assessed by this software: vertebral rotation, Risser sign, congenital "
    "anomalies, shoulder balance and the sagittal profile."
)

TECHNIQUE: Final = Message(
    "Sizes are width × height in pixels. {technique}; compare flexibility only between like "
    "techniques."
)

DISC_NOTE: Final = Message(
    "Angle between the endplates that bound each disc, open on the patient’s right "
    "positive. One disc’s angle is little more than reading error; the pattern along the "
    "spine says more."
)

NO_BREAK_PERCENT: Final = "\N{NO-BREAK SPACE}%"

METHODS: Final = {
    Message("Cobb angle"): (
        Message(
            "Between the superior endplate of the upper and the inferior endplate of the "
            "lower end vertebra (Cobb 1948, AAOS Instructional Course Lectures 5:261), with "
            "a sign: tilt of the superior less tilt of the inferior endplate, positive when "
            "convex to the patient’s right. It is not folded at 90 degrees."
        )
    ),
    Message("End vertebrae and apex"): (
        Message(
            "The vertebrae most tilted above and below the apex; neighbouring curves share "
            "one (SRS glossary). The apex is the vertebra or disc farthest from the line "
            "joining the centres of the end vertebrae (regional apex, Acaroglu et al. 2001, "
            "Spine 26:1143). A curve is usually listed from 10 degrees."
        )
    ),
    Message("Region"): (
        Message(
            "By apex: down to the T5/T6 disc proximal thoracic where a thoracic curve lies "
            "below, to the T11/T12 disc main thoracic, T12 to L1 thoracolumbar, below lumbar "
            "(SRS; Lenke et al. 2001, J Bone Joint Surg Am 83:1169)."
        )
    ),
    Message("Flexibility rate"): (
        Message(
            "(S − B) / S × 100, where S is the signed standing angle and B the signed angle "
            "between the same end vertebrae on the film that bends towards the convexity "
            "(Cheung and Luk 1997, J Bone Joint Surg Am 79:1144; side by convexity: Klepps "
            "et al. 2001, Spine 26:E74). Signs are kept, so an over-corrected curve exceeds "
            "100 %. An error of 3 degrees in both angles makes one of 7 points at 50 degrees "
            "and of 13 at 25."
        )
    ),
    Message("Apical offset"): (
        Message(
            "Horizontal distance of the apex from the line joining the centres of its end "
            "vertebrae. It uses neither the C7 plumb line nor the central sacral line and is "
            "therefore not the apical vertebral translation (O’Brien et al. 2004, SDSG "
            "Radiographic Measurement Manual)."
        )
    ),
    Message("Levels"): (
        Message(
            "Counted upward from the lowest vertebra outlined. About one patient in ten has "
            "one vertebra more or fewer (Ibrahim et al. 2013, J Bone Joint Surg Am; Hu et "
            "al. 2016, PMC5400342), so the count is to be checked on the films."
        )
    ),
    Message("Measurement error"): (
        Message(
            "Readers repeat a Cobb angle within about 5 degrees and differ from one another "
            "by up to 7 (95 %, Morrissy et al. 1990, J Bone Joint Surg Am 72:320). Angles "
            "are therefore printed in whole degrees; a smaller difference between films is "
            "no change."
        )
    ),
    Message("Intervals"): (
        Message(
            "An angle’s error is that expected of its outlines, but no smaller than a "
            "reader’s, usually 3 degrees. A rate’s interval holds every rate that agrees "
            "with both angles (Fieller 1940); it is not symmetric, and small curves have "
            "wide ones. 50 % usually divides stiff from flexible on fulcrum films (Luk et "
            "al. 1998)."
        )
    ),
    Message("Curve type"): (
        Message(
            "Lenke et al. 2001, J Bone Joint Surg Am 83:1169, and King et al. 1983, as "
            "secondary sources give them. A minor curve is structural by the coronal "
            "criterion if, usually, 25 degrees or more are left on side bending; kyphosis on "
            "a lateral film can make any minor curve structural, so types stay candidates."
        )
    ),
    Message("Balance and translation"): (
        Message(
            "C7 plumb line against the vertical through the middle of S1, both marked by a "
            "person; usually more than 20 mm is imbalance. Translation of thoracic apexes is "
            "from the C7 plumb line, of others from the central sacral vertical line; + to "
            "the patient’s right, in millimetres with the origin of the pixel size above, "
            "else in pixels."
        )
    ),
    Message("Outlines"): (
        Message(
            "Vertebral corners are found by the R2MF cascade, a neural network that "
            "implements the architecture described in the abstract of arXiv 2512.07576, "
            "extended by votes of each body’s pixels for its four corners and by a second "
            "network that looks at each vertebra on its own. An endplate whose tilt is "
            "uncertain by more than {most:g} degrees is listed under what to check.",
            most=LARGEST_TILT_SD_DEG,
        )
    ),
}
"""One paragraph for each thing measured, with its source."""


LABELS: Final = {
    "findings": Message("Findings"),
    "settings": Message("Settings."),
    "film_used": Message("Film used for each curve"),
    "certainty": Message("How sure the numbers are"),
    "to_check": Message("To check before use"),
    "no_warning": Message("No warning was raised. Outlines and levels are still to be checked."),
    "types": Message("Curve type"),
    "balance": Message("Standing balance"),
    "technique": Message("Films and technique"),
    "discs": Message("Disc by disc"),
    "disc_figure": Message("Angle of each disc"),
    "corrections": Message("Corrected and confirmed by hand"),
    "confirmed_by": Message("Outlines and levels confirmed by"),
    "confirmed_on": Message("on"),
    "films": Message("Films"),
    "methods": Message("How it was measured"),
    "files": Message("Files"),
    "page": Message("Page"),
    "pages": Message("1 of 1"),
}
"""What the template prints around the findings."""

PRINT_COLUMNS: Final = (Message("Film"), Message("SHA-256 of the file"))


def report_pdf(study: StudyFindings, radiographs: Mapping[View, Radiograph]) -> bytes:
    """Typeset the report of a study, in the language spoken here.

    Parameters
    ----------
    study : StudyFindings
        The study.
    radiographs : mapping of View to Radiograph
        The films' pixels; a film that is not given has no figure.

    Returns
    -------
    bytes
        A PDF/A-2b file. Needs no font of the host and no network.

    Raises
    ------
    InvalidFindingsError
        If a radiograph is another film than the one the findings are of.
    """
    drawn = [view for view in study.films if view in radiographs]
    figures = {str(view): study_overlay_svg(radiographs[view], study, view) for view in drawn}
    if study.discs.value is not None:
        figures["discs"] = disc_figure_svg(study.discs.value)
    words = report_words(study) | {
        "figures": [_figure(view, radiographs[view]) for view in drawn],
    }
    pdf = typst.compile(
        TEMPLATE,
        sys_inputs={"data": json.dumps(said_throughout(words)), **figures},
        font_paths=list(FOLDERS),
        pdf_standards=["a-2b"],
    )
    assert isinstance(pdf, bytes)  # one PDF, as no output path and no other format is asked for
    return pdf


def report_words(study: StudyFindings) -> dict[str, Any]:
    """Everything the template prints but the figures, as messages; ready to be said."""
    return {
        "title": TITLE,
        "language": spoken_language(),
        "labels": LABELS,
        "notice": RESEARCH_NOTICE,
        "review": study.review_state,
        "reviewed": study.review is not None,
        "software": study.provenance.software,
        "origin": Message(
            "{software}, weights {weights}, findings schema {schema}",
            software=study.provenance.software,
            weights=study.provenance.weights,
            schema=SCHEMA_VERSION,
        ),
        "findings": _findings(study),
        "not_measured": NOT_MEASURED,
        "curve_columns": CURVE_COLUMNS,
        "curves": _curve_rows(study),
        "table_note": TABLE_NOTE,
        "reasons": [(_title(item), item.reason) for item in study.flexibility],
        "settings": settings_sentence(study),
        "certainty_columns": certainty_columns(study),
        "certainty": certainty_rows(study),
        "certainty_note": certainty_note(study),
        "types": type_words(study),
        "effort_columns": EFFORT_COLUMNS,
        "effort": effort_rows(study),
        "motion_columns": MOTION_COLUMNS,
        "motion": motion_rows(study),
        "motion_note": MOTION_NOTE,
        "balance": balance_rows(study),
        "discs": study.discs.value is not None,
        "disc_note": DISC_NOTE,
        "warnings": list(_warnings(study)),
        "film_columns": FILM_COLUMNS,
        "films": [_film_row(film) for film in study.films.values()],
        "technique": _technique(study),
        "corrections": list(_corrections(study)),
        "figure_note": FIGURE_NOTE,
        "methods": list(METHODS.items()),
        "print_columns": PRINT_COLUMNS,
        "prints": [(_capital(VIEW_NAMES[v]), film.sha256) for v, film in study.films.items()],
    }


def _findings(study: StudyFindings) -> list[str]:
    """Report the curves in sentences, as they would be dictated."""
    if study.standing is None:
        return [Message("No curve can be reported, because there is no measured standing film.")]
    if not study.curves:
        least = study.settings.minimum_curve_deg
        return [Message("No curve of {least:g} degrees or more on the standing film.", least=least)]
    return [_sentence(bend) for bend in study.bends]


def _sentence(bend: CurveBend) -> str:
    item, curve = bend.flexibility, bend.flexibility.curve
    upper, lower = curve.levels
    standing = Message(
        "{region} curve, {upper}–{lower}, apex {apex}, convex {side}: {angle:.0f}° standing",
        region=_capital(REGION_NAMES[curve.region]),
        upper=upper,
        lower=lower,
        apex=curve.apex.name,
        side=curve.convexity,
        angle=curve.magnitude_deg,
    )
    if item.film is None or item.residual_deg is None or item.rate_percent is None:
        return Message("{standing}; flexibility not measured.", standing=standing)
    residual = (
        Message("over-corrected by {angle:.0f}°", angle=-item.residual_deg)
        if item.overcorrected
        else f"{item.residual_deg:.0f}°"
    )
    return Message(
        "{standing}, {residual} on the {film}; flexibility {rate:.0f}\N{NO-BREAK SPACE}% "
        "(95\N{NO-BREAK SPACE}%: {interval}).",
        standing=standing,
        residual=residual,
        film=VIEW_NAMES[View(item.film)],
        rate=item.rate_percent,
        interval=interval(bend.weighed.rate_interval_percent, NO_BREAK_PERCENT),
    )


def _curve_rows(study: StudyFindings) -> list[list[str]]:
    offsets = study.standing.apical_offsets if study.standing else ()
    return [
        [
            item.curve.region,
            _levels(item, edited=bool(study.edited_ends(item.curve))),
            item.curve.apex.name,
            item.curve.convexity,
            _signed(item.curve.cobb_deg),
            _bend(item.left),
            _bend(item.right),
            "–" if item.residual_deg is None else _signed(item.residual_deg),
            "–" if item.rate_percent is None else f"{item.rate_percent:.0f}\N{NO-BREAK SPACE}%",
            _length(offset.offset, offset.unit),
        ]
        for item, offset in zip(study.flexibility, offsets, strict=True)
    ]


def _levels(item: Flexibility, *, edited: bool) -> str:
    levels = "–".join(item.curve.levels)
    return Message("{levels} edited", levels=levels) if edited else levels


def _bend(bend: BendMeasurement) -> str:
    return "–" if bend.cobb_deg is None else _signed(bend.cobb_deg)


def _signed(angle: float) -> str:
    return f"{_sign(round(angle))}{abs(angle):.0f}°"


def _length(length: float, unit: Unit) -> str:
    return f"{_sign(round(length))}{abs(length):.0f}\N{NO-BREAK SPACE}{unit}"


def _sign(number: int) -> str:
    return "+" if number > 0 else "−" if number < 0 else ""


def _title(item: Flexibility) -> str:
    return f"{item.curve.region}, {'–'.join(item.curve.levels)}"


def _warnings(study: StudyFindings) -> Iterator[dict[str, str]]:
    yield from (_warning(Message("Study"), warning) for warning in study.warnings)
    for view, film in study.films.items():
        yield from (_warning(_capital(VIEW_NAMES[view]), warning) for warning in film.warnings)


def _warning(about: str, warning: FindingWarning) -> dict[str, str]:
    return {"about": about, "message": warning.message, "remedy": warning.remedy}


def _film_row(film: FilmFindings) -> list[str]:
    height, width = film.shape
    highest, lowest = film.vertebrae[0].level, film.vertebrae[-1].level
    return [
        _capital(VIEW_NAMES[film.view]) if film.view else "–",
        film.name,
        f"{width} × {height}",
        _pixel_size(film),
        _side(film),
        f"{highest}–{lowest} ({len(film.vertebrae)})",
    ]


def _pixel_size(film: FilmFindings) -> str:
    if film.spacing is None:
        return Message("Not stated: lengths in pixels, pixels taken as square.")
    row, column = film.spacing.row_mm, film.spacing.column_mm
    return Message(
        "{column:.3f} × {row:.3f} mm. {description}",
        column=column,
        row=row,
        description=film.spacing.origin.description,
    )


def _side(film: FilmFindings) -> str:
    edges = {
        ImageEdge.LEFT: Message("Image left"),
        ImageEdge.RIGHT: Message("Image right"),
        None: Message("Unknown"),
    }
    return Message(
        "{edge} ({source})", edge=edges[film.side.patient_right], source=film.side.source
    )


def _technique(study: StudyFindings) -> list[str]:
    refusals = (
        Message("{film}: not measured. {reason}", film=_capital(VIEW_NAMES[view]), reason=reason)
        for view, reason in study.refused.items()
    )
    return [
        Message(TECHNIQUE, technique=technique_words(study)),
        *refusals,
        *_letters_without_font(study),
    ]


def _letters_without_font(study: StudyFindings) -> Iterator[str]:
    """Say which letters of names the report brings no font for: the typesetter would not."""
    films = study.films.values()
    names = [film.name for film in films]
    names += [edit.signed.by for film in films for edit in film.edits]
    names += [film.review.by for film in films if film.review]
    if lacking := letters_without_font(names):
        yield Message(
            "Names hold letters for which this report brings no font: {letters}. Where this "
            "computer has none either they are shown as boxes; the JSON export has them in full.",
            letters=", ".join(f"U+{ord(letter):04X}" for letter in lacking),
        )


def _corrections(study: StudyFindings) -> Iterator[tuple[str, str]]:
    """Say by film who corrected which vertebrae, and who confirmed it."""
    for view, film in study.films.items():
        if film.edits or film.review:
            yield (
                _capital(VIEW_NAMES[view]),
                joined(" ", (*_edited(film), sentence(film.review_state))),
            )


def _edited(film: FilmFindings) -> Iterator[str]:
    """Count the corrections of a film by what they were made to."""
    counts = Counter(edit.words for edit in film.edits)
    if counts:
        changes = (
            words if count == 1 else Message("{words} ({count} times)", words=words, count=count)
            for words, count in counts.items()
        )
        yield Message(
            "{changes}. Last edited by {signature}.",
            changes=joined("; ", changes),
            signature=film.edits[-1].signed.words,
        )


def _figure(view: View, radiograph: Radiograph) -> dict[str, Any]:
    height, width = radiograph.shape
    return {
        "key": view.value,
        "shape": width / (height * radiograph.pixel_aspect),
        "caption": _capital(VIEW_NAMES[view]),
    }


def _capital(words: str) -> str:
    return shaped(words, begun)
