"""Studies made for the quality gates, and how they are analysed.

Phantom films are rendered, their true outlines stand in for the network, landmarks are marked as a
person would, and `studies.analyse.analyse_study` does the rest, as it does in the app.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset

from measurements import ImageEdge, Level, levels_upward_from
from r2mf import DetectedVertebra, NoSpineFoundError, OnStep, Segmentation
from sample_data.phantom import Patient, StudyTruth, phantom_patient
from sample_data.phantom.instrumentation import Instrumentation
from sample_data.phantom.study import bending_by
from sample_data.phantom.truth import FilmTruth
from studies.analyse import analyse_study, with_lowest_level, with_marks
from studies.edit import Landmark, Signature
from studies.findings import StudyFindings
from studies.history import EditHistory, Marks, mark
from studies.identity import identity_of
from studies.radiograph import PatientSide, Radiograph, Spacing, SpacingOrigin, View, ViewGuess

EFFORT_DEG: Final = 4.5
"""A patient who bends well; stiff spines still bend little, which is no false alarm."""

SEED: Final = 3
"""A patient with large curves, of whom every study that a gate should catch is made."""

SAME_POSTURE_DEG: Final = 1.96 * math.sqrt(2) * 3
"""What two readings of one posture may differ by; some stiff phantoms bend no farther."""

UNSURE: Final = {"score": 0.1}
TILT_UNSURE: Final = {"tilt_sd_deg": 9.0}
DOUBTFUL: Final = {"off_probability": 0.9}
"""What a network says that is unsure of vertebrae, of their tilt, and of the largest angle."""

STANDING, LEFT, RIGHT = View.CORONAL, View.LEFT_BENDING, View.RIGHT_BENDING

BLANK_SHAPE: Final = (1400, 1200)
"""Room for the whole trunk of any phantom."""

HEADER: Final = {"PatientID": "7", "StudyDate": "20260105"}

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Shot:
    """A film with what is known of it."""

    pixels: NDArray[np.float32]

    corners: Array
    """(N, 4, 2) true outlines, cranial first."""

    landmarks: Mapping[Landmark, Array]
    """What a person marks on it."""

    spacing: Spacing | None
    patient_right: ImageEdge | None = ImageEdge.LEFT
    view_hint: View | None = None
    header: Mapping[str, str] = field(default_factory=lambda: HEADER)
    found: bool = True
    """Whether the network finds the spine."""

    score: float = 0.9
    tilt_sd_deg: float = 1.5
    off_probability: float = 0.05

    def moved(self, move: Callable[[Array], Array]) -> Shot:
        """Move outlines and landmarks on the film."""
        landmarks = {landmark: move(points) for landmark, points in self.landmarks.items()}
        return replace(self, corners=move(self.corners), landmarks=landmarks)

    def body(self, place: int, change: Callable[[Array], Array]) -> Shot:
        """Draw one body otherwise, about its centre."""
        corners = self.corners.copy()
        centre = corners[place].mean(axis=0)
        corners[place] = change(corners[place] - centre) + centre
        return replace(self, corners=corners)


Shots = Mapping[View, Shot]


def patient() -> Patient:
    """Make the patient of whom every study is made."""
    return phantom_patient(SEED, effort_deg=EFFORT_DEG)


def shots_of(someone: Patient) -> dict[View, Shot]:
    """Take the three films of a patient."""
    films = {view: someone.film(view) for view in View}
    return {view: _shot(film.pixels, film.truth) for view, film in films.items()}


def unexposed_shots_of(someone: Patient) -> dict[View, Shot]:
    """Take no picture, for what needs outlines only: blank films that can be told apart."""
    shots = {}
    for number, view in enumerate(View, start=1):
        pixels = np.zeros(BLANK_SHAPE, np.float32)
        pixels[0, 0] = number / 10
        shots[view] = _shot(pixels, someone.truth(view))
    return shots


def _shot(pixels: NDArray[np.float32], truth: FilmTruth) -> Shot:
    marked = truth.landmarks_px
    landmarks = {
        Landmark.C7_CENTRE: marked.c7_px[None],
        Landmark.S1_ENDPLATE: marked.s1_px,
        Landmark.ILIAC_CRESTS: marked.crests_px,
    }
    return Shot(
        pixels, truth.corners_px, landmarks, Spacing(*truth.spacing, SpacingOrigin.GEOMETRY)
    )


class KnownOutlines:
    """Gives the true outlines of the films it was shown, in the place of a network."""

    version = "truth"

    def __init__(self, shots: Shots) -> None:
        self._shots = {_print(shot.pixels): shot for shot in shots.values() if shot.found}

    def segment(
        self, pixels: NDArray[np.float32], *, pixel_aspect: float, on_step: OnStep
    ) -> Segmentation:
        """Answer with what is known of a film."""
        if (shot := self._shots.get(_print(pixels))) is None:
            raise NoSpineFoundError("No spine was found; check that the film shows one.")
        return Segmentation(
            column=np.zeros(pixels.shape, np.float32),
            vertebrae=tuple(
                DetectedVertebra(corners, shot.score, 0.5, shot.tilt_sd_deg)
                for corners in shot.corners
            ),
            warnings=(),
            seconds={},
            off_probability=shot.off_probability,
        )

    def settle(self, pixels: NDArray[np.float32], corners: Array, *, pixel_aspect: float) -> Array:
        """Leave a vertebra where it is."""
        return corners


def analysed(shots: Shots, *, lowest: Level = Level.L5) -> StudyFindings:
    """Analyse films as the app does, and mark what a person would."""
    films = {view: _radiograph(shot, view) for view, shot in shots.items()}
    study = analyse_study(films, KnownOutlines(shots), lowest_level=lowest)
    for view, shot in shots.items():
        if view in study.films:
            study = _marked(study, view, shot)
    return study


def codes(study: StudyFindings) -> set[str]:
    """List what the gates say of a study and its films."""
    films = (warning for film in study.films.values() for warning in film.warnings)
    return {warning.code for warning in (*study.warnings, *films)}


def truly_so(truth: StudyTruth) -> set[str]:
    """Find what gates may say of a phantom because it is so, by plain formulas on its corners."""
    films = {view: film.corners_px for view, film in truth.films.items()}
    trunk = {view: _tilt_deg(bodies[0]) - _tilt_deg(bodies[-1]) for view, bodies in films.items()}
    bends = (trunk[LEFT] - trunk[STANDING], trunk[STANDING] - trunk[RIGHT])
    levels = truth.films[STANDING].levels
    holds = {
        "vertebra-count": len(levels) != 17,
        "levels-against-landmarks": levels_upward_from(levels[-1], len(levels)) != levels,
        "bend-weak": any(SAME_POSTURE_DEG < bend < 20 for bend in bends),
        "bend-like-standing": any(bend <= SAME_POSTURE_DEG for bend in bends),
        "small-curve": any(curve.magnitude_deg < 20 for curve in truth.curves),
    }
    return {code for code, so in holds.items() if so}


@dataclass(frozen=True)
class Case:
    """A study made for a gate."""

    what: str
    code: str
    """What the gate is to say."""

    make: Callable[[Shots], StudyFindings]


def cases() -> tuple[Case, ...]:
    """Make every study that a gate should catch from the films of one clean one."""
    return (
        Case("left and right film exchanged", "bends-swapped", _exchanged),
        Case("one bend the wrong way", "bend-wrong-way", _one_wrong_way),
        Case("the same file twice", "same-film-twice", lambda s: analysed({**s, RIGHT: s[LEFT]})),
        Case("one exposure in two files", "same-film-twice", _copied),
        Case("another patient", "patients-differ", _stating(RIGHT, header=_other("PatientID"))),
        Case("another day", "days-differ", _stating(RIGHT, header=_other("StudyDate"))),
        Case("a vertebra missed", "vertebra-missing", _on(STANDING, _missed)),
        Case("a vertebra missed on one film", "level-count-differs", _on(STANDING, _missed)),
        Case("a vertebra outlined twice", "vertebra-doubled", _on(STANDING, _doubled)),
        Case("a vertebra drawn askew", "vertebra-tilt", _on(STANDING, _askew)),
        Case("a vertebra drawn too wide", "vertebra-size", _on(STANDING, _wide)),
        Case("half of the outlines wrong", "outlines-unfit", _on(STANDING, _wild)),
        Case("16 vertebrae", "vertebra-count", _on(STANDING, lambda s: _only(s, slice(1, None)))),
        Case("18 vertebrae", "vertebra-count", lambda _: analysed(unexposed_shots_of(_with_18()))),
        Case(
            "the lowest vertebra missed",
            "levels-against-landmarks",
            _on(STANDING, lambda s: _only(s, slice(None, -1))),
        ),
        Case(
            "18 vertebrae named like 17",
            "levels-against-landmarks",
            lambda _: analysed(unexposed_shots_of(_with_18())),
        ),
        Case("a film that ends before C7", "landmarks-off-film", _on(STANDING, _without_c7)),
        Case("a film that ends before S1", "landmarks-off-film", _on(STANDING, _without_s1)),
        Case("a vertebra cut by the edge", "vertebra-cut", _on(STANDING, _cut)),
        Case(
            "a weak bend",
            "bend-weak",
            lambda _: analysed(unexposed_shots_of(bending_by(patient(), 14))),
        ),
        Case("hardly a bend", "bend-like-standing", _hardly_bent),
        Case("a pelvis that moved along", "pelvis-moved", _leaning),
        Case("a film hung askew", "film-tilted", _on(STANDING, _tilted)),
        Case("implants over endplates", "metal-over-spine", _fused),
        Case("another pixel size", "spacing-differs", _stating(RIGHT, spacing=_spacing(0.7))),
        Case("a pixel size on one film only", "spacing-differs", _stating(RIGHT, spacing=None)),
        Case("no pixel size", "spacing-missing", _stating(STANDING, spacing=None)),
        Case("magnified pixels", "spacing-magnified", _stating(STANDING, spacing=_on_detector())),
        Case("unsure vertebrae", "low-score", _stating(STANDING, **UNSURE)),
        Case("unsure endplates", "corner-spread", _stating(STANDING, **TILT_UNSURE)),
        Case("a doubtful angle", "angle-doubtful", _stating(STANDING, **DOUBTFUL)),
        Case("names off by one", "levels-shifted", _renamed),
        Case("a side not stated", "side-unknown", _stating(STANDING, patient_right=None)),
        Case("sides that differ", "sides-differ", _stating(RIGHT, patient_right=ImageEdge.RIGHT)),
        Case("a standing film mirrored", "standing-not-between", _mirrored),
        Case("a curve larger than standing", "curve-grew", _grown),
        Case("a film of another view", "view-disagrees", _stating(LEFT, view_hint=RIGHT)),
        Case("a film missing", "film-missing", lambda s: analysed({STANDING: s[STANDING]})),
        Case("a film without a spine", "film-refused", _stating(RIGHT, found=False)),
        Case("a small curve", "small-curve", lambda _: analysed(unexposed_shots_of(_slight()))),
    )


def _on(view: View, change: Callable[[Shot], Shot]) -> Callable[[Shots], StudyFindings]:
    return lambda shots: analysed({**shots, view: change(shots[view])})


def _stating(view: View, **said: Any) -> Callable[[Shots], StudyFindings]:
    return _on(view, lambda shot: replace(shot, **said))


def _other(tag: str) -> dict[str, str]:
    return {**HEADER, tag: "20260106"}


def _spacing(size_mm: float) -> Spacing:
    return Spacing(size_mm, size_mm, SpacingOrigin.USER)


def _on_detector() -> Spacing:
    return Spacing(0.55, 0.55, SpacingOrigin.IMAGER)


def _exchanged(shots: Shots) -> StudyFindings:
    return analysed({**shots, LEFT: shots[RIGHT], RIGHT: shots[LEFT]})


def _one_wrong_way(shots: Shots) -> StudyFindings:
    return analysed({STANDING: shots[STANDING], LEFT: shots[RIGHT]})


def _copied(shots: Shots) -> StudyFindings:
    copy = shots[LEFT].pixels.copy()
    copy[0, 0] = 1.0 - copy[0, 0]  # a label burned in
    return analysed({**shots, RIGHT: replace(shots[LEFT], pixels=copy)})


def _only(shot: Shot, places: slice) -> Shot:
    return replace(shot, corners=shot.corners[places])


def _missed(shot: Shot) -> Shot:
    return replace(shot, corners=np.delete(shot.corners, 8, axis=0))


def _doubled(shot: Shot) -> Shot:
    twice = np.insert(shot.corners, 9, shot.corners[8] + [2.0, 1.0], axis=0)
    return replace(shot, corners=twice)


def _askew(shot: Shot) -> Shot:
    return shot.body(8, lambda body: _turned(body, 40.0))


def _wide(shot: Shot) -> Shot:
    return shot.body(8, lambda body: body * [1.0, 2.2])


def _wild(shot: Shot) -> Shot:
    for place in range(1, 16, 2):
        shot = shot.body(place, lambda body: body * [1.0, 2.4])
    return shot


def _without_c7(shot: Shot) -> Shot:
    top = int(shot.corners[0, :, 0].min()) - 5
    points = {Landmark.S1_ENDPLATE, Landmark.ILIAC_CRESTS}
    lower = shot.moved(lambda at: at - [top, 0])
    landmarks = {name: at for name, at in lower.landmarks.items() if name in points}
    return replace(lower, pixels=shot.pixels[top:], landmarks=landmarks)


def _without_s1(shot: Shot) -> Shot:
    bottom = int(shot.corners[-1, :, 0].max()) + 5
    landmarks = {Landmark.C7_CENTRE: shot.landmarks[Landmark.C7_CENTRE]}
    return replace(shot, pixels=shot.pixels[:bottom], landmarks=landmarks)


def _cut(shot: Shot) -> Shot:
    """Cut through T1, whose outline then runs along the film's edge."""
    top = int(shot.corners[0, :, 0].mean())
    cut = shot.moved(lambda at: np.maximum(at - [top, 0], 0.0))
    return replace(cut, pixels=shot.pixels[top:], landmarks={})


def _hardly_bent(shots: Shots) -> StudyFindings:
    return analysed(unexposed_shots_of(bending_by(patient(), 5)))


def _leaning(shots: Shots) -> StudyFindings:
    return analysed(unexposed_shots_of(replace(patient(), pelvis_share=4.0)))


def _tilted(shot: Shot) -> Shot:
    middle = np.array(shot.pixels.shape) / 2
    return shot.moved(lambda at: _turned(at - middle, 13.0) + middle)


def _fused(shots: Shots) -> StudyFindings:
    fused = replace(patient(), attachments=(Instrumentation("T5", "L1"),)).film(STANDING)
    return analysed({**shots, STANDING: _shot(fused.pixels, fused.truth)})


def _renamed(shots: Shots) -> StudyFindings:
    return with_lowest_level(analysed(shots), Level.L4, view=LEFT)


def _mirrored(shots: Shots) -> StudyFindings:
    """Take the standing film as if it hung the other way round: every side on it is wrong."""
    return analysed({**shots, STANDING: replace(shots[STANDING], patient_right=ImageEdge.RIGHT)})


def _grown(shots: Shots) -> StudyFindings:
    """Make one curve larger by 15 degrees on the film that should straighten it."""
    clean = analysed(shots)
    item = clean.flexibility[0]
    assert item.film is not None  # as of every clean study
    assert item.correction_deg is not None
    view = View(item.film)
    film, levels = shots[view], clean.films[view].spine.levels
    upper, lower = (levels.index(at) for at in item.curve.levels)
    places = [upper - 3, upper, lower, lower + 3]
    more = (item.correction_deg + 15) / 2 * item.curve.convexity.sign
    extra = np.interp(range(len(film.corners)), places, [0, -more, more, 0])
    for place, angle in enumerate(extra):
        film = film.body(place, lambda body, angle=angle: _turned(body, angle))  # type: ignore[misc]
    return analysed({**shots, view: film})


def _with_18() -> Patient:
    return _first(lambda truth: len(truth.films[STANDING].levels) == 18)


def _slight() -> Patient:
    return _first(lambda truth: "small-curve" in truly_so(truth))


def _first(wanted: Callable[[StudyTruth], bool]) -> Patient:
    people = (phantom_patient(seed, effort_deg=EFFORT_DEG) for seed in range(100))
    return next(someone for someone in people if wanted(someone.study_truth()))


def _turned(points: Array, angle_deg: float) -> Array:
    """Turn points (row, column) about the origin, the image's right up where positive."""
    angle = math.radians(angle_deg)
    turn = np.array([[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]])
    return points @ turn


def _tilt_deg(body: Array) -> float:
    """Mean tilt of a body's endplates, the patient's right (image left) up positive."""
    ends = [(body[0], body[1]), (body[3], body[2])]
    tilts = [math.atan2(right[0] - left[0], right[1] - left[1]) for left, right in ends]
    return math.degrees(sum(tilts) / 2)


def _print(pixels: NDArray[np.float32]) -> str:
    return hashlib.sha256(pixels.tobytes()).hexdigest()


def _radiograph(shot: Shot, view: View) -> Radiograph:
    header = Dataset()
    for tag, value in shot.header.items():
        setattr(header, tag, value)
    return Radiograph(
        pixels=shot.pixels,
        spacing=shot.spacing,
        side=PatientSide(shot.patient_right, "PatientOrientation"),
        view_guess=ViewGuess(shot.view_hint, "series description"),
        name=f"{view}.dcm",
        sha256=_print(shot.pixels),
        identity=identity_of(header),
    )


def _marked(study: StudyFindings, view: View, shot: Shot) -> StudyFindings:
    history = EditHistory(Marks.of(study.films[view]))
    for landmark, points in shot.landmarks.items():
        at = [(float(row), float(column)) for row, column in points]
        history = history.edit(mark(history.present, landmark, at, Signature.now("")))
    return with_marks(study, history.present, view=view)
