"""What is analysed in the background, waited for."""

import threading

from streamlit.testing.v1 import AppTest

from webapp import analysis
from webapp.session import KEY, Session

LONG = 300.0
"""Seconds; far above what the network needs for three films on a busy machine."""


class Patient:
    """Answers with the truth, but goes from step to step only when it is let."""

    version = "patient"

    def __init__(self, truth):
        self.truth = truth
        self.steps = threading.Semaphore(0)
        self.begun = threading.Semaphore(0)

    def segment(self, pixels, *, pixel_aspect, on_step):
        self.begun.release()
        assert self.steps.acquire(timeout=LONG)
        on_step("Outlining the vertebrae", 0.5)
        return self.truth.segment(pixels)

    def go_on(self, steps=100):
        self.steps.release(steps)


def analyse(session: Session) -> Session:
    """Have a session analysed, and take up what was found."""
    analysis.begin(session)
    assert session.run.wait(LONG)
    analysis.follow(session)
    return session


def finish(app: AppTest) -> AppTest:
    """Draw the page again once its analysis has ended."""
    run = app.session_state[KEY].run
    if run:
        assert run.wait(LONG)
    return app.run()


def press_analyse(app: AppTest, key: str = "analyse") -> AppTest:
    """Press a button that analyses, and wait for the numbers."""
    return finish(app.button(key=key).click().run())
