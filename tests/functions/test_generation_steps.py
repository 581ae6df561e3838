"""The steps of a generation: begun in its turn, drawn, stored, settled; and what the sweep does with the rest."""

from base64 import b64encode
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from brigade.errors import (
    DatabaseUnavailable,
    DeadlinePassed,
    DuplicateImage,
    GenerationCancelled,
    ImageRefused,
    ModelBusy,
    PictureUnreadable,
    SourceRefused,
)
from brigade_io import clock
from brigade_io.aws import client
from brigade_io.database import database
from brigade_io.images.picture_store import PictureStore
from brigade_io.images.references import references
from brigade_io.wiring import work_bucket
from tests.functions.atelier import Atelier, opened_atelier
from tests.functions.doorway import an_error
from tests.functions.households import STRANGER, USER
from tests.unit.images.factories import a_file, a_picture

ONE_PICTURE = a_file(a_picture(7), quality=92)
PRICE = 2


@pytest.fixture
def atelier(database_url: str) -> Iterator[Atelier]:
    with opened_atelier(database_url) as atelier:
        yield atelier


def settled(atelier: Atelier, id: str, *outcomes: dict[str, Any], error: dict[str, str] | None = None) -> Any:
    return atelier.step("settle", id, outcomes=list(outcomes), error=error)


def objects() -> set[str]:
    found = client("s3").list_objects_v2(Bucket="images", Prefix="generated/").get("Contents", [])
    return {each["Key"] for each in found}


# --- Beginning -----------------------------------------------------------------------------------


def test_what_waits_is_begun_in_its_turn_as_far_as_there_is_room(database_url: str) -> None:
    with opened_atelier(database_url, GENERATIONS_AT_ONCE="2") as atelier:
        ids = [atelier.submitted(who) for who in (USER, USER, STRANGER)]
        assert atelier.wake(3) == {"batchItemFailures": []}
        assert atelier.executions() == sorted(f"{id}-0" for id in ids[:2])
        assert atelier.status(ids[2], STRANGER)["queuePosition"] == 1
        settled(atelier, ids[0], error=an_error("ModelDown"))
        atelier.wake()
        assert f"{ids[2]}-0" in atelier.executions()


def test_its_execution_is_told_which_pictures_are_missing_and_whether_there_are_photos(atelier: Atelier) -> None:
    plain, with_photos = atelier.submitted(count=2), atelier.submitted(productImages=["https://example.org/a.png"])
    atelier.wake()
    assert (atelier.task(plain).positions, atelier.task(plain).sources) == ((0, 1), False)
    assert (atelier.task(with_photos).positions, atelier.task(with_photos).sources) == ((0,), True)


def test_a_message_that_comes_twice_changes_nothing(atelier: Atelier) -> None:
    id = atelier.begun()
    for _ in range(3):
        atelier.wake(2)
    assert atelier.executions() == [f"{id}-0"]


def test_messages_come_again_while_postgresql_is_away(atelier: Atelier) -> None:
    atelier.submitted()
    away = patch("functions.start_generation.handler.begin_what_waits", side_effect=DatabaseUnavailable("away"))
    with away:
        assert atelier.wake(2) == {"batchItemFailures": [{"itemIdentifier": "0"}, {"itemIdentifier": "1"}]}


# --- Photos to go by -----------------------------------------------------------------------------


def test_photos_are_taken_in_once_and_shown_to_the_model(atelier: Atelier) -> None:
    name = references().keep(USER.id, f"data:image/jpeg;base64,{_in_base64(ONE_PICTURE)}")
    id = atelier.begun(productImages=[name])
    for _ in range(2):
        assert atelier.step("fetch_references", id) is None
    with patch.object(atelier.painter, "picture", wraps=atelier.painter.picture) as asked:
        atelier.draw(id)
    [photo] = asked.call_args.args[0].references
    assert photo == references().photo(USER.id, name)


def test_anothers_photo_is_none(atelier: Atelier) -> None:
    name = references().keep(STRANGER.id, f"data:image/jpeg;base64,{_in_base64(ONE_PICTURE)}")
    id = atelier.begun(modelImages=[name])
    with pytest.raises(SourceRefused, match="Photo 1: No such photo"):
        atelier.step("fetch_references", id)


def _in_base64(data: bytes) -> str:
    return b64encode(data).decode()


# --- Drawing -------------------------------------------------------------------------------------


def test_a_picture_is_drawn_once_and_told_to_nobody_else_before_it_is_stored(atelier: Atelier) -> None:
    id = atelier.begun()
    first, second = atelier.draw(id), atelier.draw(id)
    assert first["key"] == second["key"]
    assert len(atelier.painter.prompts) == 1
    assert "A fig tart" in atelier.painter.prompts[0]
    assert work_bucket().exists(first["key"])
    assert objects() == set()


def test_a_custom_prompt_is_sent_as_it_is(atelier: Atelier) -> None:
    id = atelier.begun(prompt=None, customPrompt="Just this", count=2)
    for position in range(2):
        atelier.draw(id, position)
    assert atelier.painter.prompts == ["Just this", "Just this"]


def test_another_try_says_it_differently(atelier: Atelier) -> None:
    id = atelier.begun()
    atelier.draw(id)
    atelier.draw(id, attempt=1)
    first, second = atelier.painter.prompts
    assert first != second


def test_who_has_no_turn_yet_is_told_to_wait(atelier: Atelier) -> None:
    id = atelier.begun()
    atelier.painter.script = [ModelBusy("busy", retry_after=7)]
    told = atelier.draw(id)
    assert told["wait"] >= 7
    assert told["generation_id"] == id
    assert "key" not in told


def test_what_one_provider_s_policy_refuses_is_asked_of_nobody_again(atelier: Atelier) -> None:
    id = atelier.begun(count=3)
    atelier.painter.script = [ImageRefused("not this")]
    for position in range(3):
        with pytest.raises(ImageRefused):
            atelier.draw(id, position)
    assert len(atelier.painter.prompts) == 1


def test_nothing_more_is_begun_of_what_was_cancelled(atelier: Atelier) -> None:
    id = atelier.begun()
    atelier.ask("POST", f"generation/{id}/cancel")
    with pytest.raises(GenerationCancelled):
        atelier.draw(id)
    assert atelier.painter.prompts == []


def test_nothing_is_begun_after_the_deadline(atelier: Atelier, monkeypatch: pytest.MonkeyPatch) -> None:
    id = atelier.begun()
    late = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: late)
    with pytest.raises(DeadlinePassed):
        atelier.draw(id)


# --- Storing -------------------------------------------------------------------------------------


def test_a_picture_is_stored_with_its_variants_under_the_hash_of_what_it_is(atelier: Atelier) -> None:
    id = atelier.begun(subject={"type": "post", "id": "17"})
    drawn = atelier.draw(id)
    first, second = atelier.store(drawn), atelier.store(drawn)
    assert first == second
    [shown] = atelier.status(id)["pictures"]
    assert (shown["provider"], shown["model"]) == ("openai", "gpt-image-2.5-flare")
    assert shown["subject"] == {"type": "post", "id": "17"}
    assert (shown["altText"], shown["generationMs"] is None) == ("A fig tart", False)
    assert {url.rpartition("images/")[2] for url in shown["variants"].values()} == objects()
    with database() as db:
        kept = PictureStore(db).find(9)
    assert [(each.cost_micros, each.owner_id) for each in kept if str(each.generation_id) == id] == [(13_200, USER.id)]


def test_a_picture_too_like_another_user_s_is_a_duplicate(atelier: Atelier) -> None:
    mine, theirs = atelier.begun(), atelier.begun(STRANGER)
    atelier.painter.script = [ONE_PICTURE, ONE_PICTURE]
    atelier.store(atelier.draw(mine))
    with pytest.raises(DuplicateImage):
        atelier.store(atelier.draw(theirs))
    atelier.store(atelier.draw(theirs, attempt=1))
    assert atelier.status(theirs, STRANGER)["pictures"][0]["quality"] < 100


def test_rubbish_is_no_picture(atelier: Atelier) -> None:
    drawn = atelier.draw(atelier.begun())
    client("s3").put_object(Bucket="work", Key=drawn["key"], Body=b"no picture")
    with pytest.raises(PictureUnreadable):
        atelier.store(drawn)


def test_what_comes_after_the_end_is_neither_kept_nor_paid_and_claims_nothing(atelier: Atelier) -> None:
    mine, theirs = atelier.begun(), atelier.begun(STRANGER)
    atelier.painter.script = [ONE_PICTURE, ONE_PICTURE]
    drawn = atelier.draw(mine)
    settled(atelier, mine, error=an_error("States.Timeout"))
    atelier.store(drawn)
    assert atelier.status(mine)["pictures"] == []
    assert atelier.balance() == 1000
    atelier.store(atelier.draw(theirs))


# --- Settling ------------------------------------------------------------------------------------


def test_what_was_made_is_paid_and_the_rest_given_back(atelier: Atelier) -> None:
    id = atelier.begun(count=3)
    for position in range(2):
        atelier.store(atelier.draw(id, position))
    lost = {"position": 2, "error": an_error("ModelDown")}
    for _ in range(2):
        settled(atelier, id, {"position": 0, "error": None}, {"position": 1, "error": None}, lost)
    shown = atelier.status(id)
    assert (shown["status"], shown["made"], shown["error"]) == ("completed", 2, None)
    assert atelier.balance() == 1000 - 2 * PRICE
    assert len(atelier.messages()) >= 2  # that it waited, and that its place is free


@pytest.mark.parametrize(
    ("error", "code", "words"),
    [
        (an_error("ImageRefused"), "ImageRefused", "content policy refused this prompt"),
        (an_error("NoProviderLeft", "no provider gave the picture: openai/a: ModelDown"), "NoProviderLeft", "openai/a"),
        (an_error("SourceRefused", "Photo 2: Only https addresses are fetched."), "SourceRefused", "Photo 2: Only"),
        (an_error("KeyError"), "KeyError", "stopped unexpectedly"),
        ({"error": "States.Timeout", "cause": ""}, "States.Timeout", "stopped unexpectedly"),
    ],
)
def test_who_gets_nothing_is_told_why_and_gets_everything_back(
    atelier: Atelier, error: dict[str, str], code: str, words: str
) -> None:
    id = atelier.begun(count=2)
    settled(atelier, id, *({"position": position, "error": error} for position in range(2)))
    shown = atelier.status(id)
    assert (shown["status"], shown["errorCode"]) == ("failed", code)
    assert words in shown["error"]
    assert "credits" in shown["error"]
    assert (atelier.balance(), shown["mayRetry"]) == (1000, True)


def test_how_providers_were_asked_is_written_down_of_what_was_made_and_of_what_was_not(atelier: Atelier) -> None:
    id = atelier.begun(count=2)
    atelier.store(atelier.draw(id))
    tried = {"tries": [{"provider": "google/b", "error": "ModelDown", "ms": 9}]}
    lost = {"position": 1, "attempt": 1, "seeking": tried, "error": an_error("ImageRefused")}
    for _ in range(2):
        settled(atelier, id, {"position": 0, "error": None}, lost)
    with database() as db:
        query = "select position, attempt, turn, outcome from picture_attempts where account = %s order by 1, 2, 3"
        found = db.execute(query, [id]).fetchall()
    assert found == [(0, 0, 0, "made"), (1, 1, 0, "ModelDown"), (1, 1, 1, "ImageRefused")]


def test_what_was_cancelled_in_work_ends_cancelled_and_pays_for_what_came(atelier: Atelier) -> None:
    id = atelier.begun(count=3)
    atelier.store(atelier.draw(id))
    atelier.ask("POST", f"generation/{id}/cancel")
    lost = [{"position": position, "error": an_error("GenerationCancelled")} for position in (1, 2)]
    settled(atelier, id, {"position": 0, "error": None}, *lost)
    shown = atelier.status(id)
    assert (shown["status"], len(shown["pictures"])) == ("cancelled", 1)
    assert atelier.balance() == 1000 - PRICE


def test_another_run_makes_only_what_is_missing(atelier: Atelier) -> None:
    id = atelier.begun(count=3)
    atelier.store(atelier.draw(id, 1))
    atelier.ask("POST", f"generation/{id}/cancel")
    settled(atelier, id, {"position": 1, "error": None})
    assert atelier.ask("POST", f"generation/{id}/retry").json()["price"] == 2 * PRICE
    atelier.wake()
    arn = f"arn:aws:states:eu-central-1:123456789012:execution:generate_image:{id}-1"
    assert '"positions": [0, 2]' in client("stepfunctions").describe_execution(executionArn=arn)["input"]


# --- Sweeping ------------------------------------------------------------------------------------


def later(monkeypatch: pytest.MonkeyPatch, **time: float) -> None:
    moment = clock.now() + timedelta(**time)
    monkeypatch.setattr(clock, "now", lambda: moment)


def test_what_the_queue_never_told_is_begun_by_the_sweep(atelier: Atelier) -> None:
    id = atelier.submitted()
    atelier.sweep()
    assert atelier.executions() == [f"{id}-0"]


def test_what_was_begun_and_never_started_is_started(atelier: Atelier, monkeypatch: pytest.MonkeyPatch) -> None:
    id = atelier.submitted()
    with patch("brigade_io.image_generation.beginning.launch"):
        atelier.wake()
    assert (atelier.status(id)["status"], atelier.executions()) == ("processing", [])
    later(monkeypatch, minutes=2)
    atelier.sweep()
    assert atelier.executions() == [f"{id}-0"]
    atelier.draw(id)


def test_what_died_is_given_back_with_its_reason(atelier: Atelier, monkeypatch: pytest.MonkeyPatch) -> None:
    id = atelier.begun()
    arn = f"arn:aws:states:eu-central-1:123456789012:execution:generate_image:{id}-0"
    client("stepfunctions").stop_execution(executionArn=arn, error="States.Runtime", cause="no")
    later(monkeypatch, minutes=2)
    atelier.sweep()
    assert (atelier.status(id)["status"], atelier.balance()) == ("failed", 1000)


@pytest.mark.parametrize(("begins", "hours", "code"), [(False, 25, "QueueExpired"), (True, 2, "DeadlinePassed")])
def test_nobody_waits_for_ever(
    atelier: Atelier, monkeypatch: pytest.MonkeyPatch, begins: bool, hours: int, code: str
) -> None:
    id = atelier.begun() if begins else atelier.submitted()
    later(monkeypatch, hours=hours)
    atelier.sweep()
    with database() as db:
        row = db.execute("select status, error_code from generations where id = %s", [id]).fetchone()
    assert row == ("failed", code)
    assert atelier.balance() == 1000


def test_one_chore_that_fails_keeps_none_of_the_others_from_being_done(atelier: Atelier) -> None:
    id = atelier.submitted()
    broken = patch("functions.sweep_generations.finding.fate_of_run", side_effect=DatabaseUnavailable("away"))
    atelier.begun(STRANGER)
    at_once = patch("functions.sweep_generations.finding.SETTLED_IN", timedelta())
    with broken, at_once, pytest.raises(DatabaseUnavailable):
        atelier.sweep()
    assert f"{id}-0" in atelier.executions()


# --- The stream ----------------------------------------------------------------------------------


def test_a_stream_tells_how_it_stands_and_its_end_once(atelier: Atelier) -> None:
    id = atelier.submitted()
    first = atelier.ask("GET", f"generation/{id}/stream")
    assert "event: connected" in first.text
    assert '"queuePosition":1' in first.text
    atelier.wake()
    settled(atelier, id, error=an_error("ImageRefused"))
    last = atelier.ask("GET", f"generation/{id}/stream")
    assert "event: error" in last.text
    told = last.text.rpartition("\nid: ")[2].split("\n")[0]
    assert atelier.ask("GET", f"generation/{id}/stream", headers={"Last-Event-ID": told}).status_code == 204
