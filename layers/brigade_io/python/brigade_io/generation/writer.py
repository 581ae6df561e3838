"""The writer of one chunk: prompts in, answers out, each call paid at the desk and its answer kept as it comes."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Lock
from typing import NamedTuple

from brigade.errors import BrigadeError, Rejected, StorageUnavailable, TableBusy
from brigade.generation.asked import Answer, Asked
from brigade.generation.prompts import Prompt
from brigade.generation.writing import AskAll, tokens_of
from brigade.providers.ledger import LedgerEntry
from brigade.providers.pace import Slot
from brigade_io.generation.order_sheets import Round
from brigade_io.generation.text_model import TextModel
from brigade_io.last_writes import PATIENCE, persistently
from brigade_io.providers.desk import Desk
from brigade_io.providers.slots import NotYet, place_in_line

LOOK = 0.5  # seconds between two looks of a call that waits for its turn
OURS = (TableBusy, StorageUnavailable)


class Visit(NamedTuple):
    """One visit to one round of a chunk: `require_running` raises what forbids to ask any more, `begin` is told what is
    about to be asked.
    """

    round: Round
    slot: Slot | None
    budget_micros: int | None
    require_running: Callable[[], object]
    begin: Callable[[list[Prompt]], object]


class Writer:
    """`model` answers one prompt; `desk` is where its calls are paid."""

    def __init__(self, model: TextModel, desk: Desk) -> None:
        self.model = model
        self.desk = desk

    def of_chunk(self, visit: Visit) -> AskAll:
        """Asks prompts of one chunk; an error stands in its answer's place.

        Raises NotYet where something is to be asked later: what was answered is kept. Raises troubles of our own
        stores.
        """
        return Calls(self, visit).ask_all

    def ask(self, visit: Visit, prompt: Prompt, asked: Asked) -> Asked:
        """Make one paid call; whatever comes of it is this call's own. Raises troubles of our own stores."""
        try:
            key, next_prompt = self.model.key(), asked.of(prompt)
            answer = self.desk.pay(
                self._entry(visit, next_prompt), lambda: self.model.answer(next_prompt, key),
                budget_micros=visit.budget_micros,
            )  # fmt: skip
        except OURS:
            raise
        except BrigadeError as error:
            return asked.failed(error, self.desk.clock())
        except Exception as error:
            return asked.given_up(BrigadeError(f"The call failed as nobody foresaw ({type(error).__name__})."))
        return asked.answered(answer, self.desk.clock())

    def tokens_of(self, prompts: Sequence[Prompt]) -> int:
        return tokens_of(prompts, self.model.settings.text_max_output_tokens)

    def _entry(self, visit: Visit, prompt: Prompt) -> LedgerEntry:
        return LedgerEntry(
            account=visit.round.batch_id, call_id=f"text-{prompt.position}-{prompt.round}-{prompt.turn}",
            position=prompt.position, purpose="text", model=self.model.settings.text_model,
            estimate_micros=self.model.most_cost(prompt),
        )  # fmt: skip


class Calls:
    """The calls of one visit."""

    def __init__(self, writer: Writer, visit: Visit) -> None:
        self.writer = writer
        self.visit = visit
        self.round = visit.round
        self.slot = visit.slot
        settings = writer.model.settings
        self.until = time.monotonic() + settings.text_window  # who pays for an answer must live to keep it
        self.kept_until = self.until + settings.text_timeout
        self.under_way = 0
        self._lock = Lock()

    def ask_all(self, prompts: list[Prompt]) -> list[Answer | BrigadeError]:
        with ThreadPoolExecutor(max_workers=len(prompts) or 1) as pool:
            before = list(pool.map(self.round.asked_before, prompts))
            try:
                self._take_place([prompt for prompt, asked in zip(prompts, before, strict=True) if not asked.is_over])
            except Rejected as stop:  # nothing is asked any more, but what was answered is not lost
                return [asked.outcome if asked.is_over else stop for asked in before]
            after = list(pool.map(self._until_over, prompts, before))
        self._require_over(after)
        return [asked.outcome for asked in after]

    def _take_place(self, missing: list[Prompt]) -> None:
        if missing:
            self.visit.require_running()
            self.slot = place_in_line(self.writer.desk, self.slot, len(missing), self.writer.tokens_of(missing))
            self.visit.begin(missing)

    def _require_over(self, asked: list[Asked]) -> None:
        due = [each.due for each in asked if not each.is_over]
        if due and self.slot:
            raise NotYet(min(due) - self.writer.desk.clock(), self.slot)

    def _until_over(self, prompt: Prompt, asked: Asked) -> Asked:
        """Ask until it is over, or is to be asked later, when nothing else here is under way."""
        while not asked.is_over and self._is_time(asked):
            before, asked = asked, self._ask(prompt, asked)
            if asked.tells_more_than(before):
                self._keep(prompt, asked)
        return asked

    def _is_time(self, asked: Asked) -> bool:
        while asked.due > self.writer.desk.clock():
            if not self.under_way:
                return False
            time.sleep(LOOK)
        return time.monotonic() < self.until

    def _ask(self, prompt: Prompt, asked: Asked) -> Asked:
        self._count(1)
        try:
            return self.writer.ask(self.visit, prompt, asked)
        finally:
            self._count(-1)

    def _count(self, more: int) -> None:
        with self._lock:
            self.under_way += more

    def _keep(self, prompt: Prompt, asked: Asked) -> None:
        """While the store is away it is held here for as long as others may come, and never for less than an outage.

        What even then cannot be kept is still in the sheet.
        """
        patience = max(PATIENCE, self.kept_until - time.monotonic())
        with suppress(StorageUnavailable):
            persistently(lambda: self.round.put_asked(prompt, asked), patience)
