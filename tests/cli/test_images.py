"""Pictures from the command line."""

import base64
import json
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from PIL import Image

from tests.cli.conftest import Brigade
from tests.cli.scripted_api import Answer, ScriptedApi, refused

ID = str(uuid4())
PATH = f"/api/generation/{ID}"
GENERATE = "/api/images/generate"
STARTED = {
    "generations": [{"id": ID, "queuePosition": 2, "estimatedWaitSeconds": 40, "price": 8}], "price": 8, "balance": 92,
}  # fmt: skip


def a_generation(**changes: Any) -> dict[str, Any]:
    known = {
        "id": ID, "status": "completed", "progress": 100, "step": "Complete", "secondsLeft": None, "count": 2,
        "made": 2, "price": 8, "prompt": "A bowl of ramen on a dark counter", "createdAt": "2026-11-21T12:00:00Z",
        "error": None, "mayRetry": False, "pictures": [{"url": "/images/a.webp"}, {"url": "https://cdn.test/b.webp"}],
    }  # fmt: skip
    return {**known, **changes}


def stream(*events: tuple[str, dict[str, Any]]) -> Answer:
    lines = [f"id: {n}\nevent: {name}\ndata: {json.dumps(data)}\n\n" for n, (name, data) in enumerate(events, 1)]
    return Answer("".join(lines).encode(), kind="text/event-stream")


def test_pictures_are_asked_for_and_the_id_alone_goes_to_stdout(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("POST", GENERATE, Answer(STARTED, 202))
    ended = at_api("image", "generate", "A bowl of ramen", "--count", "2", "--ratio", "3:2", "--style", "studio")
    assert (ended.code, ended.out) == (0, f"{ID}\n")
    assert ended.err == "Place 2 in the queue, done in about 40 s. 8 credits taken, 92 left.\n"
    assert api.asked[0].body == {"prompt": "A bowl of ramen", "count": 2, "aspectRatio": "3:2", "style": "studio"}


def test_a_verbatim_prompt_is_sent_as_such_and_json_is_what_the_system_said(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("POST", GENERATE, Answer(STARTED, 202))
    ended = at_api("image", "generate", "ramen", "--verbatim", "--json")
    assert json.loads(ended.out) == STARTED
    assert api.asked[0].body == {"customPrompt": "ramen", "count": 1}


def test_photos_to_go_by_are_made_small_and_kept_first(at_api: Brigade, api: ScriptedApi, tmp_path: Path) -> None:
    Image.new("RGBA", (4000, 1000), "teal").save(tmp_path / "pot.png")
    api.on("POST", "/api/images/references", Answer({"reference": "ref:a"}, 201), Answer({"reference": "ref:b"}, 201))
    api.on("POST", GENERATE, Answer(STARTED, 202))
    pot, pan = str(tmp_path / "pot.png"), "https://example.org/pan.jpg"
    assert at_api("image", "generate", "A pot", "--product", pot, "--person", pan).code == 0
    first, second = api.asked_for("/api/images/references")
    head, _, data = first.body["source"].partition(",")
    assert (head, second.body) == ("data:image/jpeg;base64", {"source": pan})
    assert Image.open(BytesIO(base64.b64decode(data))).size == (1536, 384)
    assert api.asked[-1].body["productImages"] == ["ref:a"]
    assert api.asked[-1].body["modelImages"] == ["ref:b"]


def test_what_is_no_photo_is_said_before_anything_is_paid(at_api: Brigade, api: ScriptedApi, tmp_path: Path) -> None:
    (tmp_path / "pot.png").write_text("a pot")
    for name in ("pot.png", "nowhere.png"):
        ended = at_api("image", "generate", "A pot", "--product", str(tmp_path / name))
        assert (ended.code, ended.out) == (2, "")
        assert "cannot be read as a photo" in ended.err
    assert api.asked == []


def test_missing_credits_are_said_with_a_next_step(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("POST", GENERATE, refused(402, "NOT_ENOUGH_CREDITS", "this costs 8 credits and you have 3: 5 are missing"))
    ended = at_api("image", "generate", "ramen")
    assert (ended.code, ended.out) == (2, "")
    assert "5 are missing" in ended.err
    assert "Do the next step." in ended.err


@pytest.mark.parametrize(
    ("name", "changes", "code"),
    [
        ("complete", {}, 0),
        ("complete", {"made": 1}, 3),
        ("complete", {"made": 0, "status": "cancelled", "step": "Cancelled"}, 4),
        ("error", {"made": 0, "status": "failed", "step": "Failed", "error": "nobody draws that"}, 4),
    ],
)
def test_following_ends_with_how_much_was_made(
    at_api: Brigade, api: ScriptedApi, name: str, changes: dict[str, Any], code: int
) -> None:
    working = a_generation(status="processing", progress=40, step="Generating", made=0, pictures=[])
    end = a_generation(**changes)
    api.on("GET", f"{PATH}/stream", stream(("connected", {}), ("progress", working), (name, end)))
    ended = at_api("image", "status", ID, "--watch")
    assert ended.code == code
    assert " 40 %  Generating" in ended.err
    assert ended.out.splitlines()[0] == f"{end['made']} of 2 pictures. {end['step']}."
    assert (end["error"] or "") in ended.out
    assert f"{api.url}/images/a.webp" in ended.out
    events = [json.loads(line) for line in at_api("image", "status", ID, "--watch", "--json").out.splitlines()]
    assert [event["event"] for event in events] == ["connected", "progress", name]


def test_a_generation_is_shown_as_it_stands(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", f"{PATH}/status", Answer(a_generation(secondsLeft=12, made=1, step="Generating", mayRetry=True)))
    out = at_api("image", "status", ID).out
    assert out.startswith("1 of 2 pictures. Generating, about 12 s.\n")
    assert out.endswith(f"Try it again: brigade image retry {ID}\n")


def test_one_is_cancelled_or_many(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("POST", f"{PATH}/cancel", Answer(a_generation(step="Cancelled")))
    api.on("POST", "/api/generation/cancel", Answer({"cancelled": [ID], "cancelling": ["x"]}))
    assert at_api("image", "cancel", ID).err == "Cancelled\n"
    assert at_api("image", "cancel", "--all").err == "1 generation cancelled, 1 come to their end.\n"
    at_api("image", "cancel", "--pending")
    assert [asked.body for asked in api.asked[1:]] == [{"scope": "all"}, {"scope": "pending"}]


@pytest.mark.parametrize("arguments", [[], ["--all", "--pending"], [ID, "--all"], ["soup"]])
def test_what_is_to_be_cancelled_must_be_said(at_api: Brigade, api: ScriptedApi, arguments: list[str]) -> None:
    ended = at_api("image", "cancel", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert api.asked == []


def test_a_retry_is_paid_only_where_somebody_agrees(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", f"{PATH}/status", Answer(a_generation(made=1, status="cancelled")))
    api.on("POST", f"{PATH}/retry", Answer(STARTED, 202))
    assert at_api("image", "retry", ID).code == 2
    assert "Try 1 picture again, which cost about 4 credits?" in at_api("image", "retry", ID, typed="n\n").err
    assert [asked.method for asked in api.asked] == ["GET", "GET"]
    assert at_api("image", "retry", ID, "--yes").out == f"{ID}\n"


def test_generations_are_listed_page_by_page_within_80_columns(at_api: Brigade, api: ScriptedApi) -> None:
    pages = [{"generations": [a_generation()], "next": ID}, {"generations": [a_generation()], "next": None}]
    api.on("GET", "/api/generation/history", *map(Answer, pages))
    ended = at_api("image", "list", "--text", "ramen", "--status", "completed")
    assert ended.code == 0
    assert max(map(len, ended.out.splitlines())) <= 80
    assert ended.out.count(ID) == 2
    first, second = (asked.query for asked in api.asked)
    assert first == {"text": "ramen", "status": "completed", "limit": "20"}
    assert second["after"] == ID


def test_who_has_none_is_told_how_to_ask_for_one(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("GET", "/api/generation/history", Answer({"generations": [], "next": None}))
    ended = at_api("image", "list")
    assert (ended.code, ended.out) == (0, "")
    assert "brigade image generate" in ended.err


def test_credits_are_given_with_a_reason(at_api: Brigade, api: ScriptedApi) -> None:
    api.on("POST", "/api/admin/credits/grant", Answer({"userId": ID, "amount": 50, "balance": 80}))
    ended = at_api("image", "grant", "ada@example.org", "50", "--reason", "for the fair")
    assert ended.err == "ada@example.org was given 50 credits and has 80 now.\n"
    assert api.asked[0].body == {"email": "ada@example.org", "amount": 50, "reason": "for the fair"}


def test_figures_are_a_table_and_a_line(at_api: Brigade, api: ScriptedApi) -> None:
    maker = {
        "provider": "openai", "model": "gpt-image-2.5-flare", "asked": 10, "made": 9, "successRate": 0.9,
        "p95Ms": 12_345.0, "meanCostUsd": 0.0111, "costUsd": 0.1,
    }  # fmt: skip
    figures = {
        "makers": [maker], "storage": [{"format": "webp", "pictures": 9, "bytes": 1_500_000}],
        "days": [{"costUsd": 0.1}], "credits": {"spent": 18, "balance": 82},
    }  # fmt: skip
    api.on("GET", "/api/images/stats", Answer(figures))
    ended = at_api("image", "stats", "--days", "7")
    assert max(map(len, ended.out.splitlines())) <= 80
    assert "openai/gpt-image-2.5-flare" in ended.out
    assert "90.0 %" in ended.out
    assert ended.out.endswith("9 pictures kept, 1.5 MB; $0.1000 paid; 18 credits spent, 82 left to users.\n")
    assert api.asked[0].query == {"days": "7"}
    assert json.loads(at_api("image", "stats", "--json").out) == figures
