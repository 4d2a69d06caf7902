"""Studies kept, found, opened and deleted."""

import os
import sqlite3
import threading
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from corrections import corrected, signatures, steps
from dicom_files import as_bytes, film, trunk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from measurements import BendingTechnique, ImageEdge
from studies.analyse import confirmed, with_marks, with_technique
from studies.edit import EditError, Signature
from studies.radiograph import View
from studies.store.errors import (
    FilmGoneError,
    StoreUnavailableError,
    StudyChangedError,
    StudyGoneError,
)
from studies.store.film_files import ABANDONED_SECONDS
from studies.store.installation import Installation
from studies.store.kept import KeptStudy, Order, Search, Status
from studies.store.store import Store

labels = st.text(st.characters(exclude_categories=("C",)), max_size=40)


@st.composite
def changed(draw, kept):
    """The drawn study as people may have changed it."""
    findings = kept.findings
    films = {own.view: own for own in kept.films}
    for view in draw(st.lists(st.sampled_from(list(View)), unique=True)):
        history = corrected(findings.films[view], draw(st.lists(steps(), max_size=6)))
        try:
            findings = with_marks(findings, history.present, view=view)
        except EditError:
            continue
        films[view] = replace(films[view], history=history)
        signed = draw(signatures)
        if signed.by:
            findings = confirmed(findings, signed, view=view)
    if draw(st.booleans()):
        edge = draw(st.sampled_from([*ImageEdge, None]))
        films[View.CORONAL] = replace(films[View.CORONAL], patient_right=edge)
    technique, found = draw(st.sampled_from(BendingTechnique)), draw(st.booleans())
    return KeptStudy(
        label=draw(labels),
        films=tuple(draw(st.permutations(list(films.values())))),
        technique=technique,
        findings=with_technique(findings, technique) if found else None,
        analysed=kept.analysed if found else (),
    )


@settings(
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_study_comes_back_as_it_was_kept_and_as_it_was_changed(store, kept, files, data):
    first, second = data.draw(changed(kept)), data.draw(changed(kept))
    place = store.add(first, files)
    opened = store.open(place.id)
    assert (opened.place, opened.study, opened.lost) == (place, first, ())

    saved = store.save(place, second, {})
    opened = store.open(place.id)
    assert (opened.place, opened.study, opened.lost) == (saved, second, ())


def test_what_is_derived_is_derived_again(store, kept, files):
    opened = store.open(store.add(kept, files).id).study.findings

    assert opened.bends == kept.findings.bends
    assert opened.lenke == kept.findings.lenke


def test_films_come_back_byte_for_byte(store, kept, files):
    store.add(kept, files)

    assert {own.sha256: store.film(own) for own in kept.films} == files


def test_a_study_outlives_the_program(store, installation, kept, files):
    place = store.add(kept, files)
    store.close()
    again = Store(installation)

    assert again.open(place.id).study == kept
    assert again.film(kept.films[0]) == files[kept.films[0].sha256]
    again.close()


def test_of_two_who_change_a_study_the_second_is_told_and_nothing_is_lost(
    store, installation, kept, files, relabelled
):
    place = store.add(kept, files)
    elsewhere = Store(installation)
    theirs = elsewhere.save(elsewhere.open(place.id).place, relabelled("theirs"), {})

    with pytest.raises(StudyChangedError, match="changed in another window"):
        store.save(place, relabelled("mine"), {})
    assert store.open(place.id).study.label == "theirs"
    copy = store.add(relabelled("mine"), {})
    assert {store.open(one.id).study.label for one in (theirs, copy)} == {"theirs", "mine"}
    elsewhere.close()


def test_of_many_who_change_a_study_at_once_exactly_one_goes_through(
    store, kept, files, relabelled
):
    place = store.add(kept, files)
    refused = []

    def change(mine):
        try:
            store.save(place, relabelled(mine), {})
        except StudyChangedError:
            refused.append(mine)

    threads = [threading.Thread(target=change, args=(str(number),)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 5
    assert {store.open(place.id).study.label} == set(map(str, range(6))) - set(refused)


def test_studies_kept_at_once_are_all_kept(store, study_of):
    def keep(number):
        store.add(*study_of(b"shared by all", str(number).encode(), label=str(number)))

    threads = [threading.Thread(target=keep, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {hit.label for hit in store.search(Search()).summaries} == set(map(str, range(8)))


def everything(folder):
    """All bytes of all files of a folder, and the files' names."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    names = "\n".join(str(path.relative_to(folder)) for path in paths)
    return names.encode() + b"".join(path.read_bytes() for path in paths)


def test_nothing_of_a_deleted_study_is_left(store, installation, study_of, relabelled, files):
    marker, label = b"what the film shows " * 50, "Quillfeather"
    store.add(relabelled("stays"), files)
    study, own = study_of(marker, label=label)
    study = replace(study, films=(replace(study.films[0], name="Quibble.dcm"),))
    place = store.add(study, own)
    for again in range(30):  # pages of the database are written, freed and filled again
        place = store.save(place, replace(study, label=f"{label} {again}" + "x" * 40 * again), {})
    words = (label.encode(), label.casefold().encode(), b"Quibble", marker, place.id.encode())
    assert all(word in everything(installation.folder) for word in words)

    store.delete(place.id)
    left = everything(installation.folder)
    assert not [word for word in words if word in left]
    assert study.films[0].sha256.encode() not in left
    assert b"stays" in left
    with pytest.raises(StudyGoneError):
        store.open(place.id)


def test_a_film_goes_with_the_last_study_that_shows_it(store, installation, study_of):
    def kept_files():
        return [path for path in (installation.folder / "films").rglob("*") if path.is_file()]

    first = store.add(*study_of(b"shared", b"own"))
    second = store.add(*study_of(b"shared"))
    assert len(kept_files()) == 2

    store.delete(first.id)
    (shared,) = kept_files()
    assert shared.read_bytes() == b"shared"
    store.delete(second.id)
    assert kept_files() == []


def test_a_film_left_out_of_its_study_is_removed(store, study_of):
    study, files = study_of(b"stays", b"goes")
    place = store.add(study, files)
    store.save(place, replace(study, films=study.films[:1]), {})

    assert store.film(study.films[0]) == b"stays"
    with pytest.raises(FilmGoneError):
        store.film(study.films[1])


def test_a_deleted_study_is_not_kept_again_by_who_still_has_it_open(store, kept, files):
    place = store.add(kept, files)
    store.delete(place.id)

    with pytest.raises(StudyGoneError, match="no longer here"):
        store.save(place, kept, files)
    with pytest.raises(StudyGoneError):
        store.delete(place.id)
    assert store.search(Search()).kept_count == 0


def test_a_damaged_film_is_refused_and_not_taken_for_another(store, installation, study_of):
    study, files = study_of(b"as it was")
    store.add(study, files)
    (path,) = [path for path in (installation.folder / "films").rglob("*") if path.is_file()]
    path.write_bytes(b"as it is!")

    with pytest.raises(FilmGoneError, match="missing from the data folder or was changed"):
        store.film(study.films[0])


def test_a_study_is_not_kept_without_its_films(store, study_of):
    study, _ = study_of(b"nobody has it")

    with pytest.raises(FilmGoneError):
        store.add(study, {})
    assert store.search(Search()).kept_count == 0


def test_what_a_program_left_half_way_is_removed_at_the_next_start(store, installation, study_of):
    study, files = study_of(b"kept")
    store.add(study, files)
    kept = next(path for path in (installation.folder / "films").rglob("*") if path.is_file())
    left, fresh = kept.with_name("left"), kept.with_name("fresh")
    for path in (left, fresh, kept):
        path.write_bytes(path.read_bytes() if path.exists() else b"half")
    past = kept.stat().st_mtime - 2 * ABANDONED_SECONDS
    for path in (left, kept):
        os.utime(path, (past, past))
    store.close()
    Store(installation).close()

    assert sorted(path.name for path in kept.parent.iterdir()) == sorted([kept.name, "fresh"])


def statuses(store):
    return {hit.label: hit.status for hit in store.search(Search()).summaries}


def test_a_study_is_new_then_analysed_then_reviewed_and_new_once_a_side_differs(store, kept, files):
    place = store.add(replace(kept, findings=None, analysed=()), files)
    assert statuses(store) == {"Case 12": Status.NEW}

    place = store.save(place, kept, {})
    assert statuses(store) == {"Case 12": Status.ANALYSED}

    findings = kept.findings
    signed = Signature("Dr Reader", datetime(2026, 11, 25, tzinfo=UTC))
    for view in View:
        findings = confirmed(findings, signed, view=view)
    place = store.save(place, replace(kept, findings=findings), {})
    assert statuses(store) == {"Case 12": Status.REVIEWED}

    turned = replace(kept.films[0], patient_right=None)
    study = replace(kept, findings=findings, films=(turned, *kept.films[1:]))
    store.save(place, study, {})
    assert statuses(store) == {"Case 12": Status.NEW}
    (line,) = store.search(Search()).summaries
    assert (line.curves, line.warning_count) == ((), 0)


def test_the_curves_of_a_line_are_those_of_the_findings(store, kept, files):
    store.add(kept, files)
    (line,) = store.search(Search()).summaries

    assert [(c.upper, c.lower) for c in line.curves] == [c.levels for c in kept.findings.curves]
    assert [c.magnitude_deg for c in line.curves] == pytest.approx([25, 50, 40])
    assert line.warning_count == len(kept.findings.warnings)
    assert [c.rate_percent for c in line.curves] == [
        item.rate_percent for item in kept.findings.flexibility
    ]


def dated(day, **header):
    return as_bytes(film(trunk(), StudyDate=day, **header))


@pytest.fixture
def worklist(store, study_of):
    """Four studies, of which the films of three say when they were taken."""
    for label, day in [
        ("Ärztin 1", "20260301"),
        ("knee 100%", "20250101"),
        ("spine_2", ""),
        ("Spine 3", "20261231"),
    ]:
        store.add(*study_of(dated(day), label=label))
    return store


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("", {"Ärztin 1", "knee 100%", "spine_2", "Spine 3"}),
        ("SPINE", {"spine_2", "Spine 3"}),
        ("3 spine", {"Spine 3"}),
        ("ÄRZT", {"Ärztin 1"}),
        ("100%", {"knee 100%"}),
        ("%", {"knee 100%"}),
        ("_", {"spine_2"}),
        ("' OR 1=1 --", set()),
    ],
)
def test_studies_are_found_by_words_of_their_label(worklist, words, found):
    hits = worklist.search(Search(words))

    assert {hit.label for hit in hits.summaries} == found
    assert (hits.count, hits.kept_count) == (len(found), 4)


@pytest.mark.parametrize(
    ("order", "labels"),
    [
        (Order.LATEST_FILM, ["Spine 3", "Ärztin 1", "knee 100%", "spine_2"]),
        (Order.EARLIEST_FILM, ["knee 100%", "Ärztin 1", "Spine 3", "spine_2"]),
        (Order.LATEST_CHANGE, ["Spine 3", "spine_2", "knee 100%", "Ärztin 1"]),
    ],
)
def test_studies_are_sorted_and_those_without_a_day_come_last(worklist, order, labels):
    assert [hit.label for hit in worklist.search(Search(order=order)).summaries] == labels


def test_a_line_has_the_day_of_the_film(worklist):
    days = {hit.label: hit.taken for hit in worklist.search(Search()).summaries}

    assert days["Ärztin 1"] == date(2026, 3, 1)
    assert days["spine_2"] is None


def test_no_more_studies_are_listed_than_asked_for_and_all_are_counted(worklist):
    hits = worklist.search(Search(most=3))

    assert (len(hits.summaries), hits.count) == (3, 4)


def test_studies_are_found_by_status(worklist, kept, files):
    worklist.add(kept, files)
    hits = worklist.search(Search(status=Status.ANALYSED))

    assert [hit.label for hit in hits.summaries] == ["Case 12"]


@pytest.fixture
def visit(store, study_of):
    """Keep a study of one film of that patient, and return its id."""

    def keep(number, name="", born="", day="20260101"):
        header = {"PatientID": number, "PatientName": name, "PatientBirthDate": born}
        return store.add(*study_of(dated(day, **header))).id

    return keep


def test_a_patient_who_comes_again_is_recognised_after_a_new_start(
    store, installation, visit, study_of
):
    first = visit("4711", "Doe^Jane", "20100101")
    store.close()
    again = Store(installation)
    same = {"PatientID": " 4711", "PatientName": "DOE^JANE", "PatientBirthDate": "20100101"}
    second = again.add(*study_of(dated("20270101", **same))).id
    other = again.add(*study_of(dated("20270101", PatientID="4712"))).id

    assert again.of_same_patient(second) == {first}
    assert again.of_same_patient(first) == {second}
    assert again.of_same_patient(other) == set()
    again.close()


def test_name_and_birth_tell_a_patient_only_where_a_number_is_missing(store, visit):
    by_number = visit("1", "Doe^Jane", "20100101", "20260101")
    namesake = visit("2", "Doe^Jane", "20100101", "20260102")
    unnumbered = visit("", "Doe^Jane", "20100101", "20260103")

    assert store.of_same_patient(by_number) == {unnumbered}
    assert store.of_same_patient(unnumbered) == {by_number, namesake}


def test_lines_of_some_studies_come_by_day_and_without_those_deleted(store, visit):
    later, earlier = visit("1", "Doe", "", "20260301"), visit("1", "Doe", "", "20250301")
    visit("2", "Roe", "", "20240301")
    gone = visit("1", "Doe", "", "20230301")
    store.delete(gone)

    lines = store.summaries([later, gone, earlier])
    assert [line.id for line in lines] == [earlier, later]
    assert [line.taken for line in lines] == [date(2025, 3, 1), date(2026, 3, 1)]
    assert store.summaries([]) == ()


def test_each_film_has_a_day_of_its_own(store, study_of):
    study, files = study_of(dated("20260301"), dated("20260401"), b"a picture")
    [first, second, _] = [film.sha256 for film in study.films]
    kept = store.add(study, files)

    assert store.days(kept.id) == {first: date(2026, 3, 1), second: date(2026, 4, 1)}
    with pytest.raises(StudyGoneError):
        store.days("nobody's")


def test_films_that_say_nothing_are_nobodys(store, study_of):
    first = store.add(*study_of(b"a picture"))
    store.add(*study_of(b"another"))

    assert store.of_same_patient(first.id) == set()


def test_another_installation_has_other_digests(store, tmp_path, visit, study_of):
    visit("4711", "Doe^Jane", "20100101")
    elsewhere = Installation.from_environment({"R2MF_SPINE_DATA": str(tmp_path / "elsewhere")})
    other = Store(elsewhere)
    header = {"PatientID": "4711", "PatientName": "Doe^Jane", "PatientBirthDate": "20100101"}
    other.add(*study_of(dated("20260101", **header)))
    other.close()
    digests = []
    for folder in ("data", "elsewhere"):
        connection = sqlite3.connect(tmp_path / folder / "studies.sqlite")
        digests += connection.execute("SELECT patient_number, patient_name FROM films").fetchall()
        connection.close()

    assert len({digest for row in digests for digest in row}) == 4


def test_no_word_of_the_patient_is_anywhere_but_in_the_film_itself(installation, store, visit):
    visit("PAT4711", "Quillfeather^Jane", "20100229", "20260101")
    store.close()
    outside = b"".join(
        path.read_bytes() for path in installation.folder.iterdir() if path.is_file()
    )
    names = "".join(map(str, installation.folder.rglob("*")))

    for word in ("PAT4711", "pat4711", "Quillfeather", "quillfeather", "20100229"):
        assert word.encode() not in outside
        assert word not in names


def test_only_the_owner_can_read_what_is_kept(store, installation, study_of):
    store.add(*study_of(b"a film"))

    for path in [installation.folder, *installation.folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_findings_that_cannot_be_read_any_more_leave_films_and_corrections(
    store, installation, kept, files
):
    place = store.add(kept, files)
    connection = sqlite3.connect(installation.folder / "studies.sqlite")
    connection.execute("UPDATE findings SET document = '{}'")
    connection.commit()
    connection.close()
    opened = store.open(place.id)

    assert opened.study.findings is None
    assert opened.study.films == kept.films
    assert len(opened.lost) == 1
    assert "Analyse the study again" in opened.lost[0]


def test_what_the_disk_refuses_is_said_without_a_value(installation, tmp_path):
    (tmp_path / "data").write_text("a file where the folder should be")

    with pytest.raises(StoreUnavailableError, match="data folder cannot be used"):
        Store(installation)


def test_a_database_error_quotes_no_value(store, kept, files):
    place = store.add(kept, files)
    store.close()
    connection = sqlite3.connect(store_file(store))
    connection.execute("DROP TABLE findings")
    connection.commit()
    connection.close()

    with pytest.raises(StoreUnavailableError) as refusal:
        store.save(place, replace(kept, label="Quillfeather"), {})
    chain = []
    error = refusal.value
    while error:
        chain.append(str(error))
        error = error.__cause__ or error.__context__
    assert "Quillfeather" not in "".join(chain)


def store_file(store):
    return store._open_engine.url.database


def test_an_empty_study_has_neither_films_nor_findings(store):
    place = store.add(KeptStudy("empty", ()), {})

    assert store.open(place.id).study == KeptStudy("empty", ())
