"""Pictures that have all night: each is a job of its own, at half the price."""

from collections.abc import Callable

from brigade.errors import BrigadeError, ModelDown, Rejected
from brigade.images.asked import Asked
from brigade.providers.jobs import Job, Reply, reduced
from brigade.providers.ledger import LedgerEntry
from brigade_io.images.openai_pictures import OpenAIPictures
from brigade_io.providers.night import Night, Order
from brigade_io.providers.relays import Listening, Replaying, overheard


class NightPictures:
    """`model` says what is asked and reads what was answered, `night` keeps the jobs."""

    def __init__(self, model: OpenAIPictures, night: Night) -> None:
        self.model = model
        self.night = night

    def picture(
        self, entry: LedgerEntry, asked: Asked, budget_micros: int | None, require_running: Callable[[], object],
        begin: Callable[[], object],
    ) -> bytes:  # fmt: skip
        """Raises NotYet until the job is over, and what the direct path raises."""
        key = self.model.key()
        order = self._ordered(entry, asked, budget_micros, key)
        job = self.night.under_way(order.batch_id, order.name)
        try:
            require_running()
        except Rejected:
            if job is not None:
                self._stopped(order, job, asked, key)
            raise
        if job is None:
            begin()
            job = self.night.begin(order, key)
        else:
            job = self.night.go_on(order, job, key)
        return self._read(order, job, self.night.replies(order, job, key), asked, key)

    def _stopped(self, order: Order, job: Job, asked: Asked, key: str) -> None:
        """Nobody waits for the picture any more; if it was made, it is paid."""
        try:
            self._read(order, job, self.night.stop(order, job, key), asked, key)
        except BrigadeError:
            return
        self.night.close(order, job)

    def _read(self, order: Order, job: Job, replies: dict[str, Reply], asked: Asked, key: str) -> bytes:
        """The picture in a job's reply. Where there is none the job is closed, so that the next try is a new one."""
        (entry,) = job.entries
        try:
            if (reply := replies.get(entry.call_id)) is None:
                raise ModelDown("the provider's job ended before the picture was made")
            reading = self.model.over(Replaying(reply))
            picture, _ = self.night.settle(entry, lambda: reading.picture(asked, key))
        except BrigadeError:
            self.night.close(order, job)
            raise
        return picture

    def _ordered(self, entry: LedgerEntry, asked: Asked, budget_micros: int | None, key: str) -> Order:
        half = entry.model_copy(update={"estimate_micros": reduced(entry.estimate_micros)})
        said = overheard(lambda: self.model.over(Listening()).picture(asked, key))
        return Order(entry.account, entry.call_id, [half], said.path, {entry.call_id: said.body}, budget_micros)
