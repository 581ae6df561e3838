"""Recipes in PostgreSQL."""

from typing import Any

import psycopg
import pytest
from psycopg import Connection

from brigade.generation.checking import check_chunk
from brigade.generation.sheet import Line, Sheet
from brigade.recipes.likeness import dish_of
from brigade.recipes.limits import Limits
from brigade.recipes.views import page_of
from brigade_io.generation.sheet_store import SheetStore
from brigade_io.migrate import migrate
from brigade_io.recipes.recipe_store import Placeholder, RecipeStore
from tests.factories import BATCH_ID, a_concept, a_draft_of

URL = "https://example.test/images/placeholder.webp"
YET = Placeholder(URL, "Its photo has not been made yet.")


def a_checked_sheet(size: int = 3, **concept: Any) -> Sheet:
    lines = [
        Line(concept=a_concept(position=place, **concept), draft=a_draft_of(place), model="m") for place in range(size)
    ]
    return check_chunk(Sheet(batch_id=BATCH_ID, chunk=0, lines=lines), last_round=True, validate=True)


def test_a_saved_recipe_is_read_back_as_it_was_checked(db: Connection[Any]) -> None:
    sheet = a_checked_sheet(1)
    SheetStore(db).save(sheet, "", YET)
    recipe = sheet.lines[0].recipe
    (view,) = page_of(BATCH_ID, RecipeStore(db).of_batch(BATCH_ID), 100).recipes
    assert recipe is not None
    assert (view.id, view.name, view.instructions) == (recipe.id, recipe.draft.name, recipe.draft.instructions)
    figures = [each.model_dump(by_alias=False) for each in (view.nutrition, view.claimed_nutrition)]
    assert figures == [recipe.nutrition.model_dump(), recipe.claimed.model_dump()]
    assert (view.image_url, view.image_reason, view.image_is_placeholder) == (*YET, True)
    assert view.allergens is not None
    assert view.allergens.eu.contains == ["gluten"]
    assert view.ingredient_sources[0].text == "300 g chicken breast"


def test_saving_again_changes_nothing(db: Connection[Any]) -> None:
    SheetStore(db).save(a_checked_sheet(3), "", YET)
    before = db.execute("select * from recipes order by id").fetchall()
    SheetStore(db).save(a_checked_sheet(3), "", Placeholder("https://example.test/another.webp", "no"))
    assert db.execute("select * from recipes order by id").fetchall() == before


def test_a_chunk_is_saved_whole_or_not_at_all(db: Connection[Any]) -> None:
    sheet = a_checked_sheet(3)
    recipe = sheet.lines[2].recipe
    assert recipe is not None
    spoilt = recipe.model_copy(update={"nutrition": recipe.nutrition.model_copy(update={"fat_grams": 1e6})})
    lines = [*sheet.lines[:2], sheet.lines[2].model_copy(update={"recipe": spoilt})]
    with pytest.raises(psycopg.errors.NumericValueOutOfRange), db.transaction():
        SheetStore(db).save(sheet.model_copy(update={"lines": lines}), "", YET)
    assert RecipeStore(db).of_batch(BATCH_ID) == []


def test_a_draft_that_needs_a_person_is_kept_with_its_reasons(db: Connection[Any]) -> None:
    SheetStore(db).save(a_checked_sheet(1, limits=Limits(max_calories=100)), "", YET)
    rows = db.execute("select batch_position, draft ->> 'name', reasons, state from recipe_reviews").fetchall()
    assert rows == [(0, a_draft_of(0).name, ["a serving holds 504.5 kcal, at most 100 are allowed"], "open")]
    assert RecipeStore(db).of_batch(BATCH_ID) == []


def test_concepts_are_remembered_under_their_constraints(db: Connection[Any]) -> None:
    store = RecipeStore(db)
    SheetStore(db).save(a_checked_sheet(1), "diet=vegan", YET)
    assert store.concept_keys("diet=vegan") == {"dinner|chicken breast|moroccan|roasted"}
    assert store.concept_keys("diet=keto") == set()


def test_pages_hold_every_recipe_once(db: Connection[Any]) -> None:
    store = RecipeStore(db)
    SheetStore(db).save(a_checked_sheet(5), "", YET)
    first = page_of(BATCH_ID, store.of_batch(BATCH_ID, -1, 4), 3)
    assert first.next_after == 2
    rest = page_of(BATCH_ID, store.of_batch(BATCH_ID, first.next_after, 4), 3)
    assert rest.next_after is None
    assert [view.batch_position for page in (first, rest) for view in page.recipes] == [0, 1, 2, 3, 4]


def test_migrations_run_once(db: Connection[Any]) -> None:
    assert migrate(db) == []


def test_a_migration_that_was_changed_after_it_ran_is_refused(db: Connection[Any]) -> None:
    db.execute("update schema_migrations set sha256 = 'other'")
    with pytest.raises(RuntimeError, match="was changed"):
        migrate(db)


@pytest.mark.parametrize("column", ["meal_types", "dietary_tags", "main_ingredient_tags"])
def test_the_tag_columns_have_gin_indexes(db: Connection[Any], column: str) -> None:
    (found,) = db.execute(
        "select count(*) from pg_indexes where tablename = 'recipes' and indexdef like %s", [f"%gin ({column})%"]
    ).fetchone() or (0,)
    assert found == 1


def test_a_stored_dish_is_found_by_the_food_that_weighs_most(db: Connection[Any]) -> None:
    store = RecipeStore(db)
    SheetStore(db).save(a_checked_sheet(3), "", YET)
    salmon = dish_of(a_draft_of(1))
    assert store.dishes([salmon.heart], BATCH_ID, apart_from=[]) == [(a_draft_of(1).name, salmon)]
    assert store.dishes([salmon.heart], BATCH_ID, apart_from=[1]) == []
    assert store.dishes(["tofu"], BATCH_ID, apart_from=[]) == []
