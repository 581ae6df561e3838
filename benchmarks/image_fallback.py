"""What a failing first provider of pictures costs a batch, against the second alone, at real latencies.

Each way of failing meets a first provider that nobody knows anything of yet. The slow one is told beside the others: it
is noticed when a call's time is over, and a picture is never asked of two at once.
"""

from typing import Any

import httpx

from benchmarks.ratio import Ratio
from local.cli.client import Client
from local.cli.stream import Follower, of_batch
from local.system import Options, System

RECIPES = 30
AIM = 1.1
FAST = ("server_error", "moderation_blocked", "rate_limited", "garbage")
LEARNED = {"ImageCallsAtOnce": "0"}  # as at a real provider: five at once before its limits are known


def measure() -> Ratio:
    with System(Options(latency="real", warm_for=RECIPES, announced=False, parameters=LEARNED)) as system:
        second = _wall(system, {"insufficient_quota": 1.0})  # which warms up, and leaves the first avoided by all
        second = min(second, _wall(system, {"insufficient_quota": 1.0}, forget=False))
        ratios = {fault: _wall(system, {fault: 1.0}) / second for fault in FAST}
        slow = _wall(system, {"timeout": 1.0}) / second
    told = ", ".join(f"{fault} {ratio:.2f}" for fault, ratio in ratios.items())
    name = f"first image provider failing ({told}; no answer at all {slow:.2f})"
    return Ratio(name, max(ratios.values()) * second, second, "the second alone, the first known to be amiss", AIM)


def _wall(system: System, faults: dict[str, float], *, forget: bool = True) -> float:
    """Seconds of a batch whose pictures are all made by the second."""
    _simulator(system, "settings", {"image_faults": faults, "burst_seconds": 30.0})
    if forget:
        _forget_pace(system)
    client = Client(system.url, system.token)
    batch_id = str(client.start_batch({"count": RECIPES, "seed": 7})["batchId"])
    final = list(Follower(client, of_batch(batch_id)).events())[-1].data
    if final["imagesGenerated"] != RECIPES:
        raise RuntimeError(f"{faults}: {final['imagesGenerated']} of {RECIPES} pictures were made")
    return float(final["totalTime"]) / 1000


def _forget_pace(system: System) -> None:
    pace, name = system.client("dynamodb"), system.outputs["PaceTable"]
    for item in pace.scan(TableName=name)["Items"]:
        pace.delete_item(TableName=name, Key={"provider": item["provider"], "meter": item["meter"]})


def _simulator(system: System, path: str, body: Any) -> None:
    httpx.post(f"{system.simulator}/simulator/{path}", json=body, timeout=30, trust_env=False).raise_for_status()
