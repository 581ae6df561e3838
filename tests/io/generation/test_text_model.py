"""The writer's adapter against the model simulator, over HTTP, paced and paid at a real desk on moto's DynamoDB."""

import json
import subprocess
import sys
from collections.abc import Iterator

import boto3
import httpx
import pytest
from moto import mock_aws

from brigade.errors import AnswerRefused, AnswerTruncated, BrigadeError, KeyRefused, ModelDown
from brigade.generation.prompts import Prompt, repair_prompt, writing_prompt
from brigade.generation.writing import Answer, AskAll, read_answer
from brigade.providers.ledger import LedgerEntry, Spending
from brigade.providers.provider import text_provider
from brigade.settings import Settings
from brigade_io import clock
from brigade_io.generation.text_model import TextModel
from brigade_io.generation.writer import Writer
from brigade_io.providers import provider_key
from brigade_io.providers.desk import Desk
from brigade_io.providers.ledger import Ledger
from brigade_io.providers.pace_table import PaceTable
from tests.factories import BATCH_ID, a_concept
from tests.io.emulated import TABLES, a_table

SECRET = "text-key"
NAMES = [name for name, field in Settings.model_fields.items() if field.is_required()]


@pytest.fixture(scope="module")
def simulator() -> Iterator[dict[str, str]]:
    command = [sys.executable, "-m", "local.simulator", "--port", "0", "--workers", "1", "--key", "right"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield json.loads(process.stdout.readline())
        process.terminate()


@pytest.fixture
def ledger(monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    """Everything of AWS that the writer needs, and a key in Secrets Manager."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    with mock_aws():
        secrets = boto3.client("secretsmanager")
        secrets.create_secret(Name=SECRET, SecretString="right")
        monkeypatch.setattr(provider_key, "client", lambda _: secrets)
        provider_key._provider.cache_clear()
        for kind in TABLES:
            a_table(boto3.client("dynamodb"), kind, kind)
        yield Ledger(boto3.client("dynamodb"), "batches")
        provider_key._provider.cache_clear()


@pytest.fixture
def model(simulator: dict[str, str], ledger: Ledger) -> Writer:
    httpx.delete(f"{simulator['url']}/simulator/script")
    names = dict.fromkeys(NAMES, "x") | {"text_key_secret": SECRET, "text_base_url": simulator["base_url"]}
    settings = Settings.model_validate({**names, "text_calls_at_once": 5})
    desk = Desk(text_provider(settings), PaceTable(boto3.client("dynamodb"), "pace"), ledger, clock.epoch)
    return Writer(TextModel(settings), desk)


def writer(model: Writer, budget_micros: int | None = None) -> AskAll:
    """Asks each prompt once."""

    def outcome(prompt: Prompt) -> Answer | BrigadeError:
        entry = LedgerEntry(
            account=BATCH_ID, call_id=f"text-{prompt.position}-{prompt.turn}", position=prompt.position,
            purpose="text", model="m", estimate_micros=model.model.most_cost(prompt),
        )  # fmt: skip
        try:
            key = model.model.key()
            return model.desk.pay(entry, lambda: model.model.answer(prompt, key), budget_micros=budget_micros)
        except BrigadeError as error:
            return error

    return lambda prompts: [outcome(prompt) for prompt in prompts]


def prompts(count: int = 1) -> list[Prompt]:
    return [writing_prompt(a_concept(position=position), 0, []) for position in range(count)]


def next_call_is(simulator: dict[str, str], fault: str) -> None:
    script = [{"kind": "text", "nth": 1, "fault": fault}]
    httpx.post(f"{simulator['url']}/simulator/script", json=script).raise_for_status()


def test_an_answer_is_a_sound_draft_and_its_cost_is_in_the_ledger(model: Writer, ledger: Ledger) -> None:
    (answer,) = writer(model)(prompts())
    assert isinstance(answer, Answer)
    assert read_answer(answer.text, a_concept())[0] == []
    assert 200 < answer.cost_micros < 1000
    assert ledger.spending(BATCH_ID) == Spending(settled_micros=answer.cost_micros)


def test_answers_stand_in_the_order_of_asking_with_faults_in_their_place(
    model: Writer, simulator: dict[str, str]
) -> None:
    next_call_is(simulator, "refusal")
    first, second = writer(model)(prompts(2))
    assert isinstance(first, AnswerRefused)
    assert isinstance(second, Answer)


@pytest.mark.parametrize(("fault", "error"), [("refusal", AnswerRefused), ("truncated", AnswerTruncated)])
def test_a_useless_answer_is_paid_for_all_the_same(
    model: Writer, ledger: Ledger, simulator: dict[str, str], fault: str, error: type[BrigadeError]
) -> None:
    next_call_is(simulator, fault)
    (answer,) = writer(model)(prompts())
    assert isinstance(answer, error)
    spent = ledger.spending(BATCH_ID)
    assert spent.settled_micros > 0
    assert spent.in_flight_micros == 0


def test_a_refusal_does_not_repeat_what_the_model_said(model: Writer, simulator: dict[str, str]) -> None:
    next_call_is(simulator, "refusal")
    (answer,) = writer(model)(prompts())
    assert str(answer) == "the writer declined"


def test_a_failing_provider_is_an_error_of_ours(model: Writer, simulator: dict[str, str]) -> None:
    next_call_is(simulator, "server_error")
    (answer,) = writer(model)(prompts())
    assert isinstance(answer, ModelDown)


def test_a_repair_keeps_the_dish_and_mends_it(model: Writer, simulator: dict[str, str]) -> None:
    next_call_is(simulator, "invalid")
    (answer,) = writer(model)(prompts())
    assert isinstance(answer, Answer)
    mistakes, _ = read_answer(answer.text, a_concept())
    assert mistakes
    (second,) = writer(model)([repair_prompt(a_concept(), 0, answer.text, mistakes)])
    assert isinstance(second, Answer)
    assert read_answer(second.text, a_concept())[0] == []


def test_a_missing_key_is_refused_before_anything_is_entered(model: Writer, ledger: Ledger) -> None:
    boto3.client("secretsmanager").delete_secret(SecretId=SECRET, ForceDeleteWithoutRecovery=True)
    (answer,) = writer(model)(prompts())
    assert isinstance(answer, KeyRefused)
    assert ledger.entries(BATCH_ID) == []


def test_a_rotated_key_is_used_by_a_worker_that_is_already_warm(model: Writer) -> None:
    assert isinstance(writer(model)(prompts())[0], Answer)
    boto3.client("secretsmanager").put_secret_value(SecretId=SECRET, SecretString="wrong")
    provider_key._provider.cache_clear()  # as after its five minutes
    assert isinstance(writer(model)(prompts())[0], KeyRefused)
