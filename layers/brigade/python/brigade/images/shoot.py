"""A batch's shoot: photographs dealt so that neighbours differ, and another take where one was refused."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar

from brigade.chance import chosen, fraction
from brigade.images.photograph import Angle, Light, Photograph, Props, Surface, Vessel
from brigade.images.vessels import BOARD, BOWLS, HOT_BOWLS, PAN, PLATES
from brigade.recipes.vocabulary import MealType

Word = TypeVar("Word", bound=StrEnum)

INSTEAD = {  # what a dish served in a vessel may be served in as well
    **dict.fromkeys(HOT_BOWLS, HOT_BOWLS), Vessel.GLASS_BOWL: BOWLS,
    Vessel.SKILLET: PAN | {Vessel.SHALLOW_BOWL},
    **dict.fromkeys(PLATES, PLATES), Vessel.WOODEN_BOARD: BOARD | PLATES,
}  # fmt: skip
UNTIMELY = {  # light of an hour at which nobody eats the meal
    MealType.BREAKFAST: {Light.GOLDEN, Light.MOODY}, MealType.LUNCH: {Light.MORNING, Light.GOLDEN},
    MealType.DINNER: {Light.MORNING}, MealType.SNACK: set(),
}  # fmt: skip


class Subject(NamedTuple):
    """What a photographer has to know of a dish: the vessels that it may be served in, and when it is eaten."""

    vessels: Collection[Vessel]
    meal: MealType


def photographs(subjects: Sequence[Subject], seed: int) -> list[Photograph]:
    """A photograph for each dish, in one of the vessels that it may be served in: the same for the same seed, every
    word about as often as any other that fits, and two neighbours differ in every attribute.
    """
    deck = _Deck(seed)
    return [deck.deal(subject) for subject in subjects]


def suited(photograph: Photograph, subject: Subject, *seed: object) -> Photograph:
    """The photograph with every word kept that goes with the dish and with the other words."""

    def word(name: str, fit: Iterable[Any]) -> Any:
        words, kept = list(fit), getattr(photograph, name)
        return kept if kept in words else chosen(words, *seed, name)

    return _photograph(word, subject)


class _Deck:
    """Deals the word that was dealt least of those that fit, and never the one that was dealt last."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.dealt: Counter[StrEnum] = Counter()
        self.last: Photograph | None = None

    def deal(self, subject: Subject) -> Photograph:
        self.last = _photograph(self._word, subject)
        return self.last

    def _word(self, name: str, fit: Iterable[Word]) -> Word:
        others = [word for word in fit if self.last is None or word != getattr(self.last, name)] or list(fit)
        word = min(others, key=lambda word: (self.dealt[word], fraction(self.seed, self.dealt[word], word), word))
        self.dealt[word] += 1
        return word


def another_take(photograph: Photograph, attempt: int, subject: Subject) -> Photograph:
    """The photograph of a later attempt: as little like the earlier takes as what belongs together allows."""
    takes = [photograph]
    while len(takes) <= attempt:
        takes.append(_photograph(_unlike(takes), subject))
    return takes[attempt]


def _unlike(takes: list[Photograph]) -> Callable[[str, Iterable[Any]], Any]:
    """Chooses the word that the fewest takes have used, the first after the last take's in its row."""

    def word(name: str, fit: Iterable[Any]) -> Any:
        used = [getattr(take, name) for take in takes]
        row = list(fit)
        turn = row.index(used[-1]) + 1 if used[-1] in row else 0
        return min(row[turn:] + row[:turn], key=used.count)

    return word


def _photograph(choose: Callable[[str, Iterable[Any]], Any], subject: Subject) -> Photograph:
    """One word for each attribute, such that a photographer would put them into one picture."""
    vessel = choose("vessel", [vessel for vessel in Vessel if vessel in subject.vessels])
    surface = choose("surface", list(Surface))
    light = choose("light", [light for light in Light if light not in UNTIMELY[subject.meal]])
    angle = choose("angle", [angle for angle in Angle if not _hidden(vessel, angle)])
    props = choose("props", [props for props in Props if not _odd(vessel, surface, angle, props)])
    return Photograph(vessel=vessel, surface=surface, light=light, angle=angle, props=props)


def _hidden(vessel: Vessel, angle: Angle) -> bool:
    """From low down nobody sees what lies in an opaque bowl or a pan."""
    return angle == Angle.LOW and vessel in (Vessel.DEEP_BOWL, Vessel.SHALLOW_BOWL, Vessel.SKILLET)


def _odd(vessel: Vessel, surface: Surface, angle: Angle, props: Props) -> bool:
    """Linen on linen; something out of focus where all lies in one plane; a fork for soup, a spoon for a plate."""
    return (
        (surface == Surface.LINEN and props in (Props.NAPKIN, Props.CLOTH))
        or (angle == Angle.OVERHEAD and props == Props.WATER)
        or (vessel in BOWLS and props == Props.FORK)
        or (vessel in PLATES | BOARD and props == Props.SPOON)
    )
