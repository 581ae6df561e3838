"""The command line's smaller parts."""

import io
import json
import os
import re
import sys
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.console import Console
from rich.text import Text

from brigade.generation.prompts import INSTRUCTIONS, draft_schema
from brigade.images.prompt import image_prompt
from brigade.providers.picture_prices import most_picture_cost, picture_price
from brigade.providers.prices import most_text_cost, text_price
from local.admin import create_admin
from local.assembly import content_hash
from local.cli.client import Client, refusal
from local.cli.following import follow
from local.cli.outcome import exit_code_of, final_line
from local.cli.output import DONE, FAILED, PARTLY, complain, console_of, give, show, table
from local.cli.progress_view import counts, steps
from local.cli.stream import Event, Follower
from local.demo.run import BUDGET_OVER_ESTIMATE, Demo, budget_for, estimated_cost
from local.pace import limits_of, own_limits
from local.postgres import started_at
from local.problem import Problem
from local.provider import provider_of
from local.state import Run, announce, running, withdraw
from local.warming import warm_environments
from tests.unit.images.factories import a_brief
from tests.unit.providers.factories import some_settings


def a_run(pid: int, started: str) -> Run:
    return Run(pid=pid, started=started, url="http://127.0.0.1:1", signing_key="k", logs="l")


def complete(**changes: Any) -> Event:
    data = {
        "totalRecipes": 3, "savedRecipes": 3, "imagesGenerated": 3, "placeholderCount": 0, "totalTime": 1500,
        "success": True, "errors": [],
    }  # fmt: skip
    return Event(9, "complete", {**data, **changes})


def progress(**changes: Any) -> dict[str, Any]:
    data = {
        "phase": "imaging", "recipesCompleted": 3, "totalRecipes": 4, "currentChunk": 1, "totalChunks": 1,
        "imagesGenerated": 1, "placeholderCount": 1, "failed": 1, "cancelled": 0, "costUsd": 0.5,
        "costInFlightUsd": 0.1, "estimatedTimeRemaining": 2400, "estimatedTimeLow": 1400, "estimatedTimeHigh": 3600,
    }  # fmt: skip
    return {**data, **changes}


# --- Words and tables ----------------------------------------------------------------------------


def test_no_word_is_broken_where_the_terminal_is_too_narrow() -> None:
    narrow = Console(file=io.StringIO(), width=30)
    show(table(["batch", "phase"], [["fd755e87-bf31-432d-bf78-a1c1cb0d082d", "generating"]]), narrow)
    assert isinstance(narrow.file, io.StringIO)
    assert narrow.file.getvalue().splitlines()[1].split() == ["fd755e87-bf31-432d-bf78-a1c1cb0d082d", "generating"]


def test_whoever_stops_watching_is_told_that_the_batch_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(_: Follower) -> Iterator[Event]:
        raise KeyboardInterrupt
        yield

    monkeypatch.setattr(Follower, "events", interrupted)
    monkeypatch.setattr(Client, "batch", lambda *_: {"request": {"enableImageGeneration": True}})
    with pytest.raises(KeyboardInterrupt):
        follow(Client("http://127.0.0.1:1"), "b-1", as_json=False)
    assert "The batch goes on. Follow it again: brigade batch watch b-1" in capsys.readouterr().err


class Refusing:
    """A client of Lambda whose function says no."""

    def invoke(self, **_: Any) -> dict[str, Any]:
        return {
            "FunctionError": "Unhandled",
            "Payload": io.BytesIO(b'{"errorType": "EmailTaken", "errorMessage": "m"}'),
        }


def test_an_address_that_is_taken_is_a_wrong_call() -> None:
    with pytest.raises(Problem, match="was not made an administrator") as refused:
        create_admin(Refusing(), "create-admin", "a@example.org")
    assert refused.value.exit_code == 2
    assert "password" in refused.value.hint


# --- The state file ------------------------------------------------------------------------------


def test_a_running_system_is_found_by_its_state_file(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    mine = a_run(os.getpid(), started_at(os.getpid()))
    assert announce(mine, file)
    assert running(file) == mine
    assert file.stat().st_mode & 0o777 == 0o600
    withdraw(os.getpid(), file)
    assert running(file) is None


@pytest.mark.parametrize("started", ["1", ""])
def test_what_a_dead_system_left_is_removed(tmp_path: Path, started: str) -> None:
    file = tmp_path / "run.json"
    announce(a_run(os.getpid(), started), file)
    assert running(file) is None
    assert not file.exists()


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "\x00"])
def test_a_broken_state_file_is_no_system(tmp_path: Path, text: str) -> None:
    file = tmp_path / "run.json"
    file.write_text(text)
    assert running(file) is None
    assert not file.exists()


def test_a_second_system_does_not_take_the_first_one_s_place(tmp_path: Path) -> None:
    file = tmp_path / "run.json"
    first = a_run(os.getpid(), started_at(os.getpid()))
    announce(first, file)
    assert not announce(a_run(os.getppid(), started_at(os.getppid())), file)
    withdraw(os.getppid(), file)
    assert running(file) == first


# --- Who writes, and how fast ----------------------------------------------------------------------


def test_the_simulator_writes_where_no_provider_is_named() -> None:
    assert provider_of({}) is None
    assert provider_of({"BRIGADE_TEXT_MODEL": "x"}) is None


def test_a_key_alone_means_openai() -> None:
    provider = provider_of({"OPENAI_API_KEY": "k"})
    assert provider is not None
    assert provider.text_base_url == provider.image_base_url == "https://api.openai.com/v1"
    assert provider.models == {}


def test_addresses_and_models_can_be_named_one_by_one() -> None:
    named = {
        "OPENAI_BASE_URL": "http://a/v1",
        "BRIGADE_IMAGE_BASE_URL": "http://b/v1",
        "BRIGADE_TEXT_MODEL": "m",
        "BRIGADE_TEXT_PRICE_IN": "0",
        "BRIGADE_TEXT_PRICE_OUT": "1.5",
    }
    provider = provider_of(named)
    assert provider is not None
    assert (provider.text_base_url, provider.image_base_url) == ("http://a/v1", "http://b/v1")
    assert provider.parameters == {"TextModel": "m", "TextPriceIn": "0", "TextPriceOut": "1.5"}
    assert text_price(provider.settings).output == Decimal("1.5")
    provider.require_prices()


@pytest.mark.parametrize("changes", [
    {"BRIGADE_TEXT_MODEL": "llama-9"}, {"BRIGADE_IMAGE_MODEL": "sdxl"},
    {"BRIGADE_TEXT_MODEL": "llama-9", "BRIGADE_TEXT_PRICE_IN": "1"},
    {"BRIGADE_TEXT_PRICE_IN": "cheap"}, {"BRIGADE_IMAGE_PRICE": "-1"},
])  # fmt: skip
def test_a_provider_whose_prices_nobody_told_is_not_asked(changes: dict[str, str]) -> None:
    provider = provider_of({"OPENAI_API_KEY": "k", **changes})
    assert provider is not None
    with pytest.raises(Problem, match="price"):
        provider.require_prices()


def test_the_demonstrations_budget_has_room_for_all_its_calls_at_once() -> None:
    settings = some_settings()
    sent = INSTRUCTIONS + json.dumps(draft_schema()) + "x" * 2_000
    text = most_text_cost(sent, settings.text_max_output_tokens, text_price(settings))
    picture = most_picture_cost(picture_price(settings.image_models[0]), image_prompt(a_brief()))
    assert (text + picture) / 1e6 < BUDGET_OVER_ESTIMATE * estimated_cost(1, settings)


def test_a_demonstration_that_costs_nothing_asks_for_no_money_and_sets_no_budget() -> None:
    free = dict.fromkeys(("BRIGADE_TEXT_PRICE_IN", "BRIGADE_TEXT_PRICE_OUT", "BRIGADE_IMAGE_PRICE"), "0")
    demo = Demo(recipes=5, seed=7, latency="off", out="", port=None, yes=False, as_json=False)
    own, dear = (provider_of({"OPENAI_API_KEY": "k", **prices}) for prices in (free, {}))
    assert own is not None
    assert dear is not None
    assert demo._agreed_budget(own) is None
    with pytest.raises(Problem, match="nobody agreed"):
        demo._agreed_budget(dear)


@pytest.mark.parametrize(("estimate", "budget"), [(0.0001, 0.01), (0.05, 0.15), (1.0, 3.0), (0.0201, 0.07)])
def test_a_demonstrations_budget_is_whole_cents_and_never_none(estimate: float, budget: float) -> None:
    assert budget_for(estimate) == budget


def test_the_quote_is_that_of_the_model_that_will_be_asked() -> None:
    providers = [
        provider_of({"OPENAI_API_KEY": "k", **other}) for other in ({}, {"BRIGADE_TEXT_MODEL": "gpt-6.1-terra"})
    ]
    luna, terra = (estimated_cost(100, provider.settings) for provider in providers if provider)
    assert 0.5 < luna < 2
    assert terra - luna == pytest.approx(100 * (1_400 * 0.9 + 900 * 4.5) / 1e6)


def test_the_local_pace_is_the_provider_s() -> None:
    assert limits_of(None) == {}
    assert limits_of("real")["ImagesPerMinute"] == "250"
    assert "ImagesPerMinute" not in limits_of("off")


def test_a_real_providers_limits_are_those_of_the_environment_or_its_own() -> None:
    variables = {"OPENAI_API_KEY": "k", "BRIGADE_TEXT_CALLS_AT_ONCE": "8", "BRIGADE_IMAGES_PER_MINUTE": " 50 "}
    provider = provider_of(variables)
    assert provider is not None
    assert provider.limits == {"TextCallsAtOnce": "8", "ImagesPerMinute": "50"}
    assert own_limits({}) == {}


@pytest.mark.parametrize("value", ["0", "-3", "many", "1.5", "²"])
def test_a_limit_that_is_no_number_is_named(value: str) -> None:
    with pytest.raises(Problem, match="BRIGADE_TEXT_TOKENS_PER_MINUTE is a whole number above 0"):
        own_limits({"BRIGADE_TEXT_TOKENS_PER_MINUTE": value})


def test_a_batch_s_environments_are_ready_before_it() -> None:
    assert warm_environments("image", 30) == 30
    assert (warm_environments("write-recipe", 12), warm_environments("generate-chunk", 12)) == (12, 3)
    assert warm_environments("sweep", 30) == 1


def test_the_templates_are_made_anew_only_when_their_sources_change() -> None:
    assert content_hash() == content_hash()
    assert len(content_hash()) == 24


# --- What a batch came to --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "images", "code"),
    [
        (complete(), True, DONE),
        (complete(imagesGenerated=0), False, DONE),
        (complete(imagesGenerated=2, placeholderCount=1), True, PARTLY),
        (complete(savedRecipes=2, success=False), True, PARTLY),
        (complete(savedRecipes=0, imagesGenerated=0, success=False), True, FAILED),
        (Event(9, "error", {"recipesCompleted": 0, "totalRecipes": 3}), True, FAILED),
        (Event(9, "error", {"recipesCompleted": 1, "totalRecipes": 3}), True, PARTLY),
    ],
)
def test_the_exit_code_tells_what_came_of_a_batch(event: Event, images: bool, code: int) -> None:
    assert exit_code_of(event, images) == code


def test_the_last_line_says_what_was_made_and_why_the_rest_was_not() -> None:
    lost = complete(savedRecipes=2, errors=[{"position": 1, "name": None, "reason": "No credit."}])
    line = final_line(lost)
    assert line.startswith("2 of 3 recipes saved, 3 pictures")
    assert line.endswith("recipe 2: No credit.")


def test_the_bar_is_full_only_at_the_end() -> None:
    assert steps(progress()) == (7, 8)
    assert steps(progress(phase="complete")) == (8, 8)
    assert steps(progress(recipesCompleted=0, imagesGenerated=0, placeholderCount=0, failed=0)) == (0, 8)


def test_counts_are_words() -> None:
    words = counts(progress())
    assert words.startswith("3 of 4 recipes · chunk 1 of 1 · 1 picture · 1 placeholder · 1 failed")
    assert "$0.5000 + $0.1000 in flight" in words
    assert words.endswith("1–4 s left")
    assert counts(progress(estimatedTimeLow=0, estimatedTimeHigh=107_986_000)).endswith(" · at most 30 h left")


def test_a_refusal_names_the_fields() -> None:
    body = {"message": "no", "error": "VALIDATION_ERROR", "details": {"count": "too many"}}
    problem = refusal(httpx.Response(400, content=json.dumps(body)))
    assert str(problem) == "no (VALIDATION_ERROR)\n  count: too many"
    assert problem.exit_code == 2


def test_a_failure_s_correlation_id_is_shown() -> None:
    body = {"message": "sorry", "error": "INTERNAL_ERROR", "correlationId": "abc"}
    problem = refusal(httpx.Response(500, content=json.dumps(body)))
    assert "correlation id: abc" in str(problem)
    assert problem.exit_code == 4


def test_an_answer_that_is_not_ours_is_still_a_message() -> None:
    assert str(refusal(httpx.Response(502, content=b"<html>"))) == "Bad Gateway (502)"


ORDERS = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202egnp.exe\r"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_what_a_server_wrote_gives_a_terminal_no_orders(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("NO_COLOR", "1")
    complain(refusal(httpx.Response(500, json={"message": f"bad{ORDERS}", "error": ORDERS, "nextStep": ORDERS})))
    show(table(["name"], [[f"soup{ORDERS}"]]), console_of(terminal))
    console_of(terminal).print(Text(f"text{ORDERS}"), f"plain{ORDERS}")
    said = re.sub("\x1b\\[[01]m", "", terminal.getvalue())  # what we print in bold
    assert all(word in said for word in ("bad", "soup", "text", "plain", "owned"))
    assert not [char for char in said if char in set(ORDERS) - set("]0;owned[2J31mgnp.exe")]


def test_an_object_on_a_line_gives_no_orders_and_is_the_same_object(capsys: pytest.CaptureFixture[str]) -> None:
    give({"name": ORDERS})
    line = capsys.readouterr().out
    assert json.loads(line) == {"name": ORDERS}
    assert not set("\x1b\x9b\u202e\r") & set(line)
