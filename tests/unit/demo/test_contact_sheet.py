"""The sheet of all pictures."""

import pytest
from PIL import Image, ImageDraw

from local.demo.contact_sheet import Tile, columns_for, contact_sheet, drawable, fitted, font, wrapped


@pytest.fixture
def draw() -> ImageDraw.ImageDraw:
    return ImageDraw.Draw(Image.new("RGB", (10, 10)))


@pytest.mark.parametrize(("tiles", "columns"), [(0, 1), (1, 1), (2, 2), (5, 3), (10, 5), (12, 4), (30, 6), (100, 13)])
def test_tiles_fill_their_rows(tiles: int, columns: int) -> None:
    assert columns_for(tiles) == columns


def test_a_sheet_holds_pictures_and_places_without_one() -> None:
    picture = Image.new("RGB", (1200, 800), "#123456")
    sheet = contact_sheet("Two", [Tile("Soup", "300 kcal", picture), Tile("Pie", "", None)])
    colours = {colour for _, colour in sheet.getcolors(1 << 20) or []}
    assert (0x12, 0x34, 0x56) in colours
    assert sheet.width > sheet.height


def test_a_long_name_is_broken_between_words_and_cut_at_the_end(draw: ImageDraw.ImageDraw) -> None:
    lines = wrapped(draw, "a very long name of a dish that has no end at all", font(18), 120, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(draw.textlength(line, font(18)) <= 120 for line in lines)


def test_accents_that_cannot_be_drawn_are_left_out() -> None:
    assert drawable("Crudités à la crème, jalapeño") == "Crudites a la creme, jalapeno"


def test_a_short_text_stays_as_it_is(draw: ImageDraw.ImageDraw) -> None:
    assert fitted(draw, "soup", font(18), 120) == "soup"
    assert wrapped(draw, "soup", font(18), 120, 2) == ["soup"]
