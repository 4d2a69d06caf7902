"""A film in, a `Segmentation` out.

The coarse stage looks at the whole film and finds the spine; the cascade then looks again at
that part alone, so that vertebrae have the size it knows whatever the film shows around them.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.ndimage import label
from torch import Tensor

from languages import Message
from r2mf.calibration import Calibration
from r2mf.caveats import caveats
from r2mf.close import CloseStage
from r2mf.close_look import looked_at_closely
from r2mf.edges import CLOSE_PRIOR, UNITS_A_WIDTH, VOTE_PRIOR, settled
from r2mf.errors import InvalidFilmError, NoSpineFoundError
from r2mf.folding import folded
from r2mf.network import COARSE_CELL, FINE_CELL, R2MFNet
from r2mf.plausibility import Chain, refuse_implausible
from r2mf.quads import tilts_deg
from r2mf.segmentation import DetectedVertebra, OnStep, Segmentation, silent
from r2mf.signs import signs_of
from r2mf.targets import to_cells, to_window
from r2mf.votes import Candidate, best_chain, find_candidates, without_unsure_ends
from r2mf.weights import SHIPPED, load_close, load_weights
from r2mf.window import Region, Window, cut, sampled

COLUMN_FLOOR = 0.5
"""Column probability from which a coarse cell counts as spine."""

SMALLEST_COLUMN = 12
"""Coarse cells; fewer is no spine but noise."""

MARGIN = 0.09
"""Added above and below the spine found, as a share of its height: the cascade was trained on
windows the spine fills to between 0.7 and 1.05."""

SIDE_MARGIN = 0.16
"""Added left and right, as a share of the height: room for a curve the coarse stage clipped."""

SETTLE_MARGIN = 0.6
"""Around one vertebra, as a share of its height: what `settled` reads beyond an endplate, turned
as far as it tries."""

LEAN_FLOOR_DEG = 8.0
"""A spine that leans more is looked at again along its lean: the cascade knows upright spines
best, and on a bending film the upper vertebrae are tilted by up to 70 degrees."""

LARGEST_LEAN = 50.0
"""Degrees; no patient bends further from the lowest vertebra to the highest."""

FEWEST_VERTEBRAE = 5
"""Fewer than this in a chain is not a spine one can measure a curve on."""

MIRROR = torch.tensor([1.0, -1.0]).view(1, 2, 1, 1)
"""Turns the column part of a mirrored vote round."""


class Segmenter:
    """The cascade, loaded once.

    Parameters
    ----------
    network : R2MFNet
    provenance : mapping
        Where the weights come from.
    device : str
    judge : callable
        Raises `WrongFilmError` on a chain that is not to be measured. Its bounds are those of the
        shipped weights; who compares networks that are half trained judges nothing.
    close : CloseStage, optional
        Looks at each vertebra once more; None leaves corners to votes and edges, as where networks
        are compared by their votes.
    """

    def __init__(
        self,
        network: R2MFNet,
        provenance: dict[str, Any],
        device: str,
        judge: Callable[[Chain], None] = refuse_implausible,
        close: CloseStage | None = None,
    ) -> None:
        self.network = network.to(device)
        self.provenance = provenance
        self.device = device
        self.judge = judge
        self.close = close and close.to(device)
        self.prior = CLOSE_PRIOR if close else VOTE_PRIOR
        self.calibration = Calibration.of(provenance)

    @classmethod
    def load(cls, weights: Path | None = None, device: str | None = None) -> Segmenter:
        """Load the shipped weights, or others, on the best device there is.

        Raises
        ------
        WeightsError
            If the weights cannot be used.
        """
        path = weights or SHIPPED
        network, provenance = load_weights(path)
        close = load_close(path)
        return cls(
            folded(network),
            provenance,
            device or best_device(),
            close=close and folded(close),
        )

    @property
    def version(self) -> str:
        """Name of the weights, for provenance."""
        return str(self.provenance.get("version", "unnamed"))

    def segment(
        self,
        pixels: NDArray[np.float32],
        *,
        pixel_aspect: float = 1.0,
        on_step: OnStep = silent,
    ) -> Segmentation:
        """Find the spinal column and its vertebrae on a film.

        Parameters
        ----------
        pixels : (H, W) array
            Grey values in [0, 1], brighter = denser.
        pixel_aspect : float
            Height of a pixel over its width (row spacing over column spacing).
        on_step : callable, optional
            Told each look at the film, and where what it saw is settled.

        Raises
        ------
        InvalidFilmError
            If the pixels are not such an array.
        NoSpineFoundError
            If no chain of at least five vertebrae is found.
        WrongFilmError
            If the chain cannot be a whole spine on an upright frontal film.
        """
        film = checked(pixels, pixel_aspect)
        began = time.perf_counter()
        on_step(Message("Finding the spine"), 0.0)
        region = self._locate(film, pixel_aspect)
        located = time.perf_counter()
        on_step(Message("Outlining the vertebrae"), 0.1)
        look = self._look(film, region, pixel_aspect)
        lean_deg = lean_of(look.answer.chain, look.window, pixel_aspect)
        if abs(lean_deg) > LEAN_FLOOR_DEG:
            on_step(Message("Looking again along the lean"), 0.5)
            corners = look.window.placement.to_film(on_window(look.answer.chain).reshape(-1, 2))
            region = Region.around(corners, pixel_aspect, lean_deg, (MARGIN, SIDE_MARGIN))
            look = self._look(film, region, pixel_aspect)
        outlined = time.perf_counter()
        on_step(Message("Settling the endplates"), 0.9)
        chain, left_out = without_unsure_ends(self._chain(film, look, pixel_aspect))
        if len(chain) < FEWEST_VERTEBRAE:
            raise NoSpineFoundError(
                Message(
                    "Only {count} vertebrae in a row were found, {fewest_vertebrae} are "
                    "needed; check that this is a frontal film of the spine, not cropped or "
                    "turned.",
                    count=len(chain),
                    fewest_vertebrae=FEWEST_VERTEBRAE,
                )
            )
        quads = settled(look.window.pixels[0, 0].numpy(), on_window(chain), self.prior)
        vertebrae = self._detected(quads, chain, look.window)
        turned = partial(self._score_turned, film, region, pixel_aspect)
        self.judge(chain_of(film, vertebrae, pixel_aspect, turned))
        tilt_sd_deg, turned_deg = np.array([(c.tilt_sd_deg, c.turned_deg) for c in chain]).T
        signs = signs_of(quads, tilt_sd_deg, turned_deg)
        column = column_on_film(look.answer.masks[0], look.window, film.shape)
        done = time.perf_counter()
        return Segmentation(
            column=column,
            vertebrae=vertebrae,
            warnings=tuple(caveats(chain, left_out)),
            seconds={
                "locate": located - began,
                "outline": outlined - located,
                "vertebrae": done - outlined,
            },
            signs=signs,
            off_probability=self.calibration.off_probability(signs),
        )

    def settle(
        self,
        pixels: NDArray[np.float32],
        corners: NDArray[np.float64],
        *,
        pixel_aspect: float = 1.0,
    ) -> NDArray[np.float64]:
        """Settle the endplates of one vertebra on the edges around where a person put it.

        The cascade is not asked: what the person placed stands for its votes, and is looked at
        closely as they are in `segment`.

        Parameters
        ----------
        pixels : (H, W) array
            Grey values in [0, 1], brighter = denser.
        corners : (4, 2) array
            Row, column in film pixels, in the order of `DetectedVertebra.corners`.
        pixel_aspect : float
            Height of a pixel over its width (row spacing over column spacing).

        Returns
        -------
        (4, 2) array

        Raises
        ------
        InvalidFilmError
            If the pixels are not a film.
        """
        film = checked(pixels, pixel_aspect)
        if self.close:
            corners = looked_at_closely(self.close, film, corners[None], pixel_aspect).quads[0]
        region = Region.around(corners, pixel_aspect, 0.0, (SETTLE_MARGIN, SETTLE_MARGIN))
        width = np.linalg.norm((corners[1] - corners[0]) * [pixel_aspect, 1.0])
        window = cut(film, region, pixel_aspect, round(UNITS_A_WIDTH * region.height / width))
        quad = window.placement.to_window(corners)
        seen = settled(window.pixels[0, 0].numpy(), quad[None], self.prior)[0]
        return window.placement.to_film(seen)

    @torch.inference_mode()
    def _locate(self, film: NDArray[np.float32], pixel_aspect: float) -> Region:
        whole = Region.whole(film, pixel_aspect)
        window = cut(film, whole, pixel_aspect, self.network.config.window_height)
        answer = self.network.locate(window.pixels.to(self.device))
        column = torch.sigmoid(answer.masks[0, 0]).cpu().numpy()
        regions, count = label(column >= COLUMN_FLOOR)
        sizes = np.bincount(regions.ravel(), minlength=count + 1)[1:]
        if not count or sizes.max() < SMALLEST_COLUMN:
            raise NoSpineFoundError(
                Message(
                    "Nothing on this film looks like a spinal column; check that it is a "
                    "frontal film of the spine with bone shown bright."
                )
            )
        # A column broken by an implant or a dark film is still one column: keep its large parts.
        large = np.isin(regions, 1 + np.flatnonzero(sizes >= max(SMALLEST_COLUMN, sizes.max() / 5)))
        rows, columns = np.nonzero(large)
        edges = np.array([[rows.min(), columns.min()], [rows.max() + 1, columns.max() + 1]])
        corners = window.placement.to_film(edges * float(COARSE_CELL) - 0.5)
        return Region.around(corners, pixel_aspect, 0.0, (MARGIN, SIDE_MARGIN))

    @torch.inference_mode()
    def _look(self, film: NDArray[np.float32], region: Region, pixel_aspect: float) -> Look:
        """Run the cascade on a region and its mirror image, and take the mean.

        The mean makes fewer errors than either, and a mirrored film gives mirrored corners.
        """
        window = cut(film, region, pixel_aspect, self.network.config.window_height)
        pixels = window.pixels.to(self.device)
        _, fine = self.network(torch.cat([pixels, pixels.flip(3)]))
        masks = torch.sigmoid(fine.masks)
        votes = fine.votes.unflatten(1, (4, 2))  # (2, 4, 2, h, w)
        swapped = votes[1].flip(3)[[1, 0, 3, 2]] * MIRROR.to(votes.device)
        plain = Answer.of(masks[0], votes[0], fine.log_spread[0])
        mirrored = Answer.of(masks[1].flip(2), swapped, fine.log_spread[1].flip(2))
        return Look(window, plain.mean_with(mirrored))

    def _chain(self, film: NDArray[np.float32], look: Look, pixel_aspect: float) -> list[Candidate]:
        """Choose the spine among candidates that were looked at closely, if anything can.

        A joint that gave way hides bodies behind each other: as voted they are too tall to stand
        side by side.
        """
        candidates = look.answer.candidates
        if self.close is None or not candidates:
            return look.answer.chain
        voted = on_window(candidates)
        on_film = look.window.placement.to_film(voted)
        seen = looked_at_closely(self.close, film, on_film, pixel_aspect)
        quads = look.window.placement.to_window(seen.quads)
        turned_deg = tilts_deg(quads) - tilts_deg(voted)
        return best_chain(
            [
                replace(candidate, quad=quad, seen_tilt_sd_deg=sd_deg, turned_deg=turned)
                for candidate, quad, sd_deg, turned in zip(
                    candidates, to_cells(quads), seen.tilt_sd_deg, turned_deg, strict=True
                )
            ]
        )

    def _score_turned(
        self, film: NDArray[np.float32], region: Region, pixel_aspect: float
    ) -> float:
        """Look at a region of the film turned by half, and tell how sure that answer is."""
        upside_down = replace(region, lean_deg=region.lean_deg + 180)
        look = self._look(film, upside_down, pixel_aspect)
        chain, _ = without_unsure_ends(look.answer.chain)
        return float(np.mean([min(candidate.score, 1.0) for candidate in chain] or [0.0]))

    def _detected(
        self,
        quads: NDArray[np.float64],
        chain: list[Candidate],
        window: Window,
    ) -> tuple[DetectedVertebra, ...]:
        """Bring vertebrae, (N, 4, 2) in window pixels, to the film, with what to expect of them."""
        return tuple(
            DetectedVertebra(
                window.placement.to_film(quad),
                min(candidate.score, 1.0),
                self.calibration.corner_scale
                * candidate.corner_sd
                * FINE_CELL
                * window.placement.scale,
                self.calibration.tilt_share * candidate.tilt_sd_deg,
            )
            for quad, candidate in zip(quads, chain, strict=True)
        )


@dataclass(frozen=True, eq=False)
class Answer:
    """What the cascade says of a window, on fine cells."""

    masks: NDArray[np.float32]
    """(3, h, w) probability of column, bodies, centres."""

    votes: NDArray[np.float32]
    """(8, h, w) in `VOTE_UNIT` cells."""

    log_spread: NDArray[np.float32]
    """(h, w) logarithm of a vote's expected error in cells."""

    @classmethod
    def of(cls, masks: Tensor, votes: Tensor, log_spread: Tensor) -> Answer:
        """Take (3, h, w), (4, 2, h, w) and (1, h, w) tensors to arrays."""
        return cls(
            masks.cpu().numpy(), votes.flatten(0, 1).cpu().numpy(), log_spread[0].cpu().numpy()
        )

    def mean_with(self, other: Answer) -> Answer:
        """Average two answers on the same cells."""
        return Answer(
            (self.masks + other.masks) / 2,
            (self.votes + other.votes) / 2,
            (self.log_spread + other.log_spread) / 2,
        )

    @cached_property
    def candidates(self) -> list[Candidate]:
        """What may be a vertebra in it."""
        _, bodies, centres = self.masks
        return find_candidates(bodies, centres, self.votes, self.log_spread)

    @cached_property
    def chain(self) -> list[Candidate]:
        """The vertebrae in it as voted, cranial first."""
        return best_chain(self.candidates)


@dataclass(frozen=True, eq=False)
class Look:
    """A window and what the cascade sees in it."""

    window: Window
    answer: Answer


def best_device() -> str:
    """CUDA where there is one, else the CPU."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def checked(pixels: NDArray[np.float32], pixel_aspect: float) -> NDArray[np.float32]:
    """Return the film as float32, or say what is wrong with it."""
    film = np.asarray(pixels, dtype=np.float32)
    if film.ndim != 2 or not film.size:
        raise InvalidFilmError(
            Message("A film is a grey (H, W) array, got shape {shape}.", shape=film.shape)
        )
    if not np.isfinite(film).all() or film.min() < 0 or film.max() > 1:
        raise InvalidFilmError(
            Message(
                "Grey values must lie in [0, 1], got {darkest} to {brightest}; scale the film.",
                darkest=film.min(),
                brightest=film.max(),
            )
        )
    if not (np.isfinite(pixel_aspect) and pixel_aspect > 0):
        raise InvalidFilmError(
            Message(
                "The pixel aspect must be positive, got {pixel_aspect}.", pixel_aspect=pixel_aspect
            )
        )
    return film


def on_window(chain: list[Candidate]) -> NDArray[np.float64]:
    """Corners of a chain, (N, 4, 2) row, column in window pixels."""
    return to_window(np.array([candidate.quad for candidate in chain]).reshape(-1, 4, 2))


def lean_of(chain: list[Candidate], window: Window, pixel_aspect: float) -> float:
    """How far a chain leans to the right of the image, degrees; 0 for less than two vertebrae."""
    if len(chain) < FEWEST_VERTEBRAE:
        return 0.0
    centres = window.placement.to_film(on_window(chain).mean(axis=1))
    rise, aside = (centres[0] - centres[-1]) * [pixel_aspect, 1.0]
    return float(np.clip(np.degrees(np.arctan2(aside, -rise)), -LARGEST_LEAN, LARGEST_LEAN))


def column_on_film(
    column: NDArray[np.float32], window: Window, shape: tuple[int, ...]
) -> NDArray[np.float32]:
    """Bring the window's column probability, on fine cells, back to film pixels (H, W)."""
    matrix = np.linalg.inv(window.placement.matrix) / FINE_CELL
    offset = to_cells(window.placement.to_window(np.zeros(2)))
    source = torch.from_numpy(np.ascontiguousarray(column))[None, None]
    return sampled(source, matrix, offset, (shape[0], shape[1]))[0, 0].numpy()


def chain_of(
    film: NDArray[np.float32],
    vertebrae: tuple[DetectedVertebra, ...],
    pixel_aspect: float,
    score_turned: Callable[[], float],
) -> Chain:
    """Gather what a chain is judged by."""
    return Chain(
        film,
        np.stack([vertebra.corners for vertebra in vertebrae]),
        np.array([vertebra.corner_sd_px for vertebra in vertebrae]),
        pixel_aspect,
        float(np.mean([vertebra.score for vertebra in vertebrae])),
        score_turned,
    )
