"""Random patients, rooms and films, as wide as what a network must be ready for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from bending import healthy_compliance, kink_deg
from sample_data.phantom.anatomy import USUAL, Anatomy, Physique
from sample_data.phantom.attachment import Attachment
from sample_data.phantom.brace import Brace
from sample_data.phantom.clothing import Bra, Zip
from sample_data.phantom.deformity import CurvePlan, compliances, standing_joints_deg
from sample_data.phantom.electrodes import Electrodes
from sample_data.phantom.exposure import Exposure
from sample_data.phantom.film import PhantomFilm, Room, rendered
from sample_data.phantom.framing import Margins, field_around
from sample_data.phantom.instrumentation import Instrumentation
from sample_data.phantom.jewellery import NavelPiercing, Necklace
from sample_data.phantom.kinematics import Chain
from sample_data.phantom.markers import Mark, Marks
from sample_data.phantom.projection import Beam, Geometry, Projection
from sample_data.phantom.ruler import Ruler
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.soft_tissue import Organs
from sample_data.phantom.stitching import Stitching

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
# Degenerative spines: a joint between these levels gives way, further into the curve it is in, and
# the lumbar spine flattens or turns kyphotic, so that its bodies are seen from above or below. Of
# 401 labelled real spines every sixth has neighbours more than 18 degrees apart.
DEGENERATIVE_SHARE = 0.3
DEGENERATE_LEVELS = ("T10", "L4")
KINK_DEG = (6.0, 24.0)
KINK_REACH = 4
DEGENERATE_LORDOSIS_DEG = (-30.0, 30.0)
# Tilts of vertebrae are 0.8 to 1 of the lean of the line of centres on real films, mostly 0.9.
LARGEST_SLIDE = 0.25
# How often a film shows each thing: round figures, more often than in a clinic where a network
# must learn not to be misled.
ATTACHMENT_SHARES: Mapping[Callable[[np.random.Generator], Attachment], float] = MappingProxyType(
    {
        Instrumentation.random: 0.05,
        Brace.random: 0.05,
        Electrodes.random: 0.04,
        Necklace.random: 0.05,
        NavelPiercing.random: 0.04,
        Bra.random: 0.1,
        Zip.random: 0.08,
        Ruler.random: 0.06,
    }
)
STITCHED_SHARE = 0.25
TORSO_CROP_SHARE = 0.55
PA_SHARE = 0.5
LETTER_SHARES: Mapping[str, float] = MappingProxyType({"R": 0.6, "L": 0.25})
BURNT_IN_SHARE = 0.25
# What a workstation burns in, never a name: what is written on it, and numbers.
BURNT_IN_WORDS = ("ERECT", "PA", "AP", "STANDING", "UPRIGHT", "SPINE", "L BEND", "R BEND")
SHUTTERED_SHARE = 0.45
GREY_SHUTTER_SHARE = 0.12


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
        disc=rng.uniform(0.7, 1.45),
        girth=rng.uniform(0.82, 1.35),
        bone=float(np.exp(rng.uniform(np.log(0.3), np.log(1.1)))),
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
        slide=rng.uniform(0.0, LARGEST_SLIDE),
    )


def degenerated(chain: Chain, rng: np.random.Generator) -> Chain:
    """Let one joint of the lower spine give way, and the lordosis go."""
    anatomy = chain.anatomy
    first, last = (anatomy.index(anatomy.nearest(level)) for level in DEGENERATE_LEVELS)
    joint = int(rng.integers(first, last + 1))
    turn_deg = np.copysign(rng.uniform(*KINK_DEG), chain.joint_deg[joint])
    physique = replace(chain.physique, lordosis_deg=rng.uniform(*DEGENERATE_LORDOSIS_DEG))
    kink = kink_deg(len(chain.joint_deg), joint, turn_deg, KINK_REACH)
    return replace(chain, physique=physique, joint_deg=chain.joint_deg + kink)


def random_phantom_film(rng: np.random.Generator, height_px: int = 1024) -> PhantomFilm:
    """Draw one film of one patient, standing or bending, torso crop or whole trunk.

    Parameters
    ----------
    rng : numpy.random.Generator
    height_px : int
        Rows of the film; the width follows.
    """
    chain = random_chain(rng)
    if rng.random() < DEGENERATIVE_SHARE:
        chain = degenerated(chain, rng)
    view, effort = "coronal", 0.0
    if rng.random() < 0.4:
        effort = float(rng.uniform(0.6, 3.2) * rng.choice([-1, 1]))
        view = "left_bending" if effort > 0 else "right_bending"
    skeleton = Skeleton(
        chain.bent(effort, pelvis_deg=chain.pelvis_deg + 1.5 * effort), chain.joint_deg
    )
    geometry = random_geometry(rng, skeleton, height_px)
    stitching = Stitching.random(rng) if rng.random() < STITCHED_SHARE else Stitching()
    room = Room(geometry, Exposure.random(rng), random_marks(rng), stitching)
    return rendered(skeleton, Organs.random(rng), room, view, random_attachments(rng))


def random_attachments(rng: np.random.Generator) -> tuple[Attachment, ...]:
    """Draw what is in and on one patient: mostly nothing."""
    return tuple(draw(rng) for draw, share in ATTACHMENT_SHARES.items() if rng.random() < share)


def random_geometry(rng: np.random.Generator, skeleton: Skeleton, height_px: int) -> Geometry:
    """Frame all vertebrae from T1 to L5: closely (a torso crop) or from skull to hips."""
    middle = float(skeleton.pose.centres[:, 2].mean())
    projection = Projection.PA if rng.random() < PA_SHARE else Projection.AP
    beam = Beam(0.0, middle + rng.normal(0, 40), rng.uniform(1200, 3200), projection)
    if rng.random() < TORSO_CROP_SHARE:
        margins = Margins(*rng.uniform(8, 80, 2), *rng.uniform(25, 95, 2))
    else:
        margins = Margins(*rng.uniform(65, 220, 2), *rng.uniform(75, 165, 2))
    field = field_around(skeleton, margins, beam)
    return field.geometry((field.top - field.bottom) / height_px, beam)


def random_marks(rng: np.random.Generator) -> Marks:
    """Side letters, burnt-in words and collimation."""
    columns = {"R": (0.03, 0.15), "L": (0.85, 0.97)}
    letters = [
        Mark(
            letter,
            row=rng.uniform(0.02, 0.3 if letter == "R" else 0.9),
            column=rng.uniform(*columns[letter]),
            height_mm=rng.uniform(9, 24),
            ring=bool(rng.random() < 0.4),
            turn_deg=rng.uniform(-15, 15),
        )
        for letter, share in LETTER_SHARES.items()
        if rng.random() < share
    ]
    if rng.random() < BURNT_IN_SHARE:
        letters += _burnt_in(rng)
    shutters = (0.0, 0.0, 0.0, 0.0)
    if rng.random() < SHUTTERED_SHARE:
        shutters = tuple(rng.uniform(0, (0.01, 0.01, 0.035, 0.035)))
    level = float(rng.uniform(0, 1)) if rng.random() < GREY_SHUTTER_SHARE else 0.0
    return Marks(tuple(letters), shutters, level, float(rng.normal(0, 0.4)))


def _burnt_in(rng: np.random.Generator) -> list[Mark]:
    """One to three lines of words and a number in a corner of the film."""
    lines = rng.permutation([*BURNT_IN_WORDS, str(rng.integers(100, 99999))])
    row, column = rng.uniform(0.015, 0.06), rng.choice([0.12, 0.85])
    if rng.random() < 0.3:
        row = rng.uniform(0.85, 0.93)
    height = rng.uniform(5, 14)
    return [
        Mark(str(text), row + 0.03 * number, column, height)
        for number, text in enumerate(lines[: rng.integers(1, 4)])
    ]
