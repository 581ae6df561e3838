"""Work that is done overnight: put up once, looked at until it is over, paid at half the price."""

from collections.abc import Iterator
from typing import Any, NoReturn

import pytest

from brigade.errors import BatchCancelled, BatchesMissing, BudgetSpent, ImageRefused, ModelDown
from brigade.images.asked import Asked
from brigade.providers.ledger import LedgerEntry
from brigade.settings import ImageModelSettings
from brigade_io.images.night_pictures import NightPictures
from brigade_io.images.openai_pictures import OpenAIPictures
from brigade_io.providers.job_board import JobBoard
from brigade_io.providers.night import Night
from brigade_io.providers.slots import NotYet
from local.simulator.options import Options
from tests.io.nights import BATCH, Stores, night_stores, patiently
from tests.simulated import Simulated, simulated

PRICE = 13_200
SOUP = Asked(prompt="a bowl of soup", size=(256, 256))


@pytest.fixture(scope="module")
def server() -> Iterator[Simulated]:
    with simulated(Options(workers=1, batch_seconds=0.0)) as running:
        yield running


@pytest.fixture
def provider(server: Simulated) -> Simulated:
    server.change(batches=True, batch_seconds=0.0, batch_end="completed", image_faults={})
    return server


class Studio:
    """Pictures of one batch, as the door asks for them: again and again, each time by a new process."""

    def __init__(self, provider: Simulated, stores: Stores) -> None:
        self.provider = provider
        self.stores = stores
        self.ledger = stores.ledger
        self.begun = 0
        self.cancelled = False

    def pictures(self) -> NightPictures:
        model = OpenAIPictures(
            ImageModelSettings(
                model="gpt-image-2.5-flare", base_url=self.provider.base_url, size="256x256", price=PRICE / 1e6
            )
        )
        model.key = lambda: "k"  # type: ignore[method-assign]
        return NightPictures(model, self.stores.night(self.provider))

    def look(self, budget: int | None = None) -> bytes:
        entry = LedgerEntry(account=BATCH, call_id="image-0-0-0", position=0, purpose="image", model="m",
                            estimate_micros=2 * PRICE)  # fmt: skip
        return self.pictures().picture(entry, SOUP, budget, self._require_running, self._begin)

    def until_made(self) -> bytes:
        return patiently(self.look)

    def _require_running(self) -> None:
        if self.cancelled:
            raise BatchCancelled("cancelled")

    def _begin(self) -> None:
        self.begun += 1


@pytest.fixture
def studio(provider: Simulated) -> Iterator[Studio]:
    with night_stores() as stores:
        yield Studio(provider, stores)


def killed(*_: Any) -> NoReturn:
    raise KeyboardInterrupt


def new_jobs(studio: Studio, before: int) -> int:
    return len(studio.provider.jobs()) - before


def test_a_picture_is_made_in_one_job_at_half_the_price(studio: Studio) -> None:
    before = len(studio.provider.jobs())
    with pytest.raises(NotYet):
        studio.look()
    assert studio.until_made()[:2] == b"\xff\xd8"
    (entry,) = studio.ledger.entries(BATCH)
    assert (entry.state, entry.actual_micros, entry.estimate_micros) == ("settled", PRICE / 2, PRICE)
    assert new_jobs(studio, before) == 1
    assert studio.begun == 1


def test_who_was_killed_before_the_id_was_kept_finds_the_job_again(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(studio.provider.jobs())
    with monkeypatch.context() as patch:
        patch.setattr(Night, "_named", killed)
        with pytest.raises(KeyboardInterrupt):
            studio.look()
    assert studio.until_made()
    assert new_jobs(studio, before) == 1
    assert [entry.state for entry in studio.ledger.entries(BATCH)] == ["settled"]


def test_a_repeated_look_at_what_is_over_books_nothing_twice(studio: Studio) -> None:
    assert studio.until_made() == studio.look()
    assert studio.ledger.spending(BATCH).settled_micros == PRICE / 2


def test_a_refused_picture_is_refused_and_costs_nothing(studio: Studio) -> None:
    studio.provider.change(image_faults={"moderation_blocked": 1.0})
    with pytest.raises(ImageRefused):
        studio.until_made()
    assert studio.ledger.spending(BATCH).total_micros == 0


@pytest.mark.parametrize("end", ["expired", "failed"])
def test_a_job_that_ends_unanswered_costs_nothing_and_the_next_try_is_another(studio: Studio, end: str) -> None:
    studio.provider.change(batch_end=end)
    before = len(studio.provider.jobs())
    with pytest.raises(ModelDown):
        studio.until_made()
    assert studio.ledger.spending(BATCH).total_micros == 0
    studio.provider.change(batch_end="completed")
    assert studio.until_made()
    assert new_jobs(studio, before) == 2


def test_to_cancel_takes_the_job_down(studio: Studio) -> None:
    studio.provider.change(batch_seconds=60.0)
    with pytest.raises(NotYet):
        studio.look()
    studio.cancelled = True
    for _ in range(3):
        try:
            studio.look()
        except NotYet:
            continue
        except BatchCancelled:
            break
    assert studio.provider.jobs()[0]["status"] == "cancelled"
    assert studio.ledger.spending(BATCH).total_micros == 0
    with pytest.raises(BatchCancelled):
        studio.look()


def test_a_job_that_the_provider_was_never_told_of_is_not_put_up_to_be_taken_down(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = len(studio.provider.jobs())
    with monkeypatch.context() as patch:
        patch.setattr(JobBoard, "put_up", killed)
        with pytest.raises(KeyboardInterrupt):
            studio.look()
    studio.cancelled = True
    with pytest.raises(BatchCancelled):
        studio.look()
    assert new_jobs(studio, before) == 0
    assert studio.ledger.spending(BATCH).total_micros == 0


def test_a_budget_without_room_puts_nothing_up(studio: Studio) -> None:
    before = len(studio.provider.jobs())
    with pytest.raises(BudgetSpent):
        studio.look(budget=PRICE - 1)
    assert new_jobs(studio, before) == 0


def test_a_provider_without_jobs_is_named_and_costs_nothing(studio: Studio) -> None:
    studio.provider.change(batches=False)
    with pytest.raises(BatchesMissing):
        studio.look()
    assert studio.ledger.spending(BATCH).total_micros == 0


def test_a_provider_that_is_not_to_be_reached_is_asked_again_later(studio: Studio) -> None:
    studio.provider = Simulated("http://127.0.0.1:9")
    with pytest.raises(NotYet) as later:
        studio.look()
    assert later.value.wait == 60
