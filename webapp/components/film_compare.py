"""Two films of a patient at the same levels: beside each other, or one over the other to blink."""

from __future__ import annotations

from typing import Final

from webapp.components import media
from webapp.components.browser import component
from webapp.scene import Scene

_compare: Final = component("film_compare")


def film_compare(scene: Scene, pictures: tuple[bytes, bytes]) -> None:
    """Show two films.

    Parameters
    ----------
    scene : dict
        As `compare_scene` describes them.
    pictures : tuple of bytes
        JPEG files of both.
    """
    served = [media.address(jpeg, f"compare-{place}") for place, jpeg in enumerate(pictures)]
    _compare(data=scene | {"pictures": served}, key="film-compare")
