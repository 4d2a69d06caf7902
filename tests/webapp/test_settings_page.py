"""Settings page: chosen, saved, and what a study makes of it."""

import sys
from dataclasses import fields
from pathlib import Path

import pytest
from background import analyse

from measurements import DEFAULT_SETTINGS, CsvlConvention, MeasurementSettings
from studies.preferences_file import Preferences, ViewFrom
from studies.radiograph import View
from studies.settings_file import read_settings
from studies.store.choices import (
    PREFERENCES_FILE,
    SETTINGS_FILE,
    Choices,
    keep_choices,
    read_choices,
)
from webapp import analysis
from webapp.components.setting_fields import PREFERENCES, SETTINGS
from webapp.session import KEY
from webapp.setting_words import GROUPS, WORDS

PAGE = "webapp/pages/settings.py"
STUDY = "webapp/pages/study.py"


@pytest.fixture
def page(app):
    return app.switch_page(PAGE).run()


@pytest.fixture
def page_with_study(analysed_app):
    return analysed_app.switch_page(PAGE).run()


def enter(page, name, value):
    kind = {"csvl_convention": page.selectbox, "listhesis_grades_mm": page.text_input}.get(
        name, page.number_input
    )
    return kind(key=f"setting-{name}").set_value(value).run()


def save(page):
    return page.button(key="save-settings").click().run()


def words(page):
    return "\n".join(str(each.value) for each in [*page.markdown, *page.caption, *page.warning])


def findings(page):
    return page.session_state[KEY].findings


def test_every_setting_is_in_one_group_and_has_its_words():
    grouped = [name for names in GROUPS.values() for name in names]

    assert sorted(grouped) == sorted(WORDS) == sorted(SETTINGS)
    assert set(PREFERENCES) == {each.name for each in fields(Preferences)}


def test_every_setting_is_shown_with_its_source_and_its_name_in_the_file(page):
    shown = {each.help for each in page.markdown if each.help}

    for name in SETTINGS:
        assert any(f"`{name}`" in h and MeasurementSettings.source_of(name) in h for h in shown)


def test_as_long_as_nothing_is_chosen_there_is_nothing_to_save_or_to_reset(page, data_folder):
    assert all(
        page.button(key=key).disabled
        for key in ["save-settings", "discard", "all-defaults", *(f"reset-{n}" for n in SETTINGS)]
    )
    assert "None differs from the default" in words(page)
    assert not (data_folder / SETTINGS_FILE).exists()


def test_what_is_saved_is_the_file_that_the_command_line_reads(page, data_folder):
    enter(page, "sem_deg", 2.6)
    enter(page, "csvl_convention", CsvlConvention.PELVIC)
    enter(page, "listhesis_grades_mm", "2; 6, 9")
    assert "Not saved yet" in words(page)
    assert not (data_folder / SETTINGS_FILE).exists()

    save(page)
    assert read_settings((data_folder / SETTINGS_FILE).read_text()) == MeasurementSettings(
        sem_deg=2.6,
        csvl_convention=CsvlConvention.PELVIC,
        listhesis_grades_mm=(2.0, 6.0, 9.0),
    )
    assert (data_folder / SETTINGS_FILE).stat().st_mode & 0o777 == 0o600
    assert "Not the default, 3°" in words(page)
    assert "3 differ from the default" in words(page)
    assert page.button(key="save-settings").disabled


@pytest.mark.parametrize(
    ("name", "value", "reason"),
    [
        ("sem_deg", 0.0, "sem_deg is 0.0; expected positive numbers, by default 3.0."),
        ("minimum_curve_deg", -5.0, "minimum_curve_deg is -5.0; expected positive numbers"),
        ("listhesis_grades_mm", "7, 1", "expected lengths that rise from grade to grade."),
        ("listhesis_grades_mm", "1, x", "listhesis_grades_mm is 'x'; expected a number"),
        ("listhesis_grades_mm", "", "expected lengths that rise from grade to grade."),
    ],
)
def test_what_no_setting_can_be_is_refused_in_words_and_not_saved(
    page, data_folder, name, value, reason
):
    enter(page, name, value)

    assert reason in page.error[0].value
    assert len(page.error) == 1
    assert page.button(key="save-settings").disabled
    page.button(key="discard").click().run()
    assert not page.error
    assert read_choices(data_folder) == Choices()


def test_one_setting_goes_back_to_its_default_or_all_do(page, data_folder):
    keep_choices(data_folder, Choices(MeasurementSettings(sem_deg=2.0, balance_mm=30.0)))
    page.run()
    page.button(key="reset-sem_deg").click().run()
    save(page)
    assert read_choices(data_folder).settings == MeasurementSettings(balance_mm=30.0)

    page.button(key="all-defaults").click().run()
    save(page)
    assert read_choices(data_folder) == Choices()


def test_what_is_entered_outlives_another_page(page):
    enter(page, "sem_deg", 2.6)
    page.switch_page(STUDY).run()
    page.switch_page(PAGE).run()

    assert page.number_input(key="setting-sem_deg").value == 2.6
    assert "Not saved yet" in words(page)


def test_a_new_analysis_goes_by_the_settings(session, data_folder, truth, monkeypatch):
    monkeypatch.setattr(analysis, "segmenter", lambda: truth)
    keep_choices(data_folder, Choices(MeasurementSettings(minimum_curve_deg=40.0)))
    analyse(session)

    assert session.findings.settings.minimum_curve_deg == 40.0
    assert [round(curve.magnitude_deg) for curve in session.findings.curves] == [50]  # not the 33


def test_a_study_measured_by_other_settings_says_so_and_is_measured_again_without_the_network(
    page_with_study, data_folder, monkeypatch
):
    page, before = page_with_study, findings(page_with_study)
    monkeypatch.setattr(analysis, "segmenter", None)
    enter(page, "minimum_curve_deg", 40.0)
    save(page)
    assert findings(page) == before
    said = "This study is measured by other settings: smallest curve 10° instead of 40°."
    for at in ("settings", "study", "flexibility", "report"):
        page.switch_page(f"webapp/pages/{at}.py").run()
        assert said in words(page)
        assert not page.error

    page.switch_page(STUDY).run()
    assert page.table[0].value["Cobb"].tolist() == ["50°", "33°"]
    page.button(key="measure-again").click().run()
    assert page.table[0].value["Cobb"].tolist() == ["50°"]
    assert said not in words(page)
    assert "Measured by this installation’s settings: smallest curve 40° instead of 10°" in words(
        page
    )
    for view, film in findings(page).films.items():
        assert film.vertebrae == before.films[view].vertebrae


def test_a_study_is_measured_again_only_when_asked(analysed_app, data_folder):
    """Another window may have saved in between; what is on screen does not move by itself."""
    before = findings(analysed_app)
    keep_choices(data_folder, Choices(MeasurementSettings(sem_deg=6.0)))
    analysed_app.run()

    assert findings(analysed_app) == before
    assert "a reader’s error 3° instead of 6°" in words(analysed_app)


def test_measuring_again_withdraws_a_confirmation_and_keeps_corrections(analysed_app, data_folder):
    here = analysed_app.session_state[KEY]
    here.reader = "Dr Reader"
    for view in View:
        here.confirm(view)
    keep_choices(data_folder, Choices(MeasurementSettings(sem_deg=6.0)))
    analysed_app.run()
    button = analysed_app.button(key="measure-again")
    assert "confirmed again" in button.help

    button.click().run()
    assert findings(analysed_app).review is None
    assert findings(analysed_app).settings.sem_deg == 6.0


@pytest.mark.parametrize("content", [b"sem_deg = ", b"sem = 3", b"\xff"])
def test_a_broken_file_is_said_and_stays_until_somebody_saves(analysed_app, data_folder, content):
    (data_folder / SETTINGS_FILE).write_bytes(content)
    for at in ("study", "flexibility", "report", "settings"):
        analysed_app.switch_page(f"webapp/pages/{at}.py").run()
        assert "settings.toml in the data folder cannot be used." in analysed_app.warning[0].value
        assert "measured by the default settings" in analysed_app.warning[0].value
        assert not analysed_app.error
    assert (data_folder / SETTINGS_FILE).read_bytes() == content

    save(analysed_app)
    assert "cannot be used" not in words(analysed_app)
    assert read_settings((data_folder / SETTINGS_FILE).read_text()) == DEFAULT_SETTINGS


def test_without_keeping_settings_last_for_the_session_and_nothing_is_written(
    app, data_folder, tmp_path
):
    app.session_state[KEY].keeping.wanted = False
    before = sorted(tmp_path.rglob("*"))
    opened = []
    watched = [True]

    def watch(event, args):
        if watched and event == "open" and isinstance(args[0], str) and args[1]:
            opened.extend(args[:1] if set(args[1]) & set("wax+") else [])

    page = app.switch_page(PAGE).run()
    assert "last for this session and are written nowhere" in page.info[0].value
    sys.addaudithook(watch)
    enter(page, "sem_deg", 2.6)
    save(page)
    watched.clear()

    assert [path for path in opened if Path(path).is_relative_to(tmp_path)] == []
    assert sorted(tmp_path.rglob("*")) == before
    assert page.session_state[KEY].chosen.settings.sem_deg == 2.6
    assert "For this session only" in words(page)

    page.toggle(key="keep").set_value(True).run()
    save(page)
    assert read_choices(data_folder).settings.sem_deg == 2.6
    assert page.session_state[KEY].chosen is None


def test_who_keeps_no_studies_by_default_keeps_none_in_this_tab_either(page, data_folder):
    page.toggle(key="setting-keep_studies").set_value(False).run()
    save(page)

    assert "keep_studies = false" in (data_folder / PREFERENCES_FILE).read_text()
    assert page.session_state[KEY].keeping.wanted is False


def test_the_environment_wins_and_the_page_says_so(monkeypatch, app):
    monkeypatch.setenv("R2MF_SPINE_STORE", "on")
    page = app.switch_page(PAGE).run()

    assert page.toggle(key="setting-keep_studies").disabled
    assert "`R2MF_SPINE_STORE` is on in the environment" in words(page)


def test_a_choice_of_view_is_that_of_the_editor(page, data_folder):
    page.selectbox(key="setting-view_from").set_value(ViewFrom.BEHIND).run()
    save(page)

    assert read_choices(data_folder) == Choices(preferences=Preferences(ViewFrom.BEHIND))
