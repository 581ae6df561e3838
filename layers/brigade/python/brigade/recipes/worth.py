"""What a draft is worth: its lines looked up, weighed and added up."""

from dataclasses import dataclass

from brigade.ingredients.resolving import Resolved, line_of, resolve
from brigade.recipes.composition import Composition, composition_of
from brigade.recipes.nutrition import Macros, mended
from brigade.recipes.recipe import Draft, Nutrition

LEAST_RESOLVED = 0.9  # of the energy: below it the sum says too little to stand for


@dataclass(frozen=True, slots=True)
class Worth:
    """A draft with its lines looked up and added up.

    `nutrition` is the sum where enough of the energy is known, else the claim made consistent; `mends` says how.
    """

    draft: Draft
    resolved: list[Resolved]
    composition: Composition
    nutrition: Nutrition
    mends: list[str]

    @property
    def is_known(self) -> bool:
        return self.composition.energy_resolved >= LEAST_RESOLVED

    @property
    def parts(self) -> list[Macros]:
        """What each line brings to a serving."""
        alone = (composition_of([line], self.draft.servings) for line in self.resolved)
        return [(each.kcal, each.protein, each.carbs, each.fat) for each in alone]


def worth_of(draft: Draft) -> Worth:
    lines = [line_of(line.name, line.amount, line.unit, line.grams) for line in draft.ingredients]
    resolved = [resolve(line) for line in lines]
    computed = composition_of(resolved, draft.servings)
    if computed.energy_resolved < LEAST_RESOLVED:
        return Worth(draft, resolved, computed, *mended(draft.nutrition))
    return Worth(draft, resolved, computed, nutrition_of(computed), [])


def nutrition_of(computed: Composition) -> Nutrition:
    """What a composition says of a serving, rounded to what the figures can carry."""
    return Nutrition(
        calories_kcal=round(computed.kcal, 1), protein_grams=round(computed.protein, 1),
        carbs_grams=round(computed.carbs, 1), fat_grams=round(computed.fat, 1), fibre_grams=_rounded(computed.fibre),
        sugar_grams=_rounded(computed.sugar), saturated_fat_grams=_rounded(computed.saturated_fat),
        sodium_mg=_rounded(computed.sodium_mg), alcohol_grams=round(computed.alcohol, 1),
    )  # fmt: skip


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 1)
