"""What is entered on the Settings page until it is saved: a draft, and a field for each setting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from languages import LANGUAGES, say, saying
from measurements import DEFAULT_SETTINGS, CsvlConvention, MeasurementSettings, SettingsError
from studies.preferences_file import BROWSER, USUAL_PREFERENCES, Preferences
from studies.settings_file import settings_from
from studies.store.choices import Choices
from studies.store.installation import STORE
from webapp.setting_words import (
    CONVENTION_NAMES,
    VIEW_FROM_NAMES,
    WORDS,
    complaint,
    grades_from,
    grades_words,
    help_words,
    value_words,
)

KEY: Final = "settings-draft"

STEP: Final = 0.5
"""Of the buttons beside a number, in its unit."""

SETTINGS: Final = tuple(each.name for each in fields(MeasurementSettings))
PREFERENCES: Final = tuple(each.name for each in fields(Preferences))


@dataclass
class Draft:
    """What a person has entered and not saved, by the name of the setting or preference."""

    entered: dict[str, Any] = field(default_factory=dict)

    @property
    def is_begun(self) -> bool:
        """Whether anything was entered."""
        return bool(self.entered)

    def value(self, name: str, present: MeasurementSettings | Preferences) -> Any:
        """Return what a setting would be; perhaps no value that it can have."""
        return self.entered.get(name, getattr(present, name))

    def choices(self, present: Choices) -> Choices | None:
        """Return what all would be; None while a setting cannot be that."""
        preferences = {name: self.value(name, present.preferences) for name in PREFERENCES}
        try:
            return Choices(
                settings_from({name: self.value(name, present.settings) for name in SETTINGS}),
                Preferences(**preferences),
            )
        except SettingsError:
            return None

    def enter_defaults(self) -> None:
        """Enter the default of everything."""
        self.entered = {name: getattr(DEFAULT_SETTINGS, name) for name in SETTINGS} | {
            name: getattr(USUAL_PREFERENCES, name) for name in PREFERENCES
        }

    def clear(self) -> None:
        """Leave what was entered."""
        self.entered.clear()


def draft() -> Draft:
    """Return the draft of this browser tab, an empty one at first."""
    return st.session_state.setdefault(KEY, Draft())


def setting_field(draft: Draft, name: str, present: MeasurementSettings) -> None:
    """Show one setting: what it is, its value, and a way back to its default."""
    words, value = WORDS[name], draft.value(name, present)
    usual = getattr(DEFAULT_SETTINGS, name)
    default = value_words(name, usual)
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with left, st.container(gap=None):
        differs = (
            say("  :orange-badge[Not the default, {default}]", default=default)
            if value != usual
            else ""
        )
        st.markdown(f"**{say(words.title)}**{differs}", help=help_words(name))
        st.caption(say("{what} Changes {changes}", what=words.is_, changes=words.changes))
    with right, st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _input(draft, name, value)
        st.button(
            "",
            key=f"reset-{name}",
            icon=":material/undo:",
            help=say("Enter the default, {default}", default=default),
            disabled=bool(value == usual),
            on_click=draft.entered.__setitem__,
            args=(name, usual),
        )
    if refused := complaint(name, value):
        st.error(say(refused))


def view_field(draft: Draft, present: Preferences) -> None:
    """Ask from where films are seen."""
    title = say("A film opens")
    words = say(
        "On the Study page: as it is stored, or so that the patient is seen from the front "
        "(right at the left) or from behind. A film whose side is not stated opens as it is "
        "stored. R and L are always drawn where they belong, and each film can be turned by hand."
    )
    names = {each: say(name) for each, name in VIEW_FROM_NAMES.items()}
    with _explained(title, words):
        _choose(draft, "view_from", present, title, names)


def language_field(draft: Draft, present: Preferences) -> None:
    """Ask in which language the app speaks."""
    title = say("Language")
    words = say(
        "Of the pages and of the PDF report. Data files stay as they are: their words and "
        "numbers are for programs."
    )
    names = {BROWSER: say("As the browser says"), **LANGUAGES}
    with _explained(title, words):
        _choose(draft, "language", present, title, names)


def keeping_field(draft: Draft, present: Preferences, by_environment: bool | None) -> None:
    """Ask whether studies are kept, unless the environment says so."""
    words = say(
        "For tabs that are opened from now on. Off: films and findings stay in memory, nothing "
        "is written, and a study is gone when its tab is closed."
    )
    key = "setting-keep_studies"
    fixed = by_environment is not None
    st.session_state[key] = by_environment if fixed else draft.value("keep_studies", present)
    with _explained(say("Studies are kept unless a tab says otherwise"), words):
        st.toggle(
            say("Keep studies by default"),
            key=key,
            on_change=_take,
            args=(draft, "keep_studies"),
            disabled=fixed,
        )
        if fixed:
            st.caption(
                say(
                    "Fixed: `{store}` is {value} in the environment of this installation, "
                    "which comes first.",
                    store=STORE,
                    value="on" if by_environment else "off",
                )
            )


def _explained(title: str, words: str) -> DeltaGenerator:
    """Write what a preference is, and return the place beside it."""
    left, right = st.columns([3, 2], gap="medium", vertical_alignment="center")
    with left, st.container(gap=None):
        st.markdown(f"**{title}**")
        st.caption(words)
    return right


def _choose(
    draft: Draft, name: str, present: Preferences, label: str, names: Mapping[str, str]
) -> None:
    """Ask for one of several, by their names in the listener's language."""
    key = f"setting-{name}"
    st.session_state[key] = draft.value(name, present)
    st.selectbox(
        label,
        list(names),
        format_func=names.__getitem__,
        key=key,
        on_change=_take,
        args=(draft, name),
        label_visibility="collapsed",
    )


def _input(draft: Draft, name: str, value: Any) -> None:
    key, words = f"setting-{name}", WORDS[name]
    title = say(words.title)
    label = f"{title}, {words.unit}" if words.unit else title
    asked = {"key": key, "on_change": _take, "args": (draft, name), "label_visibility": "collapsed"}
    if name == "csvl_convention":
        st.session_state[key] = value
        st.selectbox(
            label,
            list(CsvlConvention),
            format_func=saying(CONVENTION_NAMES),
            **asked,
        )
        return
    if name == "listhesis_grades_mm":
        st.session_state[key] = grades_words(value)
        st.text_input(label, placeholder="1, 7", **asked)
    else:
        st.session_state[key] = value
        st.number_input(label, step=STEP, format="%g", **asked)
    st.markdown(words.unit, width=32)


def _take(draft: Draft, name: str) -> None:
    entered = st.session_state[f"setting-{name}"]
    draft.entered[name] = grades_from(entered) if name == "listhesis_grades_mm" else entered
