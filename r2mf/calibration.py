"""What the cascade's own doubts are worth, measured on validation films and kept with weights."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from languages import Message
from r2mf.errors import WeightsError
from r2mf.signs import Signs

DOUBTFUL_CHANCE = 0.15
"""A film whose largest angle is off with at least this chance is one to look at first: a fifth of
the validation films of real spines, in which half of those that are off are found
(`docs/model_card.md`). A lower bound finds more of them and cries wolf more often."""

LAPLACE_SD = float(np.sqrt(2))
"""Standard deviation over mean absolute error, for the distribution the spread's loss is the
likelihood of; `Calibration.corner_scale` corrects it by what is observed."""


@dataclass(frozen=True)
class Calibration:
    """Few numbers that turn what the network foretells into what is observed.

    Every error is against one reader's label, so what is foretold includes that reader's own.
    """

    corner_scale: float = 1.0
    """Actual standard deviation of a corner's row or column over the one the network foretells."""

    tilt_share: float = 0.48
    """Standard deviation of an endplate's tilt over the one foretold, such that 95 % intervals of
    the largest angle hold it on 95 % of films. The default was measured for weights 0.1.0, without
    a close stage: of what votes foretell of corners, both ends of an endplate share the most."""

    off: tuple[float, ...] | None = None
    """Intercept and the weights of `Signs.features` in the log odds that the largest angle is off
    by more than 5 degrees; None where nobody measured them."""

    def __post_init__(self) -> None:
        if not (self.corner_scale > 0 and self.tilt_share > 0):
            raise WeightsError(
                f"A calibration scales by positive numbers, got {self.corner_scale} and "
                f"{self.tilt_share}; fit it again with `python -m r2mf.calibrate`."
            )
        if self.off is not None and len(self.off) != 4:
            raise WeightsError(
                f"The chance of an error takes 4 numbers, got {len(self.off)}; fit the "
                "calibration again with `python -m r2mf.calibrate`."
            )

    @classmethod
    def of(cls, sidecar: Mapping[str, Any]) -> Calibration:
        """Read the calibration of weights; weights without one get the default.

        Raises
        ------
        WeightsError
            If it is not a calibration of this version.
        """
        kept = sidecar.get("calibration")
        if kept is None:
            return cls()
        try:
            off = kept["off"]
            return cls(
                float(kept["corner_scale"]),
                float(kept["tilt_share"]),
                None if off is None else tuple(float(number) for number in off),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise WeightsError(
                Message(
                    "The weights' calibration cannot be read ({error!r}); fit it again with "
                    "`python -m r2mf.calibrate`.",
                    error=error,
                )
            ) from error

    def document(self) -> dict[str, Any]:
        """Return what `of` reads."""
        return asdict(self)

    def off_probability(self, signs: Signs) -> float | None:
        """Chance that the largest angle is off by more than 5 degrees, or None if unknown."""
        if self.off is None:
            return None
        odds = self.off[0] + float(np.dot(self.off[1:], signs.features))
        return float(1 / (1 + np.exp(-odds)))


def ends_sd_deg(corner_sd_px: float, width_px: float) -> float:
    """Tilt error of an endplate `width_px` long whose two ends err independently, degrees."""
    return float(np.degrees(np.arctan2(np.sqrt(2) * corner_sd_px, width_px)))
