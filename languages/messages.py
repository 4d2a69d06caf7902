"""Collect the marked messages, bring the catalogues up to them, and compile what gettext reads.

Run it with ``make messages`` after marking or changing a message, translate what it names in the
``.po`` file, and run it again. It needs Babel, which the app does not.
"""

from __future__ import annotations

import string
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from languages.speech import CATALOGUES, DOMAIN, LANGUAGES, SOURCE

ROOT: Final = CATALOGUES.parent

SOURCES: Final = (
    "app.py",
    "languages",
    "measurements",
    "r2mf",
    "sample_data",
    "studies",
    "teaching",
    "webapp",
)
"""Files and folders that say something on a page or in the report; the shell speaks English."""

KEYWORDS: Final = {"say": None, "Message": None, "plural": (1, 2)}
"""Functions whose first arguments are messages."""

WIDTH: Final = 100


def collected() -> Catalog:
    """Collect every marked message with the files that say it."""
    catalogue = Catalog()
    for path in files():
        name = path.relative_to(ROOT).as_posix()
        for _, message, _, _ in extract_from_file("python", path, KEYWORDS):
            if message:
                catalogue.add(message, locations=[(name, 0)])
    return catalogue


def po_file(language: str) -> Path:
    """Where the translations into a language are edited."""
    return CATALOGUES / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """Read the translations into a language."""
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def brought_up(language: str) -> Catalog:
    """Return a catalogue with exactly the collected messages, those known with translation."""
    catalogue, template = read(language), collected()
    template.creation_date = catalogue.creation_date  # a date would change with every run
    catalogue.msgid_bugs_address = catalogue.last_translator = ""
    catalogue.update(template, no_fuzzy_matching=True)
    return catalogue


def as_po(catalogue: Catalog) -> bytes:
    """Write a catalogue as people edit it."""
    file = BytesIO()
    write_po(
        file,
        catalogue,
        width=WIDTH,
        sort_by_file=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    return file.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """Compile a catalogue."""
    file = BytesIO()
    write_mo(file, catalogue)
    return file.getvalue()


def faults(catalogue: Catalog) -> Iterator[str]:
    """Say which messages have no translation, or one with other values than the message."""
    for entry in catalogue:
        if not entry.id:
            continue
        for translation in texts(entry.string):
            if not translation:
                yield f"not translated: {texts(entry.id)[0]}"
            elif _values(translation) != _values(texts(entry.id)[-1]) and not (
                _values(translation) < _values(texts(entry.id)[-1]) and entry.pluralizable
            ):
                yield f"other values: {translation}"
        if entry.fuzzy:
            yield f"to be checked: {texts(entry.id)[0]}"


def files() -> Iterator[Path]:
    """Every file in which messages are looked for."""
    for source in SOURCES:
        path = ROOT / source
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def texts(of: object) -> tuple[str, ...]:
    """Give the forms of a message or of its translation, of which there may be one or several."""
    return tuple(of) if isinstance(of, list | tuple) else (str(of or ""),)


def _values(template: str) -> set[tuple[str, str]]:
    """Names of the values in a template, with how each is written."""
    try:
        parts = list(string.Formatter().parse(template))
    except ValueError:  # text with braces, which takes no values
        return set()
    return {(name, spec or "") for _, name, spec, _ in parts if name}


def main() -> None:
    """Bring all catalogues up to the messages, and say what is left to translate."""
    for language in LANGUAGES:
        if language == SOURCE:
            continue
        catalogue = brought_up(language)
        po_file(language).write_bytes(as_po(catalogue))
        po_file(language).with_suffix(".mo").write_bytes(as_mo(catalogue))
        for fault in faults(catalogue):
            print(f"{language}: {fault}")


if __name__ == "__main__":
    main()
