"""Corrections as values: what they say, and what they refuse to be."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from measurements import Level
from studies.edit import Action, Edit, EditError, Landmark, Signature

BODY = ((0.0, 0.0), (0.0, 10.0), (8.0, 10.0), (8.0, 0.0))
BY = Signature("Dr Reader", datetime(2026, 11, 25, 10, 30, tzinfo=UTC))


def moved(*places):
    after = tuple((r + 1.0, c) if place in places else (r, c) for place, (r, c) in enumerate(BODY))
    return Edit(Action.MOVED, Level.T8, BODY, after, BY)


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (moved(2), "T8: a corner moved"),
        (moved(0, 1), "T8: superior endplate moved"),
        (moved(2, 3), "T8: inferior endplate moved"),
        (moved(0, 1, 2, 3), "T8: moved"),
        (Edit(Action.ADDED, Level.T8, None, BODY, BY), "T8: added"),
        (Edit(Action.DELETED, Level.T8, BODY, None, BY), "T8: deleted"),
        (
            Edit(Action.RENUMBERED, Level.T8, Level.T8, Level.T9, BY),
            "T8: renamed T9, the others follow",
        ),
        (Edit(Action.MARKED, Landmark.C7_CENTRE, None, BODY[:1], BY), "C7 centre: marked"),
        (Edit(Action.MARKED, Level.T8, None, BODY[:2], BY), "Pedicles of T8: marked"),
        (Edit(Action.UNMARKED, Level.T8, BODY, None, BY), "Pedicles of T8: mark removed"),
        (
            Edit(Action.UNMARKED, Landmark.S1_ENDPLATE, BODY[:2], None, BY),
            "S1 endplate: mark removed",
        ),
    ],
)
def test_an_edit_says_what_was_done(edit, words):
    assert edit.words == words


@pytest.mark.parametrize(
    ("action", "target", "before", "after"),
    [
        (Action.MOVED, Level.T8, None, BODY),
        (Action.MOVED, Level.T8, BODY, BODY[:3]),
        (Action.MOVED, Level.T8, BODY, (*BODY[:3], (float("nan"), 0.0))),
        (Action.MOVED, Landmark.C7_CENTRE, BODY[:1], BODY[:1]),
        (Action.ADDED, Level.T8, BODY, BODY),
        (Action.DELETED, Level.T8, BODY, BODY),
        (Action.RENUMBERED, Level.T8, Level.T8, BODY),
        (Action.MARKED, Landmark.C7_CENTRE, None, BODY[:2]),
        (Action.UNMARKED, Landmark.C7_CENTRE, None, None),
        (Action.MARKED, Level.T8, None, BODY[:3]),
        (Action.MARKED, Level.T8, None, Level.T9),
    ],
)
def test_an_edit_that_contradicts_itself_is_refused(action, target, before, after):
    with pytest.raises(EditError):
        Edit(action, target, before, after, BY)


def test_a_signature_is_read_in_universal_time_wherever_it_was_given():
    here = Signature("Dr Reader", BY.at.astimezone(timezone(timedelta(hours=8))))

    assert here.words == BY.words == "Dr Reader on 2026-11-25 at 10:30 UTC"


def test_a_time_without_its_zone_is_refused():
    with pytest.raises(EditError, match="no zone"):
        Signature("Dr Reader", datetime(2026, 11, 25))


def test_a_signature_without_a_name_says_so():
    assert Signature.now("  ").who == "an unnamed reader"
