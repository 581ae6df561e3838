"""The bucket of what passes between states, made once in a process, when it is first needed."""

from functools import cache

from brigade_io.aws import client
from brigade_io.bucket import Bucket
from brigade_io.settings import settings


@cache
def work_bucket() -> Bucket:
    return Bucket(client("s3"), settings().work_bucket)
