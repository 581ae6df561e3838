"""The journal: every call with its designed latency, from which a benchmark computes the critical path."""

from dataclasses import asdict, dataclass, field
from typing import Any

from local.simulator.limits import Clock

FIRST_TOKEN_SECONDS = 0.74
TOKENS_PER_SECOND = 131.0
IMAGE_SECONDS = 10.0
REFUSED_SECONDS = 0.05


def text_seconds(output_tokens: int) -> float:
    """What a real provider takes to write so many tokens."""
    return FIRST_TOKEN_SECONDS + output_tokens / TOKENS_PER_SECOND


@dataclass
class Call:
    """One call. Times in seconds.

    `seconds`: designed latency, the larger of the simulated latency and the simulator's own CPU time;
    `real_seconds`: the same at a real provider's pace, whatever latency is set;
    `waited`: wall time to the answer.
    `in_job`: asked in a job, at half the price.
    `subject`: the same for all text calls about one concept, corrections included.
    """

    kind: str
    at: float
    prompt_hash: str
    model: str
    seconds: float = 0.0
    real_seconds: float = 0.0
    cpu_seconds: float = 0.0
    waited: float = 0.0
    status: int = 0
    code: str | None = None
    fault: str | None = None
    tokens: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    subject: str = ""
    in_job: bool = False


@dataclass
class Journal:
    """All calls since the start, or since it was cleared."""

    clock: Clock
    started: float = field(init=False)
    calls: list[Call] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.started = self.clock()

    def begin(self, kind: str, model: str, prompt_hash: str) -> Call:
        call = Call(kind, self.clock() - self.started, prompt_hash, model)
        self.calls.append(call)
        return call

    def design(self, call: Call, real: float, factor: float, cpu: float = 0.0) -> None:
        """Settle what the call should take."""
        call.cpu_seconds = cpu
        call.real_seconds = max(real, cpu)
        call.seconds = max(real * factor, cpu)

    def end(self, call: Call, status: int, code: str | None = None) -> None:
        call.status, call.code = status, code
        call.waited = self.clock() - self.started - call.at

    def remaining(self, call: Call, factor: float, real: float) -> float:
        """Seconds still to wait so that the call takes its simulated latency."""
        return max(0.0, real * factor - (self.clock() - self.started - call.at))

    def entries(self) -> list[dict[str, Any]]:
        return [asdict(call) for call in self.calls]
