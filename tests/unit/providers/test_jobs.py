"""Jobs: what goes, what comes, and how long they are left alone."""

import json
from typing import Any

import pytest

from brigade.errors import ModelDown
from brigade.providers.jobs import (
    LONGEST_LOOK,
    Reply,
    file_of,
    id_of,
    look_after,
    marked,
    next_page,
    reduced,
    replies_of,
    state_of,
)

DAY = 86_400


def a_line(name: Any = "text-1", status: Any = 200, body: Any = None) -> bytes:
    return json.dumps({"custom_id": name, "response": {"status_code": status, "body": body or {"a": 1}}}).encode()


def test_a_file_holds_each_request_on_a_line_by_the_name_of_its_answer() -> None:
    lines = [json.loads(line) for line in file_of({"a": {"x": "1\n2"}, "b": {}}, "/v1/responses").splitlines()]
    assert [(line["custom_id"], line["url"], line["method"], line["body"]) for line in lines] == [
        ("a", "/v1/responses", "POST", {"x": "1\n2"}), ("b", "/v1/responses", "POST", {}),
    ]  # fmt: skip


def test_half_of_a_price_is_never_less_than_half() -> None:
    assert [reduced(micros) for micros in (0, 1, 2, 3, 13_200)] == [0, 1, 1, 2, 6_600]


def test_looks_become_rarer_and_a_day_of_them_fits_an_execution() -> None:
    age, looks = 0.0, 0
    while age < 1.25 * DAY:
        age += look_after(age)
        looks += 1
    assert look_after(0) <= 5
    assert look_after(DAY) == LONGEST_LOOK
    assert 9 * 5 * looks < 25_000 - 5_000  # events of five pictures in one execution


@pytest.mark.parametrize("answer", [None, [], {}, {"status": "dreaming"}, {"status": 7}, "completed"])
def test_an_answer_that_is_none_of_a_job_is_a_provider_that_is_down(answer: Any) -> None:
    with pytest.raises(ModelDown):
        state_of(answer)


def test_a_job_is_over_however_it_ended_and_leaves_its_files() -> None:
    for status in ("completed", "failed", "expired", "cancelled"):
        assert state_of({"status": status}).is_over
    for status in ("validating", "in_progress", "finalizing", "cancelling"):
        assert not state_of({"status": status}).is_over
    left = state_of({"status": "expired", "output_file_id": "f1", "error_file_id": None, "errors": None})
    assert (left.answers, left.failures) == ("f1", None)


def test_a_job_for_which_the_provider_has_no_room_is_known() -> None:
    assert state_of({"status": "failed", "errors": {"data": [{"code": "token_limit_exceeded"}]}}).is_full
    assert not state_of({"status": "failed", "errors": {"data": ["odd"]}}).is_full


@pytest.mark.parametrize("answer", [None, {}, {"id": 7}, {"id": ""}, {"id": "../x"}, {"id": "é"}])
def test_what_was_made_has_an_id_that_can_stand_in_an_address(answer: Any) -> None:
    with pytest.raises(ModelDown):
        id_of(answer)


def test_a_job_is_found_by_its_mark_over_pages() -> None:
    page = {"data": [{"id": "b3", "metadata": None}, {"id": "b2", "metadata": {"brigade": "x/0"}}, {"id": "b1"}]}
    assert marked(page, "x/0") == "b2"
    assert marked(page, "x/1") is None
    assert next_page({**page, "has_more": True}) == "b1"
    assert next_page(page) is None
    assert next_page(None) is None


def test_every_readable_line_is_a_reply_and_an_odd_one_costs_only_itself() -> None:
    odd = [b"<html>", b"null", b"7", a_line(name=None), a_line(status="200"), b'{"custom_id": "x"}', b"\xff"]
    found = replies_of([b"\n".join([a_line("a"), *odd]), a_line("b", 429)])
    assert found == {"a": Reply(status=200, body=b'{"a": 1}'), "b": Reply(status=429, body=b'{"a": 1}')}
