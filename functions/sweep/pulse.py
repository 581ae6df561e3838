"""Watching how pictures come about: figures for the charts, and an alarm where one is beyond its limit."""

from aws_lambda_powertools.metrics import MetricUnit

from brigade.alarms import Gauge
from brigade.images.watch import warnings_of
from brigade_io import clock
from brigade_io.alarms import raise_alarm, show
from brigade_io.database import database
from brigade_io.images.picture_statistics import PictureStatistics
from brigade_io.settings import settings


def watch_pictures() -> None:
    with database() as db:
        pulse = PictureStatistics(db).pulse(clock.now())
    show(Gauge.FAILURES, pulse.failure_share * 100, MetricUnit.Percent)
    show(Gauge.SPENT_TODAY, pulse.today_micros / 1e6, MetricUnit.NoUnit)
    show(Gauge.STORED, pulse.bytes, MetricUnit.Bytes)
    if pulse.p95_ms is not None:
        show(Gauge.SLOWEST, pulse.p95_ms, MetricUnit.Milliseconds)
    for alarm, reason in warnings_of(pulse, settings()).items():
        raise_alarm(alarm, "pictures", reason)
