"""Two films of a patient at the same levels: beside each other, or one over the other to blink."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import streamlit as st

from webapp.components import media
from webapp.scene import Scene

_HERE: Final = Path(__file__)

_compare: Final = st.components.v2.component(
    "r2mf.film_compare",
    html=_HERE.with_suffix(".html").read_text(),
    css=_HERE.with_suffix(".css").read_text(),
    js=_HERE.with_suffix(".js").read_text(),
)


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
