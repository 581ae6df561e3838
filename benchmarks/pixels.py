"""From an event's leaving the system to the frame of a real Chromium that shows it, while batches of 60 run.

One machine, so one clock; the system runs as if it were on another (`elsewhere`), as a user's browser finds it. What
`pixels.js` calls shown is written there; the download of a picture is not part of it.
"""

import statistics
from math import ceil
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.elsewhere import Running, elsewhere
from benchmarks.ratio import Ratio
from benchmarks.tap import tapped
from local.admin import Admin
from local.cli.client import Client
from local.system import Options
from tests.e2e.browser import chromium_of

RECIPES = 60
BATCHES = 4  # which bring some thirty events each
AIM = 0.1  # seconds
WAIT = 240_000  # milliseconds
OPTIONS = Options(latency="real", announced=False, function_environment={"STREAM_POLL": "0.1"})


def measure() -> Ratio:
    """The p99; half of the events and those on their way within the browser alone are told beside it."""
    with elsewhere(OPTIONS) as system, tapped(system.url) as tap, sync_playwright() as playwright:
        through = f"--host-resolver-rules=MAP {urlsplit(system.url).netloc} 127.0.0.1:{tap.port}"  # the origin stays
        browser = playwright.chromium.launch(executable_path=chromium_of(playwright), args=["--no-sandbox", through])
        lags: list[float] = []
        inside: list[float] = []
        for _ in range(BATCHES):
            tap.sent.clear()
            painted = _watch(browser, system)
            lags += [each["painted"] / 1000 - tap.sent[int(each["id"])] for each in painted]
            inside += [(each["painted"] - each["arrived"]) / 1000 for each in painted]
        browser.close()
    told = f"{len(lags)} events, p50 {statistics.median(lags):.3f}, in the page alone p99 {p99(inside):.3f}"
    return Ratio(f"event to pixel, p99 ({told})", p99(lags), AIM, "what feels immediate", 1.0)


def _watch(browser: Browser, system: Running) -> list[dict[str, float]]:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.add_init_script(path=Path(__file__).with_suffix(".js"))
    _sign_in(page, system.url, system.admin)
    batch_id = Client(system.url, lambda: system.token).start_batch({"count": RECIPES, "seed": 7})["batchId"]
    page.goto(f"{system.url}/batches/{batch_id}")
    page.get_by_text("100 %", exact=True).wait_for(timeout=WAIT)
    found = page.evaluate("pixels()")
    page.context.close()
    if found["unseen"]:
        raise RuntimeError(f"{found['unseen']} events were never shown: has a word on the page changed?")
    painted: list[dict[str, float]] = found["painted"]
    return painted


def _sign_in(page: Page, url: str, admin: Admin) -> None:
    known = {"email": admin.email, "password": admin.password}
    answer = page.request.post(f"{url}/api/auth/login", data=known, headers={"Sec-Fetch-Site": "same-origin"})
    if not answer.ok:
        raise RuntimeError(answer.text())


def p99(samples: list[float]) -> float:
    """By the nearest rank: of fewer than a hundred, the largest."""
    return sorted(samples)[ceil(0.99 * len(samples)) - 1]
