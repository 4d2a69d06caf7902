"""What people forget to take off: necklace and navel piercing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sample_data.phantom.attachment import (
    STEEL_PER_MM,
    Part,
    back_skin,
    front_skin,
    on_trunk,
    stud,
    wire,
)
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.material import Material
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.surface import ellipsoid

LINKS = 160
NECK_MM = 52.0


@dataclass(frozen=True)
class Necklace:
    """A chain of links around the neck.

    Attributes
    ----------
    drop_mm : float
        How far it hangs below C7.
    link_mm : float
        Radius of a link.
    pendant_mm : float
        Radius of the pendant; 0 is none.
    """

    drop_mm: float = 70.0
    link_mm: float = 0.9
    pendant_mm: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a chain without links."""
        if not (self.link_mm > 0 and self.pendant_mm >= 0):
            raise PhantomError(
                f"link_mm is {self.link_mm} and pendant_mm {self.pendant_mm}; give lengths"
            )

    @classmethod
    def random(cls, rng: np.random.Generator) -> Necklace:
        """Draw one."""
        pendant = rng.choice([0.0, rng.uniform(3, 9)])
        return cls(rng.uniform(35, 120), rng.uniform(0.5, 1.4), pendant)

    def parts(self, skeleton: Skeleton, step: float) -> Iterator[Part]:
        """See `attachment.Attachment`."""
        person, trunk = skeleton.chain.physique, skeleton.trunk
        around = np.linspace(0, 2 * np.pi, LINKS, endpoint=False)
        forward = (1 - np.cos(around)) / 2  # 0 behind the neck, 1 at the lowest link
        base = trunk.height_of("C7")
        along = base + person.size * (22 - (22 + self.drop_mm) * forward**1.3)
        right = NECK_MM * person.size * np.sin(np.pi * forward**0.6) * np.sign(np.sin(around))
        skin = back_skin(person) * 0.7 * (1 - forward) + front_skin(person) * 0.85 * forward
        halves = [self.link_mm, self.link_mm, 1.5 * self.link_mm]
        for centre in on_trunk(trunk, along, right, skin):
            link = ellipsoid(centre, halves, shell=0.0, core=STEEL_PER_MM, step=step)
            yield Part(Material.METAL, link)
        if self.pendant_mm:
            low = base - person.size * self.drop_mm - 1.2 * self.pendant_mm
            yield stud(on_trunk(trunk, low, 0.0, skin.max()), self.pendant_mm, 1.5, step)


@dataclass(frozen=True)
class NavelPiercing:
    """A bent bar between two balls, in front of L4.

    Attributes
    ----------
    ball_mm : float
        Radius of the lower ball; the upper one is smaller.
    length_mm : float
    """

    ball_mm: float = 3.5
    length_mm: float = 14.0

    def __post_init__(self) -> None:
        """Refuse a bar shorter than its balls."""
        if not 0 < self.ball_mm < self.length_mm:
            raise PhantomError(
                f"ball_mm is {self.ball_mm} on a bar of {self.length_mm} mm; give a longer bar"
            )

    @classmethod
    def random(cls, rng: np.random.Generator) -> NavelPiercing:
        """Draw one."""
        return cls(rng.uniform(2.5, 4.5), rng.uniform(10, 18))

    def parts(self, skeleton: Skeleton, step: float) -> Iterator[Part]:
        """See `attachment.Attachment`."""
        trunk, skin = skeleton.trunk, front_skin(skeleton.chain.physique)
        along = trunk.height_of("L4") + self.length_mm * np.array([0.5, 0.0, -0.5])
        bar = on_trunk(trunk, along, np.array([0.0, 1.5, 0.0]), skin)
        yield wire(bar, 0.8, step)
        for centre, radius in ((bar[0], 0.7 * self.ball_mm), (bar[-1], self.ball_mm)):
            ball = ellipsoid(centre, [radius] * 3, shell=0.0, core=STEEL_PER_MM, step=step)
            yield Part(Material.METAL, ball)
