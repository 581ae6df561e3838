"""How much of each food goes into a dish: grams that meet its targets, rounded to kitchen amounts."""

import random

import numpy as np

from local.simulator.amounts import Vector, kitchen_amount, nutrition_of, solve
from local.simulator.asked import Ask
from local.simulator.dish import Dish
from local.simulator.forms import Slot
from local.simulator.pantry import Food
from local.simulator.seasoning import seasoning


def weigh(dish: Dish, slots: list[tuple[Slot, Food]], draw: random.Random) -> None:
    """Solve the grams, round them to kitchen amounts, and settle nutrition and score."""
    fixed = seasoning(dish, draw)
    foods = [food for _, food in slots] + [food for food, _ in fixed]
    usual = np.array([slot.usual for slot, _ in slots] + [grams for _, grams in fixed])
    low = np.array([slot.low for slot, _ in slots] + [grams for _, grams in fixed])
    high = np.array([slot.high for slot, _ in slots] + [grams for _, grams in fixed])
    goals = aims(dish.ask)
    grams = solve(foods, usual, low, high, goals)
    least = np.array([1.5 if food.role in ("fat", "seed", "garlic", "ginger") else 6.0 for food in foods[: len(slots)]])
    kept = [
        index for index in range(len(foods)) if index >= len(slots) or low[index] > 0 or grams[index] >= least[index]
    ]
    dish.foods = [foods[index] for index in kept]
    dish.amounts = [kitchen_amount(foods[index], float(grams[index]) * dish.servings) for index in kept]
    dish.nutrition = nutrition_of(dish.foods, [amount[2] for amount in dish.amounts], dish.servings)
    off = np.abs(dish.nutrition[:4] - goals) / np.maximum(goals, (150, 15, 20, 10)) * (0.5, 0.25, 0.12, 0.13)
    dish.score = float(off.sum()) + 10 * misses(dish.nutrition, dish.ask)


def aims(ask: Ask) -> Vector:
    """The targets, moved inside the limits with a little room for rounding."""
    names = ("calories", "protein", "carbs", "fat")
    goals = list(ask.targets)
    for index, name in enumerate(names):
        low, high = ask.limits.get(f"min_{name}"), ask.limits.get(f"max_{name}")
        if high is not None:
            goals[index] = min(goals[index], high * 0.94)
        if low is not None:
            goals[index] = max(goals[index], min(low * 1.06, high if high is not None else low * 1.06))
    if "keto" in ask.diets or "low-carb" in ask.diets:
        goals[2] = min(goals[2], 18.0)
    return np.array(goals)


def misses(nutrition: Vector, ask: Ask) -> float:
    """How far outside its limits the dish lies, as a sum of fractions; 0 inside."""
    total = 0.0
    limits = dict(ask.limits)
    if "keto" in ask.diets:
        limits["max_carbs"] = min(limits.get("max_carbs", 25.0), 24.0)
    if "low-carb" in ask.diets:
        limits["max_carbs"] = min(limits.get("max_carbs", 30.0), 29.0)
    if "low-fat" in ask.diets:
        limits["max_fat"] = min(limits.get("max_fat", 999.0), 0.29 * float(nutrition[0]) / 9)
    for index, name in enumerate(("calories", "protein", "carbs", "fat")):
        value = float(nutrition[index])
        if (high := limits.get(f"max_{name}")) is not None and value > high:
            total += (value - high) / max(high, 1)
        if (low := limits.get(f"min_{name}")) is not None and value < low:
            total += (low - value) / max(low, 1)
    return total
