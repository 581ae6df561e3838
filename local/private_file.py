"""Files that hold secrets: only their owner reads them, and nobody sees one half written."""

import json
import os
from pathlib import Path
from typing import Any


def write_private(file: Path, value: Any) -> None:
    """`value` as JSON."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_suffix(f".{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        json.dump(value, out)
    fresh.rename(file)
