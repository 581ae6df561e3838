"""Run the model simulator: `python -m local.simulator --port 0 --seed 7`; prints its URL as one JSON line."""

import argparse
import json
import os
import socket
import stat
import sys
import threading
import time
from dataclasses import replace

import uvicorn

from local.simulator.options import FAULTS, MISTAKES, NATURAL_MISTAKES, PICTURES, REAL_LIMITS, Options, check_rates
from local.simulator.server import make_app
from local.simulator.writer import meanings

SHAPES = {"image": "OpenAI", "google": "Google", "bedrock": "Bedrock", "fal": "fal", "replicate": "Replicate"}


def main() -> None:
    """Serve until told to stop, or until the parent process is gone."""
    arguments = _parser().parse_args()
    app = make_app(_options(arguments))
    listener = socket.create_server(("127.0.0.1", arguments.port), backlog=1024)
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    print(
        json.dumps({"name": "model simulator", "url": url, "base_url": f"{url}/v1", "pid": os.getpid()}),
        flush=True,
    )
    level = "info" if arguments.verbose else "warning"
    server = uvicorn.Server(uvicorn.Config(app, log_level=level, timeout_graceful_shutdown=1, timeout_keep_alive=75))
    _stop_with_parent(server, arguments.parent_pid, arguments.stdin)
    server.run(sockets=[listener])


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "local.simulator",
        description="OpenAI-compatible model simulator",
        epilog=_faults_in_words(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    natural = ", ".join(f"{fault} {rate:.0%}" for fault, rate in NATURAL_MISTAKES.items()).replace("%", "%%")
    add("--port", type=int, default=0, help="0 takes a free port")
    add("--seed", type=int, default=7)
    add("--key", help="the accepted API key; any non-empty one by default")
    add("--latency", default="off", help="off, real, or a factor of real such as 0.1")
    add("--limits", choices=("off", "real"), help="rate limits; by default real where latency is real")
    add("--text-rpm", type=float, help="text requests a minute")
    add("--text-tpm", type=float, help="text tokens a minute")
    for kind in PICTURES:
        add(f"--{kind}-ipm", type=float, help=f"images a minute of {SHAPES[kind]}")
    add("--text-model", action="append", help="a text model it answers for; may be repeated")
    for kind in PICTURES:
        add(f"--{kind}-model", action="append", help=f"an image model it answers for as {SHAPES[kind]}; likewise")
    add("--fault", action="append", default=[], metavar="KIND.FAULT=RATE", help="such as text.refusal=0.05")
    add("--natural-mistakes", action="store_true", help=f"recipes go wrong as often as a real model's: {natural}")
    add("--hang-seconds", type=float, default=600.0, help="how long a timeout fault hangs")
    add("--burst-seconds", type=float, default=1.0, help="how long a rate_limited fault lasts")
    add("--batch-seconds", type=float, default=1.0, help="how long a job at half the price takes")
    add("--workers", type=int, default=2, help="processes that draw")
    add("--parent-pid", type=int, help="stop when this process is gone")
    add("--stdin", choices=("watch", "ignore"), default="watch", help="watch: stop when a piped stdin ends")
    add("--verbose", action="store_true")
    return parser


def _faults_in_words() -> str:
    """Every fault, for rates and scripts; the mistakes in a recipe with what they are."""
    calls = {kind: ", ".join(fault for fault in FAULTS[kind] if fault not in MISTAKES) for kind in FAULTS}
    mistakes = [f"  {name:<22}{meaning}" for name, meaning in meanings().items()]
    return "\n".join([*(f"{kind} faults: {names}" for kind, names in calls.items()), "mistakes of text:", *mistakes])


def _options(arguments: argparse.Namespace) -> Options:
    latency = {"off": 0.0, "real": 1.0}.get(arguments.latency)
    latency = float(arguments.latency) if latency is None else latency
    real = arguments.limits == "real" or (arguments.limits is None and latency == 1.0)
    limits = ("text_rpm", "text_tpm", *(f"{kind}_ipm" for kind in PICTURES))
    given = {name: getattr(arguments, name) for name in limits if getattr(arguments, name) is not None}
    models = {f"{kind}_models": tuple(getattr(arguments, f"{kind}_model") or ()) for kind in FAULTS}
    faults: dict[str, dict[str, float]] = {kind: {} for kind in FAULTS}
    if arguments.natural_mistakes:
        faults["text"] = dict(NATURAL_MISTAKES)
    for each in arguments.fault:
        name, _, rate = each.partition("=")
        kind, _, fault = name.partition(".")
        if kind not in FAULTS:
            raise SystemExit(f"--fault {each}: calls are of the kinds {', '.join(FAULTS)}")
        check_rates(kind, {fault: float(rate)})
        faults[kind][fault] = float(rate)
    options = Options(
        seed=arguments.seed,
        key=arguments.key,
        latency=latency,
        hang_seconds=arguments.hang_seconds,
        burst_seconds=arguments.burst_seconds,
        workers=arguments.workers,
        batch_seconds=arguments.batch_seconds,
    )
    rates = {f"{kind}_faults": rates for kind, rates in faults.items()}
    return replace(options, **(REAL_LIMITS if real else {}) | given | rates | {k: v for k, v in models.items() if v})


def _stop_with_parent(server: uvicorn.Server, parent: int | None, stdin: str) -> None:
    """Watch stdin (where it is a pipe) and the parent's process id."""

    def stop() -> None:
        server.should_exit = True
        time.sleep(3)
        os._exit(0)

    def watch_stdin() -> None:
        while os.read(0, 4096):
            pass
        print("model simulator: stdin has ended, stopping", file=sys.stderr)
        stop()

    def watch_parent() -> None:
        while _is_alive(parent or 0):
            time.sleep(0.5)
        stop()

    if stdin == "watch" and _is_pipe(0):
        threading.Thread(target=watch_stdin, daemon=True).start()
    if parent is not None:
        threading.Thread(target=watch_parent, daemon=True).start()


def _is_pipe(descriptor: int) -> bool:
    try:
        mode = os.fstat(descriptor).st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


if __name__ == "__main__":
    main()
