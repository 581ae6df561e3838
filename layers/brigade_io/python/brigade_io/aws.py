"""AWS clients, one of each in a process. How often they try by themselves is the environment's to say.

A state's door tries once, as its state machine tries again; at the API nobody does, so there the client has to.
"""

from functools import cache
from typing import Any

import boto3
from botocore.config import Config

from brigade_io.settings import settings

CONNECT_SECONDS = 2


@cache
def client(service: str) -> Any:
    """A boto3 client; where it connects to is the environment's business (AWS_ENDPOINT_URL, AWS_REGION)."""
    return boto3.client(service, config=connections())  # type: ignore[call-overload]  # known at run time


def connections() -> Config:
    """How every client connects, tries and waits."""
    return Config(
        retries={"total_max_attempts": settings().aws_attempts, "mode": "standard"},
        connect_timeout=CONNECT_SECONDS, read_timeout=settings().aws_seconds, max_pool_connections=50,
        s3={"addressing_style": "path"}, request_checksum_calculation="when_required", tcp_keepalive=True,
    )  # fmt: skip
