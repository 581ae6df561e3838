"""The whole product on this machine: `with System(Options()) as system: ...` starts it, and stops what it started."""

import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from brigade.accounts.claims import LIFETIME
from brigade_io.accounts.tokens import make_key_pair, sign_access_token
from local.admin import Admin, create_admin
from local.asking import HEADER, SECRET
from local.assembly import STACK, assembly
from local.checks import bound_socket, require_disk, require_environments, require_python
from local.deploy import Cloud, DeploymentFailed, deploy
from local.front import Front, FrontServer, api_address
from local.image_providers import ImageProviders, secrets_of, simulated_image_providers
from local.interrupts import undisturbed
from local.pace import limits_of
from local.paths import CLOUD_PYTHON, LAYERS, PYTHON, ROOT, STATE
from local.postgres import NUMBERS, Postgres, PostgresFailed, free_port, instance_name, is_orphan, started_at
from local.preflight import preflight, require_texts
from local.problem import Problem
from local.processes import Child
from local.provider import SIMULATOR_KEY, Provider
from local.roles import url_of_functions
from local.state import Run, announce, withdraw
from local.storage import Storage
from local.warming import warm_up

ADMIN_EMAIL = "admin@brigade.test"
REGION = "us-east-1"
RUNS = STATE / "runs"

Say = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """`provider` None is the simulator; `latency` and `seed` are the simulator's, `wait_scale` the emulator's.

    `warm_for` is the number of recipes that a batch may have without cold starts of its own. `announced`: other
    commands on this machine may find it.
    """

    port: int | None = None
    seed: int = 7
    latency: str = "off"
    provider: Provider | None = None
    storage: Storage | None = None  # of pictures; None is the emulated S3
    wait_scale: float = 1.0
    warm_for: int = 5
    announced: bool = True
    parameters: Mapping[str, str] = field(default_factory=dict)
    simulator_flags: tuple[str, ...] = ()
    function_environment: Mapping[str, str] = field(default_factory=dict)


class System:
    """A running Brigade. Everything of a run is in its own processes and its own directory."""

    def __init__(self, options: Options, say: Say = lambda _: None) -> None:
        self.options = options
        self.say = say
        self.name = instance_name(os.getpid(), next(NUMBERS))
        self.directory = RUNS / self.name
        self.logs = self.directory / "logs"
        self.database_url = ""
        self.functions_database_url = ""
        self.simulator = ""
        self.emulator = ""
        self.secret = secrets.token_hex(32)  # of the emulated AWS: whoever does not know it is refused
        self.outputs: dict[str, str] = {}
        self.admin = Admin(id="", email=ADMIN_EMAIL, password="")
        self.private_key, self.public_key = make_key_pair()
        self.children: list[Child] = []
        self._stack = ExitStack()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # --- What others ask ---------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def token(self, subject: str | None = None, role: str = "admin", ttl: timedelta = LIFETIME) -> str:
        """For the first administrator, unless told otherwise."""
        return sign_access_token(self.private_key, subject or self.admin.id, role, datetime.now(UTC), ttl)

    def client(self, service: str) -> Any:
        """A boto3 client of the emulated AWS."""
        return Cloud(self.emulator, REGION, self.secret).client(service)

    def require_alive(self) -> None:
        """Raise Problem where a part has ended by itself."""
        for child in self.children:
            child.require_alive()

    @property
    def run(self) -> Run:
        """How other commands find it."""
        pid = os.getpid()
        return Run(
            pid=pid, started=started_at(pid), url=self.url, signing_key=self.private_key, owner=self.admin.id,
            logs=str(self.logs), emulator=self.emulator, secret=self.secret, simulator=self.simulator,
            database=self.database_url,
        )  # fmt: skip

    # --- Start and stop ----------------------------------------------------------------------------

    def start(self) -> None:
        """Raises Problem, with nothing left running."""
        require_python()
        require_environments()
        require_disk()
        if self.options.provider:
            self._ask_provider(self.options.provider)
        listener = bound_socket(self.options.port)
        self._on_stop(listener.close)
        self.port: int = listener.getsockname()[1]
        try:
            self._start_parts()
            self._deploy()
            images = f"{self.emulator}/{self.outputs['ImagesBucket']}"
            front = Front(self._api(), images, self.secret, self.options.storage)
            server = FrontServer(front, listener)
            self._on_stop(server.stop)
            server.start()
            self._look_through_the_front()
            if self.options.announced:
                self._announce()
        except (PostgresFailed, DeploymentFailed) as error:
            self.stop()
            raise Problem(str(error)) from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Everything that was started, in the opposite order; a second call does nothing, a Ctrl-C does not hinder."""
        with undisturbed():
            self._stack.close()

    def _on_stop(self, stop: Callable[..., object], *arguments: object) -> None:
        with self._lock:
            self._stack.callback(stop, *arguments)

    def _ask_provider(self, provider: Provider) -> None:
        """Say what it can do. Raises Problem where that is not enough."""
        provider.require_prices()
        findings = preflight(provider)
        for finding in findings:
            self.say(f"{finding.check}: {finding.words}")
        require_texts(findings)

    # --- The parts -----------------------------------------------------------------------------------

    def _start_parts(self) -> None:
        remove_dead_runs()
        self.directory.mkdir(0o700, parents=True, exist_ok=True)  # what the functions write is for its owner alone
        self.logs.mkdir()
        self._on_stop(shutil.rmtree, self.directory, True)
        parts = [self._start_postgres, self._start_emulator, self._synthesise]
        if self.options.provider is None:
            parts.append(self._start_simulator)
        with ThreadPoolExecutor(len(parts)) as pool:
            for done in [pool.submit(part) for part in parts]:
                done.result()

    def _start_postgres(self) -> None:
        began = time.monotonic()
        postgres = Postgres()
        self._on_stop(postgres.stop)
        self.database_url = postgres.start()
        self.functions_database_url = url_of_functions(self.database_url)
        self._said("PostgreSQL", began)

    def _start_emulator(self) -> None:
        began, port = time.monotonic(), free_port()
        command = [
            str(CLOUD_PYTHON), "-m", "local.cloud.emulator", "--port", str(port), "--parent-pid", str(os.getpid()),
            "--log-dir", str(self.logs), "--code-dir", str(self.directory / "code"), "--lambda-python", str(PYTHON),
            "--region", REGION, "--wait-scale", str(self.options.wait_scale),
            "--function-environment", json.dumps(dict(self.options.function_environment)),
        ]  # fmt: skip
        child = self._child("emulated AWS", command, "emulator.log", **{SECRET: self.secret})
        self.emulator = f"http://127.0.0.1:{port}"
        child.wait_until_ready(f"{self.emulator}/_ministack/health", {HEADER: self.secret})
        self._said("emulated AWS", began)

    def _start_simulator(self) -> None:
        began, port = time.monotonic(), free_port()
        command = [
            str(PYTHON), "-m", "local.simulator", "--port", str(port), "--seed", str(self.options.seed),
            "--latency", self.options.latency, "--parent-pid", str(os.getpid()), *self.options.simulator_flags,
        ]  # fmt: skip
        child = self._child("model simulator", command, "simulator.log")
        self.simulator = f"http://127.0.0.1:{port}"
        child.wait_until_ready(f"{self.simulator}/simulator/health")
        self._said("model simulator", began)

    def _child(self, name: str, command: list[str], log: str, **environment: str) -> Child:
        paths = os.pathsep.join(str(path) for path in (ROOT, *LAYERS))
        child = Child(name, command, self.logs / log, environment={"PYTHONPATH": paths, **environment})
        self._on_stop(child.stop)
        self.children.append(child)
        return child

    def _synthesise(self) -> None:
        began = time.monotonic()
        self.assembly: Path = assembly()
        self._said("templates", began)

    def _said(self, part: str, began: float) -> None:
        self.say(f"{part} ready after {time.monotonic() - began:.1f} s")

    # --- The deployment ------------------------------------------------------------------------------

    def _deploy(self) -> None:
        began = time.monotonic()
        self.outputs = deploy(
            self.emulator, self.secret, self.assembly, STACK, region=REGION, parameters=self._parameters()
        )
        self._put_secrets()
        self._migrate()
        self.admin = create_admin(self.client("lambda"), self.outputs["CreateAdminFunction"], ADMIN_EMAIL)
        self._said("deployment", began)
        began = time.monotonic()
        warm_up(self.client("lambda"), self.emulator, self.secret, self.logs, self.options.warm_for)
        self._said("functions", began)

    def _parameters(self) -> dict[str, str]:
        provider = self.options.provider
        text, image = (provider.text_base_url, provider.image_base_url) if provider else (f"{self.simulator}/v1",) * 2
        return {
            "DatabaseUrl": self.functions_database_url, "DatabaseOwnerUrl": self.database_url,
            "SiteUrl": self.url, "TextBaseUrl": text, "ImageBaseUrl": image,
            **({} if provider else self._simulated_fallbacks()),
            **limits_of(None if provider else self.options.latency), **(provider.parameters if provider else {}),
            **(provider.limits if provider else {}), **self._storage().parameters(self.url), **self.options.parameters,
        }  # fmt: skip

    def _storage(self) -> Storage:
        return self.options.storage or Storage("s3")

    def _simulated_fallbacks(self) -> dict[str, str]:
        limits = limits_of(self.options.latency) | dict(self.options.parameters)
        at_once, per_minute = (int(limits.get(name, 0)) for name in ("ImageCallsAtOnce", "ImagesPerMinute"))
        providers = simulated_image_providers(self.simulator, at_once, per_minute)
        return {"ImageFallbacks": providers.settings["image_fallbacks"]}

    def _put_secrets(self) -> None:
        secrets, provider = self.client("secretsmanager"), self.options.provider
        key, image_key = (provider.key, provider.image_key) if provider else (SIMULATOR_KEY,) * 2
        others = secrets_of(provider.images if provider else ImageProviders(), SIMULATOR_KEY)
        ours = {"TokenKey": self.public_key, "SigningKey": self.private_key}
        stored = {"StorageKey": self._storage().key or SIMULATOR_KEY}
        for name, value in {"TextKey": key, "ImageKey": image_key, **stored, **ours}.items():
            secrets.put_secret_value(SecretId=self.outputs[f"{name}Secret"], SecretString=value)
        for output, value in others.items():
            secrets.put_secret_value(SecretId=self.outputs[output], SecretString=value)

    def _migrate(self) -> None:
        answer = self.client("lambda").invoke(FunctionName=self.outputs["MigrateFunction"])
        if answer.get("FunctionError"):
            raise Problem(f"The database schema could not be made: {answer['Payload'].read().decode()[:800]}")

    def _api(self) -> str:
        return api_address(self.emulator, self.outputs["ApiId"], self.outputs["ApiStage"])

    def _look_through_the_front(self) -> None:
        """Everything answers: API, authorizer, tables, database, and the stream's own server."""
        nobody = "00000000-0000-0000-0000-000000000000"
        paths = {"batches": 200, f"batches/{nobody}/recipes": 404, f"bmad-progress-stream/{nobody}": 404}
        for path, expected in paths.items():
            headers = {"Authorization": f"Bearer {self.token()}"}
            answer = httpx.get(f"{self.url}/api/admin/{path}", headers=headers, timeout=60, trust_env=False)
            if answer.status_code != expected:
                raise Problem(f"GET /api/admin/{path} answers {answer.status_code}: {answer.text[:500]}")

    def _announce(self) -> None:
        if announce(self.run):
            self._on_stop(withdraw, self.run.pid)


def remove_dead_runs(runs: Path = RUNS) -> None:
    """The directories of processes that ended without removing them."""
    for each in runs.iterdir() if runs.is_dir() else ():
        if is_orphan(each.name):
            shutil.rmtree(each, ignore_errors=True)
