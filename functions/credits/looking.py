"""What users have, and how it came to be."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from brigade.errors import NotFound
from brigade.image_generation.pricing import credits_view
from brigade.image_generation.request import AspectRatio
from brigade.image_generation.views import CreditsView, EntryPage
from brigade.model import Wire
from brigade.text import text
from brigade_io import clock
from brigade_io.accounts.account_store import AccountStore
from brigade_io.database import database, in_transaction
from brigade_io.image_generation.credit_store import CreditStore
from brigade_io.settings import settings

LARGEST_PAGE = 200
LAST_ENTRY = 2**63 - 1


class EntryQuery(Wire):
    """`after` is the `next` of the page before."""

    after: int | None = Field(default=None, ge=1, le=LAST_ENTRY)
    limit: int = Field(default=50, ge=1, le=LARGEST_PAGE)


class PriceQuery(Wire):
    """Of which model and shape prices are told: by default those of a square picture of the preferred model."""

    model: Annotated[str, text(100)] | None = None
    aspect_ratio: AspectRatio = AspectRatio.SQUARE


def credits_of(user_id: UUID, query: PriceQuery) -> CreditsView:
    """A new user is given what users begin with. Raises PriceUnknown, InvalidRequest."""
    now = clock.now()
    balance = in_transaction(lambda db: CreditStore(db).welcome(user_id, settings().credits_at_start, now))
    return credits_view(settings(), balance, query.model or "", query.aspect_ratio)


def entries_of(user_id: UUID, query: EntryQuery) -> EntryPage:
    """Raises NotFound where there is no such user."""
    with database() as db:
        if AccountStore(db).get(user_id) is None:
            raise NotFound(f"no user {user_id}")
        credits = CreditStore(db)
        found = credits.entries(user_id, query.after, query.limit + 1)
        balance = credits.balance(user_id)
    shown = found[: query.limit]
    return EntryPage(
        user_id=user_id, balance=balance, entries=shown, next=shown[-1].id if len(found) > query.limit else None
    )
