"""The API: the routes of the contract, each behind the authorizer, and answers of one shape."""

import json
from typing import Any

import pytest

from brigade.answers import NEXT_STEPS
from tests.infra.template import Template

ROUTES = {
    "POST /api/admin/generate-bmad": "batches",
    "GET /api/admin/batches": "batches",
    "GET /api/admin/batches/{batchId}": "batches",
    "GET /api/admin/batches/{batchId}/recipes": "recipes",
    "POST /api/admin/batches/{batchId}/cancel": "batches",
    "GET /api/admin/batches/{batchId}/errors": "batches",
    "GET /api/admin/batches/{batchId}/retry": "retries",
    "POST /api/admin/batches/{batchId}/retry": "retries",
    "POST /api/admin/batches/{batchId}/recipes/{recipeId}/image": "retries",
    "GET /api/admin/batches/{batchId}/export": "recipes",
    "GET /api/admin/recipes": "recipes",
    "POST /api/admin/recipes/approval": "recipes",
    "GET /api/admin/recipes/{recipeId}": "recipes",
    "PATCH /api/admin/recipes/{recipeId}": "recipes",
    "GET /api/admin/reviews": "reviews",
    "POST /api/admin/batches/{batchId}/reviews/{position}/accept": "reviews",
    "POST /api/admin/batches/{batchId}/reviews/{position}/reject": "reviews",
    "GET /api/admin/bmad-metrics": "batches",
    "GET /api/admin/cost": "costs",
    "GET /api/admin/health": "health",
    "GET /api/admin/bmad-progress-stream/{batchId}": "progress",
    "POST /api/images/generate": "image_generations",
    "GET /api/generation/history": "image_generations",
    "GET /api/generation/queue": "image_generations",
    "POST /api/generation/cancel": "image_generations",
    "GET /api/generation/{generationId}/status": "image_generations",
    "POST /api/generation/{generationId}/cancel": "image_generations",
    "POST /api/generation/{generationId}/retry": "image_generations",
    "GET /api/generation/{generationId}/stream": "generation_progress",
    "POST /api/images/references": "references",
    "POST /api/admin/credits/grant": "credits",
    "GET /api/admin/credits/{userId}": "credits",
    "GET /api/generation/credits": "credits",
    "POST /api/images/cleanup": "cleanup",
    "GET /api/images/search": "pictures",
    "GET /api/images/subject/{subjectType}/{subjectId}": "pictures",
    "GET /api/images/blog/{subjectId}": "pictures",
    "GET /api/images/prompt/{generationId}": "pictures",
    "GET /api/images/stats": "pictures",
    "GET /api/images/{imageId}": "pictures",
    "PUT /api/images/{imageId}": "pictures",
    "DELETE /api/images/{imageId}": "pictures",
    "POST /api/auth/register": "accounts",
    "POST /api/auth/login": "accounts",
    "POST /api/auth/logout": "accounts",
    "POST /api/auth/refresh": "accounts",
    "POST /api/auth/forgot-password": "accounts",
    "POST /api/auth/reset-password": "accounts",
    "GET /api/auth/me": "accounts",
}
OPEN = ("register", "login", "logout", "refresh", "forgot-password", "reset-password")


@pytest.fixture(scope="session")
def routes(template: Template) -> dict[str, Any]:
    methods = template.of_type("AWS::ApiGateway::Method").values()
    return {f"{method['HttpMethod']} {path_of(template, method['ResourceId'])}": method for method in methods}


def path_of(template: Template, reference: dict[str, Any]) -> str:
    if "Ref" not in reference:
        return ""
    resource = template.of_type("AWS::ApiGateway::Resource")[reference["Ref"]]
    return f"{path_of(template, resource['ParentId'])}/{resource['PathPart']}"


def test_the_routes_are_those_of_the_contract(routes: dict[str, Any]) -> None:
    assert set(routes) == set(ROUTES)


def test_a_route_calls_its_door(template: Template, routes: dict[str, Any]) -> None:
    for route, door in ROUTES.items():
        assert template.logical_id(template.functions()[door]) in json.dumps(routes[route]["Integration"]["Uri"])


def test_a_route_is_open_where_nobody_has_an_access_token_yet(routes: dict[str, Any]) -> None:
    opened = {route for route, method in routes.items() if method["AuthorizationType"] == "NONE"}
    assert opened == {f"POST /api/auth/{name}" for name in OPEN}


def test_every_other_route_is_behind_the_authorizer(template: Template, routes: dict[str, Any]) -> None:
    (authorizer,) = template.of_type("AWS::ApiGateway::Authorizer")
    for method in (method for method in routes.values() if method["AuthorizationType"] != "NONE"):
        assert method["AuthorizationType"] == "CUSTOM"
        assert method["AuthorizerId"] == {"Ref": authorizer}


def test_the_authorizer_sees_every_request_whole(template: Template) -> None:
    (authorizer,) = template.of_type("AWS::ApiGateway::Authorizer").values()
    assert authorizer["Type"] == "REQUEST"
    assert authorizer["AuthorizerResultTtlInSeconds"] == 0
    assert authorizer.get("IdentitySource", "") == ""


@pytest.mark.parametrize(
    "route", ["GET /api/admin/bmad-progress-stream/{batchId}", "GET /api/generation/{generationId}/stream"]
)
def test_progress_is_streamed_for_up_to_fifteen_minutes(routes: dict[str, Any], route: str) -> None:
    integration = routes[route]["Integration"]
    assert integration["ResponseTransferMode"] == "STREAM"
    assert integration["TimeoutInMillis"] == 15 * 60 * 1000
    assert "response-streaming-invocations" in json.dumps(integration["Uri"])


def test_the_api_is_regional_as_streams_need(template: Template) -> None:
    (api,) = template.of_type("AWS::ApiGateway::RestApi").values()
    assert api["EndpointConfiguration"]["Types"] == ["REGIONAL"]


def test_the_gateway_answers_in_the_shape_of_the_product(template: Template) -> None:
    for response in template.of_type("AWS::ApiGateway::GatewayResponse").values():
        body = json.loads(response["ResponseTemplates"]["application/json"])
        assert {"message", "error", "nextStep", "correlationId"} <= set(body)
        assert body["nextStep"] == NEXT_STEPS[body["error"]]


@pytest.mark.parametrize(
    ("kind", "status", "error"),
    [
        ("UNAUTHORIZED", "401", "UNAUTHORIZED"),
        ("ACCESS_DENIED", "403", "FORBIDDEN"),
        ("REQUEST_TOO_LARGE", "413", "PAYLOAD_TOO_LARGE"),
        ("THROTTLED", "429", "RATE_LIMIT_EXCEEDED"),
        ("INTEGRATION_TIMEOUT", "503", "TEMPORARILY_UNAVAILABLE"),
        ("INTEGRATION_FAILURE", "503", "TEMPORARILY_UNAVAILABLE"),
        ("AUTHORIZER_FAILURE", "503", "TEMPORARILY_UNAVAILABLE"),
        ("DEFAULT_5XX", None, "INTERNAL_ERROR"),
    ],
)
def test_a_refusal_has_its_status_and_its_name(template: Template, kind: str, status: str | None, error: str) -> None:
    responses = template.of_type("AWS::ApiGateway::GatewayResponse").values()
    (found,) = [each for each in responses if each["ResponseType"] == kind]
    assert found.get("StatusCode") == status
    assert json.loads(found["ResponseTemplates"]["application/json"])["error"] == error


@pytest.mark.parametrize("kind", ["THROTTLED", "INTEGRATION_TIMEOUT", "AUTHORIZER_FAILURE"])
def test_who_is_to_come_back_is_told_when(template: Template, kind: str) -> None:
    responses = template.of_type("AWS::ApiGateway::GatewayResponse").values()
    (found,) = [each for each in responses if each["ResponseType"] == kind]
    assert json.loads(found["ResponseTemplates"]["application/json"])["retryAfter"] == 1
    assert found["ResponseParameters"]["gatewayresponse.header.Retry-After"] == "'1'"


def test_requests_are_throttled_and_their_bodies_not_logged(template: Template) -> None:
    (stage,) = template.of_type("AWS::ApiGateway::Stage").values()
    (settings,) = stage["MethodSettings"]
    assert settings["ThrottlingRateLimit"] == 50
    assert settings["DataTraceEnabled"] is False
    assert "AccessLogSetting" in stage


def test_nothing_but_our_own_site_may_call_from_a_browser(routes: dict[str, Any]) -> None:
    assert not [route for route in routes if route.startswith("OPTIONS")]


def test_one_origin_serves_site_api_and_pictures(dev: Template) -> None:
    (distribution,) = dev.of_type("AWS::CloudFront::Distribution").values()
    paths = [each["PathPattern"] for each in distribution["DistributionConfig"]["CacheBehaviors"]]
    assert paths == ["/api/*", "/images/*"]


def test_answers_of_the_api_are_neither_cached_nor_compressed_on_the_way(dev: Template) -> None:
    (distribution,) = dev.of_type("AWS::CloudFront::Distribution").values()
    api = distribution["DistributionConfig"]["CacheBehaviors"][0]
    assert api["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # AWS's CachingDisabled
    assert api["Compress"] is False


def test_a_body_beyond_what_we_ever_take_stops_at_the_firewall(dev: Template) -> None:
    (acl,) = dev.of_type("AWS::WAFv2::WebACL").values()
    assert [rule["Name"] for rule in acl["Rules"]] == ["TooLarge", "TooMany"]
    assert len(dev.of_type("AWS::WAFv2::WebACLAssociation")) == 1
