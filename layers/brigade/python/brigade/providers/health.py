"""Whether the system is fit to work, and what will soon not be."""

from datetime import date
from enum import StrEnum

from brigade.model import Wire
from brigade.providers.breaker import Breaker, is_amiss, phase_of

WARNED_DAYS = 60  # before a model is shut down


class Fitness(StrEnum):
    """From the best to the worst."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


class Check(Wire):
    """One thing that was looked at; `what_to_do` is None where all is well."""

    name: str
    status: Fitness
    detail: str
    what_to_do: str | None = None


class Health(Wire):
    """As fit as its least fit part."""

    status: Fitness
    checks: list[Check]


def health_of(checks: list[Check]) -> Health:
    order = list(Fitness)
    return Health(status=max((check.status for check in checks), key=order.index, default=Fitness.OK), checks=checks)


def provider_check(name: str, breaker: Breaker, now: int, rest: float) -> Check:
    """What the workers know of a provider, which was not asked; `now` is in ms, `rest` its breaker's in seconds."""
    phase = phase_of(breaker, now, rest)
    named = f"provider {name}"
    if is_amiss(breaker, now):
        advice = "Look at its key, quota, model and address; the alarm names the error. Others are asked meanwhile."
        return Check(name=named, status=Fitness.WARN, detail="it refused what it was asked with", what_to_do=advice)
    resting = phase != "closed"
    return Check(
        name=named, status=Fitness.WARN if resting else Fitness.OK, detail=f"its breaker is {phase}; it was not asked",
        what_to_do="Wait: one probe closes it by itself." if resting else None,
    )  # fmt: skip


def shutdown_check(model: str, shutdown: str, today: date) -> Check:
    """`shutdown` is the day after which the provider no longer serves the model, "" where none is announced."""
    name = f"model {model}"
    if not shutdown:
        return Check(name=name, status=Fitness.OK, detail="no shutdown is noted in the settings")
    left = (date.fromisoformat(shutdown) - today).days
    if left > WARNED_DAYS:
        return Check(name=name, status=Fitness.OK, detail=f"served until {shutdown}")
    status = Fitness.WARN if left >= 0 else Fitness.FAIL
    advice = "Choose its successor in the environment's settings, then deploy."
    return Check(name=name, status=status, detail=f"shut down on {shutdown}, in {left} days", what_to_do=advice)
