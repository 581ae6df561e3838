"""The writer of one batch: prompts in, answers out, each call paced and paid at the desk."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

from brigade.errors import BrigadeError, ModelSlow
from brigade.generation.prompts import Prompt
from brigade.generation.writing import Answer, AskAll
from brigade.providers.ledger import LedgerEntry
from brigade_io import clock
from brigade_io.generation.text_model import TextModel
from brigade_io.providers.desk import Desk


class Writer:
    """`model` answers one prompt; `desk` is where its calls are paid."""

    def __init__(self, model: TextModel, desk: Desk) -> None:
        self.model = model
        self.desk = desk

    def of_batch(self, batch_id: UUID, at_once: int, budget_micros: int | None, until: float) -> AskAll:
        """Asks prompts of one batch, `at_once` at a time; an error stands in its answer's place.

        No call begins after `until`, in seconds since the epoch: who pays for an answer must live to keep it.
        """

        def outcome(prompt: Prompt) -> Answer | BrigadeError:
            try:
                if clock.epoch() > until:
                    raise ModelSlow("the other calls took so long that this one was not begun")
                key = self.model.key()
                return self.desk.pay(
                    self._entry(batch_id, prompt), lambda: self.model.answer(prompt, key), budget_micros=budget_micros
                )
            except BrigadeError as error:
                return error

        def ask_all(prompts: list[Prompt]) -> list[Answer | BrigadeError]:
            with ThreadPoolExecutor(max_workers=at_once) as pool:
                return list(pool.map(outcome, prompts))

        return ask_all

    def _entry(self, batch_id: UUID, prompt: Prompt) -> LedgerEntry:
        turn = "repair" if prompt.repair else "write"
        return LedgerEntry(
            batch_id=batch_id, call_id=f"text-{prompt.position}-{prompt.round}-{turn}", position=prompt.position,
            purpose="text", model=self.model.settings.text_model, estimate_micros=self.model.most_cost(prompt),
        )  # fmt: skip
