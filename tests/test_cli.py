"""The same job from a shell."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import cli
from sample_data import ExpectedStudy
from studies.json_schema import film_from_json, study_from_json
from studies.radiograph import View
from studies.read import read_film

ROOT = Path(__file__).parents[1]
RIGHT = ["--patient-right", "left"]


@pytest.fixture
def film_files(tmp_path, study_films, known_corners):
    """Path of a PNG of each film by view; the segmenter knows them."""
    files = {}
    for view, film in study_films.items():
        files[view] = tmp_path / f"{view}.png"
        Image.fromarray(np.round(film.pixels * 255).astype(np.uint8)).save(files[view])
        corners = [v.corners for v in known_corners.segment(film.pixels).vertebrae]
        pixels = read_film(files[view].read_bytes(), "film").pixels
        known_corners.learn(pixels, np.array(corners))
    return files


@pytest.fixture
def run(known_corners, tmp_path):
    """Run a command with films found at their known corners; gives status and folder."""

    def run_command(*arguments):
        out = tmp_path / "out"
        words = [str(argument) for argument in arguments]
        return cli.main([*words, "--out", str(out)], load=lambda: known_corners), out

    return run_command


@pytest.fixture
def noise(tmp_path):
    """A picture that is a film, with no spine on it."""
    path = tmp_path / "noise.png"
    grey = np.random.default_rng(0).integers(0, 255, (600, 400), dtype=np.uint8)
    Image.fromarray(grey).save(path)
    return path


def study_arguments(films):
    return [
        argument
        for view, path in films.items()
        for argument in (f"--{view.replace('_', '-')}", path)
    ]


def test_each_film_becomes_a_document_of_its_stem(run, film_files):
    status, out = run("analyse", *film_files.values(), *RIGHT)
    documents = {path.stem: film_from_json(path.read_text()) for path in out.iterdir()}

    assert status == 0
    assert set(documents) == {"coronal", "left_bending", "right_bending"}
    assert [curve.cobb_deg for curve in documents["coronal"].curves] == pytest.approx(
        [-25, 50, -40]
    )
    assert set(documents["coronal"].seconds) == {"reading", "network", "measurement"}


def test_failing_films_are_named_with_a_reason_and_the_rest_go_on(
    run, film_files, noise, tmp_path, capsys
):
    text = tmp_path / "notes.txt"
    text.write_text("no film")
    absent = tmp_path / "absent.dcm"

    status, out = run("analyse", text, noise, absent, film_files[View.CORONAL])
    said = capsys.readouterr().err.splitlines()

    assert status == 1
    assert [path.name for path in out.iterdir()] == ["coronal.json"]
    assert len(said) == 3
    for path, line in zip((text, noise, absent), said, strict=True):
        assert line.startswith(f"{path}: ")
        assert line.endswith(".")


def test_two_films_of_one_stem_both_stay(run, film_files, tmp_path, capsys):
    other = tmp_path / "other" / "coronal.png"
    other.parent.mkdir()
    other.write_bytes(film_files[View.LEFT_BENDING].read_bytes())

    status, out = run("analyse", film_files[View.CORONAL], other)
    first, second = (
        film_from_json((out / name).read_text()) for name in ("coronal.json", "coronal-2.json")
    )

    assert status == 0
    assert first.sha256 != second.sha256
    assert "coronal-2.json" in capsys.readouterr().err


def test_a_study_writes_findings_table_report_and_pictures(run, film_files):
    status, out = run("study", *study_arguments(film_files), *RIGHT)
    study = study_from_json((out / "study.json").read_text())
    table = pd.read_csv(out / "curves.csv")

    assert status == 0
    assert {path.name for path in out.iterdir()} == {
        "study.json",
        "curves.csv",
        "report.pdf",
        "coronal.png",
        "left_bending.png",
        "right_bending.png",
    }
    assert [item.rate_percent for item in study.flexibility] == pytest.approx([92, 60, 75])
    assert list(table.flexibility_rate_percent) == pytest.approx([92, 60, 75], abs=0.05)
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")


def test_bending_films_are_optional(run, film_files):
    status, out = run("study", "--coronal", film_files[View.CORONAL], *RIGHT)
    study = study_from_json((out / "study.json").read_text())

    assert status == 0
    assert len(study.flexibility) == 3
    assert all(item.rate_percent is None for item in study.flexibility)


@pytest.mark.parametrize("broken", ["noise", "text"])
def test_a_bad_bending_film_leaves_the_others_and_its_reason_is_in_the_study(
    broken, run, film_files, noise, tmp_path, capsys
):
    bad = noise
    if broken == "text":
        bad = tmp_path / "bad.dcm"
        bad.write_text("no film")
    status, out = run("study", *study_arguments({**film_files, View.LEFT_BENDING: bad}), *RIGHT)
    study = study_from_json((out / "study.json").read_text())

    assert status == 1
    assert study.flexibility[1].rate_percent == pytest.approx(60)
    assert str(bad) in capsys.readouterr().err
    assert study.refused[View.LEFT_BENDING].endswith(".")
    assert not (out / "left_bending.png").exists()


def test_technique_and_settings_are_carried_into_the_findings(run, film_files, tmp_path):
    chosen = tmp_path / "department.toml"
    chosen.write_text("sem_deg = 2.6\nminimum_curve_deg = 30\n")

    status, out = run(
        "study", *study_arguments(film_files), *RIGHT,
        "--technique", "supine-bending", "--settings", chosen,
    )  # fmt: skip
    study = study_from_json((out / "study.json").read_text())
    table = pd.read_csv(out / "curves.csv")

    assert status == 0
    assert study.technique == "supine bending"
    assert (study.settings.sem_deg, study.settings.minimum_curve_deg) == (2.6, 30)
    assert len(study.curves) == 2
    assert set(table.settings) == {"minimum_curve_deg 30 instead of 10; sem_deg 2.6 instead of 3"}


def test_settings_that_cannot_be_are_one_sentence_before_any_film_is_read(
    run, film_files, tmp_path, capsys
):
    chosen = tmp_path / "department.toml"
    chosen.write_text("sem_deg = -1")

    status, out = run("analyse", *film_files.values(), "--settings", chosen)

    assert status == 2
    assert "sem_deg is -1.0; expected positive numbers" in capsys.readouterr().err
    assert list(out.iterdir()) == []


def test_a_study_of_unreadable_films_measures_nothing(run, tmp_path):
    status, out = run("study", "--coronal", tmp_path / "absent.dcm")

    assert status == 2
    assert list(out.iterdir()) == []


def test_an_undeclared_side_stays_unknown(run, film_files):
    _, out = run("analyse", film_files[View.CORONAL])
    document = json.loads((out / "coronal.json").read_text())

    assert document["side"]["patient_right"] is None
    assert document["curves"][1]["convexity"] == "image left"
    assert "side-unknown" in {warning["code"] for warning in document["warnings"]}


def test_levels_count_upward_from_the_lowest_level_given(run, film_files):
    _, out = run("analyse", film_files[View.CORONAL], "--lowest-level", "L6")
    film = film_from_json((out / "coronal.json").read_text())

    assert film.vertebrae[-1].level == "L6"


def test_the_bar_ends_full_and_only_when_asked_for(run, film_files, capsys):
    run("analyse", *film_files.values(), *RIGHT)
    silent = capsys.readouterr().err
    run("analyse", *film_files.values(), *RIGHT, "--progress")
    bar = capsys.readouterr().err

    assert silent == ""
    assert bar.count("100%") == 1
    assert "coronal.png: Finding the vertebrae" in bar


def test_missing_weights_are_one_sentence(tmp_path, capsys):
    from r2mf import WeightsError

    def load():
        raise WeightsError("The weights are absent; fetch them.")

    status = cli.main(["analyse", "film.png", "--out", str(tmp_path)], load=load)

    assert status == 2
    assert capsys.readouterr().err == "Nothing was measured: The weights are absent; fetch them.\n"


@pytest.fixture
def documents(run, film_files, tmp_path):
    """Findings of the standing film and of another one with larger curves."""
    _, out = run("study", *study_arguments(film_files), *RIGHT, "--technique", "fulcrum")
    earlier = out / "study.json"
    film = json.loads(earlier.read_text())["films"]["coronal"] | {"kind": "film"}
    later = tmp_path / "later.json"
    film["film"]["sha256"] = "of another film"
    later.write_text(json.dumps(film))
    return earlier, later


def test_progress_says_what_became_of_each_curve_and_writes_it(documents, tmp_path, capsys):
    out = tmp_path / "progress"
    days = ["--taken", "2024-03-01", "2025-03-01"]

    status = cli.main(["progress", *map(str, documents), *days, "--out", str(out)], load=unwanted)
    said = capsys.readouterr().out
    document = json.loads((out / "progression.json").read_text())

    assert status == 0
    assert "MT (T5–T11), convex to the right: 50.0°" in said
    assert "no progression by convention (from 5°), and within measurement error (8.3°)" in said
    assert "one patient" in said
    assert [curve["overall"]["change_deg"] for curve in document["curves"]] == [0, 0, 0]
    assert [film["taken"] for film in document["films"]] == ["2024-03-01", "2025-03-01"]


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        ([], "2 findings and 0 days are given"),
        (["--taken", "2024-03-01"], "2 findings and 1 days are given"),
        (["--taken", "2024-03-01", "2024-03-01"], "two films were taken on 2024-03-01"),
        (["--taken", "2024-03-01", "2025-03-01", "--follow", "2020-01-01"], "no film was taken on"),
    ],
)
def test_progress_without_what_it_needs_is_one_sentence(days, reason, documents, capsys):
    status = cli.main(["progress", *map(str, documents), *days], load=unwanted)
    said = capsys.readouterr()

    assert status == 2
    assert reason in said.err
    assert said.out == ""


def test_a_day_that_is_none_is_refused_with_an_example(documents, capsys):
    with pytest.raises(SystemExit):
        cli.main(["progress", *map(str, documents), "--taken", "spring"], load=unwanted)

    assert "'spring' is no day such as 2024-03-01" in capsys.readouterr().err


def test_fulcrum_prints_an_index_for_each_curve(documents, capsys):
    study, after = documents

    status = cli.main(["fulcrum", str(study), str(after)], load=unwanted)

    assert status == 0
    assert capsys.readouterr().out.splitlines()[1] == (
        "MT (T5–T11): 50° standing, 20° over the fulcrum (60 %), 50° after operation (0 %); "
        "fulcrum-bending correction index 0 %."
    )


def test_a_phantom_is_a_study_whose_truth_is_printed_and_written(tmp_path, capsys):
    out = tmp_path / "phantom"
    words = "--seed 7 --pattern lenke-5 --cobb 48 --flexibility 110 --lumbar 6 --out"
    status = cli.main(["phantom", *words.split(), str(out)], load=unwanted)
    expected = ExpectedStudy.from_json((out / "expected.json").read_text())
    major = max(expected.curves, key=lambda curve: abs(curve.cobb_deg))
    table = capsys.readouterr().out.splitlines()

    assert status == 0
    assert {path.name for path in out.iterdir()} == {
        "coronal.dcm",
        "left_bending.dcm",
        "right_bending.dcm",
        "expected.json",
    }
    assert read_film((out / "coronal.dcm").read_bytes(), "film").side.patient_right == "left"
    assert (major.region, major.convexity) == ("TL", "left")
    assert major.flexibility_rate_percent == pytest.approx(110, abs=0.5)
    assert expected.films["coronal"].levels[-1] == "L6"
    assert len(table) == 2 + len(expected.curves)
    assert max(map(len, table)) <= 110
    assert any(f"{major.cobb_deg:.1f}" in line and "110.0 %" in line for line in table)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("--flexibility 900", "out of reach"),
        ("--pattern lenke-4 --cobb 20", "51 to 110"),
        ("--pattern normal --cobb 20", "no curve"),
        ("--thoracic 14", "11, 12 or 13"),
        ("--seed -1", "0 or more"),
        ("--effort 0", "above zero"),
    ],
)
def test_a_phantom_that_cannot_be_is_one_sentence(words, reason, tmp_path, capsys):
    out = tmp_path / "phantom"
    status = cli.main(["phantom", *words.split(), "--out", str(out)], load=unwanted)
    said = capsys.readouterr().err

    assert status == 2
    assert reason in said
    assert said.count("\n") == 1
    assert list(out.iterdir()) == []


def unwanted():
    raise AssertionError("this needs no network")


def test_only_the_phantom_command_imports_the_phantom():
    script = "import cli, sys; assert not [m for m in sys.modules if m.startswith('sample_data')]"
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stderr


def test_help_answers_without_loading_the_network():
    script = "import cli, sys\ntry: cli.main(['--help'])\nexcept SystemExit: pass\n"
    script += "assert 'torch' not in sys.modules"
    answer = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert answer.returncode == 0, answer.stderr
    assert "Not a medical device" in " ".join(answer.stdout.split())
