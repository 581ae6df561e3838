"""Which foods a text names, what each holds, and which of its words nobody knows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import zip_longest

from brigade.ingredients.words import singular
from brigade.recipes.diet_rules import FORBIDDEN
from brigade.recipes.lexicon import STOPS, Entry, Piece, Stems, pieces, stems, words_of
from brigade.recipes.substances import Substance
from brigade.recipes.vocabulary import Diet

PARTING = STOPS | {"and", "or", "with", "in", "on", "into", "over", "to", "for", "from", "plus", "then", "if"}
LEAVING_OUT = tuple(tuple(stems(words)) for words in (
    "no", "without", "omit", "skip", "avoid", "minus", "replace", "hold the", "instead of", "rather than",
    "in place of", "leave out", "free of", "free from", "dont add", "dont use", "do not add", "do not use",
))  # fmt: skip
NOT = (("not",), ("dont",), ("never",))
PURPOSE = "for"  # "mincemeat for mince pies"
EXCHANGES = frozenset(singular(word) for word in ("swap", "substitute", "exchange", "switch", "trade"))
CHOICE = "or"
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
    """`unknown` are the words that are neither foods nor fillers; of the `alternatives` one is to be chosen."""

    words: tuple[str, ...]
    foods: tuple[Food, ...]
    unknown: tuple[str, ...]
    alternatives: tuple[tuple[Food, ...], ...] = ()

    def options(self) -> list[tuple[Food, ...]]:
        """The foods with each alternative: flour with butter or oil -> flour, butter; flour, oil."""
        open_to_choice = {food for option in self.alternatives for food in option}
        always = tuple(food for food in self.foods if food not in open_to_choice)
        return [always + option for option in self.alternatives] or [self.foods]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A piece, the place of its first word, and whether the words around it leave it out."""

    piece: Piece
    at: int
    left_out: bool

    @property
    def entry(self) -> Entry | None:
        return self.piece.entry

    def is_marked(self, mark: str) -> bool:
        return self.entry is not None and mark in self.entry.marks


@dataclass(frozen=True, slots=True)
class _Run:
    """What stands together between signs and joining words, and the two that part it from the rest ("" at an end)."""

    opened: str
    parts: tuple[_Placed, ...]
    closed: str

    def is_afterthought(self) -> bool:
        """Whether it only changes what stands before it: "sausages (vegan)", but not "butter (or vegan)"."""
        bare = bool(self.parts) and all(
            part.entry and (part.entry.takes or not part.entry.is_food) for part in self.parts
        )
        return bare and (self.opened, self.closed) in (("(", ")"), (",", ""), (",", ","))


@lru_cache(maxsize=4096)
def read(text: str) -> Reading:
    """The foods of an ingredient's name, a title or a step, without those that are said to be left out."""
    words = tuple(words_of(text))
    said: list[_Said] = []
    unknown: list[str] = []
    placed = list(_placed(tuple(singular(word) for word in words)))
    after_foods = False
    for run in _runs(placed):
        if run.is_afterthought() and said:
            last, taken = said[-1].foods, [part.entry for part in run.parts if part.entry and part.entry.takes]
            last.append(_changed(last.pop(), taken))
        if foods := list(_foods(run.parts, words)):
            said.append(_Said(run.opened if after_foods else "", foods))
        after_foods = bool(foods) or (after_foods and not run.parts)
        unknown += [words[part.at] for part in run.parts if part.entry is None]
    said = _all_there_is(placed, said)
    foods = [food for one in said for food in one.foods]
    return Reading(words, tuple(foods), tuple(unknown), _alternatives(said))


@dataclass(frozen=True, slots=True)
class _Said:
    """The foods of a run, and what joins them to foods before: "or" in "lard or oil", not in "salt or sweet butter"."""

    opened: str
    foods: list[Food]


def _all_there_is(placed: list[_Placed], said: list[_Said]) -> list[_Said]:
    """Only what follows "made only with" counts; one food alone may be a way to praise: "made only with butter"."""
    for part in placed:
        if part.is_marked("only"):
            after = [_Said(one.opened, [food for food in one.foods if food.at > part.at]) for one in said]
            return [one for one in after if one.foods] if sum(len(one.foods) for one in after) > 1 else said
    return said


def _alternatives(said: list[_Said]) -> tuple[tuple[Food, ...], ...]:
    """Foods joined by "or" and nothing else. Of two choices in one name nobody can tell which goes with which."""
    choices = [at for at, one in enumerate(said) if at and one.opened == CHOICE]
    if not choices or choices[-1] - choices[0] != len(choices) - 1:
        return ()
    return tuple(tuple(one.foods) for one in said[choices[0] - 1 : choices[-1] + 1])


def _placed(words: Stems) -> Iterator[_Placed]:
    """The pieces; a food is left out after "without", also after "or" ("without eggs or butter"), and before "free"."""
    at, left_out, joined = 0, False, True
    named, exchanged = False, not EXCHANGES.isdisjoint(words)
    for piece in pieces(list(words)):
        is_food = piece.entry is not None and piece.entry.is_food
        start, at = at, at + len(piece.stems)
        yield _Placed(piece, start, is_food and ((left_out and joined) or _is_free(words[at : at + 2])))
        named = (named or is_food) and not STOPS & set(piece.stems)
        if _leaves_out(words[:at]) or (named and not exchanged and piece.stems == (PURPOSE,)):
            left_out, joined = True, True
        elif is_food:
            joined = False
        elif set(piece.stems) <= STILL_LEFT_OUT:
            joined = joined or piece.stems[0] in ("or", "nor")
        else:
            left_out = False


def _leaves_out(before: Stems) -> bool:
    """Whether what follows is left out: "instead of", but not "do not skip"."""
    return any(before[-len(cue) :] == cue and before[: -len(cue)][-1:] not in NOT for cue in LEAVING_OUT)


def _is_free(after: Stems) -> bool:
    """ "bacon-free", but not "chicken free-range", "butter free of salt"."""
    return after[:1] == ("free",) and after[1:] not in (("range",), ("of",), ("from",))


def _runs(parts: Iterable[_Placed]) -> Iterator[_Run]:
    run: list[_Placed] = []
    opened = ""
    for part in parts:
        if part.piece.stems[0] in PARTING and len(part.piece.stems) == 1:
            yield _Run(opened, tuple(run), part.piece.stems[0])
            opened, run = part.piece.stems[0], []
        else:
            run.append(part)
    yield _Run(opened, tuple(run), "")


def _foods(parts: tuple[_Placed, ...], words: tuple[str, ...]) -> Iterator[Food]:
    """The foods of a run. A change holds for the foods that follow it side by side: "dairy-free cheddar cheese"."""
    changes: list[Entry] = []
    named = doubted = False
    for part, following in zip_longest(parts, parts[1:]):
        doubted = doubted or part.is_marked("doubt")
        if part.entry and part.entry.is_food:
            alike = doubted or (following is not None and following.is_marked("like"))
            named = True
            if not part.left_out:
                yield _changed(_food(part, part.entry, words, alike), changes)
            continue
        if named and not part.is_marked("like"):
            changes, named = [], False
        if part.entry and part.entry.takes:
            changes.append(part.entry)


def _food(part: _Placed, entry: Entry, words: tuple[str, ...], alike: bool) -> Food:
    """`alike`: it only may be in there ("chicken-style pieces", "may contain nuts")."""
    name = " ".join(words[part.at : part.at + len(part.piece.stems)])
    surely, perhaps = (frozenset[Substance](), entry.surely | entry.perhaps) if alike else (entry.surely, entry.perhaps)
    return Food(name, part.piece.stems, part.at, surely, perhaps, entry.marks)


def _changed(food: Food, changes: Iterable[Entry]) -> Food:
    """What is left of a food after "vegan", "egg-free"; where a substitute stands in, what it may be made of."""
    for change in changes:
        taken = _substances(change.takes)
        instead = change.perhaps if food.surely & taken else change.perhaps & food.perhaps
        pure = {Substance.PURE_OATS} if Substance.OATS in food.surely & taken else frozenset()  # still oats, by law
        food = replace(food, surely=(food.surely - taken) | pure, perhaps=(food.perhaps - taken) | instead)
    return food


def _substances(takes: frozenset[str]) -> frozenset[Substance]:
    diets = [FORBIDDEN[Diet(name)] for name in takes if name in _DIETS]
    return frozenset().union(*diets, (Substance(name) for name in takes if name not in _DIETS))


_DIETS = frozenset(Diet)
