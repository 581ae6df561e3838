"""The pictures the model simulator draws: repeatable, and never taken for one another."""

import time
from itertools import combinations

import imagehash
import numpy as np
import pytest
from PIL import Image

from local.simulator.asked import read_ask
from local.simulator.drawing.layouts.parts import POURED
from local.simulator.drawing.picture import encode, paint
from local.simulator.drawing.pieces import PIECES
from local.simulator.pantry import pantry
from local.simulator.writer import write_recipe
from tests.local_simulator.concepts import a_concept, a_picture_prompt, a_prompt

SIZE = (304, 208)
PHASH_BITS, DHASH_BITS = 9, 38


def prompt_of(position: int) -> str:
    concept = a_concept(position)
    return a_picture_prompt(write_recipe(read_ask(a_prompt(concept)), 7, 1), concept)


Hashes = tuple[imagehash.ImageHash, imagehash.ImageHash]


def hashes(picture: Image.Image) -> Hashes:
    return imagehash.phash(picture), imagehash.dhash(picture, 16)


def same(one: Hashes, two: Hashes) -> bool:
    """The product's rule: alike in both hashes."""
    return bool(one[0] - two[0] <= PHASH_BITS and one[1] - two[1] <= DHASH_BITS)


@pytest.fixture(scope="module")
def pictures() -> list[Image.Image]:
    return [paint(prompt_of(position), 7, 1, *SIZE) for position in range(60)]


def test_no_two_of_sixty_pictures_are_duplicates(pictures: list[Image.Image]) -> None:
    assert not [pair for pair in combinations(map(hashes, pictures), 2) if same(*pair)]


def test_the_same_prompt_and_occurrence_give_the_same_picture(pictures: list[Image.Image]) -> None:
    again = paint(prompt_of(4), 7, 1, *SIZE)
    assert np.array_equal(np.asarray(again), np.asarray(pictures[4]))


def test_a_changed_prompt_gives_a_clearly_different_picture(pictures: list[Image.Image]) -> None:
    changed = paint(prompt_of(4) + " From another side, with more space around the plate.", 7, 1, *SIZE)
    assert hashes(changed)[1] - hashes(pictures[4])[1] > DHASH_BITS


def test_every_food_of_the_pantry_can_be_drawn() -> None:
    shapes = {food.shape for food in pantry().values()}
    assert shapes <= {*PIECES, *POURED, "none"}


def test_a_picture_is_neither_flat_nor_burnt_out(pictures: list[Image.Image]) -> None:
    for picture in pictures:
        grey = np.asarray(picture.convert("L"))
        assert grey.std() > 18
        assert 30 < grey.mean() < 215


def test_every_size_from_the_smallest_to_the_largest_can_be_drawn() -> None:
    for size in ((256, 256), (1536, 256), (256, 1536), (1536, 1536)):
        assert paint(prompt_of(1), 7, 1, *size).size == size


def test_a_full_picture_costs_little_cpu_once_its_textures_are_made() -> None:
    prompts = [prompt_of(position) for position in range(8)]
    for prompt in prompts:
        paint(prompt, 7, 1, 1216, 832)
    began = time.thread_time()
    for prompt in prompts:
        encode(paint(prompt, 7, 1, 1216, 832), "jpeg", 90)
    assert (time.thread_time() - began) / len(prompts) < 0.4  # about 0.08 s on a quiet machine
