"""What kind of file bytes are, by how they begin; only the kinds that people take for pictures."""

import base64

BEGINNINGS = (
    (b"\x89PNG\r\n\x1a\n", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"BM", "BMP"),
    (b"II*\x00", "TIFF"), (b"MM\x00*", "TIFF"), (b"\x00\x00\x01\x00", "ICO"), (b"%PDF", "PDF"), (b"8BPS", "PSD"),
    (b"\xff\x0a", "JPEG XL"), (b"\x00\x00\x00\x0cJXL ", "JPEG XL"), (b"\x00\x00\x00\x0cjP  ", "JPEG 2000"),
)  # fmt: skip
BRANDS = {
    b"heic": "HEIC", b"heix": "HEIC", b"hevc": "HEIC", b"heim": "HEIC", b"heis": "HEIC", b"mif1": "HEIC",
    b"msf1": "HEIC", b"avif": "AVIF", b"avis": "AVIF",
}  # fmt: skip
TAKEN = ("PNG", "JPEG", "WEBP")


def kind_of(data: bytes) -> str | None:
    """A name such as PNG or HEIC; None for what nobody calls a picture."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp" and (brand := BRANDS.get(data[8:12])):
        return brand
    for beginning, kind in BEGINNINGS:
        if data.startswith(beginning):
            return kind
    return "SVG" if b"<svg" in data[:1024].lower() else None


def mime_of(data: bytes) -> str:
    """The type of a picture of a kind that we take."""
    kind = kind_of(data)
    return f"image/{kind.lower()}" if kind in TAKEN else "application/octet-stream"


def suffix_of(data: bytes) -> str:
    """What the name of such a picture ends in."""
    return mime_of(data).partition("/")[2]


def data_uri(picture: bytes) -> str:
    return f"data:{mime_of(picture)};base64,{base64.b64encode(picture).decode()}"
