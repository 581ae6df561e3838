"""What is shipped: directories put together without Docker, named by what they are made of."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import aws_cdk as cdk
import jsii
from aws_cdk import aws_lambda as lambda_

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.13"
PLATFORM = "aarch64-manylinux_2_28"
LEFT_BEHIND = shutil.ignore_patterns("__pycache__", "*.pyc", ".DS_Store")

Build = Callable[[Path], None]


@jsii.implements(cdk.ILocalBundling)
class Local:
    """CDK's hook for bundling without a container."""

    def __init__(self, build: Build) -> None:
        self.build = build

    def try_bundle(self, output_dir: str, *, image: cdk.DockerImage, **_: object) -> bool:
        self.build(Path(output_dir))
        return True


def bundle(source: Path, build: Build, *made_of: str) -> lambda_.Code:
    """Code that `build` puts together; the same files and words give the same asset, which is not built twice."""
    options = cdk.BundlingOptions(image=lambda_.Runtime.PYTHON_3_13.bundling_image, local=Local(build))
    return lambda_.Code.from_asset(str(source), asset_hash=fingerprint(source, *made_of), bundling=options)


def copied(source: Path, target: str = "", *, compiled: bool) -> lambda_.Code:
    """A directory of our own, as `target` inside the package, with bytecode where that is wanted."""

    def build(output: Path) -> None:
        shutil.copytree(source, output / target, ignore=LEFT_BEHIND, dirs_exist_ok=True)
        if compiled:
            compile_bytecode(output)

    return bundle(source, build, target, bytecode_version() if compiled else "")


def installed(source: Path, *, megabytes: int) -> lambda_.Code:
    """The packages of `source/requirements.txt`, for Lambda's platform whatever machine this is."""

    def build(output: Path) -> None:
        install(source / "requirements.txt", output / "python")
        compile_bytecode(output)
        check_size(output, megabytes)

    return bundle(source, build, PYTHON, PLATFORM, bytecode_version())


def install(lock: Path, target: Path) -> None:
    subprocess.run(
        [
            uv(), "pip", "install", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:",
            "--python-platform", PLATFORM, "--python-version", PYTHON, "--target", target, "--requirements", lock,
        ],
        check=True,
        stdout=sys.stderr,
    )  # fmt: skip
    shutil.rmtree(target / "bin", ignore_errors=True)  # console scripts of this machine


def check_size(directory: Path, megabytes: int) -> None:
    """Refuse a layer that outgrew its share of the 250 MB that a function and its layers may unpack to."""
    size = sum(file.stat().st_size for file in directory.rglob("*") if file.is_file()) / 1e6
    if size > megabytes:
        raise ValueError(f"{size:.0f} MB unpacked where {megabytes} MB were allowed: see infra/layers.py")


def compile_bytecode(directory: Path) -> None:
    """Bytecode that is trusted without a look at the source: a cold import is about twice as fast."""
    if python := python_of_lambda():
        options = ["-q", "--invalidation-mode", "unchecked-hash"]
        subprocess.run([python, "-m", "compileall", *options, directory], check=True, stdout=sys.stderr)


def bytecode_version() -> str:
    return PYTHON if python_of_lambda() else "source only"


@cache
def python_of_lambda() -> str | None:
    """An interpreter of Lambda's version on this machine, the only one whose bytecode it reads; None without."""
    if f"{sys.version_info.major}.{sys.version_info.minor}" == PYTHON:
        return sys.executable
    found = subprocess.run([uv(), "python", "find", PYTHON], capture_output=True, text=True)
    if found.returncode == 0:
        return found.stdout.strip()
    print(f"No Python {PYTHON} here: layers are built without bytecode, cold starts will be slower.", file=sys.stderr)
    return None


def uv() -> str:
    """The `uv` on the path, or the one that `make` keeps in `.tools`."""
    return shutil.which("uv") or str(ROOT / ".tools" / "bin" / "uv")


def fingerprint(directory: Path, *words: str) -> str:
    """A hash of the files in `directory` (names and contents) and of `words`."""
    digest = hashlib.sha256(repr(words).encode())
    for file in _files(directory):
        digest.update(f"{file.relative_to(directory)}\0{file.stat().st_mode & os.X_OK}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files(directory: Path) -> list[Path]:
    shipped = (file for file in directory.rglob("*") if not LEFT_BEHIND("", list(file.relative_to(directory).parts)))
    return sorted(file for file in shipped if file.is_file())
