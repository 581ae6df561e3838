"""Execution environments: a fork server around AWS's own Python runtime loop, in the project's interpreter.

    python -m local.cloud.lambda_environment <control file descriptor>

One process imports the heavy libraries once. The first call of a function forks a template from it, which imports
the function's module; its environments are forks of the template, so a cold start costs a fork instead of an import
(Lambda's SnapStart does the same with a snapshot). The host at the other end of the control socket is the reason to
live: when it goes, so does everything here.
"""

import contextlib
import ctypes
import functools
import gc
import importlib
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from awslambdaric import bootstrap  # type: ignore[import-untyped]
from awslambdaric.lambda_runtime_client import (  # type: ignore[import-untyped]
    InvocationRequest,
    LambdaRuntimeClient,
)

from local.cloud import frames
from local.cloud.rehearsal import rehearse

PR_SET_PDEATHSIG = 1
BEHIND_THE_SERVICES = 5  # niceness: where processors are scarce, a waiting function waits less if its services answer
IMPORT_SECONDS = 10  # for a template; who needs longer is forked without one
STAND_IN = logging.NullHandler()  # for the runtime's log handler, in a template
OWN = "AWS_LAMBDA_LOG_STREAM_NAME"  # the one variable in which environments of a function differ


def main() -> None:
    control = socket.socket(fileno=int(sys.argv[1]))
    preload(os.environ.get("LAMBDA_PRELOAD", "").split(","))
    share_service_models(os.environ.get("LAMBDA_PRELOAD_CLIENTS", "").split(","))
    share_certificates()
    forget_the_repository()
    gc.collect()
    os.nice(BEHIND_THE_SERVICES)
    gc.freeze()  # what is loaded now is never collected, so its pages stay shared with every fork
    frames.send(control, {"ready": os.getpid()})
    ForkServer(control, become, templates=True).serve()


def preload(modules: list[str]) -> None:
    for module in filter(None, modules):
        with contextlib.suppress(ImportError):  # not every set of functions uses every library
            importlib.import_module(module)


def share_service_models(services: list[str]) -> None:
    """Make boto3's default session, and find and parse the service models, once: most of what a first client costs.

    The session reads region and credentials from the environment when a client is made, so each fork has its own.
    """
    import boto3
    from botocore import loaders

    file_loader: Any = loaders.JSONFileLoader
    file_loader.load_file = _cached(file_loader.load_file)
    loader: Any = loaders.Loader
    loader.list_available_services = _cached(loader.list_available_services)
    boto3.setup_default_session()
    for service in filter(None, services):
        boto3.client(service, region_name="us-east-1", aws_access_key_id="-", aws_secret_access_key="-")  # type: ignore[call-overload]  # known at run time


def share_certificates() -> None:
    """Read the certificates of the world's authorities once: a twentieth of a second for every client otherwise."""
    with contextlib.suppress(ImportError):
        import httpcore2

        context = httpcore2.default_ssl_context()
        httpcore2.default_ssl_context = lambda **_: context


def _cached(load: Any) -> Any:
    found: dict[str, Any] = {}

    @functools.wraps(load)
    def load_once(loader: Any, name: str) -> Any:
        if name not in found:
            found[name] = load(loader, name)
        return found[name]

    return load_once


def forget_the_repository() -> None:
    """A function sees its own code, its layers and the libraries, not the tree this was started from."""
    sys.path[:] = [entry for entry in sys.path if entry not in ("", os.getcwd())]


class ForkServer:
    """Forks on request; `start` is what the fork becomes."""

    def __init__(
        self, control: socket.socket, start: Callable[[dict[str, Any], socket.socket | None], NoReturn], templates: bool
    ) -> None:
        self.control = control
        self.start = start
        self.templates: dict[str, Template | None] | None = {} if templates else None
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
            for template in self.known_templates():
                template.kill(pid)
        else:
            frames.send(self.control, {"pid": self.fork(request)})

    def fork(self, request: dict[str, Any]) -> int:
        """A new environment: a function on its runtime socket, or a start script of its own."""
        template = self.template_of(request)
        runtime = _received_socket(self.control) if "handler" in request else None
        if template and runtime:
            with contextlib.suppress(EOFError, OSError):  # it has died just now: this once without it
                pid = template.fork(request, runtime)
                runtime.close()
                return pid
        return self.fork_alone(request, runtime)

    def fork_alone(self, request: dict[str, Any], runtime: socket.socket | None) -> int:
        pid = os.fork()
        if pid == 0:
            self.let_go()
            self.start(request, runtime)
        if runtime:
            runtime.close()
        self.children.add(pid)
        return pid

    def template_of(self, request: dict[str, Any]) -> "Template | None":
        """The function's template, made when first asked for and when it has died; None where nothing imports."""
        if self.templates is None or "handler" not in request:
            return None
        shared = {name: value for name, value in request["environment"].items() if name != OWN}
        key = json.dumps([request["handler"], request["root"], request["layers"], shared], sort_keys=True)
        template = self.templates.get(key)
        if key not in self.templates or (template and template.pid not in self.children):
            template = self.templates[key] = self.make_template(request)
        return template

    def make_template(self, request: dict[str, Any]) -> "Template | None":
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            ours.close()
            self.let_go()
            become_template(request, theirs)
        theirs.close()
        self.children.add(pid)
        template = Template(ours, pid)
        if template.is_ready():
            return template
        self.kill(pid)
        ours.close()
        return None

    def let_go(self) -> None:
        """In a fork: what belongs to this server is none of its business."""
        self.control.close()
        for template in self.known_templates():
            template.control.close()

    def known_templates(self) -> list["Template"]:
        return [template for template in (self.templates or {}).values() if template]

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


class Template:
    """The fork server's side of a template, the process `pid`."""

    def __init__(self, control: socket.socket, pid: int) -> None:
        self.control = control
        self.pid = pid

    def is_ready(self) -> bool:
        self.control.settimeout(IMPORT_SECONDS)
        try:
            answer, _ = frames.receive(self.control)
        except (EOFError, OSError):
            return False
        self.control.settimeout(None)
        return bool(answer["imported"])

    def fork(self, request: dict[str, Any], runtime: socket.socket) -> int:
        frames.send(self.control, request)
        socket.send_fds(self.control, [b"\0"], [runtime.fileno()])
        answer, _ = frames.receive(self.control)
        return int(answer["pid"])

    def kill(self, pid: int) -> None:
        with contextlib.suppress(OSError):  # where it has died, its environments have too
            frames.send(self.control, {"kill": pid})


def _received_socket(control: socket.socket) -> socket.socket:
    _, descriptors, _, _ = socket.recv_fds(control, 1, 1)
    return socket.socket(fileno=descriptors[0])


def become(request: dict[str, Any], runtime: socket.socket | None) -> NoReturn:
    """Turn this fork into the environment that was asked for."""
    with ending_here():
        settle(request)
        if runtime:
            take_settings(request)
            run_function(request, runtime)
        os.execvpe(request["command"][0], request["command"], request["environment"])
    os._exit(1)


def become_template(request: dict[str, Any], control: socket.socket) -> NoReturn:
    """Import the function's module, then fork its environments."""
    with ending_here():
        settle(request)
        take_settings(request)
        logging.root.addHandler(STAND_IN)
        try:
            importlib.import_module(request["handler"].rpartition(".")[0].replace("/", "."))
        except BaseException:  # an environment without a template will say why
            os._exit(1)
        gc.collect()
        gc.freeze()
        frames.send(control, {"imported": True})
        ForkServer(control, become_environment, templates=False).serve()
    os._exit(1)


def become_environment(request: dict[str, Any], runtime: socket.socket | None) -> NoReturn:
    """In a fork of a template, which has settled."""
    with ending_here():
        leave_with_the_parent()
        os.setpgid(0, 0)
        os.environ[OWN] = request["environment"][OWN]
        if request["rehearsed"]:
            rehearse()
        assert runtime
        run_function(request, runtime)
    os._exit(1)


@contextlib.contextmanager
def ending_here() -> Iterator[None]:
    """Whatever ends this fork, it does not return into the code of the process it was forked from."""
    try:
        yield
    except SystemExit as stop:
        os._exit(stop.code if isinstance(stop.code, int) else 1)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)


def settle(request: dict[str, Any]) -> None:
    leave_with_the_parent()
    os.setpgid(0, 0)
    write_output_to(request["log"])
    os.chdir(request["root"])


def take_settings(request: dict[str, Any]) -> None:
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.path[:] = [request["root"], *request["layers"], *sys.path]


def leave_with_the_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def write_output_to(log: str) -> None:
    target = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o644)
    for stream in (1, 2):
        os.dup2(target, stream)
    sys.stdout = open(1, "w", buffering=1, closefd=False)  # noqa: SIM115 (lives as long as the process)
    sys.stderr = open(2, "w", buffering=1, closefd=False)  # noqa: SIM115


def keep_filters_of_the_template() -> None:
    """The runtime makes its log handler before it imports a function; in a template that order is turned round.

    So the filters a function has put on the stand-in (a logger of its own keeps its lines from appearing twice) go to
    the runtime's handler as soon as it is made.
    """
    logging.root.removeHandler(STAND_IN)
    set_up = bootstrap._setup_logging

    def set_up_with_filters(*arguments: Any) -> None:
        set_up(*arguments)
        for handler in logging.root.handlers:
            for each in STAND_IN.filters:
                handler.addFilter(each)

    bootstrap._setup_logging = set_up_with_filters


def run_function(request: dict[str, Any], runtime: socket.socket) -> NoReturn:
    draw_own_random_numbers()
    importlib.reload(bootstrap)  # it reads the function's log format and level when imported
    keep_filters_of_the_template()
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

    def post_init_error(self, error_response_data: dict[str, Any], error_type_override: str | None = None) -> None:
        frames.send(self.runtime, {"initialised": False, "error": error_response_data})


if __name__ == "__main__":
    main()
