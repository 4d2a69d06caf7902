"""The analysis in the background: followed, stopped, taken up, and of one film's fault only."""

import threading

import pytest
from background import LONG, analyse

from measurements import ImageEdge, Level
from r2mf.errors import WeightsError
from studies.radiograph import View
from webapp import analysis, keeping
from webapp.session import Session


def saved(session):
    """Keep a session, as every run of a page does."""
    keeping.save(session)
    analysis.follow(session)
    return session.keeping.place.id


def reopened(study_id):
    """The session of a page that was loaded again."""
    session = Session()
    keeping.open_study(session, study_id)
    return session


def test_the_page_goes_on_while_films_are_analysed(session, patient):
    analysis.begin(session)
    assert patient.begun.acquire(timeout=LONG)

    assert not analysis.follow(session)
    assert not session.run.done
    assert session.findings is None
    patient.go_on()
    assert session.run.wait(LONG)
    assert analysis.follow(session)
    assert set(session.findings.films) == set(View)
    assert session.run is None


def test_every_step_is_told_with_its_film_and_a_growing_share(session, patient):
    analysis.begin(session)
    seen = []
    for _ in View:
        assert patient.begun.acquire(timeout=LONG)
        seen.append(session.run.progress)
        patient.go_on(1)
    assert session.run.wait(LONG)
    seen.append(session.run.progress)

    shares = [progress.share for progress in seen]
    assert shares == sorted(set(shares))
    assert 0 <= shares[0] <= shares[-1] <= 1
    assert "standing film" in seen[0].step
    assert "left-bending film" in seen[1].step


def test_a_stopped_analysis_ends_before_its_next_step_and_leaves_the_session_as_it_was(
    session, patient, network, truth
):
    before = session.kept
    analysis.begin(session)
    run = session.run
    assert patient.begun.acquire(timeout=LONG)
    analysis.stop(session)

    assert (session.run, session.setback, session.kept) == (None, "", before)
    patient.go_on(1)
    assert run.wait(LONG)
    assert run.findings is None
    assert run.reason == ""
    network(truth)
    assert analyse(session).findings


def test_a_second_study_waits_for_the_first_and_can_be_stopped_while_it_waits(session, patient):
    first, second = session, Session()
    for film in first.films:
        second.add(film.as_read)
    analysis.begin(first)
    assert patient.begun.acquire(timeout=LONG)
    analysis.begin(second)
    waiting = second.run

    assert waiting.progress == analysis.WAITING
    assert "another analysis" in waiting.progress.step
    analysis.stop(second)
    patient.go_on()
    assert first.run.wait(LONG)
    assert waiting.wait(LONG)
    assert waiting.findings is None
    assert first.run.findings


def test_more_studies_than_fit_in_memory_are_refused(session, monkeypatch, patient):
    monkeypatch.setattr(analysis, "_places", threading.Semaphore(1))
    analysis.begin(session)
    taken = session.run

    with pytest.raises(analysis.BusyError, match="try again in a minute"):
        analysis.begin(session)
    assert session.run is taken
    patient.go_on()
    assert taken.wait(LONG)


def test_a_change_of_the_films_stops_the_analysis(session, patient):
    analysis.begin(session)
    run = session.run
    session.films[0].patient_right = ImageEdge.RIGHT

    assert not analysis.follow(session)
    assert session.run is None
    assert session.setback == analysis.CHANGED
    patient.go_on()
    assert run.wait(LONG)
    assert session.findings is None


def test_a_refresh_finds_the_analysis_of_a_kept_study(session, patient):
    analysis.begin(session)
    study_id = saved(session)
    assert analysis.is_running(study_id)

    again = reopened(study_id)
    assert not analysis.follow(again)
    assert again.run is session.run
    patient.go_on()
    assert again.run.wait(LONG)
    assert analysis.follow(again)
    assert set(again.findings.films) == set(View)


def test_findings_wait_for_whoever_opens_the_study_next(session, patient):
    analysis.begin(session)
    study_id, run = saved(session), session.run
    session.clear()
    patient.go_on()
    assert run.wait(LONG)

    again = reopened(study_id)
    assert analysis.follow(again)
    assert again.findings
    assert not analysis.is_running(study_id)


def test_an_analysis_for_nobody_is_stopped(session, patient):
    analysis.begin(session)
    run = session.run
    session.clear()
    patient.go_on()

    assert run.wait(LONG)
    assert run.findings is None


def test_deleting_a_study_stops_its_analysis_and_lets_its_findings_go(session, patient):
    analysis.begin(session)
    study_id, run = saved(session), session.run
    keeping.delete(session, study_id)
    patient.go_on()

    assert run.wait(LONG)
    assert run.findings is None
    assert not analysis.is_running(study_id)


def test_the_fault_of_one_film_is_explained_and_the_others_are_measured(session, network, truth):
    class Faulty:
        version = "faulty"

        def segment(self, pixels, *, pixel_aspect, on_step):
            if pixels is session.films[1].as_read.pixels:
                raise RuntimeError("Secret^Name")
            return truth.segment(pixels)

    network(Faulty())
    analyse(session)

    (view,) = session.findings.refused
    assert view is session.films[1].view
    assert "Something went wrong" in session.findings.refused[view]
    assert "Secret" not in session.findings.refused[view]
    assert len(session.findings.films) == 2


def test_weights_that_cannot_be_loaded_are_said_and_nothing_is_lost(session, monkeypatch):
    def load():
        raise WeightsError("The weights are absent; fetch them.")

    monkeypatch.setattr(analysis, "segmenter", load)
    before = session.kept
    analyse(session)

    assert session.setback == "The weights are absent; fetch them."
    assert session.kept == before


def test_a_named_lowest_vertebra_survives_a_new_analysis(session, network):
    analyse(session)
    session.name_lowest(View.CORONAL, Level.L4)
    analyse(session)

    assert session.findings.films[View.CORONAL].vertebrae[-1].level is Level.L4
    assert session.findings.films[View.LEFT_BENDING].vertebrae[-1].level is Level.L5
