"""The one study a browser session holds.

Everything lives in a single `Session` under one key of Streamlit's session state. It is private to
the browser tab and gone when the tab is closed; nothing of it is written to disk or shared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from measurements import ImageEdge, Level
from studies.analyse import with_bends_swapped, with_lowest_level
from studies.findings import StudyFindings
from studies.radiograph import Radiograph, View
from studies.read import display_name
from studies.side import NOT_STATED, declared_side
from webapp import picture

if TYPE_CHECKING:  # the report's packages take a second to load, and no film needs them
    from webapp.exports import Export

KEY: Final = "study"


@dataclass(eq=False)
class DraftFilm:
    """A film that was read, with the view and side as they stand on its card."""

    as_read: Radiograph
    view: View | None = field(init=False)
    patient_right: ImageEdge | None = field(init=False)
    lowest: Level | None = None
    """The lowest vertebra as the person named it; None leaves the usual one."""

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

    @property
    def key(self) -> str:
        """Tells this film's widgets from those of the others."""
        return self.as_read.sha256[:12]


Signature = tuple[tuple[str, View | None, ImageEdge | None], ...]
"""Which films were analysed, and as what."""


@dataclass(frozen=True)
class Refusal:
    """A file that was turned away."""

    name: str
    """The file's name without its folder."""

    reason: str
    """One sentence, with what to do."""


@dataclass
class Session:
    """The films of a study, and what was found on them."""

    films: list[DraftFilm] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)

    uploads: int = 0
    """How often files were taken in; a new number empties the drop zone."""

    report: Export | None = None
    """The typeset report of the findings, once it was asked for."""

    _findings: StudyFindings | None = None
    _analysed: Signature = ()

    @property
    def signature(self) -> Signature:
        """Which films would be analysed now, and as what."""
        return tuple((film.as_read.sha256, film.view, film.patient_right) for film in self.films)

    @property
    def findings(self) -> StudyFindings | None:
        """What was found, or None when a film, view or side has changed since."""
        return self._findings if self._analysed == self.signature else None

    @findings.setter
    def findings(self, findings: StudyFindings) -> None:
        self._findings = findings
        self._analysed = self.signature
        self.report = None

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
    def by_view(self) -> Mapping[View, Radiograph]:
        """The films as they would be analysed; defined once `is_ready`."""
        return {film.view: film.radiograph for film in self.films if film.view}

    def film(self, view: View) -> DraftFilm:
        """Return the film of a view."""
        return next(film for film in self.films if film.view is view)

    def add(self, radiograph: Radiograph) -> None:
        """Take a film in, unless it is here already."""
        if any(film.as_read.sha256 == radiograph.sha256 for film in self.films):
            self.refuse(radiograph.name, "The same file is already in this study.")
        else:
            self.films.append(DraftFilm(radiograph))

    def refuse(self, name: str, reason: str) -> None:
        """Remember why a file was turned away."""
        self.refusals.append(Refusal(display_name(name), reason))

    def remove(self, film: DraftFilm) -> None:
        """Leave a film out of the study."""
        self.films.remove(film)

    def name_lowest(self, view: View, level: Level) -> None:
        """Name the lowest vertebra of a film; everything measured follows."""
        if self.findings:
            self.findings = with_lowest_level(self.findings, level, view=view)
            self.film(view).lowest = level

    def swap_bends(self) -> None:
        """Take the left-bending film for the right-bending one, and the other way round."""
        findings = self.findings
        left, right = self.film(View.LEFT_BENDING), self.film(View.RIGHT_BENDING)
        left.view, right.view = right.view, left.view
        if findings:
            self.findings = with_bends_swapped(findings)

    def clear(self) -> None:
        """Start a new study."""
        self.films.clear()
        self.refusals.clear()
        self._findings = None
        self._analysed = ()


def current() -> Session:
    """Return the session of this browser tab, a fresh one at first."""
    return st.session_state.setdefault(KEY, Session())
