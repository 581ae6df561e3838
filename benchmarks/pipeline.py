"""A batch of 30 with pictures on this machine, against the critical path of the simulated providers."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.ratio import Ratio


def measure() -> Ratio:
    """The providers have real latencies: text 131 tokens/s after 0.74 s, a picture 10 s, 250 pictures a minute."""
    with tempfile.TemporaryDirectory() as out:
        command = [sys.executable, "-m", "local.cli", "demo", "--recipes", "30", "--latency", "real", "--out", out]
        subprocess.run(command, check=True, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        (summary,) = (json.loads(path.read_text()) for path in Path(out).glob("*/summary.json"))
    wall, path = summary["wallSeconds"], summary["criticalPathSeconds"]
    return Ratio("30 recipes with pictures", wall, path, "the providers' critical path", 1.3)
