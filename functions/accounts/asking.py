"""What a request about accounts brings: its body, its refresh token, and the address that it came from."""

from typing import TypeVar

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from brigade.accounts.network import network_of
from brigade.accounts.requests import Carrier, Refresh, parsed
from brigade.errors import Forbidden, Unauthorized
from brigade.model import Wire
from brigade_io.accounts.cookies import REFRESH, cookie, headers_of, is_from_our_pages
from brigade_io.frames.http import json_body
from brigade_io.settings import settings

Body = TypeVar("Body", bound=Wire)


def require_own_page(app: APIGatewayRestResolver) -> None:
    """Raises Forbidden where a browser says that it comes from another site's page."""
    headers = headers_of(app.current_event.raw_event)
    if "sec-fetch-site" in headers and not is_from_our_pages(headers):
        raise Forbidden("this has to come from our own pages")


def asked(app: APIGatewayRestResolver, kind: type[Body]) -> Body:
    """The body. Raises InvalidRequest; Forbidden where a browser says that it comes from another site's page."""
    require_own_page(app)
    return parsed(kind, json_body(app))


def shown_token(app: APIGatewayRestResolver) -> tuple[str, Carrier]:
    """The refresh token, and what carried it. Raises Unauthorized without one, and as `asked` does."""
    if token := asked(app, Refresh).refresh_token:
        return token, "body"
    headers = headers_of(app.current_event.raw_event)
    token = cookie(headers, REFRESH)
    if not token:
        raise Unauthorized("sign in first")
    if not is_from_our_pages(headers):
        raise Forbidden("this has to come from our own pages")
    return token, "cookies"


def address_of(app: APIGatewayRestResolver) -> str:
    """From where: whom the outermost proxy of ours named in `X-Forwarded-For`, as what stands before may be forged."""
    event = app.current_event.raw_event
    named = headers_of(event).get("x-forwarded-for", "").split(",")
    behind = settings().proxies
    source = named[-1 - behind] if 0 < behind < len(named) else event["requestContext"]["identity"]["sourceIp"]
    return network_of(source)
