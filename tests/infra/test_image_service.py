"""The image service: what wakes it, how often it is tried, and who looks after what is left."""

import json

from infra.functions import DOORS
from tests.infra.template import Resource, Template

SECONDS = {door.name: door.seconds for door in DOORS}


def queue(template: Template, name: str) -> tuple[str, Resource]:
    found = template.of_type("AWS::SQS::Queue").items()
    [(id, made)] = [(id, each) for id, each in found if each["QueueName"].endswith(f"-{name}")]
    return id, made


def test_the_queue_wakes_whoever_begins_and_is_told_what_failed(template: Template) -> None:
    (mapping,) = template.of_type("AWS::Lambda::EventSourceMapping").values()
    id, _ = queue(template, "generations")
    assert mapping["EventSourceArn"]["Fn::GetAtt"][0] == id
    assert mapping["FunctionName"] == {"Ref": template.logical_id(template.functions()["start_generation"])}
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["ScalingConfig"] == {"MaximumConcurrency": 2}


def test_a_message_is_handed_to_nobody_else_while_it_is_worked_on_and_kept_when_it_never_works(
    template: Template,
) -> None:
    _, made = queue(template, "generations")
    dead, _ = queue(template, "generation-dead-letters")
    assert made["VisibilityTimeout"] >= 6 * SECONDS["start_generation"]
    assert made["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0] == dead
    assert made.get("FifoQueue") is None  # fair by the groups of its messages


def test_only_who_has_news_tells_the_queue(template: Template) -> None:
    id, _ = queue(template, "generations")
    tellers = [
        door.name for door in DOORS
        if any(each["Action"] == "sqs:SendMessage" and id in json.dumps(each["Resource"])
               for each in template.policies_of(door.name))
    ]  # fmt: skip
    assert sorted(tellers) == ["image_generations", "settle", "sweep_generations"]


def test_generations_are_looked_after_every_minute_and_a_failure_is_kept(template: Template) -> None:
    sweep = template.logical_id(template.functions()["sweep_generations"])
    every = template.of_type("AWS::Scheduler::Schedule").values()
    (schedule,) = [each for each in every if each["Target"]["Arn"]["Fn::GetAtt"][0] == sweep]
    failures, _ = queue(template, "sweep-generations-failures")
    assert schedule["ScheduleExpression"] == "rate(1 minute)"
    assert schedule["Target"]["DeadLetterConfig"]["Arn"]["Fn::GetAtt"][0] == failures


def test_queues_are_reached_from_the_network_of_the_database(dev: Template) -> None:
    endpoints = dev.of_type("AWS::EC2::VPCEndpoint").values()
    assert any("sqs" in json.dumps(each["ServiceName"]) for each in endpoints)


def test_who_is_to_look_after_the_queue_is_woken(dev: Template) -> None:
    names = {each["AlarmName"].rpartition("-")[2] for each in dev.of_type("AWS::CloudWatch::Alarm").values()}
    assert {"GenerationsNotBegun", "GenerationDeadLetters", "ImageSweepGaveUp", "GenerateImageFailed"} <= names
