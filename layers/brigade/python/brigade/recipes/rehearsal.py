"""One ordinary recipe appraised for nothing: every table is read and every pattern made before the first real one."""

from brigade.recipes.appraisal import Standard, appraise
from brigade.recipes.limits import Limits
from brigade.recipes.recipe import Draft, Ingredient, Nutrition, Plating
from brigade.recipes.vocabulary import Diet, MealType, Unit

DISH = Draft(
    name="Chicken with Rice", description="Chicken breast with rice.", meal_types=[MealType.DINNER],
    dietary_tags=[Diet.DAIRY_FREE], main_ingredient_tags=["chicken breast"],
    ingredients=[
        Ingredient(name="chicken breast", amount=300, unit=Unit.GRAM, grams=300),
        Ingredient(name="brown rice, rinsed", amount=1, unit=Unit.CUP, grams=185),
        Ingredient(name="olive oil", amount=1, unit=Unit.TABLESPOON, grams=None),
    ],
    instructions=["Boil the rice for 25 minutes.", "Fry the chicken in the oil to 74 °C inside.", "Serve both."],
    prep_time_minutes=10, cook_time_minutes=30, servings=2,
    nutrition=Nutrition(
        calories_kcal=600, protein_grams=40, carbs_grams=70, fat_grams=12, fibre_grams=3, sugar_grams=1,
        saturated_fat_grams=2, sodium_mg=80, alcohol_grams=0,
    ),
    plating=Plating(garnish="parsley", colours=["gold"], texture="seared"),
)  # fmt: skip


def rehearse() -> None:
    """About a tenth of a second the first time, nothing to speak of later."""
    appraise(DISH, Standard(Limits(max_calories=500), [Diet.GLUTEN_FREE], None, 600))
