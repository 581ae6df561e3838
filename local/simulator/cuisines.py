"""What each cuisine reaches for: named flavours, fats, grains, vegetables, herbs (cuisines.toml)."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Flavour:
    """A name a dish may carry, and the pantry foods that earn it."""

    name: str
    foods: tuple[str, ...]


@dataclass(frozen=True)
class Cuisine:
    """First choices of a cuisine; a diet may strike some of them out."""

    name: str
    flavours: tuple[Flavour, ...]
    fats: tuple[str, ...]
    grains: tuple[str, ...]
    vegetables: tuple[str, ...]
    herbs: tuple[str, ...]


def _cuisine(name: str, row: dict[str, Any]) -> Cuisine:
    flavours = tuple(Flavour(label, tuple(foods)) for label, foods in row.pop("flavours").items())
    return Cuisine(name, flavours, **{key: tuple(foods) for key, foods in row.items()})


ROWS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
CUISINES = {name: _cuisine(name, row) for name, row in ROWS.items()}
ALSO = {
    "lebanese": "middle eastern",
    "persian": "middle eastern",
    "israeli": "middle eastern",
    "levant": "middle eastern",
    "north african": "moroccan",
    "tunisian": "moroccan",
    "african": "ethiopian",
    "west african": "ethiopian",
    "brazilian": "peruvian",
    "argentin": "peruvian",
    "latin": "peruvian",
    "south american": "peruvian",
    "cuban": "caribbean",
    "jamaican": "caribbean",
    "scandinavian": "nordic",
    "swedish": "nordic",
    "danish": "nordic",
    "german": "nordic",
    "eastern european": "nordic",
    "polish": "nordic",
    "irish": "british",
    "tex-mex": "mexican",
    "southern": "american",
    "cajun": "american",
    "californian": "american",
    "australian": "american",
    "hawaiian": "caribbean",
    "portuguese": "spanish",
    "basque": "spanish",
    "sicilian": "italian",
    "provençal": "french",
    "indonesian": "thai",
    "malaysian": "thai",
    "singapor": "thai",
    "filipino": "vietnamese",
    "szechuan": "chinese",
    "sichuan": "chinese",
    "cantonese": "chinese",
    "sri lankan": "indian",
    "nepal": "indian",
    "pakistani": "indian",
    "georgian": "turkish",
    "east asian": "japanese",
}


def cuisine_of(words: str) -> Cuisine:
    """The cuisine these words name; Mediterranean where they name none we know."""
    lower = words.lower()
    for name, cuisine in CUISINES.items():
        if name in lower:
            return cuisine
    return CUISINES[next((ALSO[name] for name in ALSO if name in lower), "mediterranean")]
