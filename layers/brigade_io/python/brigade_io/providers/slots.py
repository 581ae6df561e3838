"""A slot at a desk: the time of paid calls. Who comes too early, or to a provider in trouble, is told to wait."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from math import ceil

from brigade.errors import ModelBusy, ModelDown, ModelSlow
from brigade.providers.breaker import UNTOLD_HOLD, pause_after
from brigade.providers.pace import Slot
from brigade_io.providers.desk import Desk

PATIENCE = 0.75  # of that with a provider as a whole, for one call that fails while others are answered


class NotYet(Exception):
    """The step is to be called again with this slot after `wait` whole seconds. A door's frame answers with it, and
    with what else of its task is `changed`.
    """

    def __init__(self, wait: float, slot: Slot, changed: Mapping[str, object] | None = None) -> None:
        super().__init__(f"not before {wait} s")
        self.wait = max(1, ceil(wait))
        self.slot = slot
        self.changed = dict(changed or {})


def place_in_line(desk: Desk, slot: Slot | None, calls: int = 1, tokens: int = 0) -> Slot:
    """The slot as an earlier call of the step was given it, else one for so many calls; its time has come.

    Raises NotYet, ModelStaysDown.
    """
    if slot is None or not slot.booked:
        slot = _booked(desk.book(calls, tokens), slot)
    if wait := desk.wait_for(slot.start_at):
        raise NotYet(wait, slot)
    return slot


def _booked(new: Slot, before: Slot | None) -> Slot:
    """Who is in the line without a place of its own keeps the time since which it is there."""
    if before is None:
        return new
    return before if not new.booked else new.model_copy(update={"failing_since": before.failing_since})


@contextmanager
def slot_at(desk: Desk, slot: Slot | None, *, longest_look: float = 0.0) -> Iterator[None]:
    """Make one call inside, at its time.

    Raises NotYet, for a provider that turns out to be busy or down too: who is late looks less and less often for a
    turn, but every `longest_look` seconds. Raises ModelStaysDown, and what fails for longer than anybody waits for.
    """
    slot = place_in_line(desk, slot)
    try:
        yield
    except ModelBusy as busy:
        told = UNTOLD_HOLD if busy.retry_after is None else busy.retry_after
        late = desk.clock() - slot.start_at
        raise NotYet(max(told, min(late / 4, longest_look)), _alive(slot)) from busy
    except (ModelDown, ModelSlow) as error:
        raise _later(desk, slot, error) from error


def _alive(slot: Slot) -> Slot:
    return slot.model_copy(update={"failing_since": None})


def _later(desk: Desk, slot: Slot, error: ModelDown | ModelSlow) -> Exception:
    """What was not paid is tried again for as long as anybody waits for the provider, the rest is an error."""
    now = desk.clock()
    since = now if slot.failing_since is None else slot.failing_since
    if error.cost_micros or now - since >= PATIENCE * desk.provider.breaker_patience:
        return error
    return NotYet(pause_after(now - since), slot.model_copy(update={"failing_since": since}))
