"""Cancelling a batch, and trying again what it left undone."""

import time
from typing import Any

import pytest

from brigade.progress.reasons import CANCELLED
from tests.e2e.kitchen import Kitchen


def retry(kitchen: Kitchen, batch_id: str, what: str) -> Any:
    return kitchen.client.call("POST", f"/api/admin/batches/{batch_id}/retry", json={"what": what})


def test_a_cancelled_batch_ends_soon_and_keeps_what_it_had(kitchen: Kitchen) -> None:
    kitchen.set(text_faults={"server_error": 1.0})
    batch_id = kitchen.start(10, seed=61)
    time.sleep(1)
    started = time.monotonic()
    answers = [kitchen.client.call("POST", f"/api/admin/batches/{batch_id}/cancel") for _ in range(2)]
    assert time.monotonic() - started < 2
    assert [answer["accepted"] for answer in answers] == [True, True]
    kitchen.set(text_faults={})
    batch = kitchen.follow(batch_id)
    assert (batch.final["phase"], batch.final["success"]) == ("cancelled", False)
    assert batch.last_progress["cancelled"] + batch.last_progress["recipesCompleted"] == 10
    assert len(kitchen.recipes(batch_id)) == batch.final["savedRecipes"] < 10
    assert {error["reason"] for error in batch.final["errors"]} == {CANCELLED}
    assert not kitchen.client.call("POST", f"/api/admin/batches/{batch_id}/cancel")["accepted"]


def test_another_owner_cannot_cancel_a_batch(kitchen: Kitchen) -> None:
    batch = kitchen.run(1, seed=62, enableImageGeneration=False)
    stranger = kitchen.system.token("another-admin", "admin")
    for path in ("cancel", "retry"):
        answer = kitchen.client.http.post(
            f"/api/admin/batches/{batch.batch_id}/{path}", json={"what": "failed"}, auth=None,
            headers={"Authorization": f"Bearer {stranger}"},
        )  # fmt: skip
        assert answer.status_code == 404


def test_only_what_failed_is_tried_again_and_what_was_done_stays_byte_for_byte(kitchen: Kitchen) -> None:
    kitchen.script({"kind": "text", "nth": 2, "fault": "refusal"}, *(
        {"kind": "text", "nth": nth, "fault": "refusal"} for nth in range(4, 12)
    ))  # fmt: skip
    first = kitchen.run(3, seed=63)
    before = kitchen.recipes(first.batch_id)
    assert 0 < len(before) < 3
    kitchen.reset()
    shown = kitchen.client.get(f"/api/admin/batches/{first.batch_id}/retry", what="failed")
    assert (shown["texts"], shown["images"], shown["whyNot"]) == (3 - len(before), 3 - len(before), None)
    started = retry(kitchen, first.batch_id, "failed")
    assert started["run"] == 1
    second = kitchen.follow(first.batch_id)
    assert second.final["success"]
    assert second.final["imagesGenerated"] == 3
    assert second.events[-1].id > first.events[-1].id
    after = kitchen.recipes(first.batch_id)
    assert [row for row in after if row["id"] in {row["id"] for row in before}] == before
    assert len(kitchen.calls("text")) == 3 - len(before)


def test_only_pictures_are_taken_again(kitchen: Kitchen) -> None:
    kitchen.script({"kind": "image", "nth": 1, "fault": "moderation_blocked"})
    first = kitchen.run(3, seed=64)
    assert first.final["placeholderCount"] == 1
    before = {row["id"]: row for row in kitchen.recipes(first.batch_id) if not row["image_is_placeholder"]}
    kitchen.reset()
    retry(kitchen, first.batch_id, "images")
    second = kitchen.follow(first.batch_id)
    assert (second.final["imagesGenerated"], second.final["placeholderCount"]) == (3, 0)
    assert (len(kitchen.calls("image")), len(kitchen.calls("text"))) == (1, 0)
    after = kitchen.recipes(first.batch_id)
    assert {row["id"]: row for row in after if row["id"] in before} == before
    keys = {key for picture in kitchen.pictures(first.batch_id) for key in picture["storage_keys"]}
    assert kitchen.objects(first.batch_id) == keys
    with pytest.raises(Exception, match="NOT_NOW"):
        retry(kitchen, first.batch_id, "images")


def test_a_picture_that_is_there_is_taken_anew_on_demand(kitchen: Kitchen) -> None:
    first = kitchen.run(1, seed=65)
    [before] = kitchen.recipes(first.batch_id)
    kitchen.client.call("POST", f"/api/admin/batches/{first.batch_id}/recipes/{before['id']}/image")
    second = kitchen.follow(first.batch_id)
    [after] = kitchen.recipes(first.batch_id)
    assert second.final["imagesGenerated"] == 1
    assert after["image_url"] != before["image_url"]
    [picture] = kitchen.pictures(first.batch_id)
    assert kitchen.objects(first.batch_id) == set(picture["storage_keys"])


def test_a_recipe_of_a_batch_without_pictures_can_be_photographed_all_the_same(kitchen: Kitchen) -> None:
    first = kitchen.run(1, seed=67, enableImageGeneration=False)
    [before] = kitchen.recipes(first.batch_id)
    kitchen.client.call("POST", f"/api/admin/batches/{first.batch_id}/recipes/{before['id']}/image")
    second = kitchen.follow(first.batch_id)
    assert (second.final["imagesGenerated"], second.final["placeholderCount"]) == (1, 0)
    [after] = kitchen.recipes(first.batch_id)
    [picture] = kitchen.pictures(first.batch_id)
    assert after["image_url"].endswith(picture["storage_keys"][0])


def test_a_batch_whose_key_was_refused_is_planned_and_done_once_the_key_holds(kitchen: Kitchen) -> None:
    kitchen.set(key="another")
    first = kitchen.run(2, seed=66, enableImageGeneration=False)
    assert first.events[-1].name == "error"
    kitchen.reset()
    retry(kitchen, first.batch_id, "failed")
    assert kitchen.follow(first.batch_id).final["success"]
