"""One look at one picture of a generation: what is asked for it, by which photos, and whether it is still wanted."""

from dataclasses import dataclass
from functools import cached_property

from brigade.errors import BrigadeError, DeadlinePassed, GenerationCancelled, ImageRefused
from brigade.image_generation.commission import Commission
from brigade.image_generation.composing import asked_for
from brigade.image_generation.messages import DrawTask
from brigade.image_generation.places import call_id
from brigade.image_generation.variation import varied
from brigade.images.asked import Asked
from brigade.providers.ledger import LedgerEntry
from brigade.settings import ImageModelSettings
from brigade_io import clock
from brigade_io.image_generation.wiring import commissions, stop_table
from brigade_io.images.order import Order
from brigade_io.wiring import work_bucket

LONGEST_LOOK = 3.0  # seconds: somebody waits for this picture, and no slot is to stay empty
STOPS: dict[str, type[BrigadeError]] = {
    each.__name__: each for each in (GenerationCancelled, ImageRefused, DeadlinePassed)
}  # fmt: skip


@dataclass(frozen=True)
class Visit:
    task: DrawTask
    commission: Commission

    @property
    def order(self) -> Order:
        """A user's own words are neither softened nor taken to another provider behind the user's back."""
        return Order(
            asked_of=lambda _: self.asked, entry_of=self.entry_of, require_running=self.require_wanted,
            wanted=self.commission.wish.model, longest_look=LONGEST_LOOK,
        )  # fmt: skip

    @cached_property
    def asked(self) -> Asked:
        wish, task = self.commission.wish, self.task
        return varied(asked_for(wish, self.photos), wish, task.position, task.attempt)

    @cached_property
    def photos(self) -> tuple[bytes, ...]:
        if not self.commission.wish.references:
            return ()
        names = commissions().references(self.task.generation_id, self.task.run)
        return tuple(work_bucket().get(name) for name in names)

    def entry_of(self, model: ImageModelSettings, most_micros: int) -> LedgerEntry:
        return LedgerEntry(
            account=self.task.generation_id, call_id=call_id(self.task.run, self.task.position, self.task.attempt),
            position=self.task.position, purpose="image", model=model.model, provider=model.name,
            estimate_micros=most_micros,
        )  # fmt: skip

    def require_wanted(self) -> None:
        """Raises why no further picture is begun."""
        if why := stop_table().stopped(self.task.generation_id, self.task.run):
            raise STOPS.get(why, GenerationCancelled)("no further picture of this generation is begun")
        if clock.now() >= self.commission.deadline:
            raise DeadlinePassed("the generation ran out of time")
