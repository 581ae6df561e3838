"""A batch from the request to the stored pictures, over the real functions, state machines, database and buckets."""

from itertools import pairwise

import pytest

from brigade.images.variants import VARIANTS
from brigade.progress.reasons import PLAIN_WORDS
from tests.e2e.kitchen import Ended, Kitchen


@pytest.fixture(scope="module")
def whole(system) -> tuple[Kitchen, Ended]:  # type: ignore[no-untyped-def]
    """Seven recipes with pictures, in two chunks, made once for the tests that only look."""
    kitchen = Kitchen(system)
    kitchen.reset()
    return kitchen, kitchen.run(7, seed=11, dietaryRestrictions=["vegetarian"], maxCalories=700)


def test_every_recipe_asked_for_is_in_the_database(whole: tuple[Kitchen, Ended]) -> None:
    kitchen, batch = whole
    recipes = kitchen.recipes(batch.batch_id)
    assert [recipe["batch_position"] for recipe in recipes] == list(range(7))
    assert all("vegetarian" in recipe["dietary_tags"] for recipe in recipes)
    assert all(0 < recipe["calories_kcal"] <= 700 for recipe in recipes)
    assert not any(recipe["is_approved"] for recipe in recipes)


def test_every_picture_is_in_the_bucket_in_every_size(whole: tuple[Kitchen, Ended]) -> None:
    kitchen, batch = whole
    pictures = kitchen.pictures(batch.batch_id)
    assert len(pictures) == 7
    for picture in pictures:
        *variants, original = picture["storage_keys"]
        sizes = [kitchen.picture_at(key).size for key in variants]
        assert sizes == [(variant.width, variant.height) for variant in VARIANTS]
        assert kitchen.picture_at(original).format == "JPEG"
    assert kitchen.objects(batch.batch_id) == {key for picture in pictures for key in picture["storage_keys"]}


def test_a_picture_is_served_at_the_address_its_recipe_names(whole: tuple[Kitchen, Ended]) -> None:
    kitchen, batch = whole
    answer = kitchen.client.http.get(kitchen.recipes(batch.batch_id)[0]["image_url"])
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "image/webp"
    assert "immutable" in answer.headers["cache-control"]


def test_the_counters_agree_with_what_is_stored(whole: tuple[Kitchen, Ended]) -> None:
    kitchen, batch = whole
    rows, pictures = kitchen.recipes(batch.batch_id), kitchen.pictures(batch.batch_id)
    assert batch.final["success"]
    assert batch.final["savedRecipes"] == batch.final["totalRecipes"] == len(rows)
    assert batch.final["imagesGenerated"] == sum(not picture["is_placeholder"] for picture in pictures)
    assert batch.final["placeholderCount"] == sum(row["image_is_placeholder"] for row in rows) == 0
    cost = kitchen.client.batch(batch.batch_id)["progress"]["costUsd"]
    spent = sum(row["cost_micros"] for row in rows) + sum(picture["cost_micros"] for picture in pictures)
    assert cost == pytest.approx(spent / 1e6)


def test_the_api_shows_the_recipes_that_are_stored(whole: tuple[Kitchen, Ended]) -> None:
    kitchen, batch = whole
    shown = kitchen.client.recipes(batch.batch_id)
    stored = kitchen.recipes(batch.batch_id)
    assert [recipe["id"] for recipe in shown] == [str(recipe["id"]) for recipe in stored]
    assert [recipe["caloriesKcal"] for recipe in shown] == [recipe["calories_kcal"] for recipe in stored]


def test_counters_never_go_back_and_never_pass_their_totals(whole: tuple[Kitchen, Ended]) -> None:
    _, batch = whole
    told = [event.data for event in batch.events if event.name == "progress"]
    for name in ("recipesCompleted", "imagesGenerated", "currentChunk", "costUsd"):
        values = [each[name] for each in told]
        assert values == sorted(values)
    assert all(each["recipesCompleted"] <= each["totalRecipes"] == 7 for each in told)
    assert all(each["currentChunk"] <= each["totalChunks"] <= 2 for each in told)


def test_a_broken_stream_is_resumed_without_a_gap(kitchen: Kitchen) -> None:
    batch_id = kitchen.start(3, seed=12)
    first = kitchen.some_events(batch_id, most=3)
    second = kitchen.some_events(batch_id, most=3, last_id=first[-1].id)
    rest = kitchen.some_events(batch_id, most=1000, last_id=max(event.id for event in first + second))
    told = [event for event in first + second + rest if event.name != "connected"]
    assert all(before.id < after.id for before, after in pairwise(told))
    assert [event.name for event in told].count("complete") == 1
    assert told[-1].name == "complete"
    shown = {recipe["position"]: recipe for event in told[:-1] for recipe in event.data["recipes"]}
    assert {recipe["stage"] for recipe in shown.values()} == {"done"}
    assert sorted(shown) == [0, 1, 2]


def test_who_comes_back_after_the_end_is_told_the_end(kitchen: Kitchen) -> None:
    batch = kitchen.run(1, seed=13, enableImageGeneration=False)
    late = kitchen.some_events(batch.batch_id, most=100)
    assert [event.name for event in late] == ["connected", "progress", "complete"]
    answer = kitchen.client.http.get(
        f"/api/admin/bmad-progress-stream/{batch.batch_id}", headers={"Last-Event-ID": str(late[-1].id)}
    )
    assert answer.status_code == 204


def test_without_images_no_picture_is_paid_for(kitchen: Kitchen) -> None:
    batch = kitchen.run(2, seed=14, enableImageGeneration=False)
    assert batch.final["success"]
    assert batch.final["imagesGenerated"] == batch.final["placeholderCount"] == 0
    assert kitchen.calls("image") == []
    assert kitchen.objects(batch.batch_id) == set()
    assert all(recipe["image_url"].endswith("/images/placeholder.webp") for recipe in kitchen.recipes(batch.batch_id))


def test_without_upload_only_the_original_is_kept(kitchen: Kitchen) -> None:
    batch = kitchen.run(2, seed=15, enableS3Upload=False)
    assert batch.final["imagesGenerated"] == 2
    keys = sorted(kitchen.objects(batch.batch_id))
    assert [key.rpartition("/")[2] for key in keys] == ["original-0.jpg"] * 2
    assert kitchen.picture_at(keys[0]).format == "JPEG"


def test_a_budget_ends_the_spending(kitchen: Kitchen) -> None:
    batch = kitchen.run(4, seed=16, budgetUsd=0.035)
    progress = kitchen.client.batch(batch.batch_id)["progress"]
    assert progress["costUsd"] <= 0.035
    assert progress["costInFlightUsd"] == 0
    assert progress["recipesCompleted"] == 4
    assert 1 <= progress["imagesGenerated"] <= 2
    reasons = {each["image_reason"] for each in kitchen.recipes(batch.batch_id) if each["image_is_placeholder"]}
    assert reasons == {PLAIN_WORDS["BudgetSpent"]}


def test_an_idempotency_key_starts_one_batch(kitchen: Kitchen) -> None:
    body = {"count": 1, "seed": 17, "enableImageGeneration": False}
    first, second = (kitchen.post(body, **{"Idempotency-Key": "one"}) for _ in range(2))
    other = kitchen.post({**body, "count": 2}, **{"Idempotency-Key": "one"})
    assert first.status_code == second.status_code == 202
    assert first.json()["batchId"] == second.json()["batchId"]
    assert other.status_code == 409
    assert other.json()["error"] == "IDEMPOTENCY_CONFLICT"
    kitchen.follow(first.json()["batchId"])
    assert len(kitchen.calls("text")) == 1
