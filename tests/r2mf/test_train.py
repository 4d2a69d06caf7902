"""Training: it learns, and it goes on where it stopped."""

from dataclasses import replace

import pytest
import torch
from drawn_spines import chain

from r2mf.config import TrainingConfig
from r2mf.export import export
from r2mf.labels import LabelledFilm
from r2mf.train import Training, learning_rate_share, train
from r2mf.weights import SHIPPED, load_weights

TINY = TrainingConfig(
    steps=4, batch=2, height=192, width=128, warm_up=2, workers=0, keep_every=2, threads=1
)


def test_the_learning_rate_rises_stays_and_falls():
    config = TrainingConfig(steps=100, warm_up=10, fall=0.25)
    shares = [learning_rate_share(step, config) for step in range(101)]

    assert shares[9] == shares[50] == shares[75] == 1
    assert shares[:9] == sorted(shares[:9])
    assert shares[75:] == sorted(shares[75:], reverse=True)
    assert shares[100] == 0


def test_a_stopped_run_ends_where_an_unbroken_one_does(phantom_set, tmp_path):
    unbroken, broken = tmp_path / "unbroken", tmp_path / "broken"
    train([phantom_set], unbroken, TINY)

    class Stopped(Exception):
        pass

    def stop_after_two(self, example, learn=Training.learn):
        if self.step == 2:
            raise Stopped
        return learn(self, example)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Training, "learn", stop_after_two)
        with pytest.raises(Stopped):
            train([phantom_set], broken, TINY)
    train([phantom_set], broken, TINY)
    ends = [
        torch.load(folder / "last.pt", weights_only=True)["average"]
        for folder in (unbroken, broken)
    ]

    for name, tensor in ends[0].items():
        torch.testing.assert_close(tensor, ends[1][name])


def test_learning_on_one_window_lowers_the_loss(phantom_set, tmp_path):
    from r2mf.data import TrainingWindows, collate
    from r2mf.labels import read_sets

    training = Training(TrainingConfig(steps=60, warm_up=1, batch=2), tmp_path)
    windows = TrainingWindows(read_sets(phantom_set), replace(TINY, seed=0))
    batch = collate([windows[0], windows[1]])
    losses = [float(training.learn(batch).total.detach()) for _ in range(25)]

    assert losses[-1] < 0.6 * losses[0]


def test_a_run_can_be_exported_and_loaded(phantom_set, tmp_path):
    train([phantom_set], tmp_path / "run", TINY)
    export(tmp_path / "run", tmp_path / "weights.safetensors", "test", {"val": "none"})
    _, provenance = load_weights(tmp_path / "weights.safetensors")

    assert provenance["steps"] == 4
    assert provenance["figures"] == {"val": "none"}


def test_a_run_is_exported_half_way_to_the_weights_it_started_from(phantom_set, tmp_path):
    run = tmp_path / "run"
    train([phantom_set], run, TINY)
    export(run, tmp_path / "end.safetensors", "end", {})
    export(run, tmp_path / "middle.safetensors", "middle", {}, mean_with=SHIPPED)
    (start, sidecar), (end, _), (middle, provenance) = (
        load_weights(path)
        for path in (SHIPPED, tmp_path / "end.safetensors", tmp_path / "middle.safetensors")
    )

    for parameter, one, other in zip(
        middle.parameters(), start.parameters(), end.parameters(), strict=True
    ):
        torch.testing.assert_close(parameter, (one + other) / 2)
    assert provenance["mean_with"] == sidecar["version"]


def test_a_small_network_is_exported_with_its_size(phantom_set, tmp_path):
    config = replace(TINY, channels=0.5)
    train([phantom_set], tmp_path / "run", config)
    export(tmp_path / "run", tmp_path / "weights.safetensors", "test", {})
    network, _ = load_weights(tmp_path / "weights.safetensors")

    assert network.config == config.network
    assert network.config.fine_widths == (16, 32, 48, 64)
    assert network.config.window_height == TINY.height


def test_a_window_depends_on_its_number_and_the_seed_alone(phantom_set):
    from r2mf.data import TrainingWindows
    from r2mf.labels import read_sets

    films = read_sets(phantom_set)
    windows = [TrainingWindows(films, replace(TINY, bend_share=1.0)) for _ in range(2)]
    forward, backward = [windows[0][i] for i in range(4)], [windows[1][i] for i in (3, 2, 1, 0)]

    for first, second in zip(forward, reversed(backward), strict=True):
        torch.testing.assert_close(first.window, second.window)
        torch.testing.assert_close(first.target.votes, second.target.votes)


def test_each_labelled_set_has_a_share_of_its_own():
    from r2mf.labels import FilmSet

    config = TrainingConfig(phantom_share=0.5)

    assert config.share(FilmSet.PHANTOM) == 0.5
    assert all(config.share(source) > 0 for source in FilmSet)


def test_doubtful_labels_are_not_learned_from():
    def film(doubt):
        return LabelledFilm("aasce", "a", None, "train", chain(), doubt=doubt)

    assert film("").trustworthy
    assert film("order_nonmonotonic(1);spacing_outlier(max 15.5 min 0.7)").trustworthy
    assert not film("spacing_outlier(max 1.4 min 0.04)").trustworthy
    assert not film("left/right_swapped(1);nonconvex(1)").trustworthy
    assert not film("order_nonmonotonic(1);outside_image").trustworthy


def test_a_run_can_start_from_the_shipped_weights(tmp_path):
    shipped, _ = load_weights(SHIPPED)
    training = Training(TINY, tmp_path, start=SHIPPED)

    for network in (training.network, training.average):
        for name, tensor in network.state_dict().items():
            torch.testing.assert_close(tensor, shipped.state_dict()[name])
