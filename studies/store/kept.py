"""What of a study is kept, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from measurements import BendingTechnique, Convexity, Flexibility, ImageEdge, Level, Region
from studies.findings import InvalidFindingsError, StudyFindings
from studies.history import EditHistory
from studies.radiograph import View


class Status(StrEnum):
    """How far a study has come."""

    NEW = "new"
    """Its films are in; nothing was found yet, or a film, view or side has changed since."""

    ANALYSED = "analysed"
    REVIEWED = "reviewed"
    """A person has confirmed every film."""


FilmRole = tuple[str, View | None, ImageEdge | None]
"""A film by its SHA-256, and as what it is taken: its view, and the edge of the patient's right."""


@dataclass(frozen=True)
class KeptFilm:
    """A film of a study, without its picture."""

    sha256: str
    name: str
    """The file's name for display."""

    view: View | None
    patient_right: ImageEdge | None
    history: EditHistory | None = None
    """How a person corrected it; None while nobody has."""

    confirmed: bool = False
    """Whether a person has confirmed its view and side as they stand."""

    @property
    def role(self) -> FilmRole:
        """Which film it is, and as what."""
        return self.sha256, self.view, self.patient_right


@dataclass(frozen=True)
class KeptStudy:
    """A study as it is kept.

    Raises
    ------
    InvalidFindingsError
        If films were analysed and nothing was found, not even a refusal, or the other way round.
    """

    label: str
    """What a person calls it; empty while nobody has said."""

    films: tuple[KeptFilm, ...]
    technique: BendingTechnique = BendingTechnique.UNKNOWN
    findings: StudyFindings | None = None
    analysed: tuple[FilmRole, ...] = ()
    """Which films the findings are of, and as what they were taken."""

    def __post_init__(self) -> None:
        if (self.findings is None) is not (self.analysed == ()):
            raise InvalidFindingsError(
                f"{len(self.analysed)} films were analysed, with {self.findings} found; expected "
                "findings exactly where films were analysed."
            )

    @property
    def current(self) -> StudyFindings | None:
        """What was found, as long as it belongs to the films as they stand."""
        stand = tuple(film.role for film in self.films)
        return self.findings if self.analysed == stand else None

    @property
    def status(self) -> Status:
        """How far the study has come."""
        if self.current is None:
            return Status.NEW
        return Status.REVIEWED if self.current.review else Status.ANALYSED


@dataclass(frozen=True)
class Place:
    """Where the store has a study."""

    id: str
    """Drawn by chance; it is the study's address and says nothing about it."""

    version: int
    """Grows with every change, so that nobody overwrites what they have not seen."""


@dataclass(frozen=True)
class Opened:
    """A study out of the store."""

    place: Place
    study: KeptStudy
    lost: tuple[str, ...] = ()
    """What could not be read as it was kept, a sentence each."""


@dataclass(frozen=True)
class CurveGlance:
    """A standing curve in a line."""

    region: Region
    upper: Level
    lower: Level
    magnitude_deg: float
    convexity: Convexity
    rate_percent: float | None
    """None where flexibility was not measured."""

    @classmethod
    def of(cls, item: Flexibility) -> CurveGlance:
        """Take what a line shows of a curve."""
        curve = item.curve
        return cls(
            curve.region, *curve.levels, curve.magnitude_deg, curve.convexity, item.rate_percent
        )


@dataclass(frozen=True)
class Summary:
    """A study in a line of the worklist."""

    id: str
    label: str
    taken: date | None
    """Day of its earliest film; None where no film states one."""

    film_count: int
    status: Status
    curves: tuple[CurveGlance, ...]
    """Of the standing film, cranial first; empty while the study is new."""

    warning_count: int
    """What makes the study as a whole doubtful; 0 while it is new."""

    changed_at: datetime
    """With a time zone."""


class Order(StrEnum):
    """How the worklist is sorted."""

    LATEST_CHANGE = "latest change"
    LATEST_FILM = "latest film"
    EARLIEST_FILM = "earliest film"


@dataclass(frozen=True)
class Search:
    """Which studies are asked for."""

    words: str = ""
    """Each of them stands in the label, however it is written."""

    status: Status | None = None
    order: Order = Order.LATEST_CHANGE
    most: int = 50


@dataclass(frozen=True)
class Hits:
    """What a search has found."""

    summaries: tuple[Summary, ...]
    """At most as many as were asked for."""

    count: int
    """How many there are."""

    kept_count: int
    """How many studies are kept at all."""
