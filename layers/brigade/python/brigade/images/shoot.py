"""A batch's shoot: photographs dealt so that neighbours differ, and another take where one was refused."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar

from brigade.chance import fraction
from brigade.images.photograph import Angle, Light, Photograph, Props, Surface, Vessel

Word = TypeVar("Word", bound=StrEnum)

BOWLS = (Vessel.SHALLOW_BOWL, Vessel.DEEP_BOWL, Vessel.GLASS_BOWL)
FLAT = (Vessel.WHITE_PLATE, Vessel.BLACK_PLATE, Vessel.BLUE_PLATE)
INSTEAD = {  # what a dish served in a vessel may be served in as well
    **dict.fromkeys(BOWLS[:2], BOWLS[:2]), Vessel.GLASS_BOWL: BOWLS,
    Vessel.SKILLET: (Vessel.SKILLET, Vessel.SHALLOW_BOWL),
    **dict.fromkeys(FLAT, FLAT), Vessel.WOODEN_BOARD: (Vessel.WOODEN_BOARD, *FLAT),
}  # fmt: skip


def photographs(vessels: Sequence[Collection[Vessel]], seed: int) -> list[Photograph]:
    """A photograph for each dish, in one of the vessels that it may be served in: the same for the same seed, every
    word about as often as any other that fits, and two neighbours differ in every attribute.
    """
    deck = _Deck(seed)
    return [deck.deal(fit) for fit in vessels]


class _Deck:
    """Deals the word that was dealt least of those that fit, and never the one that was dealt last."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.dealt: Counter[StrEnum] = Counter()
        self.last: Photograph | None = None

    def deal(self, vessels: Collection[Vessel]) -> Photograph:
        self.last = _photograph(self._word, vessels)
        return self.last

    def _word(self, name: str, fit: Iterable[Word]) -> Word:
        others = [word for word in fit if self.last is None or word != getattr(self.last, name)] or list(fit)
        word = min(others, key=lambda word: (self.dealt[word], fraction(self.seed, self.dealt[word], word), word))
        self.dealt[word] += 1
        return word


def another_take(photograph: Photograph, attempt: int) -> Photograph:
    """The photograph of a later attempt: in a vessel that suits the dish as well, and otherwise as little like the
    earlier takes as what belongs together allows.
    """
    takes = [photograph]
    while len(takes) <= attempt:
        takes.append(_photograph(_unlike(takes), INSTEAD[photograph.vessel]))
    return takes[attempt]


def _unlike(takes: list[Photograph]) -> Callable[[str, Iterable[Any]], Any]:
    """Chooses the word that the fewest takes have used, the first after the last take's in its row."""

    def word(name: str, fit: Iterable[Any]) -> Any:
        used = [getattr(take, name) for take in takes]
        row = list(fit)
        turn = row.index(used[-1]) + 1 if used[-1] in row else 0
        return min(row[turn:] + row[:turn], key=used.count)

    return word


def _photograph(choose: Callable[[str, Iterable[Any]], Any], vessels: Collection[Vessel]) -> Photograph:
    """One word for each attribute, such that a photographer would put them into one picture."""
    vessel = choose("vessel", [vessel for vessel in Vessel if vessel in vessels])
    surface = choose("surface", list(Surface))
    light = choose("light", list(Light))
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
        or (vessel in (*FLAT, Vessel.WOODEN_BOARD) and props == Props.SPOON)
    )
