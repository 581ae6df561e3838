"""How each provider stands for one picture: what everybody knows of it, and how it went with this picture so far."""

from collections.abc import Collection, Sequence

from brigade.errors import BrigadeError, BudgetSpent, ModelStaysDown, leaves
from brigade.images.seeking import Seeking, Try
from brigade.model import Message
from brigade.providers.routing import Outlook, ProviderState, Rule, rule_of

MOST_PAID = 2  # answers of a provider that were paid and hold no picture

CLASSES = {error.__name__: error for error in leaves(BrigadeError)}


class Prospect(Message):
    """A provider that may be asked; `prefer` counts from 0, the price is at most what this picture costs there."""

    name: str
    prefer: int
    outlook: Outlook
    price_micros: int


def states_of(prospects: Sequence[Prospect], seeking: Seeking, *, may_soften: bool) -> list[ProviderState]:
    """As the router sees them. Tries count as far as others had fewer: then all of them begin anew, after a pause."""
    out = {each.name for each in prospects if _is_out(each, seeking, may_soften)}
    left = {each.name: _failed(each.name, seeking) for each in prospects if each.name not in out}
    least = min(left.values(), default=0)
    return [
        ProviderState(
            name=each.name, prefer=each.prefer, free_at=each.outlook.free_at, resting=each.outlook.resting,
            amiss=each.outlook.amiss, out=each.name in out, latency=each.outlook.latency,
            price_micros=each.price_micros, tried=left.get(each.name, least) - least,
        )
        for each in prospects
    ]  # fmt: skip


def had_their_turn(states: Collection[ProviderState], seeking: Seeking) -> bool:
    """Whether each that may still be asked has failed as often as any other, and once at least."""
    return all(_failed(each.name, seeking) and not each.tried for each in states if not each.out)


def budget_left(prospects: Sequence[Prospect], seeking: Seeking) -> int | None:
    """Less than what the budget had no room for; None where it had room for all that was asked."""
    dear = {each.provider for each in seeking.tries if each.error == BudgetSpent.__name__}
    return min((each.price_micros - 1 for each in prospects if each.name in dear), default=None)


def refusers(seeking: Seeking) -> set[str]:
    """The providers whose policy refused this picture."""
    return {each.provider for each in seeking.tries if _rule(each).step == "soften"}


def why_not(prospects: Sequence[Prospect], seeking: Seeking) -> dict[str, str]:
    """For each provider the name of the error that kept it from giving a picture, in the order of preference."""
    told = seeking.reasons
    down = {each.name: ModelStaysDown.__name__ for each in prospects if each.outlook.stays_down}
    return {each.name: error for each in prospects if (error := told.get(each.name) or down.get(each.name))}


def _is_out(prospect: Prospect, seeking: Seeking, may_soften: bool) -> bool:
    failures = seeking.failures(prospect.name)
    paid = sum(each.cost_micros > 0 for each in failures)
    refused = sum(_rule(each).step == "soften" for each in failures)
    never = any(not _rule(each).again for each in failures)
    return never or paid >= MOST_PAID or refused > may_soften or prospect.outlook.stays_down


def _failed(name: str, seeking: Seeking) -> int:
    return sum(_rule(each).step in ("wait", "next") for each in seeking.failures(name))


def _rule(ended: Try) -> Rule:
    """An error that this release does not know stops."""
    return rule_of(CLASSES.get(ended.error, BrigadeError)) if ended.error else rule_of(BrigadeError)
