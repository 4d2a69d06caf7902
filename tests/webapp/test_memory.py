"""What nobody uses any more is collected soon after a visit began."""

import gc
import threading
import weakref

import numpy as np
import pytest

from webapp import memory

PATIENCE_SECONDS = 30


class Ended:
    """A session that holds itself in a circle, with a film."""

    def __init__(self):
        self.itself = self
        self.film = np.zeros((64, 64))


@pytest.fixture
def uncollected():
    """Keep Python from collecting by itself."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture
def soon(monkeypatch):
    monkeypatch.setattr(memory, "SOON_SECONDS", 0.05)
    monkeypatch.setattr(memory, "REST_SECONDS", 0.1)


def collected(make):
    """Give an event that is set once what is made has been collected."""
    done = threading.Event()
    weakref.finalize(make(), done.set)
    return done


def test_it_is_collected_soon(uncollected, soon):
    done = collected(Ended)

    memory.Caretaker().come_soon()

    assert done.wait(PATIENCE_SECONDS)


def test_it_can_be_asked_for_again(uncollected, soon):
    caretaker = memory.Caretaker()
    for _ in range(3):
        done = collected(Ended)
        caretaker.come_soon()
        caretaker.come_soon()  # and at once again, which plans nothing more

        assert done.wait(PATIENCE_SECONDS)
