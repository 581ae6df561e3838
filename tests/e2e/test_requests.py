"""What the system says no to, and how: always {message, error}, and nothing is paid for."""

import httpx
import pytest

from tests.e2e.kitchen import Kitchen

NOBODYS = "6d1f3c52-7f0e-4b4e-9a57-0c8a4f1e2b3d"  # a batch id that was never given


def code_of(answer: httpx.Response) -> tuple[int, str]:
    assert answer.json()["message"]
    return answer.status_code, answer.json()["error"]


@pytest.mark.parametrize("count", [0, 101, -1, "3", None])
def test_a_count_outside_the_limits_is_refused(kitchen: Kitchen, count: object) -> None:
    answer = kitchen.post({"count": count})
    assert code_of(answer) == (400, "INVALID_COUNT")
    assert "count" in answer.json()["details"]


def test_limits_that_no_recipe_can_meet_are_refused_before_anything_is_spent(kitchen: Kitchen) -> None:
    answer = kitchen.post({"count": 3, "maxCalories": 300, "minProtein": 60, "minFat": 20})
    assert code_of(answer) == (400, "INFEASIBLE_CONSTRAINTS")
    assert set(answer.json()["details"]) == {"maxCalories", "minProtein", "minFat"}
    assert kitchen.calls("text") == []


@pytest.mark.parametrize(
    ("fields", "named"),
    [
        ({"mealTypes": ["brunch"]}, "mealTypes.0"),
        ({"naturalLanguagePrompt": "soup\u0000"}, "naturalLanguagePrompt"),
        ({"mainIngredient": "\u0000"}, "mainIngredient"),
        ({"naturalLanguagePrompt": "x" * 2001}, "naturalLanguagePrompt"),
        ({"unknown": 1}, "unknown"),
        ({"maxPrepTime": 0}, "maxPrepTime"),
    ],
)
def test_a_wrong_field_is_named(kitchen: Kitchen, fields: dict[str, object], named: str) -> None:
    answer = kitchen.post({"count": 1, **fields})
    assert code_of(answer) == (400, "VALIDATION_ERROR")
    assert list(answer.json()["details"]) == [named]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\x00", b"\xff\xfe", b"null"])
def test_a_body_that_is_no_request_is_refused(kitchen: Kitchen, body: bytes) -> None:
    answer = kitchen.post(body)
    assert answer.status_code == 400
    assert answer.json()["error"] in ("VALIDATION_ERROR", "INVALID_COUNT")


def test_a_body_over_the_gateway_s_limit_is_refused(kitchen: Kitchen) -> None:
    assert code_of(kitchen.post(b"x" * (10 * 1024 * 1024 + 1))) == (413, "PAYLOAD_TOO_LARGE")


def test_a_body_over_the_function_s_limit_is_refused(kitchen: Kitchen) -> None:
    assert code_of(kitchen.post({"count": 1, "mainIngredient": "x" * 300_000})) == (413, "PAYLOAD_TOO_LARGE")


@pytest.mark.parametrize("path", ["batches", f"batches/{NOBODYS}", f"bmad-progress-stream/{NOBODYS}", "bmad-metrics"])
def test_nobody_comes_in_without_a_token(kitchen: Kitchen, path: str) -> None:
    url = f"{kitchen.system.url}/api/admin/{path}"
    assert code_of(httpx.get(url, timeout=30)) == (401, "UNAUTHORIZED")
    assert code_of(httpx.get(url, headers={"Authorization": "Bearer x.y.z"}, timeout=30)) == (
        401,
        "UNAUTHORIZED",
    )


@pytest.mark.parametrize("path", ["batches", f"bmad-progress-stream/{NOBODYS}"])
def test_only_administrators_come_in(kitchen: Kitchen, path: str) -> None:
    token = kitchen.system.token("somebody", "user")
    assert code_of(kitchen.get(f"/api/admin/{path}", token)) == (403, "FORBIDDEN")


@pytest.mark.parametrize("batch_id", [NOBODYS, "nonsense", "%00"])
@pytest.mark.parametrize("path", ["batches/{}", "batches/{}/recipes", "bmad-progress-stream/{}"])
def test_an_unknown_batch_is_not_found(kitchen: Kitchen, path: str, batch_id: str) -> None:
    assert code_of(kitchen.get(f"/api/admin/{path.format(batch_id)}")) == (404, "NOT_FOUND")


def test_another_owner_s_batch_is_not_found(kitchen: Kitchen) -> None:
    batch = kitchen.run(1, seed=21, enableImageGeneration=False)
    stranger = kitchen.system.token("another-admin", "admin")
    for path in ("batches/{}", "batches/{}/recipes", "bmad-progress-stream/{}"):
        assert code_of(kitchen.get(f"/api/admin/{path.format(batch.batch_id)}", stranger)) == (
            404,
            "NOT_FOUND",
        )
    assert kitchen.get("/api/admin/batches", stranger).json() == {"batches": []}


def test_an_address_without_a_route_is_not_found(kitchen: Kitchen) -> None:
    assert code_of(kitchen.get("/api/admin/nothing")) == (404, "NOT_FOUND")
    assert code_of(kitchen.get("/images/recipes/nothing.webp")) == (404, "NOT_FOUND")


def test_every_other_address_belongs_to_the_dashboard(kitchen: Kitchen) -> None:
    page = kitchen.get("/nothing")
    assert (page.status_code, page.headers["content-type"].partition(";")[0]) == (200, "text/html")
