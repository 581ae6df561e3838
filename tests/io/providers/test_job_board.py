"""The provider's board of jobs: what takes several requests has one time for them together."""

from collections.abc import Iterator

import pytest

from brigade.errors import BatchesMissing, ModelSlow
from brigade_io.providers import job_board
from brigade_io.providers.job_board import PAGES, JobBoard
from tests.mock_provider import MockProvider, mock_provider


@pytest.fixture
def mock() -> Iterator[MockProvider]:
    with mock_provider() as mock:
        yield mock


@pytest.fixture
def slow(mock: MockProvider, monkeypatch: pytest.MonkeyPatch) -> MockProvider:
    """Two of its answers take longer than a question may take."""
    monkeypatch.setattr(job_board, "TOGETHER", 0.5)
    mock.job_seconds = 0.3
    return mock


def test_a_list_without_an_end_is_not_read_for_ever(slow: MockProvider) -> None:
    slow.jobs, slow.more_jobs = [{"id": "batch_7", "metadata": {"brigade": "another"}}], True
    with pytest.raises(ModelSlow):
        JobBoard(slow.url).find("mine", "k")
    assert len(slow.asked("/batches")) < PAGES


def test_a_job_that_is_put_up_too_slowly_is_looked_for_later(slow: MockProvider) -> None:
    with pytest.raises(ModelSlow):
        JobBoard(slow.url).put_up("mine", "/responses", {"text-0": {}}, "k")
    assert [call.path for call in slow.calls] == ["/files", "/batches"]


def test_a_board_is_there_or_is_not(mock: MockProvider) -> None:
    JobBoard(mock.url).require("k")
    mock.missing.add("/batches")
    with pytest.raises(BatchesMissing):
        JobBoard(mock.url).require("k")
