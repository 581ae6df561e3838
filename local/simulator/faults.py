"""Which call goes wrong, and how: by seeded rates, or by a script ("the third text call is refused")."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from local.simulator.chance import uniform
from local.simulator.options import FAULTS, MISTAKES, Options

CONTENT_FAULTS = {"refusal", "truncated", "invalid", *MISTAKES}


@dataclass
class ScriptedFault:
    """One line of a script: fires on the `nth` call of its kind since the script was set, or on a match."""

    kind: str
    fault: str
    nth: int | None = None
    match: str | None = None
    times: int | None = 1

    def fires(self, number: int, prompt: str) -> bool:
        """Whether it applies to this call; counts the firing."""
        hit = number == self.nth if self.nth is not None else self.match is not None and self.match in prompt
        if not hit or self.times == 0:
            return False
        if self.times is not None:
            self.times -= 1
        return True


class Script:
    """The scripted faults, and how many calls of each kind have arrived since they were set."""

    def __init__(self) -> None:
        self.lines: list[ScriptedFault] = []
        self.calls: dict[str, int] = dict.fromkeys(FAULTS, 0)

    def set(self, lines: list[ScriptedFault]) -> None:
        self.lines = lines
        self.calls = dict.fromkeys(FAULTS, 0)

    def fault(self, kind: str, prompt: str) -> str | None:
        """The fault of the call that has just arrived, if the script names one."""
        self.calls[kind] += 1
        mine = [line for line in self.lines if line.kind == kind]
        return next((line.fault for line in mine if line.fires(self.calls[kind], prompt)), None)


def read_script(body: Any) -> list[ScriptedFault]:
    """The script in a JSON body; raises ValueError with a plain reason."""
    if not isinstance(body, list):
        raise ValueError("a script is a list of {kind, fault, nth or match, times}")
    return [_read_line(line) for line in body]


def _read_line(line: Any) -> ScriptedFault:
    if not isinstance(line, dict) or set(line) - {"kind", "fault", "nth", "match", "times"}:
        raise ValueError(f"a line holds kind, fault, nth or match, and times; not {line}")
    if line.get("kind") not in FAULTS:
        raise ValueError(f"kind is one of {', '.join(FAULTS)}, not {line.get('kind')}")
    if line.get("fault") not in FAULTS[line["kind"]]:
        raise ValueError(f"fault of a {line['kind']} call is one of {', '.join(FAULTS[line['kind']])}")
    if (line.get("nth") is None) == (line.get("match") is None):
        raise ValueError("a line holds either nth or match")
    return ScriptedFault(**line)


def drawn_fault(options: Options, kind: str, prompt: str, arrival: int) -> str | None:
    """The fault the rates give to the `arrival`-th call with this prompt."""
    draw = uniform(options.seed, kind, prompt, arrival, "fault")
    rates = options.rates(kind)
    for fault in FAULTS[kind]:
        draw -= rates.get(fault, 0.0)
        if draw < 0:
            return fault
    return None


def spared(fault: str | None, is_repair: bool, rates: Mapping[str, float]) -> str | None:
    """A repair is answered well: the rates' content faults pass it by."""
    return None if is_repair and fault in CONTENT_FAULTS and fault in rates else fault
