"""Lambda's side of an invocation: a pool of execution environments, time limits, and how they can die."""

import collections
import contextlib
import dataclasses
import json
import os
import socket
import threading
import time
import uuid
from pathlib import Path
from typing import Any

from local.cloud import frames
from local.cloud.fork_server import ForkServer

IDLE_SECONDS = 300  # how long a warm environment is kept
INIT_SECONDS = 60  # AWS allows 10; a laptop forking thirty environments at once may need more
WHOLE_PROCESSOR = 1769  # MB of memory with which Lambda gives a function a processor of its own
TURNS = (os.cpu_count() or 1) + 1  # at this machine's: one more, as some always wait for a service
RESPONSE_LIMIT = 6 * 1024 * 1024 + 100  # bytes, of a synchronous invocation


@dataclasses.dataclass(frozen=True)
class Function:
    """One published state of a function: two with the same `key` may share environments."""

    key: tuple[str, ...]
    name: str
    arn: str
    handler: str
    runtime: str
    root: str
    layers: tuple[str, ...]
    environment: dict[str, str]
    timeout: float
    memory: int


@dataclasses.dataclass(frozen=True)
class Outcome:
    payload: bytes
    failed: bool


@dataclasses.dataclass
class Environment:
    runtime: socket.socket
    pid: int
    idle_since: float = 0.0

    @property
    def is_alive(self) -> bool:
        """While it is idle it says nothing; one that has ended has hung up."""
        self.runtime.setblocking(False)
        try:
            return bool(self.runtime.recv(1, socket.MSG_PEEK))
        except BlockingIOError:
            return True
        except OSError:
            return False


class Crashed(Exception):
    """The environment is unusable; the payload says what the caller is told."""

    def __init__(self, error_type: str, message: str) -> None:
        super().__init__(message)
        self.payload = json.dumps({"errorType": error_type, "errorMessage": message}).encode()


class LambdaHost:
    """Concurrency limits are counted by the caller; here every invocation gets an environment of its own.

    Those that Lambda would give a processor each wait for one of this machine's, instead of all sharing them: they are
    done no later, and far fewer environments start cold.
    """

    def __init__(self, python: str, environment: dict[str, str], log_dir: Path, preload: dict[str, str]) -> None:
        self.environment = environment
        self.log_dir = log_dir
        self.lock = threading.Lock()
        self.processors = threading.BoundedSemaphore(TURNS)
        self.idle: dict[tuple[str, ...], list[Environment]] = collections.defaultdict(list)
        self.forks = ForkServer(python, {**environment, **preload})
        threading.Thread(target=self._retire_idle, name="lambda-retire", daemon=True).start()

    def close(self) -> None:
        self.forks.close()

    def invoke(self, function: Function, event: bytes, request_id: str) -> Outcome:
        with self.processors if function.memory >= WHOLE_PROCESSOR else contextlib.nullcontext():
            return self._invoke(function, event, request_id)

    def _invoke(self, function: Function, event: bytes, request_id: str) -> Outcome:
        environment = self._warm(function)
        try:
            environment = environment or self._cold(function)
            outcome = self._run(environment, function, event, request_id)
        except Crashed as crash:
            if environment:
                self.forks.kill(environment.pid)
                environment.runtime.close()
            return Outcome(crash.payload, failed=True)
        environment.idle_since = time.monotonic()
        with self.lock:
            self.idle[function.key].append(environment)
        return outcome

    def warm_up(self, function: Function, count: int) -> None:
        """Have at least `count` environments ready before they are needed. Raises Crashed."""
        while len(self.idle[function.key]) < count:
            environment = self._cold(function, rehearsed=True)
            environment.idle_since = time.monotonic()
            with self.lock:
                self.idle[function.key].append(environment)

    def start_script(self, function: Function, environment: dict[str, str]) -> int:
        """Run a function's own start script, as the Lambda Web Adapter does; the process number."""
        return self.forks.fork(
            {
                "command": ["sh", function.handler],
                "environment": {**self._environment_of(function), **environment},
                "root": function.root,
                "log": self._log(function),
            }
        )

    def _warm(self, function: Function) -> Environment | None:
        """One that still lives."""
        with self.lock:
            idle = self.idle[function.key]
            while idle:
                environment = idle.pop()
                if environment.is_alive:
                    return environment
                environment.runtime.close()
            return None

    def _cold(self, function: Function, *, rehearsed: bool = False) -> Environment:
        ours, theirs = socket.socketpair()
        with theirs:
            request: dict[str, Any] = {
                "handler": function.handler,
                "rehearsed": rehearsed,
                "environment": self._environment_of(function),
                "layers": list(function.layers),
                "root": function.root,
                "log": self._log(function),
            }
            environment = Environment(ours, self.forks.fork(request, theirs))
        self._initialise(environment)
        return environment

    def _initialise(self, environment: Environment) -> None:
        environment.runtime.settimeout(INIT_SECONDS)
        try:
            answer, _ = frames.receive(environment.runtime)
        except (EOFError, OSError) as gone:
            self.forks.kill(environment.pid)
            raise Crashed("Runtime.ExitError", "Error: Runtime exited while it was starting") from gone
        if not answer["initialised"]:
            error = answer["error"]
            crash = Crashed(error["errorType"], error["errorMessage"])
            crash.payload = json.dumps(error).encode()
            raise crash

    def _run(self, environment: Environment, function: Function, event: bytes, request_id: str) -> Outcome:
        deadline = time.time() + function.timeout
        head = {"request_id": request_id, "arn": function.arn, "deadline_ms": int(deadline * 1000)}
        environment.runtime.settimeout(function.timeout)
        try:
            frames.send(environment.runtime, head, event)
            answer, payload = frames.receive(environment.runtime)
        except TimeoutError:
            message = f"RequestId: {request_id} Error: Task timed out after {function.timeout:.2f} seconds"
            raise Crashed("Sandbox.Timedout", message) from None
        except (EOFError, OSError):
            message = f"RequestId: {request_id} Error: Runtime exited without providing a reason"
            raise Crashed("Runtime.ExitError", message) from None
        if len(payload) > RESPONSE_LIMIT:
            return Outcome(_too_large(), failed=True)
        return Outcome(payload, failed=not answer["ok"])

    def _environment_of(self, function: Function) -> dict[str, str]:
        """The reserved variables of the Lambda runtime, then the function's own."""
        return {
            **self.environment,
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
            "AWS_LAMBDA_FUNCTION_NAME": function.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
            "AWS_LAMBDA_LOG_STREAM_NAME": f"{time.strftime('%Y/%m/%d')}/[$LATEST]{uuid.uuid4().hex}",
            "LAMBDA_TASK_ROOT": function.root,
            "PYTHONPATH": os.pathsep.join([function.root, *function.layers]),
            "_HANDLER": function.handler,
            **function.environment,
        }

    def _log(self, function: Function) -> str:
        return str(self.log_dir / f"{function.name}.log")

    def _retire_idle(self) -> None:
        """Closing its socket ends an environment that waits for work."""
        while True:
            time.sleep(IDLE_SECONDS / 10)
            oldest = time.monotonic() - IDLE_SECONDS
            with self.lock:
                for key, environments in self.idle.items():
                    self.idle[key] = [each for each in environments if each.idle_since > oldest]
                    for expired in environments:
                        if expired.idle_since <= oldest:
                            expired.runtime.close()


def _too_large() -> bytes:
    message = f"Response payload size exceeded maximum allowed payload size ({RESPONSE_LIMIT} bytes)."
    return json.dumps({"errorType": "Function.ResponseSizeTooLarge", "errorMessage": message}).encode()
