"""The network behind the app: loaded once for everybody, in the background, one study at a time.

A thread of its own analyses a study. It knows films and settings, neither Streamlit nor a session:
a page hands a study over, looks at how far it is, and takes up what was found. Only the network is
shared between browser sessions; the findings of a kept study wait for whoever opens it next, so a
refresh loses nothing.
"""

from __future__ import annotations

import functools
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from languages import Message
from measurements import MeasurementSettings
from r2mf import OnStep, Segmentation, SegmentationError
from studies.analyse import FilmSegmenter, analyse_study, with_marks, with_technique
from studies.errors import StudyError
from studies.findings import StudyFindings
from studies.radiograph import Radiograph, View
from studies.store.kept import FilmRole
from webapp import choices, memory
from webapp.errors import advice
from webapp.session import Session

AT_ONCE: Final = 1
"""Two analyses at once would each take more than twice as long, and twice the memory. Nor are the
films of a study any faster together."""

MOST_WAITING: Final = 16
"""Studies that wait or are analysed; each holds its films in memory."""

MOST_KEPT: Final = 200
"""Runs of kept studies that are remembered: findings that nobody has taken up yet are small."""

CHANGED: Final = Message(
    "The analysis was stopped, because a film, view or side has changed since. Analyse again."
)

_queue: Final = threading.Semaphore(AT_ONCE)
_places: Final = threading.Semaphore(MOST_WAITING)
_loading: Final = threading.Lock()
_kept: Final[dict[str, Run]] = {}
"""Of kept studies, by their id."""


class BusyError(StudyError):
    """More studies are waiting than this computer holds in memory; try again in a minute."""


class _Stopped(Exception):
    """Nobody wants the findings any more."""


@dataclass(frozen=True)
class Progress:
    """How far an analysis is."""

    step: str
    """What it is at, and on which film."""

    share: float
    """Of the work done, in [0, 1]."""


WAITING: Final = Progress(Message("Waiting for another analysis to end"), 0.0)


class Run:
    """A study that is analysed in the background.

    Parameters
    ----------
    roles : tuple of FilmRole
        Which films are analysed, and as what.
    """

    def __init__(self, roles: tuple[FilmRole, ...]) -> None:
        self.roles = roles
        self.progress = WAITING
        self.findings: StudyFindings | None = None
        self.reason = ""
        """Why it came to nothing, for the person at the screen; empty where it did not."""
        self._stop = threading.Event()
        self._ended = threading.Event()

    @property
    def done(self) -> bool:
        """Whether it has ended: with findings, with a reason, or stopped."""
        return self._ended.is_set()

    def stop(self) -> None:
        """End it before its next step, which is a matter of seconds."""
        self._stop.set()

    def wait(self, seconds: float) -> bool:
        """Wait for its end, and say whether it came."""
        return self._ended.wait(seconds)

    def begin(self, films: Mapping[View, Radiograph], settings: MeasurementSettings) -> None:
        """Analyse films in a thread, which stopping the app does not wait for.

        Raises
        ------
        BusyError
            If `MOST_WAITING` studies are waiting.
        """
        if not _places.acquire(blocking=False):
            raise BusyError(
                Message(
                    "{count} studies are waiting to be analysed on this computer; try again in "
                    "a minute.",
                    count=MOST_WAITING,
                )
            )
        carry_out = functools.partial(self._carry_out, films, settings)
        threading.Thread(target=carry_out, name="analysis", daemon=True).start()

    def _carry_out(self, films: Mapping[View, Radiograph], settings: MeasurementSettings) -> None:
        try:
            with _queue:
                self._tell(Message("Loading the network"), 0.0)
                network = _Explained(segmenter())
                self.findings = analyse_study(films, network, settings=settings, on_step=self._tell)
        except _Stopped:
            pass
        except Exception as error:  # whatever goes wrong, the person at the screen is told
            self.reason = advice(error)
        finally:
            _places.release()
            self._ended.set()
            memory.give_back()  # once a study, and not after every look at how far it is

    def _tell(self, step: str, share: float) -> None:
        if self._stop.is_set():
            raise _Stopped
        self.progress = Progress(step, share)


@dataclass(frozen=True)
class _Explained:
    """The network, whose faults keep from one film and no other, as sentences."""

    network: FilmSegmenter

    @property
    def version(self) -> str:
        return self.network.version

    def segment(
        self, pixels: NDArray[np.float32], *, pixel_aspect: float, on_step: OnStep
    ) -> Segmentation:
        try:
            return self.network.segment(pixels, pixel_aspect=pixel_aspect, on_step=on_step)
        except (SegmentationError, _Stopped):
            raise
        except Exception as error:
            raise SegmentationError(advice(error)) from error

    def settle(
        self, pixels: NDArray[np.float32], corners: NDArray[np.float64], *, pixel_aspect: float
    ) -> NDArray[np.float64]:
        return self.network.settle(pixels, corners, pixel_aspect=pixel_aspect)


def segmenter() -> FilmSegmenter:
    """Load the shipped weights, once for all sessions."""
    with _loading:
        return _segmenter()


@functools.cache
def _segmenter() -> FilmSegmenter:
    from r2mf.segmenter import Segmenter  # here, so that pages open without loading PyTorch

    return Segmenter.load()


def begin(session: Session) -> None:
    """Have the films of a session analysed, by the settings as they are chosen now.

    Parameters
    ----------
    session : Session
        Its films each have a view; it gains the run.

    Raises
    ------
    BusyError
        If too many studies are waiting.
    """
    run = Run(session.as_they_stand)
    run.begin(session.by_view, choices.present(session).settings)
    session.run, session.setback = run, ""


def follow(session: Session) -> bool:
    """Take up what was found on a session's films, and say whether anything was.

    Called at the beginning of a run of a page. A study that was opened anew finds the run that was
    begun before; a run whose films have changed since is stopped.
    """
    study_id = session.keeping.place.id if session.keeping.place else ""
    if session.run and study_id:
        _remember(study_id, session.run)
    elif not session.run:
        run = _kept.get(study_id)
        session.run = run if run and run.roles == session.as_they_stand else None
    if not session.run:
        return False
    if session.run.roles != session.as_they_stand:
        stop(session)
        session.setback = CHANGED
        return False
    return session.run.done and _take_up(session, session.run)


def stop(session: Session) -> None:
    """Stop the analysis of a session, which is as it was before then."""
    if session.run:
        session.run.stop()
    _let_go(session)


def forget(study_id: str) -> None:
    """Stop the analysis of a kept study that is to be deleted, and let its findings go."""
    run = _kept.pop(study_id, None)
    if run:
        run.stop()


def is_running(study_id: str) -> bool:
    """Whether a kept study is waiting or being analysed."""
    run = _kept.get(study_id)
    return run is not None and not run.done


def _remember(study_id: str, run: Run) -> None:
    _kept[study_id] = run
    if len(_kept) > MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)


def _let_go(session: Session) -> None:
    session.run = None
    if session.keeping.place:
        _kept.pop(session.keeping.place.id, None)


def _take_up(session: Session, run: Run) -> bool:
    """Corrections made before, say while a side was still wrong, are made again."""
    _let_go(session)
    session.setback = run.reason
    if run.findings is None:
        return False
    findings = run.findings
    for film in session.films:
        if film.history and film.view in findings.films:
            findings = with_marks(findings, film.history.present, view=film.view)
    session.findings = with_technique(findings, session.technique)
    return True
