"""Warming functions up: in the cloud their environments start side by side, here they share a few cores."""

from concurrent.futures import ThreadPoolExecutor
from math import ceil
from pathlib import Path
from typing import Any

import httpx

from local.asking import HEADER
from local.assembly import STACK
from local.cloud.lambda_host import TURNS
from local.problem import Problem

AT_ONCE = 3  # functions whose first environment starts: more would only share the cores


def warm_up(functions: Any, emulator: str, secret: str, logs: Path, recipes: int) -> None:
    """As many as a batch of so many recipes uses; `functions` is a client of Lambda. Raises Problem."""
    names = [function["FunctionName"] for function in functions.list_functions()["Functions"]]

    def warm(name: str) -> None:
        count = warm_environments(name.removeprefix(f"{STACK}-"), recipes)
        address, known = f"{emulator}/_brigade/warm/{name}", {HEADER: secret}
        answer = httpx.put(address, params={"count": count}, headers=known, timeout=60, trust_env=False)
        if answer.status_code != 204:
            words = (logs / f"{name}.log").read_text(errors="replace")[-1500:]
            raise Problem(f"The function {name} does not start.\n{words}")

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(warm, name) for name in names]:
            done.result()


def warm_environments(function: str, recipes: int) -> int:
    """As many as a batch of so many recipes uses at once."""
    chunks = ceil(recipes / 5)
    return {
        "image": recipes,
        "write-recipe": recipes,
        "generate-chunk": chunks,
        "validate": chunks,
        "persist": chunks,
        "upload": min(recipes, TURNS),  # more of them wait for a processor
    }.get(function, 1)
