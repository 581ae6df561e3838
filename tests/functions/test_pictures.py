"""The door `pictures`: users' own pictures, and everybody's for administrators."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from brigade_io.database import database
from brigade_io.images.image_store import ImageStore
from brigade_io.images.picture_claims import PictureClaims
from brigade_io.images.picture_store import PictureStore
from tests.functions import gateway
from tests.functions.households import ADA, STRANGER, USER, Households, Member, households, undone
from tests.unit.images.factories import NOON, a_brief, a_fingerprint, a_generated_picture, a_record

ALL_FIELDS = {"limit": "100", "text": "lemon", "provider": "openai", "model": "a-model", "minWidth": "1024",
              "maxWidth": "1024", "minHeight": "1", "maxHeight": "2000", "since": "2026-11-21T00:00:00Z",
              "until": "2026-11-22T00:00:00Z", "mine": "true"}  # fmt: skip


@pytest.fixture(scope="module")
def here(module_database_url: str) -> Iterator[Households]:
    with households(module_database_url) as made:
        yield made


@pytest.fixture(autouse=True)
def _undone(here: Households) -> Iterator[None]:
    with undone():
        yield


def ask(here: Households, who: Member, method: str, path: str, body: Any = None, **query: str) -> tuple[int, Any]:
    answer = here.client(who).request(method, f"{gateway.URL}/api/images/{path}", json=body, params=query)
    return answer.status_code, answer.json()


def ids(here: Households, who: Member, path: str, **query: str) -> list[str]:
    status, page = ask(here, who, "GET", path, **query)
    assert status == 200
    return [picture["id"] for picture in page["pictures"]]


def keep(owner: Member, *positions: int, **changes: Any) -> list[UUID]:
    with database() as db:
        return [
            PictureStore(db)
            .keep(
                a_generated_picture(
                    owner.generation, position, owner=owner.id, created_at=NOON + timedelta(minutes=position), **changes
                )
            )
            .id
            for position in positions
        ]


def show_with_recipe(number: int = 0) -> UUID:
    """A picture of one of Ada's recipes."""
    recipe = ADA.recipes[number]
    with database() as db:
        PictureClaims(db).claim_for_recipe(recipe, 0, a_fingerprint(recipe))
        ImageStore(db).record(a_record(a_brief(recipe_id=recipe)))
    return recipe


# --- Looking -------------------------------------------------------------------------------------


def test_a_user_is_shown_the_own_picture_without_what_it_cost_us(here: Households) -> None:
    status, shown = ask(here, USER, "GET", str(USER.picture))
    assert (status, shown["id"], shown["costUsd"]) == (200, str(USER.picture), None)
    assert shown["subject"] == {"type": "post", "id": "17"}
    assert shown["thumbnailUrl"] == shown["variants"]["thumbnail"]


def test_an_administrator_is_shown_everybody_s_and_what_it_cost(here: Households) -> None:
    status, shown = ask(here, ADA, "GET", str(USER.picture))
    assert (status, shown["costUsd"]) == (200, 0.042)


@pytest.mark.parametrize("path", ["search", "subject/post/17"])
def test_users_find_their_own_and_administrators_everybody_s(here: Households, path: str) -> None:
    assert ids(here, USER, path) == [str(USER.picture)]
    assert {str(USER.picture), str(STRANGER.picture)} <= set(ids(here, ADA, path))


def test_an_administrator_may_ask_for_the_own_ones_only(here: Households) -> None:
    assert ids(here, ADA, "search", mine="true") == [str(ADA.picture)]


def test_the_pictures_of_a_blog_are_those_of_a_subject_of_that_type(here: Households) -> None:
    (picture,) = keep(USER, 1, subject_type="blog", subject_id="my-first")
    assert ids(here, USER, "blog/my-first") == ids(here, USER, "subject/blog/my-first") == [str(picture)]


def test_a_thing_without_pictures_has_an_empty_page(here: Households) -> None:
    assert ask(here, USER, "GET", "subject/post/nothing") == (200, {"pictures": [], "next": None})


def test_what_nothing_can_be_called_is_not_found(here: Households) -> None:
    assert ask(here, USER, "GET", "subject/POST/17")[0] == 404


def test_the_pictures_of_one_prompt_are_those_of_its_generation(here: Households) -> None:
    others = [str(each) for each in keep(USER, 1, 2)]
    assert ids(here, USER, f"prompt/{USER.generation}") == [*others[::-1], str(USER.picture)]
    assert ask(here, STRANGER, "GET", f"prompt/{USER.generation}")[0] == 404


def test_pages_follow_one_another_without_a_gap_while_pictures_come(here: Households) -> None:
    kept = [str(each) for each in keep(USER, 1, 2, 3, 4)][::-1]
    _, first = ask(here, USER, "GET", "search", limit="2")
    keep(USER, 5)
    _, second = ask(here, USER, "GET", "search", limit="2", after=first["next"])
    _, third = ask(here, USER, "GET", "search", limit="2", after=second["next"])
    shown = [picture["id"] for page in (first, second, third) for picture in page["pictures"]]
    assert (shown, third["next"]) == ([*kept, str(USER.picture)], None)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, True), (ALL_FIELDS, True), ({"text": "lemons"}, True), ({"text": "lemon -plate"}, False),
        ({"text": "\"on a plate\""}, True), ({"text": "cake"}, False), ({"text": "100%' & | ! :*"}, False),
        ({"provider": "google"}, False), ({"model": "other"}, False), ({"since": "2026-11-21T12:00:00Z"}, True),
        ({"since": "2026-11-21T12:00:01Z"}, False), ({"until": "2026-11-21T12:00:00Z"}, False),
        ({"minWidth": "1025"}, False), ({"maxHeight": "1023"}, False), ({"after": str(uuid4())}, False),
    ],
)  # fmt: skip
def test_what_is_looked_for_is_found(here: Households, query: dict[str, str], found: bool) -> None:
    assert ids(here, USER, "search", **query) == ([str(USER.picture)] if found else [])


@pytest.mark.parametrize(
    ("query", "field"),
    [({"limit": "0"}, "limit"), ({"text": " "}, "text"), ({"text": "x\0"}, "text"), ({"since": "yesterday"}, "since"),
     ({"since": "2026-11-21T12:00:00"}, "since"), ({"after": "1"}, "after"), ({"minWidth": "-1"}, "minWidth"),
     ({"owner": "me"}, "owner")],
)  # fmt: skip
def test_a_query_that_breaks_a_rule_is_refused_by_the_parameter_s_name(
    here: Households, query: dict[str, str], field: str
) -> None:
    status, told = ask(here, USER, "GET", "search", **query)
    assert (status, list(told["details"])) == (400, [field])


# --- Changing ------------------------------------------------------------------------------------


def test_what_is_said_of_a_picture_is_changed_and_the_rest_stays(here: Households) -> None:
    subject = {"type": "recipe", "id": "9"}
    for body in ({"rating": 4}, {"altText": "Half a lemon."}, {"subject": subject}):
        assert ask(here, USER, "PUT", str(USER.picture), body)[0] == 200
    _, shown = ask(here, USER, "GET", str(USER.picture))
    assert (shown["rating"], shown["altText"], shown["subject"]) == (4, "Half a lemon.", subject)


def test_a_rating_and_a_subject_may_be_taken_away(here: Households) -> None:
    ask(here, USER, "PUT", str(USER.picture), {"rating": 4})
    _, shown = ask(here, USER, "PUT", str(USER.picture), {"rating": None, "subject": None})
    assert (shown["rating"], shown["subject"], shown["altText"]) == (None, None, "A lemon.")


@pytest.mark.parametrize(
    ("body", "field"),
    [({}, "body"), ({"rating": 0}, "rating"), ({"rating": 6}, "rating"), ({"rating": "5"}, "rating"),
     ({"altText": ""}, "altText"), ({"altText": "x" * 126}, "altText"), ({"altText": None}, "altText"),
     ({"altText": "x\0"}, "altText"), ({"subject": {"type": "Post", "id": "1"}}, "subject.type"),
     ({"subject": {"type": "post", "id": "a b"}}, "subject.id"), ({"prompt": "other"}, "prompt")],
)  # fmt: skip
def test_a_change_that_breaks_a_rule_is_refused_by_the_field_s_name(
    here: Households, body: dict[str, Any], field: str
) -> None:
    status, told = ask(here, USER, "PUT", str(USER.picture), body)
    assert (status, list(told["details"])) == (400, [field])


def test_an_administrator_changes_everybody_s(here: Households) -> None:
    assert ask(here, ADA, "PUT", str(USER.picture), {"rating": 1})[1]["rating"] == 1


# --- Taking away ---------------------------------------------------------------------------------


def test_a_picture_that_was_taken_away_is_nowhere_any_more(here: Households) -> None:
    assert ask(here, USER, "DELETE", str(USER.picture))[0] == 200
    for method in ("GET", "DELETE", "PUT"):
        assert ask(here, USER, method, str(USER.picture), {"rating": 1} if method == "PUT" else None)[0] == 404
    for path in ("search", "subject/post/17", f"prompt/{USER.generation}"):
        assert ids(here, USER, path) == []


def test_a_page_may_go_on_from_a_picture_that_was_taken_away(here: Households) -> None:
    (other,) = keep(USER, 1)
    ask(here, USER, "DELETE", str(other))
    assert ids(here, USER, "search", after=str(other)) == [str(USER.picture)]


# --- Of recipes ----------------------------------------------------------------------------------


def test_a_recipe_s_picture_is_seen_by_administrators_only(here: Households) -> None:
    recipe = show_with_recipe()
    assert ask(here, USER, "GET", str(recipe))[0] == 404
    assert ids(here, ADA, f"subject/recipe/{recipe}") == [str(recipe)]


def test_a_recipe_s_picture_stays_with_its_recipe(here: Households) -> None:
    recipe = show_with_recipe()
    status, told = ask(here, ADA, "PUT", str(recipe), {"subject": {"type": "post", "id": "1"}})
    assert (status, told["error"]) == (409, "NOT_NOW")
    assert ask(here, ADA, "PUT", str(recipe), {"rating": 2})[1]["rating"] == 2


def test_a_recipe_whose_picture_is_taken_away_shows_the_placeholder_and_says_why(here: Households) -> None:
    recipe = show_with_recipe()
    assert ask(here, ADA, "DELETE", str(recipe))[0] == 200
    shown = here.client(ADA).get(f"{gateway.URL}/api/admin/recipes/{recipe}").json()
    assert (shown["imageUrl"], shown["imageIsPlaceholder"]) == ("http://images/placeholder.webp", True)
    assert shown["imageReason"] == "An administrator took its photo away."
    assert ask(here, ADA, "GET", str(recipe))[0] == 404


def test_what_was_taken_away_may_be_resembled(here: Households) -> None:
    with database() as db:
        PictureClaims(db).claim_for_recipe(show_with_recipe(0), 0, a_fingerprint(ADA.recipes[0]))
        ask(here, ADA, "DELETE", str(ADA.recipes[0]))
        PictureClaims(db).claim_for_recipe(ADA.recipes[1], 0, a_fingerprint(ADA.recipes[0]))


def test_a_later_attempt_takes_the_place_of_what_was_taken_away(here: Households) -> None:
    recipe = show_with_recipe()
    ask(here, ADA, "DELETE", str(recipe))
    with database() as db:
        later = ImageStore(db).record(a_record(a_brief(recipe_id=recipe), attempt=10))
    assert ask(here, ADA, "GET", str(recipe))[1]["url"] == later.url
