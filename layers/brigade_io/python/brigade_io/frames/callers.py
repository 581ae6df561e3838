"""Who asks, where users and administrators may: users see what is their own, administrators everybody's."""

from typing import Any, NamedTuple
from uuid import UUID

from aws_lambda_powertools.event_handler import APIGatewayRestResolver

from brigade.errors import Forbidden, Unauthorized
from brigade_io.frames.http import ADMIN, require_caller


class Caller(NamedTuple):
    id: UUID
    is_admin: bool

    @property
    def sees(self) -> UUID | None:
        """Whose things: the own ones, or everybody's (None)."""
        return None if self.is_admin else self.id


def caller_of(app: APIGatewayRestResolver) -> Caller:
    """Whoever is signed in. Raises Unauthorized."""
    return caller_in(app.current_event.raw_event.get("requestContext", {}).get("authorizer"))


def caller_in(authorizer: Any) -> Caller:
    """The same, by an authorizer's context."""
    name = require_caller(authorizer)
    try:
        return Caller(UUID(name), authorizer.get("role") == ADMIN)
    except ValueError:
        raise Unauthorized("sign in first") from None


def admin_calling(app: APIGatewayRestResolver) -> Caller:
    """An administrator. Raises Unauthorized or Forbidden."""
    caller = caller_of(app)
    if not caller.is_admin:
        raise Forbidden("this needs the role admin")
    return caller
