"""Text from outside: trimmed, neither empty nor endless, and nothing in it that nobody sees."""

import unicodedata
from dataclasses import dataclass

from pydantic import AfterValidator

# Drawn as nothing, though Unicode counts them among letters, marks and symbols: fillers, joiners, variation selectors.
BLANKS = frozenset(
    map(chr, [0x34F, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810), 0x2800, 0x3164, *range(0xFE00, 0xFE10),
              0xFFA0, *range(0xE0100, 0xE01F0)])
)  # fmt: skip
UNSEEN = ("Cf", "Zl", "Zp")  # soft hyphens, zero widths, directions, tags; separators that no page breaks at
LINE_BREAKS = "\n\t"

WILD = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


def is_unseen(char: str) -> bool:
    return char in BLANKS or unicodedata.category(char) in UNSEEN


def visible(value: str) -> str:
    """The text as it is seen: what nobody sees is gone, and every kind of space is a plain one.

    An emoji that is joined of several falls into its parts: no word of a recipe may hold a joint that nobody sees.
    """
    if value.isascii():
        return value
    return "".join(_spaced(char) for char in value if not is_unseen(char))


def _spaced(char: str) -> str:
    return " " if unicodedata.category(char) == "Zs" else char


def containing(text: str) -> str:
    """The pattern of `ilike` that finds this text anywhere, taken as it is."""
    return f"%{text.translate(WILD)}%"


def text(longest: int) -> AfterValidator:
    """Text of 1 to `longest` characters that are seen; of control characters it may hold line breaks and tabs.

    A validator and not a schema keyword: providers' strict schemas do not enforce lengths, so we do.
    """
    return AfterValidator(Checked(longest))


@dataclass(frozen=True)
class Checked:
    """The check of a text, which knows how long it may be."""

    longest: int

    def __call__(self, value: str) -> str:
        trimmed = visible(value).strip()
        if not 1 <= len(trimmed) <= self.longest:
            raise ValueError(f"must have 1 to {self.longest} characters")
        if any(unicodedata.category(char) in ("Cc", "Cs") and char not in LINE_BREAKS for char in trimmed):
            raise ValueError("must not hold control characters")
        return trimmed
