"""Briefs, records and pictures for tests."""

import hashlib
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from uuid import UUID, uuid5

import numpy as np
from PIL import Image

from brigade.images.brief import Brief
from brigade.images.photograph import Angle, Light, Photograph, Props, Surface, Vessel
from brigade.images.picture import GeneratedPicture, Original
from brigade.images.record import ImageRecord, picture_record
from brigade.images.similarity import Fingerprint
from brigade.recipes.recipe import Plating
from brigade.recipes.vocabulary import MealType

BATCH = UUID("00000000-0000-4000-8000-00000000ba7c")
OWNER = UUID("00000000-0000-4000-8000-000000000ada")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
AN_ORIGINAL = Original(width=1024, height=1024, format="jpeg", bytes=200_000, sha256="0" * 64, blurhash="00OZZy")
PHOTOGRAPH = Photograph(
    vessel=Vessel.SKILLET, surface=Surface.LINEN, light=Light.SIDE, angle=Angle.OVERHEAD, props=Props.NAPKIN
)


def a_recipe_id(number: int = 0) -> UUID:
    return uuid5(BATCH, str(number))


def a_brief(number: int = 0, **changes: Any) -> Brief:
    plating = Plating(garnish="parsley leaves", colours=["golden", "green"], texture="crisp")
    return Brief(
        **{
            "recipe_id": a_recipe_id(number), "slug": "lemon-chicken", "name": "Lemon Chicken",
            "description": "Bright and crisp.",
            "meal_type": MealType.DINNER, "main_ingredients": ["chicken", "lemon"], "plating": plating,
            "photograph": PHOTOGRAPH, **changes,
        }
    )  # fmt: skip


def a_fingerprint(seed: object = 0) -> Fingerprint:
    bits = "".join(f"{byte:08b}" for byte in hashlib.blake2b(str(seed).encode(), digest_size=40).digest())
    return Fingerprint(phash=bits[:64], dhash=bits[64:])


def near(prints: Fingerprint, phash: int = 0, dhash: int = 0) -> Fingerprint:
    """The same fingerprint with so many bits turned over."""
    return Fingerprint(phash=_turned(prints.phash, phash), dhash=_turned(prints.dhash, dhash))


def _turned(bits: str, count: int) -> str:
    return "".join("10"[int(bit)] for bit in bits[:count]) + bits[count:]


def a_record(brief: Brief, attempt: int = 0, **changes: Any) -> ImageRecord:
    values: dict[str, Any] = {
        "fingerprint": a_fingerprint(brief.recipe_id), "keys": [brief.variant_key("large", attempt)],
        "images_url": "https://images.test", "maker": ("openai", "a-model"), "cost_micros": 13_200, "at": NOON,
        **changes,
    }  # fmt: skip
    return picture_record(brief, attempt, **values)


def a_generated_picture(generation: UUID = BATCH, position: int = 0, **changes: Any) -> GeneratedPicture:
    key = f"generated/{generation}/{position}"
    original = AN_ORIGINAL.model_copy(update={"sha256": f"{position:064x}"})
    return GeneratedPicture(
        **{
            "generation_id": generation, "position": position, "run": 0, "owner": OWNER, "subject_type": "post",
            "subject_id": "17", "prompt": "A lemon on a plate.", "alt_text": "A lemon.", "provider": "openai",
            "model": "a-model", "original": original, "cost_micros": 42_000, "generation_ms": 9_000,
            "fingerprint": a_fingerprint(key), "keys": [f"{key}.jpg", f"{key}-thumbnail.webp"],
            "variants": {"thumbnail": f"https://images.test/{key}-thumbnail.webp"},
            "url": f"https://images.test/{key}.jpg", "created_at": NOON, **changes,
        }
    )  # fmt: skip


def a_picture(seed: int = 0, size: tuple[int, int] = (1216, 832)) -> Image.Image:
    """Smooth colours with some grain: compresses like a photograph, and looks different for each seed."""
    chance = np.random.default_rng(seed)
    coarse = Image.fromarray(chance.integers(0, 256, (9, 13, 3), dtype=np.uint8)).resize(size, Image.Resampling.BICUBIC)
    grain = Image.fromarray(chance.integers(0, 256, (size[1], size[0], 3), dtype=np.uint8))
    return Image.blend(coarse, grain, 0.04)


def a_telltale() -> bytes:
    """A picture that says more than it shows: where it was taken, by whom, and what its maker hung on to its end."""
    exif = Image.Exif()
    exif[0x010E] = "a secret"
    exif.get_ifd(0x8825)[0x001D] = "secret:1:1"
    secrets = {"exif": exif, "comment": b"a secret", "icc_profile": b"a secret", "xmp": b"a secret"}
    return a_file(a_picture(size=(640, 480)), **secrets) + b"PK<script>secret</script>"


def a_file(picture: Image.Image, kind: str = "JPEG", **options: Any) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()
