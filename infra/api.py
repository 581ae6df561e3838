"""The REST API: routes, who may call them, and how the gateway itself says no."""

import json
from typing import Any, Final

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from brigade.answers import NEXT_STEPS
from infra.environments import Environment
from infra.functions import Functions
from infra.log_groups import log_group

STAGE: Final = "live"
ROUTES: Final = (
    ("POST", "generate-bmad", "batches"),
    ("GET", "batches", "batches"),
    ("GET", "batches/{batchId}", "batches"),
    ("GET", "batches/{batchId}/recipes", "recipes"),
    ("POST", "batches/{batchId}/cancel", "batches"),
    ("GET", "batches/{batchId}/errors", "batches"),
    ("GET", "batches/{batchId}/retry", "retries"),
    ("POST", "batches/{batchId}/retry", "retries"),
    ("POST", "batches/{batchId}/recipes/{recipeId}/image", "retries"),
    ("GET", "batches/{batchId}/export", "recipes"),
    ("GET", "recipes", "recipes"),
    ("POST", "recipes/approval", "recipes"),
    ("GET", "recipes/{recipeId}", "recipes"),
    ("PATCH", "recipes/{recipeId}", "recipes"),
    ("GET", "reviews", "reviews"),
    ("POST", "batches/{batchId}/reviews/{position}/accept", "reviews"),
    ("POST", "batches/{batchId}/reviews/{position}/reject", "reviews"),
    ("GET", "bmad-metrics", "batches"),
    ("GET", "cost", "costs"),
    ("POST", "credits/grant", "credits"),
    ("GET", "credits/{userId}", "credits"),
    ("GET", "health", "health"),
)
# Of whoever is signed in; what needs the role admin, the door says.
SIGNED_IN: Final = (
    ("POST", "images/generate", "image_generations"),
    ("GET", "generation/history", "image_generations"),
    ("GET", "generation/queue", "image_generations"),
    ("POST", "generation/cancel", "image_generations"),
    ("GET", "generation/{generationId}/status", "image_generations"),
    ("POST", "generation/{generationId}/cancel", "image_generations"),
    ("POST", "generation/{generationId}/retry", "image_generations"),
    ("POST", "images/references", "references"),
    ("GET", "generation/credits", "credits"),
    ("POST", "images/cleanup", "cleanup"),
    ("GET", "images/search", "pictures"),
    ("GET", "images/subject/{subjectType}/{subjectId}", "pictures"),
    ("GET", "images/blog/{subjectId}", "pictures"),
    ("GET", "images/prompt/{generationId}", "pictures"),
    ("GET", "images/stats", "pictures"),
    ("GET", "images/{imageId}", "pictures"),
    ("PUT", "images/{imageId}", "pictures"),
    ("DELETE", "images/{imageId}", "pictures"),
)
OPEN: Final = ("register", "login", "logout", "refresh", "forgot-password", "reset-password")
STREAM: Final = "bmad-progress-stream/{batchId}"
GENERATION_STREAM: Final = "generation/{generationId}/stream"
RETRY_AFTER: Final = 1  # seconds; the gateway's bucket fills every second, and a store of ours is soon back
STREAM_LIMIT: Final = cdk.Duration.minutes(15)

AWAY: Final = "TEMPORARILY_UNAVAILABLE"  # what the doors themselves say while a store of ours is away

_Type = apigateway.ResponseType
REFUSALS: Final = (
    ("Unauthorized", _Type.UNAUTHORIZED, 401, "UNAUTHORIZED", "Sign in first."),
    ("Forbidden", _Type.ACCESS_DENIED, 403, "FORBIDDEN", "You may not do this."),
    ("Refused", _Type.WAF_FILTERED, 403, "FORBIDDEN", "This request is too large, or one of too many."),
    ("NoSuchRoute", _Type.MISSING_AUTHENTICATION_TOKEN, 404, "NOT_FOUND", "There is nothing at this address."),
    ("NotFound", _Type.RESOURCE_NOT_FOUND, 404, "NOT_FOUND", "There is nothing at this address."),
    ("TooLarge", _Type.REQUEST_TOO_LARGE, 413, "PAYLOAD_TOO_LARGE", "The request is too large."),
    ("Throttled", _Type.THROTTLED, 429, "RATE_LIMIT_EXCEEDED", "Too many requests; try again in a moment."),
    ("Timeout", _Type.INTEGRATION_TIMEOUT, 503, AWAY, "This took too long; try again in a moment."),
    ("DoorFailed", _Type.INTEGRATION_FAILURE, 503, AWAY, "This could not be answered; try again in a moment."),
    ("AuthorizerFailed", _Type.AUTHORIZER_FAILURE, 503, AWAY, "Nobody can be let in just now; try again in a moment."),
    ("BadRequest", _Type.DEFAULT_4_XX, None, "BAD_REQUEST", "The request was not understood."),
    ("Broken", _Type.DEFAULT_5_XX, None, "INTERNAL_ERROR", "Something went wrong on our side."),
)


class Api(Construct):
    """The API without routes: the functions behind them are told its address before they exist."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment) -> None:
        super().__init__(scope, id)
        self.rest = apigateway.RestApi(
            self,
            "Rest",
            rest_api_name=environment.prefix,
            endpoint_types=[apigateway.EndpointType.REGIONAL],
            cloud_watch_role=environment.cloud is not None,
            deploy_options=self._stage(environment),
        )
        self.rest.node.try_remove_child("Endpoint")  # an output that nobody asked for
        for refusal in REFUSALS:
            self._refuse(*refusal)

    def _stage(self, environment: Environment) -> apigateway.StageOptions:
        access = log_group(self, "AccessLogs", f"/aws/apigateway/{environment.prefix}", environment)
        return apigateway.StageOptions(
            stage_name=STAGE,
            tracing_enabled=True,
            metrics_enabled=True,
            throttling_rate_limit=environment.requests_per_second,
            throttling_burst_limit=environment.requests_per_second * 2,
            access_log_destination=apigateway.LogGroupLogDestination(access),
            access_log_format=apigateway.AccessLogFormat.json_with_standard_fields(
                caller=False, http_method=True, ip=True, protocol=True, request_time=True, resource_path=True,
                response_length=True, status=True, user=False,
            ),
            logging_level=apigateway.MethodLoggingLevel.ERROR,
            data_trace_enabled=False,  # bodies stay out of the logs
        )  # fmt: skip

    def _refuse(self, id: str, kind: apigateway.ResponseType, status: int | None, error: str, message: str) -> None:
        known = {"message": message, "error": error, "nextStep": NEXT_STEPS[error]}
        body: dict[str, Any] = {**known, "correlationId": "$context.requestId"}
        headers = {"Cache-Control": "'no-store'"}
        if error in ("RATE_LIMIT_EXCEEDED", AWAY):
            body, headers = {**body, "retryAfter": RETRY_AFTER}, {**headers, "Retry-After": f"'{RETRY_AFTER}'"}
        apigateway.GatewayResponse(
            self,
            id,
            rest_api=self.rest,
            type=kind,
            status_code=str(status) if status else None,
            response_headers=headers,
            templates={"application/json": json.dumps(body)},
        )

    def serve(self, functions: Functions) -> None:
        """The routes, every one behind the authorizer but those that sign in and out."""
        api = self.rest.root.add_resource("api")
        admin, auth = api.add_resource("admin"), api.add_resource("auth")
        options = self._authorized_by(functions["authorizer"])
        for method, path, door in ROUTES:
            _resource(admin, path).add_method(method, _calling(functions[door]), **options)
        for method, path, door in SIGNED_IN:
            _resource(api, path).add_method(method, _calling(functions[door]), **options)
        _resource(admin, STREAM).add_method("GET", _streaming(functions["progress"]), **options)
        _resource(api, GENERATION_STREAM).add_method("GET", _streaming(functions["generation_progress"]), **options)
        for path in OPEN:
            auth.add_resource(path).add_method("POST", _calling(functions["accounts"]))
        auth.add_resource("me").add_method("GET", _calling(functions["accounts"]), **options)

    def _authorized_by(self, function: lambda_.Function) -> dict[str, Any]:
        """A token comes as a header or as a cookie: no single source identifies a caller, so nothing is cached."""
        authorizer = apigateway.RequestAuthorizer(
            self, "Authorizer", handler=function, identity_sources=[], results_cache_ttl=cdk.Duration.seconds(0)
        )
        return {"authorizer": authorizer, "authorization_type": apigateway.AuthorizationType.CUSTOM}


def _calling(function: lambda_.Function) -> apigateway.LambdaIntegration:
    return apigateway.LambdaIntegration(function, allow_test_invoke=False)


def _streaming(function: lambda_.Function) -> apigateway.LambdaIntegration:
    return apigateway.LambdaIntegration(
        function,
        allow_test_invoke=False,
        response_transfer_mode=apigateway.ResponseTransferMode.STREAM,
        timeout=STREAM_LIMIT,
    )


def _resource(root: apigateway.IResource, path: str) -> apigateway.IResource:
    for part in path.split("/"):
        root = root.get_resource(part) or root.add_resource(part)
    return root
