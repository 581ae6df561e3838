"""Likeness: whether two recipes are one dish under two names, and finding the twin of a dish among thousands."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import Any

from brigade.model import Message
from brigade.recipes.recipe import Draft, Ingredient
from brigade.recipes.weights import grams_of
from brigade.recipes.words import any_of, same_words, table

LIKE = 0.75  # one dish from here on: 99 % of copies told otherwise, and 1 of 45,000 other pairs (simulator)
FOODS, TITLE, METHOD = 0.8, 0.1, 0.1  # what each part counts; they sum to 1
SHARED = (LIKE - TITLE - METHOD) / FOODS  # the share of foods without which no two dishes can be alike
OTHER_HEART = 0.7  # how alike dishes may still be whose hearts differ
MAIN, STAPLE = 1.6, 0.15  # how much more, or less, than another food of its mass
OF_ANOTHER_KIND = {"stock", "sauce", "noodle", "milk", "cheese", "sprout", "paste"}  # egg noodles are no egg
UNWEIGHED = 30.0  # grams where a line tells none


class Dish(Message):
    """What of a recipe is compared. `foods` are shares by name that sum to 1, `methods` and `title` are sorted sets."""

    title: tuple[str, ...]
    foods: dict[str, float]
    methods: tuple[str, ...]

    @property
    def heart(self) -> str:
        """The food that weighs most."""
        return max(self.foods, key=self.foods.__getitem__)


def dish_of(draft: Draft) -> Dish:
    weights: dict[str, float] = defaultdict(float)
    for line in draft.ingredients:
        name, importance = _food(line)
        weights[name] += importance * (grams_of(line) or UNWEIGHED * draft.servings) ** 0.5
    whole = sum(weights.values())
    title = set(same_words(draft.name).split()) - set(_table()["filler"])
    return Dish(
        title=tuple(sorted(title)),
        foods={name: round(weight / whole, 4) for name, weight in sorted(weights.items())},
        methods=tuple(sorted(_methods(draft))),
    )


def likeness(one: Dish, other: Dish) -> float:
    """0 for dishes with nothing in common to 1 for the same; `LIKE` and above is one dish."""
    alike = (
        FOODS * _shared(one.foods, other.foods)
        + TITLE * _overlap(one.title, other.title)
        + METHOD * _overlap(one.methods, other.methods)
    )
    return alike if one.heart in other.foods and other.heart in one.foods else OTHER_HEART * alike


def like(dish: Dish, others: Iterable[Dish]) -> int | None:
    """The place among the others of the one that is this dish again; None where there is none."""
    return Shelf(others).like(dish)


class Shelf:
    """Dishes to be compared with, by their foods, so that a twin among 10,000 is found in milliseconds."""

    def __init__(self, dishes: Iterable[Dish] = ()) -> None:
        self.dishes: list[Dish] = []
        self._places: dict[str, list[int]] = defaultdict(list)
        for dish in dishes:
            self.add(dish)

    def add(self, dish: Dish) -> None:
        for name in dish.foods:
            self._places[name].append(len(self.dishes))
        self.dishes.append(dish)

    def like(self, dish: Dish) -> int | None:
        """The place of the dish most like this one; None where none is like it."""
        scores = ((likeness(dish, self.dishes[place]), place) for place in self._candidates(dish))
        return max((score for score in scores if score[0] >= LIKE), default=(0.0, None))[1]

    def _candidates(self, dish: Dish) -> set[int]:
        """Every dish that can be alike: it must hold one of any foods that together are more than 1 - `SHARED`.

        The rarest such foods are asked for, so that staples never are.
        """
        places: set[int] = set()
        missing = 0.0
        for name in sorted(dish.foods, key=lambda food: len(self._places.get(food, ())) / dish.foods[food]):
            places.update(self._places.get(name, ()))
            missing += dish.foods[name]
            if missing > 1 - SHARED:
                break
        return places


def _shared(one: dict[str, float], other: dict[str, float]) -> float:
    return sum(min(share, other[name]) for name, share in one.items() if name in other)


def _overlap(one: tuple[str, ...], other: tuple[str, ...]) -> float:
    """Jaccard's index; nothing and nothing are the same."""
    union = {*one, *other}
    return len({*one} & {*other}) / len(union) if union else 1.0


@cache
def _table() -> Any:
    return table("likeness")


def _food(line: Ingredient) -> tuple[str, float]:
    """The name a food is compared by, and its importance: any chicken is chicken, red lentils are lentils."""
    words = same_words(line.name).split()
    kept = [word for word in words if word not in _table()["plain"]] or words or [line.name]
    main = next((word for word in kept if word in _table()["mains"]), None)
    if main and not OF_ANOTHER_KIND & set(words):
        return main, MAIN
    staple = " ".join(kept) in _table()["staples"] or kept[-1] in _table()["staple_endings"]
    return " ".join(sorted(kept)), STAPLE if staple else 1.0


@cache
def _method_words() -> dict[str, Any]:
    return {method: any_of(words) for method, words in _table()["methods"].items()}


def _methods(draft: Draft) -> list[str]:
    steps = same_words(" ".join(draft.instructions))
    return [method for method, words in _method_words().items() if words.search(steps)]
