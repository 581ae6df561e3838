"""Executions: starting by name, starting others, stopping, history and the events of a change of status."""

import time
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import ACCOUNT, Cloud, task

WAIT = {"Wait": {"Type": "Wait", "Seconds": 600, "End": True}}
PASS = {"Pass": {"Type": "Pass", "End": True}}
FAIL = {"Fail": {"Type": "Fail", "Error": "Burnt", "Cause": "too hot"}}


def test_the_same_name_and_input_while_it_runs_is_the_same_execution(cloud: Cloud) -> None:
    machine = cloud.state_machine(WAIT)
    first = cloud.start(machine, {"n": 1}, name="batch")
    assert cloud.start(machine, {"n": 1}, name="batch") == first
    assert len(cloud.client("stepfunctions").list_executions(stateMachineArn=machine)["executions"]) == 1


def test_the_same_name_with_another_input_is_refused(cloud: Cloud) -> None:
    machine = cloud.state_machine(WAIT)
    cloud.start(machine, {"n": 1}, name="batch")
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        cloud.start(machine, {"n": 2}, name="batch")


def test_the_same_name_after_the_end_is_refused(cloud: Cloud) -> None:
    machine = cloud.state_machine(PASS)
    cloud.ended(cloud.start(machine, {"n": 1}, name="batch"))
    with pytest.raises(ClientError, match="ExecutionAlreadyExists"):
        cloud.start(machine, {"n": 1}, name="batch")


def start_state(machine: str, resource: str = "startExecution", **arguments: Any) -> dict[str, Any]:
    return {
        "Type": "Task",
        "Resource": f"arn:aws:states:::states:{resource}",
        "Arguments": {"StateMachineArn": machine, "Input": "{% $states.input %}", **arguments},
        "End": True,
    }


def test_a_nested_execution_is_started_without_waiting(cloud: Cloud) -> None:
    slow = cloud.state_machine(WAIT)
    name = "{% $states.context.Execution.Name & '-images' %}"
    outer = cloud.ended(
        cloud.start(cloud.state_machine({"Start": start_state(slow, Name=name)}), {"n": 1}, name="batch-7")
    )
    assert outer.status == "SUCCEEDED"
    inner = cloud.describe(outer.output["ExecutionArn"])
    assert (inner["name"], inner["input"], inner["status"]) == ("batch-7-images", '{"n":1}', "RUNNING")


def test_a_nested_execution_that_is_started_twice_has_an_error_name(cloud: Cloud) -> None:
    machine = cloud.state_machine(PASS)
    cloud.ended(cloud.start(machine, {"n": 1}, name="twice"))
    ended = cloud.run({"Start": start_state(machine, Name="twice")}, {"n": 1})
    assert ended.error == "StepFunctions.ExecutionAlreadyExistsException"


def test_a_nested_execution_can_be_waited_for(cloud: Cloud) -> None:
    ended = cloud.run({"Start": start_state(cloud.state_machine(PASS), "startExecution.sync:2")}, {"n": 1})
    assert ended.output["Output"] == {"n": 1}
    assert ended.output["Status"] == "SUCCEEDED"


def test_a_task_with_a_token_waits_for_its_answer(cloud: Cloud) -> None:
    keeps = cloud.function("""
        import boto3
        def handler(event, context):
            states = boto3.client("stepfunctions")
            states.send_task_success(taskToken=event["token"], output='{"ready": true}')
    """)
    state = {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "Arguments": {"FunctionName": keeps, "Payload": {"token": "{% $states.context.Task.Token %}"}},
        "End": True,
    }
    assert cloud.run({"Ask": state}).output == {"ready": True}


def test_a_stopped_execution_is_aborted_at_once(cloud: Cloud) -> None:
    states = {"Wait": {"Type": "Wait", "Seconds": 600, "Next": "Pass"}, **PASS}
    execution = cloud.start(cloud.state_machine(states))
    cloud.client("stepfunctions").stop_execution(executionArn=execution, error="Operator", cause="enough")
    ended = cloud.ended(execution)
    assert (ended.status, ended.error, ended.cause) == ("ABORTED", "Operator", "enough")
    time.sleep(0.2)
    assert "PassStateEntered" not in [event["type"] for event in cloud.history(execution)]


def test_an_execution_stopped_during_a_task_goes_no_further(cloud: Cloud) -> None:
    slow = cloud.function("import time\ndef handler(event, context): time.sleep(0.6)")
    execution = cloud.start(cloud.state_machine({"Work": task(slow, Next="Pass"), **PASS}))
    time.sleep(0.3)
    cloud.client("stepfunctions").stop_execution(executionArn=execution)
    assert cloud.history(execution)[-1]["type"] == "ExecutionAborted"
    time.sleep(0.6)
    types = [event["type"] for event in cloud.history(execution)]
    assert "PassStateEntered" not in types
    assert types.count("ExecutionAborted") == 1


def test_the_history_tells_what_happened_in_order(cloud: Cloud) -> None:
    echoes = cloud.function("def handler(event, context): return event")
    ended = cloud.run({"Work": task(echoes, Next="Pass"), **PASS}, {"n": 1})
    assert ended.types() == [
        "ExecutionStarted",
        "TaskStateEntered",
        "TaskScheduled",
        "TaskStarted",
        "TaskSucceeded",
        "TaskStateExited",
        "PassStateEntered",
        "PassStateExited",
        "ExecutionSucceeded",
    ]
    assert [event["id"] for event in ended.events] == list(range(1, 10))
    assert ended.events[5]["stateExitedEventDetails"] | {"outputDetails": None} == {
        "name": "Work",
        "output": '{"n":1}',
        "outputDetails": None,
    }


def test_the_history_of_a_running_execution_can_be_read(cloud: Cloud) -> None:
    execution = cloud.start(cloud.state_machine(WAIT))
    time.sleep(0.2)
    assert [event["type"] for event in cloud.history(execution)] == ["ExecutionStarted", "WaitStateEntered"]


@pytest.fixture(scope="module")
def closed(cloud: Cloud) -> tuple[str, str]:
    """A bucket, and the function that writes every event it is given there."""
    bucket = cloud.put_json([])["Bucket"]
    writes = cloud.function(
        """
        import json, os, boto3
        def handler(event, context):
            place = {"Bucket": os.environ["BUCKET"], "Key": event["batch_id"]}
            boto3.client("s3").put_object(**place, Body=json.dumps(event))
        """,
        Environment={"Variables": {"BUCKET": bucket}},
    )
    events = cloud.client("events")
    pattern = (
        '{"source": ["aws.states"], "detail-type": ["Step Functions Execution Status Change"],'
        ' "detail": {"status": ["FAILED", "TIMED_OUT", "ABORTED"]}}'
    )
    events.put_rule(Name="closed", EventPattern=pattern, State="ENABLED", RoleArn=cloud.anyone)
    paths = {"name": "$.detail.name", "status": "$.detail.status"}
    template = '{"batch_id": <name>, "status": <status>, "by": "rule"}'
    transformer = {"InputPathsMap": paths, "InputTemplate": template}
    events.put_targets(Rule="closed", Targets=[{"Id": "f", "Arn": writes, "InputTransformer": transformer}])
    return bucket, writes


@pytest.mark.parametrize(
    ("status", "states", "fields"),
    [("FAILED", FAIL, {}), ("TIMED_OUT", WAIT, {"TimeoutSeconds": 1}), ("ABORTED", WAIT, {})],
)
def test_a_rule_on_the_status_of_an_execution_calls_a_function(
    cloud: Cloud, closed: tuple[str, str], status: str, states: dict[str, Any], fields: dict[str, Any]
) -> None:
    execution = cloud.start(cloud.state_machine(states, **fields), name=f"batch-{status}")
    if status == "ABORTED":
        cloud.client("stepfunctions").stop_execution(executionArn=execution)
    assert cloud.ended(execution).status == status
    expected = {"batch_id": f"batch-{status}", "status": status, "by": "rule"}
    assert cloud.eventually_json(closed[0], f"batch-{status}") == expected


def test_the_rule_is_silent_about_success(cloud: Cloud, closed: tuple[str, str]) -> None:
    cloud.ended(cloud.start(cloud.state_machine(PASS), name="batch-SUCCEEDED"))
    time.sleep(0.3)
    found = cloud.client("s3").list_objects_v2(Bucket=closed[0]).get("Contents", [])
    assert "batch-SUCCEEDED" not in [each["Key"] for each in found]


def test_an_execution_s_arn_names_its_machine_and_itself(cloud: Cloud) -> None:
    machine = cloud.state_machine(PASS)
    execution = cloud.start(machine, name="batch")
    name = machine.rpartition(":")[2]
    assert execution == f"arn:aws:states:us-east-1:{ACCOUNT}:execution:{name}:batch"
