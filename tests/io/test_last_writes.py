"""Last writes are made again and again for as long as they may, and no longer."""

import pytest

from brigade.errors import NotFound, StorageUnavailable
from brigade_io import clock
from brigade_io.last_writes import LONGEST_PAUSE, PATIENCE, persistently


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Time goes by only in these."""
    made: list[float] = []
    monkeypatch.setattr(clock, "pause", made.append)
    monkeypatch.setattr(clock, "epoch", lambda: sum(made))
    monkeypatch.setattr("random.uniform", lambda low, high: high)
    return made


def test_an_outage_of_a_minute_is_outlasted(pauses: list[float]) -> None:
    def write() -> str:
        if sum(pauses) < 60:
            raise StorageUnavailable("away")
        return "kept"

    assert persistently(write) == "kept"
    assert max(pauses) == LONGEST_PAUSE


def test_patience_has_an_end(pauses: list[float]) -> None:
    def write() -> None:
        raise StorageUnavailable(f"away after {len(pauses)} pauses")

    with pytest.raises(StorageUnavailable, match=r"away after \d\d pauses"):
        persistently(write)
    assert PATIENCE <= sum(pauses) < PATIENCE + LONGEST_PAUSE


def test_what_cannot_succeed_is_not_tried_again(pauses: list[float]) -> None:
    def write() -> None:
        raise NotFound("never")

    with pytest.raises(NotFound):
        persistently(write)
    assert pauses == []
