"""The words of food: what each phrase of `lexicon.csv` holds, and which phrases a text is made of.

A row of the table is `holds,phrases`. Phrases are in small letters without accents or signs, parted by `|`;
`(almond/cashew) milk` stands for each of its choices. `holds` is a list of substances, `milk?` where it only may be in
it, empty for what nobody asks about. Beside them stand

    listed   counts in an ingredient list only: a dish ("pancakes") or a word that is also a verb ("mince")
    unnamed  says nothing about what it is made of ("sauce")
    filler   is no food ("chopped")
    doubt    says that the foods beside it may be in it ("may contain")
    like     says that the food before it is only imitated ("style"): it may be in it
    only     says that the foods after it are all there is in the one before it ("made only with")
    -vegan   a word that changes the foods beside it: takes what this diet forbids, or a substance (`-egg`); what else
             it holds may stand in for what was taken

Doubts are settled in docs/decisions/0011-diets-from-words.md.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import product

from brigade.ingredients.words import plain, singular
from brigade.recipes.substances import Substance

Stems = tuple[str, ...]
STOPS = frozenset(",;.:()!?/+")
WORD_OR_STOP = re.compile(r"[^\W_]+|[,;.:()!?/+]")
E_NUMBER = re.compile(r"\be[ -]?(\d{3,4}[a-f]?)\b")
ALL_OF_IT = re.compile(r"\b100 ?(%|per ?cent)")  # of one food: buckwheat noodles are mostly wheat, but not those
BIRDS = re.compile(r"\bbird['’]s\b(?!\W+(eye|nest)\b)")  # the maker of custard powder
OKRA = re.compile(r"\blad(y['’]?s|ies['’]?) fingers?\b")  # their fingers; a "lady finger" may be a biscuit


@dataclass(frozen=True, slots=True)
class Entry:
    """What the table says of a phrase; `takes` names diets and substances that it removes from the foods beside it."""

    surely: frozenset[Substance] = frozenset()
    perhaps: frozenset[Substance] = frozenset()
    takes: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()

    @property
    def is_food(self) -> bool:
        return not self.takes and not self.marks & {"filler", "doubt", "like", "only"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of a text: a phrase of the lexicon, or a word it does not know (`entry` is None)."""

    stems: Stems
    entry: Entry | None


def words_of(text: str) -> list[str]:
    """Plain words without bare numbers, and the signs that part them: "2 Crèmes (egg)" -> cremes ( egg )."""
    said = BIRDS.sub(" ", OKRA.sub("okra", ALL_OF_IT.sub(" pure ", text.lower())))
    spelt = plain(said).replace("sulf", "sulph").replace("&", " and ")
    return [word for word in WORD_OR_STOP.findall(E_NUMBER.sub(r"e\1", spelt)) if not word.isdigit()]


def stems(text: str) -> list[str]:
    return [singular(word) for word in words_of(text)]


def pieces(words: list[str]) -> Iterator[Piece]:
    """The phrases that `stems` are made of, the longest first from the left, and every word between them."""
    lexicon, longest = _lexicon()
    at = 0
    while at < len(words):
        for size in range(min(longest.get(words[at], 1), len(words) - at), 0, -1):
            found = tuple(words[at : at + size])
            if found in lexicon or size == 1:
                yield Piece(found, lexicon.get(found))
                at += size
                break


@cache
def _lexicon() -> tuple[dict[Stems, Entry], dict[str, int]]:
    """Entries by their phrase, and for each first word the length of its longest phrase."""
    entries: dict[Stems, Entry] = {}
    longest: dict[str, int] = {}
    with files(__package__).joinpath("lexicon.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            entry = _entry(row["holds"])
            for phrase in _spelled_out(row["phrases"]):
                words = tuple(map(singular, phrase.split()))
                entries[words] = entry
                longest[words[0]] = max(len(words), longest.get(words[0], 1))
    return entries, longest


@cache
def _entry(holds: str) -> Entry:
    words = holds.split()
    return Entry(
        surely=frozenset(Substance(word) for word in words if word in _NAMES),
        perhaps=frozenset(Substance(word[:-1]) for word in words if word.endswith("?")),
        takes=frozenset(word[1:] for word in words if word.startswith("-")),
        marks=frozenset(word for word in words if word in MARKS),
    )


MARKS = frozenset({"listed", "unnamed", "filler", "doubt", "like", "only"})
_NAMES = frozenset(Substance)


def _spelled_out(phrases: str) -> Iterator[str]:
    """Every phrase of a cell: `(almond/oat) milk|curd` -> almond milk, oat milk, curd."""
    for phrase in phrases.split("|"):
        if "(" in phrase:
            yield from map("".join, product(*(part.split("/") for part in re.split(r"[()]", phrase))))
        else:
            yield phrase


def phrase_count() -> int:
    return len(_lexicon()[0])
