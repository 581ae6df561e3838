"""Both templates, synthesised once in a session, without bundling and without CDK's own validation."""

import json
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

os.environ["CDK_VALIDATION"] = "false"  # `make synth` validates; CDK looks at this before it is imported

from tests.infra.template import Synthesise, Template

WITHOUT_BUNDLING: dict[str, list[str]] = {"aws:cdk:bundling-stacks": []}


@pytest.fixture(scope="session")
def synthesise(tmp_path_factory: pytest.TempPathFactory) -> Synthesise:
    @cache
    def template_of(environment: str) -> Template:
        from infra.app import build

        outdir: Path = tmp_path_factory.mktemp(environment)
        stack: Any = build(environment, outdir, **WITHOUT_BUNDLING)
        assembly = stack.node.root.synth()
        return Template(assembly.get_stack_by_name(stack.stack_name).template)

    return template_of


@pytest.fixture(scope="session")
def dev(synthesise: Synthesise) -> Template:
    return synthesise("dev")


@pytest.fixture(scope="session")
def local(synthesise: Synthesise) -> Template:
    return synthesise("local")


@pytest.fixture(scope="session", params=["local", "dev"])
def template(request: pytest.FixtureRequest, synthesise: Synthesise) -> Template:
    return synthesise(request.param)


@pytest.fixture(scope="session")
def machines() -> dict[str, Any]:
    """The Task states of all ASL files, by the name of the door that each would be."""
    from infra.pipeline import ASL

    files = sorted(ASL.glob("*.asl.json"))
    return {_snake(name): state for file in files for name, state in _tasks(json.loads(file.read_text())["States"])}


def _tasks(states: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, state in states.items():
        if state["Type"] == "Task":
            yield name, state
        if "ItemProcessor" in state:
            yield from _tasks(state["ItemProcessor"]["States"])


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
