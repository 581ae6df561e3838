"""A recipe's picture as objects in the images bucket."""

from concurrent.futures import ThreadPoolExecutor

from PIL import Image

from brigade.images.brief import Brief
from brigade.images.variants import VARIANTS, WEBP, Variant
from brigade_io.bucket import Bucket, translated
from brigade_io.pictures import encode

AT_ONCE = 5


def put_variants(bucket: Bucket, brief: Brief, attempt: int, picture: Image.Image) -> list[str]:
    """Encode and store every variant, at most five at once; their keys, the large one first."""

    def put(variant: Variant) -> str:
        key = brief.variant_key(variant.name, attempt)
        bucket.put(key, encode(picture, variant), WEBP)
        return key

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(put, VARIANTS))


def remove_originals(bucket: Bucket, brief: Brief, attempts: int) -> None:
    """Remove the originals of the first `attempts` attempts: paid for, and not shown."""
    for attempt in range(attempts):
        key = brief.original_key(attempt)
        with translated(f"s3://{bucket.name}/{key}"):
            bucket.client.delete_object(Bucket=bucket.name, Key=key)
