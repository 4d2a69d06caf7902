"""One patient on three films: standing, and bending to either side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import Any

import numpy as np

from measurements import Curve, Flexibility, find_curves, measure_flexibility
from sample_data.phantom.anatomy import Physique
from sample_data.phantom.deformity import CurvePlan, compliances, standing_joints_deg
from sample_data.phantom.draw import random_physique, random_plans
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.exposure import Exposure
from sample_data.phantom.film import PhantomFilm, Room, rendered
from sample_data.phantom.framing import Margins, field_around
from sample_data.phantom.kinematics import HEALTHY_COMPLIANCE, Chain
from sample_data.phantom.markers import Mark, Marks
from sample_data.phantom.projection import Beam
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.soft_tissue import Organs

CORONAL, LEFT_BENDING, RIGHT_BENDING = VIEWS = ("coronal", "left_bending", "right_bending")

# The pelvis follows a bend by this much of the effort.
PELVIS_SHARE = 0.8
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
    def curves(self) -> tuple[Curve, ...]:
        """Curves of the standing film, measured on its true corners."""
        return find_curves(self.films[CORONAL].spine)

    @cached_property
    def flexibility(self) -> tuple[Flexibility, ...]:
        """Each curve re-measured on the bending films, on their true corners."""
        bends = {view: self.films[view].spine for view in (LEFT_BENDING, RIGHT_BENDING)}
        return tuple(measure_flexibility(curve, **bends) for curve in self.curves)


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
    """

    chain: Chain
    organs: Organs
    exposure: Exposure
    effort_deg: float

    def __post_init__(self) -> None:
        """Refuse a patient who does not bend."""
        if not self.effort_deg > 0:
            raise PhantomError(
                f"effort_deg is {self.effort_deg}; give a number above zero, such as 3"
            )

    def film(self, view: str) -> PhantomFilm:
        """Take one film: "coronal", "left_bending" or "right_bending"."""
        effort = {CORONAL: 0.0, LEFT_BENDING: self.effort_deg, RIGHT_BENDING: -self.effort_deg}
        if view not in effort:
            raise PhantomError(f"{view!r} is not a view; choose one of {VIEWS}")
        bent = self.chain.bent(effort[view], pelvis_deg=effort[view] * PELVIS_SHARE)
        skeleton = Skeleton(bent, self.chain.joint_deg)
        beam = Beam(0.0, float(skeleton.pose.centres[:, 2].mean()), FOCUS_MM)
        field = field_around(skeleton, WHOLE_TRUNK, beam)
        # beside the waist: a bending patient leaves that place free
        marks = Marks((Mark("R", 0.6, 0.06, 15.0, ring=True),))
        room = Room(field.geometry(SPACING_MM, beam), self.exposure, marks)
        return rendered(skeleton, self.organs, room, view)

    def study(self) -> PhantomStudy:
        """Take all three films."""
        return PhantomStudy({view: self.film(view) for view in VIEWS})


def phantom_patient(
    seed: int,
    plans: Sequence[CurvePlan] | None = None,
    *,
    physique: Physique | None = None,
    exposure: Exposure | None = None,
    effort_deg: float = 3.0,
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
    effort_deg : float
        See `Patient`.
    """
    rng = np.random.default_rng(seed)
    drawn = random_physique(rng), random_plans(rng), Exposure.random(rng)
    curves = drawn[1] if plans is None else tuple(plans)
    chain = Chain(
        physique or drawn[0],
        standing_joints_deg(curves),
        compliances(curves, HEALTHY_COMPLIANCE),
    )
    return Patient(chain, Organs.random(rng), exposure or drawn[2], effort_deg)


def phantom_study(
    seed: int, plans: Sequence[CurvePlan] | None = None, **choices: Any
) -> PhantomStudy:
    """Take the three films of `phantom_patient`, which says what to give."""
    return phantom_patient(seed, plans, **choices).study()
