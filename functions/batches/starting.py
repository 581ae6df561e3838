"""Starting a batch exactly once, however often the same request arrives."""

from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID, uuid4, uuid5

from aws_lambda_powertools.utilities.idempotency import (
    DynamoDBPersistenceLayer,
    IdempotencyConfig,
    idempotent_function,
)
from aws_lambda_powertools.utilities.idempotency.exceptions import (
    IdempotencyAlreadyInProgressError,
    IdempotencyPersistenceLayerError,
    IdempotencyValidationError,
)
from aws_lambda_powertools.utilities.typing import LambdaContext

from brigade.errors import BrigadeError, Conflict, NotFound
from brigade.generation.request import BatchRequest
from brigade.progress.batch import BatchRecord
from brigade.progress.reasons import NEVER_STARTED
from brigade.progress.views import BatchStarted, started
from brigade.providers.picture_prices import require_prices
from brigade_io import clock
from brigade_io.aws import client
from brigade_io.frames.http import logger
from brigade_io.generation.machine import start_generation
from brigade_io.progress.start_limit import StartLimit
from brigade_io.progress.wiring import batch_table
from brigade_io.settings import settings

BATCHES = UUID("6f0b8a52-1f5e-5d0a-9d43-3f6a0c1c7b11")  # the namespace of ids made from an idempotency key
DAY = 24 * 60 * 60


def start_once(owner: str, key: str | None, request: BatchRequest, context: LambdaContext) -> BatchStarted:
    """Start a batch; the same owner and key give the same batch.

    Raises Conflict where the request is another, RateLimitExceeded where the owner started too many, PriceUnknown.
    """
    require_prices(settings())
    if key is None:
        return _start_alone(owner, uuid4(), request)
    batch_id = uuid5(BATCHES, f"{owner}\n{key}")
    order = {"batch_id": str(batch_id), "request": request.model_dump(mode="json")}
    config().register_lambda_context(context)
    try:
        return BatchStarted.model_validate(_kept_answer()(owner=owner, order=order))
    except IdempotencyValidationError as error:
        raise Conflict("this idempotency key came with another request before") from error
    except (IdempotencyAlreadyInProgressError, IdempotencyPersistenceLayerError):
        # Nothing is started twice even without the kept answer: the id names record and execution alike.
        return _start_again(owner, batch_id, request)


def _start_order(owner: str, order: dict[str, Any]) -> dict[str, Any]:
    answer = _start_again(owner, UUID(order["batch_id"]), BatchRequest.model_validate(order["request"]))
    return answer.model_dump(mode="json")


def _start_alone(owner: str, batch_id: UUID, request: BatchRequest) -> BatchStarted:
    """A batch that nobody can ask for again: where its machine does not start, it ends at once."""
    _start_limit().admit(owner, batch_id, clock.now())
    try:
        return _start(owner, batch_id, request)
    except BrigadeError:
        _abandon(batch_id)
        raise


def _start_again(owner: str, batch_id: UUID, request: BatchRequest) -> BatchStarted:
    """A batch that is stored was counted before."""
    try:
        batch_table().record(batch_id)
    except NotFound:
        _start_limit().admit(owner, batch_id, clock.now())
    return _start(owner, batch_id, request)


def _abandon(batch_id: UUID) -> None:
    """Best effort: the answer is an error either way, and the deadline ends what cannot be closed now."""
    try:
        batch_table().close(batch_id, clock.now(), "NotStarted", NEVER_STARTED)
    except BrigadeError as error:
        logger.warning("batch not closed", batch=str(batch_id), reason=str(error))


def _start(owner: str, batch_id: UUID, request: BatchRequest) -> BatchStarted:
    now = clock.now()
    deadline = now + timedelta(minutes=settings().minutes_of(overnight=request.overnight))
    record = BatchRecord(
        batch_id=batch_id, owner=owner, request=request, created_at=now, deadline=deadline, total=request.count
    )
    stored = batch_table().create(record)
    start_generation(batch_id)
    return started(stored)


@cache
def _start_limit() -> StartLimit:
    return StartLimit(client("dynamodb"), settings().idempotency_table, settings().batches_per_minute)


@cache
def config() -> IdempotencyConfig:
    return IdempotencyConfig(
        event_key_jmespath="batch_id", payload_validation_jmespath="request", expires_after_seconds=DAY
    )


@cache
def _kept_answer() -> Any:
    table = DynamoDBPersistenceLayer(settings().idempotency_table, boto3_client=client("dynamodb"))
    return idempotent_function(
        _start_order, data_keyword_argument="order", persistence_store=table, config=config(), key_prefix="batches"
    )
