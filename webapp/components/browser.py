"""Components that the browser draws: their html, css and script beside the module of their name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import streamlit as st

from webapp.components.film_words import film_words

_HERE: Final = Path(__file__).parent


def component(name: str) -> Callable[..., Any]:
    """Register a component of this folder.

    Parameters
    ----------
    name : str
        Of its ``.html``, ``.css`` and ``.js``. What the scripts share goes before its own, in one
        module: the browser cannot fetch one script of a component from another.

    Returns
    -------
    callable
        Draws it with its `data`, and with the words of the session's language.
    """
    html, css, shared, own = (
        (_HERE / file).read_text()
        for file in (f"{name}.html", f"{name}.css", "film_stage.js", f"{name}.js")
    )
    mount = st.components.v2.component(f"r2mf.{name}", html=html, css=css, js=f"{shared}\n{own}")

    def draw(*, data: Mapping[str, Any], **asked: Any) -> Any:
        return mount(data={**data, "words": film_words()}, **asked)

    return draw
