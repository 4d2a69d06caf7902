"""R2MF Spine: the table of its pages. Run it with ``make app``."""

import streamlit as st

from languages import say
from webapp.language import spoken


@spoken
def app() -> None:
    """Show the table of pages, and the one that is open."""
    pages = {
        "study": (say("Study"), "radiology"),
        "worklist": (say("Worklist"), "list_alt"),
        "flexibility": (say("Flexibility"), "straighten"),
        "follow_up": (say("Follow-up"), "timeline"),
        "report": (say("Report"), "description"),
        "teaching": (say("Teaching"), "school"),
        "settings": (say("Settings"), "settings"),
        "method": (say("Method"), "menu_book"),
    }
    st.navigation(
        [
            st.Page(
                f"webapp/pages/{name}.py",
                title=title,
                icon=f":material/{icon}:",
                default=name == "study",
            )
            for name, (title, icon) in pages.items()
        ],
        position="top",
    ).run()


st.set_page_config(page_title="R2MF Spine", page_icon="webapp/icon.png", layout="wide")
st.logo("webapp/logo.svg", size="large")
app()
