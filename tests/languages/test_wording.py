"""A sentence that was written down is a message again, and can be said in any language."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from languages import (
    Message,
    clause,
    joined,
    plural,
    reworded,
    say,
    sentence,
    shaped,
    speaking,
    wording_of,
)
from measurements import MeasurementError
from studies.radiograph import View

FILM = Message("standing film")
MISSING = Message("The {film} is missing.", film=FILM)


def written_and_read(document):
    written = json.dumps({"document": document, "wording": wording_of(document)})
    read = json.loads(written)
    return reworded(read["document"], read["wording"])


def plain_messages():
    texts = st.text(st.characters(exclude_characters="{}"), min_size=1, max_size=12)
    data = st.one_of(
        texts, st.integers(), st.floats(allow_nan=False, allow_infinity=False), texts.map(Message)
    )
    return st.builds(
        lambda before, value, after: Message(f"{before}{{value}}{after}", value=value),
        texts,
        data,
        texts,
    )


def messages():
    return st.recursive(
        plain_messages(),
        lambda within: st.one_of(
            st.lists(within, min_size=1, max_size=3).map(lambda parts: joined("; ", parts)),
            within.map(sentence),
            within.map(clause),
            st.tuples(st.integers(0, 3), within).map(
                lambda both: plural("one film: {why}", "{count} films: {why}", both[0], why=both[1])
            ),
        ),
        max_leaves=5,
    )


@given(messages())
def test_a_message_comes_back_with_its_memory(message):
    [read] = written_and_read([message])

    assert read == message
    assert isinstance(read, Message)
    assert read.template == message.template
    assert read.many == message.many
    assert read.shape is message.shape


@pytest.mark.parametrize(
    "message",
    [
        MISSING,
        sentence(MISSING),
        clause(MISSING),
        Message("not available: {reason}", reason=MeasurementError(MISSING)),
        Message("not available: {reason}", reason=View.CORONAL),
        plural("{count} vertebra", "{count} vertebrae", 3),
        Message("{percent:.0f} %", percent=71.6),
    ],
)
def test_it_is_said_as_before(message):
    read = written_and_read({"films": [{"reason": message}]})["films"][0]["reason"]

    with speaking("de"):
        assert say(read) == say(message)
        assert say(str(read)) == say(message)


def test_what_is_no_message_stays_as_it_is():
    document = {"levels": ["T5", "T12"], "angle": 51.6, "none": None, "words": "The film."}

    assert written_and_read(document) == document


@pytest.mark.parametrize(
    "making",
    [
        {"template": "The {film} is there.", "values": {"film": "standing film"}},
        {"template": "The {film} is missing.", "values": {}},
        {"template": "The {film.nothing} is missing.", "values": {"film": "standing film"}},
        {"template": "{film:d}", "values": {"film": "standing film"}},
        {"template": "The {film} is missing.", "values": {"film": "x"}, "shape": "loud"},
        {"values": {}},
        [],
        7,
    ],
)
def test_a_wording_of_other_words_is_not_believed(making):
    [read] = reworded([str.__str__(MISSING)], {str.__str__(MISSING): making})

    assert read == "The standing film is missing."
    assert not isinstance(read, Message) or not read.values


def test_a_shape_that_has_no_name_is_left_to_english():
    loud = shaped(MISSING, str.upper)

    [read] = written_and_read([loud])

    assert read == "THE STANDING FILM IS MISSING."
    with speaking("de"):
        assert say(read) == "THE STANDING FILM IS MISSING."
