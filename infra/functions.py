"""Lambda functions: one for each door, a folder of `functions/`. Size and time are decided here."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

import aws_cdk as cdk
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from brigade.alarms import NAMESPACE
from infra.bundles import ROOT, copied
from infra.database import Database
from infra.environments import Environment
from infra.layers import Layers
from infra.log_groups import log_group


@dataclass(frozen=True, kw_only=True)
class Door:
    """A function. `seconds` stays below its state's limit, so that the function's own error is what is reported."""

    name: str
    memory: int
    seconds: int
    layers: tuple[str, ...] = ()
    database: bool = False  # lives in the network of the database, and so cannot reach models
    raises_answers: bool = False  # what it raises is written as a line of JSON, and no traceback
    script: str | None = None  # a web server behind the Lambda Web Adapter, which streams
    owner: bool = False  # signs in to the database as the owner of its schema
    settings: Mapping[str, str] = field(default_factory=dict)  # of this door alone

    @property
    def handler(self) -> str:
        return f"functions/{self.name}/{self.script}" if self.script else f"functions.{self.name}.handler.handler"


# API Gateway waits 29 s. Who asks there is told in time that a store of ours is away, and asks again.
AT_THE_API: Final = {
    "DATABASE_WAIT": "16", "DATABASE_STATEMENT": "5", "DATABASE_LOCK": "3", "AWS_ATTEMPTS": "3", "AWS_SECONDS": "2",
}  # fmt: skip
BY_HAND: Final = {"AWS_ATTEMPTS": "3"}
MIGRATING: Final = {**BY_HAND, "DATABASE_STATEMENT": "0"}  # an index over many rows takes its time

# The writers' limits hold their calls and then a minute without the store that the paid answers go to.
STATES: Final = (
    Door(name="start_batch", memory=512, seconds=110, database=True),
    Door(name="write_recipe", memory=512, seconds=240),
    Door(name="generate_chunk", memory=512, seconds=240),
    Door(name="validate", memory=1024, seconds=55, database=True),
    Door(name="persist", memory=512, seconds=55, database=True),
    Door(name="set_aside", memory=512, seconds=55, database=True),
    Door(name="close_batch", memory=512, seconds=55, database=True),
    Door(name="image", memory=1024, seconds=240, layers=("imaging",)),
    Door(name="upload", memory=1769, seconds=55, layers=("imaging",), database=True),  # 1769 MB: one whole CPU
    Door(name="keep_placeholder", memory=1024, seconds=55, layers=("imaging",), database=True),
    Door(name="fetch_references", memory=1769, seconds=120, layers=("imaging",)),
    Door(name="draw", memory=1024, seconds=240, layers=("imaging",)),
    Door(name="store", memory=1769, seconds=55, layers=("imaging",), database=True),
    Door(name="settle", memory=512, seconds=55, database=True),
)
ROUTES: Final = tuple(
    replace(door, settings=AT_THE_API)
    for door in (
        Door(name="batches", memory=512, seconds=20),
        Door(name="retries", memory=512, seconds=25),
        Door(name="recipes", memory=512, seconds=28, database=True),
        Door(name="reviews", memory=512, seconds=28, database=True),
        Door(name="references", memory=1769, seconds=28, layers=("imaging",)),  # whole CPU: photos are encoded anew
        Door(name="cleanup", memory=512, seconds=28, database=True),
        Door(name="pictures", memory=512, seconds=28, database=True),
        Door(name="credits", memory=512, seconds=28, database=True),
        Door(name="costs", memory=512, seconds=20),
        Door(name="health", memory=512, seconds=28, database=True),
        Door(name="progress", memory=512, seconds=75, layers=("web",), script="run.sh"),
        Door(name="image_generations", memory=512, seconds=28, database=True),
        Door(name="generation_progress", memory=512, seconds=75, layers=("web",), script="run.sh", database=True),
        Door(name="accounts", memory=1769, seconds=28, layers=("accounts",), database=True),  # whole CPU: hashing
        Door(name="authorizer", memory=512, seconds=10, raises_answers=True),
    )
)
CHORES: Final = (
    Door(name="migrate", memory=512, seconds=300, database=True, owner=True, settings=MIGRATING),
    Door(name="create_admin", memory=1024, seconds=90, layers=("accounts",), database=True, settings=BY_HAND),
    Door(name="sweep", memory=512, seconds=240, database=True, settings=BY_HAND),
    Door(name="start_generation", memory=512, seconds=55, database=True, settings=BY_HAND),
    Door(name="sweep_generations", memory=512, seconds=55, database=True, settings=BY_HAND),
)
DOORS: Final = (*STATES, *ROUTES, *CHORES)

WEB_ADAPTER_VARIABLES: Final = {
    "AWS_LAMBDA_EXEC_WRAPPER": "/opt/bootstrap",
    "AWS_LWA_INVOKE_MODE": "response_stream",
    "AWS_LWA_PORT": "8080",
    "AWS_LWA_READINESS_CHECK_PATH": "/health",
}


class Functions(Construct):
    """Every door as a function, by name: `functions["generate_chunk"]`."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Environment,
        variables: Mapping[str, str],
        layers: Layers,
        database: Database | None,
        owner_url: str,
    ) -> None:
        super().__init__(scope, id)
        self.environment = environment
        self.variables = variables
        self.layers = layers
        self.database = database
        self.owner_url = owner_url
        self.code = copied(ROOT / "functions", "functions", compiled=environment.cloud is not None)
        self.all = {door.name: self._function(door) for door in DOORS}

    def __getitem__(self, name: str) -> lambda_.Function:
        return self.all[name]

    def named(self, *names: str) -> list[lambda_.Function]:
        return [self.all[name] for name in names]

    def of_database(self, *, owner: bool) -> list[lambda_.Function]:
        """Those that own its schema, or those that only use it."""
        return [self.all[door.name] for door in DOORS if door.database and door.owner == owner]

    def _function(self, door: Door) -> lambda_.Function:
        name = self.environment.named(door.name)
        return lambda_.Function(
            self,
            _pascal(door.name),
            function_name=name,
            runtime=lambda_.Runtime.PYTHON_3_13,
            architecture=lambda_.Architecture.ARM_64,
            code=self.code,
            handler=door.handler,
            layers=self._layers(door),
            memory_size=door.memory,
            timeout=cdk.Duration.seconds(door.seconds),
            environment=self._environment(door),
            log_group=self._log_group(name, door),
            logging_format=lambda_.LoggingFormat.JSON if door.raises_answers else None,
            tracing=lambda_.Tracing.ACTIVE,
            **self._place(door),
        )

    def _environment(self, door: Door) -> dict[str, str]:
        owning = {"DATABASE_URL": self.owner_url} if door.owner else {}
        wrapped = WEB_ADAPTER_VARIABLES if door.script else {}
        return {**self.variables, **owning, **door.settings, **self._powertools(door), **wrapped}

    def _layers(self, door: Door) -> list[lambda_.ILayerVersion]:
        return self.layers.of(*door.layers) + (self.layers.web_adapter if door.script else [])

    def _log_group(self, function_name: str, door: Door) -> logs.LogGroup:
        return log_group(self, f"{_pascal(door.name)}Logs", f"/aws/lambda/{function_name}", self.environment)

    def _powertools(self, door: Door) -> dict[str, str]:
        return {
            "POWERTOOLS_SERVICE_NAME": door.name,
            "POWERTOOLS_METRICS_NAMESPACE": NAMESPACE,
            "POWERTOOLS_LOG_LEVEL": "INFO",
            "POWERTOOLS_LOGGER_LOG_EVENT": "false",
        }

    def _place(self, door: Door) -> dict[str, Any]:
        if not (door.database and self.database):
            return {}
        return {
            "vpc": self.database.network.vpc,
            "vpc_subnets": self.database.network.subnets,
            "security_groups": [self.database.clients],
        }


def _pascal(name: str) -> str:
    return name.title().replace("_", "")
