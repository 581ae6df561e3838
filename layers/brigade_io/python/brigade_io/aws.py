"""AWS clients, one of each in a process, without retries of their own: retry lives in the state machine."""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

CONFIG = Config(
    retries={"total_max_attempts": 1}, connect_timeout=2, read_timeout=10, max_pool_connections=50,
    s3={"addressing_style": "path"}, request_checksum_calculation="when_required",
)  # fmt: skip


@cache
def client(service: str) -> Any:
    """A boto3 client; where it connects to is the environment's business (AWS_ENDPOINT_URL, AWS_REGION)."""
    return boto3.client(service, config=CONFIG)  # type: ignore[call-overload]  # known at run time
