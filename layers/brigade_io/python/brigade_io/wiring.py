"""The buckets a door is handed, each made once in a process, when it is first needed."""

from functools import cache

from brigade_io.aws import client
from brigade_io.bucket import Bucket
from brigade_io.settings import settings


@cache
def work_bucket() -> Bucket:
    return Bucket(client("s3"), settings().work_bucket)


@cache
def images_bucket() -> Bucket:
    return Bucket(client("s3"), settings().images_bucket)
