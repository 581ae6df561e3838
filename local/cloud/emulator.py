"""Start the emulated AWS, from the root: `.venv-cloud/bin/python -m local.cloud.emulator --port 4700`.

`BRIGADE_CLOUD_SECRET` is the secret access key of its account; whoever does not know it is refused.
"""

import argparse
import dataclasses
import json
import logging
import os
import resource
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import boto3
import uvicorn
from botocore.config import Config

from local.asking import SECRET
from local.cloud import patches
from local.cloud.deployed_functions import DeployedFunctions
from local.cloud.guard import Guard, secret_of
from local.cloud.lambda_host import LambdaHost
from local.cloud.step_functions import StepFunctions
from local.cloud.streaming import WebFunctions
from local.cloud.warm_start import WarmStarts

SERVICES = (
    "apigateway",
    "cloudformation",
    "dynamodb",
    "events",
    "iam",
    "kms",
    "lambda",
    "logs",
    "monitoring",
    "s3",
    "scheduler",
    "secretsmanager",
    "sqs",
    "ssm",
    "states",
    "sts",
)
PRELOAD = (
    "PIL.ImageOps",
    "PIL.JpegImagePlugin",
    "PIL.WebPImagePlugin",
    "aws_lambda_powertools",
    "aws_lambda_powertools.event_handler",
    "aws_lambda_powertools.logging",
    "aws_lambda_powertools.metrics",
    "aws_lambda_powertools.tracing",
    "aws_lambda_powertools.utilities.idempotency",
    "aws_lambda_powertools.utilities.parameters",
    "aws_lambda_powertools.utilities.parser",
    "aws_lambda_powertools.utilities.typing",
    "boto3.dynamodb.conditions",
    "botocore.httpsession",
    "concurrent.futures",
    "encodings.idna",
    "jwt",
    "numpy.typing",
    "openai.resources.responses.responses",  # a part of it that is costly and imported when first used
    "psycopg",
    "pydantic.alias_generators",
    "wrapt",
)
PRELOAD_CLIENTS = ("dynamodb", "s3", "secretsmanager", "sqs", "ssm", "stepfunctions")
ACCOUNT = "000000000000"
CLIENT_SETTINGS = Config(
    parameter_validation=False,
    retries={"total_max_attempts": 1},
    read_timeout=900,
    max_pool_connections=200,
)


@dataclasses.dataclass(frozen=True)
class Settings:
    port: int
    region: str
    python: str
    log_dir: Path
    code_dir: Path
    wait_scale: float
    parent_pid: int | None
    function_environment: dict[str, str]
    preload: str
    preload_clients: str
    secret: str

    @property
    def endpoint(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def settings_from(arguments: list[str]) -> Settings:
    parser = argparse.ArgumentParser(prog="local.cloud.emulator", description=__doc__)
    parser.add_argument("--port", type=int, default=4700)
    parser.add_argument("--region", default="us-east-1")
    parser.add_argument("--lambda-python", dest="python", default=".venv/bin/python", help="runs the functions")
    parser.add_argument("--log-dir", type=Path, default=Path(tempfile.gettempdir(), "brigade-cloud"))
    parser.add_argument("--code-dir", type=Path, help="unpacked functions, by content; kept between runs")
    parser.add_argument("--wait-scale", type=float, default=1.0, help="multiplies waits and retry intervals")
    parser.add_argument("--parent-pid", type=int, help="end when this process does")
    parser.add_argument(
        "--function-environment",
        type=json.loads,
        default={},
        help="JSON: variables that every function is given",
    )
    parser.add_argument("--preload", default=",".join(PRELOAD), help="modules imported once for all functions")
    parser.add_argument(
        "--preload-clients", default=",".join(PRELOAD_CLIENTS), help="AWS clients whose models are read once"
    )
    chosen = vars(parser.parse_args(arguments))
    chosen["log_dir"] = chosen["log_dir"].absolute()
    chosen["code_dir"] = (chosen["code_dir"] or chosen["log_dir"] / "code").absolute()
    if not (secret := os.environ.pop(SECRET, "")):
        parser.error(f"{SECRET} is not set: nobody could ask for anything")
    return Settings(**chosen, secret=secret)


def main() -> None:
    settings = settings_from(sys.argv[1:])
    if settings.parent_pid:
        threading.Thread(target=end_with, args=(settings.parent_pid,), daemon=True).start()
    configure(settings)
    app = build(settings)
    serve(app, settings.port)


def end_with(parent: int) -> None:
    """Whatever ended it, even SIGKILL; what was started from here notices in turn that this is gone."""
    while os.getppid() == parent:
        time.sleep(0.2)
    os._exit(0)


def configure(settings: Settings) -> None:
    """ministack reads its settings from the environment when imported."""
    settings.log_dir.mkdir(parents=True, exist_ok=True)
    settings.code_dir.mkdir(parents=True, exist_ok=True)
    os.environ.update(
        {
            "GATEWAY_PORT": str(settings.port),
            "BIND_HOST": "127.0.0.1",
            "MINISTACK_HOST": "localhost",
            "MINISTACK_REGION": settings.region,
            "MINISTACK_ACCOUNT_ID": ACCOUNT,
            "SERVICES": ",".join(SERVICES),
            "IOT_MTLS_ENABLED": "0",
            "SFTP_ENABLED": "0",
            "LAMBDA_ACCOUNT_CONCURRENCY": "1000",
            "LOG_LEVEL": "WARNING",
            "DOCKER_HOST": "unix:///nonexistent",
            "TZ": "UTC",
            "AUTH": "true",
        }
    )
    time.tzset()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))  # every environment and every caller has a socket


def build(settings: Settings) -> Any:
    """The ASGI application: ministack's, with our executor, our interpreter and streaming routes."""
    patches.check_private_names()
    patches.enforce_roles()
    logging.getLogger("moto").setLevel(logging.CRITICAL)  # it logs failures that state machines catch
    host = LambdaHost(
        settings.python,
        base_environment(settings),
        settings.log_dir,
        {"LAMBDA_PRELOAD": settings.preload, "LAMBDA_PRELOAD_CLIENTS": settings.preload_clients},
    )
    functions = DeployedFunctions(patches.LambdaService(), host, settings.code_dir, settings.secret)
    StepFunctions(patches.StatesService())
    clients = Clients(settings.endpoint, settings.secret)
    patches.install_interpreter(clients.client, functions.invoke, settings.wait_scale)
    web = WebFunctions(host, functions.of)
    patches.Gateway().stream_with(web.stream)
    return Guard(WarmStarts(patches.application(), functions, web), settings.secret)


def base_environment(settings: Settings) -> dict[str, str]:
    """What every function sees beside its own variables; tracing is off, as no X-Ray daemon listens."""
    return {
        "PATH": f"{Path(settings.python).absolute().parent}{os.pathsep}{os.environ['PATH']}",
        "HOME": tempfile.gettempdir(),
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "AWS_ENDPOINT_URL": settings.endpoint,
        "AWS_REGION": settings.region,
        "AWS_DEFAULT_REGION": settings.region,
        "AWS_XRAY_SDK_ENABLED": "false",
        "POWERTOOLS_TRACE_DISABLED": "true",
        "OMP_NUM_THREADS": "1",  # a thread pool would not survive the fork
        "OPENBLAS_NUM_THREADS": "1",
        **settings.function_environment,
    }


class Clients:
    """Made once for each service, region and role: making one costs a hundred times what a call does."""

    def __init__(self, endpoint: str, secret: str) -> None:
        self.endpoint = endpoint
        self.secret = secret
        self.lock = threading.Lock()
        self.made: dict[tuple[str, str, str], Any] = {}

    def client(self, service: str, region: str, role: str) -> Any:
        key = service, region, role
        with self.lock:
            if key not in self.made:
                self.made[key] = self.make(*key)
            return self.made[key]

    def make(self, service: str, region: str, role: str) -> Any:
        access_key = patches.key_of(role)
        return boto3.client(  # type: ignore[call-overload]  # the service is known only when a state names it
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_of(access_key, self.secret),
            config=CLIENT_SETTINGS,
        )


def serve(app: Any, port: int) -> None:
    uvicorn.run(
        app,
        host="127.0.0.1",
        port=port,
        http="httptools",
        loop="uvloop",
        log_level="warning",
        access_log=False,
        server_header=False,  # ministack writes the headers that AWS sends
        date_header=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )


if __name__ == "__main__":
    main()
