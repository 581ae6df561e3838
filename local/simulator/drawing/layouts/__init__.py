"""Which pieces of food lie where, in layers, for each kind of dish."""

from collections.abc import Callable

from local.simulator.drawing.layouts.grilled import lay_omelette, lay_pancakes, lay_rounds, lay_skewers
from local.simulator.drawing.layouts.handheld import lay_toast, lay_wraps
from local.simulator.drawing.layouts.plated import lay_heap, lay_rows, lay_salad, lay_sections
from local.simulator.drawing.layouts.wet import lay_liquid, lay_nest
from local.simulator.drawing.plate import Plate
from local.simulator.drawing.scene import Scene

LAYOUTS: dict[str, Callable[[Plate, Scene], None]] = {
    "heap": lay_heap,
    "sections": lay_sections,
    "salad": lay_salad,
    "rows": lay_rows,
    "liquid": lay_liquid,
    "nest": lay_nest,
    "toast": lay_toast,
    "wraps": lay_wraps,
    "pancakes": lay_pancakes,
    "omelette": lay_omelette,
    "skewers": lay_skewers,
    "rounds": lay_rounds,
}
