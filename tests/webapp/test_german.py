"""The app in German: every page, no English left on them, and no session that hears another's."""

import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest
from background import LONG, analyse
from streamlit.testing.v1 import AppTest

from languages import say, speaking
from measurements import ImageEdge
from studies.intake import FilmFile, StudyFiles
from studies.notice import RESEARCH_NOTICE, UNREVIEWED
from studies.radiograph import View
from webapp import analysis, language, upload
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

SHOW_RESULTS = {"study", "flexibility", "follow_up", "report"}
"""Pages that say whether what they show was reviewed."""

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
    r"""(?xs)
    <script>.*</script>
    | :material/\w+: | :\w+-badge | \*+ | <[^>]*>       # marks of the page, not words
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
def open_in(data_folder, app, session):
    """Open the app with the drawn study in a language, in a tab of its own."""

    def open_in(language, page):
        data_folder.mkdir(parents=True, exist_ok=True)
        (data_folder / "preferences.toml").write_text(f'language = "{language}"\n')
        tab = AppTest.from_file(APP, default_timeout=60)
        tab.session_state[KEY] = session
        return tab.run().switch_page(f"webapp/pages/{page}.py").run()

    return open_in


@pytest.fixture
def opened(open_in, session):
    """The same once the study is analysed."""
    analyse(session)
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
    assert (unreviewed in below) is (page in SHOW_RESULTS)


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


def test_each_page_tells_of_one_analysis_in_its_own_language(open_in, session, patient):
    """Its thread knows of no language, and says nothing by itself."""
    analysis.begin(session)
    assert patient.begun.acquire(timeout=LONG)
    german, english = (open_in(language, "study") for language in ("de", "en"))

    assert progress(german) == "Die Wirbel werden gesucht (Standaufnahme) …"
    assert progress(english) == "Finding the vertebrae (standing film) …"
    assert german.button(key="cancel").label == "Abbrechen"


def progress(app):
    (bar,) = app.get("progress")
    return bar.proto.text


def test_what_failed_in_the_background_is_said_in_german(open_in, session, network, truth):
    class Faulty:
        version = "faulty"

        def segment(self, pixels, *, pixel_aspect, on_step):
            if pixels is session.films[1].as_read.pixels:
                raise RuntimeError
            return truth.segment(pixels)

    network(Faulty())
    analyse(session)
    said = " ".join(visible(open_in("de", "study")))

    assert "In der App ist etwas schiefgegangen" in re.sub(r"\\", "", said)
    assert "Something went wrong" not in said


def test_why_an_analysis_came_to_nothing_is_said_in_german(open_in, session, patient):
    analysis.begin(session)
    session.films[0].patient_right = ImageEdge.RIGHT

    assert "Die Auswertung wurde angehalten" in open_in("de", "study").error[0].value


def test_what_is_no_film_is_told_in_german(open_in, session):
    damaged = b"PK\x03\x04"
    upload.take_in(session, [SimpleNamespace(name="films.zip", getvalue=lambda: damaged)])
    session.ignored = ("DICOMDIR",)
    page = open_in("de", "study")

    assert "Das Archiv ist beschädigt" in page.error[0].value
    assert any("Beiseitegelassen" in caption.value for caption in page.caption)


def test_studies_to_choose_from_are_told_apart_in_german(open_in, session):
    film = FilmFile("film.dcm", b"", View.CORONAL)
    other = FilmFile("other.dcm", b"", None)
    session.offered = (
        StudyFiles((film,), date(2026, 3, 1), 0),
        StudyFiles((film, other), None, None),
    )
    page = open_in("de", "study")

    assert [box.label for box in page.checkbox if "Aufnahme" in box.label][:2] == [
        "**2026-03-01**, Patient 1, 1 Aufnahme: Stehend",
        "**ohne Datum**, Patient nicht angegeben, 2 Aufnahmen: Stehend, eine ohne bekannte Ansicht",
    ]


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
