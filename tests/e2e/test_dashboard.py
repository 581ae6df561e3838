"""The admin dashboard, as a person with a browser meets it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect, sync_playwright

from local.admin import create_admin
from local.dashboard import BUILT
from local.system import System
from tests.e2e.browser import Theme, Visitor, launched, session_of, sign_in, visitor
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


@pytest.fixture(scope="module")
def session(browser: Browser, system: System) -> StorageState:
    return session_of(browser, system.url, system.admin)


@pytest.fixture
def admin(browser: Browser, kitchen: Kitchen, session: StorageState) -> Iterator[Visitor]:
    with visitor(browser, kitchen.system.url, session) as admin:
        yield admin


def ended(page: Page, words: str) -> None:
    expect(page.get_by_text(words, exact=True).first).to_be_visible(timeout=WAIT)


def test_who_is_nobody_signs_in_and_is_where_they_wanted_to_be(browser: Browser, system: System) -> None:
    with visitor(browser, system.url, None) as nobody:
        page = nobody.open("/insights")
        expect(page.get_by_role("button", name="Sign in")).to_be_visible()
        assert nobody.findings() == []
        nobody.photograph("sign-in-light")
        sign_in(page, system.admin.email, "not the password")
        expect(page.get_by_role("alert")).to_contain_text("do not belong together")
        sign_in(page, system.admin.email, system.admin.password)
        expect(page.get_by_role("heading", level=1)).to_have_text("Insights")
        assert nobody.violations() == []


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


def test_a_running_batch_is_cancelled(admin: Visitor, kitchen: Kitchen) -> None:
    kitchen.set(latency=0.5)
    batch_id = kitchen.start(5, seed=84)
    page = admin.open(f"/batches/{batch_id}")
    expect(page.get_by_text("Live", exact=True)).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Cancel", exact=True).click()
    shown = page.get_by_role("region", name="Progress")
    expect(shown.get_by_text("Cancelled", exact=True)).to_be_visible(timeout=WAIT)
    kitchen.set(latency=0)
    assert kitchen.follow(batch_id).final["phase"] == "cancelled"
    batch = kitchen.client.batch(batch_id)
    assert batch["cancelledAt"]
    assert batch["ended"]
    progress = batch["progress"]
    saved = len(kitchen.recipes(batch_id))  # what was under way is kept
    assert (progress["recipesCompleted"], progress["cancelled"], progress["failed"]) == (saved, 5 - saved, 0)
    assert progress["imagesGenerated"] + progress["placeholderCount"] == saved
    assert progress["imagesGenerated"] < 5


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


def test_a_page_that_a_deploy_took_away_comes_again_or_says_so(admin: Visitor) -> None:
    page = admin.open("/")
    gone = "**/assets/gallery-*.js"
    admin.context.route(gone, lambda route: route.fulfill(status=404), times=1)
    page.get_by_role("link", name="Gallery").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gallery")
    page = admin.open("/")
    admin.context.route(gone, lambda route: route.fulfill(status=404))
    page.get_by_role("link", name="Gallery").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("This page could not be shown")
    assert admin.findings() == []
    page.get_by_role("link", name="Review").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Review")
    admin.context.unroute(gone)
    page.get_by_role("link", name="Gallery").first.click()
    page.get_by_role("button", name="Load it again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Gallery")


def test_an_unknown_batch_offers_a_new_one(admin: Visitor) -> None:
    page = admin.open("/batches/00000000-0000-4000-8000-000000000000")
    page.get_by_role("link", name="Start a new one").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("A new batch")


def test_the_gallery_shows_what_it_is_narrowed_down_to(admin: Visitor, kitchen: Kitchen) -> None:
    name = kitchen.recipes(kitchen.run(1, seed=85, enableImageGeneration=False).batch_id)[0]["name"]
    page = admin.open("/gallery")
    page.get_by_label("Search recipes").fill(name)
    page.get_by_role("radio", name="Placeholder").click()
    found = page.locator("main ul a").filter(has_text=name)
    expect(found).to_have_count(1)
    page.get_by_role("radio", name="Done").click()
    expect(found).to_have_count(0)


def test_recipes_are_approved_all_in_one(admin: Visitor, kitchen: Kitchen) -> None:
    batch_id = kitchen.run(2, seed=86, enableImageGeneration=False).batch_id
    page = admin.open("/review")
    page.get_by_role("radio", name="Recipes").click()
    chosen = [page.get_by_label(f"Choose {recipe['name']}", exact=True) for recipe in kitchen.recipes(batch_id)]
    for each in chosen:
        each.check()
    page.get_by_role("button", name="Approve 2 recipes").click()
    for each in chosen:
        expect(each).to_have_count(0)
    assert all(recipe["is_approved"] for recipe in kitchen.recipes(batch_id))


def test_a_draft_is_accepted_in_the_review(admin: Visitor, kitchen: Kitchen) -> None:
    batch_id, name = _a_draft_that_needs_a_person(kitchen)
    page = admin.open("/review")
    entry = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=name, exact=True))
    entry.get_by_role("button", name="Accept").click()
    expect(entry).to_have_count(0)
    assert name in [recipe["name"] for recipe in kitchen.recipes(batch_id)]


def _a_draft_that_needs_a_person(kitchen: Kitchen) -> tuple[str, str]:
    for seed in range(100, 110):  # until one comes that no rewriting could mend
        batch_id = kitchen.run(5, seed=seed, maxPrepTime=1, enableImageGeneration=False).batch_id
        if reviews := kitchen.client.get("/api/admin/reviews", batchId=batch_id)["reviews"]:
            return batch_id, reviews[0]["draft"]["name"]
    raise AssertionError("every draft was accepted")


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
def test_axe_finds_nothing_in_any_state(
    browser: Browser, kitchen: Kitchen, session: StorageState, theme: Theme
) -> None:
    system = kitchen.system
    with visitor(browser, system.url, _newcomer(browser, system, theme), theme) as newcomer:
        expect(newcomer.open("/").get_by_text("Nothing cooked yet")).to_be_visible(timeout=WAIT)
        assert newcomer.findings() == []
        newcomer.photograph(f"empty-{theme}")
    with visitor(browser, system.url, session, theme) as admin:
        _look_at_a_running_and_a_done_batch(admin, kitchen, theme)
        _look_at_a_failed_batch(admin, kitchen, theme)
        for path in ("/", "/new", "/gallery", "/review", "/insights"):
            page = admin.open(path)
            page.wait_for_load_state("networkidle")
            assert admin.findings() == [], path
            assert admin.violations() == [], path


def _newcomer(browser: Browser, system: System, name: str) -> StorageState:
    admin = create_admin(system.client("lambda"), system.outputs["CreateAdminFunction"], f"{name}@example.org")
    return session_of(browser, system.url, admin)


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


def test_nothing_is_wider_than_a_small_phone(browser: Browser, kitchen: Kitchen, session: StorageState) -> None:
    batch_id = kitchen.run(2, seed=93, enableImageGeneration=False).batch_id
    batch, recipe = f"/batches/{batch_id}", kitchen.recipes(batch_id)[0]["id"]
    with visitor(browser, kitchen.system.url, session, width=320) as phone:
        for path in ("/", "/new", "/gallery", "/review", "/insights", batch, f"{batch}/recipes/{recipe}"):
            page = phone.open(path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
