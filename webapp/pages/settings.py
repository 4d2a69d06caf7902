"""Settings page: conventions and thresholds of this installation, how films open, what is kept."""

from __future__ import annotations

import streamlit as st

from languages import Message, plural, say
from measurements import DEFAULT_SETTINGS
from studies.store.choices import SETTINGS_FILE, Choices
from webapp import choices, session
from webapp.components import keep, other_settings, setting_fields, skeleton
from webapp.components.setting_fields import Draft
from webapp.session import Session
from webapp.setting_words import GROUPS, differing

READING_WIDTH = 980
"""Pixels: what a setting is on one line or two, and its value beside it."""

ACTIONS = "settings-actions"

STAYS = f"""<style>
/* Saving stays in reach while the page scrolls, below the table of pages. */
div:has(> .st-key-{ACTIONS}) {{position: sticky; top: 3.75rem; z-index: 9}}
.st-key-{ACTIONS} {{background: var(--st-background-color, #0c0f13); padding: .5rem 0}}
</style>"""


def settings() -> None:
    """Draw the page from top to bottom."""
    here = session.current()
    present, draft = choices.present(here), setting_fields.draft()
    with st.container(width=READING_WIDTH):
        if here.findings:
            other_settings.other_settings(here, here.findings)
        else:
            other_settings.troubles(present)
        _where(here)
        _actions(here, draft, present)
        for heading, names in GROUPS.items():
            st.subheader(say(heading), anchor=False)
            with st.container(border=True):
                for name in names:
                    setting_fields.setting_field(draft, name, present.settings)
        st.subheader(say("Films and studies"), anchor=False)
        with st.container(border=True):
            setting_fields.language_field(draft, present.preferences)
            setting_fields.view_field(draft, present.preferences)
            setting_fields.keeping_field(draft, present.preferences, choices.kept_by_environment())


def _where(here: Session) -> None:
    """Say where settings are kept, if they are, and for how long they hold."""
    if here.keeping.wanted:
        st.caption(
            say(
                "For everybody who uses this installation. A study keeps the settings it was "
                "measured by; pages and exports name those that are not the default. What "
                "changes numbers lies in `{settings_file}` in the data folder, which the "
                "command line reads with `--settings`.",
                settings_file=SETTINGS_FILE,
            )
        )
        return
    st.info(
        say(
            "Nothing is kept in this tab, so settings that you save last for this session "
            "and are written nowhere. Turn keeping on first to save them for this "
            "installation."
        )
    )
    keep.switch(here)


def _actions(here: Session, draft: Draft, present: Choices) -> None:
    """Show how far the draft is, and offer to save it, to leave it, or to go back to defaults."""
    chosen = draft.choices(present)
    st.html(STAYS)
    with st.container(horizontal=True, vertical_alignment="center", key=ACTIONS):
        if st.button(
            say("Save settings"),
            type="primary",
            icon=":material/save:",
            key="save-settings",
            disabled=chosen is None or not _is_news(here, chosen, present),
        ):
            _save(here, draft, chosen)
        if st.button(
            say("Discard changes"),
            icon=":material/close:",
            key="discard",
            disabled=not draft.is_begun,
        ):
            draft.clear()
            st.rerun()
        if st.button(
            say("All defaults"),
            icon=":material/undo:",
            key="all-defaults",
            disabled=chosen is not None and chosen.is_usual,
            help=say("Enters every default; save to use them."),
        ):
            draft.enter_defaults()
            st.rerun()
        st.markdown(_state(here, chosen, present), width="content")


def _is_news(here: Session, chosen: Choices, present: Choices) -> bool:
    """Whether saving would change what holds, or how long it does."""
    lasts = here.keeping.wanted and here.chosen is not None
    return lasts or bool(present.troubles) or not chosen.holds_the_same_as(present)


def _save(here: Session, draft: Draft, chosen: Choices) -> None:
    choices.save(here, chosen)
    draft.clear()
    st.toast(
        say("Saved") if here.chosen is None else say("In use for this session"),
        icon=":material/save:",
    )
    st.rerun()


def _state(here: Session, chosen: Choices | None, present: Choices) -> str:
    if chosen is None:
        return say(":red-badge[:material/error: Not usable as entered]")
    count = len(differing(chosen.settings, DEFAULT_SETTINGS))
    differ = say(plural("1 differs", "{count} differ", count)) if count else say("None differs")
    if not chosen.holds_the_same_as(present):
        return say(
            ":orange-badge[:material/edit: Not saved yet] :small[{differ} from the default]",
            differ=differ,
        )
    if here.chosen is not None:
        return say(
            ":orange-badge[For this session only] :small[{differ} from the default]", differ=differ
        )
    return say(":small[{differ} from the default]", differ=differ)


skeleton.show(
    Message("Settings"),
    Message(
        "By which conventions and thresholds studies are measured, how films open, and what "
        "is kept."
    ),
    settings,
)
