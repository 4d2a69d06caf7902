"""R2MF Spine from a shell: films in, findings out.

Examples::

    python cli.py analyse films/*.dcm --out findings --progress
    python cli.py study --coronal A.dcm --left-bending B.dcm --right-bending C.dcm --out study
    python cli.py progress 2024.json 2025.json --taken 2024-03-01 2025-03-08
    python cli.py fulcrum study.json postoperative.json
    python cli.py phantom --seed 7 --pattern lenke-1 --cobb 55 --flexibility 60 --out phantom

A film that cannot be used is named on stderr with the reason, and the rest go on. The exit status
is 0 when every film was measured, 1 when some were not, 2 when nothing could be done.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from measurements import DEFAULT_SETTINGS, BendingTechnique, ImageEdge, Level, MeasurementSettings
from r2mf import OnStep, SegmentationError
from studies.analyse import (
    USUAL_LOWEST,
    FilmSegmenter,
    analyse_film,
    analyse_study,
    measure_study,
)
from studies.errors import StudyError
from studies.findings import FilmFindings, StudyFindings
from studies.follow_up import DatedFilm, FollowUpError, follow_up
from studies.follow_up_document import follow_up_json, follow_up_words
from studies.fulcrum import fulcrum_words
from studies.gates import VIEW_NAMES
from studies.json_schema import findings_from_json, study_from_json, to_json
from studies.notice import RESEARCH_NOTICE
from studies.overlay import study_overlay_png
from studies.radiograph import Radiograph, View
from studies.read import read_film
from studies.report import report_pdf
from studies.settings_file import read_settings
from studies.side import declared_side
from studies.table import curves_csv

MEASURED, SOME_FAILED, NOTHING_DONE = 0, 1, 2

NORMAL = "normal"
PATTERNS = (NORMAL, *(f"lenke-{number}" for number in range(1, 7)))

TECHNIQUES = {technique.replace(" ", "-"): technique for technique in BendingTechnique}

BAR_WIDTH = 24


def load_segmenter() -> FilmSegmenter:
    """Load the shipped weights; PyTorch only now, so that ``--help`` answers at once."""
    from r2mf.segmenter import Segmenter

    return Segmenter.load()


def main(
    arguments: Sequence[str] | None = None,
    load: Callable[[], FilmSegmenter] = load_segmenter,
) -> int:
    """Run a command.

    Parameters
    ----------
    arguments : sequence of str, optional
        What stands behind ``cli.py``; taken from the shell when None.
    load : callable
        Gives what outlines the vertebrae.

    Returns
    -------
    int
        The exit status.
    """
    options = _parser().parse_args(arguments)
    try:
        if options.out is not None:
            options.out.mkdir(parents=True, exist_ok=True)
        status: int = options.command(options, load)
    except (SegmentationError, StudyError, OSError) as error:
        _say(f"Nothing was measured: {error}")
        return NOTHING_DONE
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="cli.py", description="Measure scoliosis on spine films.", epilog=RESEARCH_NOTICE
    )
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--out", type=Path, required=True, metavar="DIR", help="where files go")
    shared.add_argument("--progress", action="store_true", help="show a bar on stderr")
    shared.add_argument(
        "--patient-right",
        type=ImageEdge,
        choices=list(ImageEdge),
        help="image edge of the patient's right, for films that do not state it",
    )
    shared.add_argument(
        "--lowest-level",
        type=Level,
        choices=list(Level),
        default=USUAL_LOWEST,
        metavar="LEVEL",
        help="lowest vertebra on the films (default: %(default)s)",
    )
    shared.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help="TOML file of conventions and thresholds, such as sem_deg = 2.6; what it does not "
        "name keeps its default",
    )
    commands = parser.add_subparsers(required=True)
    analyse = commands.add_parser(
        "analyse", parents=[shared], epilog=RESEARCH_NOTICE, help="each film on its own, as JSON"
    )
    analyse.add_argument("films", type=Path, nargs="+", metavar="FILM")
    analyse.set_defaults(command=_analyse)
    study = commands.add_parser(
        "study",
        parents=[shared],
        epilog=RESEARCH_NOTICE,
        help="a standing film and its bending films: JSON, CSV, PDF and pictures",
    )
    for view in View:
        study.add_argument(
            f"--{view.replace('_', '-')}",
            type=Path,
            required=view is View.CORONAL,
            metavar="FILM",
            help=VIEW_NAMES[view],
        )
    study.add_argument(
        "--technique",
        choices=list(TECHNIQUES),
        default="unknown",
        help="how the bending films were taken (default: %(default)s)",
    )
    study.set_defaults(command=_study)
    _add_progress(commands)
    _add_fulcrum(commands)
    _add_phantom(commands)
    return parser


def _add_progress(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    progress = commands.add_parser(
        "progress",
        epilog=RESEARCH_NOTICE,
        help="what became of each curve from study to study, at fixed levels",
    )
    progress.add_argument(
        "findings", type=Path, nargs="+", metavar="FINDINGS.json", help="as analyse or study wrote"
    )
    progress.add_argument(
        "--taken",
        type=_day,
        nargs="+",
        default=[],
        metavar="DAY",
        help="day of each film in the order of the files, such as 2024-03-01; findings keep none",
    )
    progress.add_argument(
        "--follow",
        type=_day,
        metavar="DAY",
        help="the film whose curves and levels are followed (default: the oldest)",
    )
    progress.add_argument("--out", type=Path, metavar="DIR", help="where progression.json goes")
    progress.set_defaults(command=_progress_of)


def _add_fulcrum(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    fulcrum = commands.add_parser(
        "fulcrum",
        epilog=RESEARCH_NOTICE,
        help="what an operation used of the flexibility that fulcrum films showed",
    )
    fulcrum.add_argument(
        "study", type=Path, metavar="STUDY.json", help="with bending films taken over a fulcrum"
    )
    fulcrum.add_argument(
        "postoperative", type=Path, metavar="AFTER.json", help="standing film after operation"
    )
    fulcrum.set_defaults(command=_fulcrum, out=None)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2024-03-01") from error


def _add_phantom(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    phantom = commands.add_parser(
        "phantom",
        epilog=RESEARCH_NOTICE,
        help="a computed study whose truth is known: three DICOM films and expected.json",
    )
    phantom.add_argument("--out", type=Path, required=True, metavar="DIR", help="where files go")
    phantom.add_argument("--seed", type=int, default=1, help="of the person (default: %(default)s)")
    phantom.add_argument("--pattern", choices=PATTERNS, default="lenke-1", help="curves to build")
    phantom.add_argument("--cobb", type=float, metavar="DEGREES", help="size of the major curve")
    phantom.add_argument(
        "--flexibility", type=float, metavar="PERCENT", help="what the major curve must measure"
    )
    phantom.add_argument(
        "--thoracic-convexity",
        choices=["right", "left"],
        default="right",
        help="side of the main thoracic curve (default: %(default)s)",
    )
    phantom.add_argument("--thoracic", type=int, default=12, help="vertebrae: 11, 12 or 13")
    phantom.add_argument("--lumbar", type=int, default=5, help="vertebrae: 4, 5 or 6")
    phantom.add_argument(
        "--effort", type=float, default=3.0, help="how hard the patient bends (default: 3)"
    )
    phantom.set_defaults(command=_phantom)


def _phantom(options: argparse.Namespace, load: Callable[[], FilmSegmenter]) -> int:
    """Write three DICOM films and ``expected.json``, and print the truth."""
    # only this command needs them
    from sample_data.commission import Commission, commissioned
    from sample_data.phantom import PhantomError
    from sample_data.truth_table import truth_table

    try:
        commission = Commission(
            seed=options.seed,
            lenke_type=None if options.pattern == NORMAL else int(options.pattern[-1]),
            cobb_deg=options.cobb,
            flexibility_percent=options.flexibility,
            thoracic_convexity=options.thoracic_convexity,
            thoracic=options.thoracic,
            lumbar=options.lumbar,
            effort_deg=options.effort,
        )
        expected = commissioned(commission, options.out)
    except PhantomError as error:
        _say(f"No phantom was made: {error}.")
        return NOTHING_DONE
    print(truth_table(expected))
    return MEASURED


def _analyse(options: argparse.Namespace, load: Callable[[], FilmSegmenter]) -> int:
    """Write ``DIR/<stem>.json`` for each film."""
    settings = _settings(options)
    segmenter = load()
    status = MEASURED
    films = _named(options.films)
    for index, (path, name) in enumerate(films):
        on_step = _part(_progress(options), path.name, index, len(films))
        try:
            start = time.perf_counter()
            radiograph = _read(path, options.patient_right)
            reading = time.perf_counter() - start
            film = analyse_film(
                radiograph,
                segmenter,
                view=None,
                lowest_level=options.lowest_level,
                settings=settings,
                on_step=on_step,
            )
        except (StudyError, OSError) as error:
            _say(f"{path}: {_reason(error)}")
            status = SOME_FAILED
            continue
        film = replace(film, seconds={"reading": reading, **film.seconds})
        (options.out / f"{name}.json").write_text(to_json(film), encoding="utf-8")
    return status


def _study(options: argparse.Namespace, load: Callable[[], FilmSegmenter]) -> int:
    """Write ``study.json``, ``curves.csv``, ``report.pdf`` and a picture of each film."""
    settings = _settings(options)
    segmenter = load()
    films: dict[View, Radiograph] = {}
    unreadable: dict[View, str] = {}
    for view, path in _given(options).items():
        try:
            films[view] = _read(path, options.patient_right)
        except (StudyError, OSError) as error:
            unreadable[view] = _reason(error)
    for view, reason in unreadable.items():
        _say(f"{_given(options)[view]}: {reason}")
    if not films:
        return NOTHING_DONE
    study = analyse_study(
        films,
        segmenter,
        lowest_level=options.lowest_level,
        settings=settings,
        on_step=_progress(options),
    )
    for view, reason in study.refused.items():
        _say(f"{_given(options)[view]}: {reason}")
    refused, technique = {**study.refused, **unreadable}, TECHNIQUES[options.technique]
    study = measure_study(study.films, refused, study.provenance, technique)
    _write(study, films, options.out)
    for warning in study.warnings:
        _say(f"{warning.message} {warning.remedy}")
    if not study.films:
        return NOTHING_DONE
    return SOME_FAILED if study.refused else MEASURED


def _progress_of(options: argparse.Namespace, load: Callable[[], FilmSegmenter]) -> int:
    """Print what became of each curve, and write ``DIR/progression.json`` where DIR is given."""
    if len(options.taken) != len(options.findings):
        raise FollowUpError(
            f"{len(options.findings)} findings and {len(options.taken)} days are given. Findings "
            "keep no day of a film, so that nobody is known by it: give the day of each film after "
            "--taken, in the order of the files."
        )
    films = [
        DatedFilm.of(day, _findings(path))
        for day, path in zip(options.taken, options.findings, strict=True)
    ]
    found = follow_up(films, reference=options.follow)
    print("\n\n".join(follow_up_words(found)))
    if options.out is not None:
        (options.out / "progression.json").write_text(follow_up_json(found), encoding="utf-8")
    return MEASURED


def _fulcrum(options: argparse.Namespace, load: Callable[[], FilmSegmenter]) -> int:
    """Print the fulcrum-bending correction index of each curve."""
    study = study_from_json(options.study.read_text(encoding="utf-8"))
    after = _findings(options.postoperative)
    film = after.standing if isinstance(after, StudyFindings) else after
    if film is None:
        raise StudyError("There is no standing film after operation; choose findings with one.")
    print("\n".join(fulcrum_words(study, film)) or "There is no standing curve.")
    return MEASURED


def _findings(path: Path) -> FilmFindings | StudyFindings:
    return findings_from_json(path.read_text(encoding="utf-8"))


def _settings(options: argparse.Namespace) -> MeasurementSettings:
    """Read the settings file, if one is given."""
    if options.settings is None:
        return DEFAULT_SETTINGS
    return read_settings(options.settings.read_text(encoding="utf-8"))


def _given(options: argparse.Namespace) -> dict[View, Path]:
    return {view: path for view in View if (path := getattr(options, view)) is not None}


def _write(study: StudyFindings, films: Mapping[View, Radiograph], out: Path) -> None:
    (out / "study.json").write_text(to_json(study), encoding="utf-8")
    (out / "curves.csv").write_text(curves_csv(study), encoding="utf-8", newline="")
    (out / "report.pdf").write_bytes(report_pdf(study, films))
    for view in study.films:
        (out / f"{view}.png").write_bytes(study_overlay_png(films[view], study, view))


def _read(path: Path, patient_right: ImageEdge | None) -> Radiograph:
    film = read_film(path.read_bytes(), path.name)
    if film.side.patient_right is None and patient_right is not None:
        return replace(film, side=declared_side(patient_right))
    return film


def _named(paths: Iterable[Path]) -> list[tuple[Path, str]]:
    """Give each film a file name of its own: its stem, numbered where two share one."""
    named: list[tuple[Path, str]] = []
    taken: set[str] = set()
    for path in paths:
        name, number = path.stem, 2
        while name.casefold() in taken:
            name, number = f"{path.stem}-{number}", number + 1
        if name != path.stem:
            _say(f"{path}: written to {name}.json, as another film is called {path.stem}.")
        taken.add(name.casefold())
        named.append((path, name))
    return named


def _reason(error: Exception) -> str:
    """One sentence; the system's own errors name the file, which is already there."""
    if isinstance(error, OSError):
        return f"The file cannot be opened: {error.strerror or 'unknown reason'}."
    return str(error)


def _progress(options: argparse.Namespace) -> OnStep:
    return _bar if options.progress else lambda step, fraction: None


def _part(tell: OnStep, film: str, index: int, count: int) -> OnStep:
    """Report the steps of one film as steps of `count` films."""
    return lambda step, fraction: tell(f"{film}: {step}", (index + fraction) / count)


def _bar(step: str, fraction: float) -> None:
    done = round(BAR_WIDTH * fraction)
    bar = "█" * done + "·" * (BAR_WIDTH - done)
    end = "\n" if fraction >= 1 else ""
    print(f"\r{bar} {fraction:4.0%}  {step:<60.60}", end=end, file=sys.stderr, flush=True)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
