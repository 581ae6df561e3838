"""The synthesised CDK app of the local environment, kept by the content of what it is made from."""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from local.paths import CACHE, LAYERS, PYTHON, ROOT
from local.problem import Problem

ENVIRONMENT = "local"
STACK = f"brigade-{ENVIRONMENT}"
SOURCES = (ROOT / "infra", ROOT / "functions", ROOT / "layers" / "brigade", ROOT / "layers" / "brigade_io")
FILES = (ROOT / "cdk.json", ROOT / "uv.lock")
KEPT = 3  # assemblies, the newest


def assembly(cache: Path = CACHE / "assemblies") -> Path:
    """The cloud assembly directory of the sources as they are; made where it is not in the cache."""
    found = cache / content_hash()
    if (found / f"{STACK}.assets.json").is_file():
        os.utime(found)
        return found
    cache.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=cache, prefix="fresh-"))
    try:
        _synthesise(fresh)
        shutil.rmtree(found, ignore_errors=True)
        fresh.rename(found)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    _forget_old(cache, found)
    return found


def content_hash() -> str:
    """A hash over the names and contents of every source."""
    digest = hashlib.sha256()
    for file in _sources():
        digest.update(f"{file.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:24]


def _sources() -> Iterable[Path]:
    for folder in SOURCES:
        files = (file for file in folder.rglob("*") if file.is_file())
        yield from sorted(file for file in files if "__pycache__" not in file.parts)
    yield from (file for file in FILES if file.is_file())


def _synthesise(target: Path) -> None:
    ended = subprocess.run(
        [PYTHON, "-m", "infra.app", ENVIRONMENT],
        cwd=ROOT,
        env={**os.environ, "CDK_OUTDIR": str(target), "CDK_VALIDATION": "false", "PYTHONPATH": _paths()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,
    )
    if ended.returncode:
        words = (ended.stderr or ended.stdout)[-2500:].strip()
        raise Problem(f"The CDK app could not be synthesised:\n{words}")


def _forget_old(cache: Path, kept: Path) -> None:
    others = sorted((each for each in cache.iterdir() if each != kept), key=lambda each: each.stat().st_mtime)
    for old in others[: 1 - KEPT]:
        shutil.rmtree(old, ignore_errors=True)


def _paths() -> str:
    return os.pathsep.join(map(str, (ROOT, *LAYERS)))
