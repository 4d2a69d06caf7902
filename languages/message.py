"""A sentence that remembers how it was made."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Any


class Message(str):
    """An English sentence made of a template and values, so that it can be said otherwise later.

    It is its English words wherever a string is expected: in a file, a log or a comparison.
    Joining or slicing it gives a plain string, which has forgotten.

    Parameters
    ----------
    template : str
        In English, with the names of values in braces, as of `str.format`.
    **values
        What stands in the braces. A value that is a `Message`, an error made of one or a member
        of an enumeration of words is worded in the listener's language too; every other is data
        and stays as it is.

    Examples
    --------
    >>> Message("{count} vertebrae on the {film}", count=17, film=Message("standing film"))
    '17 vertebrae on the standing film'
    """

    template: str
    many: str
    """The template of the plural; empty where there is no count."""

    values: Mapping[str, Any]

    shape: Callable[[str], str] | None
    """What is done to the words in any language, such as to begin them with a capital letter."""

    def __new__(cls, template: str, /, **values: Any) -> Message:
        """Fill in the template, in English."""
        return made(template, values)

    def __str__(self) -> str:
        """Return itself, as an error made of a message must not forget how it was made."""
        return self

    def __reduce__(self) -> tuple[Any, ...]:
        """Keep the memory through copies and pickles."""
        return made, (self.template, dict(self.values), self.many, self.shape)


def plural(one: str, many: str, /, count: int, **values: Any) -> Message:
    """Make a message whose words depend on a count.

    Parameters
    ----------
    one, many : str
        Templates for one and for any other number; both may name ``count``.
    count : int
        How many.
    **values
        Other values of the templates.

    Examples
    --------
    >>> plural("1 film", "{count} films", 1), plural("1 film", "{count} films", 3)
    ('1 film', '3 films')
    """
    return made(one, {"count": count, **values}, many)


def joined(separator: str, parts: Iterable[str]) -> Message:
    """Put messages together into one that remembers each.

    Examples
    --------
    >>> joined("; ", [Message("stiff"), Message("flexible")])
    'stiff; flexible'
    """
    values: dict[str, Any] = {f"part_{place}": part for place, part in enumerate(parts)}
    template = "{between}".join(f"{{{name}}}" for name in values)
    return made(template, values | {"between": separator})


def shaped(text: str, shape: Callable[[str], str]) -> Message:
    """Do something to the words of a message, in whatever language they are said.

    Examples
    --------
    >>> shaped(Message("not stated"), begun)
    'Not stated'
    """
    return made("{text}", {"text": text}, shape=shape)


def sentence(text: str) -> Message:
    """Write a reason as a sentence: a capital at its beginning, a full stop at its end.

    Examples
    --------
    >>> sentence(Message("the films share {count} vertebrae", count=1))
    'The films share 1 vertebrae.'
    """
    return shaped(text, as_sentence)


def clause(text: str) -> Message:
    """Leave out the full stop of a sentence, to go on behind it.

    Examples
    --------
    >>> clause(Message("There is no film."))
    'There is no film'
    """
    return shaped(text, as_clause)


def ordinal(number: int) -> Message:
    """Write the place of something in a row.

    Examples
    --------
    >>> ordinal(2), ordinal(11), ordinal(23)
    ('2nd', '11th', '23rd')
    """
    if number % 100 in (11, 12, 13):
        return Message("{number}th", number=number)
    match number % 10:
        case 1:
            return Message("{number}st", number=number)
        case 2:
            return Message("{number}nd", number=number)
        case 3:
            return Message("{number}rd", number=number)
    return Message("{number}th", number=number)


def as_message(value: object) -> object:
    """Take an error made of a message, or a word of an enumeration, for the message that it is.

    Every other value is data and comes back as it is.

    Examples
    --------
    >>> as_message(ValueError(Message("{count} films", count=3))).template
    '{count} films'
    """
    if isinstance(value, BaseException):
        value = str(value)  # an error made of a message gives it back
    return Message(value.value) if isinstance(value, StrEnum) else value


def throughout(document: Any, change: Callable[[Any], Any]) -> Any:
    """Change whatever stands in the mappings and lists of a document, at any depth.

    Examples
    --------
    >>> throughout({"angles": [1, 2], "none": None}, str)
    {'angles': ['1', '2'], 'none': 'None'}
    """
    if isinstance(document, Mapping):
        return {name: throughout(part, change) for name, part in document.items()}
    if isinstance(document, list | tuple):
        return [throughout(part, change) for part in document]
    return change(document)


def begun(words: str) -> str:
    """Write words as the beginning of a sentence.

    Examples
    --------
    >>> begun("not stated")
    'Not stated'
    """
    return f"{words[:1].upper()}{words[1:]}"


def as_clause(words: str) -> str:
    """Write words without the full stop at their end."""
    return words.rstrip(".")


def as_sentence(words: str) -> str:
    """Write words as a sentence."""
    return f"{begun(as_clause(words))}."


def made(
    template: str,
    values: Mapping[str, Any],
    many: str = "",
    shape: Callable[[str], str] | None = None,
) -> Message:
    """Make a message of all that it remembers; see its attributes."""
    words = many if many and values["count"] != 1 else template
    words = words.format_map(values) if values else words
    message = str.__new__(Message, shape(words) if shape else words)
    message.template, message.many = template, many
    message.values, message.shape = values, shape
    return message
