"""The sizes and the formats in which a picture is kept."""

from enum import StrEnum

from brigade.model import Message


class Format(StrEnum):
    """How a picture is encoded; its value is what its file ends in."""

    WEBP = "webp"
    JPEG = "jpg"
    PNG = "png"

    @property
    def content_type(self) -> str:
        return "image/jpeg" if self is Format.JPEG else f"image/{self}"


class Variant(Message):
    """One size: pixels, and WebP quality from 0 to 100."""

    name: str
    width: int
    height: int
    quality: int


LARGE = Variant(name="large", width=1200, height=800, quality=80)
MEDIUM = Variant(name="medium", width=600, height=400, quality=78)
THUMBNAIL = Variant(name="thumbnail", width=300, height=300, quality=70)
SMALL = Variant(name="small", width=200, height=200, quality=70)
VARIANTS = (LARGE, MEDIUM, THUMBNAIL, SMALL)

GENERATED = "generated"  # the folder of all pictures that users asked for
WHOLE = "original"  # what the whole picture is called among its variants
PLACEHOLDER_KEY = "placeholder.webp"
WEBP = "image/webp"
JPEG = "image/jpeg"
Box = tuple[int, int, int, int]


def centre_crop(width: int, height: int, variant: Variant) -> Box:
    """The largest box (left, top, right, bottom) of the variant's shape in the middle of the picture."""
    wide = min(width, round(height * variant.width / variant.height))
    tall = min(height, round(width * variant.height / variant.width))
    left, top = (width - wide) // 2, (height - tall) // 2
    return left, top, left + wide, top + tall
