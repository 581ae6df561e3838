"""Everybody who makes pictures: one is chosen, asked at its desk, and paid; where it fails, the next is asked."""

from collections.abc import Sequence

from brigade.errors import NoProviderLeft
from brigade.images.seeking import Seeking
from brigade.providers.pace import Slot
from brigade_io.images.looks import Alone
from brigade_io.images.order import Made, Order, Photographer
from brigade_io.images.several import Several


class Photographers:
    """`everyone`, the preferred one first; `patience` for a better one is in seconds."""

    def __init__(self, everyone: Sequence[Photographer], patience: float) -> None:
        self.everyone = everyone
        self.patience = patience

    def picture(self, order: Order, seeking: Seeking, slot: Slot | None = None) -> Made:
        """One look: at most one call. Raises NotYet, Elsewhere, and what ends the seeking."""
        order.require_running()
        those = [each for each in self.everyone if order.wanted in ("", each.name, each.settings.model)]
        if not those:
            raise NoProviderLeft(f"no provider makes pictures with {order.wanted}")
        return (Alone if len(those) == 1 else Several)(those, order, seeking, self.patience).look(slot)
