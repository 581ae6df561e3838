"""The state machines of batches, from their ASL files, and what sweeps up after an execution that died."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as events_targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_destinations as destinations
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as scheduler_targets
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.data import Bucket, removal
from infra.environments import Environment
from infra.functions import Functions
from infra.log_groups import log_group

ASL: Final = Path(__file__).parent / "state_machines"
ENDED_BADLY: Final = ["FAILED", "TIMED_OUT", "ABORTED"]
GENERATE_STATES: Final = (
    "start_batch", "write_recipe", "generate_chunk", "validate", "persist", "set_aside", "close_batch",
)  # fmt: skip
ILLUSTRATE_STATES: Final = ("image", "upload", "keep_placeholder")


class Pipeline(Construct):
    """`generate_batch` starts one `illustrate_recipes` for each chunk that it saved."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Environment,
        functions: Functions,
        plans: Bucket,
        chunks_at_once: str,
    ) -> None:
        super().__init__(scope, id)
        self.illustrate_recipes = Machine(
            self,
            "IllustrateRecipes",
            environment=environment,
            name="illustrate_recipes",
            calls={name: functions[name] for name in ILLUSTRATE_STATES},
            values={"ImageTries": str(environment.image_tries)},
        )
        self.generate_batch = Machine(
            self,
            "GenerateBatch",
            environment=environment,
            name="generate_batch",
            calls={name: functions[name] for name in GENERATE_STATES},
            values={"ChunksAtOnce": chunks_at_once, "IllustrateRecipesArn": self.illustrate_recipes.arn},
        )
        self.illustrate_recipes.machine.grant_start_execution(self.generate_batch.machine)
        self.generate_batch.may_map_over(plans)


class Machine(Construct):
    """One state machine: its definition is the file of the same name, with functions and limits filled in."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Environment,
        name: str,
        calls: Mapping[str, lambda_.Function],
        values: Mapping[str, str],
    ) -> None:
        super().__init__(scope, id)
        machine_name = environment.named(name)
        arns = {f"{_pascal(call)}Arn": function.function_arn for call, function in calls.items()}
        self.machine = sfn.StateMachine(
            self,
            "Machine",
            state_machine_name=machine_name,
            definition_body=sfn.DefinitionBody.from_string(definition(name)),
            definition_substitutions={**arns, **values},
            tracing_enabled=True,
            logs=sfn.LogOptions(
                destination=log_group(self, "Logs", f"/aws/vendedlogs/states/{machine_name}", environment),
                level=sfn.LogLevel.ALL,
                include_execution_data=False,  # prompts and recipes stay out of the logs
            ),
            removal_policy=removal(environment),
        )
        self.arn = self.machine.state_machine_arn
        _let_concurrency_be_an_expression(self.machine)
        for function in calls.values():
            iam.Grant.add_to_principal(
                grantee=self.machine, actions=["lambda:InvokeFunction"], resource_arns=[function.function_arn]
            )

    def may_map_over(self, plans: Bucket) -> None:
        """A Distributed Map reads its plan and starts executions of its own machine.

        The policy names the machine, which waits for its role's own policy, so it has to stand apart from that.
        """
        plans.readable_by(self.machine)
        statements = [
            iam.PolicyStatement(actions=["states:StartExecution"], resources=[self.arn]),
            iam.PolicyStatement(
                actions=["states:DescribeExecution", "states:StopExecution"],
                resources=[f"{executions_of(self, self.machine.state_machine_name)}:*"],
            ),
        ]
        iam.Policy(self, "DistributedMap", statements=statements, roles=[self.machine.role])


class Sweeping(Construct):
    """Whatever ended badly is closed at once, what is past its deadline within five minutes; objects that no record
    knows are removed once a day.

    `dead_letters` holds events that were never delivered, `failures` those that the sweep was told of and failed on.
    """

    def __init__(
        self, scope: Construct, id: str, *, environment: Environment, sweep: lambda_.Function, pipeline: Pipeline
    ) -> None:
        super().__init__(scope, id)
        self.dead_letters = self._queue("DeadLetters", environment.named("sweep_dead_letters"))
        machines = [pipeline.generate_batch.arn, pipeline.illustrate_recipes.arn]
        events.Rule(
            self,
            "EndedBadly",
            rule_name=environment.named("ended_badly"),
            event_pattern=events.EventPattern(
                source=["aws.states"],
                detail_type=["Step Functions Execution Status Change"],
                detail={"status": ENDED_BADLY, "stateMachineArn": machines},
            ),
            targets=[events_targets.LambdaFunction(sweep, dead_letter_queue=self.dead_letters, retry_attempts=8)],
        )
        self.failures = self._queue("Failures", environment.named("sweep_failures"))
        sweep.configure_async_invoke(on_failure=destinations.SqsDestination(self.failures), retry_attempts=2)
        self._schedule("Deadlines", environment.named("sweep"), cdk.Duration.minutes(5), sweep)
        self._schedule("Orphans", environment.named("sweep_orphans"), cdk.Duration.days(1), sweep)
        self._schedule("Pulse", environment.named("sweep_pulse"), cdk.Duration.minutes(5), sweep)

    def _queue(self, id: str, name: str) -> sqs.Queue:
        return sqs.Queue(
            self,
            id,
            queue_name=name,
            enforce_ssl=True,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            retention_period=cdk.Duration.days(14),
        )

    def _schedule(self, detail_type: str, name: str, every: cdk.Duration, sweep: lambda_.Function) -> None:
        scheduler.Schedule(
            self,
            detail_type,
            schedule_name=name,
            schedule=scheduler.ScheduleExpression.rate(every),
            target=scheduler_targets.LambdaInvoke(
                sweep,
                input=scheduler.ScheduleTargetInput.from_object({"detail-type": detail_type, "detail": {}}),
                dead_letter_queue=self.dead_letters,
                retry_attempts=2,
            ),
        )


def definition(name: str) -> str:
    """The ASL file, without its white space."""
    return json.dumps(json.loads((ASL / f"{name}.asl.json").read_text()), separators=(",", ":"))


def machine_arn(scope: Construct, name: str) -> str:
    """The ARN that a machine will have: functions are told it before it exists, as it names them in turn."""
    return cdk.Stack.of(scope).format_arn(
        service="states", resource="stateMachine", resource_name=name, arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME
    )


def _let_concurrency_be_an_expression(machine: sfn.StateMachine) -> None:
    """In JSONata `MaxConcurrency` may be an expression, which cfn-lint's schema does not know; asl-validator does."""
    resource = machine.node.default_child
    assert isinstance(resource, cdk.CfnResource)
    resource.add_metadata("cfn-lint", {"config": {"ignore_checks": ["E3601"]}})


def executions_of(scope: Construct, name: str) -> str:
    return cdk.Stack.of(scope).format_arn(
        service="states", resource="execution", resource_name=name, arn_format=cdk.ArnFormat.COLON_RESOURCE_NAME
    )


def _pascal(name: str) -> str:
    return name.title().replace("_", "")
