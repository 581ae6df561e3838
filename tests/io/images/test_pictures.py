"""Pictures by Pillow."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

import imagehash
import pytest
from PIL import Image, ImageDraw

from brigade.errors import PictureUnreadable
from brigade.images.similarity import distance, is_duplicate
from brigade.images.variants import LARGE, VARIANTS, Format, Variant, centre_crop
from brigade_io.images import pictures
from brigade_io.images.cropping import crop_for
from brigade_io.images.picture_files import put_generated
from brigade_io.images.pictures import encode, fingerprint, jpeg, open_picture
from brigade_io.images.storage.folder import Folder
from tests.unit.images.factories import a_file, a_picture, a_telltale

JFIF = {"jfif", "jfif_version", "jfif_unit", "jfif_density"}

# --- Opening -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_png_jpeg_and_webp_are_opened(kind: str) -> None:
    picture = open_picture(a_file(a_picture(size=(640, 480)), kind))
    assert (picture.size, picture.mode) == ((640, 480), "RGB")


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_formats_are_refused(kind: str) -> None:
    with pytest.raises(PictureUnreadable, match="neither PNG, JPEG nor WebP"):
        open_picture(a_file(a_picture(size=(640, 480)), kind))


@pytest.mark.parametrize("data", [b"", b"hello", b"\xff\xd8\xff", b"<svg/>", b"RIFF0000WEBP", b"\x89PNG\r\n\x1a\n"])
def test_bytes_that_are_no_picture_are_refused(data: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        open_picture(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_picture_is_refused(kind: str, share: float) -> None:
    data = a_file(a_picture(size=(320, 200)), kind)
    with pytest.raises(PictureUnreadable):
        open_picture(data[: int(len(data) * share)])


def test_too_many_pixels_are_refused_before_they_are_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    decoded: list[object] = []
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda self: decoded.append(self))
    with pytest.raises(PictureUnreadable, match="more than"):
        open_picture(a_file(Image.new("1", (8000, 5001)), "PNG"))
    assert decoded == []


@pytest.mark.parametrize("size", [(12_000, 8_000), (16_000, 12_000)])
def test_a_decompression_bomb_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PictureUnreadable):
        open_picture(a_file(Image.new("1", size), "PNG"))


def test_metadata_does_not_reach_the_variants() -> None:
    data = a_telltale()
    assert data.count(b"secret") == 6
    assert open_picture(data).info == {}
    for variant in VARIANTS:
        stored = encode(open_picture(data), variant)
        assert b"secret" not in stored
        assert not Image.open(BytesIO(stored)).getexif()


def test_the_original_holds_nothing_but_its_pixels() -> None:
    stored = jpeg(open_picture(a_telltale()))
    assert b"secret" not in stored
    assert stored.endswith(b"\xff\xd9")
    shown = Image.open(BytesIO(stored))
    assert (shown.format, shown.size, set(shown.info)) == ("JPEG", (640, 480), JFIF)
    before, after = fingerprint(open_picture(a_telltale())), fingerprint(open_picture(stored))
    assert distance(before.phash, after.phash) <= 2


@pytest.mark.parametrize("size", [(255, 400), (400, 255), (16_384, 256)])
def test_a_picture_of_no_sane_size_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(PictureUnreadable, match="each side"):
        open_picture(a_file(Image.new("L", size), "PNG"))


@pytest.mark.parametrize("size", [(256, 256), (16_383, 256), (6324, 6324)])
def test_whatever_is_opened_can_be_encoded(size: tuple[int, int]) -> None:
    picture = open_picture(a_file(Image.new("L", size), "PNG"))
    assert Image.open(BytesIO(jpeg(picture))).size == size
    assert encode(picture, LARGE)


def test_too_many_bytes_are_refused_before_they_are_looked_at() -> None:
    with pytest.raises(PictureUnreadable, match="bytes are more than"):
        open_picture(a_file(a_picture(size=(640, 480))) + bytes(pictures.MAX_BYTES))


def test_a_picture_turned_by_its_metadata_is_stood_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert open_picture(a_file(a_picture(size=(640, 480)), exif=exif)).size == (480, 640)


def test_transparent_parts_turn_white() -> None:
    assert open_picture(a_file(Image.new("RGBA", (300, 300), (0, 0, 0, 0)), "PNG")).getpixel((3, 3)) == (255, 255, 255)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK"])
def test_every_kind_of_colour_becomes_rgb(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert open_picture(a_file(a_picture(size=(256, 256)).convert(mode), kind)).mode == "RGB"


# --- Fingerprints --------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1216, 832), (300, 300), (17, 16), (640, 97)])
@pytest.mark.parametrize("seed", range(6))
def test_fingerprints_are_those_of_imagehash(seed: int, size: tuple[int, int]) -> None:
    picture = a_picture(seed, size)
    prints = fingerprint(picture)
    assert prints.phash == _bits(imagehash.phash(picture))
    assert prints.dhash == _bits(imagehash.dhash(picture, hash_size=16))


def _bits(hashed: imagehash.ImageHash) -> str:
    return "".join("1" if bit else "0" for bit in hashed.hash.ravel())


def test_a_flat_picture_has_a_steady_fingerprint() -> None:
    greys = {fingerprint(Image.new("RGB", (64, 64), (grey, grey, grey))).phash[1:] for grey in (7, 90, 201)}
    assert greys == {"0" * 63}


def test_a_recompressed_smaller_copy_is_a_duplicate_and_another_picture_is_not() -> None:
    original, other = a_picture(1), a_picture(2)
    copy = open_picture(a_file(original.resize((600, 410)), quality=60))
    assert is_duplicate(fingerprint(original), fingerprint(copy))
    assert not is_duplicate(fingerprint(original), fingerprint(other))
    assert distance(fingerprint(original).phash, fingerprint(copy).phash) <= 4


# --- Variants ------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(1216, 832), (1024, 1024), (640, 1200), (97, 64), (1200, 800)])
@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_a_variant_has_its_size_whatever_it_is_cut_from(variant: Variant, size: tuple[int, int]) -> None:
    stored = Image.open(BytesIO(encode(a_picture(1, size), variant)))
    assert (stored.format, stored.size) == ("WEBP", (variant.width, variant.height))


@pytest.mark.parametrize("variant", VARIANTS, ids=lambda variant: variant.name)
def test_a_variant_shows_the_same_picture(variant: Variant) -> None:
    centre = a_picture(3).crop(centre_crop(1216, 832, variant))
    stored = Image.open(BytesIO(encode(a_picture(3), variant)))
    assert distance(fingerprint(centre).phash, fingerprint(stored).phash) <= 4


def test_a_picture_hardly_larger_is_cut_and_not_resampled() -> None:
    picture = a_picture(4)
    assert pictures._resized(picture, LARGE).tobytes() == picture.crop((8, 16, 1208, 816)).tobytes()


def test_variants_are_much_smaller_than_the_master() -> None:
    master = a_file(a_picture(5), quality=92)
    assert len(encode(open_picture(master), LARGE)) < 0.6 * len(master)


# --- Formats and crops ---------------------------------------------------------------------------


@pytest.mark.parametrize(("format", "kind"), [(Format.WEBP, "WEBP"), (Format.JPEG, "JPEG"), (Format.PNG, "PNG")])
def test_a_variant_comes_in_the_format_that_is_asked_for(format: Format, kind: str) -> None:
    made = Image.open(BytesIO(encode(a_picture(), VARIANTS[2], format)))
    assert (made.format, made.size) == (kind, (300, 300))


def test_jpeg_where_it_is_asked_for_has_quality_85() -> None:
    tables = Image.open(BytesIO(encode(a_picture(), LARGE, Format.JPEG))).quantization  # type: ignore[attr-defined]
    out = BytesIO()
    a_picture(size=(1200, 800)).save(out, "JPEG", quality=85)
    assert tables == Image.open(BytesIO(out.getvalue())).quantization  # type: ignore[attr-defined]


def a_plate(centre: tuple[int, int], size: tuple[int, int] = (1536, 864), radius: int = 260) -> Image.Image:
    """A colourful dish of many edges on a plain table."""
    table, (x, y) = Image.new("RGB", size, (128, 120, 112)), centre
    pen = ImageDraw.Draw(table)
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=(240, 236, 230))
    for step in range(0, 2 * radius - 80, 40):
        colour = ((step * 7) % 256, (step * 13) % 256, 40)
        pen.ellipse((x - radius + step, y - 60, x - radius + step + 70, y + 60), fill=colour)
    return table


@pytest.mark.parametrize("centre", [(300, 432), (1240, 432)])
def test_a_small_square_shows_the_dish_wherever_it_stands(centre: tuple[int, int]) -> None:
    left, _, right, _ = crop_for(a_plate(centre), VARIANTS[2])
    assert left <= centre[0] - 240
    assert centre[0] + 240 <= right


def test_a_tall_picture_is_cut_above_and_below() -> None:
    left, top, right, bottom = crop_for(a_plate((432, 1240), (864, 1536)), VARIANTS[2])
    assert (left, right) == (0, 864)
    assert top <= 1000
    assert bottom >= 1480


@pytest.mark.parametrize("picture", [a_plate((768, 432)), Image.new("RGB", (1536, 864), "white"), a_picture()])
def test_the_middle_is_kept_where_nothing_beside_it_catches_the_eye(picture: Image.Image) -> None:
    assert crop_for(picture, VARIANTS[2]) == centre_crop(*picture.size, VARIANTS[2])


def test_what_has_the_shape_already_is_not_cut() -> None:
    assert crop_for(a_picture(size=(1200, 800)), LARGE) == (0, 0, 1200, 800)


def test_equal_bytes_are_one_object(tmp_path: Path) -> None:
    kept = Folder(tmp_path)
    first, again = (put_generated(kept, a_picture(size=(640, 480)), Format.PNG) for _ in range(2))
    assert first == again
    assert [each.variant for each in first] == ["original", "large", "medium", "thumbnail", "small"]
    assert {key for page in kept.pages("generated/") for key in page} == {each.key for each in first}
    for each in first:
        assert each.bytes == len(kept.get(each.key))
        assert each.key.endswith(f"/{sha256(kept.get(each.key)).hexdigest()}.png")
