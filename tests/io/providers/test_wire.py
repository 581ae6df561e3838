"""One question over HTTP: its whole time, its size, and what leaves as an error."""

import time
from collections.abc import Iterator

import pytest

from brigade.errors import BrigadeError, EndpointMissing, KeyRefused, ModelDown, ModelSlow
from brigade_io.providers.wire import Heard, Wire
from tests.mock_provider import MockProvider, Reply, mock_provider

QUESTION = {"model": "gpt-6-luna", "input": "x"}


@pytest.fixture
def mock() -> Iterator[MockProvider]:
    with mock_provider() as mock:
        yield mock


def ask(url: str, seconds: float = 5.0, key: str = "k", most: int = 100_000) -> Heard:
    return Wire(url).post("/responses", QUESTION, key, seconds, most)


def test_an_answer_of_any_status_comes_with_its_headers_and_body(mock: MockProvider) -> None:
    mock.script("text", Reply(b"why", 418, {"X-RateLimit-Reset": "6ms"}))
    assert ask(mock.url) == (418, {"content-length": "3", "x-ratelimit-reset": "6ms"}, b"why")
    (call,) = mock.calls
    assert (call.headers["authorization"], call.body) == ("Bearer k", QUESTION)


@pytest.mark.parametrize(
    "reply", [Reply(b"a" * 100, drip=0.1), Reply(b"a", drip_headers=0.1), Reply(b"a", seconds=3.0)]
)
def test_a_call_has_one_time_however_slowly_its_bytes_drip(mock: MockProvider, reply: Reply) -> None:
    mock.script("text", reply)
    began = time.monotonic()
    with pytest.raises(ModelSlow):
        ask(mock.url, seconds=0.5)
    assert time.monotonic() - began < 1.0


def test_a_drip_that_ends_in_time_is_an_answer(mock: MockProvider) -> None:
    mock.script("text", Reply(b"ab", drip=0.1))
    assert ask(mock.url).body == b"ab"


def test_an_answer_that_is_too_large_is_not_read_to_its_end(mock: MockProvider) -> None:
    mock.script("text", Reply(b"a" * 100_001))
    with pytest.raises(ModelDown, match="larger"):
        ask(mock.url)


@pytest.mark.parametrize(
    "reply",
    [Reply(silent=True), Reply(b"abc", cut=1), Reply(b"abc", headers={"Bad Header\x00": "x"}),
     Reply(b"a", headers={"Content-Length": "x"})],
    ids=["silent", "cut", "header", "length"],
)  # fmt: skip
def test_a_broken_connection_is_a_provider_that_is_down(mock: MockProvider, reply: Reply) -> None:
    mock.script("text", reply)
    with pytest.raises(ModelDown):
        ask(mock.url)


def test_a_redirect_is_not_followed_with_our_key(mock: MockProvider) -> None:
    with mock_provider() as other:
        mock.script("text", Reply(b"", 307, {"Location": f"{other.url}/responses"}))
        assert ask(mock.url).status == 307
        assert other.calls == []


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("http://127.0.0.1:9/v1", ModelDown),
        ("http://no.such.host.invalid/v1", ModelDown),
        ("api.openai.com/v1", EndpointMissing),
        ("ftp://127.0.0.1/v1", EndpointMissing),
        ("http://127.0.0.1:port/v1", EndpointMissing),
        ("", EndpointMissing),
    ],
)
def test_an_address_that_leads_nowhere_is_named(url: str, error: type[BrigadeError]) -> None:
    with pytest.raises(error):
        ask(url)


@pytest.mark.parametrize("key", ["", " ", "a\nb", "a b", "ключ", "a\x00"])
def test_a_key_that_no_header_can_hold_is_refused_here(mock: MockProvider, key: str) -> None:
    with pytest.raises(KeyRefused):
        ask(mock.url, key=key)
    assert mock.calls == []


def test_a_line_s_end_behind_the_key_is_no_part_of_it(mock: MockProvider) -> None:
    ask(mock.url, key="k\n")
    assert mock.calls[0].headers["authorization"] == "Bearer k"


def test_the_proxy_of_the_environment_is_used(mock: MockProvider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", mock.url.removesuffix("/v1"))
    monkeypatch.setenv("no_proxy", "")
    mock.script("text", *[Reply(b"by proxy")])
    assert ask("http://provider.invalid/v1").status in (200, 404)
    assert mock.calls[0].path.startswith("http://provider.invalid")
