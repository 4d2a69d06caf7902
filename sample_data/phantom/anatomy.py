"""Which vertebrae a person has, their sizes, and how a person departs from the average.

Widths, depths and heights of T1 to L5 and their pedicles are the means of Panjabi et al., "Thoracic
human vertebrae. Quantitative three-dimensional anatomy", Spine 16(8):888-901, 1991, and "Human
lumbar vertebrae", Spine 17(3):299-306, 1992. Cervical bodies follow Panjabi et al., "Cervical
human vertebrae", Spine 16(8):861-869, 1991. Disc heights are round figures that keep T1 to L5 near
430 mm. Pedicles of L4 and L5 are obliquely set; their widths here are what a frontal film shows.
All are from memory of the published tables, not re-checked. T13 and L6, which few people have, lie
between their neighbours in size.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from sample_data.phantom.errors import PhantomError


class VertebraSize(NamedTuple):
    """Mean size of one vertebra and of the disc below it, mm."""

    level: str
    upper_width: float
    lower_width: float
    depth: float
    height: float
    disc_below: float
    pedicle_width: float
    pedicle_height: float
    canal_width: float


# fmt: off
SIZES = (
    VertebraSize("C3", 15.8, 17.2, 15.3, 11.6, 4.8, 5.6, 7.4, 22.0),
    VertebraSize("C4", 17.2, 17.0, 15.3, 11.4, 4.8, 5.4, 7.4, 22.0),
    VertebraSize("C5", 17.5, 19.4, 15.2, 11.4, 4.8, 5.6, 7.0, 22.5),
    VertebraSize("C6", 18.5, 22.0, 16.6, 10.9, 4.8, 6.0, 7.3, 22.5),
    VertebraSize("C7", 21.8, 23.4, 18.1, 12.8, 4.8, 6.6, 7.5, 21.5),
    VertebraSize("T1", 24.5, 27.8, 19.0, 14.1, 4.6, 8.5, 9.6, 19.5),
    VertebraSize("T2", 24.9, 27.4, 20.6, 15.6, 4.2, 8.2, 11.4, 17.5),
    VertebraSize("T3", 24.6, 25.9, 23.0, 15.7, 4.0, 6.8, 11.9, 16.5),
    VertebraSize("T4", 24.5, 26.0, 23.9, 16.2, 4.0, 6.3, 12.1, 16.0),
    VertebraSize("T5", 24.9, 27.0, 25.0, 16.2, 4.1, 6.0, 11.9, 16.0),
    VertebraSize("T6", 26.2, 28.2, 26.4, 17.4, 4.4, 6.0, 12.2, 16.5),
    VertebraSize("T7", 27.8, 29.1, 28.0, 18.2, 4.7, 5.9, 12.1, 16.5),
    VertebraSize("T8", 29.5, 30.5, 28.6, 18.7, 5.0, 6.7, 12.5, 16.5),
    VertebraSize("T9", 30.6, 33.0, 30.1, 19.3, 5.4, 7.7, 13.9, 16.5),
    VertebraSize("T10", 31.9, 35.4, 31.0, 20.2, 5.9, 9.0, 14.9, 16.5),
    VertebraSize("T11", 34.9, 39.1, 31.9, 21.3, 6.4, 9.8, 17.4, 17.5),
    VertebraSize("T12", 39.0, 42.1, 33.1, 22.7, 7.0, 8.7, 16.7, 20.5),
    VertebraSize("T13", 40.1, 42.7, 33.9, 23.2, 7.5, 8.6, 16.3, 21.8),
    VertebraSize("L1", 41.2, 43.3, 34.7, 23.8, 8.0, 8.6, 15.9, 23.0),
    VertebraSize("L2", 42.6, 45.5, 34.7, 24.3, 9.3, 8.3, 15.0, 23.5),
    VertebraSize("L3", 44.1, 48.0, 35.0, 23.8, 10.2, 10.2, 14.4, 24.0),
    VertebraSize("L4", 46.6, 49.5, 34.7, 24.1, 11.0, 11.6, 15.5, 24.5),
    VertebraSize("L5", 47.3, 49.4, 33.9, 22.9, 10.5, 13.0, 17.0, 26.0),
    VertebraSize("L6", 48.0, 49.0, 33.0, 22.5, 10.0, 13.5, 16.0, 27.0),
    VertebraSize("S1", 50.0, 44.0, 32.0, 27.0, 0.0, 14.0, 14.0, 30.0),
)
# fmt: on

NAMES = tuple(size.level for size in SIZES)

# Hu et al. 2016 (PMC5400342): of 657 patients with idiopathic scoliosis 33 had 11 thoracic
# vertebrae, 4 had 13, 14 had 4 lumbar ones and 34 had 6. Given as if none had both.
_COUNTED = 657
VARIANTS = {(11, 5): 33, (13, 5): 4, (12, 4): 14, (12, 6): 34}


@dataclass(frozen=True)
class Anatomy:
    """Which vertebrae a person has.

    Attributes
    ----------
    thoracic : int
        11, 12 or 13; as many pairs of ribs.
    lumbar : int
        4, 5 or 6.
    """

    thoracic: int = 12
    lumbar: int = 5

    def __post_init__(self) -> None:
        """Refuse counts that nobody has."""
        if self.thoracic not in (11, 12, 13):
            raise PhantomError(f"{self.thoracic} thoracic vertebrae; give 11, 12 or 13")
        if self.lumbar not in (4, 5, 6):
            raise PhantomError(f"{self.lumbar} lumbar vertebrae; give 4, 5 or 6")

    @classmethod
    def random(cls, rng: np.random.Generator) -> Anatomy:
        """Draw one as often as it was counted; see `VARIANTS`."""
        at = int(rng.integers(_COUNTED))
        for counts, number in VARIANTS.items():
            at -= number
            if at < 0:
                return cls(*counts)
        return cls()

    @cached_property
    def sizes(self) -> tuple[VertebraSize, ...]:
        """Every vertebra from C3 to S1."""
        return tuple(size for size in SIZES if self._has(size.level))

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """Their names, cranial first; S1 is last."""
        return tuple(size.level for size in self.sizes)

    @cached_property
    def measured(self) -> slice:
        """T1 to the lowest lumbar vertebra, in `levels`."""
        return slice(self.levels.index("T1"), len(self.levels) - 1)

    def index(self, level: str) -> int:
        """Place of a vertebra in `levels`."""
        if level not in self.levels:
            raise PhantomError(
                f"{level} does not exist with {self.thoracic} thoracic and {self.lumbar} lumbar "
                "vertebrae; choose another level or other counts"
            )
        return self.levels.index(level)

    def nearest(self, level: str) -> str:
        """`level`, or the lowest of its region where the person lacks it."""
        if level in self.levels:
            return level
        return [name for name in self.levels if name[0] == level[0]][-1]

    def _has(self, level: str) -> bool:
        counts = {"T": self.thoracic, "L": self.lumbar}
        return int(level[1:]) <= counts.get(level[0], int(level[1:]))


USUAL = Anatomy()

# Coefficients in 1/mm near 60 keV, the mean energy of a filtered 80-90 kV beam (NIST XCOM tables):
# soft tissue 0.0205, cortical bone 0.060. Everything painted is the excess over soft tissue.
SOFT_TISSUE = 0.0205
CORTICAL_EXCESS = 0.040
CANCELLOUS_EXCESS = 0.0085
LUNG_EXCESS = -0.0150
GAS_EXCESS = -0.0200


# Whom `Physique.of` makes: the average, and how far it may be from it (from memory of growth charts
# from six years to adulthood, rounded outward).
AVERAGE_STATURE_MM = 1700.0
AVERAGE_BODY_MASS_INDEX = 21.0
STATURE_MM = 1100.0, 2000.0
BODY_MASS_INDEX = 13.0, 45.0


@dataclass(frozen=True)
class Physique:
    """How one person departs from the average.

    Attributes
    ----------
    size : float
        Factor on every length of the skeleton.
    slenderness : float
        Factor on vertebral width over height.
    disc : float
        Factor on disc heights.
    girth : float
        Factor on the width and depth of the soft tissue.
    bone : float
        Factor on the mineral of cortex and cancellous bone.
    kyphosis_deg, lordosis_deg : float
        T1 to T12 and L1 to S1.
    dish : float
        Depth of the concavity of an endplate as a share of the body's height.
    waist : float
        Narrowing of a body at mid-height as a share of its width.
    chest : float
        Factor on the width of the rib cage.
    rib_hump : float
        Share of a vertebra's axial rotation that its ribs follow.
    arm_deg : float
        How far the upper arms hang away from the trunk.
    sex : str
        "female" or "male": the width of the pelvis and of the shoulders.
    anatomy : Anatomy
        Which vertebrae there are.
    """

    size: float = 1.0
    slenderness: float = 1.0
    disc: float = 1.0
    girth: float = 1.0
    bone: float = 1.0
    kyphosis_deg: float = 28.0
    lordosis_deg: float = 38.0
    dish: float = 0.05
    waist: float = 0.08
    chest: float = 1.0
    rib_hump: float = 0.7
    arm_deg: float = 12.0
    sex: str = "female"
    anatomy: Anatomy = USUAL

    def __post_init__(self) -> None:
        """Refuse what is no person."""
        if self.sex not in ("female", "male"):
            raise PhantomError(f'sex is {self.sex!r}; give "female" or "male"')
        if not 0 <= self.rib_hump <= 1:
            raise PhantomError(f"rib_hump is {self.rib_hump}; give a share from 0 to 1")

    def bony(self, cortex_mm: float, step: float, core: float = 0.5) -> dict[str, float]:
        """Attenuation of a bone of this person for `sample_data.phantom.surface`.

        `core` is the density of its cancellous bone against that of a vertebral body.
        """
        return {
            "shell": cortex_mm * CORTICAL_EXCESS * self.bone,
            "core": core * CANCELLOUS_EXCESS * self.bone,
            "step": step,
        }

    @classmethod
    def of(cls, stature_mm: float, sex: str, body_mass_index: float, **rest: Any) -> Physique:
        """Make a person by stature, sex and body mass index.

        Parameters
        ----------
        stature_mm : float
            From a child of 1100 to an adult of 2000.
        sex : str
            "female" or "male"; a woman's vertebrae are narrower for their height.
        body_mass_index : float
            In kg/m^2, from 13 to 45; obesity begins at 30 (World Health Organization).
        **rest
            Any other attribute of `Physique`.

        Notes
        -----
        At one stature mass goes with the section of the trunk, so girth goes with the root of the
        index. The average skeleton of this module stands about 1700 mm tall and its soft tissue
        is that of an index of 21: round figures.
        """
        if not STATURE_MM[0] <= stature_mm <= STATURE_MM[1]:
            low, high = STATURE_MM
            raise PhantomError(f"stature is {stature_mm:g} mm; give {low:g} to {high:g}")
        low, high = BODY_MASS_INDEX
        if not low <= body_mass_index <= high:
            raise PhantomError(
                f"the body mass index is {body_mass_index:g}; give {low:g} to {high:g}"
            )
        return cls(
            size=stature_mm / AVERAGE_STATURE_MM,
            girth=float(np.sqrt(body_mass_index / AVERAGE_BODY_MASS_INDEX)),
            sex=sex,
            **{"slenderness": 0.95 if sex == "female" else 1.03, **rest},
        )
