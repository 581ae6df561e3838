"""How much of what a line weighs is eaten: one table of rules, each with its figure and where that comes from."""

from collections.abc import Callable
from dataclasses import dataclass

from brigade.ingredients.resolving import Resolved
from brigade.ingredients.units import CONTAINERS
from brigade.ingredients.words import words_of

DEEP = 300.0  # grams of oil from which on it is a bath to fry in, not what food is fried with


@dataclass(frozen=True, slots=True)
class Rule:
    """`share` of the grams is eaten where `applies`; `source` names the fact or the convention."""

    name: str
    share: float
    applies: Callable[[Resolved], bool]
    source: str


def _says(*phrases: str) -> Callable[[Resolved], bool]:
    def said(resolved: Resolved) -> bool:
        text = resolved.line.text.lower()
        return any(phrase in text for phrase in phrases)

    return said


def _is_oil(resolved: Resolved) -> bool:
    return resolved.match is not None and (resolved.match.food.fat or 0) > 95


def _is_frying_bath(resolved: Resolved) -> bool:
    return _is_oil(resolved) and _says("fry")(resolved) and (resolved.weight.grams or 0) > DEEP


def _is_drained_can(resolved: Resolved) -> bool:
    """A can's printed mass includes its liquid; the food that was matched does not."""
    bought = resolved.line.unit in CONTAINERS or "canned" in resolved.line.name
    if resolved.match is None or not bought or resolved.weight.evidence != "stated":
        return False
    return any(state in resolved.match.food.description for state in ("drained", "boiled"))


def _weighed_with(*names: str) -> Callable[[Resolved], bool]:
    """A mass that was stated for the bought item, bones and all."""
    wanted = [frozenset(words_of(name)) for name in names]

    def bought(resolved: Resolved) -> bool:
        words = frozenset(words_of(f"{resolved.line.text} {resolved.line.name}"))
        edible = {"boneless", "meat", "peeled", "cubed", "diced", "shelled", "cooked", "shredded"} & words
        return resolved.weight.evidence == "stated" and not edible and any(name <= words for name in wanted)

    return bought


LEFT_OVER = (
    Rule("oil to deep-fry in", 0.15, _is_frying_bath, "convention: 15 % of the bath is taken up or lost with the food"),
    Rule("marinade", 0.5, _says("for marinating", "for the marinade", "for marinade"), "convention: half is discarded"),
    Rule("water for boiling", 0.0, _says("for boiling", "pasta water", "for the water"), "convention: poured away"),
)  # fmt: skip
NOT_EDIBLE = (
    Rule("can, drained", 0.6, _is_drained_can, "USDA: 253 g of drained chickpeas to a can of 425 g"),
    Rule("whole bird", 0.68, _weighed_with("whole chicken", "whole turkey", "whole duck"), "USDA refuse: 32 %"),
    Rule("wings", 0.54, _weighed_with("wing"), "USDA refuse: 46 %"),
    Rule("drumsticks", 0.67, _weighed_with("drumstick", "leg bone chicken"), "USDA refuse: 33 %"),
    Rule("thighs on the bone", 0.79, _weighed_with("thigh bone"), "USDA refuse: 21 %"),
    Rule("poultry parts", 0.68, _weighed_with("chicken part", "chicken joint", "broiler fryer", "game hen"),
         "USDA refuse: 32 %"),
    Rule("meat on the bone", 0.78, _weighed_with("bone", "rib", "shank", "oxtail"), "USDA refuse: 15-30 %"),
    Rule("shellfish in the shell", 0.3, _weighed_with("mussel", "clam shell", "crab leg"), "USDA refuse: 60-76 %"),
    Rule("fruit with peel and core", 0.7, _weighed_with("whole pineapple", "whole watermelon", "whole mango"),
         "USDA refuse: 29-48 %"),
)  # fmt: skip

ALCOHOL_KEPT = 0.4  # USDA table of nutrient retention: 40 % after 15 minutes of simmering, 35 % after 30
DRINK = 0.3  # a recipe with this share of its energy from alcohol is a drink and not cooked


def eaten(resolved: Resolved) -> tuple[float | None, str | None]:
    """The grams that are eaten, and the rule that made them fewer; None where the weight is unknown."""
    if resolved.weight.grams is None:
        return None, None
    rules = LEFT_OVER if resolved.line.edible else LEFT_OVER + NOT_EDIBLE
    rule = next((rule for rule in rules if rule.applies(resolved)), None)
    return (resolved.weight.grams * rule.share, rule.name) if rule else (resolved.weight.grams, None)
