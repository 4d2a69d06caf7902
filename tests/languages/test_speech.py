"""What is said in one context is said in its language, and in no other."""

import copy
import json
import pickle
import threading

import pytest

from languages import (
    Message,
    clause,
    joined,
    ordinal,
    plural,
    said_throughout,
    say,
    sentence,
    shaped,
    speaking,
    spoken_language,
    within_sentence,
)
from measurements import Convexity, LandmarkNeighbour, Level, MeasurementError, Numbering

FILM = Message("standing film")
FOUND = Message("The {film} is missing.", film=FILM)


def test_a_message_is_its_english_words():
    assert FOUND == "The standing film is missing."
    assert json.dumps([FOUND]) == '["The standing film is missing."]'
    assert {FOUND: 1}["The standing film is missing."] == 1


def test_a_message_is_said_otherwise_with_all_within_it():
    with speaking("de"):
        assert say(FOUND) == "Die Standaufnahme fehlt."
        assert str(FOUND) == "The standing film is missing."


def test_what_is_said_is_a_plain_string():
    with speaking("de"):
        assert type(say(FOUND)) is str
    assert type(say(FOUND)) is str


@pytest.mark.parametrize("again", [copy.deepcopy, lambda made: pickle.loads(pickle.dumps(made))])
def test_a_copy_remembers(again):
    with speaking("de"):
        assert say(again(sentence(FOUND))) == "Die Standaufnahme fehlt."


def test_an_error_remembers_what_it_was_made_of():
    error = MeasurementError(FOUND)
    wrapped = Message("not available: {reason}", reason=error)

    with speaking("de"):
        assert say(str(error)) == "Die Standaufnahme fehlt."
        assert say(wrapped) == "nicht verfügbar: Die Standaufnahme fehlt."


def test_what_landmarks_say_of_the_names_is_a_sentence_in_german():
    fits = Numbering((LandmarkNeighbour(Level.L5, Level.S1, room=0),))
    misses = Numbering((LandmarkNeighbour(Level.L4, Level.S1, room=2),))

    with speaking("de"):
        assert say(fits.reason) == (
            "L5 ist der nächste Wirbel über dem markierten S1. C7 ist nicht markiert: Ein Wirbel "
            "mehr oder weniger fiele nicht auf."
        )
        assert say(misses.reason) == (
            "Zwischen L4 und dem markierten S1 ist Platz für 2 Wirbel, wo man einen Wirbel "
            "erwartet."
        )


def test_members_of_an_enumeration_are_words():
    with speaking("de"):
        assert say(Convexity.RIGHT) == "rechts"
        assert say(Message("{side}!", side=Convexity.LEFT)) == "links!"


def test_data_is_never_translated():
    with speaking("de"):
        assert say(Message("Film {name}", name="Study")) == "Aufnahme Study"
        assert said_throughout({"Study": ["Study", Message("Study"), 3]}) == {
            "Study": ["Study", "Untersuchung", 3]
        }


def test_counts_choose_the_form():
    with speaking("de"):
        assert [say(plural("1 film", "{count} films", count)) for count in (1, 0, 2)] == [
            "1 Aufnahme",
            "0 Aufnahmen",
            "2 Aufnahmen",
        ]


def test_shapes_are_applied_to_the_words_that_are_said():
    reason = Message("needs both bending films; add the missing one")

    assert sentence(reason) == "Needs both bending films; add the missing one."
    with speaking("de"):
        assert say(sentence(reason)).startswith("Benötigt beide")
        assert say(clause(FOUND)) == "Die Standaufnahme fehlt"
        assert say(shaped(FILM, str.upper)) == "STANDAUFNAHME"
        assert say(joined(" / ", [FILM, ordinal(3), "T8"])) == "Standaufnahme / 3. / T8"
        assert within_sentence(say(FILM)) == "Standaufnahme"


def test_what_nobody_translated_is_said_in_english():
    with speaking("de"):
        assert say("never said anywhere {count}", count=1) == "never said anywhere 1"
        assert say("") == ""


def test_the_language_ends_with_its_block():
    with pytest.raises(ZeroDivisionError), speaking("de"):
        1 / 0  # noqa: B018

    assert spoken_language() == "en"


def test_an_unknown_language_is_refused():
    with pytest.raises(KeyError, match="expected one of en, de"), speaking("xx"):
        pass


def test_threads_of_two_languages_do_not_mix():
    """Streamlit runs each session in a thread of its own, many at once."""
    rounds, heard = 400, {}
    together = threading.Barrier(2)

    def talk(language):
        together.wait()
        with speaking(language):
            heard[language] = {say(FOUND) for _ in range(rounds)}

    threads = [threading.Thread(target=talk, args=(language,)) for language in ("en", "de")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert heard == {
        "en": {"The standing film is missing."},
        "de": {"Die Standaufnahme fehlt."},
    }
