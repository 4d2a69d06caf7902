"""Teacher mode: which layers of the truth are shown, and whether before anything was measured."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from languages import say, saying
from webapp.lesson_scene import Layer


@dataclass(frozen=True)
class Teacher:
    """How the truth is shown in this browser tab."""

    shows_first: bool
    """Layers are on the film before anything was measured, and nothing measured counts."""

    layers: frozenset[Layer]


def teacher() -> Teacher:
    """Offer the layers behind a button, and return what is chosen."""
    with st.popover(say("Teacher"), icon=":material/school:"):
        shows_first = st.toggle(
            say("Show layers before the case is measured"),
            key="teacher-shows-first",
            help=say(
                "To demonstrate, or to let beginners place lines between given levels. "
                "Nothing that is measured then counts for the class."
            ),
        )
        layers = st.pills(
            say("Layers of the truth"),
            list(Layer),
            format_func=saying({each: each for each in Layer}),
            selection_mode="multi",
            default=list(Layer),
            key="teacher-layers",
            persist_state="session",
        )
        st.caption(say("Hidden layers are not sent to the browser at all."))
    return Teacher(shows_first, frozenset(layers))
