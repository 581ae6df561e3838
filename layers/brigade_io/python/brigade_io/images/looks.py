"""One look after one picture: the asking, and what comes after it where there is one provider.

Each look asks once at most. What is to come after it, the state machine does: wait, or look again.
"""

import time
from collections.abc import Mapping, Sequence
from contextlib import nullcontext

from brigade.errors import BrigadeError, PictureUnreadable
from brigade.images.asked import Asked
from brigade.images.seeking import Seeking, Try
from brigade.providers.ledger import billed
from brigade.providers.pace import Slot, milliseconds
from brigade.providers.routing import rule_of
from brigade_io.images.order import Elsewhere, Made, Order, Photographer
from brigade_io.images.pictures import open_picture
from brigade_io.providers.deadline import within
from brigade_io.providers.slots import NotYet, slot_at


class Look:
    def __init__(self, those: Sequence[Photographer], order: Order, seeking: Seeking, patience: float) -> None:
        self.those = those
        self.order = order
        self.seeking = seeking
        self.patience = milliseconds(patience)
        self.called = False
        plain = order.asked_of(those[0].settings).prompt
        self.may_soften = order.soften is not None and order.soften(plain) != plain  # else it would be asked the same

    def asked(self, one: Photographer) -> Asked:
        asked = self.order.asked_of(one.settings)
        if not (self.seeking.softened and self.order.soften):
            return asked
        return asked.model_copy(update={"prompt": self.order.soften(asked.prompt)})

    def ask(self, one: Photographer, bound: float | None = None) -> Made:
        """Ask and pay at the desk. Raises what kept it from giving a picture."""
        asked, key = self.asked(one), one.model.key()
        entry = self.order.entry_of(one.settings, one.model.most_cost(asked))
        self.order.begin()

        def call() -> tuple[tuple[bytes, int], int]:
            self.called, self.began = True, time.monotonic()
            with within(bound) if bound else nullcontext():
                data, micros = one.model.picture(asked, key)
            _require_picture(data, micros)
            return (data, micros), micros

        data, micros = one.desk.pay(entry, call, budget_micros=self.order.budget_micros)
        made = self.ended(one, "", micros)
        return Made(data, micros, made.model_copy(update={"provider": one.name}))

    def ended(self, one: Photographer, error: str, micros: int) -> Seeking:
        ms = milliseconds(time.monotonic() - self.began) if self.called else 0
        return self.seeking.after(Try(provider=one.name, error=error, ms=ms, cost_micros=micros), one.desk.clock())

    def failed(self, one: Photographer, error: BrigadeError) -> Seeking:
        return self.ended(one, type(error).__name__, error.cost_micros or 0)

    def gentler(self, one: Photographer, error: BrigadeError) -> Seeking | None:
        """With gentler words, where they have not been tried."""
        if self.seeking.softened or not self.may_soften:
            return None
        return self.failed(one, error).model_copy(update={"softened": True})


class Alone(Look):
    """One provider: what fails there is tried there again, for as long as anybody waits for it."""

    def look(self, slot: Slot | None) -> Made:
        (one,) = self.those
        try:
            with slot_at(one.desk, slot, longest_look=self.order.longest_look):
                made = self.ask(one)
        except NotYet as early:
            raise NotYet(early.wait, early.slot, self._told(one, early.__cause__)) from early
        except BrigadeError as error:
            if rule_of(type(error)).step == "soften" and (gentler := self.gentler(one, error)):
                raise Elsewhere(gentler, type(error).__name__) from error
            raise
        one.desk.note(made.seeking.ms, answered=True)
        return made

    def _told(self, one: Photographer, error: BaseException | None) -> Mapping[str, object]:
        failed = isinstance(error, BrigadeError) and self.called
        return {"seeking": self.failed(one, error).values()} if failed and isinstance(error, BrigadeError) else {}


def _require_picture(data: bytes, micros: int) -> None:
    """Raises PictureUnreadable: what its provider was paid for is no picture."""
    try:
        open_picture(data)
    except PictureUnreadable as error:
        raise billed(error, micros) from None
