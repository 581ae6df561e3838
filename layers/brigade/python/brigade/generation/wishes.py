"""What a request wishes a serving to hold: its goal, its diets and its limits as energy, shares and grams."""

from brigade.chance import fraction
from brigade.generation.plate import AROUND_MOST, FATTY, PICKED, Ranges, Split
from brigade.generation.request import BatchRequest
from brigade.generation.serving import Energy
from brigade.recipes.diet_numbers import HIGH_PROTEIN_SHARE, KETO_NET_CARBS, LOW_CARB_CARBS, LOW_FAT_SHARE, NUMERIC
from brigade.recipes.limits import Limits
from brigade.recipes.nutrition import KCAL_PER_GRAM
from brigade.recipes.vocabulary import Diet, FitnessGoal, MealType

MEAL_KCAL = {MealType.BREAKFAST: 420, MealType.LUNCH: 550, MealType.DINNER: 620, MealType.SNACK: 240}
GOAL_FACTOR = {FitnessGoal.WEIGHT_LOSS: 0.85, FitnessGoal.MUSCLE_GAIN: 1.15, FitnessGoal.ENDURANCE: 1.1}
PLANNED_CARBS = {Diet.KETO: KETO_NET_CARBS, Diet.LOW_CARB: LOW_CARB_CARBS}  # at most, whatever of it is fibre
SPREAD = 0.12  # how far a serving without a target varies around its meal's energy

BALANCED: Split = (0.27, 0.43, 0.30)
LEAN = 0.36  # of its energy is protein in the leanest of dishes
SPARE = 0.02  # between a planned share and the one that a diet is judged by
ENOUGH = 0.65  # of the protein that a goal wishes for: a main that gives less is another goal's
UNKNOWN = 0.9  # of its energy as wished for: a main that nobody knows may bring anything
GOAL_SPLIT: dict[FitnessGoal, Split] = {
    FitnessGoal.WEIGHT_LOSS: (0.35, 0.35, 0.30),
    FitnessGoal.MUSCLE_GAIN: (0.35, 0.40, 0.25),
    FitnessGoal.ENDURANCE: (0.20, 0.55, 0.25),
}
BUILDING = {FitnessGoal.WEIGHT_LOSS, FitnessGoal.MUSCLE_GAIN}  # goals that are about protein
DIET_SPLIT: list[tuple[Diet, Split]] = [  # the first that applies wins
    (Diet.KETO, (0.27, 0.08, 0.65)),
    (Diet.LOW_CARB, (0.35, 0.17, 0.48)),
    (Diet.LOW_FAT, (0.30, 0.50, 0.20)),
    (Diet.HIGH_PROTEIN, (0.38, 0.35, 0.27)),
    (Diet.PALEO, (0.32, 0.28, 0.40)),
    (Diet.VEGAN, (0.22, 0.48, 0.30)),
]


def usual_energy(request: BatchRequest, meal: MealType, *seed: object) -> float:
    if request.target_calories:
        return float(request.target_calories)
    factor = GOAL_FACTOR.get(request.fitness_goal, 1.0) if request.fitness_goal else 1.0
    kcal = MEAL_KCAL[meal] * factor * (1 + SPREAD * (2 * fraction(*seed, "kcal") - 1))
    most = sum(KCAL_PER_GRAM[name] * high for name, (_, high) in limits_of(request, 0).items())
    ceiling = min(most, request.max_calories * 0.96 if request.max_calories else most)
    return max(min(max(kcal, least_energy(request)), ceiling), 1.0)


def wished_split(request: BatchRequest) -> Split:
    for diet, split in DIET_SPLIT:
        if diet in request.dietary_restrictions:
            return split
    return GOAL_SPLIT.get(request.fitness_goal, BALANCED) if request.fitness_goal else BALANCED


def limits_of(request: BatchRequest, kcal: float) -> Ranges:
    """The grams each macronutrient of so much energy may hold, kept a little inside what is asked for."""
    carbs = min((PLANNED_CARBS[diet] for diet in request.dietary_restrictions if diet in PLANNED_CARBS), default=999.0)
    asked = {
        "protein": _inside(request.limits, "protein", 999.0),
        "carbs": _inside(request.limits, "carbs", carbs),
        "fat": _inside(request.limits, "fat", 999.0),
    }
    low, high = asked["protein"]
    rich = (HIGH_PROTEIN_SHARE + SPARE) * kcal / KCAL_PER_GRAM["protein"] if asks(request, Diet.HIGH_PROTEIN) else 0.0
    return {**asked, "protein": (min(max(low, rich), high), high)}


def _inside(limits: Limits, name: str, ceiling: float) -> tuple[float, float]:
    low, high = getattr(limits, f"min_{name}") or 0.0, getattr(limits, f"max_{name}")
    high = ceiling if high is None else min(high, ceiling)
    margin = min(2.0, (high - low) / 4)
    return (low + margin if low else 0.0), max(high - margin, low)


def least_energy(request: BatchRequest) -> float:
    """kcal without which the least that is asked for finds no room."""
    ranges = limits_of(request, 0)
    least = sum(KCAL_PER_GRAM[name] * low for name, (low, _) in ranges.items())
    return max(1.05 * least, KCAL_PER_GRAM["protein"] * ranges["protein"][0] / LEAN)


def most_around(request: BatchRequest, brought: Energy) -> Split:
    """The most of each nutrient in what stands around the mains, which a cook picks by what is asked for."""
    protein, carbs, fat = AROUND_MOST
    wished, building = wished_split(request), request.fitness_goal in BUILDING
    if not any(brought):
        return max(PICKED, UNKNOWN * wished[0]), carbs, FATTY
    picked = building or bool(request.min_protein) or asks(request, Diet.HIGH_PROTEIN, Diet.LOW_CARB)
    if asks(request, Diet.LOW_FAT):
        fat = LOW_FAT_SHARE - SPARE
    return (PICKED if picked else protein), carbs, (FATTY if asks(request, *PLANNED_CARBS) else fat)


def protein_needed(request: BatchRequest, kcal: float) -> float:
    """Grams without which a dish does not serve a goal that is about protein."""
    share = ENOUGH * wished_split(request)[0] if request.fitness_goal in BUILDING else 0.0
    return share * kcal / KCAL_PER_GRAM["protein"]


def demands(request: BatchRequest) -> bool:
    """Whether anything is asked for that not every main ingredient bears."""
    limited = any(getattr(request, name) is not None for name in Limits.model_fields)
    return limited or request.fitness_goal in BUILDING or asks(request, *NUMERIC)


def asks(request: BatchRequest, *diets: Diet) -> bool:
    return not set(diets).isdisjoint(request.dietary_restrictions)
