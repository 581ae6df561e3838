"""All pictures of a batch on one sheet, each with its name and what a serving holds."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, sqrt
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont, ImageOps

TILE = (360, 240)
CAPTION = 84
GAP = 28
MARGIN = 48
HEADER = 92
CORNER = 10
PAPER, INK, SOFT, EMPTY = "#faf7f2", "#2b2622", "#857b70", "#e9e2d8"
TITLE_SIZE, NAME_SIZE, FACT_SIZE = 34, 18, 15
NAME_LINES = 2
ASPECT = 0.72  # rows to columns: a sheet that is a little wider than it is high


@dataclass(frozen=True)
class Tile:
    """`picture` is None where the recipe has only a placeholder."""

    name: str
    facts: str
    picture: Image.Image | None


def contact_sheet(title: str, tiles: Sequence[Tile]) -> Image.Image:
    columns = columns_for(len(tiles))
    rows = max(1, ceil(len(tiles) / columns))
    width = 2 * MARGIN + columns * TILE[0] + (columns - 1) * GAP
    height = 2 * MARGIN + HEADER + rows * (TILE[1] + CAPTION) + (rows - 1) * GAP
    sheet = Image.new("RGB", (width, height), PAPER)
    draw = ImageDraw.Draw(sheet)
    draw.text((MARGIN, MARGIN), fitted(draw, title, font(TITLE_SIZE), width - 2 * MARGIN), INK, font(TITLE_SIZE))
    for index, tile in enumerate(tiles):
        row, column = divmod(index, columns)
        place = (MARGIN + column * (TILE[0] + GAP), MARGIN + HEADER + row * (TILE[1] + CAPTION + GAP))
        _put(sheet, draw, place, tile)
    return sheet


def columns_for(tiles: int) -> int:
    """Around the square root, a little wider than high; the number of those that leaves the fewest places empty."""
    ideal = ceil(sqrt(max(1, tiles) / ASPECT))
    near = range(max(1, ideal - 1), ideal + 2)
    return min(
        (count for count in near if count <= max(1, tiles)),
        key=lambda count: (-tiles % count, abs(count - ideal)),
    )


def save(sheet: Image.Image, file: Path) -> None:
    sheet.save(file, "PNG", compress_level=4)


def drawable(text: str) -> str:
    """Letters without their accents, which Pillow's typeface does not have."""
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def _put(sheet: Image.Image, draw: ImageDraw.ImageDraw, place: tuple[int, int], tile: Tile) -> None:
    left, top = place
    mask = Image.new("L", TILE, 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, TILE[0] - 1, TILE[1] - 1), CORNER, fill=255)
    sheet.paste(_cut(tile.picture), place, mask)
    if tile.picture is None:
        middle = (left + TILE[0] // 2, top + TILE[1] // 2)
        draw.text(middle, "placeholder", SOFT, font(FACT_SIZE), anchor="mm")
    below = top + TILE[1] + 10
    for line in wrapped(draw, drawable(tile.name), font(NAME_SIZE), TILE[0], NAME_LINES):
        draw.text((left, below), line, INK, font(NAME_SIZE))
        below += NAME_SIZE + 4
    draw.text((left, below + 2), fitted(draw, tile.facts, font(FACT_SIZE), TILE[0]), SOFT, font(FACT_SIZE))


def _cut(picture: Image.Image | None) -> Image.Image:
    if picture is None:
        return Image.new("RGB", TILE, EMPTY)
    return ImageOps.fit(picture, TILE, Image.Resampling.LANCZOS)


def font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    """Pillow's own typeface: nothing has to be installed."""
    return ImageFont.load_default(size)


def wrapped(
    draw: ImageDraw.ImageDraw,
    text: str,
    typeface: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    width: int,
    most: int,
) -> list[str]:
    """At most `most` lines, broken between words; the last one is cut short where it must be."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if draw.textlength(longer, typeface) <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    kept, rest = lines[: most - 1], lines[most - 1 :]
    return [*kept, fitted(draw, " ".join(rest), typeface, width)] if rest else kept


def fitted(
    draw: ImageDraw.ImageDraw, text: str, typeface: ImageFont.FreeTypeFont | ImageFont.ImageFont, width: int
) -> str:
    """The text, or as much of it as finds room, with an ellipsis."""
    if draw.textlength(text, typeface) <= width:
        return text
    while text and draw.textlength(f"{text}…", typeface) > width:
        text = text[:-1]
    return f"{text.rstrip(' ,;')}…"
