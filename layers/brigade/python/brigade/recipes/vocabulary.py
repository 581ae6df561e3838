"""The closed word lists a request, a concept and a recipe share."""

from enum import StrEnum


class MealType(StrEnum):
    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    DINNER = "dinner"
    SNACK = "snack"


class Diet(StrEnum):
    VEGAN = "vegan"
    VEGETARIAN = "vegetarian"
    PESCATARIAN = "pescatarian"
    KETO = "keto"
    PALEO = "paleo"
    GLUTEN_FREE = "gluten-free"
    DAIRY_FREE = "dairy-free"
    NUT_FREE = "nut-free"
    LOW_CARB = "low-carb"
    LOW_FAT = "low-fat"
    HIGH_PROTEIN = "high-protein"
    HALAL = "halal"
    KOSHER = "kosher"


class FitnessGoal(StrEnum):
    WEIGHT_LOSS = "weight_loss"
    MUSCLE_GAIN = "muscle_gain"
    MAINTENANCE = "maintenance"
    ENDURANCE = "endurance"


class Unit(StrEnum):
    """Units an ingredient amount is written in; `PIECE` counts whole items ("2 eggs")."""

    GRAM = "g"
    MILLILITRE = "ml"
    TEASPOON = "tsp"
    TABLESPOON = "tbsp"
    CUP = "cup"
    PIECE = "piece"
    CLOVE = "clove"
    SLICE = "slice"
    PINCH = "pinch"
