"""The door `image_generations`: who may ask for what, what it costs, and what is refused by which name."""

import json
from collections.abc import Iterator
from uuid import uuid4

import pytest

from brigade_io.aws import client
from tests.functions.atelier import Atelier, opened_atelier
from tests.functions.households import ADA, STRANGER, USER, Member

PRICE = 2  # of one picture


@pytest.fixture
def atelier(database_url: str) -> Iterator[Atelier]:
    with opened_atelier(database_url) as atelier:
        yield atelier


# --- Asking --------------------------------------------------------------------------------------


def test_what_is_asked_for_is_paid_has_a_place_and_is_told_to_the_queue(atelier: Atelier) -> None:
    answer = atelier.generate(count=3)
    told = answer.json()
    [one] = told["generations"]
    assert answer.status_code == 202
    assert (told["price"], told["balance"]) == (3 * PRICE, 1000 - 3 * PRICE)
    assert one["statusUrl"] == f"/api/generation/{one['id']}/status"
    assert (one["queuePosition"], one["price"]) == (1, 3 * PRICE)
    assert one["estimatedWaitSeconds"] > 0
    [message] = atelier.messages()
    assert json.loads(message["Body"]) == {"generation_id": one["id"], "run": 0}
    assert message["Attributes"]["MessageGroupId"] == str(USER.id)


def test_each_of_several_prompts_is_a_generation_of_its_own(atelier: Atelier) -> None:
    answer = atelier.ask("POST", "images/generate", {"prompts": ["A fig tart", "A plum cake"], "count": 2}).json()
    prompts = [atelier.status(each["id"])["prompt"] for each in answer["generations"]]
    assert prompts == ["A fig tart", "A plum cake"]
    assert [each["queuePosition"] for each in answer["generations"]] == [1, 2]
    assert answer["price"] == 4 * PRICE


def test_the_same_key_and_request_are_paid_once(atelier: Atelier) -> None:
    body, key = {"prompt": "A fig tart"}, {"Idempotency-Key": "k1"}
    first, second = (atelier.ask("POST", "images/generate", body, headers=key).json() for _ in range(2))
    assert first == second
    assert atelier.balance() == 1000 - PRICE
    other = atelier.ask("POST", "images/generate", {"prompt": "A plum cake"}, headers=key)
    assert (other.status_code, other.json()["error"]) == (409, "IDEMPOTENCY_CONFLICT")


def test_who_has_too_few_credits_is_told_how_many_are_missing_and_nothing_begins(atelier: Atelier) -> None:
    dear = {"prompts": ["A fig tart", "A plum cake"], "count": 100, "quality": "high"}
    answer = atelier.ask("POST", "images/generate", dear)
    told = answer.json()
    assert (answer.status_code, told["error"]) == (402, "NOT_ENOUGH_CREDITS")
    assert (told["required"], told["balance"], told["missing"]) == (1200, 1000, 200)
    assert atelier.messages() == []
    assert atelier.ask("GET", "generation/queue").json()["pending"] == 0


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"prompt": ""}, "prompt"), ({"prompt": "  "}, "prompt"), ({"prompt": "x" * 10_240}, "prompt"),
        ({"prompt": "a\0b"}, "prompt"), ({"prompt": None}, "body"), ({"customPrompt": "x"}, "body"),
        ({"count": 0}, "count"), ({"count": 101}, "count"), ({"count": "3"}, "count"),
        ({"model": "dall-e-9"}, "model"), ({"quality": "best"}, "quality"), ({"aspectRatio": "5:1"}, "aspectRatio"),
        ({"productImages": ["http://example.org/a.png"]}, "source"),
        ({"productImages": ["https://127.0.0.1/a.png"]}, "source"), ({"modelImages": ["nothing"]}, "source"),
        ({"productImages": ["ref:0"]}, "source"), ({"productImages": ["https://a.org/b.png"] * 5}, "productImages"),
        ({"parameters": {"Seed": 1}}, "body"), ({"parameters": {"seed": "a\0b"}}, "body"),
        ({"subject": {"type": "post", "id": ""}}, "subject.id"), ({"surprise": 1}, "surprise"),
    ],
)  # fmt: skip
def test_what_breaks_a_rule_is_refused_by_the_name_of_its_field(
    atelier: Atelier, fields: dict[str, object], named: str
) -> None:
    answer = atelier.generate(**fields)
    assert (answer.status_code, list(answer.json()["details"])) == (400, [named])
    assert atelier.balance() in (0, 1000)


def test_an_unknown_model_is_told_which_there_are(atelier: Atelier) -> None:
    assert "gpt-image-2.5-flare" in atelier.generate(model="dall-e-9").json()["details"]["model"]


def test_a_queue_that_cannot_be_told_keeps_nobody_from_asking(atelier: Atelier) -> None:
    with pytest.MonkeyPatch.context() as away:
        away.setattr(client("sqs"), "send_message", _away)
        id = atelier.submitted()
    assert atelier.status(id)["queuePosition"] == 1
    atelier.sweep()
    assert atelier.status(id)["status"] == "processing"


def _away(**_: object) -> None:
    from botocore.exceptions import EndpointConnectionError

    raise EndpointConnectionError(endpoint_url="sqs")


# --- Whose it is ---------------------------------------------------------------------------------


@pytest.mark.parametrize("who", [STRANGER, ADA])
@pytest.mark.parametrize(
    ("method", "verb"), [("GET", "status"), ("POST", "cancel"), ("POST", "retry"), ("GET", "stream")]
)
def test_anothers_generation_is_told_from_nothing_by_no_word(
    atelier: Atelier, who: Member, method: str, verb: str
) -> None:
    theirs, nothing = atelier.submitted(), str(uuid4())
    answers = [atelier.ask(method, f"generation/{id}/{verb}", who=who) for id in (theirs, nothing)]
    assert [each.status_code for each in answers] == [404, 404]
    assert answers[0].text.replace(theirs, nothing) == answers[1].text
    assert atelier.status(theirs)["status"] == "pending"


def test_a_history_is_one_s_own_the_newest_first_and_paged(atelier: Atelier) -> None:
    mine = [atelier.submitted(prompt=f"Tart {number}") for number in range(3)]
    atelier.submitted(STRANGER)
    first = atelier.ask("GET", "generation/history", params={"limit": 2}).json()
    second = atelier.ask("GET", "generation/history", params={"limit": 2, "after": first["next"]}).json()
    assert [each["id"] for each in first["generations"] + second["generations"]] == mine[::-1]
    assert [each["queuePosition"] for each in first["generations"]] == [3, 2]
    assert second["next"] is None
    found = atelier.ask("GET", "generation/history", params={"text": "tart 1"}).json()["generations"]
    assert [each["id"] for each in found] == [mine[1]]


def test_places_are_those_among_all_users(atelier: Atelier) -> None:
    mine = [atelier.submitted() for _ in range(2)]
    theirs = atelier.submitted(STRANGER)
    assert [atelier.status(id)["queuePosition"] for id in mine] == [1, 2]
    assert atelier.status(theirs, STRANGER)["queuePosition"] == 3
    told = atelier.ask("GET", "generation/queue").json()
    assert (told["pending"], told["processing"], told["atOnce"], told["paused"]) == (3, 0, 20, None)


# --- Cancelling, and trying again ----------------------------------------------------------------


def test_what_waits_is_cancelled_at_once_and_given_back(atelier: Atelier) -> None:
    id = atelier.submitted(count=3)
    answer = atelier.ask("POST", f"generation/{id}/cancel")
    assert (answer.status_code, answer.json()["status"]) == (200, "cancelled")
    assert atelier.balance() == 1000
    again = atelier.ask("POST", f"generation/{id}/cancel")
    assert (again.status_code, again.json()["error"]) == (409, "NOT_NOW")
    atelier.wake()
    assert atelier.executions() == []


def test_what_is_in_work_comes_to_its_end_first(atelier: Atelier) -> None:
    id = atelier.begun()
    for _ in range(2):
        answer = atelier.ask("POST", f"generation/{id}/cancel")
        assert (answer.status_code, answer.json()["cancelRequested"]) == (202, True)
    assert atelier.balance() == 1000 - PRICE


@pytest.mark.parametrize(("scope", "ended", "ending"), [("pending", 2, 0), ("all", 2, 2), ("allButCurrent", 2, 1)])
def test_several_are_cancelled_by_what_they_are(atelier: Atelier, scope: str, ended: int, ending: int) -> None:
    for _ in range(2):
        atelier.begun()
    waiting = [atelier.submitted() for _ in range(2)]
    theirs = atelier.submitted(STRANGER)
    told = atelier.ask("POST", "generation/cancel", {"scope": scope}).json()
    assert sorted(told["cancelled"]) == sorted(waiting)
    assert (len(told["cancelled"]), len(told["cancelling"])) == (ended, ending)
    assert atelier.status(theirs, STRANGER)["status"] == "pending"


def test_only_what_failed_or_was_cancelled_is_tried_again_for_its_price(atelier: Atelier) -> None:
    id = atelier.submitted()
    assert atelier.ask("POST", f"generation/{id}/retry").status_code == 409
    atelier.ask("POST", f"generation/{id}/cancel")
    answer = atelier.ask("POST", f"generation/{id}/retry")
    assert (answer.status_code, answer.json()["balance"]) == (202, 1000 - PRICE)
    assert (atelier.status(id)["status"], atelier.status(id)["run"]) == ("pending", 1)


def test_a_generation_is_begun_at_most_five_times(atelier: Atelier) -> None:
    id = atelier.submitted()
    for _ in range(4):
        atelier.ask("POST", f"generation/{id}/cancel")
        assert atelier.ask("POST", f"generation/{id}/retry").status_code == 202
    atelier.ask("POST", f"generation/{id}/cancel")
    assert atelier.ask("POST", f"generation/{id}/retry").json()["error"] == "NOT_NOW"
    assert atelier.balance() == 1000
