"""Raising an alarm: a metric and a line in the log; and the figures that alarms are reckoned from."""

from functools import lru_cache

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from brigade.alarms import DIMENSIONS, NAMESPACE, Alarm, Gauge

logger = Logger()
SAID = 1000  # that are kept in mind


def raise_alarm(alarm: Alarm, what: str, reason: str = "") -> None:
    """`what` is at fault, in words that an operator finds it by."""
    logger.error("alarm", alarm=alarm.value, what=what, reason=reason)
    with single_metric(
        name=alarm.value, unit=MetricUnit.Count, value=1, namespace=NAMESPACE, default_dimensions=DIMENSIONS
    ) as metric:
        metric.add_metadata("what", what)


def show(gauge: Gauge, value: float, unit: MetricUnit) -> None:
    """A figure as a metric, for charts."""
    with single_metric(name=gauge.value, unit=unit, value=value, namespace=NAMESPACE, default_dimensions=DIMENSIONS):
        pass


@lru_cache(maxsize=SAID)
def raise_once(alarm: Alarm, what: str) -> None:
    """Once in a process: what is read again and again is said once."""
    raise_alarm(alarm, what)
