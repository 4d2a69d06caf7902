"""Thresholds on which sources differ or are silent, as one value with its reasons."""

import math
from dataclasses import dataclass, field, fields

from languages import Message
from measurements.csvl import CsvlConvention
from measurements.curve import MINIMUM_CURVE_DEG
from measurements.errors import SettingsError


@dataclass(frozen=True)
class MeasurementSettings:
    """What a department may choose for itself.

    `source_of` says where a default comes from; "convention" means that practice agrees on it
    but that no text could be read that fixes it.

    Raises
    ------
    SettingsError
        If a threshold is not a positive number, or the grades of listhesis do not rise.

    Examples
    --------
    >>> MeasurementSettings(sem_deg=2.6).sem_deg
    2.6
    >>> MeasurementSettings.source_of("balance_mm")
    'wikimsk.org, Coronal Balance of the Spine: more than 20 mm is imbalance'
    """

    csvl_convention: CsvlConvention = field(
        default=CsvlConvention.VERTICAL,
        metadata={
            "source": Message(
                "middle of S1: pacs.de, Central sacral vertical line; true vertical rather "
                "than perpendicular to the iliac crests: convention"
            )
        },
    )
    """How the central sacral vertical line is drawn."""

    minimum_curve_deg: float = field(
        default=MINIMUM_CURVE_DEG,
        metadata={"source": Message("Scoliosis Research Society, Revised Glossary of Terms")},
    )
    """Smallest Cobb angle that is called a curve."""

    structural_deg: float = field(
        default=25.0,
        metadata={
            "source": Message(
                "Lenke et al. 2001, J Bone Joint Surg Am 83:1169, as AO Surgery Reference gives it"
            )
        },
    )
    """Smallest angle left on the side-bending film that makes a minor curve structural."""

    flexible_percent: float = field(
        default=50.0,
        metadata={
            "source": Message("Luk et al. 1998, for fulcrum-bending films: convention for others")
        },
    )
    """Flexibility rate from which a curve is called flexible."""

    balance_mm: float = field(
        default=20.0,
        metadata={
            "source": Message(
                "wikimsk.org, Coronal Balance of the Spine: more than 20 mm is imbalance"
            )
        },
    )
    """Largest distance of C7 from the central sacral line that is called balanced."""

    listhesis_grades_mm: tuple[float, ...] = field(
        default=(1.0, 7.0),
        metadata={
            "source": Message("convention: grade 1 from 1 mm and grade 2 from 7 mm, in adults")
        },
    )
    """Slip in millimetres from which each grade above 0 counts, rising."""

    progression_deg: float = field(
        default=5.0, metadata={"source": Message("convention; Hong Kong series in PMC7000074")}
    )
    """Smallest growth of a curve that is called progression."""

    sem_deg: float = field(
        default=3.0,
        metadata={
            "source": Message(
                "convention, on the safe side of 1.8 within and 2.6 between observers, which "
                "follow from the limits in Morrissy et al. 1990, J Bone Joint Surg Am 72:320"
            )
        },
    )
    """Standard error of one Cobb angle in degrees."""

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            for number in value if isinstance(value, tuple) else (value,):
                if isinstance(number, int | float) and not 0 < number < math.inf:
                    raise SettingsError(
                        Message(
                            "{name} is {value}; expected positive numbers, by default {default}",
                            name=each.name,
                            value=value,
                            default=each.default,
                        )
                    )
        grades = self.listhesis_grades_mm
        if not grades or list(grades) != sorted(set(grades)):
            raise SettingsError(
                Message(
                    "listhesis_grades_mm is {grades}; expected lengths that rise from grade "
                    "to grade",
                    grades=grades,
                )
            )

    @classmethod
    def source_of(cls, name: str) -> str:
        """Where the default of a setting comes from."""
        return {each.name: str(each.metadata["source"]) for each in fields(cls)}[name]


DEFAULT_SETTINGS = MeasurementSettings()
"""The settings where a department chose none."""
