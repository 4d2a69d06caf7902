"""ECG electrodes and their leads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sample_data.phantom.attachment import (
    PLASTIC_PER_MM,
    Part,
    front_skin,
    on_trunk,
    stud,
    wire,
)
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.material import Material
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.surface import ellipsoid

PAD_MM, PAD_THICKNESS_MM = 17.0, 2.5
SNAP_MM = 4.0
LEAD_MM = 0.7


@dataclass(frozen=True)
class Electrodes:
    """Electrodes in front of the chest, their leads drawn together.

    Attributes
    ----------
    places : tuple of (along, right)
        From the middle of T8, mm of an average adult.
    exit_mm : (along, right)
        Where the leads leave the trunk.
    slack_mm : float
        How far a lead strays from the straight way.
    """

    places: tuple[tuple[float, float], ...]
    exit_mm: tuple[float, float] = (-60.0, -190.0)
    slack_mm: float = 25.0

    def __post_init__(self) -> None:
        """Refuse leads to nothing."""
        if not self.places:
            raise PhantomError("there is no electrode; give at least one place")

    @classmethod
    def random(cls, rng: np.random.Generator) -> Electrodes:
        """Draw three to five."""
        usual = ((105, 75), (105, -75), (-70, -95), (-70, 95), (20, -20))
        count = int(rng.integers(3, len(usual) + 1))
        places = tuple((a + rng.normal(0, 15), r + rng.normal(0, 12)) for a, r in usual[:count])
        side = rng.choice([-1, 1])
        return cls(places, (rng.uniform(-140, 150), side * 200.0), rng.normal(0, 25))

    def parts(self, skeleton: Skeleton, step: float) -> Iterator[Part]:
        """See `attachment.Attachment`."""
        person, trunk = skeleton.chain.physique, skeleton.trunk
        skin, base = front_skin(person), trunk.height_of("T8")
        halves = [PAD_MM, PAD_THICKNESS_MM / 2, PAD_MM]
        out = np.array(self.exit_mm)
        apart = np.array([0.0, 6.0])
        for number, place in enumerate(np.array(self.places)):
            where = on_trunk(trunk, base + place[0] * person.size, place[1] * person.size, skin)
            pad = ellipsoid(where, halves, shell=0.0, core=PLASTIC_PER_MM, step=step * 1.3)
            yield Part(Material.WATER, pad)
            yield stud(where, SNAP_MM, 1.6, step)
            share = np.linspace(0, 1, 6)[:, None]
            stray = np.sin(2 * np.pi * share) * self.slack_mm * (1 + 0.3 * number)
            lead = place + share * (out + number * apart - place) + stray * [1.0, 0.3]
            lead = lead * person.size
            yield wire(on_trunk(trunk, base + lead[:, 0], lead[:, 1], skin + 4), LEAD_MM, step)
