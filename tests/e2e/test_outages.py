"""A store of ours goes away in the middle of a step: what the table of faults says of it is what happens.

Minutes are as long as the waits between retries are scaled; `make outages` takes whole ones.
"""

import os
import time
from collections.abc import Iterator

import pytest

from local.cli.client import Refusal
from local.system import Options
from tests.e2e.conftest import WAIT_SCALE, hurry
from tests.e2e.gates import GatedSystem
from tests.e2e.kitchen import Kitchen
from tests.faults.table import Row, rows_of

SCALE = float(os.environ.get("OUTAGE_SCALE", WAIT_SCALE))
RECIPES = 3
TRIES = 20
LASTS = {"for a minute": 60, "for a quarter of an hour": 15 * 60}
ROWS = [row for row in rows_of("store_faults.csv") if row.when in LASTS]


@pytest.fixture(scope="module")
def gated() -> Iterator[GatedSystem]:
    with GatedSystem(Options(wait_scale=SCALE, announced=False, parameters={"ImageFallbacks": ""})) as started:
        hurry(started)
        yield started


@pytest.fixture
def kitchen(gated: GatedSystem) -> Iterator[Kitchen]:
    kitchen = Kitchen(gated)
    kitchen.reset()
    yield kitchen
    gated.gates.open()
    kitchen.reset()


def _taken(kitchen: Kitchen, seed: int) -> str:
    """The batch, asked for again under the same key, as the answer says, where a store was away at that moment."""
    for _ in range(TRIES):
        try:
            return str(kitchen.client.start_batch({"count": RECIPES, "seed": seed}, f"outage-{seed}")["batchId"])
        except Refusal as refusal:
            if refusal.status != 503:
                raise
            time.sleep(1)
    raise AssertionError("nobody takes the batch")


@pytest.mark.parametrize(("row", "number"), [(row, number) for number, row in enumerate(ROWS)],
                         ids=[f"{row.odd} {row.when}" for row in ROWS])  # fmt: skip
def test_an_outage_comes_to_what_the_table_says(gated: GatedSystem, kitchen: Kitchen, row: Row, number: int) -> None:
    store, _, words = row.odd.partition(": ")
    gate = gated.gates.of(store)
    gate.shut(0)  # over a new connection no statement is prepared, whose words would not be said again
    gate.shut_at(words.encode(), LASTS[row.when] * SCALE, heard=bool(number % 2))  # unheard, or only unanswered
    batch = kitchen.follow(_taken(kitchen, seed=700 + number))  # dishes that nobody had before
    assert gate.tripwire is None, "nobody said the words"
    reasons = {error["reason"] for error in batch.final["errors"]}
    assert reasons == (set() if row.read == "nothing" else {row.read})
    if row.kept == "every text, which a retry saves":
        kitchen.client.call("POST", f"/api/admin/batches/{batch.batch_id}/retry", json={"what": "failed"})
        batch = kitchen.follow(batch.batch_id)
    assert (batch.final["savedRecipes"], batch.final["imagesGenerated"]) == (RECIPES, RECIPES)
    assert row.paid == "only what is kept"
    for kind in ("text", "image"):
        asked = [call["prompt_hash"] for call in kitchen.calls(kind)]
        assert (len(asked), len(set(asked))) == (RECIPES, RECIPES), kind
