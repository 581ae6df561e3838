"""Every operation of openapi.json: what belongs to one is not found by another, and what nobody knows is refused."""

from base64 import b64encode
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import requests

from tests.functions import gateway
from tests.functions.description import OPERATIONS, Operation, reachable, schema
from tests.functions.households import ADA, BOB, PASSWORD, STRANGER, USER, Households, Member, households, undone
from tests.unit.images.factories import a_file, a_picture

WITH_BODY = [operation for operation in OPERATIONS if operation.body]
WITH_QUERY = [operation for operation in OPERATIONS if operation.query]
ADMINISTRATORS = ("/api/admin/", "/api/images/cleanup", "/api/images/stats")
ADMIN_ONLY = [operation for operation in OPERATIONS if operation.path.startswith(ADMINISTRATORS)]
PHOTO = f"data:image/png;base64,{b64encode(a_file(a_picture(size=(256, 256)), 'PNG')).decode()}"
NAMES_OF_ONE = ("batchId", "recipeId", "imageId", "generationId")
NESTED = {"batchId", "userId"}  # lists of what belongs to one of these
CURSORS = {"after"}  # places in a list that is one's own anyway
WITH_IDS = [operation for operation in OPERATIONS if set(operation.ids) - CURSORS]
LISTS = [operation for operation in OPERATIONS if CURSORS & {*operation.query} and not NESTED & {*operation.in_path}]


def ids_of(owner: Member) -> dict[str, Any]:
    """What each id may name. One that is missing here has to be given a meaning first."""
    recipes = [str(recipe) for recipe in owner.recipes]
    return {
        "batchId": str(owner.ended), "recipeId": recipes[0], "recipeIds": recipes, "position": 2,
        "imageId": str(owner.picture), "generationId": str(owner.generation), "subjectType": "post", "subjectId": "17",
        "userId": str(owner.id),
    }  # fmt: skip


def body_of(name: str, owner: Member) -> dict[str, Any]:
    """A sound body of each kind. One that is missing here has to be given a sound body first."""
    sound: dict[str, dict[str, Any]] = {
        "BatchRequest": {"count": 1},
        "RetryOrder": {"what": "failed"},
        "GenerationRequest": {"prompt": "A bowl of soup"},
        "CancelOrder": {"scope": "pending"},
        "Approval": {"recipeIds": ids_of(owner)["recipeIds"], "approved": True},
        "RecipeEdit": {"name": "Harissa Stew"},
        "PictureEdit": {"rating": 5},
        "CleanupOrder": {"dryRun": True},
        "ReferenceRequest": {"source": PHOTO},
        "GrantOrder": {"email": USER.email, "amount": 5, "reason": "for the fair"},
        "SignIn": {"email": USER.email, "password": PASSWORD},
        "Refresh": {"refreshToken": USER.refresh_token},
        "Forgotten": {"email": USER.email},
        "Reset": {"token": USER.reset_token, "password": "staple the battery"},
    }
    return sound[name]


def ask(
    session: requests.Session, operation: Operation, owner: Member = ADA, body: Any = None, query: Any = (), **ids: Any
) -> requests.Response:
    """The operation on what belongs to the owner, but for the ids that are given."""
    known = {**ids_of(owner), "what": "failed", **ids}
    if operation.path.endswith("/retry") and known["generationId"] == str(owner.generation):
        known["generationId"] = str(owner.failed)  # what waits is not tried again
    path = operation.path.format(**{name: known[name] for name in operation.in_path})
    params = {name: known[name] for name in operation.query if name in known}
    if operation.body and body is None:
        body = {name: known.get(name, value) for name, value in body_of(operation.body, owner).items()}
    with undone():
        return session.request(operation.method, gateway.URL + path, params={**params, **dict(query)}, json=body)


def owners(operation: Operation) -> tuple[Member, Member]:
    """Two who have what the operation is about, and do not see each other's."""
    return (ADA, BOB) if operation in ADMIN_ONLY else (USER, STRANGER)


def named(operation: Operation) -> str:
    return operation.name


@pytest.fixture(scope="module")
def here(module_database_url: str) -> Iterator[Households]:
    with households(module_database_url) as made:
        yield made


# --- Whose it is ---------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", WITH_IDS, ids=named)
def test_what_is_ones_own_is_found_and_anothers_is_not(here: Households, operation: Operation) -> None:
    for owner, other in (owners(operation), owners(operation)[::-1]):
        assert ask(here.client(owner), operation, owner).status_code < 300
        answer = ask(here.client(other), operation, owner)
        assert (answer.status_code, answer.json()["error"]) == (404, "NOT_FOUND")


@pytest.mark.parametrize("operation", WITH_IDS, ids=named)
def test_one_id_of_another_among_ones_own_is_not_found(here: Households, operation: Operation) -> None:
    owner, other = owners(operation)
    theirs = ids_of(other)
    for name in {*operation.ids} - CURSORS - {"position"}:  # a position is one of a batch
        assert ask(here.client(owner), operation, owner, **{name: theirs[name]}).status_code == 404


@pytest.mark.parametrize("operation", WITH_IDS, ids=named)
def test_anothers_is_told_from_nothing_by_no_word(here: Households, operation: Operation) -> None:
    owner, other = owners(operation)

    def told(ids: dict[str, Any]) -> str:
        text = ask(here.client(owner), operation, owner, **ids).text
        for id in (*ids["recipeIds"], *(ids[name] for name in NAMES_OF_ONE)):
            text = text.replace(id, "…")
        return text

    nothing = str(uuid4())
    missing = {**dict.fromkeys(NAMES_OF_ONE, nothing), "recipeIds": [nothing]}
    assert told(ids_of(other)) == told({**ids_of(other), **missing})


@pytest.mark.parametrize("operation", LISTS, ids=named)
def test_anothers_place_in_a_list_is_no_place(here: Households, operation: Operation) -> None:
    """It says nothing of what lies before it and behind it, like one that there is not."""
    for owner, other in (owners(operation), owners(operation)[::-1]):
        mine = owner.recipes[0] if operation in ADMIN_ONLY else owner.picture
        places = {"uuid": (str(mine), uuid4()), "pattern": (f"{owner.ended}/2", f"{uuid4()}/2")}
        kind = next(kind for kind in places if kind in str(operation.query["after"]))
        theirs, nowhere = (
            ask(here.client(other), operation, other, query={"after": place}).json() for place in places[kind]
        )
        assert theirs == nowhere


# --- Who may ask ---------------------------------------------------------------------------------


@pytest.mark.parametrize("operation", ADMIN_ONLY, ids=named)
def test_users_are_kept_out_of_what_is_for_administrators(here: Households, operation: Operation) -> None:
    for session in (here.client(USER), here.browser(USER)):
        answer = ask(session, operation)
        assert (answer.status_code, answer.json()["error"]) == (403, "FORBIDDEN")


@pytest.mark.parametrize("operation", [one for one in OPERATIONS if not one.is_open], ids=named)
def test_nobody_comes_in_without_a_token_or_with_the_one_for_refreshing(here: Households, operation: Operation) -> None:
    for token in (None, "x.y.z", ADA.refresh_token):
        answer = ask(gateway.client(token), operation)
        assert (answer.status_code, answer.json()["error"]) == (401, "UNAUTHORIZED")


def test_users_are_shown_themselves(here: Households) -> None:
    for member in (USER, STRANGER, ADA):
        for session in (here.client(member), here.browser(member)):
            assert session.get(gateway.URL + "/api/auth/me").json()["id"] == str(member.id)


# --- What may come in ----------------------------------------------------------------------------


@pytest.mark.parametrize("operation", WITH_BODY, ids=named)
def test_a_field_that_nobody_knows_is_refused_by_its_name(here: Households, operation: Operation) -> None:
    owner, _ = owners(operation)
    session = gateway.client() if operation.is_open else here.client(owner)
    assert ask(session, operation, owner).status_code in (
        200,
        201,
        202,
        409,
    )  # 409: the address of that account is taken
    answer = ask(session, operation, owner, body={**body_of(str(operation.body), owner), "surprise": 1})
    assert (answer.status_code, "surprise" in answer.json()["details"]) == (400, True)


@pytest.mark.parametrize("operation", WITH_BODY, ids=named)
def test_no_part_of_a_body_takes_fields_that_nobody_knows(operation: Operation) -> None:
    objects = [name for name in reachable(str(operation.body)) if schema(name)["type"] == "object"]
    assert not [name for name in objects if schema(name).get("additionalProperties") is not False]


@pytest.mark.parametrize("operation", WITH_QUERY, ids=named)
def test_a_query_parameter_that_nobody_knows_is_refused_by_its_name(here: Households, operation: Operation) -> None:
    answer = ask(here.client(ADA), operation, query={"surprise": "1"})
    assert (answer.status_code, list(answer.json()["details"])) == (400, ["surprise"])
