"""A class counts each reading once, whoever comes at the same time."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from teaching_cases import case_of, read

from teaching import Attempt, LearnerError, Score
from webapp import classroom
from webapp.classroom import Classroom, Lesson, checked_code

CASE = case_of()


def attempt(learner, name="Case 1"):
    case = case_of(name=name)
    return Attempt(learner, Score(case, read(case)))


def test_a_reading_counts_once():
    room = Classroom()
    room.take(attempt("Ant"))

    with pytest.raises(LearnerError, match="already"):
        room.take(attempt("Ant"))
    assert len(room.results.attempts) == 1
    assert room.attempt("Ant", "Case 1")
    assert room.attempt("Ant", "Case 2") is None


def test_many_who_read_at_once_lose_nothing():
    room = Classroom()
    attempts = [attempt(f"Learner {n}", f"Case {c}") for n in range(10) for c in range(5)]
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(room.take, attempts))

    assert set(room.results.attempts) == set(attempts)


def test_a_full_class_says_so(monkeypatch):
    monkeypatch.setattr(classroom, "MOST_ATTEMPTS", 1)
    room = Classroom()
    room.take(attempt("Ant"))

    with pytest.raises(LearnerError, match="full"):
        room.take(attempt("Bee"))


def test_tabs_share_a_class_by_its_code_only():
    one, other, alone = Lesson(code="spine-7"), Lesson(code="spine-7"), Lesson()
    one.classroom.clear()
    one.classroom.take(attempt("Ant"))

    assert other.classroom.results.learners == ("Ant",)
    assert alone.classroom.results.learners == ()
    one.classroom.clear()


@pytest.mark.parametrize("entered", ["a", "x y", "a" * 21, "<b>", "../x"])
def test_what_is_no_code_is_refused(entered):
    with pytest.raises(LearnerError, match="class code"):
        checked_code(entered)


def test_no_code_is_a_class_of_ones_own():
    assert checked_code("  ") == ""
