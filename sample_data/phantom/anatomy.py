"""Sizes of an average adult spine, level by level, and how a person departs from it.

Widths, depths and heights of T1 to L5 and their pedicles are the means of Panjabi et al., "Thoracic
human vertebrae. Quantitative three-dimensional anatomy", Spine 16(8):888-901, 1991, and "Human
lumbar vertebrae", Spine 17(3):299-306, 1992. Cervical bodies follow Panjabi et al., "Cervical
human vertebrae", Spine 16(8):861-869, 1991. Disc heights are round figures that keep T1 to L5 near
430 mm. Pedicles of L4 and L5 are obliquely set; their widths here are what a frontal film shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


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
    VertebraSize("L1", 41.2, 43.3, 34.7, 23.8, 8.0, 8.6, 15.9, 23.0),
    VertebraSize("L2", 42.6, 45.5, 34.7, 24.3, 9.3, 8.3, 15.0, 23.5),
    VertebraSize("L3", 44.1, 48.0, 35.0, 23.8, 10.2, 10.2, 14.4, 24.0),
    VertebraSize("L4", 46.6, 49.5, 34.7, 24.1, 11.0, 11.6, 15.5, 24.5),
    VertebraSize("L5", 47.3, 49.4, 33.9, 22.9, 10.5, 13.0, 17.0, 26.0),
    VertebraSize("S1", 50.0, 44.0, 32.0, 27.0, 0.0, 14.0, 14.0, 30.0),
)
# fmt: on

LEVELS = tuple(size.level for size in SIZES)
FIRST_MEASURED = LEVELS.index("T1")
LAST_MEASURED = LEVELS.index("L5")
MEASURED = slice(FIRST_MEASURED, LAST_MEASURED + 1)

# Coefficients in 1/mm near 60 keV, the mean energy of a filtered 80-90 kV beam (NIST XCOM tables):
# soft tissue 0.0205, cortical bone 0.060. Everything painted is the excess over soft tissue.
SOFT_TISSUE = 0.0205
CORTICAL_EXCESS = 0.040
CANCELLOUS_EXCESS = 0.0085
LUNG_EXCESS = -0.0150
GAS_EXCESS = -0.0200


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
