"""A study made to order."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from measurements import Convexity
from sample_data.dicom import Identity
from sample_data.expected import ExpectedStudy
from sample_data.filing import write_study
from sample_data.phantom import (
    Anatomy,
    CurvePlan,
    Patient,
    PhantomError,
    lenke_plan,
    phantom_patient,
)
from sample_data.phantom.draw import random_physique
from sample_data.phantom.lenke import USUAL_FLEXIBILITY_PERCENT

USUAL_COBB_DEG = 55.0
# Numbers of fictional patients above those of the shipped studies.
FIRST_NUMBER = 1000


@dataclass(frozen=True)
class Commission:
    """What a study must show.

    Attributes
    ----------
    seed : int
        Of the person; what is not said here is drawn from it.
    lenke_type : int or None
        None is a normal spine.
    cobb_deg, flexibility_percent : float or None
        Of the major curve; None is what is usual.
    thoracic_convexity : str
        "right" or "left".
    thoracic, lumbar : int
        Number of vertebrae.
    effort_deg : float
        How hard the patient bends; see `sample_data.phantom.Patient`.
    """

    seed: int
    lenke_type: int | None = 1
    cobb_deg: float | None = None
    flexibility_percent: float | None = None
    thoracic_convexity: str = "right"
    thoracic: int = 12
    lumbar: int = 5
    effort_deg: float = 3.0

    def __post_init__(self) -> None:
        """Refuse curves of a spine that has none, and seeds that are none."""
        if self.seed < 0:
            raise PhantomError(f"the seed is {self.seed}; give 0 or more")
        if self.lenke_type is None and (self.cobb_deg, self.flexibility_percent) != (None, None):
            raise PhantomError(
                "a normal spine has no curve; leave out its angle and flexibility or choose a "
                "Lenke type"
            )

    def patient(self) -> Patient:
        """Make whom the films show."""
        anatomy = Anatomy(self.thoracic, self.lumbar)
        person = random_physique(np.random.default_rng(self.seed))
        return phantom_patient(
            self.seed,
            self._plans(anatomy),
            physique=replace(person, anatomy=anatomy),
            effort_deg=self.effort_deg,
        )

    def _plans(self, anatomy: Anatomy) -> tuple[CurvePlan, ...]:
        if self.lenke_type is None:
            return ()
        usual = USUAL_FLEXIBILITY_PERCENT
        flexibility = self.flexibility_percent
        return lenke_plan(
            self.lenke_type,
            USUAL_COBB_DEG if self.cobb_deg is None else self.cobb_deg,
            flexibility_percent=usual if flexibility is None else flexibility,
            thoracic=Convexity(self.thoracic_convexity),
            anatomy=anatomy,
        )


def commissioned(commission: Commission, folder: Path) -> ExpectedStudy:
    """Write the films and the truth of a study into `folder` and return its truth.

    Raises
    ------
    PhantomError
        If no such study can be made; nothing is written then.
    """
    study = commission.patient().study()
    name = "-".join(str(part) for part in vars(commission).values())
    return write_study(study, Identity(name, FIRST_NUMBER + commission.seed), folder)
