"""What a demonstration says at its end, as JSON and as a table; counted from what is stored, not from what was told."""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table

from local.cli.output import DONE, FAILED, PARTLY
from local.cli.progress_view import money
from local.demo.collected import Collected, closest, distinct

NOTE_SIMULATED = "The models were the simulator; costUsd is what the same calls cost at list prices."
NOTE_REAL = "costUsd is what the provider's list prices make of the calls; its invoice is what counts."


def counted(collected: Collected, asked: int) -> dict[str, Any]:
    """The counts of what was read back."""
    near = closest(collected.pictures)
    saved = len(collected.recipes)
    return {
        "saved": saved,
        "images": len(collected.pictures),
        "placeholders": collected.placeholders,
        "placeholderReasons": collected.placeholder_reasons,
        "failed": asked - saved,
        "distinctImages": distinct(collected.pictures),
        "closestPair": asdict(near) if near else None,
    }


def checked(told: dict[str, Any]) -> dict[str, Any]:
    """What checking the recipes led to, as progress tells it."""
    return {
        "fixed": told["recipesFixed"], "rewritten": told["recipesRewritten"], "review": told["recipesInReview"],
    }  # fmt: skip


def disagreements(counts: dict[str, Any], told: dict[str, Any], collected: Collected) -> list[str]:
    """Where the progress counters say something else than what is stored."""
    pairs = {
        "saved": "recipesCompleted", "images": "imagesGenerated", "placeholders": "placeholderCount",
        "failed": "failed",
    }  # fmt: skip
    wrong = [
        f"{name}: progress says {told[counter]}, stored are {counts[name]}"
        for name, counter in pairs.items() if told[counter] != counts[name]
    ]  # fmt: skip
    if counts["distinctImages"] != counts["images"]:
        wrong.append(f"only {counts['distinctImages']} of {counts['images']} pictures differ")
    return wrong + collected.missing


def exit_code(summary: dict[str, Any]) -> int:
    if summary["saved"] == 0:
        return FAILED
    whole = not (summary["failed"] or summary["placeholders"] or summary["disagreements"])
    return DONE if whole else PARTLY


def table(summary: dict[str, Any], folder: Path) -> Table:
    """For a terminal: the figures, then where to look."""
    made = Table(show_header=False, box=None, pad_edge=False)
    made.add_column(style="bold")
    made.add_column(overflow="fold")
    places = [("look at", f"{folder}/contact-sheet.png"), ("and", f"{folder}/summary.json")]
    for name, value in _figures(summary) + places:
        made.add_row(name, value)
    return made


def _figures(summary: dict[str, Any]) -> list[tuple[str, str]]:
    path, ratio = summary["criticalPathSeconds"], summary["ratio"]
    placeholders = summary["placeholders"]
    aside = " (which says little: the models answer at once)" if summary["latency"] == "off" else ""
    return [
        ("recipes", f"{summary['saved']} of {summary['recipes']} saved, {summary['failed']} failed"),
        ("checked", f"{summary['fixed']} fixed, {summary['rewritten']} written again, {summary['review']} for review"),
        (
            "pictures",
            f"{summary['images']}, {summary['distinctImages']} distinct, {placeholders} placeholders",
        ),
        *(("made by", line) for line in _shares(summary)),
        *(("placeholders", reason) for reason in summary["placeholderReasons"]),
        (
            "cost",
            money(summary["costUsd"]) + (" at list prices (simulated models)" if path is not None else ""),
        ),
        ("wall time", f"{summary['wallSeconds']:.1f} s, after {summary['setupSeconds']:.1f} s of set-up"),
        ("critical path", f"{path:.1f} s, ratio {ratio:.2f}{aside}" if path and ratio else "not known"),
        *(("disagreement", line) for line in summary["disagreements"]),
    ]


def _shares(summary: dict[str, Any]) -> list[str]:
    """Each image provider that made a picture or was paid."""
    made, paid = summary["imagesByProvider"], summary["costByProvider"]
    return [f"{name}: {made.get(name, 0)} for {money(paid.get(name, 0.0))}" for name in sorted({*made, *paid})]
