"""An S3 bucket that speaks bytes and JSON, and our errors."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from botocore.exceptions import BotoCoreError, ClientError

from brigade.errors import BucketMissing, NotFound, StorageUnavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import DeleteTypeDef

IMMUTABLE = "public, max-age=31536000, immutable"
TOGETHER = 1000  # objects that S3 removes in one request
FORBIDDEN = {"NoSuchBucket", "AccessDenied", "AllAccessDisabled", "InvalidAccessKeyId", "403"}
ABSENT = {"NoSuchKey", "NotFound", "404"}


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Raise BucketMissing, NotFound or StorageUnavailable for what S3 answers about `place`."""
    try:
        yield
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in FORBIDDEN:
            raise BucketMissing(f"{place}: the bucket is missing or closed to us ({code})") from error
        if code in ABSENT:
            raise NotFound(f"{place} does not exist") from error
        raise StorageUnavailable(f"{place}: S3 answered {code}") from error
    except BotoCoreError as error:
        raise StorageUnavailable(f"{place}: {error}") from error


class Placed(NamedTuple):
    """When an object was put, and how many bytes it has."""

    at: datetime
    bytes: int


class Bucket:
    def __init__(self, client: "S3Client", name: str) -> None:
        self.client = client
        self.name = name

    def get(self, key: str) -> bytes:
        with translated(f"s3://{self.name}/{key}"):
            return self.client.get_object(Bucket=self.name, Key=key)["Body"].read()

    def put(self, key: str, body: bytes, content_type: str, cache_control: str = IMMUTABLE) -> None:
        with translated(f"s3://{self.name}/{key}"):
            self.client.put_object(
                Bucket=self.name, Key=key, Body=body, ContentType=content_type, CacheControl=cache_control
            )

    def exists(self, key: str) -> bool:
        try:
            with translated(f"s3://{self.name}/{key}"):
                self.client.head_object(Bucket=self.name, Key=key)
        except NotFound:
            return False
        return True

    def pages(self, prefix: str) -> Iterator[dict[str, Placed]]:
        """Every key that begins so, a thousand at a time."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=prefix)
        with translated(f"s3://{self.name}/{prefix}"):
            for page in pages:
                yield {found["Key"]: Placed(found["LastModified"], found["Size"]) for found in page.get("Contents", [])}

    def remove(self, keys: Sequence[str]) -> None:
        """Remove these objects, where they are there."""
        for start in range(0, len(keys), TOGETHER):
            unwanted: DeleteTypeDef = {
                "Objects": [{"Key": key} for key in keys[start : start + TOGETHER]], "Quiet": True
            }  # fmt: skip
            with translated(f"s3://{self.name}/{keys[start]}"):
                answer = self.client.delete_objects(Bucket=self.name, Delete=unwanted)
                for refused in answer.get("Errors", []):  # S3 answers 200 all the same
                    raise ClientError({"Error": {"Code": refused.get("Code", "")}}, "DeleteObjects")

    def put_json(self, key: str, value: Any) -> None:
        self.put(key, json.dumps(value).encode(), "application/json", "no-store")

    def get_json(self, key: str) -> Any:
        return json.loads(self.get(key))
