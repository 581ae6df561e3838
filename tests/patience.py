"""Pauses between tries go by at once: tests that wait for nobody's store to come back."""

import pytest

from brigade_io import clock


@pytest.fixture(autouse=True)
def _pauses_go_by_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    passed: list[float] = []
    real = clock.epoch
    monkeypatch.setattr(clock, "pause", passed.append)
    monkeypatch.setattr(clock, "epoch", lambda: real() + sum(passed))
