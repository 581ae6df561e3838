"""A line before it is read: without the leftovers of web pages, footnotes, prices, bullets and headings."""

import html
import re

from brigade.ingredients.amounts import amount_at, plain_numbers

LONGEST = 400
"""Characters that are read: no ingredient needs more, and a hostile line costs no more than a long one."""

_ESCAPED = re.compile(r"\\?u(00[0-9a-f]{2}|20[0-9a-f]{2})(?![0-9a-z])", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]{0,80}>")
_MARKS = {
    **dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad™®"), ""),
    **dict.fromkeys(map(ord, "“”″„"), '"'),
    **dict.fromkeys(map(ord, "’‘′`"), "'"),
    ord("×"): "x",
}
_NOISE = re.compile(
    r"\*+(?: ?(?:see|in|note)\b.*)?|[†‡#]|\(? ?\$ ?[0-9]+[.,][0-9]{2} ?\)?"
    r"|[(\[]\s*(?:see|notes?|footnote)\b[^()\[\]]*[)\]]|\badd to cart\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[^\w(\[.~≈\"]+")
_HEADING = re.compile(
    r"^(?:(?:for|to)\b[^:,]{0,40}:|[^:,0-9]{0,30}\b(?:add-ins?|toppings?):"
    r"|(?:optional|garnish|toppings?|sauce|dressing|marinade|filling):|[^:]*:$) ?",
    re.I,
)
_LITTLE = re.compile(r"^(?:an? )?(?:little|bit|touch)(?: bit)?(?: of)? ", re.IGNORECASE)
_COUNTED_PACK = re.compile(
    r"^([1-4]) ?- ?([1-9][0-9](?:\.[0-9]+)?[- ]?(?:oz|ounces?|g)\b)(?=\.? ?[a-z])", re.IGNORECASE
)
_LEAN = re.compile(r"\b([6-9][0-9])/([1-3]?[0-9])(?= (?:lean |fat |ground |beef|turkey|pork|mince))", re.I)
_STICKS = re.compile(
    r"^([0-9][0-9/ ]*?) sticks? ?(?:\+|plus|and|,) ?([0-9][0-9/ ]*?) ?(?:tablespoons?|tbsps?\.?)"
    r"(?= .*\b(?:butter|margarine)\b)",
    re.IGNORECASE,
)
"""A stick is half a cup, as its wrapper says."""

_EACH_WEIGHING = re.compile(
    r",? ?\beach weighing (?:about |around |approx\.? |approximately )?([0-9./ -]+ ?[a-z]+)", re.IGNORECASE
)
_ATTACHED = re.compile(r"\b(bone|skin) (in|on)\b", re.IGNORECASE)
_IDLE = re.compile(
    r"(?<=[a-z]) or (?:more )?to taste(?= [a-z])|\byour (?:own )?(?:favou?rite|preferred|choice of)(?= [a-z])"
    r"|^(?:1 )?season(?:ed)? with(?= )|(?<=^[0-9]) more(?= )|\blots of(?= )|\b(?:several|a few) turns of(?= )"
    r"|(?<=[a-z]) recipe$",
    re.IGNORECASE,
)
"""What says nothing of the food nor of how much of it."""

_OPTIONAL = re.compile(r"\boptional\b|\bif (?:desired|using|you like|liked|wanted)(?=\W*$|[,;)])", re.IGNORECASE)


def cleaned(text: str) -> tuple[str, bool]:
    """The line in plain signs, and whether it says that it may be left out."""
    signs = _TAG.sub(" ", html.unescape(text[:LONGEST])) if "&" in text or "<" in text else text[:LONGEST]
    plain = _NOISE.sub("", _ESCAPED.sub(lambda code: chr(int(code[1], 16)), signs).translate(_MARKS))
    line = plain_numbers(plain).replace(" & ", " and ")
    optional = _OPTIONAL.sub("", line)
    return _begun(_plainly(optional)), optional != line


def _plainly(line: str) -> str:
    """The line without idle words, with "93/7" as the share that is lean and with "each weighing 2 oz" in brackets."""
    spoons = _STICKS.sub(_spoonfuls, line)
    lean = _LEAN.sub(
        lambda shares: f"{shares[1]}% lean" if int(shares[1]) + int(shares[2]) == 100 else shares[0], spoons
    )
    weighing = _EACH_WEIGHING.sub(r" (\1 each)", _ATTACHED.sub(r"\1-\2", lean))
    return " ".join(_IDLE.sub("", weighing).split())


def _spoonfuls(sticks: re.Match[str]) -> str:
    """Sticks of butter and what is added to them, in spoons: "1 stick plus 2 tbsp" -> "10 tablespoons"."""
    whole, more = amount_at(sticks[1]), amount_at(sticks[2])
    return f"{8 * whole[0] + more[0]:g} tablespoons" if whole and more else sticks[0]


def _begun(line: str) -> str:
    """The line from where the quantity or the food begins; "1-15 oz can" there means one can, not eight ounces."""
    begun = _LITTLE.sub("", _HEADING.sub("", _BULLET.sub("", line)).lstrip(" ,:"))
    return _COUNTED_PACK.sub(r"\1 x \2", begun)
