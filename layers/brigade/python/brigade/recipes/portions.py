"""Bringing a recipe inside its limits by resizing what carries the miss, never by writing a number."""

from collections.abc import Iterator, Sequence

from brigade.recipes.nutrition import Macros
from brigade.recipes.recipe import Draft, Ingredient
from brigade.recipes.vocabulary import Unit

Range = tuple[float | None, float | None]  # the least and the most; None where there is no limit
Resizing = dict[int, float]  # by which factor the parts at these places change

SMALLEST, LARGEST = 0.5, 1.5  # how far one ingredient may be resized
WHOLE_SMALLEST, WHOLE_LARGEST = 0.75, 1.33  # how far the whole serving may be
CARRIES = 0.04  # the share of a serving's energy, protein, carbohydrate or fat that makes a part worth resizing
STEPS = [0.5, 0.6, 0.7, 0.8, 0.9, 1.1, 1.2, 1.3, 1.4, 1.5]  # tried for the first of two carriers
NOTHING = 1e-9
COUNTED = {Unit.PIECE, Unit.SLICE, Unit.CLOVE}


def resizing(parts: Sequence[Macros], ranges: Sequence[Range]) -> Resizing | None:
    """The gentlest resizing that brings every sum of the parts into its range; None where none does.

    One carrier is tried first, then two, then the whole serving.
    """
    totals = _totals(parts)
    if all(_inside(total, limits) for total, limits in zip(totals, ranges, strict=True)):
        return {}
    carriers = [index for index, part in enumerate(parts) if _carries(part, totals)]
    one = {index: factor for index in carriers if (factor := _factor(parts[index], totals, ranges)) is not None}
    if one:
        best = min(one, key=lambda index: abs(one[index] - 1))
        return {best: one[best]}
    two = min(_pairs(parts, carriers, totals, ranges), key=_effort, default=None)
    return two or _whole(parts, totals, ranges)


def resized(draft: Draft, change: Resizing) -> Draft:
    """The draft with these lines resized, counted things in quarters. Raises ValidationError beyond sane amounts."""
    lines = [_line(line, change.get(index, 1.0)) for index, line in enumerate(draft.ingredients)]
    return Draft.model_validate({**draft.model_dump(), "ingredients": lines})


def in_words(draft: Draft, change: Resizing) -> list[str]:
    """What a resizing changed."""
    if len(change) == len(draft.ingredients) and len(set(change.values())) == 1:
        return [f"portions resized to {change[0]:.0%} to keep the limits"]
    return [f"{draft.ingredients[index].name} resized to {factor:.0%} to keep the limits"
            for index, factor in sorted(change.items())]  # fmt: skip


def _line(line: Ingredient, factor: float) -> dict[str, object]:
    amount = line.amount * factor
    if line.unit in COUNTED:
        amount = max(round(amount * 4), 1) / 4
    grams = None if line.grams is None else round(line.grams * amount / line.amount, 1)
    return {**line.model_dump(), "amount": round(amount, 2), "grams": grams}


def _pairs(
    parts: Sequence[Macros], carriers: Sequence[int], totals: Macros, ranges: Sequence[Range]
) -> Iterator[Resizing]:
    for first in carriers:
        for step in STEPS:
            shifted = _shifted(totals, parts[first], step)
            for second in carriers:
                if second != first and (factor := _factor(parts[second], shifted, ranges)) is not None:
                    yield {first: step, second: factor}


def _whole(parts: Sequence[Macros], totals: Macros, ranges: Sequence[Range]) -> Resizing | None:
    factor = _factor(totals, totals, ranges, WHOLE_SMALLEST, WHOLE_LARGEST)
    return None if factor is None else dict.fromkeys(range(len(parts)), factor)


def _factor(
    part: Macros, totals: Macros, ranges: Sequence[Range], least: float = SMALLEST, most: float = LARGEST
) -> float | None:
    """The factor nearest to 1 by which this part alone brings the totals into their ranges."""
    for amount, total, (low, high) in zip(part, totals, ranges, strict=True):
        rest = total - amount
        if amount < NOTHING:
            if not _inside(total, (low, high)):
                return None
            continue
        least = max(least, (low - rest) / amount) if low is not None else least
        most = min(most, (high - rest) / amount) if high is not None else most
    return min(max(1.0, least), most) if least <= most else None


def _totals(parts: Sequence[Macros]) -> Macros:
    kcal, protein, carbs, fat = (sum(column) for column in zip(*parts, strict=True)) if parts else (0.0,) * 4
    return kcal, protein, carbs, fat


def _shifted(totals: Macros, part: Macros, factor: float) -> Macros:
    kcal, protein, carbs, fat = (
        total + (factor - 1) * amount for total, amount in zip(totals, part, strict=True)
    )  # fmt: skip
    return kcal, protein, carbs, fat


def _carries(part: Macros, totals: Macros) -> bool:
    return any(total > 0 and amount / total >= CARRIES for amount, total in zip(part, totals, strict=True))


def _inside(value: float, limits: Range) -> bool:
    low, high = limits
    return (low is None or value >= low - NOTHING) and (high is None or value <= high + NOTHING)


def _effort(change: Resizing) -> float:
    return sum(abs(factor - 1) for factor in change.values())
