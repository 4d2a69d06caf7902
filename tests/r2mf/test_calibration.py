"""A calibration kept with the weights."""

import json

import numpy as np
import pytest

from r2mf.calibration import Calibration, ends_sd_deg
from r2mf.errors import WeightsError
from r2mf.segmenter import Segmenter
from r2mf.signs import Signs
from r2mf.weights import SHIPPED, load_weights

DOUBTFUL, SURE = Signs(20.0, 10.0, 40.0), Signs(2.0, 0.1, 5.0)


def test_a_calibration_comes_back_from_its_document():
    calibration = Calibration(1.1, 0.5, (-4.0, 0.5, 1.0, 1.0))
    sidecar = json.loads(json.dumps({"calibration": calibration.document()}))

    assert Calibration.of(sidecar) == calibration


def test_weights_without_a_calibration_still_work_and_foretell_no_chance():
    calibration = Calibration.of({"version": "old"})

    assert calibration == Calibration()
    assert calibration.off_probability(SURE) is None


def test_the_chance_is_a_probability_that_rises_with_each_sign():
    calibration = Calibration(1.0, 0.5, (-6.0, 0.5, 1.0, 1.0))
    chances = [
        calibration.off_probability(signs)
        for signs in (SURE, Signs(20.0, 0.1, 5.0), Signs(20.0, 10.0, 5.0), DOUBTFUL)
    ]

    assert chances == sorted(chances)
    assert all(0 < chance < 1 for chance in chances)


@pytest.mark.parametrize(
    "kept",
    [
        {},
        {"corner_scale": 1, "tilt_share": 0.5},
        {"corner_scale": 1, "tilt_share": 0.5, "off": [1, 2]},
        {"corner_scale": -1, "tilt_share": 0.5, "off": None},
        {"corner_scale": "much", "tilt_share": 0.5, "off": None},
    ],
)
def test_what_is_no_calibration_is_refused_with_the_remedy(kept):
    with pytest.raises(WeightsError, match=r"r2mf\.calibrate"):
        Calibration.of({"calibration": kept})


def test_ends_that_err_independently_tilt_an_endplate():
    rng = np.random.default_rng(0)
    ends = rng.normal(0, 1.0, (100_000, 2))
    tilts = np.degrees(np.arctan2(ends[:, 1] - ends[:, 0], 40.0))

    assert ends_sd_deg(1.0, 40.0) == pytest.approx(tilts.std(), rel=0.01)


def test_the_shipped_weights_are_calibrated():
    _, sidecar = load_weights(SHIPPED)

    assert sidecar["calibration"]["left_out"]
    assert Segmenter.load(device="cpu").calibration.off is not None
