"""The list of what the film components say is what their html and their scripts say."""

import re
from html.parser import HTMLParser
from pathlib import Path

from languages import speaking
from webapp.components import film_words

HERE = Path(film_words.__file__).parent
SPOKEN = {"title", "aria-label", "aria-roledescription"}


class Labels(HTMLParser):
    """What a person reads or hears of a page."""

    def __init__(self):
        super().__init__()
        self.found = set()

    def handle_starttag(self, tag, attrs):
        self.found |= {value for name, value in attrs if name in SPOKEN and value}

    def handle_data(self, data):
        if data.strip():
            self.found.add(data.strip())


def test_every_label_of_the_html_is_listed():
    labels = Labels()
    for page in HERE.glob("*.html"):
        labels.feed(page.read_text())
    wordless = {label for label in labels.found if not re.search("[A-Za-z]{2}", label)}

    assert labels.found - wordless <= set(film_words.WORDS)


def test_every_sentence_of_the_scripts_is_listed():
    scripts = "".join(script.read_text() for script in HERE.glob("*.js"))
    said = set(re.findall(r'said\(\s*"((?:[^"\\]|\\.)*)"', scripts))

    assert len(said) > 50
    assert said <= set(film_words.WORDS)


def test_nothing_is_listed_that_nobody_says():
    everything = "".join(
        file.read_text() for kind in ("*.html", "*.js") for file in HERE.glob(kind)
    )
    everything = everything.replace("&gt;", ">")
    of_a_line = re.compile(r"(Change the|Draw the|The) (upper|lower)( line)")  # put together there

    assert [
        word for word in film_words.WORDS if word not in everything and not of_a_line.match(word)
    ] == []


def test_english_needs_no_words():
    assert film_words.film_words() == {}


def test_another_language_has_a_word_for_each():
    with speaking("de"):
        words = film_words.film_words()

    assert words["Undo"] == "Rückgängig"
    assert list(words) == list(dict.fromkeys(film_words.WORDS))
