"""How the files of a picture are named."""

import re

import pytest

from brigade.generation.editing import accepted
from brigade.images.brief import Brief, brief_key, brief_of, retold, slug_of
from tests.factories import a_concept, a_draft
from tests.unit.images.factories import BATCH, PHOTOGRAPH, a_brief, a_recipe_id


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Lemon Chicken", "lemon-chicken"),
        ("  Crème brûlée à l'orange! ", "creme-brulee-a-lorange"),
        ("Mac & Cheese (3 ways)", "mac-cheese-3-ways"),
        ("../../etc/passwd", "etc-passwd"),
        ("麻婆豆腐", "recipe"),
        ("a" * 80, "a" * 60),
        ("word " * 30, "-".join(["word"] * 12)),
    ],
)
def test_slugs(name: str, slug: str) -> None:
    assert slug_of(name) == slug


@pytest.mark.parametrize("name", ["ab " * 85, "x" * 255, "é/?#%" * 50, "-" * 20, "a-" * 120])
def test_a_slug_is_safe_in_a_key_and_a_url(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(name))
    assert len(slug_of(name)) <= 60


def test_the_keys_of_a_picture_hold_its_recipe_and_its_attempt() -> None:
    brief = a_brief()
    assert brief.original_key(0) == f"recipes/lemon-chicken_{a_recipe_id()}/original-0.jpg"
    assert brief.variant_key("large", 2) == f"recipes/lemon-chicken_{a_recipe_id()}/large-2.webp"
    assert brief_key(BATCH, a_recipe_id()) == f"briefs/{BATCH}/{a_recipe_id()}.json"


def test_the_longest_url_fits_the_column() -> None:
    brief = a_brief(name="n" * 255)
    assert len(f"https://{'d' * 300}/{brief.variant_key('thumbnail', 99)}") <= 500


def test_a_changed_recipe_keeps_its_files_and_how_it_is_served() -> None:
    told = brief_of(accepted(BATCH, a_draft(), a_concept(), "m", 0), PHOTOGRAPH, variants=True)
    draft = a_draft(name="Another Name", description="New.", main_ingredient_tags=["tofu"])
    again = retold(told, accepted(BATCH, draft, a_concept(), "m", 0))
    assert (again.name, again.description, again.main_ingredients) == ("Another Name", "New.", ["tofu"])
    assert (again.folder, again.photograph, again.plating) == (told.folder, told.photograph, told.plating)


def test_a_brief_survives_json() -> None:
    assert Brief.model_validate(a_brief().model_dump(mode="json")) == a_brief()
