"""What tests of work that is done overnight stand on: a simulated provider with jobs, our stores, and patience."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import boto3
from moto import mock_aws

from brigade.settings import Settings
from brigade_io.bucket import Bucket
from brigade_io.providers.job_board import JobBoard
from brigade_io.providers.ledger import Ledger
from brigade_io.providers.night import Night
from brigade_io.providers.slots import NotYet
from tests.io.emulated import KEYS, a_table
from tests.simulated import Simulated

BATCH = UUID("5b1c0a4e-0d9e-4d3b-9f0e-6a0c7f6f2f11")
NAMES: dict[str, Any] = {name: "x" for name, field in Settings.model_fields.items() if field.is_required()}
Found = TypeVar("Found")


class Stores(NamedTuple):
    """Where a night is kept."""

    bucket: Bucket
    ledger: Ledger

    def night(self, provider: Simulated) -> Night:
        """The night of a new process."""
        return Night(JobBoard(provider.base_url), self.ledger, self.bucket, time.time)


@contextmanager
def night_stores() -> Iterator[Stores]:
    """Empty stores in moto's AWS, which lets calls to this machine pass."""
    with mock_aws(config={"core": {"passthrough": {"urls": [r"http://127\.0\.0\.1:\d+/.*"]}}}):
        s3, dynamodb = boto3.client("s3", **KEYS), boto3.client("dynamodb", **KEYS)
        s3.create_bucket(Bucket="work")
        yield Stores(Bucket(s3, "work"), Ledger(dynamodb, a_table(dynamodb, "batches"), pause=lambda _: None))


def patiently(look: Callable[[], Found]) -> Found:
    """What a look gives once it is no longer too early."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            return look()
        except NotYet:
            time.sleep(0.1)
    raise AssertionError("it was never over")
