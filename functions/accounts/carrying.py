"""How a session reaches whoever signed in: in cookies that no script reads, or in the answer of a program."""

from aws_lambda_powertools.event_handler import Response

from brigade.accounts.claims import LIFETIME
from brigade.accounts.refresh import LIFETIME as REFRESH_LIFETIME
from brigade.accounts.requests import Carrier, SignedIn
from brigade.accounts.user import user_view
from brigade_io.accounts.cookies import ACCESS, REFRESH, set_cookie
from brigade_io.frames.http import answer
from functions.accounts.sessions import Session


def carried(status: int, session: Session, carrier: Carrier) -> Response[str]:
    user, expires_at = user_view(session.user), session.expires_at
    if carrier == "body":
        tokens = {"access_token": session.access_token, "refresh_token": session.refresh_token}
        return answer(status, SignedIn(user=user, expires_at=expires_at, **tokens))
    response = answer(status, SignedIn(user=user, expires_at=expires_at))
    response.headers["Set-Cookie"] = [
        set_cookie(ACCESS, session.access_token, int(LIFETIME.total_seconds())),
        set_cookie(REFRESH, session.refresh_token, int(REFRESH_LIFETIME.total_seconds())),
    ]
    return response


def without_cookies(response: Response[str]) -> Response[str]:
    """The browser forgets both tokens."""
    response.headers["Set-Cookie"] = [set_cookie(name, "", 0) for name in (ACCESS, REFRESH)]
    return response
