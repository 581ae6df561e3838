"""The image service: the queue that wakes it, the machine that makes one run's pictures, and what looks after both."""

from typing import Final

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_destinations as destinations
from aws_cdk import aws_lambda_event_sources as event_sources
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as scheduler_targets
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.environments import Environment
from infra.functions import DOORS, Functions
from infra.pipeline import Machine

GENERATE_IMAGE_STATES: Final = ("fetch_references", "draw", "store", "settle")
SENDERS: Final = ("image_generations", "settle", "sweep_generations")
BATCH: Final = 10  # messages that one call is handed
READERS: Final = 2  # calls at once, the fewest that Lambda keeps to; each begins as much as there is room for
TRIES: Final = 5  # of a message; the sweep tells the queue again of what still waits
BEGINNER: Final = next(door for door in DOORS if door.name == "start_generation")


class Waiting(Construct):
    """The queue, and the `dead_letters` that nobody could act upon. A message only wakes: rows say what to do."""

    def __init__(self, scope: Construct, id: str, *, environment: Environment) -> None:
        super().__init__(scope, id)
        self.dead_letters = kept_letters(self, "DeadLetters", environment.named("generation_dead_letters"))
        self.queue = sqs.Queue(
            self,
            "Queue",
            queue_name=environment.named("generations"),
            enforce_ssl=True,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            visibility_timeout=cdk.Duration.seconds(6 * BEGINNER.seconds),  # as AWS advises for functions
            retention_period=cdk.Duration.days(1),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=TRIES),
        )
        self.url = self.queue.queue_url

    def tellable_by(self, *grantees: iam.IGrantable) -> None:
        for grantee in grantees:
            iam.Grant.add_to_principal(
                grantee=grantee, actions=["sqs:SendMessage"], resource_arns=[self.queue.queue_arn]
            )

    def feed(self, function: lambda_.Function) -> None:
        source = event_sources.SqsEventSource(
            self.queue, batch_size=BATCH, max_concurrency=READERS, report_batch_item_failures=True
        )
        function.add_event_source(source)


class ImageService(Construct):
    """What waits is begun when the queue tells of it, and looked after every minute."""

    def __init__(
        self, scope: Construct, id: str, *, environment: Environment, functions: Functions, waiting: Waiting
    ) -> None:
        super().__init__(scope, id)
        self.waiting = waiting
        self.generate_image = Machine(
            self,
            "GenerateImage",
            environment=environment,
            name="generate_image",
            calls={name: functions[name] for name in GENERATE_IMAGE_STATES},
            values={"ImageTries": str(environment.image_tries)},
        )
        waiting.feed(functions["start_generation"])
        waiting.tellable_by(*functions.named(*SENDERS))
        sweep = functions["sweep_generations"]
        self.failures = kept_letters(self, "Failures", environment.named("sweep_generations_failures"))
        sweep.configure_async_invoke(on_failure=destinations.SqsDestination(self.failures), retry_attempts=0)
        scheduler.Schedule(
            self,
            "EveryMinute",
            schedule_name=environment.named("sweep_generations"),
            schedule=scheduler.ScheduleExpression.rate(cdk.Duration.minutes(1)),
            target=scheduler_targets.LambdaInvoke(sweep, dead_letter_queue=self.failures, retry_attempts=0),
        )


def kept_letters(scope: Construct, id: str, name: str) -> sqs.Queue:
    return sqs.Queue(
        scope,
        id,
        queue_name=name,
        enforce_ssl=True,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        retention_period=cdk.Duration.days(14),
    )
