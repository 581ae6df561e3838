"""Numbers as recipes write them: 2, 1.5, 1,5, 1/2, 1 1/2, 1½, 2-3, "half a dozen", "about 4"."""

import re
import unicodedata

_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅐⅛⅜⅝⅞⅑⅒"
_PLAIN = {
    **{ord(sign): " " + unicodedata.normalize("NFKC", sign).replace("⁄", "/") + " " for sign in _VULGAR},
    **dict.fromkeys(map(ord, "‐‑‒–—−"), "-"),
    **dict.fromkeys(map(ord, "⁄∕"), "/"),
}

_WORDS: dict[str, float] = {
    "a couple": 2, "couple": 2, "a few": 3, "few": 3, "half a dozen": 6, "a dozen": 12, "dozen": 12, "a half": 0.5,
    "one half": 0.5, "half an": 0.5, "half a": 0.5, "half": 0.5, "a quarter": 0.25, "quarter": 0.25, "an": 1, "a": 1,
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12,
}  # fmt: skip

_FRACTION = r"[0-9]{1,3}/[1-9][0-9]{0,2}"
_NUMBER = "|".join([
    rf"[0-9]{{1,4}}(?: ?- ?| and | & | ){_FRACTION}",  # 1 1/2 and, as Americans write it, 1-1/2
    _FRACTION,
    r"[0-9]{0,6}\.[0-9]+",
    r"[1-9][0-9]{0,2}(?:,[0-9]{3})+",  # 1,000
    r"[0-9]{1,6}(?:,[0-9]+)?",
    r"(?:" + "|".join(_WORDS) + r")\b(?!-| and half| & half)",
])  # fmt: skip
_NUMBER = rf"(?:{_NUMBER})(?![0-9])(?! ?%)"  # "2% milk" is a name
_ABOUT = r"(?:(?:about|approximately|approx\.?|around|roughly|circa|ca\.|up to|at least|[~≈]) ?)*"
_AMOUNT = re.compile(
    rf"\s*{_ABOUT}(?P<low>{_NUMBER})"
    rf"(?:(?: ?- ?| (?:to|or) ){_ABOUT}(?P<high>{_NUMBER}))?"
    r"(?P<dozen> dozen\b)?(?: (?:of )?an?\b)?(?: of\b)?",
    re.IGNORECASE,
)  # "½ a lemon", "a couple of eggs"
_AND_A_HALF = re.compile(r"(?<=[0-9]) (?:and|&) a half\b", re.IGNORECASE)
_HYPHENATED = re.compile(r"(?<=/[0-9]) (?=-[a-z]|\")", re.IGNORECASE)
_RUN_TOGETHER = re.compile(r"(?<![0-9/.,])([1-9])((?:[12]/3|[13]/4|1/2|[1357]/8)(?![0-9/]))")
_SLASH = re.compile(r"(?<=[0-9]) ?/ ?(?=[0-9])")
_MIXED = re.compile(r"([0-9]+)(?: ?- ?| and | & | )([0-9]+/[0-9]+)")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+")


def plain_numbers(text: str) -> str:
    """The text with fractions as digits and a slash ("21/2" is 2 1/2), every dash as a hyphen, and single spaces."""
    spaced = " ".join(text.translate(_PLAIN).split())
    halves = _RUN_TOGETHER.sub(r"\1 \2", _AND_A_HALF.sub(" 1/2", _SLASH.sub("/", spaced)))
    return _HYPHENATED.sub("", halves)


def amount_at(text: str) -> tuple[float, str] | None:
    """The amount that `text` (plain numbers) begins with, and what follows: "2-3 eggs" -> (2.5, " eggs")."""
    if not (found := _AMOUNT.match(text)):
        return None
    low = _value(found["low"])
    middle = (low + _value(found["high"])) / 2 if found["high"] else low
    return middle * (12 if found["dozen"] else 1), text[found.end() :]


def _value(number: str) -> float:
    if (word := _WORDS.get(number.lower())) is not None:
        return word
    if mixed := _MIXED.fullmatch(number):
        return float(mixed[1]) + _value(mixed[2])
    if "/" in number:
        above, below = number.split("/")
        return float(above) / float(below)
    return float(number.replace(",", "" if _THOUSANDS.fullmatch(number) else "."))
