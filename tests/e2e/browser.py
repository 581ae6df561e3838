"""The dashboard in a real Chromium: who is signed in, what the browser complains of, what axe finds."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, StorageState, expect

from local.admin import Admin
from local.paths import ROOT

AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SCREENSHOTS = ROOT / "out" / "screenshots"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
Theme = Literal["light", "dark"]

LISTEN = """
window.violations = [];
addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
  violations.push(`${violatedDirective} ${blockedURI}`);
});
window.shift = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""


def chromium_of(playwright: Playwright) -> str | None:
    """The Chromium of this machine, or Playwright's own; None where there is neither."""
    found = os.environ.get("BRIGADE_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
    own = playwright.chromium.executable_path
    return found or (own if Path(own).exists() else None)


def launched(playwright: Playwright) -> Browser:
    path = chromium_of(playwright)
    if path is None:
        pytest.skip("no Chromium on this machine: install one (`make browser`) to test the dashboard")
    return playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])


class Visitor:
    """Somebody at the dashboard; `complaints` is all that the browser had to say against a page."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.context = context
        self.url = url
        self.complaints: list[str] = []
        context.add_init_script(LISTEN)
        self.page = self.tab()

    def tab(self) -> Page:
        page = self.context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def open(self, path: str) -> Page:
        self.page.goto(f"{self.url}{path}")
        self.page.locator("h1").wait_for()
        return self.page

    def violations(self) -> list[str]:
        """Of the page's content security policy."""
        found: list[str] = self.page.evaluate("window.violations")
        return found

    def findings(self) -> list[str]:
        """What axe has against the page; run from outside, as the policy of the page lets no stranger's script in."""
        self.page.wait_for_timeout(800)  # pictures fade in: contrast is measured at the end of that
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("axe.run().then((result) => result.violations)")
        return [f"{each['id']}: {node['html']}" for each in found for node in each["nodes"]]

    def photograph(self, name: str) -> None:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


@contextmanager
def visitor(
    browser: Browser, url: str, session: StorageState | None, theme: Theme = "light", width: int = 1280
) -> Iterator[Visitor]:
    """Whose `session` it is; None is nobody's."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce", storage_state=session
    )
    try:
        yield Visitor(context, url)
    finally:
        context.close()


def session_of(browser: Browser, url: str, admin: Admin) -> StorageState:
    """What the browser keeps of a sign-in: an account may only sign in so often, so tests share one."""
    with visitor(browser, url, None) as nobody:
        page = nobody.open("/")
        sign_in(page, admin.email, admin.password)
        expect(page.get_by_role("button", name="Account and settings")).to_be_visible()
        return nobody.context.storage_state()


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
