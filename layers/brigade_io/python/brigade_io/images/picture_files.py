"""A recipe's picture as objects in the images bucket."""

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor

from PIL import Image

from brigade.images.brief import Brief
from brigade.images.variants import JPEG, VARIANTS, WEBP
from brigade_io.images.pictures import encode, jpeg
from brigade_io.images.storage.protocol import PictureStorage

AT_ONCE = 5


def put_original(storage: PictureStorage, brief: Brief, attempt: int, picture: Image.Image) -> str:
    """Store the whole picture, of nothing but its pixels; its key."""
    key = brief.original_key(attempt)
    storage.put(key, jpeg(picture), JPEG)
    return key


def put_variants(storage: PictureStorage, brief: Brief, attempt: int, picture: Image.Image) -> list[str]:
    """Encode every variant, and store it while the next is encoded; their keys, the large one first."""
    keys = [brief.variant_key(variant.name, attempt) for variant in VARIANTS]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        puts = [
            pool.submit(storage.put, key, encode(picture, variant), WEBP)
            for key, variant in zip(keys, VARIANTS, strict=True)
        ]
    for put in puts:
        put.result()
    return keys


def remove_all_but(kept: Collection[str], storage: PictureStorage, brief: Brief, attempts: int) -> None:
    """Remove what the first `attempts` attempts may have left: paid for or half stored, and in no record."""
    storage.remove(sorted({key for attempt in range(attempts) for key in brief.keys(attempt)} - set(kept)))
