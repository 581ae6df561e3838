"""A batch of 30 with pictures at a provider that grants what the smallest paid account gets, and says so in headers.

The provider is the tests' independent mock, behind rate limits of its own. The bound follows from its headers alone: a
bucket of so many calls, full at the start, that refills evenly. A batch that is not done to the last picture has no
ratio.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.ratio import Ratio
from local.demo.critical_path import Bucket, critical_path
from tests.mock_provider.reply import Reply, failing
from tests.mock_provider.server import MockProvider

RECIPES = 30
TEXT_SECONDS, IMAGE_SECONDS = 7.0, 11.0
GRANTED = {"text": ("requests", 500), "image": ("images", 5)}  # a minute
PATHS = {"/responses": "text", "/images/generations": "image"}


class Allowance:
    """A token bucket as the provider keeps it."""

    def __init__(self, kind: str, per_minute: int) -> None:
        self.kind = kind
        self.per_minute = per_minute
        self.level = float(per_minute)
        self.seen = time.monotonic()
        self.lock = threading.Lock()

    def take(self) -> tuple[float, dict[str, str]]:
        """Seconds to wait, 0 where one was taken, and the headers of this moment."""
        with self.lock:
            now = time.monotonic()
            self.level = min(self.per_minute, self.level + (now - self.seen) * self.per_minute / 60)
            self.seen = now
            wait = max(0.0, 1 - self.level) * 60 / self.per_minute
            self.level -= 0 if wait else 1
            return wait, self._headers()

    def _headers(self) -> dict[str, str]:
        full_in = (self.per_minute - self.level) * 60 / self.per_minute
        return {
            f"x-ratelimit-limit-{self.kind}": str(self.per_minute),
            f"x-ratelimit-remaining-{self.kind}": str(int(self.level)),
            f"x-ratelimit-reset-{self.kind}": _duration(full_in),
        }


class TierOne(MockProvider):
    """The mock behind rate limits; `turned_away` counts calls that came too early."""

    def __init__(self) -> None:
        super().__init__()
        self.text_seconds, self.image_seconds = TEXT_SECONDS, IMAGE_SECONDS
        self.allowances = {name: Allowance(*granted) for name, granted in GRANTED.items()}
        self.turned_away = 0

    def answer(self, path: str, headers: Mapping[str, str], body: dict[str, Any]) -> Reply:
        if path not in PATHS:
            return super().answer(path, headers, body)
        wait, told = self.allowances[PATHS[path]].take()
        if wait:
            self.turned_away += 1
            words = f"Rate limit reached. Please try again in {_duration(wait)}."
            return failing(429, "rate_limit_exceeded", words, headers={**told, "retry-after": str(int(wait) + 1)})
        reply = super().answer(path, headers, body)
        return replace(reply, headers={**reply.headers, **told})


def _duration(seconds: float) -> str:
    """As OpenAI writes it: `6ms`, `12s`, `1m30s`."""
    if seconds < 1:
        return f"{seconds * 1000:.0f}ms"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}m{rest}s" if minutes else f"{rest}s"


def measure() -> Ratio:
    provider = TierOne()
    threading.Thread(target=provider.serve, daemon=True).start()
    summary = _demo(provider.url)
    provider.close()
    print(f"{provider.turned_away} calls came too early")
    return ratio_of(summary)


def ratio_of(summary: dict[str, Any]) -> Ratio:
    """Raises SystemExit where a recipe or a picture is missing: less work is no faster work."""
    if (summary["saved"], summary["images"]) != (RECIPES, RECIPES):
        done = f"{summary['saved']} recipes and {summary['images']} pictures of {RECIPES}"
        raise SystemExit(f"{done} were made, so there is no ratio: {summary['errors']}")
    (_, texts), (_, images) = GRANTED.values()
    bound = critical_path(
        [[TEXT_SECONDS]] * RECIPES, [IMAGE_SECONDS] * RECIPES, text=Bucket(texts), image=Bucket(images)
    )
    return Ratio("30 recipes at the smallest account", summary["wallSeconds"], bound, "what its headers allow", 1.25)


def _demo(url: str) -> dict[str, Any]:
    variables = {**os.environ, "OPENAI_API_KEY": "a-key", "OPENAI_BASE_URL": url}
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "local.cli", "demo", "--recipes", str(RECIPES), "--yes", "--out", out]
        done = subprocess.run(command, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        found = [json.loads(path.read_text()) for path in Path(out).glob("*/summary.json")]
    if not found:
        raise SystemExit(done.stderr)
    summary: dict[str, Any] = found[0]
    return summary
