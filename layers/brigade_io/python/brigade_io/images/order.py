"""What is ordered of a photographer, what comes of it, and the photographer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from brigade.images.asked import Asked
from brigade.images.seeking import Seeking
from brigade.providers.ledger import LedgerEntry
from brigade.settings import ImageModelSettings
from brigade_io.images.picture_model import PictureModel
from brigade_io.providers.desk import Desk


class Elsewhere(Exception):
    """The step is to be called again at once: another provider, or gentler words. `error` names what came of this."""

    def __init__(self, seeking: Seeking, error: str) -> None:
        super().__init__(error)
        self.seeking = seeking
        self.error = error


@dataclass(frozen=True, kw_only=True)
class Order:
    """What is wanted, and on what terms.

    `asked_of` says it to a model; `entry_of` is the ledger's entry for asking it at such a price at most. `soften`
    gives gentler words for the one time after a refusal; `may_cross_refusal`: then one other provider may be asked.
    `require_running` raises where nothing may begin any more; `begin` notes that it does. Who waits for a turn looks
    every `longest_look` seconds at least: few looks keep an execution's history short.
    """

    asked_of: Callable[[ImageModelSettings], Asked]
    entry_of: Callable[[ImageModelSettings, int], LedgerEntry]
    require_running: Callable[[], object]
    begin: Callable[[], object] = lambda: None
    budget_micros: int | None = None
    soften: Callable[[str], str] | None = None
    may_cross_refusal: bool = False
    longest_look: float = 20.0
    wanted: str = ""  # the one model that is to make it, "" for any


class Made(NamedTuple):
    """`seeking` tells who made it, and how it went before."""

    data: bytes
    cost_micros: int
    seeking: Seeking


@dataclass(frozen=True)
class Photographer:
    settings: ImageModelSettings
    model: PictureModel
    desk: Desk

    @property
    def name(self) -> str:
        return self.settings.name
