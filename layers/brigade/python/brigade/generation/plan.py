"""Planning a batch: chunks, and one concept per recipe, no two alike. The same seed gives the same plan."""

import json
from collections import Counter
from collections.abc import Collection
from hashlib import sha256
from heapq import heappush, heapreplace
from itertools import combinations
from math import ceil

from brigade.chance import shuffled
from brigade.errors import InfeasibleConstraints
from brigade.generation.concept import Concept
from brigade.generation.cookery import CUISINES, METHODS, go_together, paired, styles_for
from brigade.generation.larder import mains_for, meals_for
from brigade.generation.request import BatchRequest
from brigade.generation.serving import vessels_for
from brigade.generation.targets import bears, targets_for
from brigade.images.photograph import Photograph
from brigade.images.shoot import Subject, photographs
from brigade.recipes.vocabulary import MealType

MOST_USES = 2  # of a main ingredient before it is offered together with a companion
MOST_STYLES = max(len(methods) for methods in METHODS.values()) * len(CUISINES)


def chunk_sizes(count: int, limit: int) -> list[int]:
    """The fewest sizes that sum to `count`, as even as can be: 12 in fives -> [4, 4, 4]."""
    chunks = ceil(count / limit)
    base, extra = divmod(count, chunks)
    return [base + (index < extra) for index in range(chunks)]


def chunked(concepts: list[Concept], limit: int) -> list[list[Concept]]:
    sizes = chunk_sizes(len(concepts), limit)
    starts = [sum(sizes[:index]) for index in range(len(sizes))]
    return [concepts[start : start + size] for start, size in zip(starts, sizes, strict=True)]


def plan_batch(request: BatchRequest, seed: int, taken: Collection[str] = ()) -> list[Concept]:
    """One concept per recipe. `taken` holds the keys of concepts already stored under the same constraints."""
    meals = request.meal_types or meals_for(request.dietary_restrictions)
    dishes = Dishes(request, seed, taken)
    planned = [dishes.next_for(meals[position % len(meals)]) for position in range(request.count)]
    subjects = [
        Subject(vessels_for(method, main), meals[position % len(meals)])
        for position, (main, _, method) in enumerate(planned)
    ]
    camera = photographs(subjects, seed)
    return [
        _concept(request, position, subjects[position].meal, planned[position], camera[position], seed)
        for position in range(request.count)
    ]


def _concept(
    request: BatchRequest, position: int, meal: MealType, dish: "Dish", photograph: Photograph, seed: int
) -> Concept:
    main, cuisine, method = dish
    return Concept(
        position=position, meal_type=meal, cuisine=cuisine, main_ingredient=main, cooking_method=method,
        diets=request.dietary_restrictions, targets=targets_for(request, meal, main, seed, position),
        limits=request.limits, max_prep_minutes=request.max_prep_time, fitness_goal=request.fitness_goal,
        photograph=photograph, note=request.natural_language_prompt, required_ingredient=request.main_ingredient,
    )  # fmt: skip


def concept_key(concept: Concept) -> str:
    """What makes two concepts the same dish."""
    return dish_key(concept.meal_type, concept.main_ingredient, concept.cuisine, concept.cooking_method)


def dish_key(meal: MealType, main: str, cuisine: str, method: str) -> str:
    return "|".join((meal, main, cuisine, method)).lower()


def constraints_key(request: BatchRequest) -> str:
    """A hash, the same for two requests that ask for the same kind of recipe, however many and at whatever price."""
    passing = {"count", "budget_usd", "seed", "enable_image_generation", "enable_s3_upload",
               "enable_nutrition_validation", "overnight"}  # fmt: skip
    kept = request.model_dump(mode="json", exclude=passing, exclude_defaults=True)
    settled = {name: sorted(value) if isinstance(value, list) else value for name, value in kept.items()}
    return sha256(json.dumps(settled, sort_keys=True).encode()).hexdigest()


Dish = tuple[str, str, str]  # main ingredient, cuisine, cooking method
Queue = list[tuple[int, int, str]]  # a heap: uses so far, order, main ingredient


class Dishes:
    """Deals dishes, none twice: the least used main ingredient first, and while others are left none that is stored
    already or whose main ingredients do not bear what is asked for.
    """

    def __init__(self, request: BatchRequest, seed: int, taken: Collection[str]) -> None:
        self.request = request
        self.seed = seed
        self.stored = frozenset(taken)
        self.dealt: set[str] = set()
        self.uses: Counter[str] = Counter()
        self.widened: set[MealType] = set()
        self.companions = {
            meal: shuffled(mains_for(meal, request.dietary_restrictions), seed, meal) for meal in MealType
        }
        self.queues: dict[MealType, Queue] = {meal: [] for meal in MealType}
        self.held_back: dict[MealType, list[str]] = {meal: [] for meal in MealType}
        self.offered: set[MealType] = set()

    def next_for(self, meal: MealType) -> Dish:
        """Raises InfeasibleConstraints where every dish that these constraints allow has been dealt."""
        if meal not in self.offered:
            self.offered.add(meal)
            only = self.request.main_ingredient
            self._offer(meal, [only] if only else self.companions[meal])
        while True:
            main = self._least_used(meal)
            if self.uses[main] >= MOST_USES and meal not in self.widened:
                self._widen(meal)
                continue
            if self.uses[main] > MOST_STYLES and self.held_back[meal]:
                self._offer_held_back(meal)
                continue
            if self.uses[main] > MOST_STYLES:
                self._allow_stored()
            self.uses[main] += 1
            if dish := self._free_dish(meal, main):
                return dish
            self.uses[main] = MOST_STYLES + 1  # nothing left of it

    def _least_used(self, meal: MealType) -> str:
        """The first of the queue, once it stands where its uses, which other meals count too, have put it."""
        queue = self.queues[meal]
        while queue[0][0] != self.uses[queue[0][2]]:
            _, order, main = queue[0]
            heapreplace(queue, (self.uses[main], order, main))
        return queue[0][2]

    def _offer(self, meal: MealType, mains: list[str]) -> None:
        """Those that bear what is asked for, and for the end the others."""
        fit = {main for main in mains if bears(self.request, meal, main)}
        self._queue(meal, [main for main in mains if main in fit])
        self.held_back[meal] += [main for main in mains if main not in fit]
        if not self.queues[meal]:
            self._offer_held_back(meal)

    def _offer_held_back(self, meal: MealType) -> None:
        self._queue(meal, self.held_back[meal])
        self.held_back[meal] = []

    def _queue(self, meal: MealType, mains: list[str]) -> None:
        queue = self.queues[meal]
        for order, main in enumerate(mains, start=len(queue)):
            heappush(queue, (self.uses[main], order, main))

    def _allow_stored(self) -> None:
        if not self.stored:
            raise InfeasibleConstraints("fewer dishes fit these constraints than were asked for", {"count": "too many"})
        self.uses.clear()
        self.stored = frozenset()

    def _widen(self, meal: MealType) -> None:
        """Offer every main ingredient together with a companion as well."""
        self.widened.add(meal)
        companions, only = self.companions[meal], self.request.main_ingredient
        pairs = paired(combinations(companions, 2)) if not only else _beside(only, companions)
        self._offer(meal, shuffled(pairs, self.seed, meal))

    def _free_dish(self, meal: MealType, main: str) -> Dish | None:
        for cuisine, method in shuffled(styles_for(meal, main), self.seed, meal, main):
            key = dish_key(meal, main, cuisine, method)
            if key not in self.dealt and key not in self.stored:
                self.dealt.add(key)
                return main, cuisine, method
        return None


def _beside(main: str, companions: list[str]) -> list[str]:
    """A main ingredient that was asked for stays the first of its pairs."""
    return [f"{main} with {other}" for other in companions if other != main and go_together(main, other)]
