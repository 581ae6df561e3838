"""Every failure of a batch in plain words: what happened, what to do, and where to look further."""

from datetime import datetime
from uuid import UUID

from brigade.model import Wire
from brigade.progress.batch import BatchRecord, BatchState
from brigade.progress.closing import standing
from brigade.progress.reasons import UNKNOWN, UNREADABLE
from brigade.progress.stage import Stage
from brigade.progress.unit import Unit
from brigade.runs import execution_name, illustration_name
from brigade.settings import Settings

LACKING = (Stage.FAILED, Stage.CANCELLED, Stage.PLACEHOLDER)


class Failure(Wire):
    """One recipe that failed, was cancelled or has no picture; `position` is None where the batch is at fault, and
    where what is stored under `name` cannot be read.

    `console_url` leads to the execution in the Step Functions console, None where there is no console.
    """

    position: int | None
    name: str | None
    stage: Stage | None
    code: str | None
    what_happened: str
    what_to_do: str
    console_url: str | None


class Failures(Wire):
    """`correlation_id` is what every log line and trace of the batch carries."""

    batch_id: UUID
    correlation_id: UUID
    failures: list[Failure]


def failures_of(state: BatchState, now: datetime, settings: Settings) -> Failures:
    state = standing(state, now)
    record = state.record
    units = [unit for unit in state.units if unit.stage in LACKING]
    found = _of_batch(record, settings) + [_of_unit(record, unit, settings) for unit in units]
    found += [_of_unreadable(name) for name in state.unreadable]
    return Failures(batch_id=record.batch_id, correlation_id=record.batch_id, failures=found)


def _of_batch(record: BatchRecord, settings: Settings) -> list[Failure]:
    if record.error_code is None:
        return []
    happened, to_do = in_two(record.error_text or UNKNOWN)
    url = console_url(settings.generate_batch_machine, execution_name(record.batch_id, record.retries), settings)
    return [
        Failure(
            position=None, name=None, stage=None, code=record.error_code, what_happened=happened, what_to_do=to_do,
            console_url=url,
        )
    ]  # fmt: skip


def _of_unit(record: BatchRecord, unit: Unit, settings: Settings) -> Failure:
    happened, to_do = in_two(unit.reason or UNKNOWN)
    if unit.is_saved:
        machine, name = (
            settings.illustrate_recipes_machine,
            illustration_name(record.batch_id, unit.chunk, unit.attempt),
        )
    else:
        machine, name = settings.generate_batch_machine, execution_name(record.batch_id, unit.attempt)
    return Failure(
        position=unit.position, name=unit.name, stage=unit.stage, code=None, what_happened=happened,
        what_to_do=to_do, console_url=console_url(machine, name, settings),
    )  # fmt: skip


def _of_unreadable(name: str) -> Failure:
    happened, to_do = in_two(UNREADABLE)
    return Failure(
        position=None, name=name, stage=None, code="Unreadable", what_happened=happened, what_to_do=to_do,
        console_url=None,
    )  # fmt: skip


def in_two(reason: str) -> tuple[str, str]:
    """A reason's first sentence says what happened, the rest what to do about it."""
    happened, _, to_do = reason.partition(". ")
    return (f"{happened}.", to_do) if to_do else (happened, "Retry it.")


def console_url(machine: str, name: str, settings: Settings) -> str | None:
    parts = machine.split(":")
    if settings.environment == "local" or len(parts) < 7:
        return None
    region, execution = parts[3], machine.replace(":stateMachine:", ":execution:")
    return (
        f"https://{region}.console.aws.amazon.com/states/home?region={region}#/v2/executions/details/{execution}:{name}"
    )
