"""How a server wants to be asked, learnt from its refusals and remembered while the process lives."""

import re
from collections.abc import Collection, Mapping
from threading import Lock
from typing import Any, Generic, TypeVar

from brigade.errors import EndpointMissing, ModelDown
from brigade.providers.refusals import Refusal, error_of

Way = TypeVar("Way", bound=str)

SHORT = 4  # letters: a name that may be any word of a sentence
LIMITS = frozenset({"max_tokens", "max_completion_tokens"})


class Manners(Generic[Way]):
    """`ways` from the best to the least; `optional` parameters may be left out, those of `form` make a way.

    A way is `proven` once it gave what was asked for: then a single odd answer says nothing against it. Where an odd
    answer made us leave a way and the server knows no other, it was the only one, and the answer odd.
    """

    def __init__(self, ways: tuple[Way, ...], optional: Collection[str], form: Collection[str]) -> None:
        self.ways = ways
        self.optional = optional
        self.form = form
        self.way = ways[0]
        self.left_out: frozenset[str] = frozenset()
        self.proven = False
        self._left: Way | None = None  # for an odd answer
        self._lock = Lock()

    def adapt(self, way: Way, refusal: Refusal, body: Mapping[str, Any]) -> bool:
        """Learn from a refusal of `body`, asked in this way; whether there is another way to ask."""
        with self._lock:
            if type(error_of(refusal, ModelDown)) is EndpointMissing or self._named(refusal, self.form):
                return self._move_past(way) or self._come_back()
            name = next((each for each in body if each in self.optional and self._named(refusal, {each})), None)
            if name is None or self.left_out | {name} >= LIMITS:
                return False
            self.left_out |= {name}
            return True

    def learn(self, way: Way, honoured: bool) -> None:
        """Whether an answer had the form that was asked for."""
        with self._lock:
            if honoured:
                self.proven = self.proven or way == self.way
            elif not self.proven:
                self._left = self._left or way
                if not self._move_past(way):
                    self.way = self.ways[0]

    def _move_past(self, way: Way) -> bool:
        place = self.ways.index(way) + 1
        if place == len(self.ways):
            return False
        self.way = self.ways[max(place, self.ways.index(self.way))]
        self.proven = False
        return True

    def _come_back(self) -> bool:
        if self._left is None or self.proven:
            return False
        self.way, self.proven = self._left, True
        return True

    def _named(self, refusal: Refusal, names: Collection[str]) -> bool:
        """Whether the refusal is about one of these parameters."""
        if refusal.parameter:
            return any(part in names for part in re.split(r"[.\[]", refusal.parameter))
        told = [name for name in names if len(name) > SHORT and refusal.status in (400, 422, 501)]
        return any(re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", refusal.words) for name in told)
