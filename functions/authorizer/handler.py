"""Let a request in, or not: API Gateway's REQUEST authorizer, by a signed access token in a header or a cookie."""

import sys
from typing import Any, NoReturn

from aws_lambda_powertools.utilities.typing import LambdaContext

from brigade.accounts.claims import Claims
from brigade.errors import Unauthorized
from brigade_io import clock
from brigade_io.accounts.token_keys import public_key
from brigade_io.accounts.tokens import verify
from brigade_io.accounts.wiring import ended_sessions
from brigade_io.frames.http import ADMIN
from brigade_io.frames.step_task import logger
from functions.authorizer.request import is_forged, token_of


@logger.inject_lambda_context(clear_state=True)
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """401 where no token holds, 403 where its role or the page it comes from is not enough: API Gateway's own way."""
    vars(sys).pop("tracebacklimit", None)
    try:
        claims = going_on(verify(token_of(event), public_key(), clock.now()))
    except Unauthorized as error:
        logger.info("not let in", reason=str(error))
        answer_401()
    allowed = (claims.role == ADMIN or not event["path"].startswith("/api/admin/")) and not is_forged(event)
    statement = {
        "Action": "execute-api:Invoke", "Effect": "Allow" if allowed else "Deny", "Resource": event["methodArn"],
    }  # fmt: skip
    return {
        "principalId": claims.sub,
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {"role": claims.role},
    }


def going_on(claims: Claims) -> Claims:
    """The claims, where their session has not ended. Raises Unauthorized."""
    if claims.sid and ended_sessions().has_ended(claims.sid, clock.now()):
        raise Unauthorized("the session has ended")
    return claims


def answer_401() -> NoReturn:
    """An answer and no fault: the runtime, which writes down whatever is raised, is not to say where."""
    sys.tracebacklimit = 0
    raise Exception("Unauthorized") from None  # the very word that API Gateway answers with 401
