"""The emulated AWS as the tests use it: tiny functions and state machines, made and run in one line each."""

import dataclasses
import io
import itertools
import json
import os
import subprocess
import textwrap
import time
import urllib.request
import zipfile
from datetime import datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config

ROOT = Path(__file__).parents[2]
ACCOUNT = "000000000000"
SECRET = "test"
ENTRY = {"x-brigade-secret": SECRET}  # for what is no API of AWS, as the front sends it
ANYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
TRUST = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
INVOKE = "arn:aws:states:::lambda:invoke"


@dataclasses.dataclass(frozen=True)
class Ended:
    """An execution that has ended."""

    arn: str
    status: str
    output: Any
    error: str | None
    cause: str | None
    seconds: float
    events: list[dict[str, Any]]

    def types(self) -> list[str]:
        return [event["type"] for event in self.events]

    def times(self, kind: str) -> list[datetime]:
        return [event["timestamp"] for event in self.events if event["type"] == kind]

    def retry_waits(self) -> list[float]:
        """Seconds between a task's failure and its next attempt."""
        failed = {event["id"]: event["timestamp"] for event in self.events if event["type"] == "TaskFailed"}
        again = [each for each in self.events if each["type"] == "TaskScheduled"]
        return [
            (each["timestamp"] - failed[each["previousEventId"]]).total_seconds()
            for each in again
            if each["previousEventId"] in failed
        ]


class Cloud:
    def __init__(self, endpoint: str, log_dir: Path, wait_scale: float) -> None:
        self.endpoint = endpoint
        self.log_dir = log_dir
        self.wait_scale = wait_scale
        self.numbers = itertools.count()
        self.client = cache(self._client)

    def _client(self, service: str) -> Any:
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.endpoint,
            region_name="us-east-1",
            aws_access_key_id=ACCOUNT,
            aws_secret_access_key=SECRET,
            config=Config(retries={"total_max_attempts": 1}, max_pool_connections=50),
        )

    def name(self, kind: str) -> str:
        return f"{kind}-{next(self.numbers)}"

    @cached_property
    def anyone(self) -> str:
        """The role of those whose permissions do not matter."""
        return self.role(ANYTHING)

    def role(self, *statements: dict[str, Any]) -> str:
        """Its ARN."""
        name = self.name("role")
        made = self.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(policy(TRUST)))
        self.client("iam").put_role_policy(
            RoleName=name, PolicyName="may", PolicyDocument=json.dumps(policy(*statements))
        )
        arn: str = made["Role"]["Arn"]
        return arn

    def function(self, code: str, **settings: Any) -> str:
        """Its ARN; the code defines `handler(event, context)`."""
        fields = {
            "FunctionName": self.name("function"),
            "Runtime": "python3.13",
            "Role": self.anyone,
            "Handler": "index.handler",
            "Code": {"ZipFile": archive({"index.py": textwrap.dedent(code)})},
        }
        arn: str = self.client("lambda").create_function(**fields | settings)["FunctionArn"]
        return arn

    def invoke(self, function: str, event: Any) -> tuple[Any, str | None]:
        """The payload, and `X-Amz-Function-Error` if it failed."""
        response = self.client("lambda").invoke(FunctionName=function, Payload=json.dumps(event))
        return json.loads(response["Payload"].read()), response.get("FunctionError")

    def make_ready(self, function: str) -> None:
        """Have an environment of it before its first call."""
        name = function.rpartition(":")[2]
        address = f"{self.endpoint}/_brigade/warm/{name}"
        urllib.request.urlopen(urllib.request.Request(address, method="PUT", headers=ENTRY)).read()

    def state_machine(self, states: dict[str, Any], role: str | None = None, **fields: Any) -> str:
        """Its ARN; it starts at the first of the states, and may do anything unless a role is given."""
        definition = {"QueryLanguage": "JSONata", "StartAt": next(iter(states)), "States": states} | fields
        response = self.client("stepfunctions").create_state_machine(
            name=self.name("machine"), definition=json.dumps(definition), roleArn=role or self.anyone
        )
        arn: str = response["stateMachineArn"]
        return arn

    def run(self, states: dict[str, Any], input: Any = None, **fields: Any) -> Ended:
        return self.ended(self.start(self.state_machine(states, **fields), input))

    def start(self, state_machine: str, input: Any = None, **fields: Any) -> str:
        response = self.client("stepfunctions").start_execution(
            stateMachineArn=state_machine, input=json.dumps(input or {}), **fields
        )
        arn: str = response["executionArn"]
        return arn

    def ended(self, execution: str, seconds: float = 20) -> Ended:
        deadline = time.monotonic() + seconds
        while (found := self.describe(execution))["status"] == "RUNNING":
            assert time.monotonic() < deadline, f"{execution} is still running"
            time.sleep(0.02)
        output = found.get("output")
        return Ended(
            arn=execution,
            status=found["status"],
            output=json.loads(output) if output else None,
            error=found.get("error"),
            cause=found.get("cause"),
            seconds=(found["stopDate"] - found["startDate"]).total_seconds(),
            events=self.history(execution),
        )

    def describe(self, execution: str) -> dict[str, Any]:
        found: dict[str, Any] = self.client("stepfunctions").describe_execution(executionArn=execution)
        return found

    def history(self, execution: str) -> list[dict[str, Any]]:
        pages = self.client("stepfunctions").get_paginator("get_execution_history")
        return [event for page in pages.paginate(executionArn=execution) for event in page["events"]]

    def put_json(self, items: Any) -> dict[str, str]:
        """Where it lies, as an ItemReader is told."""
        place = {"Bucket": self.name("bucket"), "Key": "items.json"}
        self.client("s3").create_bucket(Bucket=place["Bucket"])
        self.client("s3").put_object(**place, Body=json.dumps(items).encode())
        return place

    def rest_api(self, routes: dict[str, str], authorizer: str) -> str:
        """The address of an API that answers each path by a function; one that is a script streams."""
        gateway = self.client("apigateway")
        api = gateway.create_rest_api(name=self.name("api"))["id"]
        [root] = [each["id"] for each in gateway.get_resources(restApiId=api)["items"]]
        authorizer_id = gateway.create_authorizer(
            restApiId=api,
            name="cookie",
            type="REQUEST",
            authorizerUri=integration_uri(authorizer, "invocations"),
            identitySource="method.request.header.Cookie",
            authorizerResultTtlInSeconds=0,
        )["id"]
        for path, function in routes.items():
            resource = gateway.create_resource(restApiId=api, parentId=root, pathPart=path)["id"]
            method = {"restApiId": api, "resourceId": resource, "httpMethod": "ANY"}
            gateway.put_method(**method, authorizationType="CUSTOM", authorizerId=authorizer_id)
            handler = self.client("lambda").get_function_configuration(FunctionName=function)["Handler"]
            action = "response-streaming-invocations" if handler == "run.sh" else "invocations"
            gateway.put_integration(
                **method,
                type="AWS_PROXY",
                integrationHttpMethod="POST",
                uri=integration_uri(function, action),
            )
        gateway.create_deployment(restApiId=api, stageName="local")
        return f"{self.endpoint}/restapis/{api}/local/_user_request_"

    def eventually_json(self, bucket: str, key: str, seconds: float = 5) -> Any:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            try:
                return json.load(self.client("s3").get_object(Bucket=bucket, Key=key)["Body"])
            except self.client("s3").exceptions.NoSuchKey:
                time.sleep(0.05)
        raise AssertionError(f"nothing was written to {key}")


def policy(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def archive(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as target:
        for name, text in files.items():
            target.writestr(name, text)
    return packed.getvalue()


def integration_uri(function: str, action: str) -> str:
    return f"arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/{function}/{action}"


def web_function(cloud: Cloud, app: str) -> str:
    """The ARN of a function that is a web server behind a start script; the code defines the ASGI `app`."""
    start = 'exec python -m uvicorn --log-level warning --port "$PORT" app:app'
    files = {"run.sh": start, "app.py": textwrap.dedent(app)}
    return cloud.function("", Handler="run.sh", Code={"ZipFile": archive(files)}, Timeout=60)


def task(function: str, **fields: Any) -> dict[str, Any]:
    """A state that passes its input to the function and its answer on; last unless `Next` is given."""
    state = {
        "Type": "Task",
        "Resource": INVOKE,
        "Arguments": {"FunctionName": function, "Payload": "{% $states.input %}"},
        "Output": "{% $states.result.Payload %}",
    }
    return state | fields | ({} if "Next" in fields else {"End": True})


def caught(*errors: str, to: str) -> list[dict[str, Any]]:
    return [{"ErrorEquals": list(errors), "Output": "{% $states.errorOutput %}", "Next": to}]


def start_emulator(port: int, log_dir: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [str(ROOT / ".venv-cloud/bin/python"), "-m", "local.cloud.emulator", "--port", str(port)]
    command += ["--log-dir", str(log_dir), "--parent-pid", str(os.getpid()), *arguments]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "BRIGADE_CLOUD_SECRET": SECRET})


def wait_until_up(endpoint: str, emulator: subprocess.Popen[bytes]) -> None:
    while emulator.poll() is None:
        try:
            urllib.request.urlopen(urllib.request.Request(f"{endpoint}/_ministack/health", headers=ENTRY)).read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"the emulator ended with {emulator.returncode}")


def process_is_gone(pid: int) -> bool:
    """Nobody may have asked for its exit code yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True
