"""What a fault comes to, in the words of the table: what is read, what is kept, what is paid."""

from typing import Any, NamedTuple

from brigade.generation.concept import Concept
from brigade.providers.ledger import LedgerEntry
from tests.faults.batch_world import World
from tests.mock_provider.dishes import concept_of

RECIPES = 3
NOTHING = "nothing"
ODD = 1  # the position that meets the fault


class Outcome(NamedTuple):
    """`calls`: how often the one that meets the fault was asked for."""

    read: str
    kept: str
    paid: str
    calls: int


def text_outcome(world: World, odd: str, when: str) -> Outcome:
    """Of a chunk of three recipes, the second of which meets the fault."""
    batch = world.batch(RECIPES)
    _doom(world, "text", odd, when, batch.concept(ODD))
    batch.write()
    unit, entries = batch.unit(ODD), batch.entries(ODD)
    read = NOTHING if ODD in batch.kept() else unit.reason or NOTHING
    return Outcome(read, _kept(batch.kept()), _paid(entries, ODD in batch.kept()), len(entries))


def image_outcome(world: World, odd: str, when: str) -> Outcome:
    """Of one recipe, whose picture meets the fault."""
    batch = world.batch(1, images=True)
    batch.write()
    _doom(world, "image", odd, when)
    batch.illustrate()
    unit, entries = batch.unit(0), batch.entries(0, "image")
    kept = "the recipe, with a placeholder" if unit.placeholder else "the recipe and its picture"
    return Outcome(unit.reason or NOTHING, kept, _paid(entries, not unit.placeholder), len(entries))


def _doom(world: World, kind: str, odd: str, when: str, victim: Concept | None = None) -> None:
    left = [odd]

    def fate(asked: str, body: dict[str, Any]) -> str | None:
        about = when == "always" or kind == "image" or _is_of(concept_of(body), victim)
        if asked != kind or not about:
            return None
        return (left.pop() if left else None) if when == "once" else odd

    world.mock.fate = fate


def _is_of(told: dict[str, Any], concept: Concept | None) -> bool:
    names = ("main_ingredient", "cuisine", "cooking_method")
    return concept is not None and all(told.get(name) == getattr(concept, name) for name in names)


def _kept(positions: list[int]) -> str:
    if len(positions) == RECIPES:
        return "every recipe"
    return "every other recipe" if positions == [each for each in range(RECIPES) if each != ODD] else "no recipe"


def _paid(entries: list[LedgerEntry], kept: bool) -> str:
    if any(entry.state == "reserved" for entry in entries):
        return "perhaps the odd call too"
    odd = sum(entry.state == "settled" for entry in entries) - kept
    return "the odd call too" if odd > 0 else "only what is kept"
