"""What every DynamoDB table shares: foreign errors translated once, and values there and back."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.exceptions import BotoCoreError, ClientError

from brigade.errors import TableBusy

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.type_defs import AttributeValueTypeDef

# Answers a caller asked for by setting a condition: they are news, not failures.
CONDITIONS = frozenset({"ConditionalCheckFailedException", "TransactionCanceledException"})
# Mistakes of ours (a bad expression, a missing table or right): waiting does not mend them, they stay loud.
MISTAKES = frozenset({"ValidationException", "ResourceNotFoundException", "AccessDeniedException"})

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")

_serializer = TypeSerializer()
_deserializer = TypeDeserializer()


@contextmanager
def translated() -> Iterator[None]:
    """Throttling, failures, broken connections as `TableBusy`; refused conditions pass as `ClientError`."""
    try:
        yield
    except ClientError as error:
        if code_of(error) in CONDITIONS | MISTAKES:
            raise
        raise TableBusy(f"DynamoDB answered {code_of(error)}") from error
    except BotoCoreError as error:
        raise TableBusy(f"DynamoDB could not be reached: {type(error).__name__}") from error


def conditionally(write: Callable[Asked, Answer], *args: Asked.args, **asked: Asked.kwargs) -> Answer | None:
    """What a write that has a condition answers; None where the condition refuses it. Raises TableBusy."""
    try:
        with translated():
            return write(*args, **asked)
    except ClientError as error:
        if condition_failed(error):
            return None
        raise


def code_of(error: ClientError) -> str:
    """The error's DynamoDB name."""
    return str(error.response.get("Error", {}).get("Code", "unknown"))


def condition_failed(error: ClientError) -> bool:
    """Whether a single write was refused by its own condition."""
    return code_of(error) == "ConditionalCheckFailedException"


def cancellation_reasons(error: ClientError) -> list[str]:
    """Why a transaction was cancelled, one code per action in its order; empty where it was not cancelled."""
    reasons = error.response.get("CancellationReasons", [])
    return [str(reason.get("Code", "None")) for reason in reasons]


def to_item(values: Mapping[str, Any]) -> "dict[str, AttributeValueTypeDef]":
    """Python values as a DynamoDB item; what is None is left out."""
    return {name: to_value(value) for name, value in values.items() if value is not None}


def from_item(item: Mapping[str, Any]) -> dict[str, Any]:
    """A DynamoDB item as Python values."""
    return {name: from_value(value) for name, value in item.items()}


def to_value(value: Any) -> "AttributeValueTypeDef":
    """One Python value for DynamoDB; floats are carried as the decimal they print as."""
    return _serializer.serialize(_decimals(value))


def from_value(value: Any) -> Any:
    """One DynamoDB value for Python; whole numbers are `int`, others `float`."""
    return _plain(_deserializer.deserialize(value))


def _decimals(value: Any) -> Any:
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, Mapping):
        return {key: _decimals(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_decimals(inner) for inner in value]
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value
