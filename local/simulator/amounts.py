"""Grams by a small bounded least squares, then kitchen amounts, and the nutrition of what was rounded."""

import numpy as np
from numpy.typing import NDArray

from local.simulator.pantry import NUTRIENTS, Food

Vector = NDArray[np.float64]
WEIGHTS = np.array([3.0, 1.6, 1.0, 1.2])  # kcal, protein, carbohydrate, fat


def solve(foods: list[Food], usual: Vector, low: Vector, high: Vector, targets: Vector) -> Vector:
    """Grams a serving of each food, within its bounds, that come nearest to kcal and macros."""
    nutrients = np.stack([food.per_gram[:4] for food in foods], axis=1)
    scale = WEIGHTS / np.maximum(targets, (150.0, 12.0, 12.0, 8.0))
    habit = 0.16 / np.maximum(usual, 4.0)
    matrix = np.vstack([nutrients * scale[:, None], np.diag(habit)])
    wanted = np.concatenate([targets * scale, habit * usual])
    grams = np.clip(usual, low, high)
    free = high > low
    for _ in range(6):
        fixed = wanted - matrix[:, ~free] @ grams[~free]
        part = matrix[:, free]
        grams[free] = np.linalg.solve(part.T @ part + 1e-9 * np.eye(part.shape[1]), part.T @ fixed)
        outside = free & ((grams < low) | (grams > high))
        grams = np.clip(grams, low, high)
        if not outside.any():
            break
        free = free & ~outside
        if not free.any():
            break
    return grams


def kitchen_amount(food: Food, grams: float) -> tuple[float, str, float]:
    """A kitchen amount for these grams: amount, unit, and the grams it really is."""
    unit, each = food.unit, food.unit_grams
    if unit == "tsp" or (unit == "tbsp" and grams < 0.75 * each):
        spoon = each if unit == "tsp" else each / 3
        amount = max(0.25, round(grams / spoon * 4) / 4)
        return amount, "tsp", amount * spoon
    if unit == "tbsp":
        amount = max(0.5, round(grams / each * 2) / 2)
        return amount, "tbsp", amount * each
    if food.role in ("liquid", "stock", "tomato"):
        millilitres = max(10.0, round(grams / each * 236.6 / 10) * 10)
        return millilitres, "ml", millilitres * each / 236.6
    if unit in ("piece", "clove", "slice") and not food.traits & {"meat", "fish"}:
        whole = unit == "clove" or each < 40 or "egg" in food.traits
        steps = 1 if whole else 2
        amount = max(1 / steps, round(grams / each * steps) / steps)
        return amount, unit, amount * each
    if unit == "cup" and grams >= 0.4 * each:
        amount = round(grams / each * 4) / 4
        return amount, "cup", amount * each
    step = 10 if grams >= 200 else 5
    amount = max(5.0, round(grams / step) * step)
    return amount, "g", amount


def nutrition_of(foods: list[Food], grams: list[float], servings: int) -> Vector:
    """NUTRIENTS a serving of the whole recipe."""
    total = sum((food.per_gram * mass for food, mass in zip(foods, grams, strict=True)), np.zeros(len(NUTRIENTS)))
    return np.asarray(total / servings)
