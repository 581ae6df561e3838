"""What a plate can come to: main ingredients bring what they are made of, and what stands around them has bounds."""

from brigade.generation.serving import Energy
from brigade.recipes.nutrition import KCAL_PER_GRAM

Split = tuple[float, float, float]  # shares of energy from protein, carbohydrate and fat
Grams = dict[str, float]  # of protein, carbs and fat
Ranges = dict[str, tuple[float, float]]

AROUND_LEAST: Split = (0.06, 0.05, 0.10)  # in what stands around a main: side, sauce, oil and what is strewn over it
AROUND_MOST: Split = (0.15, 0.80, 0.60)
FATTY = 0.85  # of its energy as fat, most where little carbohydrate is allowed
PICKED = 0.18  # of its energy as protein, most where it was picked for that


def reach(brought: Energy, kcal: float, most: Split = AROUND_MOST) -> Ranges:
    """The grams that a plate of so much energy may hold around what its main ingredients bring."""
    rest = kcal - sum(brought)
    return {
        name: ((given + low * rest) / energy, (given + high * rest) / energy)
        for (name, energy), given, low, high in zip(KCAL_PER_GRAM.items(), brought, AROUND_LEAST, most, strict=True)
    }


def grams_of_split(split: Split, kcal: float) -> Grams:
    return {name: share * kcal / KCAL_PER_GRAM[name] for name, share in zip(KCAL_PER_GRAM, split, strict=True)}


def within(ranges: Ranges, limits: Ranges) -> Ranges:
    """The ranges inside the limits; where they do not meet, what the limits leave that is nearest."""
    return {name: (_held(low, limits[name]), _held(high, limits[name])) for name, (low, high) in ranges.items()}


def held_to_energy(kcal: float, wanted: Grams, ranges: Ranges) -> Grams:
    """Grams inside their ranges whose energy is `kcal`: what one nutrient may not give, the others share."""
    held = {name: _held(grams, ranges[name]) for name, grams in wanted.items()}
    for _ in range(8):
        gap = kcal - sum(KCAL_PER_GRAM[name] * grams for name, grams in held.items())
        room = {name: _room(gap, held[name], ranges[name]) * KCAL_PER_GRAM[name] for name in held}
        if abs(gap) < 1 or not (total := sum(room.values())):
            break
        for name in held:
            share = min(abs(gap), total) * room[name] / total / KCAL_PER_GRAM[name]
            held[name] += share if gap > 0 else -share
    return held


def _held(grams: float, bounds: tuple[float, float]) -> float:
    return min(max(grams, bounds[0]), bounds[1])


def _room(gap: float, grams: float, bounds: tuple[float, float]) -> float:
    return bounds[1] - grams if gap > 0 else grams - bounds[0]
