"""Make the shipped studies again: ``python -m sample_data.generate [--out DIR]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from sample_data.catalogue import CATALOGUE
from sample_data.dicom import Identity, write_film
from sample_data.expected import ExpectedStudy
from sample_data.phantom import PhantomStudy
from sample_data.samples import STUDIES


def write_study(study: PhantomStudy, identity: Identity, folder: Path) -> ExpectedStudy:
    """Write films and truth of one study into `folder` and return its truth."""
    expected = ExpectedStudy.of(study)
    folder.mkdir(parents=True, exist_ok=True)
    for view, film in study.films.items():
        write_film(folder / f"{view}.dcm", film, identity)
    (folder / "expected.json").write_text(expected.to_json(), encoding="utf-8")
    return expected


def main() -> None:
    """Write every study of the catalogue."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=STUDIES, help="folder of the studies")
    out = parser.parse_args().out
    for number, plan in enumerate(CATALOGUE, start=1):
        write_study(plan.patient().study(), Identity(plan.name, number), out / plan.name)
        size = sum(file.stat().st_size for file in (out / plan.name).iterdir())
        print(f"{plan.name}: {size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
