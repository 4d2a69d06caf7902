"""Put a trained close stage into weights: ``python -m r2mf.attach RUN WEIGHTS.safetensors``.

The cascade in the weights stays as it is. What was calibrated was calibrated without the stage, so
the calibration is taken out; fit it again with `r2mf.calibrate`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from r2mf.close import CloseStage
from r2mf.export import commit_now, read_run
from r2mf.weights import SHIPPED, load_weights, save_weights


def attach(run: Path, path: Path, version: str, figures: Mapping[str, Any]) -> None:
    """Write the moving average of a close stage's run beside the cascade of weights.

    Parameters
    ----------
    run : Path
        Folder of the run of `r2mf.train_close`.
    path : Path
        Weights whose cascade is kept; written anew.
    version : str
        Name of the weights from now on.
    figures : mapping
        What the evaluation gave, as `r2mf.evaluate --json` writes it.

    Raises
    ------
    WeightsError
        If the run has no checkpoint, or the weights cannot be read.
    """
    kept = read_run(run, "r2mf.train_close")
    stage = CloseStage()
    stage.load_state_dict(kept["average"])
    network, sidecar = load_weights(path)
    before = {
        name: value for name, value in sidecar.items() if name not in ("network", "calibration")
    }
    close = {"steps": kept["step"], "training": kept["config"], "commit": commit_now()}
    provenance = {**before, "version": version, "close": close, "figures": dict(figures)}
    save_weights(network, path, provenance, stage)


def main() -> None:
    """Parse the command line and attach."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("run", type=Path)
    parser.add_argument("weights", type=Path, nargs="?", default=SHIPPED)
    parser.add_argument("--version", required=True)
    parser.add_argument("--figures", type=Path, help="JSON written by r2mf.evaluate --json")
    options = parser.parse_args()
    figures = json.loads(options.figures.read_text()) if options.figures else {}
    attach(options.run, options.weights, options.version, figures)


if __name__ == "__main__":
    main()
