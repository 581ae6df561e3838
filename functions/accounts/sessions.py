"""Sessions: how one begins, goes on and ends."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from brigade.accounts.claims import LIFETIME
from brigade.accounts.opaque import unsealed
from brigade.accounts.passwords import new_password, normal_form
from brigade.accounts.refresh import Step, step_of
from brigade.accounts.requests import SignIn
from brigade.accounts.user import Role, User
from brigade.errors import Unauthorized
from brigade_io import clock
from brigade_io.accounts.account_store import AccountStore
from brigade_io.accounts.chance import opaque_token
from brigade_io.accounts.password_hash import hash_of, matches
from brigade_io.accounts.refresh_store import RefreshStore
from brigade_io.accounts.token_keys import private_key
from brigade_io.accounts.tokens import sign_access_token
from brigade_io.accounts.wiring import ended_sessions, sign_in_limit
from brigade_io.database import database
from brigade_io.frames.http import logger


class Session(NamedTuple):
    user: User
    access_token: str
    refresh_token: str
    expires_at: datetime  # of the access token


def register_user(order: SignIn, address: str) -> Session:
    """Raises RateLimitExceeded, InvalidRequest where the password is weak, EmailTaken."""
    now = clock.now()
    sign_in_limit().admit("register", now, address)
    password_hash = hash_of(new_password(order.password, order.email))
    user = User(id=uuid4(), email=order.email, role=Role.USER, created_at=now)
    with database() as db, db.transaction():
        AccountStore(db).add(user, password_hash)
        return _begun(RefreshStore(db), user, now)


def sign_in(order: SignIn, address: str) -> Session:
    """Raises RateLimitExceeded; Unauthorized, in the same words and after the same work whatever was wrong."""
    now = clock.now()
    sign_in_limit().admit("sign-in", now, address, order.email)
    with database() as db:
        user = AccountStore(db).by_email(order.email)
        password_hash = AccountStore(db).password_hash(order.email)
        if not matches(normal_form(order.password), password_hash) or user is None:
            raise Unauthorized("the address or the password is wrong")
        with db.transaction():
            session = _begun(RefreshStore(db), user, now)
    sign_in_limit().give_back("sign-in", now, address, order.email)
    return session


def refresh_session(token: str) -> Session:
    """Raises Unauthorized where the token does not hold, and ends its family where it was used before."""
    now = clock.now()
    with database() as db:
        with db.transaction():
            found = _successor(RefreshStore(db), token, now)
        user = AccountStore(db).get(found[0]) if found else None
    if found is None or user is None:
        raise Unauthorized("sign in again")
    return _session(user, *found[1:], now)


def sign_out(token: str) -> None:
    """End the token's family; a token that is unknown has none to end."""
    with database() as db, db.transaction():
        if kept := RefreshStore(db).find(token):
            _end(RefreshStore(db), kept.family_id, clock.now())


def user_of(caller: str) -> User:
    """Raises Unauthorized where there is no such account, or not any more."""
    try:
        user_id = UUID(caller)
    except ValueError:
        raise Unauthorized("this is no account of ours") from None
    with database() as db:
        user = AccountStore(db).get(user_id)
    if user is None:
        raise Unauthorized("there is no such account any more")
    return user


def _begun(store: RefreshStore, user: User, now: datetime) -> Session:
    token = opaque_token()
    return _session(user, store.begin(user.id, token, now), token, now)


def _session(user: User, family_id: UUID, refresh_token: str, now: datetime) -> Session:
    access_token = sign_access_token(private_key(), str(user.id), user.role, now, sid=str(family_id))
    return Session(user, access_token, refresh_token, now + LIFETIME)


def _end(store: RefreshStore, family_id: UUID, now: datetime) -> None:
    """Its refresh tokens at once, and its access tokens within a minute."""
    store.revoke(family_id, now)
    ended_sessions().end(family_id, now)


def _successor(store: RefreshStore, token: str, now: datetime) -> tuple[UUID, UUID, str] | None:
    """Whose token it is, its family, and the one that follows; None where none does."""
    kept = store.find(token)
    if kept is None:
        return None
    step = step_of(kept, now)
    if step is Step.ROTATE:
        successor = opaque_token()
        store.rotate(kept, token, successor, now)
        return kept.user_id, kept.family_id, successor
    if step is Step.REPEAT and kept.successor:
        return kept.user_id, kept.family_id, unsealed(kept.successor, token)
    if step is Step.REVOKE:
        _end(store, kept.family_id, now)
        logger.warning("a refresh token came twice: its family has ended", user=str(kept.user_id))
    return None
