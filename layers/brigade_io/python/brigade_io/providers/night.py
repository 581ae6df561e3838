"""Work that is done overnight: put into a job once, looked at until it is over, paid at half the price.

What is needed to go on is kept in the work bucket: the job with its entries in the ledger before the provider is
told of it, its id after. Who was killed between the two finds the job by its mark, and puts up no second one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID

from brigade.errors import BrigadeError, BudgetSpent, ModelBusy, ModelDown, NotFound, Rejected, Transient
from brigade.providers.jobs import Job, JobState, Reply, job_key, look_after, outcome_key, reduced
from brigade.providers.ledger import LedgerEntry, billed, charge_of
from brigade.providers.pace import Slot
from brigade_io.bucket import Bucket
from brigade_io.providers.job_board import JobBoard
from brigade_io.providers.ledger import Ledger
from brigade_io.providers.slots import NotYet

Found = TypeVar("Found")

BUSY_LOOK = 60.0  # seconds, where the provider is not to be reached or takes no more jobs for now


@dataclass(frozen=True)
class Order:
    """What is to be made in one job: `entries` of the ledger by call, and the requests of those, by call too."""

    batch_id: UUID
    name: str
    entries: list[LedgerEntry]
    path: str
    bodies: Mapping[str, Any]
    budget_micros: int | None


class Night:
    def __init__(self, board: JobBoard, ledger: Ledger, bucket: Bucket, clock: Callable[[], float]) -> None:
        self.board = board
        self.ledger = ledger
        self.bucket = bucket
        self.clock = clock

    def under_way(self, batch_id: UUID, name: str) -> Job | None:
        """The job of this name whose answers are still to be kept, if there is one."""
        job = self._kept(batch_id, name)
        return None if job is None or job.done else job

    def begin(self, order: Order, key: str) -> Job:
        """Put the order up, as a job of its own. Raises NotYet, BudgetSpent, and what the provider refuses it for."""
        before = self._kept(order.batch_id, order.name)
        number = 0 if before is None else before.number + 1
        entries = self._entered(order)
        job = Job(name=f"{order.batch_id}/{order.name}", number=number, entries=entries, since=self.clock())
        self._keep(order, job)
        return self._put_up(order, job, key)

    def _entered(self, order: Order) -> list[LedgerEntry]:
        """The calls that the budget has room for. Raises BudgetSpent where there is none."""
        entries = []
        for entry in order.entries:
            try:
                entries.append(self.ledger.open(entry, order.budget_micros))
            except BudgetSpent:
                if not entries:
                    raise
                break
        return entries

    def go_on(self, order: Order, job: Job, key: str) -> Job:
        """A job that was begun, whose id may not have been kept. Raises as `begin` does."""
        if job.id:
            return job
        found = self._tried(lambda: self.board.find(job.mark, key))
        return self._named(order, job, found) if found else self._put_up(order, job, key)

    def replies(self, order: Order, job: Job, key: str) -> dict[str, Reply]:
        """What came of a job that is over, by call. Raises NotYet until then."""
        state = self._tried(lambda: self.board.look(job.id, key))
        if state.is_full:
            self.close(order, job)
            raise self._later(BUSY_LOOK)
        if not state.is_over:
            raise self._later(look_after(self.clock() - job.since))
        return self._tried(lambda: self.board.replies(state, key))

    def stop(self, order: Order, job: Job, key: str) -> dict[str, Reply]:
        """Take a job down; what was answered by then, which is paid. Raises NotYet until that is known."""
        if not job.id:
            if not (found := self._tried(lambda: self.board.find(job.mark, key))):
                return {}  # the provider was never told of it
            job = self._named(order, job, found)
        state = self._tried(lambda: self._stopped(job, key))
        if not state.is_over:
            raise self._later(BUSY_LOOK / 6)
        return self._tried(lambda: self.board.replies(state, key))

    def _stopped(self, job: Job, key: str) -> JobState:
        state = self.board.look(job.id, key)
        return state if state.is_over or state.status == "cancelling" else self.board.take_down(job.id, key)

    def written_down(self, order: Order, job: Job, told: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """What `told` says came of a job, and ever after what it said the first time."""
        place = outcome_key(order.batch_id, order.name, job.number)
        try:
            before: dict[str, Any] = self.bucket.get_json(place)
        except NotFound:
            self.bucket.put_json(place, after := told())
            return after
        return before

    def close(self, order: Order, job: Job) -> None:
        """All that came of it is kept: what its calls did not cost by then, they will not."""
        for entry in job.entries:
            self.ledger.release(entry)
        self._keep(order, job.model_copy(update={"done": True}))

    # --- Paying --------------------------------------------------------------------------------------

    def settle(self, entry: LedgerEntry, call: Callable[[], tuple[Found, int]]) -> tuple[Found, int]:
        """Read a reply as `call` reads it: its result, and half of its price. Its errors pass, with half of theirs."""
        try:
            result, micros = call()
        except BrigadeError as error:
            charge = charge_of(error)
            if charge:
                self.ledger.settle(entry, reduced(charge))
            raise (billed(error, reduced(charge)) if charge else error) from None
        self.ledger.settle(entry, reduced(micros))
        return result, reduced(micros)

    # --- What is kept --------------------------------------------------------------------------------

    def _put_up(self, order: Order, job: Job, key: str) -> Job:
        try:
            bodies = {entry.call_id: order.bodies[entry.call_id] for entry in job.entries}
            found = self._tried(lambda: self.board.put_up(job.mark, order.path, bodies, key))
        except Rejected:
            self.close(order, job)
            raise
        return self._named(order, job, found)

    def _named(self, order: Order, job: Job, found: str) -> Job:
        job = job.model_copy(update={"id": found})
        self._keep(order, job)
        return job

    def _tried(self, ask: Callable[[], Found]) -> Found:
        """A provider that is not to be reached is asked again later: the job goes on without us."""
        try:
            return ask()
        except ModelBusy as busy:
            raise self._later(max(BUSY_LOOK, busy.retry_after or 0.0)) from busy
        except (ModelDown, Transient) as error:
            raise self._later(BUSY_LOOK) from error

    def _later(self, wait: float) -> NotYet:
        return NotYet(wait, Slot(start_at=self.clock() + wait))

    def _kept(self, batch_id: UUID, name: str) -> Job | None:
        try:
            return Job.model_validate(self.bucket.get_json(job_key(batch_id, name)))
        except NotFound:
            return None

    def _keep(self, order: Order, job: Job) -> None:
        self.bucket.put_json(job_key(order.batch_id, order.name), job.model_dump(mode="json"))
