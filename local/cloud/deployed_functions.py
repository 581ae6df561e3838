"""Functions as CloudFormation made them, unpacked from their archives and run by our own host."""

import hashlib
import io
import json
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from local.cloud.guard import secret_of
from local.cloud.lambda_host import Function, LambdaHost
from local.cloud.patches import LambdaNotFound, LambdaService, LambdaThrottled, require_permission


class DeployedFunctions:
    """Functions as CloudFormation made them, run by our own host."""

    def __init__(self, service: LambdaService, host: LambdaHost, code_dir: Path, secret: str) -> None:
        self.service = service
        self.host = host
        self.secret = secret
        self.archives = Archives(code_dir)
        self.known: dict[tuple[str, ...], Function] = {}
        service.execute_with(self.execute)

    def execute(self, record: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        outcome = self.host.invoke(self.function(record), json.dumps(event).encode(), request_id)
        body = json.loads(outcome.payload) if outcome.payload else None
        return {"body": body, "error": True, "log": ""} if outcome.failed else {"body": body, "log": ""}

    def invoke(self, reference: str, event: Any, role: str) -> tuple[Any, bool]:
        """A state's call of a function, by the same door as everyone else's: limits are counted there."""
        record = self.service.record(reference)
        if record is None:
            raise LambdaNotFound(f"Function not found: {reference}")
        require_permission(role, "lambda:InvokeFunction", record["config"]["FunctionArn"])
        answer = self.service.invoke(record, event)
        if answer.get("throttle"):
            raise LambdaThrottled(answer["body"]["message"])
        return answer.get("body"), bool(answer.get("error"))

    def of(self, reference: str) -> Function:
        record = self.service.record(reference)
        if record is None:
            raise LookupError(reference)
        return self.function(record)

    def function(self, record: dict[str, Any]) -> Function:
        config = record["config"]
        key = (config["FunctionArn"], config.get("CodeSha256", ""), config.get("RevisionId", ""))
        if key not in self.known:
            self.known[key] = self._unpacked(key, record)
        return self.known[key]

    def _unpacked(self, key: tuple[str, ...], record: dict[str, Any]) -> Function:
        config = record["config"]
        layers = [self.archives.unpack(archive) / "python" for archive in self.service.layer_archives(config)]
        variables = (config.get("Environment") or {}).get("Variables", {})
        return Function(
            key=key,
            name=config["FunctionName"],
            arn=config["FunctionArn"],
            handler=config["Handler"],
            runtime=config["Runtime"],
            root=str(self.archives.unpack(record["code_zip"])),
            layers=tuple(str(layer) for layer in reversed(layers)),  # a later layer covers an earlier one
            environment={**self._credentials(config), "AWS_LAMBDA_LOG_FORMAT": _log_format(config), **variables},
            timeout=float(config.get("Timeout", 3)),
            memory=config.get("MemorySize", 128),
        )

    def _credentials(self, config: dict[str, Any]) -> dict[str, str]:
        """Of its role, with a secret that the guard knows."""
        made = self.service.credentials(config)
        return {**made, "AWS_SECRET_ACCESS_KEY": secret_of(made["AWS_ACCESS_KEY_ID"], self.secret)}


def _log_format(config: dict[str, Any]) -> str:
    return str((config.get("LoggingConfig") or {}).get("LogFormat", "Text"))


class Archives:
    """Deployment packages, unpacked once for each content."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def unpack(self, archive: bytes) -> Path:
        target = self.directory / hashlib.sha256(archive).hexdigest()[:24]
        if not target.is_dir():
            fresh = Path(tempfile.mkdtemp(dir=self.directory))
            with zipfile.ZipFile(io.BytesIO(archive)) as packed:
                packed.extractall(fresh)
            try:
                fresh.rename(target)
            except OSError:  # another thread was first, with the same content
                shutil.rmtree(fresh)
        return target
