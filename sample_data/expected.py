"""What measuring a study must give, and its JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from measurements import Curve, Flexibility
from sample_data.phantom import PhantomFilm, PhantomStudy

# Corners are written to a millionth of a pixel and angles to a millionth of a degree, so that
# measuring the written corners gives the written angles.
DECIMALS = 6


@dataclass(frozen=True)
class ExpectedFilm:
    """Truth of one film.

    Attributes
    ----------
    file : str
        Name within the study's folder.
    shape : (rows, columns)
    spacing_mm : (row, column)
        In the plane of the spine.
    patient_right : str
        Image edge.
    levels : tuple of str
        Cranial first.
    corners_px : tuple
        A vertebra: superior-left, superior-right, inferior-right, inferior-left as seen on the
        image, each (row, column).
    """

    file: str
    shape: tuple[int, int]
    spacing_mm: tuple[float, float]
    patient_right: str
    levels: tuple[str, ...]
    corners_px: tuple[tuple[tuple[float, float], ...], ...]

    @classmethod
    def of(cls, film: PhantomFilm, file: str) -> ExpectedFilm:
        """Truth of a phantom film."""
        return cls(
            file=file,
            shape=(film.pixels.shape[0], film.pixels.shape[1]),
            spacing_mm=film.spacing,
            patient_right="left",
            levels=tuple(str(level) for level in film.levels),
            corners_px=_tuples(film.corners_px.round(DECIMALS).tolist()),
        )


@dataclass(frozen=True)
class ExpectedCurve:
    """One curve standing and bending; angles are signed, above zero is right-convex."""

    region: str
    upper_end_vertebra: str
    lower_end_vertebra: str
    apex: str
    convexity: str
    cobb_deg: float
    left_bending_deg: float
    right_bending_deg: float
    film: str
    flexibility_rate_percent: float
    residual_deg: float
    overcorrected: bool

    @classmethod
    def of(cls, curve: Curve, bend: Flexibility) -> ExpectedCurve:
        """Truth of a curve; all its films show all its levels."""
        angles = bend.left.cobb_deg, bend.right.cobb_deg, bend.rate_percent, bend.residual_deg
        left, right, rate, residual = (round(float(str(a)), DECIMALS) for a in angles)
        upper, lower = curve.levels
        return cls(
            region=str(curve.region),
            upper_end_vertebra=str(upper),
            lower_end_vertebra=str(lower),
            apex=curve.apex.name,
            convexity=str(curve.convexity),
            cobb_deg=round(curve.cobb_deg, DECIMALS),
            left_bending_deg=left,
            right_bending_deg=right,
            film=str(bend.film),
            flexibility_rate_percent=rate,
            residual_deg=residual,
            overcorrected=bend.overcorrected,
        )


@dataclass(frozen=True)
class ExpectedStudy:
    """Truth of a study.

    Attributes
    ----------
    films : mapping of view name to ExpectedFilm
    curves : tuple of ExpectedCurve
        Of the standing film, cranial first.
    """

    films: Mapping[str, ExpectedFilm]
    curves: tuple[ExpectedCurve, ...]

    @classmethod
    def of(cls, study: PhantomStudy) -> ExpectedStudy:
        """Measure a phantom study on its true corners."""
        return cls(
            {view: ExpectedFilm.of(film, f"{view}.dcm") for view, film in study.films.items()},
            tuple(map(ExpectedCurve.of, study.curves, study.flexibility)),
        )

    def to_json(self) -> str:
        """Text of an ``expected.json``."""
        return json.dumps(asdict(self), indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> ExpectedStudy:
        """Read an ``expected.json``."""
        content: dict[str, Any] = json.loads(text)
        films = {
            view: ExpectedFilm(**{key: _tuples(value) for key, value in film.items()})
            for view, film in content["films"].items()
        }
        return cls(films, tuple(ExpectedCurve(**curve) for curve in content["curves"]))


def _tuples(value: Any) -> Any:
    """Nested lists as nested tuples."""
    return tuple(_tuples(part) for part in value) if isinstance(value, list) else value
