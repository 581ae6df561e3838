"""The stack of one environment: the parts, put together, and who may do what."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from brigade.providers.picture_prices import require_prices
from brigade.settings import Settings
from infra.api import STAGE, Api
from infra.data import Buckets, Secrets, Tables
from infra.database import Database, Network
from infra.environments import Cloud, Environment
from infra.firewall import Firewall
from infra.functions import STATES, Functions
from infra.image_providers import ImageProviders
from infra.image_service import ImageService, Waiting
from infra.layers import Layers
from infra.mail import Mail
from infra.migrations import Migrations
from infra.operations import Operations
from infra.parameters import Parameters
from infra.pipeline import Pipeline, Sweeping, executions_of, machine_arn
from infra.web import Web

PHOTOGRAPHERS = ("image", "draw")
WRITERS = ("write_recipe", "generate_chunk")
CALLERS_OF_MODELS = (*WRITERS, *PHOTOGRAPHERS)
DEFAULT_SENDER = str(Settings.model_fields["mail_from"].default)
SHOWERS = ("upload", "keep_placeholder", "store")  # of pictures


class Brigade(cdk.Stack):
    """Everything of one environment. What AWS alone has (`environment.cloud`) is left out where it is emulated."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment, **options: Any) -> None:
        super().__init__(scope, id, description="Brigade: agents that write and photograph recipes", **options)
        self.target = environment
        self.parameters = Parameters(self, environment=environment)
        self.tables = Tables(self, "Tables", environment=environment)
        self.buckets = Buckets(self, "Buckets", environment=environment)
        self.secrets = Secrets(self, "Secrets", environment=environment)
        self.image_providers = ImageProviders(self, "ImageProviders", environment=environment)
        self.mail = Mail(self, "Mail", sender=self.parameters.get("mail_from", DEFAULT_SENDER))
        self.api = Api(self, "Api", environment=environment)
        self.web = self._web()
        self.database = self._database(environment.cloud)
        self.waiting = Waiting(self, "Waiting", environment=environment)
        self.functions = self._functions()
        self.pipeline = self._pipeline()
        self.sweeping = Sweeping(
            self, "Sweeping", environment=environment, sweep=self.functions["sweep"], pipeline=self.pipeline
        )
        self.image_service = ImageService(
            self, "ImageService", environment=environment, functions=self.functions, waiting=self.waiting
        )
        self.api.serve(self.functions)
        self._permit()
        self._run_in_the_cloud(environment.cloud)
        self._say_where()

    def _web(self) -> Web | None:
        if self.target.cloud is None:
            return None
        return Web(self, "Web", environment=self.target, api=self.api, images=self.buckets.images)

    def _database(self, cloud: Cloud | None) -> Database | None:
        if cloud is None:
            return None
        network = Network(self, "Network", environment=self.target)
        return Database(self, "Database", environment=self.target, size=cloud.database, network=network)

    def _functions(self) -> Functions:
        return Functions(
            self,
            "Functions",
            environment=self.target,
            variables={**self._settings().environment_variables(), **self.parameters.of_settings()},
            layers=Layers(self, "Layers", environment=self.target),
            database=self.database,
            owner_url=self.database.owner_url if self.database else self.parameters["database_owner_url"],
        )

    def _settings(self) -> Settings:
        """What the functions are told. A parameter that is a number is filled in later, by name.

        Raises PriceUnknown.
        """
        site = self.web.url if self.web else self.parameters["site_url"]
        settings = Settings.model_validate(
            {
                "environment": self.target.name,
                "site_url": site,
                "images_url": self.parameters.get("images_url", f"{site}/images"),
                "storage_key_secret": self.secrets.storage_key.name,
                "batch_table": self.tables.batches.name,
                "agent_call_table": self.tables.agent_calls.name,
                "pace_table": self.tables.pace.name,
                "idempotency_table": self.tables.idempotency.name,
                "work_bucket": self.buckets.work.name,
                "images_bucket": self.buckets.images.name,
                "database_url": self.database.url if self.database else self.parameters["database_url"],
                "database_auth": "iam" if self.database else "password",
                "token_key_secret": self.secrets.token_key.name,
                "signing_key_secret": self.secrets.signing_key.name,
                "text_key_secret": self.secrets.text_key.name,
                "image_key_secret": self.secrets.image_key.name,
                "generate_batch_machine": machine_arn(self, self.target.named("generate_batch")),
                "illustrate_recipes_machine": machine_arn(self, self.target.named("illustrate_recipes")),
                "generate_image_machine": machine_arn(self, self.target.named("generate_image")),
                "generation_queue": self.waiting.url,
                **self.target.settings,
            }
        )
        require_prices(settings)
        return settings

    def _pipeline(self) -> Pipeline:
        return Pipeline(
            self,
            "Pipeline",
            environment=self.target,
            functions=self.functions,
            plans=self.buckets.work,
            chunks_at_once=self.parameters.get("chunks_at_once", str(self.target.chunks_at_once)),
        )

    def _permit(self) -> None:
        """Who may do what: the whole list."""
        door = self.functions.named
        states = door(*(state.name for state in STATES))
        self.tables.batches.writable_by(*states, *door("batches", "retries", "reviews", "sweep", "image_generations"))
        self.tables.batches.readable_by(*door("recipes", "progress", "costs", "health"))
        self.tables.agent_calls.appendable_by(*states, *door("progress"))
        self.tables.agent_calls.changeable_by(*door("progress"))
        self.tables.agent_calls.readable_by(*door("batches", "health"))
        self.tables.pace.writable_by(*door(*CALLERS_OF_MODELS))
        self.tables.pace.readable_by(*door("health", "image_generations", "generation_progress"))
        self.tables.idempotency.writable_by(*door("batches"))
        self.tables.idempotency.erasable_by(*door("batches"))
        self.tables.idempotency.changeable_by(*door("accounts", "create_admin"))
        self.tables.idempotency.readable_by(*door("authorizer"))
        self.buckets.work.writable_by(*door("start_batch", *WRITERS, "validate", "persist"))
        self.buckets.work.writable_by(*door("recipes", "reviews", "image", "draw", "fetch_references"))
        self.buckets.work.writable_by(*door("start_generation", "sweep_generations"))
        self.buckets.work.readable_by(*door(*SHOWERS, "health"))
        self.buckets.work.writable_by(*door("references"))
        self.buckets.images.writable_by(*door(*SHOWERS, "migrate"))
        self.buckets.images.readable_by(*door("health"))
        self.buckets.images.erasable_by(*door(*SHOWERS, "sweep", "cleanup"))
        self.secrets.text_key.readable_by(*door(*WRITERS))
        self.secrets.image_key.readable_by(*door(*PHOTOGRAPHERS))
        self.image_providers.usable_by(*door(*PHOTOGRAPHERS))
        self.secrets.storage_key.readable_by(*door(*SHOWERS, "migrate", "health", "sweep", "cleanup"))
        self.secrets.token_key.readable_by(*door("authorizer"))
        self.secrets.signing_key.readable_by(*door("accounts"))
        self.mail.usable_by(*door("accounts"))
        self._may_start("batches", "generate_batch")
        self._may_start("retries", "generate_batch", "illustrate_recipes")
        self._may_start("start_generation", "generate_image")
        self._may_start("sweep_generations", "generate_image")
        self._may_ask_after_executions("sweep", "generate_batch", "illustrate_recipes")
        self._may_ask_after_executions("sweep_generations", "generate_image")
        if self.database:
            self.database.usable_by(*self.functions.of_database(owner=False))
            self.database.changeable_by(*self.functions.of_database(owner=True))

    def _may_start(self, door: str, *machines: str) -> None:
        arns = [machine_arn(self, self.target.named(machine)) for machine in machines]
        iam.Grant.add_to_principal(grantee=self.functions[door], actions=["states:StartExecution"], resource_arns=arns)

    def _may_ask_after_executions(self, door: str, *machines: str) -> None:
        arns = [f"{executions_of(self, self.target.named(machine))}:*" for machine in machines]
        function = self.functions[door]
        iam.Grant.add_to_principal(grantee=function, actions=["states:DescribeExecution"], resource_arns=arns)

    def _run_in_the_cloud(self, cloud: Cloud | None) -> None:
        if cloud is None or self.database is None:
            return
        Firewall(self, "Firewall", environment=self.target, stage=self.api.rest.deployment_stage)
        Migrations(self, "Migrations", functions=self.functions, database=self.database)
        Operations(
            self,
            "Operations",
            environment=self.target,
            alarm_email=cloud.alarm_email,
            pipeline=self.pipeline,
            image_service=self.image_service,
            sweeping=self.sweeping,
            functions=self.functions,
            api=self.api,
        )

    def _say_where(self) -> None:
        """Names that the command line, the local runtime and people look up."""
        places = {
            "ApiId": self.api.rest.rest_api_id,
            "ApiStage": STAGE,
            "GenerateBatchMachine": self.pipeline.generate_batch.arn,
            "IllustrateRecipesMachine": self.pipeline.illustrate_recipes.arn,
            "GenerateImageMachine": self.image_service.generate_image.arn,
            "GenerationQueue": self.waiting.url,
            "BatchTable": self.tables.batches.name,
            "AgentCallTable": self.tables.agent_calls.name,
            "PaceTable": self.tables.pace.name,
            "IdempotencyTable": self.tables.idempotency.name,
            "WorkBucket": self.buckets.work.name,
            "ImagesBucket": self.buckets.images.name,
            "TextKeySecret": self.secrets.text_key.name,
            "ImageKeySecret": self.secrets.image_key.name,
            **{f"{kind.title()}KeySecret": key.name for kind, key in self.image_providers.keys.items()},
            "StorageKeySecret": self.secrets.storage_key.name,
            "TokenKeySecret": self.secrets.token_key.name,
            "SigningKeySecret": self.secrets.signing_key.name,
            "CreateAdminFunction": self.functions["create_admin"].function_name,
            "MigrateFunction": self.functions["migrate"].function_name,
            "SweepFunction": self.functions["sweep"].function_name,
            "SweepGenerationsFunction": self.functions["sweep_generations"].function_name,
        }
        if self.web:
            places["SiteUrl"] = self.web.url
        for name, value in places.items():
            cdk.CfnOutput(self, name, value=value)
