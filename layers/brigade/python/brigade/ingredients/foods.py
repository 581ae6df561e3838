"""Foods of USDA's FoodData Central (SR Legacy): what 100 g of each holds and what its measures weigh."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from brigade.ingredients.words import words_of

NUTRIENTS = (
    "kcal", "protein", "fat", "carbs", "fibre", "sugar", "sodium_mg", "saturated_fat", "alcohol", "water",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Portion:
    """A household measure of a food and the grams of one of it: `measure` in USDA's words ("cup, chopped")."""

    grams: float
    measure: str

    @property
    def words(self) -> tuple[str, ...]:
        return words_of(self.measure)


@dataclass(frozen=True, slots=True)
class Food:
    """Per 100 g of the edible part: kcal, grams, sodium in milligrams; None where nobody measured, which is not 0.

    `density` is grams per millilitre, `aisle` where a shop keeps it, for foods that have an everyday name.
    """

    fdc_id: int
    description: str
    group: str
    kcal: float | None
    protein: float | None
    fat: float | None
    carbs: float | None
    fibre: float | None
    sugar: float | None
    sodium_mg: float | None
    saturated_fat: float | None
    alcohol: float | None
    water: float | None
    density: float | None
    portions: tuple[Portion, ...]
    aisle: str | None


def table(name: str) -> list[str]:
    """The lines of one of the package's tables."""
    return files("brigade.ingredients").joinpath("tables", name).read_text(encoding="utf-8").splitlines()


@cache
def lines() -> list[str]:
    """Foods as text, a line each: only those that are asked for are ever read."""
    return table("foods.tsv")


@cache
def _numbers() -> dict[str, int]:
    return {line.partition("\t")[0]: number for number, line in enumerate(lines())}


@cache
def aliases() -> dict[str, tuple[int, str]]:
    """What an everyday name means: the food's id and the aisle it is sold in."""
    rows = (line.split("\t") for line in table("aliases.tsv"))
    return {name: (int(fdc_id), aisle) for name, fdc_id, aisle in rows}


@cache
def _aisles() -> dict[int, str]:
    return dict(aliases().values())


def food(fdc_id: int) -> Food:
    """The food with this FoodData Central id; KeyError where there is none."""
    return food_at(_numbers()[str(fdc_id)])


@cache
def food_at(number: int) -> Food:
    """The food in this line of the table."""
    fdc_id, description, group, *rest = lines()[number].split("\t")
    *nutrients, density = (float(value) if value else None for value in rest[: len(NUTRIENTS) + 1])
    return Food(
        fdc_id=int(fdc_id),
        description=description,
        group=group,
        **dict(zip(NUTRIENTS, nutrients, strict=True)),
        density=density,
        portions=tuple(_portion(text) for text in rest[len(NUTRIENTS) + 1 :]),
        aisle=_aisles().get(int(fdc_id)),
    )


def _portion(text: str) -> Portion:
    grams, _, measure = text.partition(" ")
    return Portion(float(grams), measure)
