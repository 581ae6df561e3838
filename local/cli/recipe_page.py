"""A recipe as a page of words."""

from collections.abc import Iterator
from typing import Any

from local.cli.progress_view import money

Recipe = dict[str, Any]


def page_of(recipe: Recipe) -> str:
    parts = [head(recipe), facts(recipe), ingredients(recipe), steps(recipe)]
    return "\n\n".join("\n".join(part) for part in parts)


def head(recipe: Recipe) -> Iterator[str]:
    yield recipe["name"]
    about = [
        ", ".join(recipe["mealTypes"]), ", ".join(recipe["dietaryTags"]), f"serves {recipe['servings']}",
        f"{recipe['prepTimeMinutes']} min to prepare", f"{recipe['cookTimeMinutes']} min to cook",
    ]  # fmt: skip
    yield " · ".join(filter(None, about))
    yield recipe["description"]


def facts(recipe: Recipe) -> Iterator[str]:
    figures = [recipe[f"{name}Grams"] for name in ("protein", "carbs", "fat")]
    yield f"Per serving, computed from the ingredients: {nutrition(recipe['caloriesKcal'], *figures)}"
    yield f"Allergens (EU): {allergens(recipe['allergens'])}"
    yield "; ".join([f"Quality: {recipe['qualityScore']}", *recipe["qualityReasons"]])
    yield f"Picture: {picture(recipe)}"
    yield f"Approved: {'yes' if recipe['isApproved'] else 'no'}"
    yield f"Batch {recipe['batchId']}, recipe {recipe['batchPosition'] + 1}"
    yield f"Recipe {recipe['id']}, written by {recipe['model']} for {money(recipe['costUsd'])}"


def nutrition(kcal: int, protein: float, carbs: float, fat: float) -> str:
    return f"{kcal} kcal, {protein:.0f} g protein, {carbs:.0f} g carbohydrate, {fat:.0f} g fat"


def allergens(found: Recipe | None) -> str:
    """What is not assessed is said, as an allergen that is not named is not ruled out then."""
    if found is None:
        return "not assessed"
    said = {
        "contains": found["eu"]["contains"], "may contain": found["eu"]["mayContain"],
        "not assessed:": found["unassessed"],
    }  # fmt: skip
    return "; ".join(f"{verb} {', '.join(names)}" for verb, names in said.items() if names) or "none found"


def picture(recipe: Recipe) -> str:
    if not recipe["imageIsPlaceholder"]:
        return str(recipe["imageUrl"])
    return f"none yet ({recipe['imageReason'] or 'none was asked for'})"


def ingredients(recipe: Recipe) -> Iterator[str]:
    yield "Ingredients"
    for each in recipe["ingredients"]:
        yield f"  {each['amount']:g} {each['unit']} {each['name']}"


def steps(recipe: Recipe) -> Iterator[str]:
    yield "Steps"
    for number, step in enumerate(recipe["instructions"], 1):
        yield f"  {number}. {step}"
