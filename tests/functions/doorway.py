"""The emulated AWS that the doors of batches and progress open onto, and the events that come to them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, cast
from unittest.mock import patch
from uuid import UUID

from aws_lambda_powertools.utilities.typing import LambdaContext
from moto import mock_aws

from brigade.progress.batch import BatchRecord
from brigade.progress.unit import Unit
from brigade_io import clock
from brigade_io.accounts import token_keys
from brigade_io.accounts.tokens import make_key_pair
from brigade_io.aws import client
from brigade_io.frames.step_task import metrics
from brigade_io.progress.batch_table import BatchTable
from tests.functions.warmth import forget
from tests.unit.progress.batches import a_record, after

REGION = "eu-central-1"
MACHINE = f"arn:aws:states:{REGION}:123456789012:stateMachine:generate_batch"
ENVIRONMENT = {
    "AWS_DEFAULT_REGION": REGION, "AWS_REGION": REGION, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test",
    "POWERTOOLS_METRICS_NAMESPACE": "brigade", "POWERTOOLS_SERVICE_NAME": "brigade", "POWERTOOLS_TRACE_DISABLED": "1",
    "ENVIRONMENT": "test", "SITE_URL": "http://site", "IMAGES_URL": "http://images", "BATCH_TABLE": "batches",
    "AGENT_CALL_TABLE": "agent-calls", "PACE_TABLE": "pace", "IDEMPOTENCY_TABLE": "idempotency",
    "WORK_BUCKET": "work", "IMAGES_BUCKET": "images", "DATABASE_URL": "postgresql://nowhere/none",
    "SIGNING_KEY_SECRET": "signing-key",
    "TOKEN_KEY_SECRET": "token-key", "TEXT_KEY_SECRET": "text-key", "IMAGE_KEY_SECRET": "image-key",
    "GENERATE_BATCH_MACHINE": MACHINE, "STREAM_POLL": "0.05", "STREAM_WINDOW": "60", "STREAM_HEARTBEAT": "15",
}  # fmt: skip

metrics.namespace = ENVIRONMENT["POWERTOOLS_METRICS_NAMESPACE"]  # it was made when this was imported, before the tests


@dataclass
class Context:
    """What Lambda hands a function beside the event."""

    function_name: str = "door"
    function_version: str = "1"
    memory_limit_in_mb: int = 256
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:door"
    aws_request_id: str = "request-1"
    log_group_name: str = "door"
    log_stream_name: str = "1"

    def get_remaining_time_in_millis(self) -> int:
        return 10_000


def a_context() -> LambdaContext:
    return cast(LambdaContext, Context())


# The keys of the tables, and the keys and projections of their indexes; tests/infra holds them against the template.
TABLES = {
    "batches": ["batch_id", "item"], "agent-calls": ["agent", "at"], "idempotency": ["id"],
    "pace": ["provider", "meter"],
}  # fmt: skip
INDEXES = {
    "batches": {
        "by_owner": (["owner", "created_at"], "ALL"),
        "open_by_deadline": (["open", "deadline"], "KEYS_ONLY"),
    }
}  # fmt: skip


def create_tables(dynamodb: Any) -> None:
    """The tables as the infrastructure makes them."""
    for name, keys in TABLES.items():
        more = indexes_of(name)
        names = dict.fromkeys([*keys, *(key["AttributeName"] for index in more for key in index["KeySchema"])])
        dynamodb.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST", KeySchema=_schema(keys),
            AttributeDefinitions=[{"AttributeName": key, "AttributeType": "S"} for key in names],
            **({"GlobalSecondaryIndexes": more} if more else {}),
        )  # fmt: skip


def indexes_of(table: str) -> list[dict[str, Any]]:
    """The indexes of a table, as both DynamoDB and CloudFormation take them."""
    return [
        {"IndexName": index, "KeySchema": _schema(keys), "Projection": {"ProjectionType": projection}}
        for index, (keys, projection) in INDEXES.get(table, {}).items()
    ]


def _schema(keys: list[str]) -> list[dict[str, str]]:
    return [{"AttributeName": key, "KeyType": kind} for key, kind in zip(keys, ("HASH", "RANGE"), strict=False)]


@dataclass
class World:
    """What a test holds of the emulated AWS."""

    table: BatchTable
    private_key: str = ""

    def planned(self, count: int = 4, images: bool = True, **fields: Any) -> BatchRecord:
        """A stored batch of chunks of two, planned now, with an hour to go."""
        record = self.created(count, images, **fields)
        units = [Unit(position=position, chunk=position // 2) for position in range(count)]
        self.table.mark_planned(record.batch_id, -(-count // 2), units, clock.now())
        return self.table.record(record.batch_id)

    def created(self, count: int = 4, images: bool = True, **fields: Any) -> BatchRecord:
        now = clock.now()
        times = {"created_at": now, "deadline": now + (after(3600) - after(0)), "planned_at": None, "chunks": None}
        return self.table.create(a_record(count, images, **{**times, **fields}))

    def executions(self) -> list[str]:
        found = client("stepfunctions").list_executions(stateMachineArn=MACHINE)["executions"]
        return [execution["name"] for execution in found]


@contextmanager
def world(**environment: str) -> Iterator[World]:
    """The tables and buckets, in moto."""
    _forget()
    with patch.dict("os.environ", {**ENVIRONMENT, **environment}), mock_aws():
        create_tables(client("dynamodb"))
        for bucket in ("work", "images"):
            client("s3").create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield World(BatchTable(client("dynamodb"), "batches"))
    _forget()


def create_machine(name: str = "generate_batch") -> None:
    """A machine, by default the batch's, which does nothing."""
    definition = json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
    role = "arn:aws:iam::123456789012:role/machine"
    client("stepfunctions").create_state_machine(name=name, definition=definition, roleArn=role)


def create_token_key() -> str:
    """A new key pair, as the functions find it; its private half."""
    private, public = make_key_pair()
    for name, half in (("token-key", public), ("signing-key", private)):
        client("secretsmanager").create_secret(Name=name, SecretString=half)
    return private


def _forget() -> None:
    """Let go of what a warm function keeps."""
    from functions.batches import starting

    forget(starting.config, starting._kept_answer, starting._start_limit, token_keys._secrets)


def an_http_event(method: str, path: str, body: Any = None, **changes: Any) -> dict[str, Any]:
    """API Gateway's REST proxy event, from an admin unless told otherwise. `headers` and `query` are added."""
    headers = {"Content-Type": "application/json", **changes.get("headers", {})}
    authorizer = changes.get("authorizer", {"principalId": "ada", "role": "admin", "integrationLatency": 3})
    return {
        "resource": path, "path": path, "httpMethod": method, "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": changes.get("query"), "multiValueQueryStringParameters": None,
        "pathParameters": None, "stageVariables": None, "isBase64Encoded": changes.get("base64", False),
        "body": body if isinstance(body, str) or body is None else json.dumps(body),
        "requestContext": {
            "requestId": "request-7", "stage": "api", "httpMethod": method, "path": f"/api{path}", "resourcePath": path,
            "accountId": "123456789012", "apiId": "api", "authorizer": authorizer,
            "identity": {"sourceIp": "127.0.0.1"},
        },
    }  # fmt: skip


def a_status_change(name: str, status: str = "FAILED", **detail: Any) -> dict[str, Any]:
    """EventBridge's event of an execution that ended badly."""
    arn = f"{MACHINE.replace('stateMachine', 'execution')}:{name}"
    return {
        "version": "0", "id": "1", "detail-type": "Step Functions Execution Status Change", "source": "aws.states",
        "account": "123456789012", "time": "2026-11-21T08:00:00Z", "region": REGION, "resources": [arn],
        "detail": {"executionArn": arn, "stateMachineArn": MACHINE, "name": name, "status": status, **detail},
    }  # fmt: skip


# What EventBridge Scheduler sends where it is given no input: its detail is a text.
A_SCHEDULERS_OWN_EVENT: dict[str, Any] = {
    "version": "0", "id": "3", "detail-type": "Scheduled Event", "source": "aws.scheduler", "account": "123456789012",
    "time": "2026-11-21T08:05:00Z", "region": REGION, "resources": ["arn:aws:scheduler:schedule/default/sweep"],
    "detail": "{}",
}  # fmt: skip
A_SCHEDULED_EVENT: dict[str, Any] = {
    "version": "0", "id": "2", "detail-type": "Scheduled Event", "source": "aws.events", "account": "123456789012",
    "time": "2026-11-21T08:05:00Z", "region": REGION, "resources": [], "detail": {},
}  # fmt: skip


def an_error(name: str, message: str = "no") -> dict[str, str]:
    """An error as the state machine passes it on."""
    return {"error": name, "cause": json.dumps({"errorType": name, "errorMessage": message})}


def a_batch_id(number: int) -> UUID:
    return UUID(f"00000000-0000-4000-8000-{number:012}")
