"""The page of pictures, as a user who administers nothing meets it in a browser; and what administrators see of it."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import psycopg
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, StorageState, expect, sync_playwright

from local.admin import Admin
from local.dashboard import BUILT
from local.system import System
from tests.e2e.browser import Theme, Visitor, launched, session_of, visitor
from tests.e2e.kitchen import Kitchen

WAIT = 90_000  # milliseconds; these tests share two cores with a whole cloud
THEMES: tuple[Theme, ...] = ("light", "dark")
PASSWORD = "a long enough password"
TART, SOUP = "A fig tart on a marble table", "A bowl of pea soup with mint"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    assert BUILT.is_dir(), "the dashboard is not built: run `make web`"
    with sync_playwright() as playwright:
        browser = launched(playwright)
        yield browser
        browser.close()


def a_session(browser: Browser, system: System, email: str) -> StorageState:
    """Of somebody who has just registered."""
    sent = {"email": email, "password": PASSWORD}
    httpx.post(f"{system.url}/api/auth/register", json=sent, timeout=60).raise_for_status()
    return session_of(browser, system.url, Admin(id="", email=email, password=PASSWORD))


@pytest.fixture(scope="module")
def session(browser: Browser, system: System) -> StorageState:
    return a_session(browser, system, "ada@pictures.test")


@pytest.fixture
def ada(browser: Browser, kitchen: Kitchen, session: StorageState) -> Iterator[Visitor]:
    with visitor(browser, kitchen.system.url, session) as ada:
        yield ada


def ask(page: Page, prompt: str, count: int = 1) -> Locator:
    """The entry of what is asked for."""
    page.get_by_label("What is to be seen?").fill(prompt)
    page.get_by_label("How many").fill(str(count))
    page.get_by_role("button", name="Make").click()
    entry = page.get_by_role("listitem", name=prompt, exact=True).first
    expect(entry).to_be_visible(timeout=WAIT)
    return entry


def test_a_user_finds_what_is_theirs_and_is_kept_from_the_rest_kindly(ada: Visitor) -> None:
    page = ada.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Pictures")
    expect(page.get_by_role("navigation", name="Main").get_by_role("link")).to_have_text(["Pictures"])
    for path in ("/new", "/insights/images"):
        page = ada.open(path)
        expect(page.get_by_role("heading", level=1)).to_have_text("For administrators")
        assert ada.findings() == []
    page.get_by_role("link", name="To your pictures").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pictures")


def test_two_pictures_are_asked_for_seen_rated_and_found_again(ada: Visitor) -> None:
    page = ada.open("/images")
    expect(page.get_by_text("2 credits")).to_be_visible(timeout=WAIT)
    entry = ask(page, TART, 2)
    expect(entry.get_by_text("Done", exact=True)).to_be_visible(timeout=WAIT)
    expect(entry.locator("img")).to_have_count(2)
    entry.locator("img").last.scroll_into_view_if_needed()
    expect(entry.locator("img").last).to_have_js_property("complete", True)
    assert entry.locator("img").evaluate_all("all => all.every((each) => each.naturalWidth > 0 && each.alt)")
    expect(page.get_by_text("you have 996 credits")).to_be_visible()
    _rate_describe_and_find(ada, page, entry)
    assert ada.violations() == []
    assert ada.complaints == []


def _rate_describe_and_find(ada: Visitor, page: Page, entry: Locator) -> None:
    entry.get_by_role("button", name="fig tart").first.click()
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_role("radio", name="4 of 5").click()
    expect(dialog.get_by_role("radio", name="4 of 5")).to_be_checked()
    dialog.get_by_label("What is seen").fill("A tart, torn in two")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("button", name="Save")).to_have_count(0)
    assert ada.findings() == []
    dialog.get_by_role("button", name="Close").click()
    expect(entry.get_by_role("button", name="A tart, torn in two")).to_contain_text("4")
    page.get_by_label("Search your prompts").fill("fig")
    expect(page.get_by_role("listitem", name=TART, exact=True)).to_have_count(1)
    page.get_by_label("Search your prompts").fill("nothing like it")
    expect(page.get_by_text("Nothing is like that")).to_be_visible()
    page.get_by_role("button", name="Show all").click()
    expect(page.get_by_role("listitem", name=TART, exact=True)).to_have_count(1)


def test_what_is_under_way_is_cancelled_and_tried_again(ada: Visitor, kitchen: Kitchen) -> None:
    kitchen.set(latency=0.3)
    page = ada.open("/images")
    entry = ask(page, SOUP, 6)
    expect(entry.get_by_text("In work", exact=True)).to_be_visible(timeout=WAIT)
    entry.get_by_role("button", name="Cancel").click()
    expect(entry.get_by_text("Cancelled", exact=True)).to_be_visible(timeout=WAIT)
    kitchen.set(latency=0)
    entry.get_by_role("button", name="Try again").click()
    expect(entry.get_by_text("Done", exact=True)).to_be_visible(timeout=WAIT)
    expect(entry.locator("img")).to_have_count(6)
    page.get_by_role("radio", name="Cancelled").click()
    expect(page.get_by_role("listitem", name=SOUP, exact=True)).to_have_count(0)


def test_a_picture_is_taken_away_only_when_asked_twice(ada: Visitor) -> None:
    page = ada.open("/images")
    entry = ask(page, "A plum on a board")
    expect(entry.locator("img")).to_have_count(1, timeout=WAIT)
    expect(entry.get_by_text("Done", exact=True)).to_be_visible(timeout=WAIT)
    entry.locator("button:has(img)").click()
    dialog = page.get_by_role("dialog", name="Picture")
    dialog.get_by_role("button", name="Delete").click()
    dialog.get_by_role("button", name="Delete it for good").click()
    expect(dialog).to_have_count(0)
    expect(entry.locator("img")).to_have_count(0)


def test_a_photo_to_go_by_is_made_small_and_what_is_none_is_refused(ada: Visitor, tmp_path: Path) -> None:
    Image.new("RGB", (3000, 2000), "teal").save(tmp_path / "pot.png")
    (tmp_path / "pan.png").write_text("a pan")
    page = ada.open("/images")
    with page.expect_request("**/api/images/references") as sent:
        page.locator("input[type=file]").set_input_files([tmp_path / "pot.png", tmp_path / "pan.png"])
    assert sent.value.post_data_json["source"].startswith("data:image/jpeg;base64,")
    expect(page.get_by_label("What pot.png shows")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("This is no picture that can be read here")).to_be_visible()
    page.get_by_label("Address of a photo").fill("http://127.0.0.1/pot.png")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("Only https addresses are fetched.")).to_be_visible(timeout=WAIT)
    assert ada.findings() == []
    assert ada.violations() == []


def test_missing_credits_are_said_in_plain_words(browser: Browser, kitchen: Kitchen) -> None:
    system = kitchen.system
    with visitor(browser, system.url, a_session(browser, system, "eve@pictures.test")) as eve:
        page = eve.open("/images")
        expect(page.get_by_text("you have 1,000 credits")).to_be_visible(timeout=WAIT)
        with psycopg.connect(system.database_url) as db:
            db.execute("update credit_accounts set balance = 1 where balance = 1000")
        page.get_by_label("What is to be seen?").fill(TART)
        page.get_by_role("button", name="Make 1 picture").click()
        expect(page.get_by_role("alert")).to_contain_text("costs 2 credits and you have 1: 1 are missing")
        expect(page.get_by_text("1 credit is missing. Take fewer pictures")).to_be_visible()
        expect(page.get_by_text("No pictures yet")).to_be_visible()


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing_on_either_page(
    browser: Browser, kitchen: Kitchen, session: StorageState, theme: Theme
) -> None:
    system = kitchen.system
    with visitor(browser, system.url, session, theme) as ada:
        page = ada.open("/images")
        page.wait_for_load_state("networkidle")
        assert ada.findings() == []
        ada.photograph(f"pictures-{theme}")
        assert ada.violations() == []
    with visitor(browser, system.url, _administrator(browser, system), theme) as admin:
        page = admin.open("/insights/images")
        expect(page.get_by_role("table", name="Who used what")).to_contain_text("ada@pictures.test", timeout=WAIT)
        page.get_by_role("button", name="Look").click()
        expect(page.get_by_text("looked at")).to_be_visible(timeout=WAIT)
        assert admin.findings() == []
        admin.photograph(f"pictures-insights-{theme}")
        assert admin.violations() == []


def _administrator(browser: Browser, system: System) -> StorageState:
    return session_of(browser, system.url, system.admin)


def test_an_administrator_gives_credits(browser: Browser, kitchen: Kitchen, session: StorageState) -> None:
    system = kitchen.system
    with visitor(browser, system.url, _administrator(browser, system)) as admin:
        page = admin.open("/insights/images")
        page.get_by_label("Email", exact=True).fill("ada@pictures.test")
        page.get_by_label("Credits", exact=True).fill("7")
        page.get_by_label("Why", exact=True).fill("for the fair")
        page.get_by_role("button", name="Give").click()
        expect(page.get_by_text("Given. Now")).to_be_visible(timeout=WAIT)


def test_the_way_around_finds_room_on_a_tablet(browser: Browser, kitchen: Kitchen) -> None:
    who = _administrator(browser, kitchen.system)
    for width in (640, 768, 1024):
        with visitor(browser, kitchen.system.url, who, width=width) as tablet:
            page = tablet.open("/images")
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_nothing_is_wider_than_a_small_phone(browser: Browser, kitchen: Kitchen, session: StorageState) -> None:
    system = kitchen.system
    for path, who in (("/images", session), ("/insights/images", _administrator(browser, system))):
        with visitor(browser, system.url, who, width=320) as phone:
            page = phone.open(path)
            page.wait_for_load_state("networkidle")
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
            assert phone.findings() == [], path
            phone.photograph(f"phone{path.replace('/', '-')}")
