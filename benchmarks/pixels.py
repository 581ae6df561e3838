"""From an event's leaving the system to the frame of a real Chromium that shows it, while a batch of 60 runs.

One machine, so one clock. What `pixels.js` calls shown is written there; the download of a picture is not part of it.
"""

import statistics
from math import ceil
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from benchmarks.ratio import Ratio
from benchmarks.tap import tapped
from local.admin import Admin
from local.cli.client import Client
from local.system import Options, System
from tests.e2e.browser import chromium_of

RECIPES = 60
AIM = 0.1  # seconds
WAIT = 240_000  # milliseconds
OPTIONS = Options(latency="real", announced=False, function_environment={"STREAM_POLL": "0.1"})


def measure() -> Ratio:
    """The p99; half of the events and those on their way within the browser alone are told beside it."""
    with System(OPTIONS) as system, tapped(system.url) as tap, sync_playwright() as playwright:
        through = f"--host-resolver-rules=MAP {urlsplit(system.url).netloc} 127.0.0.1:{tap.port}"  # the origin stays
        browser = playwright.chromium.launch(executable_path=chromium_of(playwright), args=["--no-sandbox", through])
        page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
        page.add_init_script(path=Path(__file__).with_suffix(".js"))
        _sign_in(page, system.url, system.admin)
        painted = _watch(page, system.url, Client(system.url, system.token))
        browser.close()
    lags = [each["painted"] / 1000 - tap.sent[int(each["id"])] for each in painted]
    inside = [(each["painted"] - each["arrived"]) / 1000 for each in painted]
    told = f"{len(lags)} events, p50 {statistics.median(lags):.3f}, in the page alone p99 {p99(inside):.3f}"
    return Ratio(f"event to pixel, p99 ({told})", p99(lags), AIM, "what feels immediate", 1.0)


def _sign_in(page: Page, url: str, admin: Admin) -> None:
    known = {"email": admin.email, "password": admin.password}
    answer = page.request.post(f"{url}/api/auth/login", data=known, headers={"Sec-Fetch-Site": "same-origin"})
    if not answer.ok:
        raise RuntimeError(answer.text())


def _watch(page: Page, url: str, client: Client) -> list[dict[str, float]]:
    batch_id = client.start_batch({"count": RECIPES, "seed": 7})["batchId"]
    page.goto(f"{url}/batches/{batch_id}")
    page.get_by_text("100 %", exact=True).wait_for(timeout=WAIT)
    found = page.evaluate("pixels()")
    if found["unseen"]:
        raise RuntimeError(f"{found['unseen']} events were never shown: has a word on the page changed?")
    painted: list[dict[str, float]] = found["painted"]
    return painted


def p99(samples: list[float]) -> float:
    """By the nearest rank: of fewer than a hundred, the largest."""
    return sorted(samples)[ceil(0.99 * len(samples)) - 1]
