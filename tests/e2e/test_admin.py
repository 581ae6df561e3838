"""What an administrator does with recipes once they are stored, over HTTP against the real functions."""

from tests.e2e.kitchen import Kitchen


def test_recipes_are_found_edited_approved_and_taken_away(kitchen: Kitchen) -> None:
    batch, client = kitchen.run(2, seed=71, enableImageGeneration=False), kitchen.client
    first, second = client.get("/api/admin/recipes", batchId=batch.batch_id)["recipes"]
    edited = client.call("PATCH", f"/api/admin/recipes/{first['id']}", json={"name": "=Soup"})
    assert edited["name"] == client.get(f"/api/admin/recipes/{first['id']}")["name"] == "=Soup"
    ids = [first["id"], second["id"]]
    approved = client.call("POST", "/api/admin/recipes/approval", json={"recipeIds": ids, "approved": True})
    assert approved["changed"] == 2
    assert len(client.get("/api/admin/recipes", batchId=batch.batch_id, approved="true")["recipes"]) == 2
    table = client.http.get(f"/api/admin/batches/{batch.batch_id}/export", params={"format": "csv"})
    assert table.headers["content-type"].startswith("text/csv")
    assert "'=Soup" in table.text


def test_the_photographer_is_told_of_a_recipe_that_is_edited(kitchen: Kitchen) -> None:
    batch, client = kitchen.run(1, seed=73), kitchen.client
    [recipe] = client.get("/api/admin/recipes", batchId=batch.batch_id)["recipes"]
    client.call("PATCH", f"/api/admin/recipes/{recipe['id']}", json={"name": "Told Soup"})
    work = {"Bucket": kitchen.system.outputs["WorkBucket"]}
    pages = kitchen.s3.get_paginator("list_objects_v2").paginate(**work, Prefix="briefs/")
    keys = [found["Key"] for page in pages for found in page["Contents"] if recipe["id"] in found["Key"]]
    assert [b"Told Soup" in kitchen.s3.get_object(**work, Key=key)["Body"].read() for key in keys] == [True]


def test_cost_and_health_answer(kitchen: Kitchen) -> None:
    batch = kitchen.run(1, seed=72, enableImageGeneration=False)
    costs = {cost["batchId"]: cost for cost in kitchen.client.get("/api/admin/cost")["batches"]}
    spent = kitchen.client.batch(batch.batch_id)["progress"]["costUsd"]
    assert costs[batch.batch_id]["settledUsd"] == spent > 0
    health = kitchen.client.get("/api/admin/health")
    assert (health["status"], len(health["checks"])) == ("ok", 12)


def test_a_draft_that_breaks_a_limit_becomes_a_recipe_once_a_person_accepts_it(kitchen: Kitchen) -> None:
    client = kitchen.client
    for seed in range(80, 90):  # until one comes that needs a person
        batch = kitchen.run(5, seed=seed, maxPrepTime=1)
        reviews = client.get("/api/admin/reviews", batchId=batch.batch_id)["reviews"]
        if reviews:
            break
    assert reviews[0]["maxPrepMinutes"] == 1
    path = f"/api/admin/batches/{batch.batch_id}"
    decided = client.call("POST", f"{path}/reviews/{reviews[0]['position']}/accept", json={"name": "Accepted"})
    assert client.get(f"/api/admin/recipes/{decided['recipeId']}")["name"] == "Accepted"
    unit = client.batch(batch.batch_id)["recipes"][reviews[0]["position"]]
    assert (unit["stage"], unit["name"], unit["recipeId"]) == ("placeholder", "Accepted", decided["recipeId"])
