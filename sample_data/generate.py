"""Make the shipped studies again: ``python -m sample_data.generate [--out DIR]``."""

from __future__ import annotations

import argparse
from pathlib import Path

from sample_data.catalogue import CATALOGUE
from sample_data.dicom import Identity
from sample_data.filing import write_study
from sample_data.samples import STUDIES


def main() -> None:
    """Write every study of the catalogue."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=STUDIES, help="folder of the studies")
    out = parser.parse_args().out
    for number, plan in enumerate(CATALOGUE, start=1):
        write_study(plan.study(), Identity(plan.name, number), out / plan.name, plan.filing)
        size = sum(file.stat().st_size for file in (out / plan.name).iterdir())
        print(f"{plan.name}: {size / 2**20:.2f} MiB")


if __name__ == "__main__":
    main()
