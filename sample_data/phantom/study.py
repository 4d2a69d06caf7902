"""One patient on three films: standing, and bending to either side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np
from scipy.optimize import brentq

from measurements import Curve, Flexibility, Spine
from sample_data.phantom.anatomy import Physique
from sample_data.phantom.attachment import Attachment
from sample_data.phantom.deformity import CurvePlan, standing_chain
from sample_data.phantom.draw import random_physique, random_plans
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.exposure import Exposure
from sample_data.phantom.film import PhantomFilm, Room, rendered
from sample_data.phantom.flexibility import with_stiffness
from sample_data.phantom.framing import Margins, field_around
from sample_data.phantom.kinematics import Chain
from sample_data.phantom.markers import Mark, Marks
from sample_data.phantom.projection import Beam, Geometry, Projection
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.soft_tissue import Organs
from sample_data.phantom.truth import (
    CORONAL,
    LEFT_BENDING,
    RIGHT_BENDING,
    VIEWS,
    FilmTruth,
    StudyTruth,
    film_truth,
    true_spine,
)

# The pelvis follows a bend by this much of the effort.
PELVIS_SHARE = 0.8
# Far beyond what anybody does; joints have stopped long before.
LARGEST_EFFORT_DEG = 40.0
# From the chin to the hips, and as wide as the trunk.
WHOLE_TRUNK = Margins(above=115.0, below=125.0, right=125.0, left=125.0)
SPACING_MM = 0.55
FOCUS_MM = 2300.0


@dataclass(frozen=True)
class PhantomStudy:
    """Three films of one patient.

    Attributes
    ----------
    films : mapping of view name to PhantomFilm
        "coronal", "left_bending", "right_bending".
    """

    films: Mapping[str, PhantomFilm]

    def __post_init__(self) -> None:
        """Refuse a study that lacks a film."""
        if tuple(self.films) != VIEWS:
            raise PhantomError(f"a study has the films {VIEWS}; got {tuple(self.films)}")
        object.__setattr__(self, "films", MappingProxyType(dict(self.films)))

    @cached_property
    def truth(self) -> StudyTruth:
        """What the films show."""
        return StudyTruth({view: film.truth for view, film in self.films.items()})

    @property
    def curves(self) -> tuple[Curve, ...]:
        """Curves of the standing film, measured on its true corners."""
        return self.truth.curves

    @property
    def flexibility(self) -> tuple[Flexibility, ...]:
        """Each curve re-measured on the bending films, on their true corners."""
        return self.truth.flexibility


@dataclass(frozen=True)
class Patient:
    """Someone to take films of.

    Attributes
    ----------
    chain : Chain
        The spine, standing.
    organs : Organs
    exposure : Exposure
        How every film of this patient is taken.
    effort_deg : float
        How hard the patient bends: degrees that the L3/L4 joint of a healthy spine gives.
    pelvis_share : float
        Tilt of the pelvis on a bend for each degree of effort.
    attachments : tuple of Attachment
        What is in and on the patient.
    projection : Projection
        Which way the beam runs.
    margins : Margins
        How far the films reach beyond the measured vertebrae.
    """

    chain: Chain
    organs: Organs
    exposure: Exposure
    effort_deg: float
    pelvis_share: float = PELVIS_SHARE
    attachments: tuple[Attachment, ...] = ()
    projection: Projection = Projection.AP
    margins: Margins = WHOLE_TRUNK

    def __post_init__(self) -> None:
        """Refuse a patient who does not bend."""
        if not self.effort_deg > 0:
            raise PhantomError(
                f"effort_deg is {self.effort_deg}; give a number above zero, such as 3"
            )

    def skeleton(self, view: str) -> Skeleton:
        """Bones as they stand on one film."""
        signs = {CORONAL: 0.0, LEFT_BENDING: 1.0, RIGHT_BENDING: -1.0}
        if view not in signs:
            raise PhantomError(f"{view!r} is not a view; choose one of {VIEWS}")
        effort = signs[view] * self.effort_deg
        pelvis = self.chain.pelvis_deg + effort * self.pelvis_share
        return Skeleton(self.chain.bent(effort, pelvis_deg=pelvis), self.chain.joint_deg)

    def truth(self, view: str) -> FilmTruth:
        """Tell what is true about one film, without making it."""
        skeleton = self.skeleton(view)
        return film_truth(skeleton, self._geometry(skeleton), view)

    def spine(self, view: str) -> Spine:
        """Tell the true spine of one film, wherever the film's corner may lie.

        That is all that angles need, and quicker than `truth`.
        """
        skeleton = self.skeleton(view)
        geometry = Geometry((1, 1), SPACING_MM, (0.0, 0.0), self._beam(skeleton))
        return true_spine(skeleton, geometry)

    def study_truth(self) -> StudyTruth:
        """Tell what is true about all three films, without making them."""
        return StudyTruth({view: self.truth(view) for view in VIEWS})

    def film(self, view: str) -> PhantomFilm:
        """Take one film: "coronal", "left_bending" or "right_bending"."""
        skeleton = self.skeleton(view)
        # beside the waist: a bending patient leaves that place free
        marks = Marks((Mark("R", 0.6, 0.06, 15.0, ring=True),))
        room = Room(self._geometry(skeleton), self.exposure, marks)
        return rendered(skeleton, self.organs, room, view, self.attachments)

    def study(self) -> PhantomStudy:
        """Take all three films."""
        return PhantomStudy({view: self.film(view) for view in VIEWS})

    def _geometry(self, skeleton: Skeleton) -> Geometry:
        """Where the film and the focal spot are."""
        beam = self._beam(skeleton)
        return field_around(skeleton, self.margins, beam).geometry(SPACING_MM, beam)

    def _beam(self, skeleton: Skeleton) -> Beam:
        """Focal spot level with the middle of the spine."""
        return Beam(0.0, float(skeleton.pose.centres[:, 2].mean()), FOCUS_MM, self.projection)


def phantom_patient(
    seed: int,
    plans: Sequence[CurvePlan] | None = None,
    *,
    physique: Physique | None = None,
    exposure: Exposure | None = None,
    effort_deg: float = 3.0,
    pelvis_share: float = PELVIS_SHARE,
) -> Patient:
    """Make a patient; what is not given is drawn from `seed`.

    Parameters
    ----------
    seed : int
        The same arguments make the same patient.
    plans : sequence of CurvePlan, optional
        Curves from above to below, neighbours sharing an end vertebra; () is a straight spine.
    physique : Physique, optional
    exposure : Exposure, optional
    effort_deg, pelvis_share : float
        See `Patient`.

    Raises
    ------
    PhantomError
        If the curves cannot be built, or a flexibility asked for is out of reach.
    """
    rng = np.random.default_rng(seed)
    drawn = random_physique(rng), Exposure.random(rng), Organs.random(rng)
    person = physique or drawn[0]
    curves = random_plans(rng, person.anatomy) if plans is None else tuple(plans)

    def patient_with(curves: Sequence[CurvePlan]) -> Patient:
        chain = standing_chain(person, curves)
        return Patient(chain, drawn[2], exposure or drawn[1], effort_deg, pelvis_share)

    return patient_with(with_stiffness(curves, lambda tried: patient_with(tried).spine))


def bending_by(patient: Patient, trunk_bend_deg: float) -> Patient:
    """Let a patient bend so far that T1 leans `trunk_bend_deg` more than standing.

    The lean is the mean of both sides, the pelvis's share of it included.

    Raises
    ------
    PhantomError
        If no effort bends this spine so far.
    """
    top = patient.chain.anatomy.measured.start

    def lean(effort: float) -> float:
        bent = replace(patient, effort_deg=effort)
        left, right = (
            bent.skeleton(v).chain.tilts_deg()[top] for v in (LEFT_BENDING, RIGHT_BENDING)
        )
        return float(left - right) / 2

    farthest = lean(LARGEST_EFFORT_DEG)
    if not 0 < trunk_bend_deg < farthest:
        raise PhantomError(
            f"the trunk cannot bend by {trunk_bend_deg:g} degrees; give more than 0 and less than "
            f"{farthest:.0f}"
        )
    effort = brentq(lambda tried: lean(tried) - trunk_bend_deg, 1e-6, LARGEST_EFFORT_DEG)
    return replace(patient, effort_deg=effort)


def phantom_study(
    seed: int, plans: Sequence[CurvePlan] | None = None, **choices: Any
) -> PhantomStudy:
    """Take the three films of `phantom_patient`, which says what to give."""
    return phantom_patient(seed, plans, **choices).study()
