"""Kitchen safety: what would make somebody ill who cooks a draft as it is written, in words for its writer.

Core temperatures are the safe minimum internal temperatures of USDA FSIS ("Safe Minimum Internal Temperature Chart"):
poultry 165 °F (74 °C), ground meat 160 °F (71 °C), whole cuts 145 °F (63 °C) and a rest of 3 minutes, fish and
shellfish 145 °F (63 °C), egg dishes 160 °F (71 °C) or firm. Beans: FDA, Bad Bug Book (phytohaemagglutinin). Honey: CDC
on infant botulism. Two hours at room temperature: USDA FSIS, "Danger Zone". The names are in `kitchen_safety.toml`.

Every raw food needs a step that heats it. Where a core temperature is stated for it, it must be the safe one. Poultry,
ground meat and pork must say how the cook sees that they are done: by that temperature, by a sign that cannot be
mistaken ("no pink", "juices run clear", "falling apart"), or by 20 minutes and more of simmering, braising or stewing.
"""

import re
from collections.abc import Iterator
from functools import cache

from brigade.recipes.raw_food import known, raw_lines, undercooked
from brigade.recipes.recipe import Draft
from brigade.recipes.steps import Sentence, sentences
from brigade.recipes.weights import grams_of
from brigade.recipes.words import any_of, same_words, table

BEAN_BOIL = 10  # minutes of a full boil that destroy the lectin
WARM_HOURS = 2  # at room temperature
BOIL = re.compile(r"\bboil|\bpressure[- ]?cook|\binstant pot", re.IGNORECASE)
WARM_PLACE = re.compile(r"\bat room temperature\b|\bon the (?:counter|worktop)\b|\bin a warm place\b", re.IGNORECASE)


def dangers(draft: Draft) -> list[str]:
    """What must be mended before anybody cooks this, in plain words; empty where nothing is known to be unsafe."""
    steps = sentences(draft)
    found = [
        *_unfit(draft),
        *_overdoses(draft),
        *(reason for raw in raw_lines(draft) for reason in undercooked(raw, draft, steps)),
        *_beans(draft, steps),
        *_honey_for_infants(draft),
        *_left_out(draft, steps),
    ]
    return list(dict.fromkeys(found))


def _unfit(draft: Draft) -> Iterator[str]:
    for name in [*(line.name for line in draft.ingredients), draft.plating.garnish]:
        words = same_words(name)
        for reason, terms in _unfit_terms():
            if terms.search(words) and not re.search(r"\b(?:extract|flavor|free|substitute)\b", words):
                yield f"{name} {reason}"
    for line in draft.ingredients:
        if known("beans", "never").search(same_words(line.name)):
            yield f"{line.name} is poisonous: use canned kidney beans, or dried ones that are boiled"


@cache
def _unfit_terms() -> list[tuple[str, re.Pattern[str]]]:
    return [(reason, any_of(names)) for reason, names in table("kitchen_safety")["unfit"].items()]


def _overdoses(draft: Draft) -> Iterator[str]:
    doses = {same_words(name): most for name, most in table("kitchen_safety")["doses"].items()}
    for line in draft.ingredients:
        most, grams = doses.get(same_words(line.name)), grams_of(line)
        if most and grams and grams / draft.servings > most:
            yield f"{grams / draft.servings:.0f} g of {line.name} a serving is a harmful dose: at most {most:g} g"


def _beans(draft: Draft, steps: list[Sentence]) -> Iterator[str]:
    for line in draft.ingredients:
        words = same_words(line.name)
        if not (known("beans", "words").search(words) and known("beans", "dried").search(words)):
            continue
        named = any_of([words, *words.split()[-1:]])
        start = next((index for index, step in enumerate(steps) if named.search(step.words)), 0)
        if not any(_boils_beans(step) for step in steps[start:]):
            yield f"the {line.name} must be boiled hard for at least {BEAN_BOIL} minutes: less heat leaves their poison"


def _boils_beans(step: Sentence) -> bool:
    return bool(BOIL.search(step.written)) and any(minutes >= BEAN_BOIL for hot, minutes in step.spans if hot)


def _honey_for_infants(draft: Draft) -> Iterator[str]:
    if not any(any_of(["honey"]).search(same_words(line.name)) for line in draft.ingredients):
        return
    for part in (draft.name, *re.split(r"(?<=[.!?])\s", draft.description), *(s.written for s in sentences(draft))):
        words = same_words(part)
        if known("infants", "words").search(words) and not known("infants", "warning").search(words):
            yield "honey must not be given to a child under twelve months (infant botulism): use another sweetener"


def _left_out(draft: Draft, steps: list[Sentence]) -> Iterator[str]:
    """Raw food or cooked rice that stands warm for hours."""
    raws = [raw for raw in raw_lines(draft) if raw.kind.kind != "flour"]
    for step in steps:
        hours = max([minutes / 60 for _, minutes in step.spans], default=0.0)
        long = hours > WARM_HOURS or "overnight" in step.words
        risky = any_of(["rice"]).search(step.words) or any(raw.called.search(step.words) for raw in raws)
        if long and risky and WARM_PLACE.search(step.written):
            yield f"nothing perishable may stand warm for more than {WARM_HOURS} hours: chill it instead"
