"""Films to learn on: a sample, one made to order, or the study of this session once reviewed.

What a film is called before it was measured gives nothing of its truth away: the samples are
numbered, for their titles say side and size.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from languages import Message
from measurements import (
    BendingFilm,
    Curve,
    Flexibility,
    ImageEdge,
    Level,
    Region,
    Spine,
    find_curves,
)
from sample_data import PhantomFilm, SampleStudy, StudyTruth, sample_studies
from sample_data.phantom.truth import CORONAL
from studies.radiograph import View
from studies.read import read_film
from teaching import Case
from webapp import picture
from webapp.session import Session
from webapp.words import REGION_WORDS, signed_degrees, verbatim

COMPUTED: Final = Message("the computed trunk itself")
OWN: Final = Message("Own study")

APEXES: Final[Mapping[Region, str]] = {
    Region.PROXIMAL_THORACIC: Message(
        "its apex lies above T6, with another thoracic curve below it"
    ),
    Region.MAIN_THORACIC: Message("its apex lies between T6 and the disc T11/T12"),
    Region.THORACOLUMBAR: Message("its apex lies at T12, L1 or the disc between them"),
    Region.LUMBAR: Message("its apex lies at the disc L1/L2 or below"),
}
"""What tells one curve of a film from the others: regions by apex, as the Method page has them."""


@dataclass(frozen=True, eq=False)
class LessonFilm:
    """A standing film with its curves as cases."""

    name: str
    """What the learner is told."""

    title: str
    """What may be said of it once it was measured."""

    pixels: NDArray[np.float32]
    """In [0, 1], bone bright."""

    aspect: float
    """Height over width of a pixel."""

    spine: Spine
    """The true outlines."""

    cases: tuple[Case, ...]
    """One a curve, cranial first; none on a straight spine."""

    bends: Mapping[str, str]
    """What the bending films show of a case, by its name, where there are any."""

    @property
    def key(self) -> str:
        """Tells this film's widgets from those of others."""
        return self.name.lower().replace(" ", "-")

    @property
    def largest(self) -> Case | None:
        """The case with the largest angle."""
        return max(self.cases, key=lambda case: case.true_deg, default=None)

    @cached_property
    def media(self) -> bytes:
        """The film as the browser is sent it, made once."""
        return picture.to_media(self.pixels)


def sample_names() -> tuple[str, ...]:
    """Names of the sample films."""
    return tuple(
        Message("Film {number}", number=number) for number in range(1, len(sample_studies()) + 1)
    )


def measurable_names() -> tuple[str, ...]:
    """Names of the sample films that show a curve."""
    named = zip(sample_names(), sample_studies(), strict=True)
    return tuple(name for name, sample in named if sample.expected.curves)


@lru_cache(maxsize=16)
def sample_film(name: str) -> LessonFilm:
    """Read a sample film with its truth, once for everybody."""
    sample = sample_studies()[sample_names().index(name)]
    expected = sample.expected.films[CORONAL]
    data = (sample.folder / expected.file).read_bytes()
    spine = Spine.from_corners(
        expected.corners_px,
        levels=[Level(level) for level in expected.levels],
        spacing=expected.spacing_mm,
        patient_right=ImageEdge(expected.patient_right),
    )
    pixels = read_film(data, expected.file).pixels
    curves = find_curves(spine)
    names = _case_names(name, curves)
    cases = tuple(
        Case(own, _digest(data), expected.shape, expected.spacing_mm, spine, curve, COMPUTED)
        for own, curve in zip(names, curves, strict=True)
    )
    return LessonFilm(
        name, sample.title, pixels, 1.0, spine, cases, dict(zip(names, _bends(sample), strict=True))
    )


def made_film(name: str, title: str, film: PhantomFilm, study: StudyTruth) -> LessonFilm:
    """Take a film that was made to order, with the truth about its bends."""
    truth = film.truth
    names = _case_names(name, study.curves)
    digest = _digest(film.pixels.tobytes())
    shape = film.pixels.shape[0], film.pixels.shape[1]
    cases = tuple(
        Case(own, digest, shape, truth.spacing, truth.spine, curve, COMPUTED)
        for own, curve in zip(names, study.curves, strict=True)
    )
    bends = {own: _bend(item) for own, item in zip(names, study.flexibility, strict=True)}
    pixels = film.pixels.astype(np.float32)
    return LessonFilm(name, title, pixels, 1.0, truth.spine, cases, bends)


def own_film(session: Session) -> LessonFilm | None:
    """Take the standing film of the session, once a person has confirmed its outlines."""
    found = session.findings
    standing = found.standing if found else None
    if not found or not standing or not standing.review:
        return None
    film = session.film(View.CORONAL).as_read
    names = _case_names(OWN, standing.curves)
    spacing = (standing.spacing.row_mm, standing.spacing.column_mm) if standing.spacing else None
    source = Message(
        "the outlines {by} confirmed, an opinion rather than a known truth", by=standing.review.by
    )
    cases = tuple(
        Case(own, standing.sha256, standing.shape, spacing, standing.spine, curve, source)
        for own, curve in zip(names, standing.curves, strict=True)
    )
    return LessonFilm(
        OWN,
        Message("Your own study, {name}'s outlines", name=verbatim(standing.review.by)),
        film.pixels,
        film.pixel_aspect,
        standing.spine,
        cases,
        {own: _bend(item) for own, item in zip(names, found.flexibility, strict=True)},
    )


def question(case: Case) -> str:
    """Say which curve is asked for, and by what to find it."""
    region = case.curve.region
    return Message(
        "the **{region} curve** ({apex})",
        region=REGION_WORDS[region],
        apex=APEXES[region],
    )


def _case_names(film: str, curves: Sequence[Curve]) -> tuple[str, ...]:
    """Name each curve by its region, two of one region by which lies above."""
    count = Counter(curve.region for curve in curves)
    seen: Counter[Region] = Counter()
    names = []
    for curve in curves:
        seen[curve.region] += 1
        which = f" {seen[curve.region]}" if count[curve.region] > 1 else ""
        names.append(
            Message(
                "{film}, {region} curve{which}",
                film=film,
                region=REGION_WORDS[curve.region],
                which=which,
            )
        )
    return tuple(names)


def _bends(sample: SampleStudy) -> list[str]:
    return [
        _bend_words(curve.film, curve.residual_deg, curve.flexibility_rate_percent)
        for curve in sample.expected.curves
    ]


def _bend(item: Flexibility) -> str:
    if item.film is None or item.residual_deg is None or item.rate_percent is None:
        return item.reason
    return _bend_words(item.film, item.residual_deg, item.rate_percent)


def _bend_words(film: str, residual_deg: float, rate_percent: float) -> str:
    return Message(
        "On the {film}, measured between the same endplates, {angle} of it is "
        "left: {rate:.0f} % flexible.",
        film=BendingFilm(film).label,
        angle=signed_degrees(residual_deg).removeprefix("+"),
        rate=rate_percent,
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
