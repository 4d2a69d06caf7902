"""What the app says, in the language of the person it says it to.

English sentences are the source. Whoever makes a sentence makes a `Message`: a plain English
string that remembers its template and its values, so that files and logs stay English. Whoever
shows it to a person passes it through `say`, which words it in the language that the current
context speaks. Nothing here is global to the process: two sessions never hear each other's
language.

The rooms::

    message.py       a sentence that remembers how it was made
    wording.py       how the sentences of a document were made, to be messages again when it is read
    speech.py        which language is spoken in this context, and `say`
    de/              the German catalogue: the .po that people edit, the .mo that gettext reads
    babel.cfg        where messages are looked for; `make messages` does it

Python's gettext reads the catalogues; Babel, which makes them, is needed for development only.
"""

from languages.message import Message, begun, clause, joined, ordinal, plural, sentence, shaped
from languages.speech import (
    LANGUAGES,
    SOURCE,
    best_language,
    said_throughout,
    say,
    saying,
    speaking,
    spoken_language,
    within_sentence,
)
from languages.wording import reworded, wording_of

__all__ = [
    "LANGUAGES",
    "SOURCE",
    "Message",
    "begun",
    "best_language",
    "clause",
    "joined",
    "ordinal",
    "plural",
    "reworded",
    "said_throughout",
    "say",
    "saying",
    "sentence",
    "shaped",
    "speaking",
    "spoken_language",
    "within_sentence",
    "wording_of",
]
