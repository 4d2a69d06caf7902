"""The catalogues are what the code says, translated throughout, and compiled."""

import ast
import string

import pytest

from languages import LANGUAGES, SOURCE, messages

OTHERS = [language for language in LANGUAGES if language != SOURCE]

SAYING = {"say", "Message", "plural"}


def sayings(tree):
    """Calls within a piece of code that say something."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in SAYING:
            yield call


every_language = pytest.mark.parametrize("language", OTHERS)


@pytest.fixture(scope="module")
def brought_up():
    return {language: messages.brought_up(language) for language in OTHERS}


@every_language
def test_the_catalogue_holds_every_message_and_no_other(language, brought_up):
    written = messages.po_file(language).read_bytes()

    assert messages.as_po(brought_up[language]) == written, "run `make messages`"


@every_language
def test_every_message_is_translated_with_the_same_values(language, brought_up):
    assert list(messages.faults(brought_up[language])) == []


@every_language
def test_gettext_reads_what_people_edit(language):
    compiled = messages.po_file(language).with_suffix(".mo").read_bytes()

    assert messages.as_mo(messages.read(language)) == compiled, "run `make messages`"


@every_language
def test_a_translation_keeps_the_space_at_either_end(language, brought_up):
    """Words that go on behind others bring their own space."""
    wrong = [
        entry.id
        for entry in brought_up[language]
        if isinstance(entry.id, str)
        and entry.id
        and [entry.id[0] == " ", entry.id[-1] == " "]
        != [entry.string[0] == " ", entry.string[-1] == " "]
    ]

    assert wrong == []


def test_no_message_is_hidden_within_an_f_string():
    """Babel does not see it there, so it would never be translated."""
    hidden = [
        f"{path.relative_to(messages.ROOT)}:{formatted.lineno}"
        for path in messages.files()
        for formatted in ast.walk(ast.parse(path.read_text()))
        if isinstance(formatted, ast.JoinedStr)
        for call in sayings(formatted)
        if isinstance(call.args[0], ast.Constant)
    ]

    assert hidden == []


def test_a_message_is_marked_by_a_plain_string():
    """A template put together by the code is in no catalogue."""
    wrong = [
        f"{path.relative_to(messages.ROOT)}:{call.lineno}"
        for path in messages.files()
        for call in sayings(ast.parse(path.read_text()))
        if isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]

    assert wrong == []


def test_faults_are_found():
    catalogue = messages.Catalog()
    catalogue.add("{count:.0f} films", "{number:.0f} Aufnahmen")
    catalogue.add("Study", "")
    catalogue.add(("1 film", "{count} films"), ("1 Aufnahme", "{count} Aufnahmen"))

    assert len(list(messages.faults(catalogue))) == 2


def test_every_template_can_be_read():
    assert all(
        list(string.Formatter().parse(text))
        for language in OTHERS
        for entry in messages.read(language)
        if entry.id
        for text in messages.texts(entry.string)
    )
