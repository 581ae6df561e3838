"""Layers: locked to what the project runs, for Lambda's platform, within Lambda's limit."""

import re
import tomllib
from pathlib import Path

import pytest

from infra.bundles import ROOT, check_size, fingerprint
from infra.layers import OWN_CODE, SHARES, UNPACKED_LIMIT

PINNED = re.compile(r"^([a-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


@pytest.mark.parametrize("layer", SHARES)
def test_a_layer_has_the_versions_that_the_project_is_tested_with(layer: str) -> None:
    locked = tomllib.loads((ROOT / "uv.lock").read_text())["package"]
    versions = {(package["name"], package.get("version")) for package in locked}
    assert set(PINNED.findall((ROOT / "layers" / layer / "requirements.txt").read_text())) <= versions


@pytest.mark.parametrize("layer", SHARES)
def test_everything_that_a_layer_asks_for_is_locked_with_hashes(layer: str) -> None:
    lock = (ROOT / "layers" / layer / "requirements.txt").read_text()
    asked = re.findall(r"^([a-z0-9._-]+)(?:\[.*\])?==", (ROOT / "layers" / layer / "requirements.in").read_text(), re.M)
    assert set(asked) <= {name for name, _ in PINNED.findall(lock)}
    assert lock.count("--hash=sha256:") >= len(PINNED.findall(lock))


@pytest.mark.parametrize("heavy", ["boto3", "botocore", "scipy", "pywavelets", "imagehash", "aws-cdk-lib"])
def test_what_lambda_has_or_nobody_needs_is_not_carried(heavy: str) -> None:
    for layer in SHARES:
        names = {name for name, _ in PINNED.findall((ROOT / "layers" / layer / "requirements.txt").read_text())}
        assert heavy not in names


def test_the_layers_of_a_function_cannot_outgrow_lambda() -> None:
    assert sum(SHARES.values()) + OWN_CODE <= UNPACKED_LIMIT


def test_a_layer_that_outgrew_its_share_is_refused(tmp_path: Path) -> None:
    (tmp_path / "library.so").write_bytes(bytes(1_200_000))
    with pytest.raises(ValueError, match="1 MB were allowed"):
        check_size(tmp_path, 1)


def test_the_same_files_have_the_same_fingerprint_whatever_python_left_beside_them(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1")
    before = fingerprint(tmp_path)
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.cpython-313.pyc").write_bytes(b"")
    assert fingerprint(tmp_path) == before


def test_another_word_or_another_file_gives_another_fingerprint(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("a = 1")
    before = fingerprint(tmp_path, "3.13")
    assert fingerprint(tmp_path, "3.14") != before
    (tmp_path / "a.py").write_text("a = 2")
    assert fingerprint(tmp_path, "3.13") != before
