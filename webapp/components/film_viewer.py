"""Films with their overlay: layers to switch, grey to window, zoom and pan in the picture."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go
import streamlit as st

from studies.findings import StudyFindings
from studies.radiograph import View
from webapp import overlay
from webapp.components.skeleton import explained
from webapp.overlay import CobbMark, Layer
from webapp.picture import Window
from webapp.session import Session
from webapp.style import viewer_style
from webapp.words import VIEW_NAMES

HEIGHT = 640
"""In pixels: a whole spine, three beside each other."""

PLOTLY = {
    "scrollZoom": True,
    "displaylogo": False,
    # a picture saved from here would carry no notice; the report does
    "modeBarButtonsToRemove": ["toImage", "select2d", "lasso2d", "autoScale2d"],
}


@st.fragment
@explained
def films_side_by_side(session: Session, study: StudyFindings) -> None:
    """Show the films of a study beside each other, each with the standing curves' levels."""
    figures = {
        f"beside-{session.film(view).key}": _figure(
            session, study, view, overlay.standing_marks(study, view)
        )
        for view in study.films
    }
    _tools(figures, [Layer.ENDPLATES, Layer.COBB])
    columns = st.columns(len(figures))
    for column, view, (key, figure) in zip(columns, study.films, figures.items(), strict=True):
        with column:
            st.markdown(f"**{VIEW_NAMES[view]}**")
            _plot(figure, key, view)


def _figure(
    session: Session, study: StudyFindings, view: View, marks: Sequence[CobbMark]
) -> go.Figure:
    film = session.film(view)
    return overlay.film_figure(film.radiograph, film.screen, study.films[view], marks)


def _tools(figures: Mapping[str, go.Figure], layers: list[Layer]) -> None:
    """Ask what to see, and style the figures accordingly."""
    with st.container(horizontal=True, gap="medium"):
        shown = st.pills(
            "Show",
            list(Layer),
            selection_mode="multi",
            default=layers,
            key="layers",
            persist_state="session",
        )
        darkest, brightest = st.slider(
            "Grey window",
            min_value=0,
            max_value=100,
            value=(0, 100),
            format="%d %%",
            key="window",
            persist_state="session",
            width=220,
            help="The darkest and the brightest grey that are told apart: window and level.",
        )
    st.html(viewer_style(figures, shown, _window(darkest, brightest)))


def _window(darkest: int, brightest: int) -> Window:
    """Turn two handles into a window, with a hair between them where they meet."""
    if darkest == brightest:
        darkest, brightest = min(darkest, 99), min(darkest, 99) + 1
    return Window(darkest / 100, brightest / 100)


def _plot(figure: go.Figure, key: str, view: View) -> None:
    st.plotly_chart(
        figure,
        theme=None,
        height=HEIGHT,
        key=key,
        config=PLOTLY,
        alt=f"{VIEW_NAMES[view]} film with its measurements",
    )
