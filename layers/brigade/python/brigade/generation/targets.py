"""What one serving should come to, from its main ingredient, the goal, the meal, the diets and the limits."""

from brigade.generation.concept import Targets
from brigade.generation.plate import Grams, Ranges, grams_of_split, held_to_energy, reach, within
from brigade.generation.request import BatchRequest
from brigade.generation.serving import Energy, brought_by, most_beside, part_of
from brigade.generation.wishes import (
    SPARE,
    asks,
    demands,
    least_energy,
    limits_of,
    most_around,
    protein_needed,
    usual_energy,
    wished_split,
)
from brigade.recipes.diet_numbers import LOW_FAT_SHARE
from brigade.recipes.nutrition import KCAL_PER_GRAM
from brigade.recipes.vocabulary import Diet, MealType

LIGHTEST = 0.6  # of a meal's usual energy, below which nobody calls it that meal
LARGER = 2.0  # portions of the main ingredients, where less does not bring the protein that is asked for
ROUNDED = 0.5  # grams that rounding may add
PORTIONS = (1.0, 0.75, 0.5, 0.25)  # of the main ingredients' usual portion


def targets_for(request: BatchRequest, meal: MealType, main: str, *seed: object) -> Targets:
    """kcal and grams of one serving: what its main ingredients bring and, with the rest of the plate, as much of what
    is wished for as food can give; inside the request's limits wherever these agree with one another.
    """
    kcal, brought = _serving(request, meal, main, *seed)
    limits = limits_of(request, kcal)
    held = held_to_energy(kcal, _plate(request, brought, kcal, limits), limits)
    return Targets(calories_kcal=round(kcal), **{f"{name}_grams": round(value) for name, value in held.items()})


def bears(request: BatchRequest, meal: MealType, main: str) -> bool:
    """Whether a dish around these main ingredients can be what is asked for, of what they and their like bring."""
    if not demands(request):
        return True
    kcal, brought = _serving(request, meal, main)
    if not any(brought):
        return True
    limits, plate = limits_of(request, kcal), reach(brought, kcal, most_around(request, brought))
    least = max(limits["protein"][0], protein_needed(request, kcal))
    small = reach(part_of(brought, min(PORTIONS)), kcal)
    return plate["protein"][1] >= least and all(small[name][0] <= limits[name][1] for name in limits)


def _serving(request: BatchRequest, meal: MealType, main: str, *seed: object) -> tuple[float, Energy]:
    """Its energy and what its main ingredients bring: a light dish where they are light and no energy is asked for."""
    usual = usual_energy(request, meal, *seed)
    brought = brought_by(main, usual)
    known, full = any(brought), sum(brought) + most_beside(main) * usual
    light = max(full, LIGHTEST * usual, least_energy(request))
    kcal = min(usual, light) if known and not request.target_calories else usual
    most = reach(brought, kcal, most_around(request, brought))["protein"][1]
    short = known and most < max(limits_of(request, kcal)["protein"][0], protein_needed(request, kcal))
    return kcal, brought_by(main, usual, LARGER) if short else brought


def _plate(request: BatchRequest, brought: Energy, kcal: float, limits: Ranges) -> Grams:
    """The nearest to what is wished for, around as much of the main ingredients as a diet low in fat bears."""
    wished, most = grams_of_split(wished_split(request), kcal), most_around(request, brought)
    lean = asks(request, Diet.LOW_FAT)
    ranges = [reach(part_of(brought, part), kcal, most) for part in (PORTIONS if lean else PORTIONS[:1])]
    plates = [held_to_energy(kcal, wished, within(each, limits)) for each in ranges]
    fat = (LOW_FAT_SHARE - SPARE) * kcal / KCAL_PER_GRAM["fat"] - ROUNDED
    return next((plate for plate in plates if plate["fat"] <= fat), plates[-1])
