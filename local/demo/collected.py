"""What a batch has really left behind: its recipes, read back, and its pictures, fetched and decoded."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from brigade.errors import PictureUnreadable
from brigade.images.similarity import DHASH_BITS, PHASH_BITS, Fingerprint, distance, is_duplicate
from brigade_io.images.pictures import fingerprint, open_picture
from local.cli.client import Client

FETCHED_AT_ONCE = 4


@dataclass(frozen=True)
class Picture:
    """A recipe's own picture. `recipe` is its number in the batch, from 1."""

    recipe: int
    file: Path
    image: Image.Image
    prints: Fingerprint


@dataclass(frozen=True)
class Closest:
    """The two most similar pictures of a batch, and in how many bits they differ."""

    recipes: tuple[int, int]
    phash: int
    dhash: int


@dataclass(frozen=True)
class Collected:
    """`missing` are the recipes whose picture is promised and cannot be had."""

    recipes: list[dict[str, Any]]
    pictures: list[Picture]
    missing: list[str]

    @property
    def placeholders(self) -> int:
        return sum(recipe["imageIsPlaceholder"] for recipe in self.recipes)

    @property
    def placeholder_reasons(self) -> list[str]:
        """Why recipes have no picture of their own, each reason once."""
        reasons = (recipe.get("imageReason") for recipe in self.recipes if recipe["imageIsPlaceholder"])
        return list(dict.fromkeys(reason for reason in reasons if reason))


def collect(client: Client, batch_id: str, folder: Path) -> Collected:
    """Read the recipes and fetch each one's own picture into `folder`."""
    recipes = client.recipes(batch_id)
    folder.mkdir(parents=True, exist_ok=True)
    own = [recipe for recipe in recipes if not recipe["imageIsPlaceholder"]]
    with ThreadPoolExecutor(FETCHED_AT_ONCE) as pool:
        found = list(pool.map(lambda recipe: _picture(client, recipe, folder), own))
    pictures = [each for each in found if isinstance(each, Picture)]
    return Collected(recipes, pictures, [each for each in found if isinstance(each, str)])


def _picture(client: Client, recipe: dict[str, Any], folder: Path) -> Picture | str:
    number = recipe["batchPosition"] + 1
    url = httpx.URL(recipe["imageUrl"])
    try:
        answer = client.http.get(url)
        answer.raise_for_status()
        image = open_picture(answer.content)
    except (httpx.HTTPError, PictureUnreadable) as error:
        return f"recipe {number}: {url} cannot be had ({error})"
    file = folder / f"{number:03}-{Path(url.path).parent.name.rpartition('_')[0]}{Path(url.path).suffix}"
    file.write_bytes(answer.content)
    return Picture(number, file, image, fingerprint(image))


def distinct(pictures: Sequence[Picture]) -> int:
    """How many are left when of each group that is alike only the first is kept."""
    kept: list[Picture] = []
    for picture in pictures:
        if not any(is_duplicate(picture.prints, other.prints) for other in kept):
            kept.append(picture)
    return len(kept)


def closest(pictures: Sequence[Picture]) -> Closest | None:
    pairs = [_pair(one, other) for one, other in combinations(pictures, 2)]
    return min(pairs, key=_share, default=None)


def _pair(one: Picture, other: Picture) -> Closest:
    phash = distance(one.prints.phash, other.prints.phash)
    return Closest((one.recipe, other.recipe), phash, distance(one.prints.dhash, other.prints.dhash))


def _share(pair: Closest) -> float:
    """The larger share of differing bits: both hashes have to be near for two pictures to be alike."""
    return max(pair.phash / PHASH_BITS, pair.dhash / DHASH_BITS)
