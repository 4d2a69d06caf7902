"""The one study a browser session holds.

Everything lives in a single `Session` under one key of Streamlit's session state, private to the
browser tab. Nothing here writes to disk: `webapp.keeping` does, from `Session.kept`.
"""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from languages import Message
from measurements import BendingTechnique, ImageEdge, Level, MeasurementSettings
from studies.analyse import (
    confirmed,
    with_bends_swapped,
    with_marks,
    with_patient_right,
    with_settings,
    with_technique,
)
from studies.dropped import RefusedFile
from studies.edit import Signature
from studies.findings import StudyFindings
from studies.history import EditHistory, Marks, rename
from studies.intake import StudyFiles
from studies.radiograph import Radiograph, View
from studies.read import display_name
from studies.side import NOT_STATED, declared_side
from studies.store.choices import Choices, keeps_by_default
from studies.store.errors import StoreError
from studies.store.installation import Installation
from studies.store.kept import FilmRole, KeptFilm, KeptStudy, Opened, Place
from webapp import memory, picture

if TYPE_CHECKING:  # the report's packages take a second to load, and no film needs them
    from webapp.analysis import Run
    from webapp.exports import Export

KEY: Final = "study"

CARD_PX: Final = 900
"""Enough to read the R or L on the film when its card's picture is enlarged."""


_epochs = itertools.count(time.time_ns() // 1_000_000)
"""Later than any of an earlier start: a browser may still hold requests of that one."""


@dataclass
class Desk:
    """Where a film's editor in the browser and the session stand with each other."""

    epoch: int = field(default_factory=lambda: next(_epochs))
    """Another number voids what the browser holds; none is ever used again."""

    seen: int = 0
    """Number of the last request that was carried out."""

    said: str = ""
    """What became of it, one sentence."""

    refused: bool = False
    """Whether it was refused."""

    def refuse(self, reason: str) -> None:
        """Say why a request was refused, and void what the browser holds."""
        self.said, self.refused, self.epoch = reason, True, next(_epochs)


@dataclass(eq=False)
class DraftFilm:
    """A film that was read, with the view and side as they stand on its card."""

    as_read: Radiograph
    file: bytes | None = None
    """As it was uploaded; None once the store has it."""

    view: View | None = field(init=False)
    patient_right: ImageEdge | None = field(init=False)
    history: EditHistory | None = None
    """How a person corrected it; None while nobody has."""

    desk: Desk = field(default_factory=Desk)

    _confirmed_as: FilmRole | None = None

    def __post_init__(self) -> None:
        self.view = self.as_read.view_guess.view
        self.patient_right = self.as_read.side.patient_right

    @property
    def radiograph(self) -> Radiograph:
        """The film with the side as it stands now, and who said so."""
        if self.patient_right is self.as_read.side.patient_right:
            return self.as_read
        side = declared_side(self.patient_right) if self.patient_right else NOT_STATED
        return replace(self.as_read, side=side)

    @cached_property
    def screen(self) -> NDArray[np.float32]:
        """The film at the size of a screen, made once."""
        return picture.to_screen(self.as_read.pixels)

    @cached_property
    def thumbnail(self) -> bytes:
        """The film on its card, made once."""
        small = picture.to_screen(self.screen, CARD_PX)
        return picture.to_jpeg(small, picture.auto_window(small))

    @cached_property
    def media(self) -> bytes:
        """The film as sharp as the browser is sent it, made once."""
        return picture.to_media(self.as_read.pixels)

    @property
    def key(self) -> str:
        """Tells this film's widgets from those of the others."""
        return self.as_read.sha256[:12]

    @property
    def role(self) -> FilmRole:
        """Which film it is, and as what it is taken now."""
        return self.as_read.sha256, self.view, self.patient_right

    @property
    def is_confirmed(self) -> bool:
        """Whether a person has confirmed its view and side as they stand."""
        return self._confirmed_as == self.role

    def confirm(self) -> None:
        """Note that a person has confirmed its view and side."""
        self._confirmed_as = self.role

    @property
    def kept(self) -> KeptFilm:
        """What of it is kept."""
        corrected = self.history and (self.history.can_undo or self.history.can_redo)
        return KeptFilm(
            self.as_read.sha256,
            self.as_read.name,
            self.view,
            self.patient_right,
            self.history if corrected else None,
            self.is_confirmed,
        )

    @classmethod
    def opened(cls, as_read: Radiograph, kept: KeptFilm) -> DraftFilm:
        """Take up a film as it was kept."""
        film = cls(as_read, history=kept.history)
        film.view, film.patient_right = kept.view, kept.patient_right
        if kept.confirmed:
            film.confirm()
        return film


@dataclass
class Keeping:
    """Whether the study of a session is kept, and where."""

    wanted: bool = field(default_factory=lambda: keeps_by_default(Installation.from_environment()))
    """Whether it is to be kept; a person may say otherwise than the installation."""

    place: Place | None = None
    """Where the store has it; None while it does not."""

    saved: KeptStudy | None = None
    """What the store has of it."""

    trouble: StoreError | None = None
    """Why it could not be kept or opened as it was asked for last."""

    lost: tuple[str, ...] = ()
    """What could not be read as it was kept, a sentence each."""

    address: str = ""
    """The study that the browser's address named when the page was drawn last."""


@dataclass
class Session:
    """The films of a study, and what was found on them."""

    label: str = ""
    """What a person calls it."""

    films: list[DraftFilm] = field(default_factory=list)
    refusals: list[RefusedFile] = field(default_factory=list)

    ignored: tuple[str, ...] = ()
    """Names of files dropped last that nobody takes for films."""

    offered: tuple[StudyFiles, ...] = ()
    """Studies that were dropped together, none of them chosen yet."""

    uploads: int = 0
    """How often files were taken in; a new number empties the drop zone."""

    reader: str = ""
    """Who corrects and confirms, as entered; kept nowhere but here and under what they did."""

    technique: BendingTechnique = BendingTechnique.UNKNOWN
    """How the bending films were taken, as a person said."""

    reports: dict[str, Export] = field(default_factory=dict)
    """The typeset report of the findings by its language, once it was asked for."""

    keeping: Keeping = field(default_factory=Keeping)

    run: Run | None = None
    """The analysis that goes on in the background, or has just ended."""

    setback: str = ""
    """Why the last analysis came to nothing."""

    chosen: Choices | None = None
    """Settings of this session only; None where it goes by those of the installation."""

    _findings: StudyFindings | None = None
    _analysed: tuple[FilmRole, ...] = ()

    @property
    def as_they_stand(self) -> tuple[FilmRole, ...]:
        """Which films would be analysed now, and as what."""
        return tuple(film.role for film in self.films)

    @property
    def findings(self) -> StudyFindings | None:
        """What was found, or None when a film, view or side has changed since."""
        return self._findings if self._analysed == self.as_they_stand else None

    @findings.setter
    def findings(self, findings: StudyFindings) -> None:
        self._findings = findings
        self._analysed = self.as_they_stand
        self.reports = {}

    @property
    def outdated(self) -> bool:
        """Whether findings exist that no longer belong to the films as they stand."""
        return self._findings is not None and self.findings is None

    @property
    def repeated_views(self) -> set[View]:
        """Views that more than one film claims."""
        claims = Counter(film.view for film in self.films if film.view)
        return {view for view, count in claims.items() if count > 1}

    @property
    def is_ready(self) -> bool:
        """Whether each film has a view of its own."""
        return bool(self.films) and all(f.view for f in self.films) and not self.repeated_views

    @property
    def is_confirmed(self) -> bool:
        """Whether a person has confirmed every view and side as they stand."""
        return all(film.is_confirmed for film in self.films)

    def confirm_roles(self) -> None:
        """Note that a person has confirmed every view and side; what was refused was read, too."""
        for film in self.films:
            film.confirm()
        self.refusals.clear()
        self.ignored = ()

    @property
    def sideless(self) -> list[DraftFilm]:
        """The films of which neither file nor person says where the patient's right is."""
        return [film for film in self.films if film.patient_right is None]

    @property
    def by_view(self) -> Mapping[View, Radiograph]:
        """The films as they would be analysed; defined once `is_ready`."""
        return {film.view: film.radiograph for film in self.films if film.view}

    def film(self, view: View) -> DraftFilm:
        """Return the film of a view."""
        return next(film for film in self.films if film.view is view)

    @property
    def kept(self) -> KeptStudy:
        """What of the study is kept."""
        return KeptStudy(
            label=self.label,
            films=tuple(film.kept for film in self.films),
            technique=self.technique,
            findings=self._findings,
            analysed=self._analysed,
        )

    def open(self, opened: Opened, radiographs: Sequence[Radiograph]) -> None:
        """Take up a study as it was kept, in place of the present one.

        Parameters
        ----------
        opened : Opened
            Out of the store.
        radiographs : sequence of Radiograph
            Its films, read again, in their order.
        """
        self.clear()
        kept = opened.study
        self.label, self.technique = kept.label, kept.technique
        pairs = zip(radiographs, kept.films, strict=True)
        self.films.extend(DraftFilm.opened(as_read, film) for as_read, film in pairs)
        self._findings, self._analysed = kept.findings, kept.analysed
        self.keeping.place, self.keeping.lost = opened.place, opened.lost
        self.keeping.saved = self.kept

    def add(self, radiograph: Radiograph, file: bytes | None = None) -> None:
        """Take a film in, unless it is here already; without its file it cannot be kept."""
        if any(film.as_read.sha256 == radiograph.sha256 for film in self.films):
            self.refuse(radiograph.name, Message("The same file is already in this study."))
        else:
            self.films.append(DraftFilm(radiograph, file))

    def refuse(self, name: str, reason: str) -> None:
        """Remember why a file was turned away."""
        self.refusals.append(RefusedFile(display_name(name), reason))

    def remove(self, film: DraftFilm) -> None:
        """Leave a film out of the study."""
        self.films.remove(film)

    def history(self, view: View) -> EditHistory:
        """Return the corrections of an analysed film, an empty history at first."""
        film = self.film(view)
        if film.history is None:
            assert self.findings  # a film is corrected once it was analysed
            film.history = EditHistory(Marks.of(self.findings.films[view]))
        return film.history

    def correct(self, view: View, history: EditHistory) -> None:
        """Take what is marked on a film now; everything measured follows.

        Raises
        ------
        EditError
            If no film can show that; nothing has changed then.
        """
        if self.findings:
            self.findings = with_marks(self.findings, history.present, view=view)
            self.film(view).history = history

    def name_lowest(self, view: View, level: Level) -> None:
        """Name the lowest vertebra of a film; everything measured follows."""
        history = self.history(view)
        lowest = history.present.levels[-1]
        if level is not lowest:
            signed = Signature.now(self.reader)
            self.correct(view, history.edit(rename(history.present, lowest, level, signed)))

    def confirm(self, view: View) -> None:
        """Note that the reader has confirmed the outlines and levels of a film.

        Raises
        ------
        EditError
            If no name was entered.
        """
        if self.findings:
            self.findings = confirmed(self.findings, Signature.now(self.reader), view=view)

    def record_technique(self, technique: BendingTechnique) -> None:
        """Note how the bending films were taken."""
        self.technique = technique
        if self.findings:
            self.findings = with_technique(self.findings, technique)

    def measure_by(self, settings: MeasurementSettings) -> None:
        """Measure the study again by other settings, which withdraws every confirmation."""
        if self.findings:
            self.findings = with_settings(self.findings, settings)

    def swap_bends(self) -> None:
        """Take the left-bending film for the right-bending one, and the other way round."""
        findings = self.findings
        left, right = self.film(View.LEFT_BENDING), self.film(View.RIGHT_BENDING)
        left.view, right.view = right.view, left.view
        left.confirm()
        right.confirm()
        if findings:
            self.findings = with_bends_swapped(findings)

    def declare_right(self, edge: ImageEdge) -> None:
        """Say where the patient's right is on the `sideless` films; everything measured follows."""
        findings = self.findings
        for film in self.sideless:
            was_confirmed = film.is_confirmed
            film.patient_right = edge
            if was_confirmed:
                film.confirm()
            if findings:
                findings = with_patient_right(findings, edge, view=film.view)
        if findings:
            self.findings = findings

    def clear(self) -> None:
        """Start a new study; what is kept of the present one stays so, and goes on."""
        if self.run and not self.keeping.place:
            self.run.stop()
        self.run, self.setback = None, ""
        self.label = ""
        self.films.clear()
        self.refusals.clear()
        self.ignored, self.offered = (), ()
        self.reports = {}
        self.technique = BendingTechnique.UNKNOWN
        self.keeping = Keeping(wanted=self.keeping.wanted, address=self.keeping.address)
        self._findings = None
        self._analysed = ()


def current() -> Session:
    """Return the session of this browser tab, a fresh one at first.

    Streamlit clears up after tabs that were closed when another is opened, so then their memory is
    given back.
    """
    if KEY not in st.session_state:
        st.session_state[KEY] = Session()
        memory.CARETAKER.come_soon()
    return st.session_state[KEY]
