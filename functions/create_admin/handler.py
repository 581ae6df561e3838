"""Make an administrator: called by whoever may invoke the function, as there is no route to it."""

import json
from typing import Any
from uuid import uuid4

from brigade.accounts.requests import NewAdmin, parsed
from brigade.accounts.user import Role, User
from brigade_io import clock
from brigade_io.accounts.account_store import AccountStore
from brigade_io.accounts.chance import one_time_password
from brigade_io.accounts.password_hash import hash_of
from brigade_io.database import database
from brigade_io.frames.step_task import logger


def handler(event: dict[str, Any], context: object) -> dict[str, str]:
    """The administrator, with a password that is shown this once. Raises InvalidRequest, EmailTaken."""
    order, password = parsed(NewAdmin, json.dumps(event)), one_time_password()
    admin = User(id=uuid4(), email=order.email, role=Role.ADMIN, created_at=clock.now())
    with database() as db:
        AccountStore(db).add(admin, hash_of(password))
    logger.info("administrator made", user=str(admin.id))
    return {"id": str(admin.id), "email": admin.email, "password": password}
