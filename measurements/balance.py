"""Coronal balance: whether C7 stands over the sacrum."""

from dataclasses import dataclass

from measurements.csvl import CSVL
from measurements.film import Film
from measurements.frame import Unit
from measurements.plumb_line import PlumbLine
from measurements.settings import DEFAULT_SETTINGS, MeasurementSettings


@dataclass(frozen=True)
class CoronalBalance:
    """How far C7 stands to the right of the central sacral vertical line."""

    plumb_line: PlumbLine
    csvl: CSVL
    unit: Unit

    threshold_mm: float
    """Largest distance that is called balanced."""

    @property
    def offset(self) -> float:
        """Horizontal distance, positive when C7 stands to the patient's right."""
        return self.csvl.offset(self.plumb_line.origin)

    @property
    def balanced(self) -> bool | None:
        """Whether C7 stands within the threshold; None where lengths are in pixels.

        To a tenth of a millimetre, so that what is printed as 20.0 is judged as 20.
        """
        if self.unit is not Unit.MILLIMETRE:
            return None
        return round(abs(self.offset), 1) <= self.threshold_mm


def coronal_balance(film: Film, settings: MeasurementSettings = DEFAULT_SETTINGS) -> CoronalBalance:
    """Measure the coronal balance.

    Parameters
    ----------
    film : Film
        A standing film with C7 and S1.
    settings : MeasurementSettings
        How the central sacral line is drawn, and which distance is balanced.

    Raises
    ------
    LandmarkMissingError
        If C7, S1 or, where the convention needs them, the iliac crests are not marked.
    CannotMeasureError
        If the patient does not stand on this film.

    Notes
    -----
    ``x(C7) - x(central sacral vertical line)`` at the height of C7, from the centre of C7's body
    (wikimsk.org, Coronal Balance of the Spine; coronal vertical axis in PMC9827318, table 1).
    """
    return CoronalBalance(
        plumb_line=PlumbLine.of(film),
        csvl=CSVL.of(film, settings.csvl_convention),
        unit=film.spine.unit,
        threshold_mm=settings.balance_mm,
    )
