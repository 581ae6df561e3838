"""Meat as recipes mean it: whole birds, cuts that are trimmed, and cups of what is cooked."""

import re
from dataclasses import replace

from brigade.ingredients.describing import lean_of
from brigade.ingredients.foods import food
from brigade.ingredients.line import Line
from brigade.ingredients.matching import PLAIN, Match, match
from brigade.ingredients.words import words_of

WHOLE_BIRDS = {"chicken": 1100.0, "turkey": 2700.0, "duck": 1400.0}
"""Grams from which on one piece of it, or what is bought of it in one, is the bird and no part of it."""

_WITH_BONES = frozenset({"bone", "skin", "on", "fryer", "frying", "frozen", "roasting"})
_CUT_UP = re.compile(
    r"\bcut[- ]up\b|\bcut in(?:to)? (?:[4-9]|1[0-2]|serving|eight|ten) (?:serving )?(?:pieces|parts)\b"
    r"|\bjointed\b"
)
_SKINNED = re.compile(r"\bskinned\b|\bskinless\b|\bskins? (?:removed|discarded|off)\b")
_TRIMMED = re.compile(
    r"\btrimmed of (?:\w+ )?(?:visible |excess |external )?fat\b|\bfat (?:trimmed|removed)\b|\blean only\b"
)
_PORTIONED = frozenset({"shredded", "chopped", "cubed", "diced", "sliced", "torn", "pulled"})
_FRESH_MEAT = frozenset({"Poultry Products", "Beef Products", "Pork Products", "Lamb, Veal, and Game Products"})
_RAW_BY_THE_CUP = frozenset({"raw", "uncooked", "ground", "mince", "minced", "bacon", "liver", "giblet"})


def bought_whole(line: Line) -> Line:
    """ "1 (4 pound) chicken" and "1 chicken, cut up" are whole birds."""
    bird = " ".join(word for word in words_of(line.name) if word not in PLAIN | _WITH_BONES)
    if bird not in WHOLE_BIRDS or "boneless" in line.name or line.unit not in {"piece", "lb", "kg", "g"}:
        return line
    said = " ".join(line.preparation)
    each = (line.grams or 0) / max(line.amount if line.unit == "piece" and line.amount else 1, 1)
    if each < WHOLE_BIRDS[bird] and not (line.amount and _CUT_UP.search(f"{line.name} {said}")):
        return line
    skinned = "skinless " if _SKINNED.search(f"{line.name} {said}") else ""
    return replace(line, name=f"{skinned}whole {bird}")


def as_cut(line: Line, name: str, found: Match) -> Match:
    """The food in the state that the line implies: without its fat, or cooked where cups of it are chopped."""
    if found.food.group not in _FRESH_MEAT:
        return found
    if _TRIMMED.search(" ".join(line.preparation)) and (lean := lean_of(found.food.fdc_id)):
        return replace(found, food=food(lean))
    words = {*words_of(found.food.description), *words_of(line.text)}
    if line.unit == "cup" and _PORTIONED & words and not _RAW_BY_THE_CUP & {*words_of(line.text)}:
        return match(name, (*line.preparation, "cooked")) or found
    return found
