"""Metal of clothes: the hooks, wires and sliders of a bra, zips and snaps."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sample_data.phantom.attachment import (
    Part,
    back_skin,
    frame,
    front_skin,
    on_trunk,
    stud,
    wire,
)
from sample_data.phantom.errors import PhantomError
from sample_data.phantom.skeleton import Skeleton

TOOTH_SPACING_MM = 2.4


@dataclass(frozen=True)
class Bra:
    """Hooks behind, sliders on the straps, wires below the breasts or none.

    Attributes
    ----------
    hooks : int
    wires : bool
    aside_mm : float
        How far the clasp has slipped to the patient's right.
    """

    hooks: int = 3
    wires: bool = True
    aside_mm: float = 0.0

    def __post_init__(self) -> None:
        """Refuse a bra without a hook."""
        if self.hooks < 1:
            raise PhantomError(f"hooks is {self.hooks}; give at least one")

    @classmethod
    def random(cls, rng: np.random.Generator) -> Bra:
        """Draw one."""
        return cls(int(rng.integers(2, 5)), bool(rng.random() < 0.6), rng.normal(0, 12))

    def parts(self, skeleton: Skeleton, step: float) -> Iterator[Part]:
        """See `attachment.Attachment`."""
        person, trunk = skeleton.chain.physique, skeleton.trunk
        size, base = person.size, trunk.height_of("T9")
        back, front = back_skin(person), front_skin(person)
        for number in range(self.hooks):
            along = base + 9.0 * (number - (self.hooks - 1) / 2)
            hook = on_trunk(
                trunk,
                along + np.array([1.5, 1.5, -1.5, -1.5]),
                self.aside_mm + np.array([0, 6, 6, 0]),
                back,
            )
            yield wire(hook, 0.6, step)
            yield wire(
                on_trunk(trunk, [along - 2.5, along + 2.5], [self.aside_mm - 3] * 2, back),
                0.6,
                step,
            )
        for side in (-1, 1):
            slider = on_trunk(trunk, trunk.height_of("T3"), side * 78 * size, back)
            yield frame(slider, 13, 9, 0.7, step)
            if self.wires:
                around = np.radians(np.linspace(-165, -5, 14))
                cup = on_trunk(
                    trunk,
                    base + 38 * size + 52 * size * np.sin(around),
                    side * 75 * size + 56 * size * np.cos(around),
                    front + 25,
                )
                yield wire(cup, 1.0, step)


@dataclass(frozen=True)
class Zip:
    """A zip in the middle of the lower belly with a button above it, or a row of snaps.

    Attributes
    ----------
    length_mm : float
    spacing_mm : float
        Of its teeth; snaps are teeth far apart.
    tooth_mm : float
        Radius of a tooth or snap.
    right_mm : float
        From the trunk's axis.
    top : str
        Level that it begins at.
    """

    length_mm: float = 130.0
    spacing_mm: float = TOOTH_SPACING_MM
    tooth_mm: float = 1.0
    right_mm: float = 0.0
    top: str = "S1"

    def __post_init__(self) -> None:
        """Refuse a zip without teeth."""
        if not (self.tooth_mm > 0 and self.spacing_mm > 0 and self.length_mm > self.spacing_mm):
            raise PhantomError(
                f"teeth of {self.tooth_mm} mm every {self.spacing_mm} mm over {self.length_mm} mm "
                "make no zip; give lengths above zero"
            )

    @classmethod
    def random(cls, rng: np.random.Generator) -> Zip:
        """Draw a zip of trousers, or snaps of a gown anywhere in front."""
        if rng.random() < 0.5:
            return cls(rng.uniform(90, 150), right_mm=rng.normal(0, 8))
        return cls(
            rng.uniform(120, 420),
            spacing_mm=rng.uniform(45, 90),
            tooth_mm=rng.uniform(3.5, 6.5),
            right_mm=rng.normal(0, 70),
            top=str(rng.choice(["T3", "T6", "T10"])),
        )

    def parts(self, skeleton: Skeleton, step: float) -> Iterator[Part]:
        """See `attachment.Attachment`."""
        trunk, skin = skeleton.trunk, front_skin(skeleton.chain.physique) + 6
        top = trunk.height_of(self.top)
        for number, along in enumerate(np.arange(top, top - self.length_mm, -self.spacing_mm)):
            aside = 0.7 * self.tooth_mm * (-1) ** number  # teeth of both sides in turn
            yield stud(
                on_trunk(trunk, along, self.right_mm + aside, skin), self.tooth_mm, 1.2, step
            )
