"""The admin dashboard, as a person with a browser meets it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from local.dashboard import BUILT
from tests.e2e.browser import Theme, Visitor, launched, visitor
from tests.e2e.kitchen import Kitchen

WAIT = 90_000  # milliseconds; these tests share two cores with a whole cloud
THEMES: tuple[Theme, ...] = ("light", "dark")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert BUILT.is_dir(), "the dashboard is not built: run `make web`"
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


@pytest.fixture
def admin(browser: Browser, kitchen: Kitchen) -> Iterator[Visitor]:
    with visitor(browser, kitchen) as admin:
        yield admin


def ended(page: Page, words: str) -> None:
    expect(page.get_by_text(words, exact=True).first).to_be_visible(timeout=WAIT)


def test_who_is_nobody_is_asked_to_sign_in(browser: Browser, kitchen: Kitchen) -> None:
    with visitor(browser, kitchen) as nobody:
        nobody.context.unroute_all()
        refused = {"message": "sign in first", "error": "UNAUTHORIZED"}
        nobody.context.route("**/api/auth/**", lambda route: route.fulfill(status=401, json=refused))
        page = nobody.open("/insights")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert nobody.findings() == []
        nobody.photograph("sign-in-light")


def test_a_batch_is_asked_for_watched_and_looked_at(admin: Visitor) -> None:
    page = admin.open("/new")
    page.get_by_label("Recipes", exact=True).fill("3")
    page.get_by_role("button", name="Dinner").click()
    page.get_by_role("button", name="Start the batch").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("3 dinners", timeout=WAIT)
    page.evaluate(WATCH_THE_BAR)
    ended(page, "Finished")
    risen = page.evaluate("window.bar")
    assert risen == sorted(risen)
    assert risen[-1] == 100
    expect(page.locator("main img")).to_have_count(3)
    page.locator("main img").last.scroll_into_view_if_needed()
    expect(page.locator("main img").last).to_have_js_property("complete", True)
    assert page.evaluate(
        "[...document.querySelectorAll('main img')].every((each) => each.naturalWidth > 0 && each.alt)"
    )
    assert page.evaluate("window.shift") < 0.1
    assert admin.violations() == []
    assert admin.complaints == []


WATCH_THE_BAR = """() => {
  const bar = document.querySelector('[role=progressbar]');
  const read = () => Number(bar.getAttribute('aria-valuenow'));
  window.bar = [read()];
  new MutationObserver(() => window.bar.push(read())).observe(bar, { attributes: true });
}"""


def test_a_reload_and_a_second_tab_find_the_same_batch(admin: Visitor, kitchen: Kitchen) -> None:
    kitchen.set(latency=0.3)
    batch_id = kitchen.start(4, seed=81)
    page = admin.open(f"/batches/{batch_id}")
    expect(page.get_by_text("Live", exact=True)).to_be_visible(timeout=WAIT)
    page.reload()
    other = admin.tab()
    other.goto(f"{admin.url}/batches/{batch_id}")
    for each in (page, other):
        ended(each, "Finished")
    assert page.evaluate("localStorage.getItem('brigade.batch')") == batch_id
    kitchen.set(latency=0)


def test_a_lost_network_is_said_and_made_up_for(admin: Visitor, kitchen: Kitchen) -> None:
    kitchen.set(latency=0.3)
    page = admin.open(f"/batches/{kitchen.start(4, seed=82)}")
    expect(page.get_by_text("Live", exact=True)).to_be_visible(timeout=WAIT)
    admin.context.set_offline(True)
    expect(page.get_by_text("Offline", exact=True)).to_be_visible()
    admin.context.set_offline(False)
    ended(page, "Finished")
    kitchen.set(latency=0)


def test_where_streams_are_blocked_the_page_asks_instead(admin: Visitor, kitchen: Kitchen) -> None:
    admin.context.route("**/bmad-progress-stream/**", lambda route: route.abort())
    page = admin.open(f"/batches/{kitchen.start(2, seed=83)}")
    ended(page, "Finished")


def test_what_no_recipe_can_meet_is_said_at_its_fields(admin: Visitor) -> None:
    page = admin.open("/new")
    page.get_by_role("button", name="Keto").click()
    page.get_by_role("button", name="Low-fat").click()
    page.get_by_role("button", name="Start the batch").click()
    expect(page.get_by_text("Keto and low-fat exclude each other")).to_be_visible()


def test_an_unknown_batch_offers_a_new_one(admin: Visitor) -> None:
    page = admin.open("/batches/00000000-0000-4000-8000-000000000000")
    page.get_by_role("link", name="Start a new one").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A new batch")


def test_the_keyboard_leads_everywhere(admin: Visitor) -> None:
    page = admin.open("/gallery")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.keyboard.press("/")
    expect(page.get_by_label("Search recipes")).to_be_focused()
    page.keyboard.press("Tab")
    page.locator("h1").focus()
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("A new batch")


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_in_any_state(browser: Browser, kitchen: Kitchen, theme: Theme) -> None:
    with visitor(browser, kitchen, owner=f"newcomer-{theme}", theme=theme) as newcomer:
        expect(newcomer.open("/").get_by_text("Nothing cooked yet")).to_be_visible(timeout=WAIT)
        assert newcomer.findings() == []
        newcomer.photograph(f"empty-{theme}")
    with visitor(browser, kitchen, theme=theme) as admin:
        _look_at_a_running_and_a_done_batch(admin, kitchen, theme)
        _look_at_a_failed_batch(admin, kitchen, theme)
        for path in ("/", "/new", "/gallery", "/review", "/insights"):
            page = admin.open(path)
            page.wait_for_load_state("networkidle")
            assert admin.findings() == [], path
            assert admin.violations() == [], path


def _look_at_a_running_and_a_done_batch(admin: Visitor, kitchen: Kitchen, theme: Theme) -> None:
    kitchen.set(latency=0.4)
    batch_id = kitchen.start(6, seed=91)
    page = admin.open(f"/batches/{batch_id}")
    expect(page.get_by_text("Photographing", exact=True)).to_be_visible(timeout=WAIT)
    assert admin.findings() == []
    admin.photograph(f"running-{theme}")
    kitchen.set(latency=0)
    ended(page, "Finished")
    assert admin.findings() == []
    admin.photograph(f"done-{theme}")
    page.locator("main ul a").last.click()
    expect(page.get_by_role("heading", name="Method")).to_be_visible(timeout=WAIT)
    assert admin.findings() == []
    admin.photograph(f"recipe-{theme}")
    assert admin.violations() == []


def _look_at_a_failed_batch(admin: Visitor, kitchen: Kitchen, theme: Theme) -> None:
    kitchen.set(text_faults={"refusal": 1.0})
    page = admin.open(f"/batches/{kitchen.run(2, seed=92).batch_id}")
    ended(page, "Failed")
    expect(page.get_by_text("Change the request's wording").first).to_be_visible()
    assert admin.findings() == []
    admin.photograph(f"failed-{theme}")
    kitchen.set(text_faults={})


def test_nothing_is_wider_than_a_small_phone(browser: Browser, kitchen: Kitchen) -> None:
    batch_id = kitchen.run(2, seed=93, enableImageGeneration=False).batch_id
    with visitor(browser, kitchen, width=320) as phone:
        for path in ("/", "/new", "/gallery", "/review", "/insights", f"/batches/{batch_id}"):
            page = phone.open(path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
