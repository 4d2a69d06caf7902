"""Several users of one server: nothing is crossed, nothing is lost."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier

import pytest
from background import analyse

from measurements import Level
from studies.analyse import analyse_study, confirmed, with_marks
from studies.edit import Signature
from studies.history import EditHistory, Marks, move
from studies.radiograph import View
from studies.store.kept import Search
from webapp import analysis, keeping
from webapp.session import Session

CORRECTIONS = 5


@dataclass(frozen=True)
class User:
    """Somebody with a film, a vertebra and a distance of their own."""

    name: str
    view: View
    level: Level
    rows: float

    def correct(self, history):
        """Move a corner once more."""
        marks = history.present
        (row, column), *others = marks.vertebra(self.level).corners
        corners = ((row + self.rows, column), *others)
        return history.edit(move(marks, self.level, corners, Signature.now(self.name)))


USERS = (
    User("Reader A", View.CORONAL, Level.T5, 0.5),
    User("Reader B", View.LEFT_BENDING, Level.T12, -0.75),
    User("Reader C", View.RIGHT_BENDING, Level.L2, 1.0),
)


@pytest.fixture
def begun(radiographs, drawn, data_folder):
    """A session of each user, with a film that the others do not have."""
    sessions = {user: Session(label=user.name, reader=user.name) for user in USERS}
    for user, session in sessions.items():
        session.add(radiographs[user.view], drawn[user.view].dicom)
    return sessions


@pytest.fixture
def worked(begun, truth, monkeypatch):
    """The same after all of them analysed, corrected and confirmed at the same time."""
    monkeypatch.setattr(analysis, "segmenter", lambda: truth)
    together = Barrier(len(USERS), timeout=30)

    def work(user):
        session = begun[user]
        together.wait()
        analyse(session)
        for _ in range(CORRECTIONS):
            together.wait()
            session.correct(user.view, user.correct(session.history(user.view)))
            keeping.save(session)
        session.confirm(user.view)
        keeping.save(session)

    with ThreadPoolExecutor() as pool:
        list(pool.map(work, USERS))
    return begun


def expected(user, radiographs, truth):
    """What the library makes of the user's film and corrections."""
    found = analyse_study({user.view: radiographs[user.view]}, truth)
    history = EditHistory(Marks.of(found.films[user.view]))
    for _ in range(CORRECTIONS):
        history = user.correct(history)
    study = with_marks(found, history.present, view=user.view)
    return confirmed(study, Signature.now(user.name), view=user.view).films[user.view]


def test_users_at_once_keep_each_the_own_numbers_corrections_and_name(worked, radiographs, truth):
    assert keeping.store().search(Search()).count == len(USERS)
    for user, session in worked.items():
        assert session.keeping.place.version == CORRECTIONS + 1  # nothing refused, nothing twice
        again = Session()
        keeping.open_study(again, session.keeping.place.id)
        film, own = again.findings.films[user.view], expected(user, radiographs, truth)

        assert again.label == user.name
        assert film.vertebrae == own.vertebrae
        assert [curve.cobb_deg for curve in film.curves] == [c.cobb_deg for c in own.curves]
        assert [edit.after for edit in film.edits] == [edit.after for edit in own.edits]
        assert {edit.signed.by for edit in film.edits} == {film.review.by} == {user.name}
