"""Pictures by Pillow: open safely, fingerprint, cut and encode the variants."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from statistics import median

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from brigade.errors import PictureUnreadable
from brigade.images.magic import TAKEN, kind_of
from brigade.images.similarity import Fingerprint
from brigade.images.sources import Fault
from brigade.images.variants import Format, Variant
from brigade_io.images.cropping import crop_for

MAX_PIXELS = 40_000_000
MAX_BYTES = 20 * 1024 * 1024
SHORTEST, LONGEST = 256, 16_383  # pixels of a side; no longer one can be encoded
JPEG_QUALITY = 92  # of the original, which is shown as it is where there are no variants
ASKED_QUALITY = 85  # where somebody asked for JPEG
HARDLY = 1.05
WEBP_METHOD = 2  # half the CPU of method 4 for 2 % more bytes
BROKEN = (OSError, SyntaxError, ValueError, UnidentifiedImageError)
LANCZOS = Image.Resampling.LANCZOS


def open_picture(data: bytes) -> Image.Image:
    """The whole picture, decoded, upright, in RGB, without metadata.

    Raises PictureUnreadable for other formats than PNG, JPEG and WebP, too many bytes or pixels, or too few, more than
    one picture, or broken bytes.
    """
    if len(data) > MAX_BYTES:
        raise PictureUnreadable(f"{len(data)} bytes are more than {MAX_BYTES}", Fault.TOO_LARGE)
    if (kind := kind_of(data)) not in TAKEN:
        fault = Fault.UNSUPPORTED if kind else Fault.WRONG_MAGIC
        raise PictureUnreadable(f"the bytes are neither PNG, JPEG nor WebP ({kind or 'no picture'})", fault)
    with _refusing_bombs(), _translated(), Image.open(BytesIO(data), formats=TAKEN) as found:
        _check(found)
        found.load()
        ImageOps.exif_transpose(found, in_place=True)
        return _bare(found if found.mode == "RGB" else _flattened(found))


@contextmanager
def _refusing_bombs() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PictureUnreadable(f"the picture is too large to unpack: {error}", Fault.TOO_MANY_PIXELS) from error
    except BROKEN as error:
        raise PictureUnreadable(f"the picture is broken: {error}", _fault_of(error)) from error


def _fault_of(error: Exception) -> Fault:
    return Fault.TRUNCATED if "truncated" in str(error).lower() else Fault.BROKEN


def _check(found: ImageFile.ImageFile) -> None:
    size = f"{found.width}×{found.height}"
    if found.width * found.height > MAX_PIXELS:
        raise PictureUnreadable(f"{size} is more than {MAX_PIXELS} pixels", Fault.TOO_MANY_PIXELS)
    if min(found.size) < SHORTEST or max(found.size) > LONGEST:
        raise PictureUnreadable(f"{size}: each side must have {SHORTEST} to {LONGEST} pixels", Fault.WRONG_SIZE)
    if found.format != "MPO" and getattr(found, "is_animated", False):  # phones add a second picture to a JPEG
        raise PictureUnreadable("the picture is animated", Fault.ANIMATED)


def _flattened(picture: Image.Image) -> Image.Image:
    """RGB on white, where the picture has transparent parts."""
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    layer = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", layer.size, "white"), layer).convert("RGB")


def _bare(picture: Image.Image) -> Image.Image:
    """The same pixels without the metadata that Pillow would write back: EXIF, ICC profile, XMP, comments."""
    picture.info.clear()
    picture.getexif().clear()
    return picture


def fingerprint(picture: Image.Image) -> Fingerprint:
    """pHash-64 and dHash-256, bit for bit those of the ImageHash library, without its SciPy."""
    grey = picture.convert("L")
    return Fingerprint(phash=_bits(_phash(grey)), dhash=_bits(_dhash(grey)))


def _dct_rows(size: int, rows: int) -> NDArray[np.float64]:
    """The first rows of the unnormalised discrete cosine transform II over `size` samples."""
    row, sample = np.arange(rows)[:, None], np.arange(size)[None, :]
    cosines: NDArray[np.float64] = 2 * np.cos(np.pi * row * (2 * sample + 1) / (2 * size))
    return cosines


DCT = _dct_rows(32, 8)


def _phash(grey: Image.Image) -> NDArray[np.bool_]:
    pixels = np.asarray(grey.resize((32, 32), LANCZOS), dtype=np.float64)
    low = np.round(DCT @ pixels @ DCT.T, 6)  # or flat pictures would hash the noise of the last digit
    above: NDArray[np.bool_] = low > median(low.ravel())  # NumPy's own would import its masked arrays for it: 40 ms
    return above


def _dhash(grey: Image.Image) -> NDArray[np.bool_]:
    pixels = np.asarray(grey.resize((17, 16), LANCZOS))
    brighter: NDArray[np.bool_] = pixels[:, 1:] > pixels[:, :-1]
    return brighter


def _bits(hashed: NDArray[np.bool_]) -> str:
    return "".join("1" if bit else "0" for bit in hashed.ravel())


def encode(picture: Image.Image, variant: Variant, format: Format = Format.WEBP) -> bytes:
    """One variant: cut to its shape round what there is to see, resized, encoded."""
    return encoded(_resized(picture, variant), format, variant.quality)


def encoded(picture: Image.Image, format: Format, quality: int) -> bytes:
    """The whole picture; `quality` is WebP's, the other formats have their own."""
    if format is Format.WEBP:
        return webp(picture, quality)
    return jpeg(picture, ASKED_QUALITY) if format is Format.JPEG else png(picture)


def _resized(picture: Image.Image, variant: Variant) -> Image.Image:
    """The variant's pixels: first reduced by a whole number, so that the costly filter sees few of them.

    What is then hardly larger is only cut: sharper than resampling, and free.
    """
    size = (variant.width, variant.height)
    whole = min(picture.width // size[0], picture.height // size[1])
    near = picture.reduce(whole) if whole > 1 else picture
    if all(small <= large <= small * HARDLY for small, large in zip(size, near.size, strict=True)):
        left, top = (near.width - size[0]) // 2, (near.height - size[1]) // 2
        return near.crop((left, top, left + size[0], top + size[1]))
    return near.resize(size, LANCZOS, box=crop_for(near, variant))


def jpeg(picture: Image.Image, quality: int = JPEG_QUALITY) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()


def png(picture: Image.Image) -> bytes:
    out = BytesIO()
    picture.save(out, "PNG", compress_level=9)
    return out.getvalue()


def webp(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "WEBP", quality=quality, method=WEBP_METHOD)
    return out.getvalue()
