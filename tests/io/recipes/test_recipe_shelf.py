"""Stored recipes as a person finds, approves and edits them, in PostgreSQL."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from psycopg import Connection

from brigade.errors import NotFound
from brigade.generation.editing import RecipeEdit, accepted, concept_of, draft_of, edited
from brigade.recipes.likeness import dish_of
from brigade.recipes.search import RecipeQuery
from brigade.recipes.views import RecipeView
from brigade_io.recipes.recipe_shelf import RecipeShelf
from brigade_io.recipes.recipe_store import RecipeStore
from tests.functions import larder
from tests.unit.progress.batches import BATCH


@pytest.fixture
def shelf(db: Connection[Any]) -> RecipeShelf:
    larder.store(db, 0, 1, 2)
    return RecipeShelf(db)


def found(shelf: RecipeShelf, limit: int = 10, batches: list[UUID] | None = None, **query: Any) -> list[int]:
    rows = shelf.find([BATCH] if batches is None else batches, RecipeQuery(**query), limit)
    return [row["batch_position"] for row in rows]


def changed(shelf: RecipeShelf, position: int, **fields: Any) -> RecipeView:
    """The recipe after an edit of these fields."""
    view = shelf.get(larder.id_of(position))
    draft = edited(draft_of(view), RecipeEdit(**fields))
    shelf.edit(accepted(view.batch_id, draft, concept_of(draft, view.batch_position), "another model", 9999))
    return shelf.get(view.id)


def test_the_newest_recipes_come_first_and_pages_follow_one_another(db: Connection[Any], shelf: RecipeShelf) -> None:
    db.execute("update recipes set created_at = now() - batch_position * interval '1 minute'")
    assert found(shelf) == [0, 1, 2]
    assert found(shelf, limit=2) == [0, 1]
    assert found(shelf, after=larder.id_of(1)) == [2]


def test_recipes_of_one_moment_are_all_found_page_by_page(db: Connection[Any], shelf: RecipeShelf) -> None:
    db.execute("update recipes set created_at = now()")
    seen = found(shelf, limit=1)
    for _ in range(2):
        seen += found(shelf, limit=1, after=larder.id_of(seen[-1]))
    assert sorted(seen) == [0, 1, 2]
    assert found(shelf, after=larder.id_of(seen[-1])) == []


def test_only_recipes_of_the_named_batches_are_found(shelf: RecipeShelf) -> None:
    assert found(shelf, batches=[]) == found(shelf, batches=[uuid4()]) == []


def test_every_filter_takes_and_leaves(db: Connection[Any], shelf: RecipeShelf) -> None:
    db.execute("update recipes set is_approved = true, image_is_placeholder = false, meal_types = '[\"lunch\"]',"
               " dietary_tags = '[\"vegan\"]', name = 'Zucchini', main_ingredient_tags = '[\"leeks\"]'"
               " where batch_position = 1")  # fmt: skip
    yes: list[dict[str, Any]] = [
        {"approved": True}, {"placeholder": False}, {"meal": "lunch"}, {"diet": "vegan"}, {"text": "zuc"},
        {"text": "LEEK"},
    ]  # fmt: skip
    assert [found(shelf, **query) for query in yes] == [[1]] * 6
    assert sorted(found(shelf, approved=False)) == sorted(found(shelf, placeholder=True)) == [0, 2]


def test_a_recipe_that_is_not_there_is_not_found(shelf: RecipeShelf) -> None:
    with pytest.raises(NotFound):
        shelf.get(uuid4())
    assert shelf.batches_of([larder.id_of(0), uuid4()]) == {larder.id_of(0): BATCH}


def test_what_is_approved_already_does_not_count_as_changed(shelf: RecipeShelf) -> None:
    ids = [larder.id_of(0), larder.id_of(1)]
    assert [shelf.approve(ids[:1], True), shelf.approve(ids, True), shelf.approve(ids, True)] == [1, 1, 0]
    assert shelf.approve(ids[1:], False) == 1
    assert found(shelf, approved=True) == [0]


def test_an_edit_is_told_of_in_all_that_follows_from_the_ingredients(db: Connection[Any], shelf: RecipeShelf) -> None:
    tofu = [{"name": "tofu", "amount": 400, "unit": "g", "grams": 400},
            {"name": "brown rice, cooked", "amount": 300, "unit": "g", "grams": 300}]  # fmt: skip
    steps = ["Fry the tofu for 8 minutes.", "Warm the rice.", "Serve both."]
    view = changed(shelf, 0, name="Tofu with Rice", ingredients=tofu, instructions=steps, servings=2)
    assert [source.text for source in view.ingredient_sources] == ["400 g tofu", "300 g brown rice, cooked"]
    assert view.allergens is not None
    assert view.allergens.eu.contains == ["soybeans"]
    assert view.nutrition.protein_grams == view.protein_grams != view.claimed_nutrition.protein_grams
    (dish,) = [dish for _, dish in RecipeStore(db).dishes(["tofu"], uuid4(), [])]
    assert dish == dish_of(draft_of(view))


def test_an_edit_leaves_whose_recipe_it_is_what_was_claimed_what_it_cost_and_its_picture(
    db: Connection[Any], shelf: RecipeShelf
) -> None:
    larder.picture(db, 0, "https://images/0.webp")
    shelf.approve([larder.id_of(0)], True)
    before = shelf.get(larder.id_of(0))
    after = changed(shelf, 0, description="Another way to say what this dish is about, at some length.")
    same = before.model_dump(exclude={"description", "updated_at"})
    assert after.model_dump(exclude={"description", "updated_at"}) == same
    assert after.description.startswith("Another way")
    assert after.updated_at > before.updated_at
