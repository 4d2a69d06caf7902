"""Weights on disk."""

import pytest
import torch

from r2mf.errors import WeightsError
from r2mf.network import R2MFConfig, R2MFNet
from r2mf.weights import SHIPPED, load_weights, save_weights

SMALL = R2MFConfig(coarse_widths=(8, 8, 16, 16), fine_widths=(8, 8, 16, 16), recurrence=1)
LARGEST_FILE = 16 * 2**20
"""Bytes; what the project allows a file of weights."""


def test_weights_come_back_with_their_network_and_provenance(tmp_path):
    network = R2MFNet(SMALL).eval()
    path = tmp_path / "weights.safetensors"
    save_weights(network, path, {"version": "7"})
    again, provenance = load_weights(path)
    window = torch.rand(1, 1, 64, 64)

    assert again.config == SMALL
    assert provenance["version"] == "7"
    torch.testing.assert_close(again(window)[1].votes, network(window)[1].votes)


def test_absent_weights_are_named_with_the_remedy(tmp_path):
    with pytest.raises(WeightsError, match=r"absent\.safetensors cannot be read.*r2mf\.train"):
        load_weights(tmp_path / "absent.safetensors")


def test_damaged_weights_are_refused(tmp_path):
    path = tmp_path / "weights.safetensors"
    save_weights(R2MFNet(SMALL), path, {})
    path.write_bytes(path.read_bytes()[:100])

    with pytest.raises(WeightsError, match="cannot be read"):
        load_weights(path)


def test_weights_of_another_network_are_refused(tmp_path):
    path, other = tmp_path / "weights.safetensors", tmp_path / "other.safetensors"
    save_weights(R2MFNet(SMALL), path, {})
    save_weights(R2MFNet(R2MFConfig((8, 8), (8, 8))), other, {})
    other.with_suffix(".json").replace(path.with_suffix(".json"))

    with pytest.raises(WeightsError, match="another network"):
        load_weights(path)


def test_the_shipped_weights_are_small_enough_and_say_where_they_come_from():
    _, provenance = load_weights(SHIPPED)

    assert SHIPPED.stat().st_size < LARGEST_FILE
    assert {"version", "trained_on", "split", "commit", "steps", "figures"} <= provenance.keys()
