"""What a provider is asked for a wish: prompt, size, quality; and how the picture is told to who cannot see it."""

import re

from brigade.image_generation.generation import Wish
from brigade.image_generation.request import AspectRatio, Style
from brigade.images.asked import Asked
from brigade.images.prompt import LONGEST_ALT

# About a million pixels each, exactly of the ratio, with sides in multiples of 16 as models want them.
SIZES: dict[AspectRatio, tuple[int, int]] = {
    AspectRatio.SQUARE: (1024, 1024),
    AspectRatio.LANDSCAPE: (1248, 832),
    AspectRatio.PORTRAIT: (832, 1248),
    AspectRatio.CLASSIC: (1152, 864),
    AspectRatio.UPRIGHT: (864, 1152),
    AspectRatio.WIDE: (1280, 720),
    AspectRatio.TALL: (720, 1280),
}
LOOKS: dict[Style, str] = {
    Style.NATURAL: "a natural photograph in soft daylight, with true colours",
    Style.VIVID: "a vivid photograph with rich, saturated colours and strong contrast",
    Style.STUDIO: "a studio photograph on a plain backdrop, evenly lit, sharp throughout",
    Style.RUSTIC: "a rustic photograph on worn wood and linen, in warm light from the side",
    Style.EDITORIAL: "an editorial photograph for a magazine, carefully arranged, with room around the subject",
    Style.MINIMAL: "a minimal composition with few elements, a pale background and much empty space",
    Style.ILLUSTRATION: "a hand-drawn illustration with clean lines and flat colours, not a photograph",
}
# What people begin a prompt with and a description does not need: a screen reader says already that it is a picture.
PREAMBLE = re.compile(
    r"^(please\s+)?((generate|create|make|draw|paint|render|show|give|produce)\s+(me\s+)?)?"
    r"((an?|the)\s+)?(\w+[\s-]){0,2}?(image|picture|photo|photograph|illustration|drawing|painting|shot)s?\s+(of|showing)\s+",
    re.IGNORECASE,
)


def asked_for(wish: Wish, references: tuple[bytes, ...] = ()) -> Asked:
    """One picture of the wish, by these photos."""
    return Asked(
        prompt=composed(wish), size=SIZES[wish.aspect_ratio], quality=wish.quality, references=references,
        parameters=wish.parameters,
    )  # fmt: skip


def composed(wish: Wish) -> str:
    """The prompt as it is sent: a verbatim one as it is, another with how its style looks."""
    return wish.prompt if wish.verbatim else f"{wish.prompt}\n\nStyle: {LOOKS[wish.style]}."


def alt_text(wish: Wish) -> str:
    """What is seen, in at most 125 characters: as much of the prompt as finds room, in whole words."""
    words = " ".join(wish.prompt.split())
    seen = PREAMBLE.sub("", words) or words
    return _cut(seen[:1].upper() + seen[1:], LONGEST_ALT)


def _cut(text: str, longest: int) -> str:
    """The text, or as many of its sentences or else words as there is room for."""
    if len(text) <= longest:
        return text
    sentence = max(text.rfind(end, 0, longest) for end in (". ", "! ", "? "))
    if sentence > longest // 2:
        return text[: sentence + 1]
    whole, _, _ = text[:longest].rpartition(" ")
    return (whole or text[: longest - 1]).rstrip(" ,;:-–") + "…"
