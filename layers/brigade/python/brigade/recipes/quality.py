"""The quality score: 100, less a little for each thing that makes a recipe worth less, with its reason."""

from collections.abc import Iterable, Iterator

from brigade.recipes.nutrition import energy_of
from brigade.recipes.recipe import Draft, Nutrition, Quality

Loss = tuple[int, str]
LITTLE_SAID = 40  # characters of a description


def quality_of(
    draft: Draft, nutrition: Nutrition, target_kcal: float, changes: list[str], losses: Iterable[Loss] = ()
) -> Quality:
    """0-100 with its reasons. `changes` is what had to be mended, `target_kcal` what a serving should hold.

    `losses` are points and reasons found elsewhere: oddities, wrong claims, doubtful foods.
    """
    lost = [
        *_claim_losses(draft, nutrition, changes),
        *_target_losses(nutrition, target_kcal),
        *_text_losses(draft),
        *losses,
    ]
    return Quality(score=max(0, 100 - sum(points for points, _ in lost)), reasons=[reason for _, reason in lost])


def _claim_losses(draft: Draft, nutrition: Nutrition, changes: list[str]) -> Iterator[Loss]:
    for change in changes:
        yield 10, change
    energy = energy_of(nutrition)
    if not changes and energy and abs(nutrition.calories_kcal - energy) > 0.05 * energy:
        yield 3, f"energy is {abs(nutrition.calories_kcal - energy):.0f} kcal off what its nutrients come to"
    unweighed = [line.name for line in draft.ingredients if line.grams is None]
    if unweighed:
        yield min(15, 2 * len(unweighed)), f"no grams for {', '.join(unweighed[:5])}"


def _target_losses(nutrition: Nutrition, target_kcal: float) -> Iterator[Loss]:
    miss = abs(nutrition.calories_kcal - target_kcal) / target_kcal
    if miss > 0.10:
        yield (
            min(20, round(50 * (miss - 0.10)) + 2),
            f"energy is {miss:.0%} off the {target_kcal:g} kcal planned",
        )


def _text_losses(draft: Draft) -> Iterator[Loss]:
    if len(draft.description) < LITTLE_SAID:
        yield 4, "the description says little"
