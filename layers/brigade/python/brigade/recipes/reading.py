"""Which foods a text names, what each holds, and which of its words nobody knows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from brigade.recipes.diet_rules import FORBIDDEN
from brigade.recipes.lexicon import STOPS, Entry, Piece, Stems, pieces, stem, stems, words_of
from brigade.recipes.substances import Substance
from brigade.recipes.vocabulary import Diet

PARTING = STOPS | {"and", "or", "with", "in", "on", "into", "over", "to", "for", "from", "plus", "then", "if"}
LEAVING_OUT = tuple(tuple(stems(words)) for words in (
    "no", "without", "omit", "skip", "avoid", "minus", "replace", "hold the", "instead of", "rather than",
    "in place of", "leave out", "free of", "free from", "dont add", "dont use", "do not add", "do not use",
))  # fmt: skip
STILL_LEFT_OUT = frozenset(
    {"the", "any", "a", "an", "more", "added", "extra", "other", "need", "for", "or", "nor", "of"}
)


@dataclass(frozen=True, slots=True)
class Food:
    """A food as a text names it; `at` is the place of its first word in the reading's `words`."""

    name: str
    stems: Stems
    at: int
    surely: frozenset[Substance]
    perhaps: frozenset[Substance]
    marks: frozenset[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """`unknown` are the words that are neither foods nor fillers."""

    words: tuple[str, ...]
    foods: tuple[Food, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    piece: Piece
    at: int
    left_out: bool


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """The foods of an ingredient's name, a title or a step, without those that are said to be left out."""
    words = tuple(words_of(text))
    foods: list[Food] = []
    unknown: list[str] = []
    for run in _runs(list(_placed(tuple(stem(word) for word in words)))):
        changes = [entry for part in run if (entry := part.piece.entry) and entry.takes]
        named = list(_foods(run, words))
        unknown += [words[part.at] for part in run if part.piece.entry is None]
        if changes and not named and foods:  # "sausages (vegan)"
            named = [foods.pop()]
        foods += [_changed(food, changes) for food in named]
    return Reading(words, tuple(foods), tuple(unknown))


def _placed(words: Stems) -> Iterator[_Placed]:
    """Every piece with its place, and whether the words before it leave it out ("without eggs or butter")."""
    at, left_out, joined = 0, False, True
    for piece in pieces(list(words)):
        is_food = piece.entry is not None and piece.entry.is_food
        start, at = at, at + len(piece.stems)
        yield _Placed(piece, start, is_food and ((left_out and joined) or words[at : at + 1] == ("free",)))
        if any(words[max(at - len(cue), 0) : at] == cue for cue in LEAVING_OUT):
            left_out, joined = True, True
        elif is_food:
            joined = False
        elif set(piece.stems) <= STILL_LEFT_OUT:
            joined = joined or piece.stems[0] in ("or", "nor")
        else:
            left_out = False


def _runs(parts: list[_Placed]) -> Iterator[list[_Placed]]:
    """Stretches between signs and joining words: what stands together in one is about the same thing."""
    run: list[_Placed] = []
    for part in parts:
        if part.piece.stems[0] in PARTING and len(part.piece.stems) == 1:
            yield run
            run = []
        else:
            run.append(part)
    yield run


def _foods(run: list[_Placed], words: tuple[str, ...]) -> Iterator[Food]:
    doubted = False  # "may contain nuts"
    for part in run:
        entry = part.piece.entry
        if entry and "doubt" in entry.marks:
            doubted = True
        elif entry and entry.is_food and not part.left_out:
            name = " ".join(words[part.at : part.at + len(part.piece.stems)])
            food = Food(name, part.piece.stems, part.at, entry.surely, entry.perhaps, entry.marks)
            yield replace(food, surely=frozenset(), perhaps=entry.surely | entry.perhaps) if doubted else food


def _changed(food: Food, changes: Iterable[Entry]) -> Food:
    """What is left of a food after "vegan", "egg-free"; where a substitute stands in, what it may be made of."""
    for change in changes:
        taken = _substances(change.takes)
        instead = change.perhaps if food.surely & taken else frozenset()
        food = replace(food, surely=food.surely - taken, perhaps=(food.perhaps - taken) | instead)
    return food


def _substances(takes: frozenset[str]) -> frozenset[Substance]:
    diets = [FORBIDDEN[Diet(name)] for name in takes if name in _DIETS]
    return frozenset().union(*diets, (Substance(name) for name in takes if name not in _DIETS))


_DIETS = frozenset(Diet)
