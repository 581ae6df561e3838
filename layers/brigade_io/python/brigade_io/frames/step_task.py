"""The frame of every state's door: message in, message out, with logs, traces, metrics and one record per call."""

import functools
import time
from collections.abc import Callable
from typing import Any, TypeVar

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel

from brigade.progress.metrics import Agent
from brigade_io.images.order import Elsewhere
from brigade_io.progress.wiring import agent_call_table
from brigade_io.providers.slots import NotYet

logger = Logger()
metrics = Metrics()
tracer = Tracer(auto_patch=False)

Task = TypeVar("Task", bound=BaseModel)
Result = TypeVar("Result", bound=BaseModel | None)
Door = Callable[[dict[str, Any], LambdaContext], dict[str, Any] | None]


def step_task(message: type[Task], agent: Agent = "coordinator") -> Callable[[Callable[[Task], Result]], Door]:
    """Turn `handler(task) -> result` into a Lambda handler of JSON, whose calls are recorded as the agent's.

    The id of the batch, or of the generation, is the correlation id. `retry_count`, where the state machine sends it,
    marks repeated calls.
    A NotYet is answered with the task, its slot, and how long to wait, an Elsewhere with whom to ask `next`.
    """

    def decorate(handler: Callable[[Task], Result]) -> Door:
        @functools.wraps(handler)
        def frame(event: dict[str, Any], context: LambdaContext) -> dict[str, Any] | None:
            body = dict(event)
            retried = bool(body.pop("retry_count", 0))
            task = message.model_validate(body)
            batch_id = str(getattr(task, "batch_id", "") or getattr(task, "generation_id", ""))
            logger.append_keys(correlation_id=batch_id, **_places(task))
            tracer.put_annotation("batchId", batch_id)
            started = time.monotonic()
            try:
                result = handler(task)
            except NotYet as early:  # who only asked for a slot has done no work
                metrics.add_metric(name="waits", unit=MetricUnit.Count, value=1)
                return {**_told(task), "slot": early.slot.values(), **early.changed, "wait": early.wait}
            except Elsewhere as other:
                logger.info("looking elsewhere", error=other.error, tries=len(other.seeking.tries))
                _record(agent, batch_id, started, other.error, retried)
                return {**_told(task), "seeking": other.seeking.values(), "next": True}
            except Exception as error:
                logger.warning("step failed", error=type(error).__name__, reason=str(error))
                _record(agent, batch_id, started, type(error).__name__, retried)
                raise
            _record(agent, batch_id, started, "", retried)
            return result.model_dump(mode="json") if result is not None else None

        frame.__name__ = "handler"
        return tracer.capture_lambda_handler(metrics.log_metrics(frame))

    return decorate


def _told(task: BaseModel) -> dict[str, Any]:
    return task.model_dump(mode="json", exclude_none=True, exclude={"slot"})


def _places(task: BaseModel) -> dict[str, Any]:
    names = ("chunk", "position", "round", "attempt", "recipe_id")
    return {name: str(getattr(task, name)) if hasattr(task, name) else None for name in names}


def _record(agent: Agent, batch_id: str, started: float, error: str, retried: bool) -> None:
    elapsed = (time.monotonic() - started) * 1000
    metrics.add_dimension(name="agent", value=agent)
    metrics.add_metric(name="failures" if error else "successes", unit=MetricUnit.Count, value=1)
    metrics.add_metric(name="latency", unit=MetricUnit.Milliseconds, value=elapsed)
    agent_call_table().record(agent, batch_id=batch_id, ms=elapsed, error=error or None, retry=retried)
