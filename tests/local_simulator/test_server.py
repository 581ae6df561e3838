"""The model simulator through the real OpenAI SDK: answers, errors, faults, limits and the journal."""

import base64
import io
import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import openai
import pytest
from openai.types.responses import ParsedResponse
from PIL import Image
from pydantic import BaseModel, ConfigDict, ValidationError

from brigade.recipes.recipe import Draft
from tests.local_simulator.concepts import a_concept, a_prompt, a_repair
from tests.local_simulator.conftest import Running

LUNA = "gpt-6-luna"
FLARE = "gpt-image-2.5-flare"


def ask(simulator: Running, prompt: str = "Write a dinner", **changes: Any) -> ParsedResponse[Draft]:
    fields: dict[str, Any] = {
        "model": LUNA,
        "instructions": "You are a chef.",
        "input": prompt,
        "text_format": Draft,
    }
    return simulator.client.responses.parse(**fields | {"max_output_tokens": 3000, "store": False} | changes)


def draw(simulator: Running, prompt: str = "A plate of food", **changes: Any) -> bytes:
    fields: dict[str, Any] = {
        "model": FLARE,
        "prompt": prompt,
        "size": "384x256",
        "output_format": "jpeg",
        "output_compression": 85,
    }
    data = simulator.client.images.generate(**fields | changes).data
    assert data is not None
    return base64.b64decode(data[0].b64_json or "")


def test_the_sdk_parses_a_recipe_with_true_usage(simulator: Running) -> None:
    response = ask(simulator, a_prompt(a_concept(1)))
    assert isinstance(response.output_parsed, Draft)
    assert (response.status, response.model) == ("completed", LUNA)
    assert response.usage is not None
    assert response.usage.output_tokens == -(-len(response.output_text) // 4)
    assert response.usage.total_tokens == response.usage.input_tokens + response.usage.output_tokens


def test_concurrent_calls_in_any_order_give_the_same_recipes(simulator: Running) -> None:
    prompts = [a_prompt(a_concept(position)) for position in range(20)]
    simulator.change(seed=101)
    with ThreadPoolExecutor(10) as pool:
        together = list(pool.map(lambda prompt: ask(simulator, prompt).output_text, prompts))
    simulator.change(seed=101)
    backwards = [ask(simulator, prompt).output_text for prompt in reversed(prompts)]
    assert together == backwards[::-1]
    assert len({json.loads(text)["name"] for text in together}) == 20


def test_too_few_output_tokens_leave_the_answer_incomplete(simulator: Running) -> None:
    response = simulator.client.responses.create(model=LUNA, input="A dinner", max_output_tokens=50)
    assert response.status == "incomplete"
    assert response.incomplete_details is not None
    assert response.incomplete_details.reason == "max_output_tokens"
    assert len(response.output_text) == 200


def test_an_unknown_schema_is_refused_with_a_clear_message(simulator: Running) -> None:
    class Poem(BaseModel):
        model_config = ConfigDict(extra="forbid")
        verses: list[str]

    with pytest.raises(openai.BadRequestError, match="recipes only"):
        ask(simulator, text_format=Poem)


def test_an_unknown_model_is_not_found(simulator: Running) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        ask(simulator, model="gpt-2")
    assert caught.value.code == "model_not_found"


def test_a_wrong_key_is_refused(simulator: Running) -> None:
    simulator.change(key="right")
    with pytest.raises(openai.AuthenticationError) as caught:
        ask(simulator)
    assert caught.value.code == "invalid_api_key"


def test_streams_are_not_supported(simulator: Running) -> None:
    with pytest.raises(openai.BadRequestError, match="does not stream"):
        simulator.client.responses.create(model=LUNA, input="A dinner", stream=True)


def test_models_carry_no_shutdown_date(simulator: Running) -> None:
    models = {model.id: model for model in simulator.client.models.list()}
    assert {LUNA, FLARE} <= set(models)
    assert models[LUNA].model_dump()["shutdown_date"] is None
    assert models[LUNA].owned_by == "model simulator"


@pytest.mark.parametrize(("form", "pillow"), [("jpeg", "JPEG"), ("webp", "WEBP"), ("png", "PNG")])
def test_a_picture_has_the_size_and_format_asked_for(simulator: Running, form: str, pillow: str) -> None:
    picture = Image.open(io.BytesIO(draw(simulator, output_format=form, size="320x256")))
    assert (picture.size, picture.format) == ((320, 256), pillow)


@pytest.mark.parametrize("size", ["100x100", "1217x832", "2048x1024", "huge"])
def test_an_impossible_size_is_refused(simulator: Running, size: str) -> None:
    with pytest.raises(openai.BadRequestError) as caught:
        draw(simulator, size=size)
    assert caught.value.param == "size"


def test_the_third_text_call_is_refused_where_the_script_says_so(simulator: Running) -> None:
    simulator.script({"kind": "text", "nth": 3, "fault": "refusal"})
    answers = [ask(simulator).output_parsed for _ in range(4)]
    assert [answer is None for answer in answers] == [False, False, True, False]


def test_a_scripted_match_fires_once(simulator: Running) -> None:
    simulator.script({"kind": "image", "match": "tofu", "fault": "moderation_blocked"})
    draw(simulator, "A bowl of rice")
    with pytest.raises(openai.BadRequestError) as caught:
        draw(simulator, "A bowl of tofu")
    assert caught.value.code == "moderation_blocked"
    draw(simulator, "A bowl of tofu")


def test_a_script_that_makes_no_sense_is_refused(simulator: Running) -> None:
    answer = httpx.post(f"{simulator.url}/simulator/script", json=[{"kind": "text", "nth": 1, "fault": "melt"}])
    assert answer.status_code == 400


def test_truncated_and_invalid_answers_fail_in_the_sdk(simulator: Running) -> None:
    simulator.change(text_faults={"truncated": 1.0})
    with pytest.raises(ValidationError):
        ask(simulator)
    simulator.change(text_faults={"invalid": 1.0})
    for number in range(6):
        with pytest.raises(ValidationError):
            ask(simulator, f"Dinner {number}")


def test_an_inconsistent_claim_is_a_valid_recipe_with_wrong_energy(simulator: Running) -> None:
    simulator.change(text_faults={"inconsistent": 1.0})
    claim = ask(simulator, a_prompt(a_concept(2))).output_parsed
    assert claim is not None
    macros = claim.nutrition
    energy = 4 * (macros.protein_grams + macros.carbs_grams) - 2 * (macros.fibre_grams or 0) + 9 * macros.fat_grams
    assert macros.calories_kcal == pytest.approx(1.3 * energy, rel=0.02)


def test_a_repair_is_spared_the_faults_of_content(simulator: Running) -> None:
    simulator.change(text_faults={"inconsistent": 0.5, "refusal": 0.5})
    assert ask(simulator, a_repair(a_prompt(a_concept(2)), {"name": "?"}, "wrong energy")).output_parsed is not None


@pytest.mark.parametrize(
    ("fault", "error", "code"),
    [
        ("insufficient_quota", openai.RateLimitError, "insufficient_quota"),
        ("rate_limited", openai.RateLimitError, "rate_limit_exceeded"),
        ("server_error", openai.InternalServerError, None),
    ],
)
def test_a_failing_provider_answers_like_the_real_one(
    simulator: Running, fault: str, error: type[openai.APIStatusError], code: str | None
) -> None:
    simulator.script({"kind": "text", "nth": 1, "fault": fault})
    with pytest.raises(error) as caught:
        ask(simulator)
    assert code is None or caught.value.code == code
    assert "simulator" in str(caught.value)


def test_a_burst_turns_every_call_away_until_it_ends(simulator: Running) -> None:
    simulator.change(burst_seconds=30)
    simulator.script({"kind": "text", "nth": 1, "fault": "rate_limited"})
    for _ in range(2):
        with pytest.raises(openai.RateLimitError) as caught:
            ask(simulator)
        assert 0 < int(caught.value.response.headers["retry-after"]) <= 30
    draw(simulator)
    simulator.change(burst_seconds=0.2)


def test_a_hanging_call_times_out_at_the_client(simulator: Running) -> None:
    simulator.script({"kind": "text", "nth": 1, "fault": "timeout"})
    with pytest.raises(openai.APITimeoutError):
        ask(simulator, timeout=0.3)


def test_a_duplicate_is_the_same_picture_whatever_is_asked(simulator: Running) -> None:
    simulator.change(image_faults={"duplicate": 1.0})
    assert draw(simulator, "Soup") == draw(simulator, "Salad")


def test_a_broken_picture_is_none(simulator: Running) -> None:
    simulator.script({"kind": "image", "nth": 1, "fault": "broken_picture"})
    with pytest.raises(OSError, match="cannot identify"):
        Image.open(io.BytesIO(draw(simulator)))


def test_an_empty_bucket_answers_429_with_the_time_to_wait(simulator: Running) -> None:
    simulator.change(image_ipm=2)
    for left in ("1", "0"):
        fields: dict[str, Any] = {"model": FLARE, "prompt": "x", "size": "256x256"}
        headers = simulator.client.images.with_raw_response.generate(**fields).headers
        assert headers["x-ratelimit-limit-requests"] == "2"
        assert headers["x-ratelimit-remaining-requests"] == left
    with pytest.raises(openai.RateLimitError) as caught:
        draw(simulator)
    headers = caught.value.response.headers
    assert 20_000 < int(headers["retry-after-ms"]) <= 30_000
    assert int(headers["retry-after"]) >= 21
    assert headers["x-ratelimit-reset-requests"].endswith("s")


def test_text_spends_its_tokens_a_minute(simulator: Running) -> None:
    simulator.change(text_tpm=4000)
    headers = simulator.client.responses.with_raw_response.create(model=LUNA, input="A dinner").headers
    assert headers["x-ratelimit-limit-tokens"] == "4000"
    assert int(headers["x-ratelimit-remaining-tokens"]) < 4000
    simulator.change(text_tpm=100)
    ask(simulator)
    with pytest.raises(openai.RateLimitError):
        ask(simulator)


def test_the_journal_gives_the_latency_of_a_real_provider(simulator: Running) -> None:
    response = ask(simulator)
    draw(simulator)
    text, image = simulator.journal()
    assert response.usage is not None
    assert text["real_seconds"] == pytest.approx(0.74 + response.usage.output_tokens / 131)
    assert (text["kind"], text["status"], text["tokens"]) == ("text", 200, response.usage.total_tokens)
    assert image["real_seconds"] == 10.0
    assert image["seconds"] == image["cpu_seconds"]


def test_a_call_takes_the_share_of_real_latency_that_is_set(simulator: Running) -> None:
    simulator.change(latency=0.05)
    ask(simulator)
    draw(simulator)
    for call in simulator.journal():
        assert call["seconds"] == pytest.approx(max(0.05 * call["real_seconds"], call["cpu_seconds"]))
        assert call["waited"] >= call["seconds"] * 0.98


def test_sixty_calls_wait_side_by_side(simulator: Running) -> None:
    simulator.change(latency=0.1)
    with ThreadPoolExecutor(60) as pool:
        list(pool.map(lambda number: ask(simulator, f"Dinner {number}"), range(60)))
    calls = simulator.journal()
    alone = sum(call["seconds"] for call in calls)
    assert max(call["at"] + call["waited"] for call in calls) - min(call["at"] for call in calls) < alone / 6


def test_health_names_the_simulator(simulator: Running) -> None:
    assert httpx.get(f"{simulator.url}/simulator/health").json()["name"] == "model simulator"


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://127.0.0.1:1"}, {"Sec-Fetch-Site": "cross-site"}, {"Host": "evil.example"}], ids=str
)
def test_no_web_page_may_read_what_was_asked_or_change_what_is_answered(
    simulator: Running, headers: dict[str, str]
) -> None:
    for method, path in (("GET", "journal"), ("POST", "settings"), ("DELETE", "script"), ("GET", "health")):
        answer = httpx.request(method, f"{simulator.url}/simulator/{path}", headers=headers)
        assert answer.status_code == 403
        assert not [name for name in answer.headers if name.startswith("access-control")]
    assert (
        httpx.get(f"{simulator.url}/v1/models", headers={"Authorization": "Bearer any", **headers}).status_code == 403
    )
