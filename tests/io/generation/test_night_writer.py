"""A chunk that has all night: its open prompts in one job, each answer read and kept as by day."""

import time
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import pytest

from brigade.errors import BatchCancelled, BrigadeError, BudgetSpent
from brigade.generation.asked import Answer
from brigade.generation.plan import plan_batch
from brigade.generation.prompts import Prompt, writing_prompt
from brigade.settings import Settings
from brigade_io.generation.night_writer import NightWriter
from brigade_io.generation.order_sheets import Round
from brigade_io.generation.text_model import TextModel
from brigade_io.generation.writer import Visit
from brigade_io.providers.night import Night
from brigade_io.providers.slots import NotYet
from local.simulator.options import Options
from tests.factories import a_request
from tests.io.nights import BATCH, NAMES, Stores, night_stores, patiently
from tests.simulated import Simulated, simulated

PROMPTS = [writing_prompt(concept, 0, []) for concept in plan_batch(a_request(count=3), seed=2)]


@pytest.fixture(scope="module")
def server() -> Iterator[Simulated]:
    with simulated(Options(workers=1, batch_seconds=0.0)) as running:
        yield running


class Desk:
    """One round of a chunk, looked at again and again, each time by a new process."""

    def __init__(self, provider: Simulated, stores: Stores) -> None:
        provider.change(batches=True, batch_seconds=0.0, batch_end="completed", text_faults={})
        provider.clear()
        self.provider = provider
        self.stores = stores
        self.ledger = stores.ledger
        self.jobs_before = len(provider.jobs())
        self.budget: int | None = None
        self.cancelled = False

    @property
    def jobs(self) -> int:
        return len(self.provider.jobs()) - self.jobs_before

    def look(self, prompts: list[Prompt] = PROMPTS) -> list[Answer | BrigadeError]:
        model = TextModel(Settings(**NAMES, text_base_url=self.provider.base_url))
        model.key = lambda: "k"  # type: ignore[method-assign]
        visit = Visit(Round(self.stores.bucket, BATCH, 0, 0), None, self.budget, self._require_running, lambda _: None)
        return NightWriter(model, self.stores.night(self.provider)).asking(visit)(prompts)

    def until_over(self) -> list[Answer | BrigadeError]:
        return patiently(self.look)

    def _require_running(self) -> None:
        if self.cancelled:
            raise BatchCancelled("cancelled")


@pytest.fixture
def desk(server: Simulated) -> Iterator[Desk]:
    with night_stores() as stores:
        yield Desk(server, stores)


def test_a_chunk_is_one_job_and_half_the_price(desk: Desk) -> None:
    answers = desk.until_over()
    assert all(isinstance(answer, Answer) for answer in answers)
    assert desk.jobs == 1
    entries = desk.ledger.entries(BATCH)
    assert [entry.state for entry in entries] == ["settled"] * 3
    paid = [answer.cost_micros for answer in answers if isinstance(answer, Answer)]
    assert desk.ledger.spending(BATCH).total_micros == sum(paid)
    whole = [(call["input_tokens"] * 0.10 + call["output_tokens"] * 0.50) for call in desk.provider.journal()]
    assert sum(paid) == pytest.approx(sum(whole) / 2, abs=len(paid))


def test_what_is_over_is_never_asked_again(desk: Desk) -> None:
    assert desk.until_over() == desk.look()
    assert desk.jobs == 1


def test_an_odd_answer_is_asked_again_in_the_next_job_and_the_others_are_kept(desk: Desk) -> None:
    desk.provider.script({"kind": "text", "fault": "truncated", "nth": 1})
    assert all(isinstance(answer, Answer) for answer in desk.until_over())
    assert desk.jobs == 2
    assert len(desk.provider.journal()) == 4


def killed_after(act: Callable[..., Any]) -> Callable[..., NoReturn]:
    def last_act(*arguments: Any) -> NoReturn:
        act(*arguments)
        raise KeyboardInterrupt

    return last_act


def killed_before(_: Callable[..., Any]) -> Callable[..., NoReturn]:
    return killed_after(lambda *_: None)


@pytest.mark.parametrize(
    ("killed", "place", "act"),
    [(killed_after, Night, "settle"), (killed_after, Round, "put_asked"), (killed_before, Night, "close")],
)
def test_who_was_killed_while_a_job_was_read_counts_nothing_twice(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, killed: Any, place: type, act: str
) -> None:
    desk.provider.script({"kind": "text", "fault": "truncated", "nth": 1})
    with monkeypatch.context() as patch:
        patch.setattr(place, act, killed(getattr(place, act)))
        with pytest.raises(KeyboardInterrupt):
            desk.until_over()
    answers = [answer for answer in desk.until_over() if isinstance(answer, Answer)]
    assert len(answers) == 3
    assert sum(answer.cost_micros for answer in answers) == desk.ledger.spending(BATCH).total_micros
    assert len(desk.provider.journal()) == 4


def test_a_job_that_expires_is_put_up_again(desk: Desk) -> None:
    desk.provider.change(batch_end="expired")
    with pytest.raises(NotYet):
        desk.look()
    until = time.monotonic() + 20
    while desk.jobs < 2 and time.monotonic() < until:
        with pytest.raises(NotYet):
            desk.look()
        time.sleep(0.1)
    desk.provider.change(batch_end="completed")
    assert all(isinstance(answer, Answer) for answer in desk.until_over())
    assert desk.ledger.spending(BATCH).in_flight_micros == 0


def test_cancelling_takes_the_job_down_and_costs_nothing(desk: Desk) -> None:
    desk.provider.change(batch_seconds=60.0)
    with pytest.raises(NotYet):
        desk.look()
    desk.cancelled = True
    outcomes = desk.until_over()
    assert [type(outcome) for outcome in outcomes] == [BatchCancelled] * 3
    assert desk.provider.jobs()[0]["status"] == "cancelled"
    assert desk.ledger.spending(BATCH).total_micros == 0


def test_a_budget_with_room_for_some_asks_those(desk: Desk) -> None:
    desk.budget = 2_400
    outcomes = desk.until_over()
    assert {type(outcome) for outcome in outcomes} == {Answer, BudgetSpent}
    assert desk.ledger.spending(BATCH).total_micros <= desk.budget
