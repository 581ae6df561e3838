"""The frame of every HTTP door: who asks, what may come in, and one shape for every error."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError, ServiceError
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ValidationError

from brigade.answers import ErrorAnswer, answer_of, error_answer, unexpected
from brigade.errors import BrigadeError, Forbidden, InvalidRequest, NotFound, Unauthorized

JSON = "application/json"
LARGEST_BODY = 256 * 1024
ADMIN = "admin"

logger = Logger()
Body = TypeVar("Body", bound=BaseModel)
HttpDoor = Callable[[dict[str, Any], LambdaContext], dict[str, Any]]


# --- A door behind API Gateway -------------------------------------------------------------------


def rest_api() -> APIGatewayRestResolver:
    """A resolver whose every error has our shape."""
    app = APIGatewayRestResolver()
    app.use(middlewares=[_in_ascii])
    app.exception_handler(BrigadeError)(lambda error: refused(app, error))
    app.exception_handler(Exception)(lambda error: _unforeseen(app, error))
    app.exception_handler(ServiceError)(lambda error: _service_error(app, error))
    app.not_found(lambda error: refused(app, NotFound("no such address")))
    return app


def _in_ascii(app: APIGatewayRestResolver, go_on: Callable[..., Response[str]]) -> Response[str]:
    """Headers have no encoding that everybody agrees on, so nothing in them is guessed."""
    headers = app.current_event.raw_event.get("multiValueHeaders") or {}
    for name, values in headers.items():
        if not all(value.isascii() for value in (name, *values)):
            raise InvalidRequest("headers must be ASCII", {ascii(name).strip("'"): "must be ASCII"})
    return go_on(app)


def http_door(app: APIGatewayRestResolver) -> HttpDoor:
    """The Lambda handler of a resolver, with logs that carry the request's id."""

    @logger.inject_lambda_context(clear_state=True)
    def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
        logger.append_keys(correlation_id=event.get("requestContext", {}).get("requestId", ""))
        return app.resolve(event, context)

    return handler


def answer(status: int, body: BaseModel, **headers: str) -> Response[str]:
    """A JSON response that nobody caches."""
    known = {name.replace("_", "-"): value for name, value in headers.items()}
    text = body.model_dump_json(exclude_none=isinstance(body, ErrorAnswer))
    return Response(status, JSON, text, headers={"Cache-Control": "no-store", **known})


def admin_of(app: APIGatewayRestResolver) -> str:
    """Who asks. Raises Unauthorized or Forbidden; the authorizer has asked before, this costs nothing."""
    return require_admin(app.current_event.raw_event.get("requestContext", {}).get("authorizer"))


def require_admin(authorizer: Any) -> str:
    """The owner in an authorizer's context. Raises Unauthorized or Forbidden."""
    owner = require_caller(authorizer)
    if authorizer.get("role") != ADMIN:
        raise Forbidden("this needs the role admin")
    return owner


def require_caller(authorizer: Any) -> str:
    """Whoever is signed in, by an authorizer's context. Raises Unauthorized."""
    caller = authorizer.get("principalId") if isinstance(authorizer, dict) else None
    if not isinstance(caller, str) or not caller:
        raise Unauthorized("sign in first")
    return caller


def json_body(app: APIGatewayRestResolver, largest: int = LARGEST_BODY) -> str:
    """The request's body. Raises InvalidRequest where it is no JSON text; 413 where it is too long."""
    content_type = app.current_event.headers.get("content-type", "")
    if content_type.split(";")[0].strip().lower() != JSON:
        raise InvalidRequest("the body must be sent as application/json", {"body": "must be JSON"})
    body = app.current_event.raw_event.get("body") or ""
    if len(body.encode("utf-8", "surrogatepass")) > largest * (4 / 3 if _encoded(app) else 1):
        raise ServiceError(413, f"the body is larger than {largest // 1024} KB")
    try:
        return app.current_event.decoded_body or ""
    except ValueError as error:
        raise InvalidRequest("the body is not text in UTF-8", {"body": "must be UTF-8"}) from error


def body_as(app: APIGatewayRestResolver, model: type[Body], largest: int = LARGEST_BODY) -> Body:
    """The body as a message. Raises InvalidRequest, which names each field at fault."""
    try:
        return model.model_validate_json(json_body(app, largest), strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        raise InvalidRequest("the request breaks a rule", faults_of(error)) from None


def query_as(app: APIGatewayRestResolver, model: type[Body]) -> Body:
    """The query string as a message. Raises InvalidRequest, which names each parameter at fault."""
    try:
        return model.model_validate(app.current_event.query_string_parameters, by_alias=True, by_name=False)
    except ValidationError as error:
        raise InvalidRequest("the query breaks a rule", faults_of(error)) from None


def faults_of(error: ValidationError) -> dict[str, str]:
    """What is wrong with each field."""
    return {".".join(map(str, fault["loc"])) or "body": fault["msg"] for fault in error.errors()}


def batch_id_of(text: str) -> UUID:
    """Raises NotFound where `text` names no batch: what is malformed cannot exist."""
    return id_of(text, "batch")


def id_of(text: str, thing: str) -> UUID:
    """Raises NotFound where `text` is no id as we write it."""
    try:
        known = UUID(text)
    except ValueError:
        raise NotFound(f"no {thing} {text[:64]}") from None
    if str(known) != text.lower():
        raise NotFound(f"no {thing} {text[:64]}")
    return known


def _encoded(app: APIGatewayRestResolver) -> bool:
    return bool(app.current_event.raw_event.get("isBase64Encoded"))


def _correlation_id(app: APIGatewayRestResolver) -> str:
    return str(app.current_event.raw_event.get("requestContext", {}).get("requestId", ""))


def refused(app: APIGatewayRestResolver, error: BrigadeError) -> Response[str]:
    """The answer to what was refused, which is written down."""
    status, body = answer_of(error, _correlation_id(app))
    log = logger.error if status == 500 else logger.info
    log("request refused", reason=str(error), error=type(error).__name__)
    headers = {} if body.retry_after is None else {"Retry_After": str(body.retry_after)}
    return answer(status, body, **headers)


def _service_error(app: APIGatewayRestResolver, error: ServiceError) -> Response[str]:
    if isinstance(error, NotFoundError):
        return refused(app, NotFound("no such address"))
    code = "PAYLOAD_TOO_LARGE" if error.status_code == 413 else "BAD_REQUEST"
    return answer(error.status_code, error_answer(code, str(error.msg), _correlation_id(app)))


def _unforeseen(app: APIGatewayRestResolver, error: Exception) -> Response[str]:
    logger.exception("unexpected error", exc_info=error)
    return answer(*unexpected(_correlation_id(app)))
