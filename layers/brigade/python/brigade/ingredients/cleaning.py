"""A line before it is read: without the leftovers of web pages, footnotes, prices, bullets and headings."""

import html
import re

from brigade.ingredients.amounts import plain_numbers

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
    r"|[(\[]\s*(?:see|notes?|footnote)\b[^()\[\]]*[)\]]",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^[^\w(\[.~≈\"]+")
_HEADING = re.compile(
    r"^(?:(?:for|to)\b[^:,]{0,40}:|(?:optional|garnish|toppings?|sauce|dressing|marinade|filling):|[^:]*:$) ?", re.I
)
_LITTLE = re.compile(r"^(?:an? )?(?:little|bit|touch)(?: bit)?(?: of)? ", re.IGNORECASE)
_COUNTED_PACK = re.compile(
    r"^([1-4]) ?- ?([1-9][0-9](?:\.[0-9]+)?[- ]?(?:oz|ounces?|g)\b)(?=\.? ?[a-z])", re.IGNORECASE
)
_OPTIONAL = re.compile(r"\boptional\b|\bif (?:desired|using|you like|liked|wanted)(?=\W*$|[,;)])", re.IGNORECASE)


def cleaned(text: str) -> tuple[str, bool]:
    """The line in plain signs, and whether it says that it may be left out."""
    signs = _TAG.sub(" ", html.unescape(text[:LONGEST])) if "&" in text or "<" in text else text[:LONGEST]
    plain = _NOISE.sub("", _ESCAPED.sub(lambda code: chr(int(code[1], 16)), signs).translate(_MARKS))
    line = plain_numbers(plain).replace(" & ", " and ")
    optional = _OPTIONAL.sub("", line)
    return _begun(optional), optional != line


def _begun(line: str) -> str:
    """The line from where the quantity or the food begins; "1-15 oz can" there means one can, not eight ounces."""
    begun = _LITTLE.sub("", _HEADING.sub("", _BULLET.sub("", line)).lstrip(" ,:"))
    return _COUNTED_PACK.sub(r"\1 x \2", begun)
