"""One patient on three films: standing, and bending to either side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType

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


def phantom_study(
    seed: int,
    plans: Sequence[CurvePlan] | None = None,
    *,
    physique: Physique | None = None,
    exposure: Exposure | None = None,
    effort_deg: float = 3.0,
) -> PhantomStudy:
    """Make a study; what is not given is drawn from `seed`.

    Parameters
    ----------
    seed : int
        The same arguments make the same films.
    plans : sequence of CurvePlan, optional
        Curves from above to below, neighbours sharing an end vertebra; () is a straight spine.
    physique : Physique, optional
    exposure : Exposure, optional
    effort_deg : float
        How hard the patient bends: degrees that the L3/L4 joint of a healthy spine gives.

    Returns
    -------
    PhantomStudy
    """
    if not effort_deg > 0:
        raise PhantomError(f"effort_deg is {effort_deg}; give a number above zero, such as 3")
    rng = np.random.default_rng(seed)
    drawn = random_physique(rng), random_plans(rng), Exposure.random(rng)
    person = physique or drawn[0]
    curves = drawn[1] if plans is None else tuple(plans)
    chain = Chain(person, standing_joints_deg(curves), compliances(curves, HEALTHY_COMPLIANCE))
    organs = Organs.random(rng)
    looks = exposure or drawn[2]
    efforts = dict(zip(VIEWS, (0.0, effort_deg, -effort_deg), strict=True))
    return PhantomStudy(
        {view: _film(chain, effort, organs, looks, view) for view, effort in efforts.items()}
    )


def _film(
    chain: Chain, effort_deg: float, organs: Organs, exposure: Exposure, view: str
) -> PhantomFilm:
    bent = chain.bent(effort_deg, pelvis_deg=effort_deg * PELVIS_SHARE)
    skeleton = Skeleton(bent, chain.joint_deg)
    beam = Beam(0.0, float(skeleton.pose.centres[:, 2].mean()), FOCUS_MM)
    field = field_around(skeleton, WHOLE_TRUNK, beam)
    marks = Marks((Mark("R", 0.06, 0.07, 15.0, ring=True),))
    room = Room(field.geometry(SPACING_MM, beam), exposure, marks)
    return rendered(skeleton, organs, room, view)
