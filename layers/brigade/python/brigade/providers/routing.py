"""Which provider is asked next, and what an error of one means for the others. Times in ms.

Preference first: the preferred one is waited for a while before another is asked, but not once it has failed.
"""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from brigade.errors import (
    AccessDenied,
    AnswerFiltered,
    AnswerInvalid,
    AnswerRefused,
    AnswerTruncated,
    BrigadeError,
    EndpointMissing,
    ImageRefused,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    ModelStaysDown,
    NotVerified,
    ParameterRefused,
    PhotosRefused,
    PictureUnreadable,
    PromptTooLong,
    QuotaExhausted,
)
from brigade.model import Message

Step = Literal["wait", "next", "soften", "stop"]
Money = Literal["free", "unsettled", "paid"]

MOST_TRIES = 2  # of one provider more than of any other, before those have had their turn
USUAL = 15_000  # that a picture takes where nobody knows
AS_LONG = 3  # times the usual, after which a call is given up where another provider stands ready
BEARABLE = 3  # answers of rubbish in a row


class Rule(Message):
    """What an error means. `wait`: for the same provider, unless another is ready sooner. `next`: another is asked.
    `soften`: the same is asked more gently, as far as the asker allows. `stop`: the error is the asker's.

    Nobody tells the provider `again` for this picture; an `amiss` one needs an operator, and is avoided for a while.
    """

    step: Step
    money: Money = "free"
    again: bool = True
    amiss: bool = False


WAIT, STOP = Rule(step="wait"), Rule(step="stop")
FAILED = Rule(step="next", money="unsettled")
AMISS = Rule(step="next", again=False, amiss=True)
POLICY = Rule(step="soften")
RULES: dict[type[BrigadeError], Rule] = {
    # Ours, the asker's or the prompt's: no other provider would do better, or the step itself is tried again.
    BrigadeError: STOP,
    ModelBusy: WAIT,
    ModelSlow: FAILED,
    ModelDown: FAILED,
    AnswerTruncated: FAILED,
    AnswerInvalid: FAILED,
    PictureUnreadable: Rule(step="next", money="paid"),
    ModelStaysDown: Rule(step="next", again=False),
    PromptTooLong: Rule(step="next", again=False),
    PhotosRefused: Rule(step="next", again=False),
    **dict.fromkeys((KeyRefused, AccessDenied, NotVerified, QuotaExhausted), AMISS),
    **dict.fromkeys((ModelMissing, EndpointMissing, ParameterRefused), AMISS),
    ImageRefused: POLICY,
    AnswerRefused: POLICY.model_copy(update={"money": "unsettled"}),
    AnswerFiltered: POLICY.model_copy(update={"money": "unsettled"}),
}


def rule_of(error: type[BrigadeError]) -> Rule:
    """That of the nearest ancestor in the table."""
    return next(RULES[ancestor] for ancestor in error.__mro__ if ancestor in RULES)


class Outlook(Message):
    """How a provider stands for everybody. `free_at` is the earliest time a call may begin.

    `resting`: it is known to be down; `stays_down`: for longer than anybody waits.
    """

    free_at: int
    resting: bool = False
    amiss: bool = False
    stays_down: bool = False
    latency: int | None = None


class ProviderState(Message):
    """What is known of one provider when a picture is to be asked for.

    Who is resting is waited for only where nobody else is left. `out`: it is not asked for this picture any more.
    `tried`: how often more than any other it failed.
    """

    name: str
    prefer: int
    free_at: int
    resting: bool = False
    amiss: bool = False
    out: bool = False
    latency: int | None = None
    price_micros: int = Field(default=0, ge=0)
    tried: int = Field(default=0, ge=0)


class Choice(Message):
    """Whom to ask, and how long to wait first."""

    name: str
    wait: int = 0


def choose(states: Iterable[ProviderState], now: int, patience: int, budget_left: int | None = None) -> Choice | None:
    """Who is preferred of those that are ready, else who is done first; None where nobody is left."""
    usable = [each for each in states if _is_usable(each, budget_left)]
    sound = [each for each in usable if not each.amiss] or usable
    ready = [each for each in sound if each.free_at <= now + _patience_for(each, patience)]
    if ready:
        chosen = min(ready, key=lambda each: (each.tried, each.prefer, each.price_micros, each.name))
    elif sound:
        chosen = min(sound, key=lambda each: (each.free_at + (each.latency or USUAL), each.prefer, each.name))
    else:
        return None
    return Choice(name=chosen.name, wait=max(0, chosen.free_at - now))


def _is_usable(state: ProviderState, budget_left: int | None) -> bool:
    return not state.out and state.tried < MOST_TRIES and (budget_left is None or state.price_micros <= budget_left)


def _patience_for(state: ProviderState, patience: int) -> int:
    """An outage is not sat out, nor is one asked again who failed, while another is ready."""
    return 0 if state.resting or state.tried else max(0, patience)


def is_another_ready(states: Iterable[ProviderState], name: str, now: int) -> bool:
    """Whether another could be asked at once."""
    others = [each for each in states if each.name != name and not (each.amiss or each.resting)]
    return any(_is_usable(each, None) and each.free_at <= now for each in others)


def longest_call(latency: int | None, patience: int) -> int | None:
    """How long a call is borne while another provider stands ready: a few times what is usual; None if nobody knows."""
    return None if latency is None else max(patience, AS_LONG * latency)


def rubbish_weight(limit: int) -> int:
    """How many failures one answer of rubbish counts as, where so many open a breaker."""
    return -(-limit // BEARABLE)


def ewma(before: int | None, took: int) -> int:
    """The running mean of how long calls take, in which the last one has a fifth."""
    return took if before is None else before + (took - before) // 5
