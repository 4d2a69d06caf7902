"""Messages from the browser become readings, once each, or a sentence."""

import pytest
from teaching_cases import case_of, read

from measurements import Convexity, Level
from webapp.measuring import UNREADABLE, Desk, reading_of, take_in


@pytest.fixture
def case():
    return case_of()


@pytest.fixture
def desk():
    return Desk()


def message(case, desk, *, commit=True, number=1, **other):
    reading = read(case)
    sent = {
        "epoch": desk.epoch,
        "id": number,
        "commit": commit,
        "upper": {"level": "T5", "line": [list(end) for end in reading.upper_line.ends_px]},
        "lower": {"level": "T11", "line": [list(end) for end in reading.lower_line.ends_px]},
        "side": "right",
    }
    return sent | other


def test_a_commitment_becomes_a_score(case, desk):
    score = take_in(desk, case, message(case, desk))

    assert score.error_deg == pytest.approx(0, abs=1e-6)
    assert score.reading.levels == (Level.T5, Level.T11)
    assert score.reading.convexity is Convexity.RIGHT


def test_what_is_not_committed_is_kept_as_a_draft_and_not_scored(case, desk):
    sent = message(case, desk, commit=False)

    assert take_in(desk, case, sent) is None
    assert desk.draft == {name: sent[name] for name in ("upper", "lower", "side")}


def test_a_message_counts_once(case, desk):
    assert take_in(desk, case, message(case, desk))
    assert take_in(desk, case, message(case, desk)) is None


def test_a_message_of_another_epoch_is_void(case, desk):
    sent = message(case, desk)
    desk.clear()

    assert take_in(desk, case, sent) is None
    assert desk.draft == {}


def test_nothing_was_sent_at_first(case, desk):
    assert take_in(desk, case, None) is None


def test_a_level_the_patient_does_not_have_is_refused_and_the_drawing_kept(case, desk):
    wrong = message(case, desk)["lower"] | {"level": "L6"}
    sent = message(case, desk, lower=wrong)

    assert take_in(desk, case, sent) is None
    assert desk.said.startswith("L6 is not among the vertebrae")
    assert desk.said.endswith(".")
    assert desk.draft["lower"] == wrong
    assert take_in(desk, case, message(case, desk, number=2))
    assert desk.said == ""


@pytest.mark.parametrize(
    "other",
    [
        {"upper": None},
        {"upper": {"level": "T5"}},
        {"upper": {"level": "T99", "line": [[0, 0], [5, 50]]}},
        {"upper": {"level": "T5", "line": [[0, 0]]}},
        {"upper": {"level": "T5", "line": [["a", 0], [5, 50]]}},
        {"side": "up"},
        {"side": None},
    ],
)
def test_what_is_no_reading_is_refused_in_a_sentence(case, desk, other):
    assert take_in(desk, case, message(case, desk, **other)) is None
    assert desk.said == UNREADABLE


def test_a_reading_has_all_that_was_sent(case, desk):
    assert reading_of(message(case, desk)) == read(case)
