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

from r2mf.config import TrainingConfig
from r2mf.evaluate import SetScore, evaluate
from r2mf.export import export
from r2mf.labels import FilmSet, read_sets
from r2mf.plausibility import Chain
from r2mf.segmenter import Segmenter, best_device
from r2mf.train import train
from r2mf.weights import load_weights

SMALL = TrainingConfig(
    steps=1200, channels=0.5, height=512, width=256, learning_rate=3e-3, fall=0.5
)
"""Half the channels and two thirds of the height: six times cheaper than the shipped cascade."""

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

    def config(self, steps: int, seed: int) -> TrainingConfig:
        """Training of the small network on this diet."""
        return replace(
            SMALL,
            steps=steps,
            seed=seed,
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


def measured(run: Path, data: Path) -> SetScore | None:
    """Measure a finished run on the AASCE `val` films; None if it finds no spine on any.

    Nothing is refused as unlikely: the bounds for that are those of the shipped weights.
    """
    weights = run / "weights.safetensors"
    export(run, weights, run.name, {})
    films = [
        film for film in read_sets(data) if film.source == FilmSet.AASCE and film.split == "val"
    ]
    segmenter = Segmenter(*load_weights(weights), best_device(), judge=anything_goes)
    return evaluate(films, segmenter, drawings=None).sets.get(FilmSet.AASCE)


def anything_goes(chain: Chain) -> None:
    """Refuse nothing."""


def row(name: str, seed: int, score: SetScore | None) -> str:
    """Lay out a line of the table."""
    if score is None:
        return f"| {name} | {seed} | none | | | | |"
    return (
        f"| {name} | {seed} | {score.measured} of {score.films} | {score.found_percent:.0f} % "
        f"| {score.smape_percent:.1f} % | {score.cmae_deg:.1f}° "
        f"| {score.largest_mae_deg:.1f}° ({score.largest_bias_deg:+.1f}) |"
    )


def main() -> None:
    """Parse the command line, train, measure and print a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("data", type=Path, nargs="+", help="labelled sets; the first has AASCE")
    parser.add_argument("--out", type=Path, required=True, help="folder of the runs")
    parser.add_argument("--steps", type=int, default=SMALL.steps)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--diets", nargs="+", choices=DIETS, default=list(DIETS))
    options = parser.parse_args()
    print("| trained on | seed | measured | found | SMAPE | CMAE | largest MAE (bias) |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for name in options.diets:
        for seed in options.seeds:
            run = options.out / f"{name.replace(' ', '-')}-{seed}"
            train(options.data, run, DIETS[name].config(options.steps, seed))
            print(row(name, seed, measured(run, options.data[0])), flush=True)


if __name__ == "__main__":
    main()
