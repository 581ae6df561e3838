"""What one serving should come to, from its main ingredient, the goal, the meal, the diets and the limits."""

from brigade.chance import fraction
from brigade.generation.concept import Targets
from brigade.generation.request import BatchRequest
from brigade.generation.serving import Energy, brought_by
from brigade.recipes.diet_numbers import HIGH_PROTEIN_SHARE, KETO_NET_CARBS, LOW_CARB_CARBS, LOW_FAT_SHARE
from brigade.recipes.limits import Limits
from brigade.recipes.nutrition import KCAL_PER_GRAM
from brigade.recipes.vocabulary import Diet, FitnessGoal, MealType

MEAL_KCAL = {MealType.BREAKFAST: 420, MealType.LUNCH: 550, MealType.DINNER: 620, MealType.SNACK: 240}
GOAL_FACTOR = {FitnessGoal.WEIGHT_LOSS: 0.85, FitnessGoal.MUSCLE_GAIN: 1.15, FitnessGoal.ENDURANCE: 1.1}
PLANNED_CARBS = {Diet.KETO: KETO_NET_CARBS, Diet.LOW_CARB: LOW_CARB_CARBS}  # at most, whatever of it is fibre
SPREAD = 0.12  # how far a serving without a target varies around its meal's energy

Split = tuple[float, float, float]  # shares of energy from protein, carbohydrate and fat
BALANCED: Split = (0.27, 0.43, 0.30)
AROUND = ((0.06, 0.20), (0.05, 0.80), (0.10, 0.85))  # the least and most share of each in what stands around a main
PORTIONS = (1.0, 0.75, 0.5, 0.25)  # of the main ingredients' usual portion
SPARE = 0.02  # between a planned share and the one that a diet is judged by
PICKED = 0.9  # of a share of protein that a goal or a diet wishes for, what stands around a main is picked to give
GOAL_SPLIT: dict[FitnessGoal, Split] = {
    FitnessGoal.WEIGHT_LOSS: (0.35, 0.35, 0.30),
    FitnessGoal.MUSCLE_GAIN: (0.35, 0.40, 0.25),
    FitnessGoal.ENDURANCE: (0.20, 0.55, 0.25),
}
DIET_SPLIT: list[tuple[Diet, Split]] = [  # the first that applies wins
    (Diet.KETO, (0.27, 0.08, 0.65)),
    (Diet.LOW_CARB, (0.35, 0.17, 0.48)),
    (Diet.LOW_FAT, (0.30, 0.50, 0.20)),
    (Diet.HIGH_PROTEIN, (0.38, 0.35, 0.27)),
    (Diet.PALEO, (0.32, 0.28, 0.40)),
    (Diet.VEGAN, (0.22, 0.48, 0.30)),
]


def targets_for(request: BatchRequest, meal: MealType, main: str, *seed: object) -> Targets:
    """kcal and grams of one serving: what its main ingredients bring and, with the rest of the plate, as much of what
    is wished for as food can give; inside the request's limits wherever these agree with one another.
    """
    kcal = _energy(request, meal, *seed)
    split = _plate(request, brought_by(main, kcal), kcal)
    wanted = {name: kcal * share / KCAL_PER_GRAM[name] for name, share in zip(KCAL_PER_GRAM, split, strict=True)}
    held = _held_to_energy(kcal, wanted, _ranges(request))
    return Targets(calories_kcal=round(kcal), **{f"{name}_grams": round(value) for name, value in held.items()})


def _plate(request: BatchRequest, brought: Energy, kcal: float) -> Split:
    """Around as much of the main ingredients as the diets that are numbers bear."""
    wished = _split(request)
    splits = [_within_reach(wished, _part(brought, part), kcal) for part in PORTIONS]
    return next((split for split in splits if _keeps(request.dietary_restrictions, split)), splits[-1])


def _part(brought: Energy, part: float) -> Energy:
    protein, carbs, fat = brought
    return part * protein, part * carbs, part * fat


def _keeps(diets: list[Diet], split: Split) -> bool:
    protein, _, fat = split
    too_fat = Diet.LOW_FAT in diets and fat > LOW_FAT_SHARE - SPARE
    return not too_fat and not (Diet.HIGH_PROTEIN in diets and protein < HIGH_PROTEIN_SHARE + SPARE)


def _within_reach(wished: Split, brought: Energy, kcal: float) -> Split:
    """The nearest to the wished split that a plate around these main ingredients comes to."""
    rest = kcal - sum(brought)
    (least, most), *others = AROUND
    protein = (least, most if wished == BALANCED else max(most, PICKED * wished[0]))
    around = [
        min(max(share * kcal - given, low * rest), high * rest)
        for share, given, (low, high) in zip(wished, brought, (protein, *others), strict=True)
    ]
    scale = rest / sum(around)
    shares = [(given + scale * energy) / kcal for given, energy in zip(brought, around, strict=True)]
    return shares[0], shares[1], shares[2]


def _energy(request: BatchRequest, meal: MealType, *seed: object) -> float:
    if request.target_calories:
        return float(request.target_calories)
    factor = GOAL_FACTOR.get(request.fitness_goal, 1.0) if request.fitness_goal else 1.0
    kcal = MEAL_KCAL[meal] * factor * (1 + SPREAD * (2 * fraction(*seed, "kcal") - 1))
    ranges = _ranges(request)
    least = sum(KCAL_PER_GRAM[name] * low for name, (low, _) in ranges.items())
    most = sum(KCAL_PER_GRAM[name] * high for name, (_, high) in ranges.items())
    ceiling = min(most, request.max_calories * 0.96 if request.max_calories else most)
    return max(min(max(kcal, 1.05 * least), ceiling), 1.0)


def _split(request: BatchRequest) -> Split:
    for diet, split in DIET_SPLIT:
        if diet in request.dietary_restrictions:
            return split
    return GOAL_SPLIT.get(request.fitness_goal, BALANCED) if request.fitness_goal else BALANCED


def _ranges(request: BatchRequest) -> dict[str, tuple[float, float]]:
    """The grams each macronutrient may hold, kept a little inside the request's limits."""
    carbs = min((PLANNED_CARBS[diet] for diet in request.dietary_restrictions if diet in PLANNED_CARBS), default=999.0)
    return {
        "protein": _inside(request.limits, "protein", 999.0),
        "carbs": _inside(request.limits, "carbs", carbs),
        "fat": _inside(request.limits, "fat", 999.0),
    }


def _inside(limits: Limits, name: str, ceiling: float) -> tuple[float, float]:
    low, high = getattr(limits, f"min_{name}") or 0.0, getattr(limits, f"max_{name}")
    high = ceiling if high is None else min(high, ceiling)
    margin = min(2.0, (high - low) / 4)
    return (low + margin if low else 0.0), max(high - margin, low)


def _held_to_energy(kcal: float, wanted: dict[str, float], ranges: dict[str, tuple[float, float]]) -> dict[str, float]:
    """Grams inside their ranges whose energy is `kcal`: what one nutrient may not give, the others share."""
    held = {name: min(max(grams, ranges[name][0]), ranges[name][1]) for name, grams in wanted.items()}
    for _ in range(8):
        gap = kcal - sum(KCAL_PER_GRAM[name] * grams for name, grams in held.items())
        room = {name: _room(gap, held[name], ranges[name]) * KCAL_PER_GRAM[name] for name in held}
        if abs(gap) < 1 or not (total := sum(room.values())):
            break
        for name in held:
            share = min(abs(gap), total) * room[name] / total / KCAL_PER_GRAM[name]
            held[name] += share if gap > 0 else -share
    return held


def _room(gap: float, grams: float, bounds: tuple[float, float]) -> float:
    return bounds[1] - grams if gap > 0 else grams - bounds[0]
