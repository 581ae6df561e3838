"""What goes wrong at the provider, and what is left of the batch then."""

import time

from brigade.images.similarity import DHASH_NEAR, PHASH_NEAR, distance
from brigade.progress.reasons import PLAIN_WORDS
from tests.e2e.kitchen import Kitchen


def test_a_bad_answer_costs_nobody_else_their_recipe(kitchen: Kitchen) -> None:
    kitchen.script({"kind": "text", "nth": 3, "fault": "invalid"})
    batch = kitchen.run(5, seed=31, enableImageGeneration=False)
    assert batch.final["savedRecipes"] == 5
    assert len(kitchen.calls("text")) == 6


def test_an_answer_that_is_refused_is_asked_for_again(kitchen: Kitchen) -> None:
    kitchen.script({"kind": "text", "nth": 2, "fault": "refusal"}, {"kind": "text", "nth": 4, "fault": "truncated"})
    batch = kitchen.run(5, seed=32, enableImageGeneration=False)
    assert batch.final["success"]
    assert len(kitchen.calls("text")) == 7


def test_a_refused_picture_leaves_a_flagged_placeholder_with_its_reason(kitchen: Kitchen) -> None:
    kitchen.script({"kind": "image", "nth": 2, "fault": "moderation_blocked"})
    batch = kitchen.run(3, seed=33)
    assert (batch.final["imagesGenerated"], batch.final["placeholderCount"]) == (2, 1)
    [flagged] = [recipe for recipe in kitchen.recipes(batch.batch_id) if recipe["image_is_placeholder"]]
    assert flagged["image_url"].endswith("/images/placeholder.webp")
    assert "content policy" in flagged["image_reason"]
    assert len(kitchen.calls("image")) == 3  # never asked for again


def test_a_duplicate_picture_is_taken_again_with_a_changed_prompt(kitchen: Kitchen) -> None:
    kitchen.script({"kind": "image", "nth": 1, "fault": "duplicate"}, {"kind": "image", "nth": 2, "fault": "duplicate"})
    kitchen.run(1, seed=34)
    batch = kitchen.run(1, seed=35)
    [picture] = kitchen.pictures(batch.batch_id)
    assert batch.final["imagesGenerated"] == 1
    assert (picture["retry_count"], picture["quality_score"]) == (1, 90)
    asked = [call["prompt_hash"] for call in kitchen.calls("image")]
    assert len(asked) == len(set(asked)) == 3


def test_no_two_stored_pictures_are_alike(kitchen: Kitchen) -> None:
    kitchen.set(image_faults={"duplicate": 0.4})
    batch = kitchen.run(5, seed=36)
    own = [picture for picture in kitchen.pictures(batch.batch_id) if not picture["is_placeholder"]]
    for index, one in enumerate(own):
        for other in own[index + 1 :]:
            near = distance(one["phash"], other["phash"]) <= PHASH_NEAR
            assert not (near and distance(one["dhash"], other["dhash"]) <= DHASH_NEAR)


def test_when_every_call_fails_the_batch_ends_and_says_so(kitchen: Kitchen) -> None:
    kitchen.set(text_faults={"refusal": 1.0})
    batch = kitchen.run(2, seed=37)
    assert batch.events[-1].name == "complete"
    assert not batch.final["success"]
    assert batch.final["savedRecipes"] == 0
    assert len(batch.final["errors"]) == 2
    assert all("declined" in error["reason"] for error in batch.final["errors"])


def test_a_provider_that_is_down_for_a_while_is_left_alone_and_then_asked_again(kitchen: Kitchen) -> None:
    kitchen.set(text_faults={"server_error": 1.0})
    batch_id = kitchen.start(5, seed=41, enableImageGeneration=False)
    time.sleep(2)
    asked = len(kitchen.calls("text"))
    kitchen.set(text_faults={})
    assert kitchen.follow(batch_id).final["success"]
    assert asked < 25  # without the breaker it would be hundreds


def test_a_provider_that_stays_down_is_given_up_and_what_failed_can_be_retried(kitchen: Kitchen) -> None:
    kitchen.set(text_faults={"server_error": 1.0})
    batch = kitchen.run(10, seed=42, enableImageGeneration=False)
    assert (batch.final["savedRecipes"], len(batch.final["errors"])) == (0, 10)
    assert {error["reason"] for error in batch.final["errors"]} == {PLAIN_WORDS["ModelStaysDown"]}
    kitchen.reset()
    kitchen.client.call("POST", f"/api/admin/batches/{batch.batch_id}/retry", json={"what": "failed"})
    assert kitchen.follow(batch.batch_id).final["savedRecipes"] == 10


def test_pictures_of_a_provider_that_stays_down_are_placeholders_that_can_be_retried(kitchen: Kitchen) -> None:
    kitchen.set(image_faults={"server_error": 1.0})
    batch = kitchen.run(10, seed=43)
    assert (batch.final["savedRecipes"], batch.final["placeholderCount"]) == (10, 10)
    reasons = {recipe["image_reason"] for recipe in kitchen.recipes(batch.batch_id)}
    stays, failed = "The image provider was down for longer", "The image provider could not be reached or gave no"
    assert any(reason.startswith(stays) for reason in reasons)
    assert all(reason.startswith((stays, failed)) for reason in reasons)
    kitchen.reset()
    kitchen.client.call("POST", f"/api/admin/batches/{batch.batch_id}/retry", json={"what": "images"})
    assert kitchen.follow(batch.batch_id).final["placeholderCount"] == 0


def test_a_key_that_is_refused_ends_the_batch_with_a_clear_error(kitchen: Kitchen) -> None:
    kitchen.set(key="another")
    batch = kitchen.run(2, seed=38)
    assert batch.events[-1].name == "error"
    assert "does not accept our key" in batch.final["error"]
    assert len(kitchen.calls("text")) == 0  # a refused key is not in the journal


def test_pictures_without_credit_leave_recipes_with_placeholders(kitchen: Kitchen) -> None:
    kitchen.set(image_faults={"insufficient_quota": 1.0})
    batch = kitchen.run(2, seed=39)
    assert batch.final["recipesCompleted" if "recipesCompleted" in batch.final else "savedRecipes"] == 2
    reasons = {recipe["image_reason"] for recipe in kitchen.recipes(batch.batch_id)}
    assert len(reasons) == 1
    assert reasons.pop().startswith("The image provider's account has no quota left (429, insufficient_quota). ")


def test_a_provider_that_is_busy_for_a_moment_delays_and_loses_nothing(kitchen: Kitchen) -> None:
    kitchen.script(
        {"kind": "text", "nth": 1, "fault": "rate_limited"},
        {"kind": "image", "nth": 1, "fault": "rate_limited"},
    )
    batch = kitchen.run(3, seed=40)
    assert batch.final["success"]
    assert batch.final["imagesGenerated"] == 3
