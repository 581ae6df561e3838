"""The door `credits`: what users have, what administrators give them, and what became of it."""

from collections.abc import Iterator
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest

from brigade.accounts.user import Role, User
from brigade_io import clock
from brigade_io.accounts.account_store import AccountStore
from brigade_io.database import database
from brigade_io.image_generation.generation_store import GenerationStore
from brigade_io.settings import settings
from functions.credits import looking
from tests.functions import gateway
from tests.functions.households import ADA, BOB, Households, Member, households, undone
from tests.unit.image_generation.generations import a_submission, an_order

NEW, LATER = Member("new", Role.USER), Member("later", Role.USER)  # who have not asked for anything yet


@pytest.fixture(scope="module")
def here(module_database_url: str) -> Iterator[Households]:
    with households(module_database_url, CREDITS_AT_START="30", IMAGE_PRICE="0.02") as made:
        with database() as db:
            for member in (NEW, LATER):
                user = User(id=member.id, email=member.email, role=member.role, created_at=clock.now())
                AccountStore(db).add(user, "hash")
        yield made


@pytest.fixture(autouse=True)
def _undone(here: Households) -> Iterator[None]:
    with undone():
        yield


def ask(
    here: Households, who: Member, method: str, path: str, body: Any = None, key: str | None = None, **query: Any
) -> tuple[int, Any]:
    answer = here.client(who).request(
        method, f"{gateway.URL}/api/{path}", json=body, params=query, headers={"Idempotency-Key": key} if key else None
    )
    return answer.status_code, answer.json()


def grant(here: Households, who: Member = ADA, key: str | None = None, **changes: Any) -> tuple[int, Any]:
    order = {"email": NEW.email, "amount": 50, "reason": "for the fair", **changes}
    sent = {name: value for name, value in order.items() if value is not None}
    return ask(here, who, "POST", "admin/credits/grant", sent, key)


def balance(here: Households, who: Member) -> int:
    status, shown = ask(here, who, "GET", "generation/credits")
    assert status == 200
    return int(shown["balance"])


def entries(here: Households, of: Member = NEW, **query: Any) -> Any:
    status, page = ask(here, ADA, "GET", f"admin/credits/{of.id}", **query)
    assert status == 200
    return page


def test_a_new_user_begins_with_credits_and_sees_what_pictures_cost(here: Households) -> None:
    for _ in range(2):
        status, shown = ask(here, NEW, "GET", "generation/credits")
        assert (status, shown["balance"], shown["models"]) == (200, 30, ["gpt-image-2.5-flare"])
        assert shown["prices"] == {"low": 2, "medium": 2, "high": 2}
    assert [entry["kind"] for entry in entries(here)["entries"]] == ["grant"]


def test_prices_are_told_of_the_model_and_the_shape_that_are_asked_about(here: Households) -> None:
    assert ask(here, NEW, "GET", "generation/credits", model="gpt-image-2.5-flare", aspectRatio="16:9")[0] == 200
    status, refused = ask(here, NEW, "GET", "generation/credits", model="crayon")
    assert (status, refused["details"]) == (400, {"model": "there are gpt-image-2.5-flare"})
    status, refused = ask(here, NEW, "GET", "generation/credits", aspectRatio="7:1")
    assert (status, list(refused["details"])) == (400, ["aspectRatio"])


def test_an_administrator_gives_credits_by_address_or_by_id(here: Households) -> None:
    assert grant(here, email=" NEW@example.org") == (
        200, {"userId": str(NEW.id), "amount": 50, "balance": 50}
    )  # fmt: skip
    assert grant(here, email=None, userId=str(NEW.id))[1]["balance"] == 100
    assert balance(here, NEW) == 130
    assert balance(here, LATER) == 30


def test_a_repeated_grant_is_given_once_under_its_key_by_each_administrator(here: Households) -> None:
    assert grant(here, key="1") == grant(here, key="1")
    status, refused = grant(here, key="1", amount=51)
    assert (status, refused["error"]) == (409, "IDEMPOTENCY_CONFLICT")
    assert grant(here, who=BOB, key="1")[1]["balance"] == 100
    assert grant(here)[1]["balance"] == 150
    assert grant(here)[1]["balance"] == 200


def test_the_entries_say_by_whom_and_why_and_what_was_spent(here: Households) -> None:
    grant(here)
    with database() as db:
        made = GenerationStore(db).submit(a_submission(an_order(price=8, count=2), owner=NEW.id))[0]
        GenerationStore(db).cancel(NEW.id, made.id, clock.now())
    page = entries(here)
    assert (page["balance"], page["userId"], page["next"]) == (50, str(NEW.id), None)
    refund, reserve, given = page["entries"]
    assert (given["kind"], given["amount"], given["reason"], given["grantedBy"]) == (
        "grant", 50, "for the fair", str(ADA.id)
    )  # fmt: skip
    assert (reserve["kind"], reserve["amount"], reserve["generationId"], reserve["run"]) == (
        "reserve",
        -8,
        str(made.id),
        0,
    )
    assert (refund["kind"], refund["amount"], refund["spent"]) == ("refund", 8, 0)


def test_entries_come_in_pages(here: Households) -> None:
    for amount in (1, 2, 3):
        grant(here, amount=amount)
    first = entries(here, limit=2)
    assert [entry["amount"] for entry in first["entries"]] == [3, 2]
    rest = entries(here, limit=2, after=first["next"])
    assert ([entry["amount"] for entry in rest["entries"]], rest["next"]) == ([1], None)


@pytest.mark.parametrize("named", [{"email": "nobody@example.org"}, {"email": None, "userId": str(uuid4())}])
def test_nobody_is_given_what_nobody_can_be_given(here: Households, named: dict[str, Any]) -> None:
    status, refused = grant(here, **named)
    assert (status, refused["error"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
        ({"amount": 1_000_001}, "amount"),
        ({"amount": 1.5}, "amount"),
        ({"reason": " "}, "reason"),
        ({"email": "no address"}, "email"),
        ({"email": None}, "body"),
        ({"userId": str(NEW.id)}, "body"),
    ],
)
def test_an_unsound_grant_is_refused(here: Households, change: dict[str, Any], field: str) -> None:
    status, refused = grant(here, **change)
    assert (status, list(refused["details"])) == (400, [field])


@pytest.mark.parametrize("who", [NEW, LATER])
def test_users_neither_give_credits_nor_see_entries(here: Households, who: Member) -> None:
    assert grant(here, who)[0] == 403
    assert ask(here, who, "GET", f"admin/credits/{who.id}")[0] == 403


def test_the_entries_of_nobody_are_not_found(here: Households) -> None:
    for user in (uuid4(), UUID(int=0)):
        assert ask(here, ADA, "GET", f"admin/credits/{user}")[0] == 404


def test_where_no_price_is_known_nothing_is_offered(here: Households) -> None:
    priceless = settings().model_copy(update={"image_model": "unheard-of", "image_price": None})
    with patch.object(looking, "settings", lambda: priceless):
        status, refused = ask(here, NEW, "GET", "generation/credits")
    assert (status, refused["error"]) == (409, "NOT_NOW")
