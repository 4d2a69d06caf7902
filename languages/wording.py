"""How the sentences of a document were made, so that they are messages again when it is read.

A file holds English words. Beside them goes a wording: for every sentence of the document that has
values in it, its template and these values. What the words say counts; a wording that gives other
words is not believed.
"""

from __future__ import annotations

import numbers
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from languages.message import (
    Message,
    as_clause,
    as_message,
    as_sentence,
    begun,
    made,
    throughout,
)

Wording = dict[str, Any]
"""How sentences were made, by their English words; JSON."""

SHAPES: Final[Mapping[str, Callable[[str], str]]] = {
    "begun": begun,
    "clause": as_clause,
    "sentence": as_sentence,
}
"""What is done to the words of a message, by the name under which a wording keeps it."""


def wording_of(document: Any) -> Wording:
    """Collect how the messages within a document were made.

    Parameters
    ----------
    document : object
        Mappings and lists, as they would be written as JSON.

    Returns
    -------
    dict
        Without messages that are their own template: their words are enough.

    Examples
    --------
    >>> wording_of({"reason": Message("{count} films", count=3), "level": "T5"})
    {'3 films': {'template': '{count} films', 'values': {'count': 3}}}
    """
    return {str(message): _making(message) for message in _messages(document) if message.values}


def reworded(document: Any, wording: Wording) -> Any:
    """Make messages of the sentences of a document again.

    Parameters
    ----------
    document : object
        As read from JSON.
    wording : dict
        As `wording_of` gave it, or anything else: what cannot be made again stays as it is.

    Returns
    -------
    object
        Equal to the document.
    """
    remade = dict(_remade(wording))

    return throughout(
        document, lambda part: remade.get(part, part) if isinstance(part, str) else part
    )


def _messages(document: Any) -> Iterator[Message]:
    if isinstance(document, Message):
        yield document
    elif isinstance(document, Mapping):
        for part in document.values():
            yield from _messages(part)
    elif isinstance(document, list | tuple):
        for part in document:
            yield from _messages(part)


def _making(message: Message) -> Wording:
    making: Wording = {"template": message.template}
    if message.many:
        making["many"] = message.many
    if message.values:
        making["values"] = {name: _value(value) for name, value in message.values.items()}
    names = [name for name, shape in SHAPES.items() if shape is message.shape]
    return making | ({"shape": names[0]} if names else {})


def _value(value: object) -> Any:
    value = as_message(value)
    if isinstance(value, Message):
        return _making(value)
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real):
        return float(value)
    return str(value)


def _remade(wording: Wording) -> Iterator[tuple[str, Message]]:
    for words, making in wording.items():
        try:
            message = _message(making)
        except (LookupError, TypeError, ValueError, AttributeError):
            continue
        if message == words:
            yield words, message


def _message(making: Wording) -> Message:
    values = {
        name: _message(value) if isinstance(value, dict) else value
        for name, value in making.get("values", {}).items()
    }
    shape = SHAPES[making["shape"]] if "shape" in making else None
    return made(making["template"], values, making.get("many", ""), shape)
