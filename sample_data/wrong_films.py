"""Pictures that are no upright frontal film of a whole spine, to be refused.

All are synthetic and drawn from a seed. A phantom patient gives the chest, the lateral film and
the films that lie, stand or shine the wrong way; a hand is made of tubes; the rest is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from sample_data.phantom.anatomy import CANCELLOUS_EXCESS, CORTICAL_EXCESS, SOFT_TISSUE
from sample_data.phantom.draw import random_chain, random_marks, random_phantom_film
from sample_data.phantom.exposure import Exposure, exposed
from sample_data.phantom.film import ELEMENTS_PER_PIXEL, Room, rendered
from sample_data.phantom.framing import Field
from sample_data.phantom.material import Material
from sample_data.phantom.projection import Beam, Geometry
from sample_data.phantom.raster import cloud
from sample_data.phantom.skeleton import Skeleton
from sample_data.phantom.soft_tissue import Organs
from sample_data.phantom.stitching import Stitching
from sample_data.phantom.surface import Surface, ellipsoid, tube

Array = NDArray[np.float32]
Rng = np.random.Generator

FILM_HEIGHT = 768
"""Rows of a phantom film: enough to recognise it, and quick to draw."""

FOCUS_MM = 1800.0
"""Focal spot to the plane of the spine."""

LUNGS_SHARE = 0.6
"""Of a lung's thickness that attenuates less than the tissue around it: it is mostly air."""

SOFTER_RAYS = 4.0
"""Attenuation at the tube voltage of a hand over that at the voltage of a trunk; a round figure
that makes fingers visible."""

TURNED_SIDEWAYS = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 0.0, 1.0]])
"""Turns the patient's front to the side of the film: a lateral projection."""


@dataclass(frozen=True)
class WrongFilm:
    """A picture that must be refused."""

    kind: str
    """What it shows, e.g. "lateral spine"."""

    number: int
    """Within its kind."""

    pixels: Array
    """(H, W) in [0, 1]."""


def chest(rng: Rng) -> Array:
    """Frontal chest film: neck to diaphragm, shoulder to shoulder."""
    skeleton = Skeleton(chain := random_chain(rng), chain.joint_deg)
    height, wide = skeleton.trunk.height_of, rng.uniform(150, 200)
    top, bottom = height("T1", rng.uniform(20, 60)), height("L1", rng.uniform(-40, 30))
    field = Field(float(top), float(bottom), wide, -wide)
    beam = Beam(0.0, float(height("T7")), FOCUS_MM)
    geometry = field.geometry((field.top - field.bottom) / FILM_HEIGHT, beam)
    room = Room(geometry, Exposure.random(rng), random_marks(rng))
    return rendered(skeleton, Organs.random(rng), room, "coronal").pixels


def lateral_spine(rng: Rng) -> Array:
    """Lateral film of the whole spine; the soft tissue is a plain trunk with two lungs."""
    skeleton = Skeleton(chain := random_chain(rng), chain.joint_deg)
    height = skeleton.trunk.height_of
    middle = float(height("T11"))
    shape = FILM_HEIGHT, int(FILM_HEIGHT * rng.uniform(0.35, 0.6))
    tall = float(height("T1") - height("L5")) * rng.uniform(1.1, 1.5)
    geometry = Geometry(shape, tall / shape[0], (30.0, middle), Beam(30.0, middle, FOCUS_MM))
    bones = skeleton.bones(geometry.spacing_mm * ELEMENTS_PER_PIXEL)
    bones = (bone.moved(TURNED_SIDEWAYS, np.zeros(3)) for bone in bones)
    forward, up = geometry.plane_coordinates()
    levels = [-250.0, *(float(height(level)) for level in ("L2", "T7", "T1", "C5"))]
    half_depth = np.interp(up, levels, [130, 118, 125, 95, 60])
    half_width = np.interp(up, levels, [160, 125, 140, 85, 55])
    body = 2 * half_width * _round((forward - 25) / half_depth)
    aside = np.hypot((forward - 35) / 85, (up - float(height("T6"))) / 115)
    trunk = SOFT_TISSUE * (body - LUNGS_SHARE * 180 * _round(aside))
    integrals = {Material.WATER: trunk, Material.BONE: geometry.line_integrals(bones)}
    return _shown(geometry, integrals, rng)


def _round(aside: NDArray[np.float64]) -> NDArray[np.float64]:
    """Depth of a round body as a share of its largest, at places `aside` of its middle."""
    return np.sqrt(np.clip(1 - aside**2, 0, None))


def hand(rng: Rng) -> Array:
    """Frontal film of a hand: forearm, wrist, metacarpals and phalanges as tubes."""
    shape = FILM_HEIGHT, int(FILM_HEIGHT * rng.uniform(0.5, 0.8))
    geometry = Geometry(shape, 260 / shape[0], (0.0, 40.0), Beam(0.0, 40.0, FOCUS_MM))
    parts = list(_hand(rng, geometry.spacing_mm * ELEMENTS_PER_PIXEL))
    integrals = {
        material: SOFTER_RAYS
        * geometry.line_integrals(part for made, part in parts if made is material)
        for material in (Material.WATER, Material.BONE)
    }
    return _shown(geometry, integrals, rng)


def _hand(rng: Rng, step: float) -> Iterator[tuple[Material, Surface]]:
    bone = {"shell": 0.8 * CORTICAL_EXCESS, "core": CANCELLOUS_EXCESS, "step": step}
    flesh = {"shell": 0.0, "core": SOFT_TISSUE, "step": step}
    yield Material.WATER, _between([0, -90], [0, 75], 34, flesh)
    for side in (-1, 1):  # radius and ulna
        yield Material.BONE, _between([side * 14, -85], [side * 13, -12], 7.5, bone)
    for x, y in ((-16, 0), (-5, 2), (6, 1), (16, 0), (-12, 12), (-1, 14), (10, 13)):
        carpal = {**bone, "shell": 0.3 * CORTICAL_EXCESS}
        yield Material.BONE, ellipsoid([x, 0, y], [6.5, 5, 6.5], **carpal)
    spread = rng.uniform(5, 12)
    for finger, long in enumerate((0.75, 0.95, 1.05, 0.98, 0.78)):
        turn = np.radians((finger - 2) * spread - (28 if finger == 0 else 0))
        along = np.array([np.sin(turn), np.cos(turn)])
        start = np.array([(finger - 2) * 9.0, 22.0])
        for part, length in enumerate((62, 40, 25, 18)):
            end = start + along * length * long
            shaft = start + 2 * along, end - 2 * along
            yield Material.BONE, _between(*shaft, 5.5 - 0.8 * part, bone)
            if part:
                yield Material.WATER, _between(start, end, 10 - part, flesh)
            start = end


def _between(start: object, end: object, radius: float, solid: dict[str, float]) -> Surface:
    """Tube between two (x, z) places in the plane of the film, mm."""
    x, z = np.linspace(start, end, 4).T
    path = np.stack([x, np.zeros(4), z], axis=1)
    return tube(path, [radius, 0.8 * radius], across=[1, 0, 0.001], **solid)


def _shown(
    geometry: Geometry, integrals: Mapping[Material, NDArray[np.floating]], rng: Rng
) -> Array:
    attenuation = {
        material: np.maximum(integral, 0).astype(np.float32)
        for material, integral in integrals.items()
    }
    return exposed(attenuation, Exposure.random(rng), geometry.spacing_mm, Stitching())


def landscape(rng: Rng) -> Array:
    """Something like a photograph: sky, hills, trees and houses under a cloud texture."""
    height, width = (int(n) for n in rng.integers(400, 900, 2))
    picture = Image.new("L", (width, height), int(rng.integers(150, 240)))
    pen = ImageDraw.Draw(picture)
    for layer in range(4):
        horizon = height * (0.35 + 0.15 * layer)
        x = np.linspace(0, width, 30)
        y = horizon + rng.normal(0, height / 25, 30)
        ground = [*zip(x, y, strict=True), (width, height), (0, height)]
        pen.polygon(ground, fill=int(rng.integers(30, 200)))
        for _ in range(rng.integers(2, 12)):
            left, wide = rng.uniform(0, width), rng.uniform(10, width / 6)
            tall = rng.uniform(20, height / 3)
            box = (left, horizon - tall, left + wide, horizon)
            shape = pen.rectangle if rng.random() < 0.5 else pen.ellipse
            shape(box, fill=int(rng.integers(10, 250)))
    pixels = np.asarray(picture, np.float32) / 255
    texture = cloud(rng, pixels.shape, coarsest=40, octaves=5, roughness=0.7)
    return np.clip(pixels + 0.05 * texture, 0, 1).astype(np.float32)


def noise(rng: Rng) -> Array:
    """White noise or clouds."""
    shape = tuple(int(n) for n in rng.integers(300, 1000, 2))
    if rng.random() < 0.5:
        return rng.random(shape, dtype=np.float32)
    texture = cloud(rng, shape, coarsest=float(rng.uniform(20, 120)), octaves=5, roughness=0.7)
    return np.clip(0.5 + 0.2 * texture, 0, 1).astype(np.float32)


def text_page(rng: Rng) -> Array:
    """Page of words, black on white or white on black."""
    width, height = int(rng.integers(500, 800)), int(rng.integers(700, 1100))
    picture = Image.new("L", (width, height), 255)
    pen = ImageDraw.Draw(picture)
    size = float(rng.integers(12, 26))
    font = ImageFont.load_default(size)
    letters = list("abcdefghijklmnopqrstuvwxyz")
    for row in np.arange(40, height - 40, 1.5 * size):
        words = ("".join(rng.choice(letters, rng.integers(2, 11))) for _ in range(20))
        pen.text((40, row), " ".join(words)[: int((width - 80) / (0.5 * size))], 0, font)
    pixels = np.asarray(picture, np.float32) / 255
    return pixels if rng.random() < 0.5 else 1 - pixels


def blank(rng: Rng) -> Array:
    """One grey, or a smooth gradient."""
    shape = tuple(int(n) for n in rng.integers(300, 1200, 2))
    level = rng.uniform(0, 1, 2)
    return np.broadcast_to(np.linspace(*level, shape[0], dtype=np.float32)[:, None], shape).copy()


def spine(rng: Rng) -> Array:
    """Frontal phantom film of the whole spine, standing or bending: not wrong in itself."""
    return random_phantom_film(rng, FILM_HEIGHT).pixels


def upside_down(film: Array) -> Array:
    """Turn a film by 180 degrees."""
    return np.ascontiguousarray(film[::-1, ::-1])


def on_its_side(film: Array) -> Array:
    """Turn a film by 90 degrees."""
    return np.ascontiguousarray(np.rot90(film))


def negative(film: Array) -> Array:
    """Show bone dark."""
    return 1 - film


def _changed(change: Callable[[Array], Array], rng: Rng) -> Array:
    return change(spine(rng))


KINDS: dict[str, tuple[int, Callable[[Rng], Array]]] = {
    "chest film": (12, chest),
    "lateral spine": (12, lateral_spine),
    "hand": (10, hand),
    "photograph": (10, landscape),
    "noise": (8, noise),
    "text page": (8, text_page),
    "blank": (6, blank),
    "upside down": (12, partial(_changed, upside_down)),
    "on its side": (11, partial(_changed, on_its_side)),
    "negative": (11, partial(_changed, negative)),
}
"""How many of each kind there are, and what draws one: a hundred in all."""


def wrong_films(seed: int = 0) -> Iterator[WrongFilm]:
    """Draw the hundred pictures; picture i of a kind follows from the seed, the kind and i."""
    for place, (kind, (count, draw)) in enumerate(KINDS.items()):
        for number in range(count):
            yield WrongFilm(kind, number, draw(np.random.default_rng((seed, place, number))))
