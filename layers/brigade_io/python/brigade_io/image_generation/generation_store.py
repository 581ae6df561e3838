"""Generations in PostgreSQL, from their submission to their end; what they cost moves in the same transaction.

    GenerationStore(db).submit(Submission) -> list[Generation]    # raises NotEnoughCredits, Conflict, RateLimitExceeded
    GenerationStore(db).get(owner, id) -> Generation              # raises NotFound, also where it is another's
    GenerationStore(db).find(id) -> Generation | None             # for the steps of the machine
    GenerationStore(db).begin(id, run, now=, deadline=, picture_seconds=) -> Generation | None
    GenerationStore(db).storing(id, run, position) -> None
    GenerationStore(db).stored(id, run, position) -> bool         # False: this run has ended, keep nothing
    GenerationStore(db).settle(id, run, Status, now, Failure | None) -> Generation | None
    GenerationStore(db).cancel(owner, id, now) -> Generation      # raises NotFound, WrongMoment
    GenerationStore(db).cancel_many(owner, CancelScope, now) -> list[Generation]
    GenerationStore(db).retry(owner, id, run, picture_price=, now=, deadline=) -> Generation
                                                                  # raises NotFound, WrongMoment, NotEnoughCredits
    GenerationStore(db).history(owner, HistoryQuery) -> list[Generation]    # one more than its limit, where there are

Every method may be repeated, also while another does the same: the second changes nothing and tells how things stand.
Call them through `in_transaction`. What is locked is locked in one order: generations' rows as they came, then their
owner's account, then what counts those that wait.
"""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from psycopg import Connection
from psycopg.rows import dict_row

from brigade.errors import Conflict, NotEnoughCredits, NotFound, RateLimitExceeded
from brigade.image_generation.credits import Claim
from brigade.image_generation.generation import Failure, Generation, Status
from brigade.image_generation.history import HistoryQuery
from brigade.image_generation.queue import FULL_SECONDS, MOST_OPEN
from brigade.image_generation.standing import CancelScope, end_of, require_open, require_retryable, to_cancel
from brigade.image_generation.submission import Submission
from brigade_io.image_generation import generation_sql as sql
from brigade_io.image_generation.credit_store import CreditStore
from brigade_io.image_generation.generation_rows import generation_of, row_of


class GenerationStore:
    def __init__(self, db: Connection[Any]) -> None:
        self.db = db
        self.credits = CreditStore(db)

    # --- Beginning -------------------------------------------------------------------------------

    def submit(self, submission: Submission) -> list[Generation]:
        """Add and pay all orders, or none; those that were submitted before under the same ids change nothing."""
        with self.db.transaction(), self.db.cursor(row_factory=dict_row) as cursor:
            added = cursor.execute(sql.SUBMIT, row_of(submission)).fetchall()
            if len(added) != len(submission.orders):
                return self._submitted(submission)
            if not added[0]["is_paid"]:
                raise NotEnoughCredits(sum(row["price"] for row in added), self.credits.balance(submission.owner))
            _require_room(added[0]["open"] + len(added))
        return _in_order(submission, [generation_of(row) for row in added])

    def _submitted(self, submission: Submission) -> list[Generation]:
        """What was submitted before. Raises Conflict."""
        ids = [order.id for order in submission.orders]
        found = self._all(sql.SUBMITTED, {"ids": ids, "digest": submission.digest})
        if len(found) != len(ids):
            raise Conflict("this idempotency key came with another request before")
        return _in_order(submission, found)

    def begin(
        self, generation_id: UUID, run: int, *, now: datetime, deadline: datetime, picture_seconds: float
    ) -> Generation | None:
        """Take it into work; None where that run waits no more and is not in work either."""
        times = {"id": generation_id, "run": run, "now": now, "deadline": deadline, "seconds": picture_seconds}
        if begun := self._all(sql.BEGIN, times):
            return begun[0]
        known = self.find(generation_id)
        return known if known and (known.run, known.status) == (run, Status.PROCESSING) else None

    def retry(
        self, owner: UUID, generation_id: UUID, run: int, *, picture_price: int, now: datetime, deadline: datetime
    ) -> Generation:
        """Try again what is missing after `run`, for `picture_price` credits each."""
        with self.db.transaction():
            held = self._locked(owner, generation_id)
            if held.run == run + 1:
                return held
            require_retryable(held, run)
            price = picture_price * len(held.missing)
            times = {"now": now, "deadline": deadline}
            self.credits.reserve(owner, [Claim(generation_id=held.id, run=run + 1, price=price)], now)
            _require_room(1 + self._one_number(sql.COUNT_OPEN, {"owner": owner}))
            return self._all(sql.AGAIN, {"id": held.id, "price": price, **times})[0]

    # --- Under way -------------------------------------------------------------------------------

    def storing(self, generation_id: UUID, run: int, position: int) -> None:
        """A picture has come."""
        self.db.execute(sql.STORING, {"id": generation_id, "run": run, "position": position})

    def stored(self, generation_id: UUID, run: int, position: int) -> bool:
        """A picture is kept, in the transaction that keeps it, and will be paid; False where this run has ended."""
        where = {"id": generation_id, "run": run, "position": position}
        if self.db.execute(sql.STORED, where).rowcount == 1:
            return True
        known = self.find(generation_id)
        return known is not None and position in known.stored

    # --- Ending ----------------------------------------------------------------------------------

    def settle(
        self, generation_id: UUID, run: int, status: Status, now: datetime, failure: Failure | None = None
    ) -> Generation | None:
        """End this run as `status`, or as what `end_of` says; how it stands then. None where there is none."""
        with self.db.transaction():
            held = next(iter(self._all(sql.LOCKED, {"id": generation_id})), None)
            if held is None or held.run != run or held.status.is_end:
                return held
            self.credits.end([held], now)
            return self._ended(held, end_of(held, status), now, failure)

    def cancel(self, owner: UUID, generation_id: UUID, now: datetime) -> Generation:
        """What waits ends at once; of what is in work is noted that it shall end."""
        with self.db.transaction():
            held = self._locked(owner, generation_id)
            require_open(held)
            if held.status is Status.PENDING:
                self.credits.end([held], now)
            return self._cancelled(held, now)

    def cancel_many(self, owner: UUID, scope: CancelScope, now: datetime) -> list[Generation]:
        """Those that were cancelled, or shall be."""
        with self.db.transaction():
            meant = to_cancel(self._all(sql.OPEN_OF, {"owner": owner}), scope)
            self.credits.end([each for each in meant if each.status is Status.PENDING], now)
            return [self._cancelled(each, now) for each in meant]

    def _cancelled(self, held: Generation, now: datetime) -> Generation:
        if held.status is Status.PENDING:
            return self._ended(held, Status.CANCELLED, now, None)
        return self._all(sql.ASK_TO_CANCEL, {"id": held.id, "now": now})[0]

    def _ended(self, held: Generation, status: Status, now: datetime, failure: Failure | None) -> Generation:
        told = failure if failure and status is Status.FAILED else None
        values = {"id": held.id, "status": status, "now": now, "code": told and told.code, "text": told and told.text}
        return self._all(sql.END, values)[0]

    # --- Looking ---------------------------------------------------------------------------------

    def find(self, generation_id: UUID) -> Generation | None:
        return next(iter(self._all(sql.ONE, {"id": generation_id})), None)

    def get(self, owner: UUID, generation_id: UUID) -> Generation:
        return _own(self.find(generation_id), owner, generation_id)

    def history(self, owner: UUID, query: HistoryQuery) -> list[Generation]:
        """The newest first; as many as the query's limit, and one more where there are more."""
        values = {"status": query.status, "pattern": query.pattern, "after": query.after, "limit": query.limit + 1}
        return self._all(sql.HISTORY, {"owner": owner, **values})

    def _locked(self, owner: UUID, generation_id: UUID) -> Generation:
        return _own(next(iter(self._all(sql.LOCKED, {"id": generation_id})), None), owner, generation_id)

    def _one_number(self, query: LiteralString, values: dict[str, Any]) -> int:
        row = self.db.execute(query, values).fetchone()
        return int(row[0]) if row else 0

    def _all(self, query: LiteralString, values: dict[str, Any]) -> list[Generation]:
        with self.db.cursor(row_factory=dict_row) as cursor:
            return [generation_of(row) for row in cursor.execute(query, values).fetchall()]


def _own(generation: Generation | None, owner: UUID, generation_id: UUID) -> Generation:
    if generation is None or generation.owner != owner:
        raise NotFound(f"no generation {generation_id}")
    return generation


def _in_order(submission: Submission, generations: list[Generation]) -> list[Generation]:
    """As they were ordered."""
    found = {each.id: each for each in generations}
    return [found[order.id] for order in submission.orders]


def _require_room(count: int) -> None:
    if count > MOST_OPEN:
        raise RateLimitExceeded(f"at most {MOST_OPEN} of your generations wait or are in work", FULL_SECONDS)
