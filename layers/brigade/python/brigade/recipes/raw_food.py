"""Raw food: which lines must be cooked, and whether the steps cook them through, by the rules of `kitchen_safety`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from brigade.recipes.recipe import Draft
from brigade.recipes.steps import Sentence
from brigade.recipes.words import any_of, same_words, table

LEEWAY = 1.0  # °C: 165 °F are 73.9 °C
LONG_SIMMER = 20  # minutes in liquid near 100 °C after which no piece is raw
WET = re.compile(r"\b(?:simmer|brais|stew|boil|slow[- ]?cook|pressure[- ]?cook|poach)", re.IGNORECASE)
ADDED = re.compile(
    r"(?:then |now |next |finally )?"
    r"(?:add|pour|stir in|tip|return|mix in|nestle|cover|top up|(?:put|place|transfer)(?: everything| all)? in)\b"
)
OIL = re.compile(r"\w+ oil\b")  # so that avocado oil does not name the avocado


@dataclass(frozen=True)
class RawKind:
    """A kind of food that must be cooked: its safe core in °C, and whether the steps must show that it is done."""

    kind: str
    safe: float
    shows: bool
    words: re.Pattern[str]
    called: list[str]

    @property
    def safe_words(self) -> str:
        return f"{self.safe:g} °C ({round(self.safe * 1.8 + 32):d} °F)"


@dataclass(frozen=True)
class Raw:
    """A line of raw food, and the words the steps may call it by."""

    name: str
    kind: RawKind
    called: re.Pattern[str]


@cache
def _kinds() -> list[RawKind]:
    return [RawKind(**{**row, "words": any_of(row["words"])}) for row in table("kitchen_safety")["raw"]]


@cache
def known(section: str, name: str) -> re.Pattern[str]:
    return any_of(table("kitchen_safety")[section][name])


@cache
def _naming(part: str) -> frozenset[str]:
    return frozenset(table("kitchen_safety")["steps"][part])


def raw_lines(draft: Draft) -> list[Raw]:
    found = [(line.name, _kind_of(line.name)) for line in draft.ingredients]
    return [Raw(name, kind, _called(name, kind)) for name, kind in found if kind]


def _kind_of(name: str) -> RawKind | None:
    words = same_words(name)
    if known("ready", "words").search(words):
        return None
    return next((kind for kind in _kinds() if kind.words.search(words)), None)


def _called(name: str, kind: RawKind) -> re.Pattern[str]:
    own = [word for word in same_words(name).split() if word not in _naming("descriptive")]
    return any_of([*own, *kind.called])


def undercooked(raw: Raw, draft: Draft, steps: list[Sentence]) -> Iterator[str]:
    if _may_be_raw(raw, draft):
        return
    heated = [step for step in _from_first_mention(raw, steps) if step.heats and _concerns(step, raw, draft)]
    if not heated:
        yield f"no step cooks the {raw.name}: heat to {raw.kind.safe_words} inside{_way_out(raw)}"
        return
    reached = max(_cores(raw, draft, steps), default=None)
    if reached is not None and reached < raw.kind.safe - LEEWAY:
        yield f"{reached:.0f} °C inside is too little for the {raw.name}: {raw.kind.kind} needs {raw.kind.safe_words}"
    elif reached is None and (sign := _raw_sign(raw, steps)):
        yield f'"{sign}" is not safe for the {raw.name}: cook it to {raw.kind.safe_words} inside{_way_out(raw)}'
    elif reached is None and raw.kind.shows and not _shown_done(raw, steps, heated):
        yield f"say how to tell that the {raw.name} is done: {raw.kind.safe_words} inside, or no pink and clear juices"


def _may_be_raw(raw: Raw, draft: Draft) -> bool:
    """Fish and shellfish of sushi grade and pasteurised eggs may stay raw where the recipe says that they are so."""
    flags = table("kitchen_safety")["may_be_raw"].get(raw.kind.kind)
    text = same_words(" ".join([raw.name, draft.name, draft.description, *draft.instructions]))
    return bool(flags and any_of(flags).search(text))


def _way_out(raw: Raw) -> str:
    ways = {"egg": ", or ask for pasteurised eggs", "fish": ", or ask for sushi-grade fish by these words"}
    return ways.get(raw.kind.kind, "")


def _from_first_mention(raw: Raw, steps: list[Sentence]) -> list[Sentence]:
    """The steps from the first that names the food; all of them where none does."""
    first = next((index for index, step in enumerate(steps) if raw.called.search(step.words)), 0)
    return steps[first:]


def _concerns(step: Sentence, raw: Raw, draft: Draft) -> bool:
    """Whether a step's heat reaches the food: it names it, adds to what is in the pot, or names no other food."""
    if raw.called.search(step.words):
        return True
    if any_of(_naming("elsewhere")).search(step.words):
        return False
    heads = {same_words(line.name).split()[-1] for line in draft.ingredients if same_words(line.name)}
    others = {"sauce", *heads} - _naming("beside")
    return bool(ADDED.match(step.words)) or not any_of(others).search(OIL.sub("", step.words))


def _cores(raw: Raw, draft: Draft, steps: list[Sentence]) -> Iterator[float]:
    """The core temperatures stated for the food: where it is named, until another raw food is."""
    rivals = [other for other in raw_lines(draft) if other.name != raw.name]
    meant = True
    for step in steps:
        named = bool(raw.called.search(step.words))
        if named or any(rival.called.search(step.words) for rival in rivals):
            meant = named
        if meant:
            yield from step.core_temperatures


def _raw_sign(raw: Raw, steps: list[Sentence]) -> str | None:
    """What the steps say of leaving it underdone: "medium-rare", "yolks still runny"."""
    if raw.kind.kind not in ("egg", "meat", "fish", "pork", "poultry", "ground meat"):
        return None
    egg = raw.kind.kind == "egg"
    found = (known("signs", "raw").search(step.words) for step in steps if egg or raw.called.search(step.words))
    return next((sign[0] for sign in found if sign and _is_of_eggs(sign[0]) == egg), None)


def _is_of_eggs(sign: str) -> bool:
    return bool(re.search("yolk|boil|egg|sunny", sign))


def _shown_done(raw: Raw, steps: list[Sentence], heated: list[Sentence]) -> bool:
    if any(known("signs", "done").search(step.words) for step in _from_first_mention(raw, steps)):
        return True
    wet = [minutes for step in heated if WET.search(step.written) for hot, minutes in step.spans if hot]
    return sum(wet) >= LONG_SIMMER
