"""Which language is spoken in this context, and sentences in it."""

from __future__ import annotations

import gettext
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from languages.message import Message, as_message, throughout

T = TypeVar("T")

CATALOGUES: Final = Path(__file__).parent
DOMAIN: Final = "spine"
"""Name of the files of a catalogue."""

SOURCE: Final = "en"
"""The language in which messages are written."""

LANGUAGES: Final[Mapping[str, str]] = {SOURCE: "English", "de": "Deutsch"}
"""What can be spoken, each by its own name."""

KEEPS_CAPITALS: Final = frozenset({"de"})
"""Languages that write nouns with a capital letter."""

_spoken: ContextVar[str] = ContextVar("spoken", default=SOURCE)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak a language within this block, in this context only.

    Raises
    ------
    KeyError
        If there is no such language.
    """
    if language not in LANGUAGES:
        raise KeyError(f"no language {language!r}; expected one of {', '.join(LANGUAGES)}")
    before = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(before)


def spoken_language() -> str:
    """Return the language spoken here."""
    return _spoken.get()


def say(text: str, /, **values: Any) -> str:
    """Word a sentence in the language spoken here.

    Parameters
    ----------
    text : str
        A message; or a template with its values, as for `Message`. A template without a
        translation is said in English.
    **values
        Values of a template.

    Examples
    --------
    >>> say("{count} vertebrae", count=17)
    '17 vertebrae'
    >>> with speaking("de"):
    ...     say("Study")
    'Untersuchung'
    """
    if isinstance(text, StrEnum):
        text = text.value
    message = text if isinstance(text, Message) else Message(text, **values)
    if not message:
        return ""  # gettext keeps its own header there
    if message.many:
        words = _catalogue(_spoken.get()).ngettext(
            message.template, message.many, message.values["count"]
        )
    else:
        words = _catalogue(_spoken.get()).gettext(message.template)
    if message.values:
        words = words.format_map({name: _said(value) for name, value in message.values.items()})
    return message.shape(words) if message.shape else words


def saying(names: Mapping[T, str]) -> Callable[[T], str]:
    """Name options in the language spoken now, even when they are asked for later.

    A widget keeps the function that names its options and calls it outside of what is drawn.

    Examples
    --------
    >>> with speaking("de"):
    ...     named = saying({"left": Message("left"), "right": Message("right")})
    >>> named("left")
    'links'
    """
    return {option: say(name) for option, name in names.items()}.__getitem__


def said_throughout(document: Any) -> Any:
    """Word every message within a document, and leave all else as it is.

    Examples
    --------
    >>> with speaking("de"):
    ...     said_throughout({"heading": Message("Study"), "file": "Study", "count": [1]})
    {'heading': 'Untersuchung', 'file': 'Study', 'count': [1]}
    """
    return throughout(document, _said)


def best_language(locale: str | None) -> str:
    """Choose the language nearest to a browser's locale.

    Examples
    --------
    >>> best_language("de-CH"), best_language("fr"), best_language(None)
    ('de', 'en', 'en')
    """
    primary = (locale or "").replace("_", "-").partition("-")[0].lower()
    return primary if primary in LANGUAGES else SOURCE


def _said(value: object) -> object:
    value = as_message(value)
    return say(value) if isinstance(value, Message) else value


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == SOURCE:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, CATALOGUES, [language])


def within_sentence(said: str) -> str:
    """Write what was said to go on with a sentence; German keeps its capitals, as nouns have them.

    Examples
    --------
    >>> within_sentence("Standing")
    'standing'
    """
    return said if _spoken.get() in KEEPS_CAPITALS else f"{said[:1].lower()}{said[1:]}"
