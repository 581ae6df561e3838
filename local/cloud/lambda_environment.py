"""Execution environments: a fork server around AWS's own Python runtime loop, in the project's interpreter.

    python -m local.cloud.lambda_environment <control file descriptor>

One process imports the heavy libraries once; every environment is a fork of it, so a cold start costs a fork
instead of an import. The host at the other end of the control socket is the reason to live: when it goes, so
does everything here.
"""

import contextlib
import ctypes
import functools
import gc
import importlib
import os
import signal
import socket
import sys
from typing import Any, NoReturn

from awslambdaric import bootstrap  # type: ignore[import-untyped]
from awslambdaric.lambda_runtime_client import (  # type: ignore[import-untyped]
    InvocationRequest,
    LambdaRuntimeClient,
)

from local.cloud import frames

PR_SET_PDEATHSIG = 1


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    preload(os.environ.get("LAMBDA_PRELOAD", "").split(","))
    share_service_models(os.environ.get("LAMBDA_PRELOAD_CLIENTS", "").split(","))
    forget_the_repository()
    gc.collect()
    gc.freeze()  # what is loaded now is never collected, so its pages stay shared with every fork
    frames.send(control, {"ready": os.getpid()})
    ForkServer(control).serve()


def preload(modules: list[str]) -> None:
    for module in filter(None, modules):
        with contextlib.suppress(ImportError):  # not every set of functions uses every library
            importlib.import_module(module)


def share_service_models(services: list[str]) -> None:
    """Parse the AWS service models once: they are read-only data, and half of what a first client costs."""
    from botocore import loaders, session

    file_loader: Any = loaders.JSONFileLoader
    file_loader.load_file = _cached(file_loader.load_file)
    warm = session.Session()
    for service in filter(None, services):
        warm.create_client(service, region_name="us-east-1", aws_access_key_id="-", aws_secret_access_key="-")


def _cached(load_file: Any) -> Any:
    models: dict[str, Any] = {}

    @functools.wraps(load_file)
    def load_once(loader: Any, path: str) -> Any:
        if path not in models:
            models[path] = load_file(loader, path)
        return models[path]

    return load_once


def forget_the_repository() -> None:
    """A function sees its own code, its layers and the libraries, not the tree this was started from."""
    sys.path[:] = [entry for entry in sys.path if entry not in ("", os.getcwd())]


class ForkServer:
    def __init__(self, control: socket.socket) -> None:
        self.control = control
        self.children: set[int] = set()

    def serve(self) -> NoReturn:
        try:
            while True:
                request, _ = frames.receive(self.control)
                self.answer(request)
        except (EOFError, OSError):
            for pid in self.children:
                self.kill(pid)
            os._exit(0)

    def answer(self, request: dict[str, Any]) -> None:
        self.bury()
        if pid := request.get("kill"):
            self.kill(pid)
        else:
            frames.send(self.control, {"pid": self.fork(request)})

    def fork(self, request: dict[str, Any]) -> int:
        """A new environment: a function on its runtime socket, or a start script of its own."""
        runtime = _received_socket(self.control) if "handler" in request else None
        pid = os.fork()
        if pid == 0:
            self.control.close()
            become(request, runtime)
        if runtime:
            runtime.close()
        self.children.add(pid)
        return pid

    def kill(self, pid: int) -> None:
        """Only children not yet waited for are killed, so their numbers cannot belong to anyone else."""
        if pid in self.children:
            for stop in (os.killpg, os.kill):  # the group does not exist until the child has made it
                with contextlib.suppress(ProcessLookupError):
                    stop(pid, signal.SIGKILL)

    def bury(self) -> None:
        for pid in list(self.children):
            if os.waitpid(pid, os.WNOHANG)[0]:
                self.children.discard(pid)


def _received_socket(control: socket.socket) -> socket.socket:
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    return socket.socket(fileno=descriptors[0])


def become(request: dict[str, Any], runtime: socket.socket | None) -> NoReturn:
    """Turn this fork into the environment that was asked for."""
    try:
        leave_with_the_parent()
        os.setpgid(0, 0)
        write_output_to(request["log"])
        os.chdir(request["root"])
        if runtime:
            run_function(request, runtime)
        os.execvpe(request["command"][0], request["command"], request["environment"])
    except SystemExit as stop:
        os._exit(stop.code if isinstance(stop.code, int) else 1)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)


def leave_with_the_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def write_output_to(log: str) -> None:
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for stream in (1, 2):
        os.dup2(target, stream)
    sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115 (lives as long as the process)
    sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115


def run_function(request: dict[str, Any], runtime: socket.socket) -> NoReturn:
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.path[:] = [request["root"], *request["layers"], *sys.path]
    draw_own_random_numbers()
    importlib.reload(bootstrap)  # it reads the function's log format and level when imported
    bootstrap.run(request["handler"], SocketRuntime(runtime))
    sys.exit(0)


def draw_own_random_numbers() -> None:
    """`random` reseeds itself after a fork; NumPy does not."""
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()


class SocketRuntime(LambdaRuntimeClient):  # type: ignore[misc]  # awslambdaric has no types
    """The runtime API, spoken over our socket instead of HTTP."""

    def __init__(self, runtime: socket.socket) -> None:
        super().__init__("local")
        self.runtime = runtime
        self.initialised = False

    def wait_next_invocation(self) -> InvocationRequest:
        if not self.initialised:
            frames.send(self.runtime, {"initialised": True})
            self.initialised = True
        try:
            head, event = frames.receive(self.runtime)
        except (EOFError, OSError):
            os._exit(0)
        return InvocationRequest(
            invoke_id=head["request_id"],
            x_amzn_trace_id=head.get("trace_id"),
            invoked_function_arn=head["arn"],
            deadline_time_in_ms=head["deadline_ms"],
            client_context=None,
            cognito_identity=None,
            tenant_id=None,
            content_type="application/json",
            event_body=event,
            invocation_id=None,
        )

    def post_invocation_result(
        self,
        invoke_id: str,
        result_data: str | bytes,
        content_type: str = "",
        invocation_id: str | None = None,
    ) -> None:
        frames.send(
            self.runtime,
            {"ok": True},
            result_data if isinstance(result_data, bytes) else result_data.encode(),
        )

    def post_invocation_error(
        self, invoke_id: str, error_response_data: str, xray_fault: str, invocation_id: str | None = None
    ) -> None:
        frames.send(self.runtime, {"ok": False}, error_response_data.encode())

    def post_init_error(
        self, error_response_data: dict[str, Any], error_type_override: str | None = None
    ) -> None:
        frames.send(self.runtime, {"initialised": False, "error": error_response_data})


if __name__ == "__main__":
    main()
