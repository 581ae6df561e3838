"""Where things lie in the checkout, and how our packages are found when it is not a layer that brings them."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".brigade"
STATE = Path(os.environ.get("BRIGADE_STATE") or CACHE)  # of runs; another place for who wants to be alone
LAYERS = (ROOT / "layers" / "brigade" / "python", ROOT / "layers" / "brigade_io" / "python")
PYTHON = ROOT / ".venv" / "bin" / "python"
CLOUD_PYTHON = ROOT / ".venv-cloud" / "bin" / "python"


def find_layers() -> None:
    """Make `brigade` and `brigade_io` importable in this process."""
    sys.path[:0] = [str(layer) for layer in LAYERS if str(layer) not in sys.path]
