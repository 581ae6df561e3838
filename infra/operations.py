"""What wakes somebody up, and one page of charts."""

from collections.abc import Iterable

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from constructs import Construct

from brigade.alarms import DIMENSIONS, NAMESPACE, Alarm, Gauge
from infra.api import Api
from infra.environments import Environment
from infra.functions import Functions
from infra.image_service import ImageService
from infra.pipeline import Machine, Pipeline, Sweeping

FIVE_MINUTES = cdk.Duration.minutes(5)
OLD_MESSAGE = 900  # seconds; a message is tried again every five or six minutes

GAUGES = {
    Gauge.FAILURES: "Askings for pictures that fail, in percent", Gauge.SPENT_TODAY: "Dollars for pictures, today",
    Gauge.SLOWEST: "Time of a picture (p95)", Gauge.STORED: "Bytes of pictures",
}  # fmt: skip


class Operations(Construct):
    """An alarm for each promise, all to one topic, and a dashboard of the same numbers."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Environment,
        alarm_email: str | None,
        pipeline: Pipeline,
        image_service: ImageService,
        sweeping: Sweeping,
        functions: Functions,
        api: Api,
    ) -> None:
        super().__init__(scope, id)
        self.environment = environment
        self.topic = sns.Topic(self, "Alarms", topic_name=environment.named("alarms"), enforce_ssl=True)
        if alarm_email:
            self.topic.add_subscription(subscriptions.EmailSubscription(alarm_email))
        machines = (pipeline.generate_batch, pipeline.illustrate_recipes, image_service.generate_image)
        self._alarms(machines, functions, sweeping, api)
        self._alarms_of_images(image_service, functions)
        self._dashboard(environment, machines, functions, api)

    def _alarms(self, machines: Iterable[Machine], functions: Functions, sweeping: Sweeping, api: Api) -> None:
        for machine in machines:
            self._alarm(f"{machine.node.id}Failed", machine.machine.metric_failed(period=FIVE_MINUTES))
            self._alarm(f"{machine.node.id}TimedOut", machine.machine.metric_timed_out(period=FIVE_MINUTES))
        self._alarm("SweepFailed", functions["sweep"].metric_errors(period=FIVE_MINUTES))
        for id, queue in (("DeadLetters", sweeping.dead_letters), ("SweepGaveUp", sweeping.failures)):
            self._alarm(id, queue.metric_approximate_number_of_messages_visible(period=FIVE_MINUTES))
        self._alarm("ApiBroken", api.rest.metric_server_error(period=FIVE_MINUTES, statistic="Sum"), threshold=5)
        for alarm in Alarm:
            self._alarm(_pascal(alarm), _metric(alarm))
        self._alarm("PicturesNotKept", functions["keep_placeholder"].metric_errors(period=FIVE_MINUTES))

    def _alarms_of_images(self, service: ImageService, functions: Functions) -> None:
        """A message that grows old says that nothing is begun; every minute the sweep has another chance."""
        old = service.waiting.queue.metric_approximate_age_of_oldest_message(period=FIVE_MINUTES)
        self._alarm("GenerationsNotBegun", old, threshold=OLD_MESSAGE)
        for id, queue in (
            ("GenerationDeadLetters", service.waiting.dead_letters),
            ("ImageSweepGaveUp", service.failures),
        ):
            self._alarm(id, queue.metric_approximate_number_of_messages_visible(period=FIVE_MINUTES))

    def _alarm(self, id: str, metric: cloudwatch.Metric, *, threshold: float = 1) -> None:
        alarm = metric.create_alarm(
            self,
            id,
            alarm_name=f"{self.environment.prefix}-{id}",
            threshold=threshold,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))

    def _dashboard(self, environment: Environment, machines: Iterable[Machine], functions: Functions, api: Api) -> None:
        dashboard = cloudwatch.Dashboard(self, "Dashboard", dashboard_name=environment.prefix)
        executions = [
            metric
            for machine in machines
            for metric in (machine.machine.metric_started(), machine.machine.metric_failed())
        ]
        states = functions.named("write_recipe", "generate_chunk", "validate", "persist", "image", "upload")
        took = [function.metric_duration(statistic="p95") for function in states]
        failed = [function.metric_errors() for function in functions.all.values()]
        latency, broken = api.rest.metric_latency(), api.rest.metric_server_error()
        dashboard.add_widgets(
            cloudwatch.GraphWidget(title="Executions", left=executions, width=12),
            cloudwatch.GraphWidget(title="API", left=[latency], right=[broken], width=12),
        )
        dashboard.add_widgets(
            cloudwatch.GraphWidget(title="Time of a state (p95)", left=took, width=12),
            cloudwatch.GraphWidget(title="Errors of functions", left=failed, width=12),
        )
        dashboard.add_widgets(
            *(cloudwatch.GraphWidget(title=title, left=[_metric(gauge, "Maximum")], width=6)
              for gauge, title in GAUGES.items())
        )  # fmt: skip


def _metric(name: Alarm | Gauge, statistic: str = "Sum") -> cloudwatch.Metric:
    """As the functions write it, whichever of them does."""
    return cloudwatch.Metric(
        namespace=NAMESPACE, metric_name=name, dimensions_map=dict(DIMENSIONS), period=FIVE_MINUTES, statistic=statistic
    )


def _pascal(name: str) -> str:
    return name.title().replace("_", "")
