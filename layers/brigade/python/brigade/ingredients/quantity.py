"""How much a line is of: the amount before the food, its unit, its size, and the mass given beside them."""

import re
from dataclasses import dataclass, replace

from brigade.ingredients.amounts import amount_at
from brigade.ingredients.measures import Measure, also_at, grams_of, measures_at, unit_at
from brigade.ingredients.units import CONTAINERS, CONVENTIONS, MASSES, MILLILITRES

_LENGTH = r"[0-9./]+(?: [0-9]/[0-9])?(?:(?: to |-)[0-9./]+)?[- ]*(?:inch(?:es)?\b|cm\b|\")"
SIZE = re.compile(
    r"(?:(?:(?:extra|very)[- ])?(?:small|medium|large|big|huge|tiny|jumbo)(?:[- ]sized?)?"
    rf"(?:(?: to |-| or )(?:medium|larger?))?|{_LENGTH}(?:[- ](?:thick|long|wide|round))?)(?=[ ,)]|$)",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r"(?:(?:firmly|loosely|lightly|tightly|well|very|slightly)[- ])?"
    r"(?:packed|heap(?:ing|ed)|rounded|level|scant|generous|good|thick|thin|full|fat)(?= )",
    re.IGNORECASE,
)
_SIZED = re.compile(rf"^ ?\(({_LENGTH}(?:[- ](?:thick|long|wide|round|piece|diameter))?)\) ?", re.IGNORECASE)
_OPEN = re.compile(r"[0-9/. ]+(?:-| to | or )[0-9/. ]+$", re.IGNORECASE)
_LONG = re.compile(rf"({_LENGTH})[- ]?((?:piece|knob|chunk|length|section|stick)s?\b)?", re.IGNORECASE)
_PACK = re.compile(r" ?(?:x ?(?=[0-9])|,? (?=[0-9])|\()", re.IGNORECASE)
_EACH = re.compile(r"\beach\b", re.IGNORECASE)
_PLUS = re.compile(r"^ ?(?:plus|and|[+&])? ?(?=[0-9])|,? ?(?:\bplus|\+) ?(?=[0-9])", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:$|[,;()]|(?:for|to|divided)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """What stands before the food; `rest` is the line without it, `unit` None where there is but a number."""

    rest: str
    amount: float | None = None
    unit: str | None = None
    grams: float | None = None
    size: str | None = None
    manner: tuple[str, ...] = ()


def quantity_at(text: str) -> Quantity:
    """Reads "2 (400 g) cans tomatoes", "1 1/2 cups/190 g flour", "1 cup plus 2 tbsp milk", "3 large eggs"."""
    if found := _LONG.match(text):
        return _long(text, found)
    if not (counted := amount_at(text)):
        return _gesture(text)
    amount, rest = counted
    if sized := _SIZED.match(rest):
        return _of_length(text, amount, sized)
    each, rest = _mass_of_each(rest)
    described = _described(rest)
    unit, rest = unit_at(described.rest)
    if unit and (unit in MASSES or unit in MILLILITRES):
        return _measured(Measure(amount, unit), rest, described)
    total = each and (each if _is_of_all(text) and unit not in CONTAINERS else each * amount)
    return replace(described, rest=rest, amount=amount, unit=unit, grams=total)


def _is_of_all(text: str) -> bool:
    """Whether the mass in brackets is that of all: who leaves the number open ("3 to 4 (1 pound) breasts") cannot
    mean each, but for a size that a hyphen makes one word of ("2-3 (6-ounce) fillets")."""
    number, _, mass = text.partition("(")
    return bool(_OPEN.match(number)) and "-" not in mass.partition(")")[0]


def _of_length(text: str, amount: float, sized: re.Match[str]) -> Quantity:
    """ "2 (1-inch) pieces ginger" are two inches of it, "8 (1/8-inch-thick) slices lemon" eight slices of that size."""
    _, _, after = text.partition(sized[0])
    length, inches = amount_at(sized[1]), "ginger" in after.lower() and "inch" in sized[1].lower()
    described = _described(after)
    unit, rest = unit_at(described.rest)
    if length and inches and unit in {None, "piece"}:
        return replace(described, rest=rest, amount=amount * length[0], unit="inch")
    return replace(described, rest=rest, amount=amount, unit=unit, size=described.size or sized[1].lower())


def _long(text: str, found: re.Match[str]) -> Quantity:
    """A length is an amount where a piece is cut off ("1-inch piece ginger"), else a size ("9-inch pie crust")."""
    rest, length = text[found.end() :], amount_at(text)
    if length and (found[2] or "ginger" in rest.lower()):
        return Quantity(rest, length[0] / 2.54 if "cm" in found[1].lower() else length[0], "inch")
    return Quantity(rest, 1, None, size=found[1].strip().lower())


def _gesture(text: str) -> Quantity:
    """ "Pinch of salt", "large handful parsley": one of them, though no number says so."""
    described = _described(text)
    unit, rest = unit_at(described.rest)
    return replace(described, rest=rest, amount=1, unit=unit) if unit in CONVENTIONS | {"bunch"} else Quantity(text)


def _measured(measure: Measure, rest: str, described: Quantity) -> Quantity:
    others, rest = also_at(rest)
    more, rest = _more(rest)
    total = measure.plus(more[0]) if more else measure
    grams = grams_of([total, *others, *more[1:]])
    container, after = unit_at(rest)
    if measure.unit in MASSES and container in CONTAINERS | {"piece"}:  # "14 oz can": one of them
        return replace(described, rest=after, amount=1, unit=container, grams=grams)
    return replace(described, rest=rest, amount=total.amount, unit=total.unit, grams=grams)


def _more(rest: str) -> tuple[list[Measure], str]:
    """What is added, and then what all is: "1 cup plus 2 tbsp / 290 g milk"; further on only where nothing follows."""
    if plus := _PLUS.search(rest.partition("(")[0]):
        measures, after = measures_at(rest[plus.end() :])
        if measures and (plus.start() == 0 or _ENDS.match(after)):
            return measures, rest[: plus.start()] + after
    return [], rest


def _mass_of_each(text: str) -> tuple[float | None, str]:
    """The mass of one, between number and food: "x 400 g tins", " (14-ounce) cans", ", 5 oz box", " 3 lb roast"."""
    if not (opening := _PACK.match(text)):
        return None, text
    measures, rest = measures_at(text[opening.end() :])
    if (grams := grams_of(measures)) is None:
        return None, text
    if opening[0].endswith("("):
        inside, _, outside = rest.partition(")")
        rest = f"{_EACH.sub('', inside)} {outside}"
    return grams, rest.lstrip(" -,")


def _described(text: str) -> Quantity:
    """The sizes and the way of measuring before a unit: "large ", "heaped "."""
    size, manner, rest = None, [], text.lstrip()
    while found := SIZE.match(rest) or _MANNER.match(rest):
        if found.re is SIZE:
            size = found[0].lower()
        else:
            manner.append(found[0].lower())
        rest = rest[found.end() :].lstrip(" ,")
    return Quantity(rest, size=size, manner=tuple(manner))
