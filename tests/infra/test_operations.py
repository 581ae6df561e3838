"""Alarms: what the functions cry out in a metric wakes somebody."""

import json

import pytest

from brigade.alarms import Alarm
from brigade_io.alarms import raise_alarm
from tests.infra.template import Template


@pytest.mark.parametrize("alarm", Alarm)
def test_what_is_raised_is_what_the_alarm_looks_at(
    dev: Template, alarm: Alarm, capsys: pytest.CaptureFixture[str]
) -> None:
    raise_alarm(alarm, "something")
    metric = next(line for line in map(json.loads, capsys.readouterr().out.splitlines()) if "_aws" in line)
    (written,) = metric["_aws"]["CloudWatchMetrics"]
    (watched,) = [each for each in dev.of_type("AWS::CloudWatch::Alarm").values() if each["MetricName"] == alarm]
    (names,) = written["Dimensions"]
    assert watched["Namespace"] == written["Namespace"]
    assert watched["Dimensions"] == [{"Name": name, "Value": metric[name]} for name in names]
    assert watched["AlarmActions"]
