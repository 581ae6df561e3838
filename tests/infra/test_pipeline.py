"""State machines: every state that calls a function calls the door of its name."""

import json
from typing import Any

import pytest

from functions.sweep.execution import dead_execution
from functions.sweep.handler import ORPHANS, PULSE
from infra.pipeline import ASL
from tests.infra.template import Template, as_list


def test_a_state_calls_the_door_of_its_name(machines: dict[str, Any]) -> None:
    for door, state in machines.items():
        if state["Resource"].endswith("lambda:invoke"):
            assert state["Arguments"]["FunctionName"] == f"${{{door.title().replace('_', '')}Arn}}"


def test_every_state_of_a_door_stands_in_a_machine_once(machines: dict[str, Any]) -> None:
    from infra.functions import STATES

    calling = {door for door, state in machines.items() if state["Resource"].endswith("lambda:invoke")}
    assert calling == {door.name for door in STATES}


def test_machines_are_named_after_their_files(template: Template) -> None:
    names = {each["StateMachineName"] for each in template.of_type("AWS::StepFunctions::StateMachine").values()}
    files = {file.name.partition(".")[0].replace("_", "-") for file in ASL.glob("*.asl.json")}
    assert {name.split("-", 2)[2] for name in names} == files


def test_every_placeholder_of_a_definition_is_filled_in(template: Template) -> None:
    for machine in template.of_type("AWS::StepFunctions::StateMachine").values():
        definition = machine["DefinitionString"]
        wanted = {part.split("}")[0] for part in definition.split("${")[1:]}
        assert wanted == set(machine["DefinitionSubstitutions"])


def test_the_definition_is_the_file(template: Template) -> None:
    definitions = [
        json.loads(each["DefinitionString"]) for each in template.of_type("AWS::StepFunctions::StateMachine").values()
    ]
    for file in ASL.glob("*.asl.json"):
        assert json.loads(file.read_text()) in definitions


def test_executions_are_traced_and_logged_without_their_data(template: Template) -> None:
    for machine in template.of_type("AWS::StepFunctions::StateMachine").values():
        assert machine["TracingConfiguration"] == {"Enabled": True}
        assert machine["LoggingConfiguration"]["Level"] == "ALL"
        assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False


def test_a_distributed_map_may_start_its_own_machine_by_a_policy_of_its_own(template: Template) -> None:
    found = [each for name, each in template.of_type("AWS::IAM::Policy").items() if "DistributedMap" in name]
    actions = [as_list(each["Action"]) for each in found[0]["PolicyDocument"]["Statement"]]
    assert actions == [["states:StartExecution"], ["states:DescribeExecution", "states:StopExecution"]]


def test_what_ends_badly_is_swept_up_at_once(template: Template) -> None:
    (rule,) = template.of_type("AWS::Events::Rule").values()
    assert rule["EventPattern"]["detail"]["status"] == ["FAILED", "TIMED_OUT", "ABORTED"]
    assert len(rule["EventPattern"]["detail"]["stateMachineArn"]) == 2
    assert rule["Targets"][0]["Arn"]["Fn::GetAtt"][0] == template.logical_id(template.functions()["sweep"])


def test_deadlines_and_pictures_are_looked_at_every_five_minutes(template: Template) -> None:
    found = schedules(template)
    assert {name for name, every in found.items() if every == "rate(5 minutes)"} == {"Deadlines", PULSE}


def test_orphans_are_looked_for_every_day(template: Template) -> None:
    assert schedules(template)[ORPHANS] == "rate(1 day)"
    assert "s3:DeleteObject" in template.actions_of("sweep")


def schedules(template: Template) -> dict[str, str]:
    """How often the sweep is told what."""
    sweep = template.logical_id(template.functions()["sweep"])
    every = template.of_type("AWS::Scheduler::Schedule").values()
    found = [each for each in every if each["Target"]["Arn"]["Fn::GetAtt"][0] == sweep]
    for each in found:
        assert dead_execution(json.loads(each["Target"]["Input"])) is None
    return {json.loads(each["Target"]["Input"])["detail-type"]: each["ScheduleExpression"] for each in found}


@pytest.mark.parametrize("source", ["AWS::Events::Rule", "AWS::Scheduler::Schedule"])
def test_a_sweep_that_cannot_be_delivered_is_kept(template: Template, source: str) -> None:
    for each in template.of_type(source).values():
        target = each["Target"] if "Target" in each else each["Targets"][0]
        assert target["DeadLetterConfig"]["Arn"]


def test_what_the_sweep_failed_on_is_kept_apart_from_what_was_never_delivered(template: Template) -> None:
    sweep = {"Ref": template.logical_id(template.functions()["sweep"])}
    every = template.of_type("AWS::Lambda::EventInvokeConfig").values()
    (asked,) = [each for each in every if each["FunctionName"] == sweep]
    kept = asked["DestinationConfig"]["OnFailure"]["Destination"]
    (rule,) = template.of_type("AWS::Events::Rule").values()
    assert kept != rule["Targets"][0]["DeadLetterConfig"]["Arn"]
    assert "sqs:SendMessage" in template.actions_of("sweep")


def test_the_sweep_may_ask_after_executions_of_our_machines_and_no_others(template: Template) -> None:
    (asks,) = [each for each in template.policies_of("sweep") if each["Action"] == "states:DescribeExecution"]
    assert len(asks["Resource"]) == 2
    assert all(":execution:" in json.dumps(resource) for resource in asks["Resource"])
