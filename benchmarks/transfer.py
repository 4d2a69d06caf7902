"""What each kind of film teaches: ``python -m benchmarks.transfer DATA [DATA ...] --out DIR``.

The same small network is trained for the same number of steps on phantoms alone, on generated
films alone, on both, on real films alone, and on all, and each is measured on the real films of
the AASCE `val` split. Phantoms help if all together beat real films alone. A run that was stopped
goes on where it was, and one that is done is only measured again.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.small_network import HEADER, SMALL, row, seeded
from r2mf.config import TrainingConfig
from r2mf.network import R2MFNet

ALONE = 1.0
NONE = 0.0


@dataclass(frozen=True)
class Diet:
    """Shares of the windows that come from each kind of film.

    Attributes
    ----------
    real, generated, phantom : float
        AASCE, Spinal-AI2024, and the phantoms of `sample_data`.
    """

    real: float
    generated: float
    phantom: float

    @property
    def config(self) -> TrainingConfig:
        """Training of the small network on this diet."""
        return replace(
            SMALL,
            aasce_share=self.real,
            spinal_ai2024_share=self.generated,
            phantom_share=self.phantom,
            full_trunk_share=NONE,
        )


DIETS = {
    "phantoms alone": Diet(NONE, NONE, ALONE),
    "generated alone": Diet(NONE, ALONE, NONE),
    "phantoms and generated": Diet(NONE, 0.5, 0.5),
    "real alone": Diet(ALONE, NONE, NONE),
    "all": Diet(0.5, 0.2, 0.3),
}


def main() -> None:
    """Parse the command line, train, measure and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+", help="labelled sets; the first has AASCE")
    parser.add_argument("--out", type=Path, required=True, help="folder of the runs")
    parser.add_argument("--steps", type=int, default=SMALL.steps)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--diets", nargs="+", choices=DIETS, default=list(DIETS))
    options = parser.parse_args()
    print(HEADER)
    for name in options.diets:
        for seed in options.seeds:
            run = options.out / f"{name.replace(' ', '-')}-{seed}"
            config = seeded(DIETS[name].config, options.steps, seed)
            print(row(name, options.data, run, config, R2MFNet), flush=True)


if __name__ == "__main__":
    main()
