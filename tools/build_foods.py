"""Make the compact food files of the package from data/: `python -m tools.build_foods [--check]`.

`foods.tsv` holds a line per food (its composition, density and portions), `words.tsv` the lines a word of a
description stands in, `aliases.tsv` what everyday names mean, `usual_weights.tsv` what things weigh by convention.
"""

import csv
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from brigade.ingredients.foods import NUTRIENTS
from brigade.ingredients.words import words_of

DATA = Path("data")
PACKAGE = Path("layers/brigade/python/brigade/ingredients/tables")
NUTRIENT_COLUMNS = (
    "kcal", "protein_g", "fat_g", "carbs_g", "fibre_g", "sugar_g", "sodium_mg", "sat_fat_g", "alcohol_g", "water_g",
)  # fmt: skip
assert len(NUTRIENT_COLUMNS) == len(NUTRIENTS)


def compact() -> dict[str, str]:
    """The text of every file, by its name."""
    foods = sorted(_rows("usda_foods.csv"), key=lambda row: int(row["fdc_id"]))
    return {
        "foods.tsv": _foods(foods),
        "words.tsv": _words(foods),
        "aliases.tsv": _aliases({row["fdc_id"]: row["description"] for row in foods}),
        "usual_weights.tsv": _usual_weights(),
    }


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _foods(foods: list[dict[str, str]]) -> str:
    densities = {row["fdc_id"]: row["g_per_ml"] for row in _rows("usda_density.csv")}
    portions = defaultdict(list)
    for row in _rows("usda_portions.csv"):
        each = float(row["grams"]) / (float(row["amount"]) or 1)
        portions[row["fdc_id"]].append(f"{each:.4g} {row['measure']}")
    return _table(
        (
            row["fdc_id"], row["description"], row["food_group"], *(row[column] for column in NUTRIENT_COLUMNS),
            densities.get(row["fdc_id"], ""), *portions[row["fdc_id"]],
        )
        for row in foods
    )  # fmt: skip


def _words(foods: list[dict[str, str]]) -> str:
    lines: dict[str, list[str]] = defaultdict(list)
    for number, row in enumerate(foods):
        for word in dict.fromkeys(words_of(row["description"])):
            lines[word].append(str(number))
    return _table((word, " ".join(numbers)) for word, numbers in sorted(lines.items()))


def _aliases(descriptions: dict[str, str]) -> str:
    meant: dict[str, tuple[str, str]] = {}
    for row in _rows("ingredient_aliases.csv"):
        if descriptions.get(row["fdc_id"]) != row["usda_description"]:
            raise SystemExit(f"{row['alias']}: {row['fdc_id']} is {descriptions.get(row['fdc_id'])!r}")
        name = " ".join(words_of(row["alias"]))
        if meant.setdefault(name, (row["fdc_id"], row["aisle"]))[0] != row["fdc_id"]:
            raise SystemExit(f"{row['alias']}: {name!r} already means {meant[name][0]}")
    return _table((name, *meaning) for name, meaning in sorted(meant.items()))


def _usual_weights() -> str:
    return _table(
        (" ".join(words_of(row["name"])) or row["name"], row["unit"], row["grams"])
        for row in _rows("usual_weights.csv")
    )


def _table(rows: Iterable[Iterable[str]]) -> str:
    return "".join("\t".join(row) + "\n" for row in rows)


def main(arguments: list[str]) -> int:
    files = compact()
    if arguments == ["--check"]:
        stale = [name for name, text in files.items() if (PACKAGE / name).read_text(encoding="utf-8") != text]
        print("".join(f"{name} is not what data/ says: run python -m tools.build_foods\n" for name in stale), end="")
        return 1 if stale else 0
    PACKAGE.mkdir(exist_ok=True)
    for name, text in files.items():
        (PACKAGE / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
