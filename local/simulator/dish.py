"""A dish in the making."""

from dataclasses import dataclass, field

import numpy as np

from local.simulator.amounts import Vector
from local.simulator.asked import Ask
from local.simulator.cuisines import Cuisine, Flavour
from local.simulator.forms import Form
from local.simulator.mains import Main
from local.simulator.pantry import NUTRIENTS, Food


@dataclass
class Dish:
    """A composed dish. `foods` and `grams` (whole recipe) run together; `filled` names foods by slot kind."""

    ask: Ask
    form: Form
    cuisine: Cuisine
    flavour: Flavour
    main: Main
    servings: int
    filled: dict[str, list[Food]]
    foods: list[Food] = field(default_factory=list)
    amounts: list[tuple[float, str, float]] = field(default_factory=list)
    nutrition: Vector = field(default_factory=lambda: np.zeros(len(NUTRIENTS)))
    score: float = 99.0

    def slot(self, kind: str) -> list[Food]:
        """The foods that fill this kind of slot and are in the finished dish."""
        return [food for food in self.filled.get(kind, []) if food in self.foods]

    @property
    def sweet(self) -> bool:
        return self.form.is_sweet
