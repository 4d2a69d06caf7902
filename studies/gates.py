"""What makes a result doubtful, said before anyone trusts it.

Each gate looks at a film or at a study and gives at most a few warnings, each with what was seen
and what to do about it. No gate changes a number, and none hides one.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from measurements import (
    Curve,
    Flexibility,
    Level,
    Spine,
    signed_cobb_deg,
)
from r2mf.calibration import DOUBTFUL_CHANCE
from studies.findings import FilmFindings, FindingWarning, LevelledVertebra
from studies.radiograph import SpacingOrigin, View

VIEW_NAMES: Final = {
    View.CORONAL: "standing film",
    View.LEFT_BENDING: "left-bending film",
    View.RIGHT_BENDING: "right-bending film",
}
"""How people call the films."""

TOWARDS_LEFT: Final = {View.LEFT_BENDING: 1, View.RIGHT_BENDING: -1}
"""Sign of `trunk_bend_deg` on a film that shows what its name says."""

USUAL_COUNT: Final = 17
"""T1 to L5. About one patient in ten has one more or one fewer (Ibrahim 2013; Hu 2016)."""

LOWEST_SCORE: Final = 0.35
"""The score from which the network itself calls a vertebra unsure."""

LARGEST_TILT_SD_DEG: Final = 4.5
"""An endplate less certain than nine in ten on the AASCE validation films, where those beyond it
were off by 5.5 degrees in the root mean square and the others by 3.2."""

READER_ERROR_DEG: Final = 5.0
"""Two readings of one film differ by this much; less is no change (Morrissy 1990: 4.9)."""

SUPINE_CHANGE_DEG: Final = 10.0
"""Lying down alone makes a curve up to 10 degrees smaller (te Hennepe 2021: 7 to 10)."""

LEAST_TRUNK_BEND_DEG: Final = 10.0
"""A film bent less than this, from its top vertebra to its lowest, is hardly a bending film."""

SMALL_CURVE_DEG: Final = 20.0
"""Below it an error of 3 degrees in each angle is more than 15 points of flexibility rate."""


def film_warnings(film: FilmFindings) -> tuple[FindingWarning, ...]:
    """Judge one film by itself.

    Parameters
    ----------
    film : FilmFindings
        Its own `warnings` are not looked at.

    Returns
    -------
    tuple of FindingWarning
        The most consequential first.
    """
    gates = (_view, _side, _count, _doubt, _confidence, _spread, _spacing)
    return tuple(itertools.chain.from_iterable(gate(film) for gate in gates))


def study_warnings(
    films: Mapping[View, FilmFindings],
    refused: Mapping[View, str],
    flexibility: Sequence[Flexibility],
) -> tuple[FindingWarning, ...]:
    """Judge the films of a study against each other.

    Parameters
    ----------
    films : mapping of View to FilmFindings
        The films that could be measured.
    refused : mapping of View to str
        Why the others could not.
    flexibility : sequence of Flexibility
        One for each standing curve.

    Returns
    -------
    tuple of FindingWarning
        The most consequential first.
    """
    return (
        *_missing(films, refused),
        *_same_file(films),
        *_sides_differ(films),
        *_direction(films, flexibility),
        *_level_count(films),
        *_outside_bends(flexibility),
        *_small_curve(flexibility),
    )


def is_doubtful(vertebra: LevelledVertebra) -> bool:
    """Whether the network is unsure that a vertebra is there, or how it is tilted."""
    unsure = vertebra.score is not None and vertebra.score < LOWEST_SCORE
    return unsure or _tilt_sd_deg(vertebra) > LARGEST_TILT_SD_DEG


def _tilt_sd_deg(vertebra: LevelledVertebra) -> float:
    """Tilt error to expect of an endplate; zero where nobody knows it or a person placed it."""
    return vertebra.tilt_sd_deg or 0.0


def trunk_bend_deg(standing: Spine, bending: Spine) -> float | None:
    """Measure how far the trunk is bent on one film compared with another.

    Parameters
    ----------
    standing, bending : measurements.Spine
        The two films, with a known side.

    Returns
    -------
    float or None
        Change of the angle between the uppermost and the lowest vertebra that both films show, in
        degrees; > 0 is bent to the patient's left. None where they share fewer than two levels.

    Notes
    -----
    The signed Cobb angle over the whole spine, > 0 right-convex, rises as the trunk bends to the
    left. It does not see the patient turned as a whole, as on a supine film.
    """
    shared = [level for level in standing.levels if level in bending.levels]
    if len(shared) < 2:
        return None
    ends = shared[0], shared[-1]
    return signed_cobb_deg(bending, *ends) - signed_cobb_deg(standing, *ends)


def _view(film: FilmFindings) -> Iterator[FindingWarning]:
    if film.view and film.view_hint and film.view is not film.view_hint:
        yield FindingWarning(
            "view-disagrees",
            f"Used as the {VIEW_NAMES[film.view]}, but the file describes itself as the "
            f"{VIEW_NAMES[film.view_hint]}.",
            "Check which film this is and assign its view again.",
        )


def _side(film: FilmFindings) -> Iterator[FindingWarning]:
    if film.side.patient_right is None:
        yield FindingWarning(
            "side-unknown",
            "Which image edge is the patient's right is not stated: right and left convexity, and "
            "with them flexibility, cannot be told.",
            "Read the marker on the film and declare the patient's right side.",
        )


def _count(film: FilmFindings) -> Iterator[FindingWarning]:
    count = len(film.vertebrae)
    if count != USUAL_COUNT:
        highest, lowest = film.vertebrae[0].level, film.vertebrae[-1].level
        yield FindingWarning(
            "vertebra-count",
            f"{count} vertebrae were found ({highest} to {lowest}, counted upward from {lowest}); "
            f"T1 to L5 are {USUAL_COUNT}.",
            "Check the lowest vertebra and shift the levels if it is another one; a cropped film "
            "or a patient with 11 or 13 thoracic or 4 or 6 lumbar vertebrae also explains it.",
        )


def _doubt(film: FilmFindings) -> Iterator[FindingWarning]:
    chance = film.off_probability
    # the network judged its own outlines, not those of a person
    if chance is not None and chance >= DOUBTFUL_CHANCE and not film.outlines_edited:
        yield FindingWarning(
            "angle-doubtful",
            f"By the network's own signs the largest angle is off by more than "
            f"{READER_ERROR_DEG:g}° with a chance of {chance:.0%}.",
            "Check the outlines of the end vertebrae and of the steepest part of the spine before "
            "using an angle of this film.",
        )


def _confidence(film: FilmFindings) -> Iterator[FindingWarning]:
    scores = {
        found.level: f"{found.level} ({found.score:.2f})"
        for found in film.vertebrae
        if found.score is not None and found.score < LOWEST_SCORE
    }
    if scores:
        yield FindingWarning(
            "low-score",
            f"Found with a score under {LOWEST_SCORE:g}: {_listed(scores, film)}.",
            "Check that a vertebra is there; if not, the levels above it are off by one.",
        )


def _spread(film: FilmFindings) -> Iterator[FindingWarning]:
    spreads = {
        found.level: f"{found.level} (±{tilt_sd:.0f}°)"
        for found in film.vertebrae
        if (tilt_sd := _tilt_sd_deg(found)) > LARGEST_TILT_SD_DEG
    }
    if spreads:
        yield FindingWarning(
            "corner-spread",
            f"The endplates are uncertain by more than {LARGEST_TILT_SD_DEG:g}° of tilt: "
            f"{_listed(spreads, film)}.",
            "Check the outlines of these vertebrae against the film.",
        )


def _listed(doubtful: Mapping[Level, str], film: FilmFindings) -> str:
    """Name the doubtful vertebrae of a film, or say that all are."""
    if len(doubtful) == len(film.vertebrae):
        return f"all {len(doubtful)} vertebrae"
    return ", ".join(doubtful.values())


def _spacing(film: FilmFindings) -> Iterator[FindingWarning]:
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


def _missing(
    films: Mapping[View, FilmFindings], refused: Mapping[View, str]
) -> Iterator[FindingWarning]:
    for view in View:
        if view in films:
            continue
        why = f"could not be measured: {refused[view]}" if view in refused else "is missing."
        lost = (
            "no curve can be named."
            if view is View.CORONAL
            else "curves convex to that side have no flexibility."
        )
        yield FindingWarning(
            "film-refused" if view in refused else "film-missing",
            f"The {VIEW_NAMES[view]} {why}",
            f"Add a usable {VIEW_NAMES[view]}; without it {lost}",
        )


def _same_file(films: Mapping[View, FilmFindings]) -> Iterator[FindingWarning]:
    for (first, a), (second, b) in itertools.combinations(films.items(), 2):
        if a.sha256 == b.sha256:
            yield FindingWarning(
                "same-film-twice",
                f"The {VIEW_NAMES[first]} and the {VIEW_NAMES[second]} are the same file.",
                "Choose the right file for one of them.",
            )


def _sides_differ(films: Mapping[View, FilmFindings]) -> Iterator[FindingWarning]:
    known = {film.side.patient_right for film in films.values()} - {None}
    if len(known) > 1:
        stated = ", ".join(
            f"{VIEW_NAMES[view]} {film.side.patient_right} ({film.side.source})"
            for view, film in films.items()
        )
        yield FindingWarning(
            "sides-differ",
            f"The patient's right is at different image edges: {stated}.",
            "Read the marker on each film; a wrong side turns right convex into left convex.",
        )


def _direction(
    films: Mapping[View, FilmFindings], flexibility: Sequence[Flexibility]
) -> Iterator[FindingWarning]:
    """Bending films that bend the wrong way, or not at all."""
    standing = films.get(View.CORONAL)
    if standing is None or any(film.side.patient_right is None for film in films.values()):
        return
    bends = {
        view: bend * sign
        for view, sign in TOWARDS_LEFT.items()
        if view in films and (bend := trunk_bend_deg(standing.spine, films[view].spine)) is not None
    }
    for view, bend in bends.items():
        if abs(bend) < LEAST_TRUNK_BEND_DEG:
            yield FindingWarning(
                "bend-like-standing",
                f"The trunk is bent only {abs(bend):.0f}° more on the {VIEW_NAMES[view]} than on "
                "the standing film.",
                "Check that this is the bending film; if it is, the bend was too small to judge "
                "flexibility by.",
            )
    grown = [item for item in flexibility if _grew(item)]
    wrong = [view for view, bend in bends.items() if bend <= -LEAST_TRUNK_BEND_DEG]
    if len(wrong) == 2 or (len(bends) == 2 and grown and len(grown) == len(flexibility)):
        yield FindingWarning(
            "bends-swapped",
            "Both bending films bend to the other side than their name says: every curve grows on "
            "the film that should straighten it.",
            "Swap the left-bending and the right-bending film; if their markers agree with their "
            "names, check the patient's right side instead.",
        )
        return
    for view in wrong:
        yield FindingWarning(
            "bend-wrong-way",
            f"The {VIEW_NAMES[view]} bends to the other side than its name says.",
            "Check which film this is, and the patient's right side on it.",
        )
    for item in grown:
        yield FindingWarning(
            "curve-grew",
            f"The {_curve(item.curve)} curve is larger on the film that bends toward its "
            f"convexity ({item.residual_deg:.0f}°) than standing "
            f"({item.curve.magnitude_deg:.0f}°).",
            "Check the levels, the view and the side of both films.",
        )


def _grew(item: Flexibility) -> bool:
    if item.residual_deg is None:
        return False
    return item.residual_deg - item.curve.magnitude_deg > READER_ERROR_DEG


def _level_count(films: Mapping[View, FilmFindings]) -> Iterator[FindingWarning]:
    if len({(len(film.vertebrae), film.vertebrae[-1].level) for film in films.values()}) > 1:
        ranges = ", ".join(
            f"{VIEW_NAMES[view]} {_levels(film.vertebrae)}" for view, film in films.items()
        )
        yield FindingWarning(
            "level-count-differs",
            f"The films do not show the same vertebrae: {ranges}. Levels are counted upward from "
            "the lowest vertebra found, so they agree only if that is the same one.",
            "Check the lowest vertebra of each film and shift its levels where it differs.",
        )


def _outside_bends(flexibility: Sequence[Flexibility]) -> Iterator[FindingWarning]:
    for item in flexibility:
        left, right, standing = item.left.cobb_deg, item.right.cobb_deg, item.curve.cobb_deg
        if left is None or right is None:
            continue
        if (
            not min(left, right) - SUPINE_CHANGE_DEG
            <= standing
            <= (max(left, right) + SUPINE_CHANGE_DEG)
        ):
            yield FindingWarning(
                "standing-not-between",
                f"The {_curve(item.curve)} curve stands at {standing:+.0f}°, outside of its two "
                f"bends ({left:+.0f}° and {right:+.0f}°).",
                "Check that the levels and the patient's right side agree on the three films.",
            )


def _small_curve(flexibility: Sequence[Flexibility]) -> Iterator[FindingWarning]:
    for item in flexibility:
        if item.rate_percent is not None and item.curve.magnitude_deg < SMALL_CURVE_DEG:
            yield FindingWarning(
                "small-curve",
                f"The {_curve(item.curve)} curve measures {item.curve.magnitude_deg:.0f}° "
                f"standing; under {SMALL_CURVE_DEG:g}° its flexibility rate is mostly error.",
                "Read the residual angle rather than the rate.",
            )


def _curve(curve: Curve) -> str:
    return f"{curve.region} ({_range(*curve.levels)})"


def _levels(vertebrae: Sequence[LevelledVertebra]) -> str:
    return f"{_range(vertebrae[0].level, vertebrae[-1].level)} ({len(vertebrae)})"


def _range(upper: Level, lower: Level) -> str:
    return f"{upper}\N{EN DASH}{lower}"
