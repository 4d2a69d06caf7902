"""The app in German: every page, no English left on them, and no session that hears another's."""

import re
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from languages import say, speaking
from studies.notice import RESEARCH_NOTICE, UNREVIEWED
from webapp import analysis, language
from webapp.session import KEY

APP = Path(__file__).parents[2] / "app.py"

TITLES = {
    "study": "Untersuchung",
    "worklist": "Arbeitsliste",
    "flexibility": "Flexibilität",
    "follow_up": "Verlauf",
    "report": "Bericht",
    "settings": "Einstellungen",
    "teaching": "Lehre",
    "method": "Methode",
}

ALIKE = {
    "Cobb",
    "Film",
    "Name",
    "Neutral",
    "Rate",
    "Region",
    "Status",
    "Translation",
}
"""Words that are the same in both languages."""

LANGUAGE_FREE = re.compile(
    r"""(?x)
    :material/\w+: | :\w+-badge | \*+ | <[^>]*>       # marks of the page, not words
    | \b(?:DejaVu|English|Deutsch|PDF|CSV|JSON|DICOM|R2MF|Spine|truth|dcm|px|mm)\b
    | \b[CTLS]\d+\b | \b(?:PT|MT|TL|L|R|VI{0,3}|I{1,3}|IV|A|B|C|King|Lenke)\b
    | \b\w+(?:\\_\w+)?\\?\.(?:dcm|png|toml)\b
    """
)


def visible(app):
    """Every string that a person can read or point at on a page."""
    for element in [*app.main, *app.sidebar]:
        chosen_from = getattr(element, "options", None)
        for name in ("label", "help", "placeholder", *([] if chosen_from else ["value"])):
            shown = getattr(element, name, None)
            if isinstance(shown, pd.DataFrame):
                yield from map(str, [*shown.columns, *shown.to_numpy().ravel()])
            elif isinstance(shown, str):
                yield shown
        yield from map(str, chosen_from or ())


def words_of(app):
    """What is visible, but for what no language changes."""
    found = set()
    for text in visible(app):
        plain = LANGUAGE_FREE.sub(" ", text).strip()
        if re.search(r"[A-Za-zÄÖÜäöüß]{3}", plain):
            found.add(text)
    return found


@pytest.fixture
def opened(data_folder, app, session):
    """Open the app with the drawn study in a language, in a tab of its own."""
    analysis.analyse(session, lambda step, share: None)

    def open_in(language, page):
        data_folder.mkdir(parents=True, exist_ok=True)
        (data_folder / "preferences.toml").write_text(f'language = "{language}"\n')
        tab = AppTest.from_file(APP, default_timeout=60)
        tab.session_state[KEY] = session
        return tab.run().switch_page(f"webapp/pages/{page}.py").run()

    return open_in


@pytest.mark.parametrize("page", TITLES)
def test_every_page_speaks_german(opened, page):
    app = opened("de", page)
    with speaking("de"):
        notice, unreviewed = say(RESEARCH_NOTICE), say(UNREVIEWED)
    below = app.main.markdown[-1].value

    assert not app.exception
    assert not app.error
    assert app.title[0].value == TITLES[page]
    assert notice in below
    assert unreviewed in below


@pytest.mark.parametrize("page", ["study", "flexibility"])
def test_nothing_is_said_alike_in_both_languages(opened, page):
    english, german = (words_of(opened(language, page)) for language in ("en", "de"))

    assert len(english) > 20
    assert english & german <= ALIKE


def test_the_numbers_are_the_same_in_both_languages(opened):
    english, german = (
        [table.value.to_numpy().ravel() for table in opened(language, "flexibility").table]
        for language in ("en", "de")
    )

    assert len(english) > 3
    for ours, theirs in zip(english, german, strict=True):
        assert list(map(numbers, ours)) == list(map(numbers, theirs))


def numbers(cell):
    return sorted(re.findall(r"[−+]?\d+(?:\.\d+)?", str(cell)))


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("de-AT", "Untersuchung"),
        ("de", "Untersuchung"),
        ("en-GB", "Study"),
        ("fr-FR", "Study"),
        (None, "Study"),
    ],
)
def test_without_a_choice_the_browser_decides(app, monkeypatch, locale, title):
    monkeypatch.setattr(language, "browser_locale", lambda: locale)

    assert app.run().title[0].value == title


def test_the_language_is_chosen_on_the_settings_page(app):
    app.switch_page("webapp/pages/settings.py").run()
    app.selectbox(key="setting-language").select("de").run()
    before = app.title[0].value
    app.button(key="save-settings").click().run()

    assert (before, app.title[0].value) == ("Settings", "Einstellungen")
