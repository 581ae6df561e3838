"""A new password for a forgotten one: by a token that goes to the account's address, and works once."""

from datetime import datetime, timedelta

from brigade.accounts.letters import reset_letter
from brigade.accounts.passwords import new_password
from brigade.accounts.requests import Reset
from brigade.errors import InvalidRequest, Transient
from brigade_io import clock
from brigade_io.accounts.account_store import AccountStore
from brigade_io.accounts.chance import opaque_token
from brigade_io.accounts.password_hash import hash_of
from brigade_io.accounts.refresh_store import RefreshStore
from brigade_io.accounts.wiring import ended_sessions, send_letter, sign_in_limit
from brigade_io.database import database
from brigade_io.frames.http import logger
from brigade_io.settings import settings


def send_reset(email: str, address: str) -> None:
    """Comes back after the same time whether there is such an account or not. Raises RateLimitExceeded."""
    now = clock.now()
    sign_in_limit().admit("forgot", now, address, email)
    _send(email, now)
    clock.wait_until(now + timedelta(seconds=settings().forgotten_seconds))


def choose_password(order: Reset, address: str) -> None:
    """Set it and end every session. Raises InvalidRequest; a password that is too weak does not use the token up."""
    now = clock.now()
    sign_in_limit().admit("reset", now, address)
    with database() as db, db.transaction():
        accounts = AccountStore(db)
        user_id = accounts.take_reset(order.token, now)
        user = accounts.get(user_id) if user_id else None
        if user is None:
            raise InvalidRequest("this link does not work any more", {"token": "is unknown, used or expired"})
        accounts.set_password(user.id, hash_of(new_password(order.password, user.email)), now)
        for session in RefreshStore(db).revoke_all(user.id, now):
            ended_sessions().end(session, now)


def _send(email: str, now: datetime) -> None:
    token = opaque_token()
    with database() as db, db.transaction():
        user = AccountStore(db).by_email(email)
        if user is None:
            return
        AccountStore(db).keep_reset(user.id, token, now)
    try:
        send_letter()(reset_letter(email, settings().site_url, token))
    except Transient as error:  # said only to us: an error would tell that there is an account
        logger.error("letter not sent", user=str(user.id), reason=str(error))
