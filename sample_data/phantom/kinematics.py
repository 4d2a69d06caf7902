"""A chain of rigid vertebrae: how it stands and how it bends.

Angles of a joint are those of the vertebra above against the one below, in degrees. Tilt is
positive when the patient's right side is up, so a joint angle is positive in a right-convex curve.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.interpolate import PchipInterpolator

from bending import give_deg
from sample_data.phantom.anatomy import Anatomy, Physique
from sample_data.phantom.errors import PhantomError

Array = NDArray[np.float64]

# Axial rotation of a vertebra towards the convexity for each degree of the joints around it:
# 15 degrees at the apex of a 50 degree curve of seven discs.
ROTATION_PER_JOINT_DEG = 1.7
LARGEST_ROTATION_DEG = 30.0


@dataclass(frozen=True)
class Pose:
    """Where each vertebra of one film is.

    Attributes
    ----------
    centres : (N, 3) float
        Middle of each body, cranial first, mm; S1 is last, and x = y = 0 there.
    frames : (N, 3, 3) float
        Columns are the vertebra's own right, anterior and cranial axis.
    """

    centres: Array
    frames: Array


@dataclass(frozen=True)
class Chain:
    """The joints of one patient, cranial first, each between a vertebra and the next below.

    Attributes
    ----------
    physique : Physique
    joint_deg : (N - 1,) float
        Lateral angle of each joint when standing.
    compliance : (N - 1,) float
        Degrees that a joint gives for one degree of effort.
    wedge : float
        Share of each curve that lies in wedged bodies, not in discs.
    pelvis_deg : float
        Tilt of the sacrum.
    slide : float
        How far a tilted vertebra slides down on the one below, as a share of their distance for a
        tilt of 90 degrees. Real spines lean more than their vertebrae tilt, by about a tenth
        (`r2mf.labels.flattened` measures it): a slide of 0.1.
    """

    physique: Physique
    joint_deg: Array
    compliance: Array
    wedge: float = 0.2
    pelvis_deg: float = 0.0
    slide: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a chain that lacks a joint."""
        levels = self.anatomy.levels
        for name in ("joint_deg", "compliance"):
            if getattr(self, name).shape != (len(levels) - 1,):
                raise PhantomError(
                    f"{name} has shape {getattr(self, name).shape}; give one number for each of "
                    f"the {len(levels) - 1} joints from {'/'.join(levels[:2])} to "
                    f"{'/'.join(levels[-2:])}"
                )

    @property
    def anatomy(self) -> Anatomy:
        """Which vertebrae there are."""
        return self.physique.anatomy

    def bent(self, effort_deg: float, *, pelvis_deg: float = 0.0) -> Chain:
        """Bend to the left (effort above zero) or to the right (below).

        What each joint gives is that of `bending.give_deg`. Bodies keep their shape and their
        axial rotation.
        """
        give = give_deg(effort_deg, self.joint_deg, self.compliance)
        return replace(self, joint_deg=self.joint_deg + give, pelvis_deg=pelvis_deg)

    def tilts_deg(self) -> Array:
        """Lateral tilt (N,) of every vertebra, S1 last."""
        above = np.cumsum(self.joint_deg[::-1])[::-1]
        return np.concatenate([above, [0.0]]) + self.pelvis_deg

    def pitches_deg(self) -> Array:
        """Sagittal tilt (N,), above zero when the front is up: kyphosis and lordosis."""
        kyphosis, lordosis = self.physique.kyphosis_deg, self.physique.lordosis_deg
        anatomy = self.anatomy
        knots = {
            "C3": 0.1 * kyphosis, "T1": -0.55 * kyphosis, "T7": 0.0, "T12": 0.4 * kyphosis,
            "L1": 0.3 * lordosis, "L3": 0.0, "L5": -0.45 * lordosis, "S1": -0.85 * lordosis,
        }  # fmt: skip
        knots["T12"] = knots["L1"] = (knots["T12"] + knots["L1"]) / 2
        at = [anatomy.index(anatomy.nearest(level)) for level in knots]
        each = np.arange(len(anatomy.levels))
        return np.asarray(PchipInterpolator(at, list(knots.values()))(each))

    def pose(self, rotations_deg: ArrayLike) -> Pose:
        """Stack bodies and discs upward from S1."""
        frames = frames_of(self.tilts_deg(), self.pitches_deg(), rotations_deg)
        heights = np.array([size.height for size in self.anatomy.sizes]) * self.physique.size
        discs = np.array([size.disc_below for size in self.anatomy.sizes])
        discs = discs * self.physique.size * self.physique.disc
        right, up = frames[:, :, 0], frames[:, :, 2]
        aside = -self.slide * np.sin(np.radians(self.tilts_deg()))[:, None] * right
        centres = np.zeros((len(heights), 3))
        for k in range(len(heights) - 2, -1, -1):
            between = up[k] + up[k + 1]
            between *= discs[k] / np.linalg.norm(between)
            between += (
                (aside[k] + aside[k + 1]) / 2 * (heights[k] / 2 + heights[k + 1] / 2 + discs[k])
            )
            centres[k] = (
                centres[k + 1] + up[k + 1] * heights[k + 1] / 2 + between + up[k] * heights[k] / 2
            )
        return Pose(centres, frames)


def rotations_deg(joint_deg: Array) -> Array:
    """Axial rotation (N,) coupled to standing joint angles (N - 1,).

    In an idiopathic curve bodies turn towards the convexity; above zero is the front turned to the
    patient's left.
    """
    around = np.convolve(np.concatenate([[0.0], joint_deg, [0.0]]), [0.5, 0.5], mode="valid")
    around = np.convolve(np.pad(around, 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    scaled = -ROTATION_PER_JOINT_DEG * around / LARGEST_ROTATION_DEG
    return np.asarray(np.tanh(scaled) * LARGEST_ROTATION_DEG)


def frames_of(tilts_deg: ArrayLike, pitches_deg: ArrayLike, turns_deg: ArrayLike) -> Array:
    """Rotation matrices (N, 3, 3): first axial turn, then pitch, then lateral tilt."""
    tilt, pitch, turn = (np.radians(a) for a in (tilts_deg, pitches_deg, turns_deg))
    zero, one = np.zeros_like(tilt), np.ones_like(tilt)

    def matrices(rows: list[list[Array]]) -> Array:
        return np.moveaxis(np.array(rows), -1, 0)

    ct, st, cp, sp, cr, sr = (f(a) for a in (tilt, pitch, turn) for f in (np.cos, np.sin))
    lateral = matrices([[ct, zero, -st], [zero, one, zero], [st, zero, ct]])
    sagittal = matrices([[one, zero, zero], [zero, cp, -sp], [zero, sp, cp]])
    axial = matrices([[cr, -sr, zero], [sr, cr, zero], [zero, zero, one]])
    return np.asarray(lateral @ sagittal @ axial)
