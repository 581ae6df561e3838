"""A recipe's picture as objects in the images bucket."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from PIL import Image

from brigade.images.brief import Brief
from brigade.images.variants import VARIANTS, WEBP
from brigade_io.bucket import Bucket, translated
from brigade_io.pictures import encode

if TYPE_CHECKING:
    from mypy_boto3_s3.type_defs import DeleteTypeDef

AT_ONCE = 5
TOGETHER = 1000  # objects that S3 removes in one request


def put_variants(bucket: Bucket, brief: Brief, attempt: int, picture: Image.Image) -> list[str]:
    """Encode every variant, and store it while the next is encoded; their keys, the large one first."""
    keys = [brief.variant_key(variant.name, attempt) for variant in VARIANTS]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        puts = [
            pool.submit(bucket.put, key, encode(picture, variant), WEBP)
            for key, variant in zip(keys, VARIANTS, strict=True)
        ]
    for put in puts:
        put.result()
    return keys


def remove_all_but(kept: Collection[str], bucket: Bucket, brief: Brief, attempts: int) -> None:
    """Remove what the first `attempts` attempts may have left: paid for or half stored, and in no record."""
    keys = {key for attempt in range(attempts) for key in brief.keys(attempt)} - set(kept)
    ordered = sorted(keys)
    for start in range(0, len(ordered), TOGETHER):
        unwanted: DeleteTypeDef = {
            "Objects": [{"Key": key} for key in ordered[start : start + TOGETHER]], "Quiet": True
        }  # fmt: skip
        with translated(f"s3://{bucket.name}/{brief.folder}"):
            answer = bucket.client.delete_objects(Bucket=bucket.name, Delete=unwanted)
            for refused in answer.get("Errors", []):  # S3 answers 200 all the same
                raise ClientError({"Error": {"Code": refused.get("Code", "")}}, "DeleteObjects")
