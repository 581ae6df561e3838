"""The emulator starts only on what it was written for, and leaves nothing behind, however it is ended."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import ENTRY, ROOT, Cloud, process_is_gone, web_function

STARTER = """
import sys, time
from pathlib import Path
from tests.local.cloud import start_emulator, wait_until_up
port, log_dir = int(sys.argv[1]), Path(sys.argv[2])
emulator = start_emulator(port, log_dir, "--preload", "")
wait_until_up(f"http://127.0.0.1:{port}", emulator)
print(emulator.pid, flush=True)
time.sleep(60)
"""
BUSY = """
import os, time
def handler(event, context):
    print("busy", os.getpid(), os.getppid())
    time.sleep(60)
"""
WEB = """
import os
async def app(scope, receive, send):
    if scope["type"] == "http":
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": str(os.getpid()).encode()})
"""
OPEN_DOOR = """
def handler(event, context):
    statement = {"Action": "execute-api:Invoke", "Effect": "Allow", "Resource": "*"}
    return {"principalId": "any", "policyDocument": {"Version": "2012-10-17", "Statement": [statement]}}
"""
BROKEN = """
from local.cloud import patches
patches.PRIVATE_NAMES["ministack.app"] = ("app", "no_such_name")
patches.check_private_names()
"""


def eventually(condition: object, seconds: float = 5) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():  # type: ignore[operator]
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def test_nothing_outlives_the_process_that_started_it(port: int, tmp_path: Path) -> None:
    command = [sys.executable, "-c", STARTER, str(port), str(tmp_path)]
    starter = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert starter.stdout
    emulator = int(starter.stdout.readline())
    cloud = Cloud(f"http://127.0.0.1:{port}", tmp_path, 1)
    processes = {emulator, *busy_processes(cloud), web_process(cloud)}
    assert len(processes) == 4
    os.kill(starter.pid, signal.SIGKILL)
    starter.wait()
    assert eventually(lambda: all(process_is_gone(process) for process in processes))
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


def busy_processes(cloud: Cloud) -> list[int]:
    """An environment in the middle of an invocation, and the fork server it comes from."""
    busy = cloud.function(BUSY, Timeout=60)
    cloud.client("lambda").invoke(FunctionName=busy, InvocationType="Event")
    log = cloud.log_dir / f"{busy.rpartition(':')[2]}.log"
    assert eventually(lambda: log.exists() and log.read_text().startswith("busy"))
    return [int(process) for process in log.read_text().split()[1:3]]


def web_process(cloud: Cloud) -> int:
    api = cloud.rest_api({"pid": web_function(cloud, WEB)}, cloud.function(OPEN_DOOR))
    return int(httpx.get(f"{api}/pid", headers=ENTRY, timeout=20).text)


def test_it_listens_on_this_machine_only_and_on_one_port(cloud: Cloud) -> None:
    port = int(cloud.endpoint.rpartition(":")[2])
    listening = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    addresses = {fields[1] for fields in listening if fields[3] == "0A" and fields[1].endswith(f":{port:04X}")}
    assert addresses == {f"0100007F:{port:04X}"}


def test_services_that_are_not_used_are_off(cloud: Cloud) -> None:
    with pytest.raises(ClientError, match=r"\(400\)"):
        cloud.client("kinesis").list_streams()


def test_a_missing_private_name_is_said_at_the_start() -> None:
    started = subprocess.run(
        [ROOT / ".venv-cloud/bin/python", "-c", BROKEN], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert started.returncode == 1
    assert "missing: ministack.app:no_such_name" in started.stderr
