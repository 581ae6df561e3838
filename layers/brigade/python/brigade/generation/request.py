"""What an admin may ask for, and the constraints that no recipe can meet."""

from typing import Annotated

from pydantic import Field, ValidationError

from brigade.errors import InfeasibleConstraints, InvalidCount, InvalidRequest
from brigade.generation.larder import diets_against, meals_for
from brigade.recipes.diet_numbers import KETO_NET_CARBS, LOW_CARB_CARBS
from brigade.recipes.limits import Limits
from brigade.recipes.vocabulary import Diet, FitnessGoal, MealType
from brigade.text import text

COUNT_CEILING = 10_000  # what the design reaches; the setting `max_count` is usually far below


class BatchRequest(Limits):
    """The body of `POST /api/admin/generate-bmad`, checked field by field, then as a whole."""

    count: int = Field(ge=1, le=COUNT_CEILING)
    meal_types: list[MealType] = Field(default=[], max_length=len(MealType))
    dietary_restrictions: list[Diet] = Field(default=[], max_length=len(Diet))
    main_ingredient: Annotated[str, text(100)] | None = None
    fitness_goal: FitnessGoal | None = None
    natural_language_prompt: Annotated[str, text(2000)] | None = None
    max_prep_time: int | None = Field(default=None, gt=0, le=1440)
    enable_image_generation: bool = True
    enable_s3_upload: bool = Field(default=True, alias="enableS3Upload")
    enable_nutrition_validation: bool = True
    overnight: bool = False
    budget_usd: float | None = Field(default=None, gt=0, le=10_000)
    seed: int | None = Field(default=None, ge=0, lt=2**31)

    @property
    def budget_micros(self) -> int | None:
        """`budget_usd` in millionths of a dollar."""
        return None if self.budget_usd is None else round(self.budget_usd * 1_000_000)

    @property
    def limits(self) -> Limits:
        return Limits(**{name: getattr(self, name) for name in Limits.model_fields})


def parse_request(body: str | bytes, max_count: int) -> BatchRequest:
    """The request in a JSON body; JSON types are taken at their word, so "3" is no number.

    Raises InvalidCount, InvalidRequest (with `details` by field) or InfeasibleConstraints.
    """
    try:
        request = BatchRequest.model_validate_json(body, strict=True, by_alias=True, by_name=False)
    except ValidationError as error:
        details = {_field_name(problem["loc"]): problem["msg"] for problem in error.errors()}
        if "count" in details:
            raise InvalidCount(f"count must be a whole number from 1 to {max_count}", details) from None
        raise InvalidRequest("the request breaks a rule", details) from None
    if request.count > max_count:
        message = f"count must be a whole number from 1 to {max_count}"
        raise InvalidCount(message, {"count": message})
    if details := infeasible_fields(request):
        raise InfeasibleConstraints("no recipe can meet these limits together", details)
    return request


def _field_name(loc: tuple[int | str, ...]) -> str:
    return ".".join(str(part) for part in loc) or "body"


def infeasible_fields(request: BatchRequest) -> dict[str, str]:
    """Each field of a set of constraints that excludes every recipe, with the reason; empty where they agree."""
    return {**_crossed_ranges(request), **_energy_conflicts(request), **_diet_conflicts(request)}


def _crossed_ranges(request: BatchRequest) -> dict[str, str]:
    details: dict[str, str] = {}
    for nutrient in ("protein", "carbs", "fat"):
        low, high = getattr(request, f"min_{nutrient}"), getattr(request, f"max_{nutrient}")
        if low is not None and high is not None and low > high:
            name = nutrient.capitalize()
            details |= dict.fromkeys((f"min{name}", f"max{name}"), f"min{name} {low:g} is above max{name} {high:g}")
    return details


def _energy_conflicts(request: BatchRequest) -> dict[str, str]:
    minima = {"minProtein": 4 * (request.min_protein or 0), "minCarbs": 4 * (request.min_carbs or 0),
              "minFat": 9 * (request.min_fat or 0)}  # fmt: skip
    least = sum(minima.values())
    details: dict[str, str] = {}
    if request.max_calories is not None:
        if least > request.max_calories:
            reason = f"the minima alone hold {least:g} kcal, maxCalories is {request.max_calories}"
            details |= dict.fromkeys(("maxCalories", *(name for name, kcal in minima.items() if kcal)), reason)
        if request.target_calories is not None and request.target_calories > request.max_calories:
            reason = f"targetCalories {request.target_calories} is above maxCalories {request.max_calories}"
            details |= dict.fromkeys(("targetCalories", "maxCalories"), reason)
    if request.target_calories is not None and least > 1.1 * request.target_calories:
        reason = f"the minima alone hold {least:g} kcal, targetCalories is {request.target_calories}"
        details |= dict.fromkeys(("targetCalories", *(name for name, kcal in minima.items() if kcal)), reason)
    return details | _energy_out_of_reach(request)


def _energy_out_of_reach(request: BatchRequest) -> dict[str, str]:
    maxima = {"maxProtein": request.max_protein, "maxCarbs": request.max_carbs, "maxFat": request.max_fat}
    if request.target_calories is None or None in maxima.values():
        return {}
    most = sum(kcal * (grams or 0) for kcal, grams in zip((4, 4, 9), maxima.values(), strict=True))
    if most >= 0.9 * request.target_calories:
        return {}
    reason = f"the maxima together hold {most:g} kcal, targetCalories is {request.target_calories}"
    return dict.fromkeys(("targetCalories", *maxima), reason)


FIBRE = 5.0  # grams a serving, on which a request may count beside the carbohydrate that keto limits
MOST_CARBS = {Diet.KETO: KETO_NET_CARBS + FIBRE, Diet.LOW_CARB: LOW_CARB_CARBS}


def _diet_conflicts(request: BatchRequest) -> dict[str, str]:
    diets = set(request.dietary_restrictions)
    details: dict[str, str] = {}
    for diet, ceiling in MOST_CARBS.items():
        if diet in diets and (request.min_carbs or 0) > ceiling:
            reason = f"{diet} holds at most {ceiling:g} g carbohydrate a serving, minCarbs is {request.min_carbs:g}"
            details |= dict.fromkeys(("dietaryRestrictions", "minCarbs"), reason)
    if {Diet.KETO, Diet.LOW_FAT} <= diets:
        details["dietaryRestrictions"] = "keto and low-fat exclude each other"
    return {**details, **_larder_conflicts(request)}


def _larder_conflicts(request: BatchRequest) -> dict[str, str]:
    details: dict[str, str] = {}
    if request.main_ingredient and (against := diets_against(request.main_ingredient, request.dietary_restrictions)):
        reason = f"{request.main_ingredient} is not {', '.join(against)}"
        details |= dict.fromkeys(("mainIngredient", "dietaryRestrictions"), reason)
    meals = meals_for(request.dietary_restrictions)
    bare = [meal for meal in request.meal_types or MealType if meal not in meals]
    if bare and (request.meal_types or not meals):
        reason = f"no main ingredient suits {', '.join(bare)} under all of these diets"
        details |= dict.fromkeys(("mealTypes", "dietaryRestrictions"), reason)
    return details
