"""Random patients, rooms and films, as wide as what a network must be ready for."""

from __future__ import annotations

import numpy as np

from sample_data.phantom.anatomy import USUAL, Anatomy, Physique
from sample_data.phantom.deformity import CurvePlan, compliances, standing_joints_deg
from sample_data.phantom.exposure import Exposure
from sample_data.phantom.film import PhantomFilm, Room, rendered
from sample_data.phantom.framing import Margins, field_around
from sample_data.phantom.kinematics import Chain, healthy_compliance
from sample_data.phantom.markers import Mark, Marks
from sample_data.phantom.projection import Beam, Geometry
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.soft_tissue import Organs

# End vertebrae of each pattern from the top (names of the patterns: curve regions), and how far
# each may move by chance.
PATTERNS = {
    "MT": ("T5", "T12"),
    "MT+L": ("T5", "T11", "L4"),
    "PT+MT": ("T1", "T5", "T12"),
    "PT+MT+L": ("T1", "T5", "T11", "L4"),
    "TL": ("T10", "L3"),
    "L": ("T12", "L4"),
    "MT+TL": ("T4", "T9", "L3"),
    "long C": ("T4", "L2"),
}
LARGEST_COBB_DEG = 110.0
RIGHT_THORACIC_SHARE = 0.8


def random_plans(rng: np.random.Generator, anatomy: Anatomy = USUAL) -> tuple[CurvePlan, ...]:
    """Curves of one patient: none, or a pattern with a major curve up to 110 degrees."""
    if rng.random() < 0.12:
        return ()
    name = rng.choice(list(PATTERNS))
    ends = [
        anatomy.index(anatomy.nearest(level)) + int(rng.integers(-1, 2)) for level in PATTERNS[name]
    ]
    ends[0] = max(ends[0], anatomy.measured.start)
    ends[-1] = min(ends[-1], anatomy.measured.stop - 1)
    count = len(ends) - 1
    major = min(6 + rng.gamma(2.2, 15.0), LARGEST_COBB_DEG)
    sizes = major * rng.uniform(0.3, 1.0, count)
    sizes[rng.integers(count)] = major
    # a short curve cannot be a large one: at most 12 degrees a joint
    sizes = np.minimum(sizes, 12.0 * np.diff(ends))
    sign = 1.0 if rng.random() < RIGHT_THORACIC_SHARE else -1.0
    if name.startswith("PT") or name in ("TL", "L"):
        sign = -sign
    signs = sign * (-1.0) ** np.arange(count)
    return tuple(
        CurvePlan(anatomy.levels[a], anatomy.levels[b], float(size), float(rng.uniform(0.7, 5.0)))
        for a, b, size in zip(ends, ends[1:], signs * sizes, strict=False)
    )


def random_physique(rng: np.random.Generator) -> Physique:
    """One person, from a slight child to a stout adult."""
    return Physique(
        size=rng.uniform(0.78, 1.1),
        slenderness=rng.uniform(0.88, 1.15),
        disc=rng.uniform(0.65, 1.35),
        girth=rng.uniform(0.82, 1.35),
        bone=float(np.exp(rng.uniform(np.log(0.4), np.log(1.3)))),
        kyphosis_deg=rng.uniform(5, 45),
        lordosis_deg=rng.uniform(10, 50),
        dish=rng.uniform(0.01, 0.12),
        waist=rng.uniform(0.04, 0.16),
        chest=rng.uniform(0.85, 1.12),
        arm_deg=rng.uniform(4, 30),
        rib_hump=rng.uniform(0.3, 1.0),
        sex=str(rng.choice(["female", "male"], p=[0.8, 0.2])),  # as among large curves
        anatomy=Anatomy.random(rng),
    )


def random_chain(rng: np.random.Generator) -> Chain:
    """One patient, standing."""
    physique = random_physique(rng)
    plans = random_plans(rng, physique.anatomy)
    joints = standing_joints_deg(plans, physique.anatomy)
    return Chain(
        physique,
        joints + rng.normal(0, rng.uniform(0.2, 1.2), len(joints)),
        compliances(plans, healthy_compliance(physique.anatomy.levels[:-1]), physique.anatomy),
        wedge=rng.uniform(0.0, 0.45),
        pelvis_deg=rng.normal(0, 2.0),
    )


def random_phantom_film(rng: np.random.Generator, height_px: int = 1024) -> PhantomFilm:
    """Draw one film of one patient, standing or bending, torso crop or whole trunk.

    Parameters
    ----------
    rng : numpy.random.Generator
    height_px : int
        Rows of the film; the width follows.
    """
    chain = random_chain(rng)
    view, effort = "coronal", 0.0
    if rng.random() < 0.4:
        effort = float(rng.uniform(0.6, 3.2) * rng.choice([-1, 1]))
        view = "left_bending" if effort > 0 else "right_bending"
    skeleton = Skeleton(
        chain.bent(effort, pelvis_deg=chain.pelvis_deg + 1.5 * effort), chain.joint_deg
    )
    geometry = random_geometry(rng, skeleton, height_px)
    room = Room(geometry, Exposure.random(rng), random_marks(rng))
    return rendered(skeleton, Organs.random(rng), room, view)


def random_geometry(rng: np.random.Generator, skeleton: Skeleton, height_px: int) -> Geometry:
    """Frame all vertebrae from T1 to L5: closely (a torso crop) or from skull to hips."""
    middle = float(skeleton.pose.centres[:, 2].mean())
    beam = Beam(0.0, middle + rng.normal(0, 40), rng.uniform(1200, 3200))
    if rng.random() < 0.55:
        margins = Margins(*rng.uniform(8, 110, 2), *rng.uniform(25, 120, 2))
    else:
        margins = Margins(*rng.uniform(65, 240, 2), *rng.uniform(90, 210, 2))
    field = field_around(skeleton, margins, beam)
    return field.geometry((field.top - field.bottom) / height_px, beam)


def random_marks(rng: np.random.Generator) -> Marks:
    """Side letters, numbers and collimation."""
    letters = []
    if rng.random() < 0.6:
        letters.append(
            Mark(
                "R",
                rng.uniform(0.02, 0.3),
                rng.uniform(0.03, 0.15),
                rng.uniform(9, 24),
                bool(rng.random() < 0.4),
                rng.uniform(-15, 15),
            )
        )
    if rng.random() < 0.25:
        letters.append(
            Mark(
                "L",
                rng.uniform(0.02, 0.9),
                rng.uniform(0.85, 0.97),
                rng.uniform(9, 24),
                bool(rng.random() < 0.4),
                rng.uniform(-15, 15),
            )
        )
    if rng.random() < 0.15:
        text = str(rng.integers(1000, 99999))
        letters.append(
            Mark(text, rng.uniform(0.02, 0.98), rng.uniform(0.1, 0.9), rng.uniform(5, 10))
        )
    shutters = (0.0, 0.0, 0.0, 0.0)
    if rng.random() < 0.35:
        shutters = tuple(rng.uniform(0, (0.006, 0.006, 0.04, 0.04)))
    level = 0.0 if rng.random() < 0.85 else float(rng.uniform(0, 1))
    return Marks(tuple(letters), shutters, level, float(rng.normal(0, 0.4)))
