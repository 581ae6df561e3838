"""A batch's shoot: photographs dealt so that neighbours differ, and another take where one was refused."""

from collections.abc import Iterator
from enum import StrEnum
from itertools import count as counting
from itertools import islice
from typing import TypeVar

from brigade.chance import shuffled
from brigade.images.photograph import Angle, Light, Photograph, Props, Surface, Vessel

Word = TypeVar("Word", bound=StrEnum)


def photographs(count: int, seed: int) -> list[Photograph]:
    """Attributes for `count` pictures: the same for the same seed, every word as often as any other (± 1), and
    two neighbours differ in every attribute.
    """
    dealt = zip(*(_deal(words, seed) for words in (Vessel, Surface, Light, Angle, Props)), strict=True)
    return [
        Photograph(vessel=vessel, surface=surface, light=light, angle=angle, props=props)
        for vessel, surface, light, angle, props in islice(dealt, count)
    ]


def _deal(words: type[Word], seed: int) -> Iterator[Word]:
    """Cards from endless shuffled decks; a deck never begins with the card the last one ended on."""
    last = None
    for deck in counting():
        cards = shuffled(words, seed, words.__name__, deck)
        if cards[0] == last:
            cards.append(cards.pop(0))
        yield from cards
        last = cards[-1]


def another_take(photograph: Photograph, attempt: int) -> Photograph:
    """The photograph of a later attempt: the first four attempts share no attribute with one another."""
    return Photograph(
        vessel=_turned(Vessel, photograph.vessel, 3 * attempt),
        surface=_turned(Surface, photograph.surface, 5 * attempt),
        light=_turned(Light, photograph.light, 2 * attempt),
        angle=_turned(Angle, photograph.angle, attempt),
        props=_turned(Props, photograph.props, attempt) if attempt else photograph.props,
    )


def _turned(words: type[Word], word: str, steps: int) -> Word:
    row = list(words)
    start = next((index for index, each in enumerate(row) if each == word), 0)
    return row[(start + steps) % len(row)]
