"""Each quality gate on a study made for it, and on clean ones: ``python -m benchmarks.gates``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from dataclasses import dataclass, field

from benchmarks.gate_studies import (
    EFFORT_DEG,
    analysed,
    cases,
    codes,
    patient,
    shots_of,
    truly_so,
)
from sample_data.phantom import phantom_patient

CLEAN_STUDIES = 200

LARGEST_SHARE = 0.02
"""Of clean studies, on which a gate may say what is not so."""


@dataclass
class Silence:
    """What gates said of clean studies."""

    studies: int = 0
    doubted: int = 0
    """Studies of which anything was said that is not so."""

    said: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    """What is so and was not said."""


def fired() -> dict[str, dict[str, bool]]:
    """Whether each gate fires on each study made for it, by code and study."""
    shots, found = shots_of(patient()), dict[str, dict[str, bool]]()
    for case in cases():
        found.setdefault(case.code, {})[case.what] = case.code in codes(case.make(shots))
    return found


def silence(seeds: range) -> Silence:
    """Analyse clean studies, which differ in everything that phantoms differ in."""
    found = Silence()
    for seed in seeds:
        someone = phantom_patient(seed, effort_deg=EFFORT_DEG)
        shots, so = shots_of(someone), truly_so(someone.study_truth())
        lowest = someone.study_truth().films["coronal"].levels[-1]
        said = codes(analysed(shots, lowest=lowest))
        found.studies += 1
        found.doubted += bool(said - so)
        found.said.update(said)
        found.false.update(said - so)
        found.missed.update(so - said)
    return found


def main() -> int:
    """Print a table, gate by gate; the status is 1 where one does not hold."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--clean", type=int, default=CLEAN_STUDIES, metavar="STUDIES")
    clean, studies = silence(range(parser.parse_args().clean)), fired()
    print(f"{'gate':22}{'false':>6}{'true':>6}  study made for it: does it fire")
    for code, made in studies.items():
        true = clean.said[code] - clean.false[code]
        answers = "; ".join(f"{what}: {'yes' if fires else 'NO'}" for what, fires in made.items())
        print(f"{code:22}{clean.false[code]:6}{true:6}  {answers}")
    for code in sorted(set(clean.false) - set(studies)):
        print(f"{code:22}{clean.false[code]:6}{0:6}  no study is made for it")
    total = sum(len(made) for made in studies.values())
    caught = sum(sum(made.values()) for made in studies.values())
    print(f"\n{caught} of {total} studies made for a gate are caught")
    print(
        f"{clean.doubted} of {clean.studies} clean studies raise a false alarm; what is so and was "
        f"not said: {dict(clean.missed) or 'nothing'}"
    )
    return int(caught < total or clean.doubted > LARGEST_SHARE * clean.studies)


if __name__ == "__main__":
    sys.exit(main())
