"""A film made to order in the background, one after the other."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from languages import Message
from sample_data import PhantomError
from sample_data.commission import Commission
from sample_data.phantom.truth import CORONAL
from webapp.lesson_film import LessonFilm, made_film

PATTERNS: Final[Mapping[int | None, str]] = {
    None: Message("Any of them"),
    1: Message("Main thoracic (Lenke 1)"),
    2: Message("Double thoracic (Lenke 2)"),
    3: Message("Double major (Lenke 3)"),
    4: Message("Triple major (Lenke 4)"),
    5: Message("Thoracolumbar or lumbar (Lenke 5)"),
    6: Message("Lumbar and thoracic (Lenke 6)"),
}

USUAL_SECONDS: Final = 8.0
"""What a film takes on two cores; only the progress bar depends on it."""

MOST_SHOWN: Final = 0.95
"""The bar waits here for a film that takes longer."""

DRAWS: Final = 12
"""How often another patient is drawn within the ranges before it is said that there is none."""

LEFT_SHARE: Final = 0.25
"""Of the thoracic curves: most are convex to the right, but not so many that one may guess."""

_makers: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="film")
"""Two films at once would take twice the memory and each twice as long."""


@dataclass(frozen=True)
class Order:
    """Between which bounds a film is drawn; a learner who sees them still has to measure it."""

    number: int
    """The same order with the same number gives the same film."""

    pattern: int | None = None
    """Lenke type, None for any."""

    cobb_deg: tuple[int, int] = (30, 70)
    """Bounds of the major curve's angle."""

    flexibility_percent: tuple[int, int] = (30, 70)
    """Bounds of its flexibility."""

    @property
    def name(self) -> str:
        """What the film is called: like no other order's, and saying nothing of the truth."""
        return Message(
            "Made film {hexdigest}", hexdigest=hashlib.sha256(repr(self).encode()).hexdigest()[:5]
        )

    def make(self) -> LessonFilm:
        """Draw a patient and take the standing film.

        Raises
        ------
        PhantomError
            If no patient within the bounds can be made.
        """
        for commission in self._draws():
            try:
                patient = commission.patient()
            except PhantomError as error:
                refusal = error
                continue
            title = Message(
                "{lenke_type}, made to order", lenke_type=PATTERNS[commission.lenke_type]
            )
            return made_film(self.name, title, patient.film(CORONAL), patient.study_truth())
        raise PhantomError(
            Message("no such patient was found: {refusal}", refusal=refusal)
        ) from refusal

    def _draws(self) -> Iterator[Commission]:
        rng = np.random.default_rng(self.number)
        types = [own for own in PATTERNS if own is not None]
        for _ in range(DRAWS):
            yield Commission(
                seed=int(rng.integers(2**31)),
                lenke_type=int(rng.choice(types)) if self.pattern is None else self.pattern,
                cobb_deg=float(rng.uniform(*self.cobb_deg)),
                flexibility_percent=float(rng.uniform(*self.flexibility_percent)),
                thoracic_convexity="left" if rng.random() < LEFT_SHARE else "right",
            )


@dataclass(frozen=True)
class Making:
    """A film that is being made."""

    order: Order
    film: Future[LessonFilm]
    begun: float = field(default_factory=time.monotonic)

    @classmethod
    def begin(cls, order: Order) -> Making:
        """Put an order behind those before it."""
        return cls(order, _makers.submit(order.make))

    @property
    def done(self) -> bool:
        """Whether the film is there, or cannot be made."""
        return self.film.done()

    @property
    def share(self) -> float:
        """How much of the usual time has passed."""
        return min(MOST_SHOWN, (time.monotonic() - self.begun) / USUAL_SECONDS)
