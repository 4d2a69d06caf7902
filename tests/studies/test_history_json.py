"""Corrections written and read: nothing of them is lost, nor of the way back."""

import json

import pytest
from corrections import corrected, steps
from hypothesis import given, settings
from hypothesis import strategies as st

from studies.edit import Signature
from studies.history import move
from studies.history_json import history_from_json, history_to_json
from studies.json_schema import StoredFindingsError

BY = Signature.now("Dr Reader")


@settings(deadline=None)
@given(taken=st.lists(steps(), max_size=15))
def test_corrections_come_back_with_what_was_undone(study, taken):
    history = corrected(study.standing, taken)

    assert history_from_json(history_to_json(history)) == history


@settings(deadline=None)
@given(taken=st.lists(steps(), max_size=10), more=st.lists(steps(), min_size=1, max_size=5))
def test_corrections_go_on_where_they_were_left(study, taken, more):
    history = corrected(study.standing, taken)
    read = history_from_json(history_to_json(history))
    for step in more:
        history, read = step(history), step(read)

    assert read == history


def test_a_long_history_stays_small(study):
    history = corrected(study.standing, [])
    empty = len(history_to_json(history))
    for _ in range(100):
        vertebra = history.present.vertebrae[3]
        (row, column), *others = vertebra.corners
        corners = ((row + 0.1, column), *others)
        history = history.edit(move(history.present, vertebra.level, corners, BY))

    assert len(history_to_json(history)) < empty + 100 * 600


@pytest.mark.parametrize(
    "change",
    [
        lambda document: document.pop("automatic"),
        lambda document: document.update(done=7),
        lambda document: document.update(done=-1),
        lambda document: document["steps"].append({"action": "moved"}),
        lambda document: document.update(schema_version="9.0"),
    ],
)
def test_what_contradicts_itself_is_refused(study, change):
    document = json.loads(history_to_json(corrected(study.standing, [])))
    change(document)

    with pytest.raises(StoredFindingsError, match="incomplete or contradict"):
        history_from_json(json.dumps(document))


@pytest.mark.parametrize("text", ["", "null", "[]", "{}"])
def test_what_is_no_history_is_refused(text):
    with pytest.raises(StoredFindingsError):
        history_from_json(text)
