"""`brigade up`: everything on this machine, until Ctrl-C."""

import os
import threading
import time

from brigade.accounts.claims import LONGEST
from local.cli.output import give, say, to_stdout
from local.problem import Problem
from local.provider import provider_of
from local.state import running
from local.storage import storage_of
from local.system import Options, System


def run_until_stopped(*, port: int | None, seed: int, latency: str, as_json: bool) -> None:
    if run := running():
        raise Problem(f"Brigade is running already: {run.url} (process {run.pid}).")
    began = time.monotonic()
    provider, storage = provider_of(os.environ), storage_of(os.environ)
    options = Options(port=port, seed=seed, latency=latency, provider=provider, storage=storage)
    with System(options, say) as system:
        say(f"Everything is up after {time.monotonic() - began:.1f} s. Logs: {system.logs}. Ctrl-C stops it.")
        token = system.token(ttl=LONGEST)
        if as_json:
            where = {"url": system.url, "logs": str(system.logs), "simulator": system.simulator or None}
            give({**where, "token": token, "email": system.admin.email, "password": system.admin.password})
        else:
            to_stdout().print(words_of(system, token), markup=False, soft_wrap=True)
        say("Try it from another terminal: bin/brigade batch start --count 5 --watch")
        watch_over(system)


def words_of(system: System, token: str) -> str:
    """What a person needs to get in: on the page, or with curl."""
    return (
        f"address   {system.url}\n"
        f"email     {system.admin.email}\n"
        f"password  {system.admin.password}\n"
        f"token     {token} (for an hour)"
    )


def watch_over(system: System) -> None:
    """Until Ctrl-C, or until a part that cannot be missed has ended. Raises Problem then."""
    pause = threading.Event()
    while not pause.wait(1):
        system.require_alive()
