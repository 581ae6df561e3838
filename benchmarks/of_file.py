"""A measurement of a file that somebody brings: its figures as one JSON line at the end."""

import json
import sys
from collections.abc import Callable
from pathlib import Path


class Unreadable(Exception):
    """The file is not there, or not of the form."""


def measured(measure: Callable[[Path], dict[str, float]], arguments: list[str], usage: str) -> int:
    """The exit code: 0 measured, 2 there is nothing to measure."""
    if len(arguments) != 1 or not arguments[0]:
        print(usage, file=sys.stderr)
        return 2
    try:
        figures = measure(Path(arguments[0]))
    except Unreadable as error:
        print(error, file=sys.stderr)
        return 2
    print(json.dumps(figures))
    return 0
