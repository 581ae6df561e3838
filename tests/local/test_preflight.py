"""What a provider can do is asked of the server itself, and told in plain words with the next step."""

from collections.abc import Iterator

import pytest

from local.cli import doctor
from local.finding import Finding
from local.postgres import free_port
from local.preflight import preflight, require_texts
from local.problem import Problem
from local.provider import Provider, provider_of
from tests.mock_provider.reply import Reply, failing, saying
from tests.mock_provider.server import MockProvider, mock_provider


@pytest.fixture
def server() -> Iterator[MockProvider]:
    with mock_provider() as mock:
        mock.write = lambda _: '{"ready": true}'
        yield mock


def a_provider(url: str, **variables: str) -> Provider:
    made = provider_of({"OPENAI_BASE_URL": url, **variables})
    assert made is not None
    return made


def found(url: str, **variables: str) -> dict[str, Finding]:
    findings = preflight(a_provider(url, **variables))
    return {each.check.removeprefix("provider's "): each for each in findings}


def test_a_server_that_can_everything_is_told_so_and_no_picture_is_paid_for(server: MockProvider) -> None:
    findings = found(server.url)
    assert {name: each.ok for name, each in findings.items()} == {
        "prices": True, "models": True, "texts": True, "pictures": True, "jobs": True,
    }  # fmt: skip
    assert findings["texts"].words == "gpt-6-luna answers at /responses with a JSON schema"
    assert [call.path for call in server.calls] == ["/models", "/responses", "/images/generations", "/batches"]
    assert server.calls[-2].body["n"] == 0


def test_an_address_where_nothing_listens_is_no_provider() -> None:
    findings = found(f"http://127.0.0.1:{free_port()}/v1")
    assert findings["texts"].ok is False
    assert findings["texts"].words.endswith("Start the server, or correct OPENAI_BASE_URL.")
    with pytest.raises(Problem, match="writes no recipes"):
        require_texts(list(findings.values()))


@pytest.mark.parametrize(("missing", "refused", "words"), [
    ({"/responses"}, set(), "/chat/completions with a JSON schema"),
    ({"/responses"}, {"json_schema"}, "/chat/completions in JSON mode"),
])  # fmt: skip
def test_it_says_in_which_way_the_server_is_asked(
    server: MockProvider, missing: set[str], refused: set[str], words: str
) -> None:
    server.missing, server.refused = missing, refused
    assert words in found(server.url)["texts"].words


def test_a_way_whose_schema_is_not_heeded_is_not_named(server: MockProvider) -> None:
    server.write = lambda body: '{"ready": true}' if "response_format" in body else '{"answer": "Yes."}'
    assert found(server.url)["texts"].words == "gpt-6-luna answers at /chat/completions with a JSON schema"
    assert "ready" not in str(server.asked("/responses")[0].body["input"])


def test_a_model_that_gives_other_json_in_every_way_may_still_write(server: MockProvider) -> None:
    server.write = lambda _: '{"answer": "Yes."}'
    finding = found(server.url)["texts"]
    assert (finding.ok, finding.words.partition(" at ")[2]) == (
        True, "/chat/completions in JSON mode, with the fields stated in the prompt",
    )  # fmt: skip


def test_a_server_that_writes_no_json_writes_no_recipes(server: MockProvider) -> None:
    server.write = lambda _: "Yes, I am ready!"
    finding = found(server.url)["texts"]
    assert finding.ok is False
    assert "gives no JSON in any of the ways we know" in finding.words
    assert len(server.asked("/responses")) == 1
    assert len(server.asked("/chat/completions")) == 2


def test_a_model_the_server_does_not_have_is_named_with_those_that_it_has(server: MockProvider) -> None:
    server.models = ["tiny", "gpt-image-2.5-flare"]
    findings = found(server.url)
    assert findings["models"].ok is None
    assert findings["texts"].ok is False
    assert findings["texts"].words.endswith("Set BRIGADE_TEXT_MODEL to one that it has: tiny, gpt-image-2.5-flare.")


def test_a_key_that_is_refused_is_said_so(server: MockProvider) -> None:
    server.key = "another"
    finding = found(server.url, OPENAI_API_KEY="mine")["texts"]
    assert (finding.ok, finding.words.rpartition(". ")[2]) == (False, "Check OPENAI_API_KEY.")


def test_a_server_without_pictures_still_writes(server: MockProvider) -> None:
    server.missing = {"/images/generations"}
    findings = found(server.url)
    assert findings["pictures"].ok is None
    assert "recipes will keep their placeholders" in findings["pictures"].words
    require_texts(list(findings.values()))


def test_a_server_without_jobs_writes_by_day_only(server: MockProvider) -> None:
    server.missing = {"/batches"}
    findings = found(server.url)
    assert findings["jobs"].ok is None
    assert "nothing can be made overnight" in findings["jobs"].words
    assert findings["texts"].ok is True


def test_where_pictures_come_from_elsewhere_both_are_asked_for_jobs(server: MockProvider) -> None:
    with mock_provider() as painter:
        painter.missing = {"/batches"}
        finding = found(server.url, BRIGADE_IMAGE_BASE_URL=painter.url)["jobs"]
    assert (finding.ok, painter.url in finding.words, server.url in finding.words) == (None, True, False)


def test_a_server_that_says_nothing_of_its_jobs_is_asked_another_time() -> None:
    finding = found(f"http://127.0.0.1:{free_port()}/v1")["jobs"]
    assert (finding.ok, finding.words.rpartition(". ")[2]) == (None, "Start the server, or correct OPENAI_BASE_URL.")


@pytest.mark.parametrize("odd", [failing(429, "rate_limit_exceeded", "Slow down."), failing(408), "truncated"])
def test_a_provider_that_is_busy_or_cut_short_is_not_refused(server: MockProvider, odd: str | Reply) -> None:
    server.script("text", odd)
    findings = found(server.url)
    assert findings["texts"].ok is None
    require_texts(list(findings.values()))


@pytest.mark.parametrize("listed", [None, [], {"data": "none"}, {"data": [{"id": 7}, "x", {}]}])
def test_an_odd_list_of_models_is_none(server: MockProvider, monkeypatch: pytest.MonkeyPatch, listed: object) -> None:
    answer = server.answer
    monkeypatch.setattr(
        server, "answer", lambda path, *rest: saying(listed) if path == "/models" else answer(path, *rest)
    )
    findings = found(server.url)
    assert (findings["models"].ok, findings["texts"].ok) == (None, True)


def test_the_day_a_model_is_shut_down_is_told(server: MockProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    listed = [{"id": "gpt-6-luna", "shutdown_date": "2027-03-01"}, {"id": "x", "shutdown_date": 7}]
    answer = server.answer
    monkeypatch.setattr(
        server, "answer", lambda path, *rest: saying({"data": listed}) if path == "/models" else answer(path, *rest)
    )
    assert found(server.url)["models"].words == "2 listed, gpt-6-luna is one of them, shut down on 2027-03-01"


def test_a_model_that_nobody_priced_is_told_with_the_names_of_its_prices(server: MockProvider) -> None:
    server.models = ["llama-9", "gpt-image-2.5-flare"]
    findings = found(server.url, BRIGADE_TEXT_MODEL="llama-9")
    assert findings["prices"].ok is False
    assert "TEXT_PRICE_IN and TEXT_PRICE_OUT" in findings["prices"].words
    assert findings["texts"].ok is True


def test_the_doctor_asks_the_provider_that_is_named(server: MockProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    server.key = "another"
    checks = {each.check: each.ok for each in doctor.examine()}
    assert checks["provider's texts"] is False
    monkeypatch.delenv("OPENAI_BASE_URL")
    assert {each.check: each.ok for each in doctor.examine()}["provider"] is True
