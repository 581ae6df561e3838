"""The text model over HTTP, of OpenAI or any compatible server: a prompt in, the writer's answer and its price out."""

import json
from copy import copy
from functools import cached_property
from typing import Any

from brigade.errors import AnswerFiltered, AnswerTruncated, BrigadeError, ModelBusy, ModelDown
from brigade.generation.asking import FORMAT, OPTIONAL, WAYS, Way, asked
from brigade.generation.prompts import Prompt, draft_schema
from brigade.generation.writing import Answer
from brigade.providers.answers import Written, dumped, json_of, json_or_nothing, written_of
from brigade.providers.ledger import billed
from brigade.providers.prices import likely_text_cost, likely_tokens, most_text_cost, text_cost, text_price
from brigade.providers.refusals import OK, error_of, refusal_of
from brigade.providers.unwrapping import is_whole, object_within, pruned
from brigade.providers.usage import counted_in
from brigade.settings import Settings
from brigade_io.providers.deadline import within
from brigade_io.providers.manners import Manners
from brigade_io.providers.provider_key import provider_key
from brigade_io.providers.relays import Listening, Replaying
from brigade_io.providers.waiting import wait_of
from brigade_io.providers.wire import Headers, Wire, unheard

MOST_BYTES = 4_000_000
MOST_TRIES = 8  # of one question, where the server has to be learnt; all but the last are turned away unpaid


class TextModel:
    """`settings` name the model, prices and limits; the key is read when the first recipe is written.

    `heard` is told the headers of every answer.
    """

    def __init__(self, settings: Settings, heard: Headers = unheard) -> None:
        self.settings = settings
        self.heard = heard
        self.schema = draft_schema()
        self.manners: Manners[Way] = Manners(WAYS, OPTIONAL, FORMAT)

    def key(self) -> str:
        """The key of this moment. Read it before a call is entered at the desk: its trouble is not the provider's."""
        return provider_key(self.settings.text_key_secret)

    def most_cost(self, prompt: Prompt) -> int:
        """More than asking this can cost, in millionths of a dollar."""
        return most_text_cost(self._sent(prompt), self._room(prompt), text_price(self.settings))

    def answer(self, prompt: Prompt, key: str) -> tuple[Answer, int]:
        """One answer, and its cost in millionths of a dollar. Whatever comes, only BrigadeErrors leave here."""
        way, said = self._ask(prompt, key)
        try:
            written, found = self._read(way, said, self._room(prompt))
        except BrigadeError as error:
            raise self._priced(prompt, said, error) from None
        text = written.text if found is None else dumped(pruned(found, self.schema))
        cost = self._cost(prompt, said, likely_tokens(written.text))
        return Answer(text=text, model=self._writer(written), cost_micros=cost), cost

    def _read(self, way: Way, said: Any, room: int) -> tuple[Written, dict[str, Any] | None]:
        """What was written and the object in it. A server that heeds no schema may give another object than asked for.

        Some call an answer complete that stopped at its limit: it shows in their count.
        """
        written = written_of(said)
        found = object_within(written.text)
        whole, usage = is_whole(found, self.schema), counted_in(said)
        self.manners.learn(way, honoured=whole)
        if not whole and usage and usage.output_tokens >= room:
            raise AnswerTruncated("the answer stopped at its length limit")
        return written, found

    def _ask(self, prompt: Prompt, key: str) -> tuple[Way, Any]:
        """The JSON of an answer, and the way in which it was asked for."""
        with within(self.settings.text_timeout):
            for _ in range(MOST_TRIES):
                way, left_out = self.manners.way, self.manners.left_out
                path, body = asked(way, prompt, self.settings.text_model, self.schema, self._room(prompt), left_out)
                heard = self.wire.post(path, body, key, self.settings.text_timeout, MOST_BYTES)
                heard.tell(self.heard)
                if heard.status == OK:
                    return way, json_of(heard.body)
                refusal = refusal_of(heard.status, json_or_nothing(heard.body), path)
                if not self.manners.adapt(way, refusal, body):
                    break
        raise error_of(refusal, AnswerFiltered, wait_of(heard.headers, refusal.words))

    def _room(self, prompt: Prompt) -> int:
        """The most tokens that the answer may have."""
        return prompt.room(self.settings.text_max_output_tokens)

    # --- Money ---------------------------------------------------------------------------------------

    def _priced(self, prompt: Prompt, said: Any, error: BrigadeError) -> BrigadeError:
        """The error with its price, where the provider counted or it is plain that the model wrote."""
        if counted_in(said) is None and isinstance(error, (ModelDown, ModelBusy)):
            return error
        truncated = isinstance(error, AnswerTruncated)
        return billed(error, self._cost(prompt, said, self._room(prompt) if truncated else 0))

    def _cost(self, prompt: Prompt, said: Any, tokens_out: int) -> int:
        """By the provider's own count, or by ours where it gives none that can be."""
        price = text_price(self.settings)
        if usage := counted_in(said):
            return text_cost(usage, price)
        return likely_text_cost(self._sent(prompt), tokens_out, price)

    def _sent(self, prompt: Prompt) -> str:
        return prompt.instructions + prompt.text + json.dumps(self.schema)

    # --- The server ----------------------------------------------------------------------------------

    def _writer(self, written: Written) -> str:
        return written.model or self.settings.text_model

    def over(self, wire: Listening | Replaying) -> "TextModel":
        """The same model, which asks over another wire."""
        other = copy(self)
        other.__dict__["wire"] = wire
        return other

    @cached_property
    def wire(self) -> Wire:
        """Without retries of its own: retry lives in the state machine. Each call brings the key of its time."""
        return Wire(self.settings.text_base_url)
