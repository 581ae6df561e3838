"""The pictures of the state machines say what the ASL files say."""

import json
from typing import Any

import pytest

from infra.pipeline import ASL
from tools.draw_state_machine import dot

MACHINES = sorted(file.name for file in ASL.glob("*.asl.json"))


def every_state(states: dict[str, Any]) -> dict[str, Any]:
    inside = [every_state(state["ItemProcessor"]["States"]) for state in states.values() if "ItemProcessor" in state]
    return {name: state for each in (states, *inside) for name, state in each.items()}


@pytest.mark.parametrize("machine", MACHINES)
def test_every_state_is_drawn(machine: str) -> None:
    asl = json.loads((ASL / machine).read_text())
    drawn = dot(asl)
    for name, state in every_state(asl["States"]).items():
        assert (f'subgraph "cluster_{name}"' if state["Type"] == "Map" else f'"{name}" [label=') in drawn


@pytest.mark.parametrize("machine", MACHINES)
def test_every_way_on_is_an_arrow_and_every_error_a_dashed_one(machine: str) -> None:
    asl = json.loads((ASL / machine).read_text())
    states = every_state(asl["States"]).values()
    caught = sum(len(state.get("Catch", [])) for state in states)
    ways = sum(len(state.get("Choices", [])) + ("Next" in state) + ("Default" in state) for state in states)
    arrows = [line for line in dot(asl).splitlines() if " -> " in line]
    assert sum("dashed" in arrow for arrow in arrows) == caught
    assert len(arrows) == 1 + ways + caught
