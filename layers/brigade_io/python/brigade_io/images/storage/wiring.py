"""The place where this environment keeps its pictures, made once in a process, when it is first needed."""

import json
from functools import cache
from typing import Any

import boto3

from brigade.errors import BucketMissing, KeyRefused, ModelDown, StorageUnavailable
from brigade_io import clock
from brigade_io.aws import client, connections
from brigade_io.bucket import Bucket
from brigade_io.images.storage.protocol import PictureStorage
from brigade_io.providers.provider_key import provider_key
from brigade_io.settings import settings


@cache
def picture_storage() -> PictureStorage:
    """Raises BucketMissing where its key cannot be used, and StorageUnavailable where it cannot be read."""
    return {"s3": _s3, "folder": _folder, "cloudinary": _cloudinary, "vercel-blob": _vercel_blob}[settings().storage]()


def _s3() -> PictureStorage:
    """Amazon's, signed in by the role, or what speaks like it at another address, by key and secret."""
    if not settings().storage_place:
        return Bucket(client("s3"), settings().images_bucket)
    key, secret = _key_and_secret()
    other: Any = boto3.client(
        "s3", endpoint_url=settings().storage_place, aws_access_key_id=key, aws_secret_access_key=secret,
        config=connections(),
    )  # fmt: skip
    return Bucket(other, settings().images_bucket)


def _folder() -> PictureStorage:
    from brigade_io.images.storage.folder import Folder

    return Folder(settings().storage_place)


def _cloudinary() -> PictureStorage:
    from brigade_io.images.storage.cloudinary import Cloudinary

    return Cloudinary(settings().storage_place, *_key_and_secret(), settings().images_url, clock.epoch)


def _vercel_blob() -> PictureStorage:
    from brigade_io.images.storage.vercel_blob import VercelBlob

    return VercelBlob(_secret(), settings().images_url)


def _key_and_secret() -> tuple[str, str]:
    """Kept as JSON: {"key": …, "secret": …}."""
    try:
        kept = json.loads(_secret())
        return str(kept["key"]), str(kept["secret"])
    except (ValueError, TypeError, KeyError):
        raise BucketMissing('the secret of the storage is not JSON with a "key" and a "secret"') from None


def _secret() -> str:
    try:
        return provider_key(settings().storage_key_secret).strip()
    except KeyRefused as error:
        raise BucketMissing(str(error)) from None
    except ModelDown as error:
        raise StorageUnavailable(str(error)) from None
