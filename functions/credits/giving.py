"""What an administrator gives a user."""

from uuid import UUID, uuid4

from pydantic import model_validator

from brigade.accounts.user import Email, User
from brigade.errors import NotFound
from brigade.image_generation.credits import Amount, Grant, Reason
from brigade.image_generation.views import Granted
from brigade.model import Wire
from brigade_io import clock
from brigade_io.accounts.account_store import AccountStore
from brigade_io.database import database, in_transaction
from brigade_io.image_generation.credit_store import CreditStore


class GrantOrder(Wire):
    """The body of `POST /api/admin/credits/grant`: to whom, by id or by address, how many, and why."""

    user_id: UUID | None = None
    email: Email | None = None
    amount: Amount
    reason: Reason

    @model_validator(mode="after")
    def _names_one_user(self) -> "GrantOrder":
        if (self.user_id is None) == (self.email is None):
            raise ValueError("give userId or email")
        return self


def give(admin: UUID, key: str | None, order: GrantOrder) -> Granted:
    """The same key of the same administrator gives once. Raises NotFound where there is no such user, Conflict."""
    grant = Grant(amount=order.amount, reason=order.reason, by=str(admin), key=f"{admin} {key or uuid4()}")
    now, user = clock.now(), _user(order)
    balance = in_transaction(lambda db: CreditStore(db).grant(user.id, grant, now))
    return Granted(user_id=user.id, amount=order.amount, balance=balance)


def _user(order: GrantOrder) -> User:
    with database() as db:
        accounts = AccountStore(db)
        found = accounts.get(order.user_id) if order.user_id else accounts.by_email(order.email or "")
    if found is None:
        raise NotFound("there is no such user")
    return found
