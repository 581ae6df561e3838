"""Make an administrator: called by whoever may invoke the function, as there is no route to it."""

import json
from typing import Any
from uuid import UUID, uuid4

from brigade.accounts.requests import NewAdmin, parsed
from brigade.accounts.user import Role, User
from brigade_io import clock
from brigade_io.accounts.account_store import AccountStore
from brigade_io.accounts.chance import one_time_password
from brigade_io.accounts.password_hash import hash_of
from brigade_io.accounts.refresh_store import RefreshStore
from brigade_io.accounts.wiring import ended_sessions
from brigade_io.database import database
from brigade_io.frames.step_task import logger


def handler(event: dict[str, Any], context: object) -> dict[str, str]:
    """The administrator, with a password that is shown this once. Raises InvalidRequest, EmailTaken.

    Where the address has an account that is no administrator's, that becomes one: only the new password opens it.
    """
    order, password = parsed(NewAdmin, json.dumps(event)), one_time_password()
    admin = User(id=uuid4(), email=order.email, role=Role.ADMIN, created_at=clock.now())
    password_hash = hash_of(password)
    with database() as db, db.transaction():
        user_id = _taken_over(AccountStore(db), RefreshStore(db), admin, password_hash)
        if user_id is None:
            AccountStore(db).add(admin, password_hash)
    logger.info("administrator made", user=str(user_id or admin.id))
    return {"id": str(user_id or admin.id), "email": admin.email, "password": password}


def _taken_over(accounts: AccountStore, sessions: RefreshStore, admin: User, password_hash: str) -> UUID | None:
    """Whose account it was: whoever had the password before is signed out, and no letter of theirs works."""
    user_id = accounts.take_over(admin, password_hash)
    if user_id:
        accounts.forget_resets(user_id)
        for session in sessions.revoke_all(user_id, admin.created_at):
            ended_sessions().end(session, admin.created_at)
    return user_id
