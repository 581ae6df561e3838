"""One line of an ingredient list, as it was read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says, before anything is looked up.

    `amount` is the middle of a range and None where the line names none ("salt to taste"); `unit` a name from
    `units`; `grams` a mass the line itself gives, for the whole of it ("2 (400 g) cans" -> 800). `name` and
    `alternatives` ("butter or oil") are foods in lower case, without amounts, sizes and what is done to them;
    that is in `preparation`, in the line's own words and in lower case ("chopped", "drained", "for frying").
    `edible` where `grams` are what is eaten, as a writer of recipes states them, not what is bought.
    """

    text: str
    name: str
    amount: float | None = None
    unit: str = "piece"
    grams: float | None = None
    size: str | None = None
    preparation: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    optional: bool = False
    edible: bool = False
