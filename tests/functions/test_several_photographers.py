"""State `Image` with several providers: who is asked next, what it costs, and what is told in the end."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from brigade.alarms import Alarm
from brigade.errors import (
    BrigadeError,
    ImageRefused,
    KeyRefused,
    ModelBusy,
    ModelDown,
    ModelSlow,
    NoProviderLeft,
    PromptRefused,
    PromptTooLong,
    QuotaExhausted,
)
from brigade.images.softening import softened
from brigade.providers.pace import milliseconds
from brigade_io import clock
from brigade_io.providers.wiring import image_desks
from tests.functions.asking import Asking
from tests.functions.photo_studio import Studio, long_down, opened_studio
from tests.unit.images.factories import BATCH

FIRST, SECOND = "openai/gpt-image-2.5-flare", "openai/grok-imagine-image"
RUBBISH = b"<html>no picture</html>"


@pytest.fixture
def studio(database_url: str, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Studio]:
    monkeypatch.setenv("IMAGE_FALLBACKS", json.dumps([{"model": "grok-imagine-image"}]))
    with opened_studio(database_url, db, monkeypatch) as studio:
        studio.open(recipes=8)
        yield studio


def fail(studio: Studio, name: str, *errors: BrigadeError | bytes) -> None:
    studio.painters[name].script = list(errors)  # type: ignore[arg-type]


def states_of(studio: Studio, position: int = 0) -> list[tuple[str, str, int | None]]:
    ledger = [each for each in studio.batch.read(BATCH).ledger if each.position == position]
    return [(each.provider, each.state, each.actual_micros) for each in ledger]


def test_the_preferred_provider_makes_the_picture_while_it_can(studio: Studio) -> None:
    assert Asking(studio).to_the_end().provider == FIRST
    assert studio.painters[SECOND].prompts == []


@pytest.mark.parametrize("error", [ModelDown("500"), ModelSlow("late"), ModelBusy("429", 60.0)])
def test_the_next_one_makes_it_at_once_where_the_first_fails(studio: Studio, error: BrigadeError) -> None:
    fail(studio, FIRST, error)
    asking = Asking(studio).to_the_end()
    assert (asking.provider, asking.waits) == (SECOND, [0])
    assert asking.tries == [(FIRST, type(error).__name__), (SECOND, "")]


def test_a_busy_provider_is_not_waited_for_while_another_is_free(studio: Studio) -> None:
    fail(studio, FIRST, ModelBusy("429", 2.0))
    assert Asking(studio).to_the_end().provider == SECOND


@pytest.mark.parametrize("error", [KeyRefused("401"), QuotaExhausted("spent")])
def test_who_needs_an_operator_is_avoided_by_all_pictures_and_an_alarm_is_raised_once(
    studio: Studio, error: BrigadeError, monkeypatch: pytest.MonkeyPatch
) -> None:
    alarms: list[tuple[Any, ...]] = []
    monkeypatch.setattr("brigade_io.images.several.raise_alarm", lambda *told: alarms.append(told))
    fail(studio, FIRST, error, error)
    assert [Asking(studio, number).to_the_end().provider for number in range(3)] == [SECOND] * 3
    assert len(studio.painters[FIRST].prompts) == 1
    assert alarms == [(Alarm.PROVIDER_AMISS, FIRST, type(error).__name__)]


def test_who_was_amiss_is_asked_again_where_nobody_else_is_left_and_then_trusted(studio: Studio) -> None:
    fail(studio, FIRST, KeyRefused("401"))
    Asking(studio, 0).to_the_end()
    long_down(image_desks()[SECOND])
    assert Asking(studio, 1).to_the_end().provider == FIRST
    assert image_desks()[FIRST].outlook().amiss is False


def test_rubbish_is_paid_and_the_next_one_is_asked(studio: Studio) -> None:
    fail(studio, FIRST, RUBBISH)
    asking = Asking(studio).to_the_end()
    assert asking.tries == [(FIRST, "PictureUnreadable"), (SECOND, "")]
    assert states_of(studio) == [(FIRST, "settled", 13_200), (SECOND, "settled", 13_200)]


def test_three_answers_of_rubbish_in_a_row_open_the_breaker(studio: Studio) -> None:
    fail(studio, FIRST, *[RUBBISH] * 8)
    assert [Asking(studio, number).to_the_end().provider for number in range(6)] == [SECOND] * 6
    assert len(studio.painters[FIRST].prompts) == 3


def test_a_provider_that_is_down_is_asked_five_times_in_all(studio: Studio) -> None:
    fail(studio, FIRST, *[ModelDown("500")] * 9)
    assert [Asking(studio, number).to_the_end().provider for number in range(8)] == [SECOND] * 8
    assert len(studio.painters[FIRST].prompts) == 5


def test_a_refusal_of_words_that_cannot_be_gentler_goes_to_the_next_at_once(studio: Studio) -> None:
    fail(studio, FIRST, ImageRefused("policy"))
    assert Asking(studio).to_the_end().tries == [(FIRST, "ImageRefused"), (SECOND, "")]


def test_a_refusal_is_said_gently_then_asked_of_one_other(studio: Studio) -> None:
    studio.rename("Bloody Mary Chicken")
    fail(studio, FIRST, *[ImageRefused("policy")] * 2)
    asking = Asking(studio).to_the_end()
    assert asking.tries == [(FIRST, "ImageRefused")] * 2 + [(SECOND, "")]
    plain, gentle = studio.painters[FIRST].prompts
    assert studio.painters[SECOND].prompts == [gentle] == [softened(plain)] != [plain]
    assert [state for _, state, _ in states_of(studio)] == ["released", "released", "settled"]


def test_what_two_policies_refuse_is_refused(studio: Studio) -> None:
    studio.rename("Bloody Mary Chicken")
    fail(studio, FIRST, *[ImageRefused("policy")] * 2)
    fail(studio, SECOND, ImageRefused("policy"))
    with pytest.raises(ImageRefused):
        Asking(studio).to_the_end()
    assert len(studio.painters[SECOND].prompts) == 1


def test_a_prompt_that_is_refused_as_invalid_goes_to_nobody_else(studio: Studio) -> None:
    fail(studio, FIRST, PromptRefused("400"))
    with pytest.raises(PromptRefused):
        Asking(studio).to_the_end()
    assert studio.painters[SECOND].prompts == []


def test_a_prompt_that_is_too_long_for_one_is_asked_of_the_next(studio: Studio) -> None:
    fail(studio, FIRST, PromptTooLong("400"))
    assert Asking(studio).to_the_end().provider == SECOND


def test_an_outage_of_all_is_waited_for_with_pauses_that_grow(studio: Studio) -> None:
    for name in (FIRST, SECOND):
        fail(studio, name, *[ModelDown("500")] * 2)
    asking = Asking(studio).to_the_end()
    assert asking.waits == [0, 1, 0, 1]
    assert len(asking.tries) == 5


def test_where_every_one_needs_an_operator_each_is_named(studio: Studio) -> None:
    fail(studio, FIRST, KeyRefused("401"))
    fail(studio, SECOND, QuotaExhausted("spent"))
    asking = Asking(studio)
    with pytest.raises(NoProviderLeft, match=f"{FIRST}: it does not accept our key. {SECOND}: its account") as ended:
        asking.to_the_end()
    error = {"error": "NoProviderLeft", "cause": json.dumps({"errorMessage": str(ended.value)})}
    studio.call("keep_placeholder", error=error, seeking=asking.told["seeking"])
    reason = studio.shown()[2]
    assert reason == (
        f"No image provider made the picture. {FIRST}: it does not accept our key. {SECOND}: its account"
        " has no quota left. The recipe keeps its placeholder: ask for another picture."
    )


def test_who_was_never_asked_as_all_have_been_down_for_long_is_named_too(studio: Studio) -> None:
    for desk in image_desks().values():
        long_down(desk)
    with pytest.raises(NoProviderLeft, match=f"{FIRST}: it was down .* {SECOND}: it was down"):
        Asking(studio).look()


def test_an_outage_of_all_for_longer_than_anybody_waits_is_given_up(studio: Studio) -> None:
    for name in (FIRST, SECOND):
        fail(studio, name, *[ModelDown("500")] * 50)
    asking = Asking(studio)
    with pytest.raises(NoProviderLeft):
        asking.to_the_end()
    assert 400 < sum(asking.waits) < 1_200
    assert studio.masters() == set()


def test_a_budget_without_room_for_the_preferred_one_may_have_room_for_a_cheaper_one(
    database_url: str, db: psycopg.Connection[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IMAGE_FALLBACKS", json.dumps([{"model": "grok-imagine-image"}]))
    with opened_studio(database_url, db, monkeypatch) as studio:
        studio.open(recipes=1, budget_usd=0.015)
        studio.painters[SECOND].most = 9_000
        assert Asking(studio).to_the_end().provider == SECOND


def test_who_has_waited_as_long_as_patience_lasts_goes_to_the_next(studio: Studio) -> None:
    desk, now = image_desks()[FIRST], milliseconds(clock.epoch())
    leases = [desk.pace.lease(FIRST, 5, now) for _ in range(5)]
    asking = Asking(studio)
    assert asking.look()["seeking"]["provider"] == FIRST
    desk.clock = lambda: now / 1000 + 21
    desk.pace.renew(FIRST, [lease for lease in leases if lease], now + 20_000)
    assert asking.look()["seeking"]["provider"] == SECOND


def test_a_message_of_the_release_before_is_read(studio: Studio) -> None:
    made = studio.call("image", 0, slot={"start_at": clock.epoch() - 1})
    url = studio.call("upload", 0, attempt=0, key=made["key"])["url"]
    assert studio.shown()[0] == url
    row = studio.db.execute("select provider, model from recipe_images").fetchone()
    assert row == ("openai", "gpt-image-2.5-flare")


def test_the_record_names_who_made_the_picture(studio: Studio) -> None:
    fail(studio, FIRST, ModelDown("500"))
    made = Asking(studio).to_the_end().told
    studio.call("upload", 0, **{name: made[name] for name in ("attempt", "key", "seeking")})
    row = studio.db.execute("select provider, model from recipe_images").fetchone()
    assert row == ("openai", "grok-imagine-image")
