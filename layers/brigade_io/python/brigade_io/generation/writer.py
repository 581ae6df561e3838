"""The writer: prompts in, answers out, one call at a time, each paid at the desk and its answer kept as it comes."""

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from brigade.errors import BrigadeError, Rejected, StorageUnavailable, TableBusy
from brigade.generation.asked import Answer, Asked
from brigade.generation.prompts import Prompt
from brigade.generation.writing import AskAll, tokens_of
from brigade.providers.ledger import LedgerEntry
from brigade.providers.pace import TURN_LOOK, Slot
from brigade_io import clock
from brigade_io.generation.order_sheets import Round
from brigade_io.generation.text_model import TextModel
from brigade_io.last_writes import persistently
from brigade_io.providers.desk import Desk
from brigade_io.providers.slots import NotYet, place_in_line

NAP = TURN_LOOK  # seconds that are waited here: a `Wait` of the state machine costs as much as ten such
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

    def asking(self, visit: Visit) -> AskAll:
        """Asks prompts of one chunk, one after the other; an error stands in its answer's place.

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

    def place(self, slot: Slot | None, prompts: Sequence[Prompt]) -> Slot:
        """A place in the line for asking these, whose time has come. Raises NotYet, ModelStaysDown."""
        tokens = tokens_of(prompts, self.model.settings.text_max_output_tokens)
        return place_in_line(self.desk, slot, len(prompts), tokens)

    def _entry(self, visit: Visit, prompt: Prompt) -> LedgerEntry:
        return LedgerEntry(
            account=visit.round.batch_id, call_id=f"text-{prompt.position}-{prompt.round}-{prompt.turn}",
            position=prompt.position, purpose="text", model=self.model.settings.text_model,
            estimate_micros=self.model.most_cost(prompt),
        )  # fmt: skip


class Calls:
    """The calls of one visit: never two at once, so that whoever kills its process loses one."""

    def __init__(self, writer: Writer, visit: Visit) -> None:
        self.writer = writer
        self.visit = visit
        self.round = visit.round
        self.slot = visit.slot
        self.until = time.monotonic() + writer.model.settings.text_window  # who pays must live to keep the answer

    def ask_all(self, prompts: list[Prompt]) -> list[Answer | BrigadeError]:
        asked = self._asked_before(prompts)
        try:
            self._take_place([prompt for prompt, each in zip(prompts, asked, strict=True) if not each.is_over])
            for nth, prompt in enumerate(prompts):
                asked[nth] = self._until_over(prompt, asked[nth])
        except Rejected as stop:  # nothing is asked any more, but what was answered is not lost
            asked = [each if each.is_over else each.given_up(stop) for each in asked]
        self._require_over(asked)
        return [each.outcome for each in asked]

    def _asked_before(self, prompts: list[Prompt]) -> list[Asked]:
        with ThreadPoolExecutor(max_workers=len(prompts) or 1) as pool:
            return list(pool.map(self.round.asked_before, prompts))

    def _take_place(self, missing: list[Prompt]) -> None:
        if missing:
            self.visit.require_running()
            self.slot = self.writer.place(self.slot, missing)
            self.visit.begin(missing)

    def _until_over(self, prompt: Prompt, asked: Asked) -> Asked:
        """Ask until it is over, or is to be asked later; not by who is told now that the provider stays down."""
        while not asked.is_over:
            self.slot = self.writer.place(self.slot, [prompt])  # while it waited, limits may have become known
            if not self._is_time(asked):
                break
            before, asked = asked, self.writer.ask(self.visit, prompt, asked)
            if asked.tells_more_than(before):
                self._keep(prompt, asked)
            else:
                self._wait_for_a_turn(asked)
        return asked

    def _is_time(self, asked: Asked) -> bool:
        return asked.due <= self.writer.desk.clock() and time.monotonic() < self.until

    def _wait_for_a_turn(self, asked: Asked) -> None:
        """Turns are free again in a moment, which nobody knows before."""
        wait = asked.due - self.writer.desk.clock()
        if 0 < wait <= NAP:
            clock.pause(wait)

    def _keep(self, prompt: Prompt, asked: Asked) -> None:
        """Nobody else knows it: while its store is away, it is held here for as long as an outage may last."""
        persistently(lambda: self.round.put_asked(prompt, asked))

    def _require_over(self, asked: list[Asked]) -> None:
        due = [each.due for each in asked if not each.is_over]
        if due and self.slot:
            raise NotYet(min(due) - self.writer.desk.clock(), self.slot)
