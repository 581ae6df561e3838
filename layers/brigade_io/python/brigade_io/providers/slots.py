"""A slot at a desk: the time and the turns of paid calls. Who comes too early is told how long to wait."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil

from brigade.errors import ModelBusy
from brigade.providers.pace import Slot
from brigade_io.providers.desk import Desk


class NotYet(Exception):
    """The step is to be called again with this slot after `wait` whole seconds. A door's frame answers with it."""

    def __init__(self, wait: int, slot: Slot) -> None:
        super().__init__(f"not before {wait} s")
        self.wait = wait
        self.slot = slot


@contextmanager
def slot_at(
    desk: Desk, slot: Slot | None, *, calls: int = 1, tokens: int = 0, longest_look: float = 0.0
) -> Iterator[int]:
    """How many of `calls` may be made at once, while inside; `slot` as an earlier call of the step was given it.

    Raises NotYet, for a provider that turns out to be busy too: who is late looks less and less often for a turn, but
    every `longest_look` seconds. Raises ModelStaysDown.
    """
    slot = slot or Slot(start_at=desk.reserve(calls, tokens))
    if wait := desk.wait_for(slot.start_at):
        raise NotYet(wait, slot)
    try:
        with desk.turns(calls) as at_once:
            yield at_once
    except ModelBusy as busy:
        if busy.retry_after is None:
            raise
        late = desk.clock() - slot.start_at
        raise NotYet(ceil(max(busy.retry_after, min(late / 4, longest_look))), slot) from busy
