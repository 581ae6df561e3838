"""The rows of the table of faults, as they lie in CSV files beside this one, and docs/faults.md, which is made of them.

`python -m tests.faults.table` writes the document anew.
"""

import csv
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs" / "faults.md"

HEAD = """\
# What happens when something fails

Every row is made true by a test (`tests/faults/`), which lets the fault happen to the real doors and compares. This
page is written from the rows: `python -m tests.faults.table`.

- **When**: *once* is a single call; *for one recipe* is every call for it; *always* is every call.
- **What you read**: the recipe's reason, or the batch's, word for word. *Nothing* where it heals by itself.
- **What is paid**: *only what is kept* costs nothing more than the recipes and pictures you have. *The odd call too* is
  a call whose price is known and booked. *Perhaps the odd call too* is one of which nobody can say whether it was paid:
  it stays unsettled in the ledger, at most at its estimate.
"""
TABLES = {
    "A provider of texts": "text_faults.csv",
    "A provider of pictures": "image_faults.csv",
    "The preferred one of two providers of pictures": "fallback_faults.csv",
    "Our own stores": "store_faults.csv",
}
COLUMNS = ("Fault", "When", "What you read", "What is kept", "What is paid")


class Row(NamedTuple):
    """`odd` names the fault to those who let it happen; the others are what the document says of it."""

    odd: str
    fault: str
    when: str
    read: str
    kept: str
    paid: str


def rows_of(name: str) -> list[Row]:
    with (HERE / name).open(newline="", encoding="utf-8") as file:
        return [Row(**each) for each in csv.DictReader(file)]


def document() -> str:
    """The page, of as many tables as there are."""
    found = {title: rows_of(name) for title, name in TABLES.items() if (HERE / name).exists()}
    return HEAD + "".join(f"\n## {title}\n\n{_table(rows)}" for title, rows in found.items())


def _table(rows: list[Row]) -> str:
    lines = [COLUMNS, ("---",) * len(COLUMNS), *(row[1:] for row in rows)]
    return "".join(f"| {' | '.join(each.replace('|', chr(92) + '|') for each in line)} |\n" for line in lines)


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
