"""Draw the placeholder picture; `python layers/brigade_io/assets/draw_placeholder.py` puts it in the layer."""

from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

TARGET = Path(__file__).parents[1] / "python/brigade_io/images/placeholder.webp"
WIDTH, HEIGHT, FINER = 1200, 800, 3  # drawn three times as large, for smooth edges
PAPER, LINE, SHADE, INK, QUIET = "#f4efe6", "#b9a98f", "#e6ddcd", "#4a4238", "#7a6f60"


def draw() -> Image.Image:
    picture = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER), PAPER)
    pen = ImageDraw.Draw(picture)
    _covered_dish(pen)
    _centred(pen, "Photo still missing", 568, 62, INK)
    _centred(pen, "The recipe is here. Its picture is not.", 648, 32, QUIET)
    return picture.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def _covered_dish(pen: ImageDraw.ImageDraw) -> None:
    pen.ellipse(_box(330, 425, 870, 485), fill=SHADE)
    pen.pieslice(_box(400, 190, 800, 670), 180, 360, fill=PAPER, outline=LINE, width=6 * FINER)
    pen.arc(_box(436, 226, 640, 620), 195, 262, fill=SHADE, width=12 * FINER)
    pen.ellipse(_box(581, 148, 619, 186), fill=PAPER, outline=LINE, width=6 * FINER)
    pen.rounded_rectangle(_box(352, 427, 848, 449), 11 * FINER, fill=LINE)


def _box(*edges: int) -> tuple[int, ...]:
    return tuple(edge * FINER for edge in edges)


def _centred(pen: ImageDraw.ImageDraw, text: str, top: int, size: int, colour: str) -> None:
    font = ImageFont.load_default(size * FINER)
    pen.text((WIDTH * FINER / 2, top * FINER), text, colour, font, anchor="mm")


if __name__ == "__main__":
    draw().save(TARGET, "WEBP", quality=82, method=6)
