"""Credits in PostgreSQL: a balance for each user, and the entries that it is the sum of, which nobody changes.

    CreditStore(db).welcome(user_id, amount, now) -> int          # once; the balance
    CreditStore(db).balance(user_id) -> int                       # 0 for whoever has no account
    CreditStore(db).grant(user_id, Grant, now) -> int             # once for each key; the balance. Raises Conflict
    CreditStore(db).entries(user_id, after, limit) -> list[EntryView]     # newest first; `after`: the id of an entry
    CreditStore(db).reserve(user_id, [Claim], now) -> None        # raises NotEnoughCredits; GenerationStore calls it,
    CreditStore(db).end([Generation], now) -> None                # and this, in the transaction of the row

Entry and balance are written in one transaction: each method opens one, within the caller's where there is one.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg import Connection
from psycopg.rows import class_row

from brigade.errors import Conflict, NotEnoughCredits
from brigade.image_generation.credits import START, Claim, EntryKind, Grant, starting_grant
from brigade.image_generation.generation import Generation
from brigade.image_generation.views import EntryView

OPEN = "insert into credit_accounts (user_id, balance) values (%s, 0) on conflict do nothing"
ADD = "update credit_accounts set balance = balance + %s where user_id = %s"
TAKE = "update credit_accounts set balance = balance - %(sum)s where user_id = %(user)s and balance >= %(sum)s"
GRANT = """
insert into credit_entries (user_id, kind, amount, key, reason, granted_by, at)
values (%(user)s, 'grant', %(amount)s, %(key)s, %(reason)s, %(by)s, %(at)s)
on conflict (user_id, key) where kind = 'grant' do nothing
"""
GRANTED = "select amount, reason from credit_entries where user_id = %s and key = %s and kind = 'grant'"
STANDING = """
select balance, not exists (select from credit_entries where user_id = %(user)s and key = %(key)s and kind = 'grant')
  from credit_accounts where user_id = %(user)s
"""
RESERVE = """
insert into credit_entries (user_id, kind, amount, generation_id, run, at)
values (%(user)s, 'reserve', -%(price)s, %(generation_id)s, %(run)s, %(at)s)
"""
END = """
insert into credit_entries (user_id, kind, amount, spent, generation_id, run, at)
values (%(user)s, %(kind)s, %(back)s, %(spent)s, %(id)s, %(run)s, %(at)s)
"""
ENTRIES = """
select id, kind, amount, spent, generation_id, run, reason, granted_by, at from credit_entries
 where user_id = %(user)s and (%(after)s::bigint is null or id < %(after)s)
 order by id desc limit %(limit)s
"""


class CreditStore:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db

    def balance(self, user_id: UUID) -> int:
        row = self.db.execute("select balance from credit_accounts where user_id = %s", [user_id]).fetchone()
        return row[0] if row else 0

    def welcome(self, user_id: UUID, amount: int, now: datetime) -> int:
        """Give a new user `amount` to begin with, however often this is called; the balance."""
        balance, is_new = self.db.execute(STANDING, {"user": user_id, "key": START}).fetchone() or (0, True)
        if not (is_new and amount > 0):
            return int(balance)
        self._grant(user_id, starting_grant(amount), now)
        return self.balance(user_id)

    def grant(self, user_id: UUID, grant: Grant, now: datetime) -> int:
        """Give credits; the balance. Raises Conflict where the key came with another grant."""
        if not self._grant(user_id, grant, now):
            known = self.db.execute(GRANTED, [user_id, grant.key]).fetchone()
            if known != (grant.amount, grant.reason):
                raise Conflict("this idempotency key came with another grant before")
        return self.balance(user_id)

    def _grant(self, user_id: UUID, grant: Grant, now: datetime) -> bool:
        """False where it was given before."""
        with self.db.transaction():
            self.db.execute(OPEN, [user_id])
            entry = {**grant.model_dump(), "user": user_id, "at": now}
            if self.db.execute(GRANT, entry).rowcount == 0:
                return False
            self.db.execute(ADD, [grant.amount, user_id])
            return True

    def entries(self, user_id: UUID, after: int | None, limit: int) -> list[EntryView]:
        """The newest first, those behind the entry `after`."""
        with self.db.cursor(row_factory=class_row(EntryView)) as cursor:
            return cursor.execute(ENTRIES, {"user": user_id, "after": after, "limit": limit}).fetchall()

    def reserve(self, user_id: UUID, claims: Sequence[Claim], now: datetime) -> None:
        """Take the price of every claim, or of none. Raises NotEnoughCredits."""
        required = sum(claim.price for claim in claims)
        with self.db.transaction(), self.db.cursor() as cursor:
            if cursor.execute(TAKE, {"user": user_id, "sum": required}).rowcount == 0:
                raise NotEnoughCredits(required, self.balance(user_id))
            cursor.executemany(RESERVE, [{**claim.model_dump(), "user": user_id, "at": now} for claim in claims])

    def end(self, generations: Sequence[Generation], now: datetime) -> None:
        """Give one owner back what these runs reserved and their pictures do not cost.

        A second end of a run breaks a constraint.
        """
        if generations:
            with self.db.transaction(), self.db.cursor() as cursor:
                cursor.execute(ADD, [sum(each.price - each.spent for each in generations), generations[0].owner])
                cursor.executemany(END, [_end_of(each, now) for each in generations])


def _end_of(generation: Generation, now: datetime) -> dict[str, object]:
    spent = generation.spent
    return {
        "user": generation.owner, "id": generation.id, "run": generation.run, "at": now,
        "kind": EntryKind.SETTLE if spent else EntryKind.REFUND, "back": generation.price - spent, "spent": spent,
    }  # fmt: skip
