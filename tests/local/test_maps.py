"""Maps: concurrency, failing fast, items from S3 and tolerated failures, as the developer guide has them."""

import itertools
import json
import subprocess
import time
from datetime import datetime
from typing import Any

import pytest

from tests.local.cloud import ROOT, Cloud, caught, task

WORK = """
    import time
    class Spoiled(Exception): pass
    def handler(event, context):
        begun = time.time()
        time.sleep(event.get("seconds", 0))
        if event.get("spoiled"): raise Spoiled(str(event["n"]))
        return {"n": event["n"], "begun": begun, "ended": time.time()}
"""

THOUSAND_ITEMS = """
import json, sys
from local.cloud import patches
patches.check_private_names()
patches.install_interpreter(None, None, 1)
each = {"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "End": True}}}
all = {"Type": "Map", "Items": "{% [1..1000] %}", "MaxConcurrency": 1, "ItemProcessor": each, "End": True}
definition = {"QueryLanguage": "JSONata", "StartAt": "All", "States": {"All": all}}
arn = "arn:aws:states:us-east-1:000000000000:execution:machine:name"
execution = {"executionArn": arn, "stateMachineArn": arn, "name": "name", "input": "{}", "startDate": ""}
sys.setrecursionlimit(500)
program = patches.Program(execution, {"name": "machine", "roleArn": "", "definition": json.dumps(definition)})
print(len(json.loads(program.run()["output"])))
"""


@pytest.fixture(scope="module")
def work(cloud: Cloud) -> str:
    return cloud.function(WORK, Timeout=10)


def a_map(work: str, **fields: Any) -> dict[str, Any]:
    each = {"StartAt": "Work", "States": {"Work": task(work)}}
    state = {"Type": "Map", "Items": "{% $states.input %}", "ItemProcessor": each}
    return state | fields | ({} if "Next" in fields else {"End": True})


def a_distributed_map(work: str, place: dict[str, str] | None = None, **fields: Any) -> dict[str, Any]:
    state = a_map(work)
    state["ItemProcessor"]["ProcessorConfig"] = {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}
    if place:
        del state["Items"]
        reader = {"Resource": "arn:aws:states:::s3:getObject", "ReaderConfig": {"InputType": "JSON"}}
        state["ItemReader"] = reader | {"Arguments": place}
    return state | fields


def most_at_once(answers: list[dict[str, float]]) -> int:
    changes = sorted([(each["begun"], 1) for each in answers] + [(each["ended"], -1) for each in answers])
    return max(itertools.accumulate(change for _, change in changes))


def test_a_map_answers_in_the_order_of_its_items(cloud: Cloud, work: str) -> None:
    items = [{"n": n, "seconds": 0.2 - n * 0.02} for n in range(8)]
    ended = cloud.run({"All": a_map(work)}, items)
    assert [each["n"] for each in ended.output] == list(range(8))


@pytest.mark.parametrize("build", [a_map, a_distributed_map])
def test_no_more_than_max_concurrency_run_at_once(cloud: Cloud, work: str, build: Any) -> None:
    items = [{"n": n, "seconds": 0.2} for n in range(9)]
    ended = cloud.run({"All": build(work, MaxConcurrency="{% 3 %}")}, items)
    assert most_at_once(ended.output) == 3


def test_without_a_limit_all_run_at_once(cloud: Cloud, work: str) -> None:
    ended = cloud.run({"All": a_map(work)}, [{"n": n, "seconds": 1} for n in range(8)])
    assert most_at_once(ended.output) == 8


def test_an_inline_map_fails_at_its_first_failure(cloud: Cloud, work: str) -> None:
    items = [{"n": 0, "spoiled": True}, *({"n": n, "seconds": 2} for n in range(1, 4))]
    ended = cloud.run({"All": a_map(work, MaxConcurrency=2)}, items)
    assert (ended.status, ended.error) == ("FAILED", "Spoiled")
    assert ended.seconds < 1.5
    assert ended.types().count("TaskScheduled") == 2


def test_a_map_of_a_thousand_items_one_at_a_time_needs_no_deep_stack() -> None:
    command = [str(ROOT / ".venv-cloud/bin/python"), "-c", THOUSAND_ITEMS]
    assert subprocess.check_output(command, cwd=ROOT, text=True, timeout=60).strip() == "1000"


def test_an_empty_map_is_an_empty_list(cloud: Cloud, work: str) -> None:
    assert cloud.run({"All": a_map(work, Items=[])}).output == []


def test_an_item_selector_sees_the_item_and_the_input(cloud: Cloud) -> None:
    selector = {
        "index": "{% $states.context.Map.Item.Index %}",
        "name": "{% $states.context.Map.Item.Value.name %}",
        "batch": "{% $states.input.batch %}",
    }
    each = {"StartAt": "Pass", "States": {"Pass": {"Type": "Pass", "End": True}}}
    state = {
        "Type": "Map",
        "Items": "{% $states.input.items %}",
        "ItemSelector": selector,
        "ItemProcessor": each,
    }
    ended = cloud.run({"All": state | {"End": True}}, {"batch": "b", "items": [{"name": "x"}, {"name": "y"}]})
    expected = [{"index": 0, "name": "x", "batch": "b"}, {"index": 1, "name": "y", "batch": "b"}]
    assert ended.output == expected


def test_a_map_reads_its_items_from_a_json_array_in_s3(cloud: Cloud, work: str) -> None:
    place = cloud.put_json([{"n": n} for n in range(25)])
    reader = {"Bucket": "{% $states.input.Bucket %}", "Key": "{% $states.input.Key %}"}
    ended = cloud.run({"All": a_distributed_map(work, reader, MaxConcurrency=5)}, place)
    assert [each["n"] for each in ended.output] == list(range(25))


def test_children_retry_and_catch_by_name(cloud: Cloud, work: str) -> None:
    retry = {"ErrorEquals": ["Spoiled"], "IntervalSeconds": 1, "MaxAttempts": 1, "BackoffRate": 1}
    aside = {"Type": "Pass", "Output": {"n": -1}, "End": True}
    state = a_distributed_map(work, cloud.put_json([{"n": n, "spoiled": n == 2} for n in range(4)]))
    state["ItemProcessor"]["States"] = {
        "Work": task(work, Retry=[retry], Catch=caught("States.ALL", to="Aside")),
        "Aside": aside,
    }
    ended = cloud.run({"All": state})
    assert [each["n"] for each in ended.output] == [0, 1, -1, 3]


def failing(cloud: Cloud, count: int, failures: int) -> dict[str, str]:
    return cloud.put_json([{"n": n, "spoiled": n < failures} for n in range(count)])


def test_a_distributed_map_tolerates_no_failure_unless_told_to(cloud: Cloud, work: str) -> None:
    ended = cloud.run({"All": a_distributed_map(work, failing(cloud, 4, 1))})
    assert (ended.status, ended.error) == ("FAILED", "States.ExceedToleratedFailureThreshold")


@pytest.mark.parametrize(
    "tolerance",
    [{"ToleratedFailurePercentage": 100}, {"ToleratedFailurePercentage": 50}, {"ToleratedFailureCount": 5}],
)
def test_a_distributed_map_tolerates_what_it_is_told_to(cloud: Cloud, work: str, tolerance: dict[str, int]) -> None:
    ended = cloud.run({"All": a_distributed_map(work, failing(cloud, 10, 5), **tolerance)})
    assert ended.status == "SUCCEEDED"
    assert "MapRunSucceeded" in ended.types()


@pytest.mark.parametrize("tolerance", [{"ToleratedFailurePercentage": 49}, {"ToleratedFailureCount": 4}])
def test_a_distributed_map_fails_over_its_tolerance(cloud: Cloud, work: str, tolerance: dict[str, int]) -> None:
    ended = cloud.run({"All": a_distributed_map(work, failing(cloud, 10, 5), **tolerance)})
    assert ended.error == "States.ExceedToleratedFailureThreshold"
    assert "MapRunFailed" in ended.types()


def test_a_distributed_map_over_its_tolerance_does_not_wait_for_the_rest(cloud: Cloud, work: str) -> None:
    items = [{"n": 0, "spoiled": True}, *({"n": n, "seconds": 2} for n in range(1, 4))]
    ended = cloud.run({"All": a_distributed_map(work, cloud.put_json(items), MaxConcurrency=2)})
    assert ended.status == "FAILED"
    assert ended.seconds < 1.5


def test_a_map_run_counts_its_items(cloud: Cloud, work: str) -> None:
    state = a_distributed_map(work, failing(cloud, 10, 3), ToleratedFailurePercentage=100)
    ended = cloud.run({"All": state})
    states = cloud.client("stepfunctions")
    [run] = states.list_map_runs(executionArn=ended.arn)["mapRuns"]
    described = states.describe_map_run(mapRunArn=run["mapRunArn"])
    counts = described["itemCounts"]
    assert (counts["total"], counts["succeeded"], counts["failed"]) == (10, 7, 3)
    assert described["status"] == "SUCCEEDED"
    assert described["toleratedFailurePercentage"] == 100
    assert isinstance(described["stopDate"], datetime)


def test_an_execution_stopped_inside_a_map_is_aborted(cloud: Cloud, work: str) -> None:
    items = [{"n": n, "seconds": 0.5} for n in range(3)]
    execution = cloud.start(cloud.state_machine({"All": a_map(work)}), items)
    time.sleep(0.2)
    cloud.client("stepfunctions").stop_execution(executionArn=execution, error="Operator", cause="enough")
    ended = cloud.ended(execution)
    assert (ended.status, ended.error, ended.cause) == ("ABORTED", "Operator", "enough")
    assert ended.types()[-1] == "ExecutionAborted"
    time.sleep(0.8)  # until the interpreter has seen its tasks end
    assert "ExecutionFailed" not in [event["type"] for event in cloud.history(execution)]


def test_hundreds_of_children_with_loops_of_their_own_all_come_back(cloud: Cloud, work: str) -> None:
    states = {
        "Begin": {"Type": "Pass", "Assign": {"rounds": 0}, "Next": "Work"},
        "Work": task(work, Assign={"rounds": "{% $rounds + 1 %}"}, Output="{% $states.input %}", Next="Enough"),
        "Enough": {
            "Type": "Choice",
            "Choices": [{"Condition": "{% $rounds < 2 %}", "Next": "Work"}],
            "Default": "Done",
        },
        "Done": {"Type": "Pass", "Output": "{% $states.input.n * $rounds %}", "End": True},
    }
    state = a_distributed_map(work, cloud.put_json([{"n": n} for n in range(200)]), MaxConcurrency=8)
    state["ItemProcessor"] |= {"StartAt": "Begin", "States": states}
    ended = cloud.run({"All": state})
    assert ended.output == [2 * n for n in range(200)], json.dumps(ended.error)
