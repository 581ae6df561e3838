"""The text model over the openai SDK's Responses API: a prompt in, the writer's answer and its price out."""

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from brigade.errors import AnswerRefused, AnswerTruncated
from brigade.generation.prompts import Prompt, draft_schema
from brigade.generation.writing import Answer
from brigade.providers.ledger import billed
from brigade.providers.prices import likely_tokens, most_text_cost, text_cost
from brigade.settings import Settings
from brigade_io.providers.openai_errors import translated
from brigade_io.providers.provider_key import provider_key

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types.responses import Response


class TextModel:
    """`settings` name the model, prices and limits; the key is read when the first recipe is written."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.schema = draft_schema()

    def key(self) -> str:
        """The key of this moment. Read it before a call is entered at the desk: its trouble is not the provider's."""
        return provider_key(self.settings.text_key_secret)

    def most_cost(self, prompt: Prompt) -> int:
        """More than asking this can cost, in millionths of a dollar."""
        settings = self.settings
        return most_text_cost(
            self._sent(prompt), prompt.room(settings.text_max_output_tokens),
            settings.text_price_in, settings.text_price_out,
        )  # fmt: skip

    def answer(self, prompt: Prompt, key: str) -> tuple[Answer, int]:
        """One answer, and its cost in millionths of a dollar. Raises what `translated` raises."""
        with translated(refused=AnswerRefused):
            response = self.client.with_options(api_key=key).responses.create(**self._request(prompt))
        cost = self._cost(prompt, response)
        return Answer(text=_text_of(response, cost), model=response.model, cost_micros=cost), cost

    def _request(self, prompt: Prompt) -> dict[str, Any]:
        answer_format = {"type": "json_schema", "name": "recipe", "strict": True, "schema": self.schema}
        return {
            "model": self.settings.text_model, "instructions": prompt.instructions, "input": prompt.text,
            "text": {"format": answer_format}, "max_output_tokens": prompt.room(self.settings.text_max_output_tokens),
            "reasoning": {"effort": "none"}, "store": False, "prompt_cache_key": prompt.cache_key,
        }  # fmt: skip

    def _cost(self, prompt: Prompt, response: "Response") -> int:
        """By the provider's own count, or by ours where it gives none."""
        prices = self.settings.text_price_in, self.settings.text_price_out
        if usage := response.usage:
            return text_cost(usage.input_tokens, usage.output_tokens, *prices)
        return text_cost(likely_tokens(self._sent(prompt)), likely_tokens(response.output_text), *prices)

    def _sent(self, prompt: Prompt) -> str:
        return prompt.instructions + prompt.text + json.dumps(self.schema)

    @cached_property
    def client(self) -> "OpenAI":
        """Without retries of its own: retry lives in the state machine. Each call brings the key of its time."""
        from openai import OpenAI

        settings = self.settings
        return OpenAI(api_key="-", base_url=settings.text_base_url, timeout=settings.text_timeout, max_retries=0)


def _text_of(response: "Response", cost: int) -> str:
    """The answer's text. Raises AnswerTruncated or AnswerRefused, which carry what the answer cost."""
    if response.status == "incomplete":
        details = response.incomplete_details
        raise billed(AnswerTruncated(f"the answer stopped early: {details.reason if details else 'unknown'}"), cost)
    parts = [part for item in response.output if item.type == "message" for part in item.content]
    if any(part.type == "refusal" for part in parts):
        raise billed(AnswerRefused("the writer declined"), cost)
    return "".join(part.text for part in parts if part.type == "output_text")
