"""The writer's adapter against servers of all kinds, played by the mock: how each is asked, and what is taken of it."""

import json
from collections.abc import Iterator, Mapping

import pytest

from brigade.errors import (
    AnswerTruncated,
    BrigadeError,
    EndpointMissing,
    ModelBusy,
    ModelDown,
    ModelMissing,
    ModelSlow,
    ParameterRefused,
)
from brigade.generation.prompts import Prompt, writing_prompt
from brigade.generation.writing import Answer, read_answer
from brigade.providers.ledger import charge_of
from brigade.settings import Settings
from brigade_io.generation.text_model import TextModel
from tests.factories import a_concept
from tests.mock_provider import MockProvider, failing, mock_provider
from tests.mock_provider.oddities import RUBBISH, SURROUNDINGS, TEXTS

NAMES = [name for name, field in Settings.model_fields.items() if field.is_required()]
RESPONSES, CHAT = "/responses", "/chat/completions"


@pytest.fixture
def mock() -> Iterator[MockProvider]:
    with mock_provider() as mock:
        yield mock


@pytest.fixture
def model(mock: MockProvider) -> TextModel:
    needed = dict.fromkeys(NAMES, "x") | {"text_base_url": mock.url}
    return TextModel(Settings.model_validate({**needed, "text_timeout": 2.0}))


def prompt() -> Prompt:
    return writing_prompt(a_concept(), 0, [])


def ask(model: TextModel) -> Answer:
    answer, cost = model.answer(prompt(), "k")
    assert read_answer(answer.text, a_concept())[0] == []
    assert cost == answer.cost_micros > 0
    return answer


def paths(mock: MockProvider) -> list[str]:
    return [call.path for call in mock.calls]


# --- How a server is asked -----------------------------------------------------------------------


def test_a_server_that_has_responses_is_asked_there_and_nowhere_else(model: TextModel, mock: MockProvider) -> None:
    ask(model)
    ask(model)
    assert paths(mock) == [RESPONSES, RESPONSES]
    assert mock.calls[0].body["text"]["format"]["strict"] is True


def test_a_server_without_responses_is_asked_as_a_chat_from_then_on(model: TextModel, mock: MockProvider) -> None:
    mock.missing.add(RESPONSES)
    ask(model)
    ask(model)
    assert paths(mock) == [RESPONSES, CHAT, CHAT]
    assert mock.calls[1].body["response_format"]["type"] == "json_schema"


def test_a_server_without_schemas_is_told_the_fields_in_words(model: TextModel, mock: MockProvider) -> None:
    mock.missing.add(RESPONSES)
    mock.refused.add("json_schema")
    ask(model)
    ask(model)
    assert paths(mock) == [RESPONSES, CHAT, CHAT, CHAT]
    told = mock.calls[-1].body
    assert told["response_format"] == {"type": "json_object"}
    assert '"prep_time_minutes"' in told["messages"][0]["content"]
    assert "JSON" in told["messages"][0]["content"]


def test_responses_that_take_no_schema_are_left_for_the_chat(model: TextModel, mock: MockProvider) -> None:
    mock.script("text", failing(400, None, "Unknown parameter: 'text.format'.", param="text.format"))
    ask(model)
    assert paths(mock) == [RESPONSES, CHAT]


@pytest.mark.parametrize("parameter", ["reasoning", "store", "prompt_cache_key"])
def test_a_parameter_that_is_not_supported_is_left_out_from_then_on(
    model: TextModel, mock: MockProvider, parameter: str
) -> None:
    mock.refused.add(parameter)
    ask(model)
    ask(model)
    assert [parameter in call.body for call in mock.calls] == [True, False, False]


def test_a_refusal_in_mere_words_is_understood(model: TextModel, mock: MockProvider) -> None:
    mock.script("text", failing(400, None, "Unrecognized request argument supplied: reasoning"))
    ask(model)
    assert [set(call.body) >= {"reasoning"} for call in mock.calls] == [True, False]


def test_of_a_chat_s_two_limits_one_stays(model: TextModel, mock: MockProvider) -> None:
    mock.missing.add(RESPONSES)
    mock.refused |= {"max_tokens", "max_completion_tokens"}
    with pytest.raises(ParameterRefused):
        ask(model)
    mock.refused.remove("max_completion_tokens")
    ask(model)
    assert "max_completion_tokens" in mock.calls[-1].body


def test_an_address_with_neither_endpoint_is_named(model: TextModel, mock: MockProvider) -> None:
    mock.missing |= {RESPONSES, CHAT}
    with pytest.raises(EndpointMissing, match="/chat/completions"):
        ask(model)


def test_an_unknown_model_is_no_reason_to_ask_elsewhere(model: TextModel, mock: MockProvider) -> None:
    mock.models = ["another"]
    with pytest.raises(ModelMissing):
        ask(model)
    assert paths(mock) == [RESPONSES]


def test_responses_that_heed_no_format_are_left_for_the_chat_after_one_paid_answer(
    model: TextModel, mock: MockProvider
) -> None:
    sound, mock.write = mock.write, lambda body: "A soup. Enjoy!"
    assert model.answer(prompt(), "k")[0].text == "A soup. Enjoy!"
    mock.write = sound
    ask(model)
    assert paths(mock) == [RESPONSES, CHAT]


def test_responses_that_give_another_object_than_asked_for_are_left_for_the_chat(
    model: TextModel, mock: MockProvider
) -> None:
    sound, mock.write = mock.write, lambda body: '{"name": "Soup", "steps": ["Cook."]}'
    model.answer(prompt(), "k")
    mock.write = sound
    ask(model)
    assert paths(mock) == [RESPONSES, CHAT]


def test_one_odd_text_says_nothing_against_a_way_that_is_proven(model: TextModel, mock: MockProvider) -> None:
    ask(model)
    sound, mock.write = mock.write, lambda body: "A soup. Enjoy!"
    model.answer(prompt(), "k")
    mock.write = sound
    ask(model)
    assert paths(mock) == [RESPONSES] * 3


# --- What is taken of an answer ------------------------------------------------------------------


@pytest.mark.parametrize("path", [RESPONSES, CHAT])
@pytest.mark.parametrize("odd", SURROUNDINGS)
def test_a_sound_text_is_kept_whatever_surrounds_it(model: TextModel, mock: MockProvider, path: str, odd: str) -> None:
    mock.missing = {RESPONSES} if path == CHAT else set()
    mock.script("text", odd)
    answer = ask(model)
    assert answer.model == "gpt-6-luna"
    assert 100 < answer.cost_micros < 3000


@pytest.mark.parametrize("path", [RESPONSES, CHAT])
@pytest.mark.parametrize("odd", [*RUBBISH, *TEXTS])
def test_nothing_but_our_errors_leaves(model: TextModel, mock: MockProvider, path: str, odd: str) -> None:
    mock.missing = {RESPONSES} if path == CHAT else set()
    mock.script("text", odd)
    with pytest.raises(BrigadeError) as raised:
        model.answer(prompt(), "k")
    assert "sk-live" not in str(raised.value)
    assert "\x1b" not in str(raised.value)
    charge = charge_of(raised.value)
    assert charge is None or charge >= 0


def test_a_truncated_answer_costs_what_was_counted_or_all_it_could(model: TextModel, mock: MockProvider) -> None:
    mock.script("text", "truncated", "incomplete_untold")
    with pytest.raises(AnswerTruncated) as counted:
        model.answer(prompt(), "k")
    assert 0 < (charge_of(counted.value) or 0) <= model.most_cost(prompt())


@pytest.mark.parametrize("missing", [set(), {RESPONSES}])
def test_an_answer_that_is_called_complete_and_used_up_its_room_was_truncated(
    model: TextModel, mock: MockProvider, missing: set[str]
) -> None:
    mock.missing = missing
    room = model.settings.text_max_output_tokens
    mock.write = lambda body: '{"name": "Soup", "ingredients": [{"name": "leek"}, ' + " " * 4 * room
    with pytest.raises(AnswerTruncated) as raised:
        model.answer(prompt(), "k")
    assert (charge_of(raised.value) or 0) > 0


def test_a_whole_answer_that_fills_its_room_is_none_that_was_truncated(model: TextModel, mock: MockProvider) -> None:
    sound = mock.write
    mock.write = lambda body: sound(body) + " " * 4 * model.settings.text_max_output_tokens
    ask(model)


def test_a_larger_room_is_asked_for(model: TextModel, mock: MockProvider) -> None:
    model.answer(prompt().model_copy(update={"longer": 1}), "k")
    assert mock.calls[0].body["max_output_tokens"] == 2 * model.settings.text_max_output_tokens


def test_a_dripping_answer_ends_at_the_call_s_limit(model: TextModel, mock: MockProvider) -> None:
    mock.script("text", "drip")
    with pytest.raises(ModelSlow):
        ask(model)


def test_the_headers_of_every_answer_are_heard(model: TextModel, mock: MockProvider) -> None:
    seen: list[Mapping[str, str]] = []
    model.heard = seen.append
    mock.script("text", "busy", "null")
    mock.headers = lambda: {"X-RateLimit-Remaining-Requests": "3"}
    for expected in (ModelBusy, ModelDown):
        with pytest.raises(expected):
            ask(model)
    ask(model)
    assert [each["x-ratelimit-remaining-requests"] for each in seen] == ["3"] * 3
    assert seen[0]["retry-after"] == "7"


def test_the_request_is_json_that_any_server_reads(model: TextModel, mock: MockProvider) -> None:
    mock.missing.add(RESPONSES)
    ask(model)
    assert json.loads(json.dumps(mock.calls[-1].body)) == mock.calls[-1].body
