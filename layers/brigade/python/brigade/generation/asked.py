"""Asking one question until it is answered or given up: what became of it so far, and when it is asked again.

What was not paid is asked again for as long as anybody waits for the provider, which the breaker knows; what was paid
and is of no use only so often. Times are seconds since the epoch.
"""

from typing import Literal, Self

from brigade.errors import (
    AnswerFiltered,
    AnswerInvalid,
    AnswerRefused,
    AnswerTruncated,
    BrigadeError,
    ModelBusy,
    ModelDown,
    ModelSlow,
    leaves,
)
from brigade.generation.prompts import Prompt
from brigade.model import Message
from brigade.providers.breaker import FIRST_PAUSE, UNTOLD_HOLD, pause_after
from brigade.providers.ledger import billed

Kind = Literal["truncated", "refused", "rubbish"]

MOST_FAILURES = 16  # of one call, where the provider answers others: an outage is over or given up before
AGAIN: dict[Kind, int] = {"truncated": 2, "refused": 1, "rubbish": 5}  # times more that it is asked


class Answer(Message):
    """The writer's raw text, who wrote it, and its cost in millionths of a dollar."""

    text: str
    model: str
    cost_micros: int


class Asked(Message):
    """It is over with an `answer`, or with the `error` for which it was given up; else it is asked again when `due`."""

    answer: Answer | None = None
    error: str = ""
    reason: str = ""
    truncated: int = 0
    refused: int = 0
    rubbish: int = 0
    failures: int = 0
    failing_since: float | None = None
    due: float = 0.0
    spent_micros: int = 0  # on askings that came to nothing

    @property
    def is_over(self) -> bool:
        return self.answer is not None or bool(self.error)

    @property
    def outcome(self) -> Answer | BrigadeError:
        """What it is over with."""
        return self.answer or ERRORS.get(self.error, BrigadeError)(self.reason)

    def tells_more_than(self, before: Self) -> bool:
        """Whether it is worth keeping: when it is due is soon forgotten."""
        return self != before.model_copy(update={"due": self.due})

    def of(self, prompt: Prompt) -> Prompt:
        """The prompt as it is asked next: with more room, or without what may have stopped it."""
        text = prompt.harmless if self.refused and prompt.harmless else prompt.text
        return prompt.model_copy(update={"text": text, "longer": self.truncated})

    def answered(self, answer: Answer, now: float) -> Self:
        """It was answered; an answer without the beginning of a recipe is none."""
        if "{" not in answer.text:
            return self.failed(billed(ModelDown("the answer holds no recipe"), answer.cost_micros), now)
        whole = answer.model_copy(update={"cost_micros": self.spent_micros + answer.cost_micros})
        return self.model_copy(update={"answer": whole})

    def failed(self, error: BrigadeError, now: float) -> Self:
        """It failed: it is asked again later, or given up."""
        paid = self.model_copy(update={"spent_micros": self.spent_micros + (error.cost_micros or 0)})
        match error:
            case AnswerTruncated():
                return paid._counted("truncated", error, now)
            case AnswerFiltered() | AnswerRefused():
                return paid._counted("refused", error, now)
            case ModelBusy():
                wait = UNTOLD_HOLD if error.retry_after is None else error.retry_after
                return paid.model_copy(update={"due": now + wait})
            case AnswerInvalid():
                return paid._wasted(error, now)
            case ModelDown() | ModelSlow() if error.cost_micros:
                return paid._wasted(error, now)
            case ModelDown() | ModelSlow():
                return paid._failing(error, now)
        return paid.given_up(error)

    def given_up(self, error: BrigadeError) -> Self:
        return self.model_copy(update={"error": type(error).__name__, "reason": str(error)})

    def _wasted(self, error: BrigadeError, now: float) -> Self:
        return self._counted("rubbish", error, now + FIRST_PAUSE * 2**self.rubbish)

    def _counted(self, kind: Kind, error: BrigadeError, due: float) -> Self:
        so_often: int = getattr(self, kind) + 1
        counted = self.model_copy(update={kind: so_often, "due": due})
        return counted.given_up(error) if so_often > AGAIN[kind] else counted

    def _failing(self, error: BrigadeError, now: float) -> Self:
        since = now if self.failing_since is None else self.failing_since
        due, failures = now + pause_after(now - since), self.failures + 1
        failing = self.model_copy(update={"failing_since": since, "failures": failures, "due": due})
        return failing.given_up(error) if failures >= MOST_FAILURES else failing


ERRORS = {error.__name__: error for error in leaves(BrigadeError)}
