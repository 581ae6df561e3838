"""The writer over the openai SDK's Responses API: prompts in, answers out, each call paced and paid at the desk."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from brigade.errors import AnswerRefused, AnswerTruncated, BrigadeError
from brigade.generation.prompts import Prompt, draft_schema
from brigade.generation.writing import Answer, AskAll
from brigade.providers.ledger import LedgerEntry, billed
from brigade.providers.prices import most_text_cost, text_cost
from brigade.settings import Settings
from brigade_io.desk import Desk
from brigade_io.openai_errors import translated
from brigade_io.provider_key import provider_key

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.responses import Response


class TextModel:
    """`settings` name the model, prices and limits; the key is read when the first recipe is written."""

    def __init__(self, settings: Settings, desk: Desk) -> None:
        self.settings = settings
        self.desk = desk
        self.schema = draft_schema()

    def writer(self, batch_id: UUID, at_once: int, budget_micros: int | None) -> AskAll:
        """Asks prompts of one batch, `at_once` at a time; an error stands in its answer's place."""

        def ask_all(prompts: list[Prompt]) -> list[Answer | BrigadeError]:
            with ThreadPoolExecutor(max_workers=at_once) as pool:
                return list(pool.map(lambda prompt: self._outcome(batch_id, prompt, budget_micros), prompts))

        return ask_all

    def _outcome(self, batch_id: UUID, prompt: Prompt, budget_micros: int | None) -> Answer | BrigadeError:
        try:
            return self.desk.pay(self._entry(batch_id, prompt), self._call(prompt), budget_micros=budget_micros)
        except BrigadeError as error:
            return error

    def _entry(self, batch_id: UUID, prompt: Prompt) -> LedgerEntry:
        settings = self.settings
        sent = prompt.instructions + prompt.text + json.dumps(self.schema)
        estimate = most_text_cost(
            sent, settings.text_max_output_tokens, settings.text_price_in, settings.text_price_out
        )
        turn = "repair" if prompt.repair else "write"
        return LedgerEntry(
            batch_id=batch_id, call_id=f"text-{prompt.position}-{prompt.round}-{turn}", position=prompt.position,
            purpose="text", model=settings.text_model, estimate_micros=estimate,
        )  # fmt: skip

    def _call(self, prompt: Prompt) -> Callable[[], tuple[Answer, int]]:
        def call() -> tuple[Answer, int]:
            with translated(refused=AnswerRefused):
                response = self.client.responses.create(**self._request(prompt))
            cost = self._cost(response)
            return Answer(text=_text_of(response, cost), model=response.model, cost_micros=cost), cost

        return call

    def _request(self, prompt: Prompt) -> dict[str, Any]:
        answer_format = {"type": "json_schema", "name": "recipe", "strict": True, "schema": self.schema}
        return {
            "model": self.settings.text_model, "instructions": prompt.instructions, "input": prompt.text,
            "text": {"format": answer_format}, "max_output_tokens": self.settings.text_max_output_tokens,
            "reasoning": {"effort": "none"}, "store": False,
        }  # fmt: skip

    def _cost(self, response: "Response") -> int:
        usage = response.usage
        prices = self.settings.text_price_in, self.settings.text_price_out
        return text_cost(usage.input_tokens, usage.output_tokens, *prices) if usage else 0

    @cached_property
    def client(self) -> "OpenAI":
        """Without retries of its own: retry lives in the state machine."""
        from openai import OpenAI

        settings = self.settings
        key = provider_key(settings.text_key_secret)
        return OpenAI(api_key=key, base_url=settings.text_base_url, timeout=settings.text_timeout, max_retries=0)


def _text_of(response: "Response", cost: int) -> str:
    """The answer's text. Raises AnswerTruncated or AnswerRefused, which carry what the answer cost."""
    if response.status == "incomplete":
        details = response.incomplete_details
        raise billed(AnswerTruncated(f"the answer stopped early: {details.reason if details else 'unknown'}"), cost)
    parts = [part for item in response.output if item.type == "message" for part in item.content]
    if refusals := [part.refusal for part in parts if part.type == "refusal"]:
        raise billed(AnswerRefused(f"the writer declined: {refusals[0][:200]}"), cost)
    return "".join(part.text for part in parts if part.type == "output_text")
