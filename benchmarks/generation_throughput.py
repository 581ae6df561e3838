"""Pictures that users ask for, on this machine, against what the provider's slots could make in the same time."""

import time
from typing import Any

import httpx

from benchmarks.ratio import Ratio
from local.system import Options, System

SLOTS = 4
PICTURES = 32
PATIENCE = 600


def measure() -> Ratio:
    """Each picture takes ten seconds or so. From the first call to the end of the last, as the provider saw them."""
    limits = {"ImageCallsAtOnce": str(SLOTS), "ImageFallbacks": ""}
    with System(Options(latency="real", announced=False, parameters=limits)) as system:
        generate(system)
        calls = [call for call in journal(system) if call["kind"] == "image"]
    assert len(calls) == PICTURES, len(calls)
    wall = max(call["at"] + call["waited"] for call in calls) - min(call["at"] for call in calls)
    slots = sum(call["waited"] for call in calls) / SLOTS
    return Ratio(f"{PICTURES} pictures of as many generations", wall, slots, f"{SLOTS} slots at work", 1 / 0.95)


def generate(system: System) -> None:
    """Ask for all of them, and wait until they are made."""
    with httpx.Client(base_url=system.url, timeout=60) as http:
        for number in range(PICTURES):
            http.headers["Authorization"] = f"Bearer {system.token()}"
            http.post("/api/images/generate", json={"prompt": f"Dish number {number}"}).raise_for_status()
        deadline = time.monotonic() + PATIENCE
        while sum(http.get("/api/generation/queue").json()[name] for name in ("pending", "processing")):
            assert time.monotonic() < deadline
            time.sleep(1)


def journal(system: System) -> list[dict[str, Any]]:
    return list(httpx.get(f"{system.simulator}/simulator/journal", timeout=30).json())
