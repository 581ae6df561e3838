"""States: retries, catches, time-outs, JSONata, choices and waits, as the States Language describes them."""

import statistics

import pytest
from botocore.exceptions import ClientError

from tests.local.cloud import INVOKE, Cloud, caught, task

FAILS = """
    class ModelBusy(Exception): pass
    class ModelDown(Exception): pass
    class ModelWasBusy(ModelBusy): pass
    def handler(event, context):
        raise globals()[event.get("error", "ModelBusy")]("because")
"""
RETRY = {"ErrorEquals": ["ModelBusy"], "IntervalSeconds": 1, "MaxAttempts": 2, "BackoffRate": 1}
DONE = {"Type": "Succeed"}


@pytest.fixture(scope="module")
def fails(cloud: Cloud) -> str:
    return cloud.function(FAILS)


@pytest.fixture(scope="module")
def echoes(cloud: Cloud) -> str:
    return cloud.function("def handler(event, context): return event")


@pytest.fixture(scope="module")
def naps(cloud: Cloud) -> str:
    return cloud.function("""
        import time
        def handler(event, context): time.sleep(event["seconds"])
    """, Timeout=2)  # fmt: skip


def test_an_uncaught_error_fails_the_execution_by_its_class_name(cloud: Cloud, fails: str) -> None:
    ended = cloud.run({"Work": task(fails)})
    assert (ended.status, ended.error) == ("FAILED", "ModelBusy")
    assert ended.cause
    assert "because" in ended.cause
    assert ended.types()[-1] == "ExecutionFailed"


def test_a_definition_that_cannot_be_read_is_refused_when_it_is_made(cloud: Cloud) -> None:
    with pytest.raises(ClientError, match="InvalidDefinition"):
        cloud.state_machine({"Work": {"Type": "Tusk", "End": True}})


def test_a_retrier_matches_only_its_errors(cloud: Cloud, fails: str) -> None:
    ended = cloud.run({"Work": task(fails, Retry=[RETRY])}, {"error": "ModelDown"})
    assert ended.types().count("TaskScheduled") == 1


def test_a_retrier_does_not_match_a_subclass(cloud: Cloud, fails: str) -> None:
    ended = cloud.run({"Work": task(fails, Retry=[RETRY])}, {"error": "ModelWasBusy"})
    assert (ended.error, ended.types().count("TaskScheduled")) == ("ModelWasBusy", 1)


def test_a_retried_task_is_tried_max_attempts_times_more(cloud: Cloud, fails: str) -> None:
    ended = cloud.run({"Work": task(fails, Retry=[RETRY | {"MaxAttempts": 3}])})
    assert ended.types().count("TaskScheduled") == 4


def test_the_interval_grows_by_the_backoff_rate(cloud: Cloud, fails: str) -> None:
    retry = RETRY | {"IntervalSeconds": 2, "BackoffRate": 2, "MaxAttempts": 3}
    waits = cloud.run({"Work": task(fails, Retry=[retry])}).retry_waits()
    assert waits == pytest.approx([0.2, 0.4, 0.8], abs=0.08)


def test_the_interval_does_not_grow_over_the_maximum_delay(cloud: Cloud, fails: str) -> None:
    retry = RETRY | {"IntervalSeconds": 2, "BackoffRate": 2, "MaxAttempts": 3, "MaxDelaySeconds": 3}
    waits = cloud.run({"Work": task(fails, Retry=[retry])}).retry_waits()
    assert waits == pytest.approx([0.2, 0.3, 0.3], abs=0.08)


def test_full_jitter_spreads_the_waits_from_zero_to_the_interval(cloud: Cloud, fails: str) -> None:
    retry = RETRY | {"IntervalSeconds": 5, "MaxAttempts": 1, "JitterStrategy": "FULL"}
    each = {
        "StartAt": "Work",
        "States": {"Work": task(fails, Retry=[retry], Catch=caught("ModelBusy", to="Done"))},
    }
    each["States"]["Done"] = DONE  # type: ignore[index]
    many = {"Type": "Map", "Items": "{% [1..60] %}", "MaxConcurrency": 20, "ItemProcessor": each, "End": True}
    many["ItemSelector"] = {}
    waits = cloud.run({"Many": many}).retry_waits()
    assert len(waits) == 60
    assert min(waits) < 0.1
    assert 0.4 < max(waits) < 0.65
    assert 0.17 < statistics.mean(waits) < 0.36  # of a flat spread: 0.25, give or take three standard errors


def test_each_retrier_counts_its_own_attempts(cloud: Cloud) -> None:
    alternates = cloud.function("""
        class Busy(Exception): pass
        class Down(Exception): pass
        def handler(event, context): raise (Busy if event["attempt"] % 2 == 0 else Down)()
    """)
    retriers = [
        {"ErrorEquals": [name], "IntervalSeconds": 1, "BackoffRate": 1, "MaxAttempts": 2} for name in ("Busy", "Down")
    ]
    arguments = {"FunctionName": alternates, "Payload": {"attempt": "{% $states.context.State.RetryCount %}"}}
    ended = cloud.run({"Work": task(alternates, Arguments=arguments, Retry=retriers)})
    assert (ended.error, ended.types().count("TaskScheduled")) == ("Busy", 5)


def test_a_state_that_is_entered_again_may_retry_again(cloud: Cloud, fails: str) -> None:
    states = {
        "Begin": {"Type": "Pass", "Assign": {"round": 0}, "Next": "Work"},
        "Work": task(fails, Retry=[RETRY | {"MaxAttempts": 1}], Catch=caught("ModelBusy", to="Count")),
        "Count": {"Type": "Pass", "Assign": {"round": "{% $round + 1 %}"}, "Output": {}, "Next": "Again"},
        "Again": {
            "Type": "Choice",
            "Choices": [{"Condition": "{% $round < 3 %}", "Next": "Work"}],
            "Default": "Done",
        },
        "Done": DONE,
    }
    ended = cloud.run(states)
    assert ended.status == "SUCCEEDED"
    assert ended.types().count("TaskScheduled") == 6


def test_a_catcher_takes_over_with_the_error_and_its_cause(cloud: Cloud, fails: str) -> None:
    catcher = {
        "ErrorEquals": ["ModelBusy"],
        "Assign": {"failed": "{% $states.input.unit %}"},
        "Output": {"error": "{% $states.errorOutput.Error %}", "cause": "{% $states.errorOutput.Cause %}"},
        "Next": "Report",
    }
    report = {"Type": "Pass", "Output": {"unit": "{% $failed %}", "was": "{% $states.input %}"}, "End": True}
    ended = cloud.run({"Work": task(fails, Catch=[catcher]), "Report": report}, {"unit": "chunk-7"})
    assert ended.status == "SUCCEEDED"
    assert ended.output["unit"] == "chunk-7"
    assert ended.output["was"]["error"] == "ModelBusy"
    assert '"errorMessage":"because"' in ended.output["was"]["cause"]


def test_the_first_matching_catcher_wins(cloud: Cloud, fails: str) -> None:
    catchers = [*caught("ModelDown", to="Down"), *caught("States.ALL", to="Any")]
    ends = {name: {"Type": "Pass", "Output": name, "End": True} for name in ("Down", "Any")}
    states = {"Work": task(fails, Catch=catchers), **ends}
    assert cloud.run(states, {"error": "ModelDown"}).output == "Down"
    assert cloud.run(states, {"error": "ModelBusy"}).output == "Any"


def test_an_error_is_caught_after_its_retries(cloud: Cloud, fails: str) -> None:
    ended = cloud.run({"Work": task(fails, Retry=[RETRY], Catch=caught("ModelBusy", to="Done")), "Done": DONE})
    assert ended.status == "SUCCEEDED"
    assert ended.types().count("TaskScheduled") == 3


def test_a_task_ends_at_its_timeout(cloud: Cloud, naps: str) -> None:
    ended = cloud.run({"Work": task(naps, TimeoutSeconds=1)}, {"seconds": 1.8})
    assert (ended.status, ended.error) == ("FAILED", "States.Timeout")
    assert 1 <= ended.seconds < 1.6


def test_task_failed_does_not_match_a_timeout(cloud: Cloud, naps: str) -> None:
    states = {
        "Work": task(naps, TimeoutSeconds=1, Catch=caught("States.TaskFailed", to="Done")),
        "Done": DONE,
    }
    assert cloud.run(states, {"seconds": 1.8}).error == "States.Timeout"


def test_the_function_s_own_timeout_has_another_name(cloud: Cloud, naps: str) -> None:
    states = {
        "Work": task(naps, TimeoutSeconds=10, Catch=caught("Sandbox.Timedout", to="Done")),
        "Done": DONE,
    }
    ended = cloud.run(states, {"seconds": 5})
    assert ended.status == "SUCCEEDED"
    assert ended.output["Error"] == "Sandbox.Timedout"


def test_a_throttled_function_can_be_retried_by_name(cloud: Cloud) -> None:
    closed = cloud.function("def handler(event, context): return 1")
    cloud.client("lambda").put_function_concurrency(FunctionName=closed, ReservedConcurrentExecutions=0)
    retry = RETRY | {"ErrorEquals": ["Lambda.TooManyRequestsException"]}
    ended = cloud.run({"Work": task(closed, Retry=[retry])})
    assert (ended.error, ended.types().count("TaskScheduled")) == ("Lambda.TooManyRequestsException", 3)


def test_a_function_that_is_not_there_has_its_error_name(cloud: Cloud) -> None:
    missing = "arn:aws:lambda:us-east-1:000000000000:function:nobody"
    assert cloud.run({"Work": task(missing)}).error == "Lambda.ResourceNotFoundException"


def test_a_fail_state_may_pass_on_a_reserved_error(cloud: Cloud, naps: str) -> None:
    states = {
        "Work": task(naps, TimeoutSeconds=1, Catch=caught("States.Timeout", to="PassOn")),
        "PassOn": {"Type": "Fail", "Error": "{% $states.input.Error %}", "Cause": "passed on"},
    }
    inside = {"Type": "Map", "Items": [{"seconds": 1.8}], "End": True}
    inside["ItemProcessor"] = {"StartAt": "Work", "States": states}
    ended = cloud.run({"Inside": inside})
    assert (ended.error, ended.cause) == ("States.Timeout", "passed on")


def test_a_whole_execution_ends_at_its_timeout(cloud: Cloud) -> None:
    ended = cloud.run({"Wait": {"Type": "Wait", "Seconds": 100, "End": True}}, TimeoutSeconds=1)
    assert ended.status == "TIMED_OUT"
    assert 1 <= ended.seconds < 1.6
    assert ended.types()[-1] == "ExecutionTimedOut"


@pytest.mark.parametrize("wait", [{"Seconds": 3}, {"Seconds": "{% $states.input.n * 3 %}"}])
def test_a_wait_lasts_as_long_as_it_says(cloud: Cloud, wait: dict[str, object]) -> None:
    ended = cloud.run({"Wait": {"Type": "Wait", "End": True} | wait}, {"n": 1})
    [entered], [left] = ended.times("WaitStateEntered"), ended.times("WaitStateExited")
    assert (left - entered).total_seconds() == pytest.approx(0.3, abs=0.06)


def test_a_loop_of_choice_and_wait_ends_when_its_variable_says(cloud: Cloud) -> None:
    states = {
        "Begin": {"Type": "Pass", "Assign": {"asked": 0}, "Next": "Ask"},
        "Ask": {"Type": "Pass", "Assign": {"asked": "{% $asked + 1 %}"}, "Next": "Granted"},
        "Granted": {
            "Type": "Choice",
            "Choices": [{"Condition": "{% $asked >= $states.input.limit %}", "Next": "Use"}],
            "Default": "Hold",
        },
        "Hold": {"Type": "Wait", "Seconds": 1, "Next": "Ask"},
        "Use": {"Type": "Pass", "Output": "{% $asked %}", "End": True},
    }
    ended = cloud.run(states, {"limit": 4})
    assert ended.output == 4
    assert ended.types().count("WaitStateEntered") == 3


def test_a_choice_may_write_variables_and_its_output(cloud: Cloud) -> None:
    rule = {
        "Condition": "{% $states.input.again > 0 %}",
        "Assign": {"was": "{% $states.input.again %}"},
        "Output": {"round": "{% $states.input.round + 1 %}"},
        "Next": "Show",
    }
    show = {
        "Type": "Pass",
        "Output": {"was": "{% $was %}", "round": "{% $states.input.round %}"},
        "End": True,
    }
    states = {"Which": {"Type": "Choice", "Choices": [rule], "Default": "Done"}, "Show": show, "Done": DONE}
    assert cloud.run(states, {"again": 2, "round": 0}).output == {"was": 2, "round": 1}
    assert cloud.run(states, {"again": 0, "round": 0}).output == {"again": 0, "round": 0}


def test_a_choice_without_a_match_fails(cloud: Cloud) -> None:
    states = {
        "Which": {"Type": "Choice", "Choices": [{"Condition": "{% false %}", "Next": "Done"}]},
        "Done": DONE,
    }
    assert cloud.run(states).error == "States.NoChoiceMatched"


@pytest.mark.parametrize(
    ("expression", "value"),
    [
        ("$states.input.recipes[course = 'main'].name", ["stew", "roast"]),
        ("$states.input.recipes[course = 'soup'].name", "broth"),
        ("$count($states.input.recipes)", 3),
        ("$sum($states.input.recipes.minutes)", 200),
        ("$map($states.input.recipes, function($r) { $r.minutes / 10 })", [4, 12, 4]),
        ("$exists($states.input.nothing) ? 1 : null", None),
        ("$states.input.empty", None),
        ("'a' & \"b\" & $string(1)", "ab1"),
        ("$states.input.quoted", 'say "ah" \\ \n'),
        ("{'name': $states.input.recipes[0].name, 'list': []}", {"name": "stew", "list": []}),
        ("$partition([1..5], 2)", [[1, 2], [3, 4], [5]]),
        ("$range(0, 10, 5)", [0, 5, 10]),
        ("$parse('{\"a\": 1}').a", 1),
        ("$hash('x', 'SHA-256')", "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881"),
        ("$length($uuid())", 36),
        ("$merge([$states.input.recipes[0], {'minutes': 1}]).minutes", 1),
    ],
)
def test_jsonata_gives_what_its_documentation_says(cloud: Cloud, expression: str, value: object) -> None:
    recipes = [
        {"name": "stew", "course": "main", "minutes": 40},
        {"name": "roast", "course": "main", "minutes": 120},
        {"name": "broth", "course": "soup", "minutes": 40},
    ]
    asked = {"recipes": recipes, "empty": None, "quoted": 'say "ah" \\ \n'}
    states = {"Ask": {"Type": "Pass", "Output": {"value": f"{{% {expression} %}}"}, "End": True}}
    ended = cloud.run(states, asked)
    assert (ended.status, ended.output) == ("SUCCEEDED", {"value": value})


@pytest.mark.parametrize("expression", ["$states.input.nothing", "1 + 'a'", "$error('no')"])
def test_an_expression_without_a_value_is_a_query_evaluation_error(cloud: Cloud, expression: str) -> None:
    states = {"Ask": {"Type": "Pass", "Output": f"{{% {expression} %}}", "End": True}}
    assert cloud.run(states).error == "States.QueryEvaluationError"


def test_a_query_evaluation_error_in_a_task_can_be_caught(cloud: Cloud, echoes: str) -> None:
    arguments = {"FunctionName": echoes, "Payload": "{% $states.input.nothing %}"}
    catch = caught("States.QueryEvaluationError", to="Done")
    ended = cloud.run({"Work": task(echoes, Arguments=arguments, Catch=catch), "Done": DONE})
    assert ended.status == "SUCCEEDED"


def test_arguments_assign_and_output_see_the_context(cloud: Cloud, echoes: str) -> None:
    states = {
        "Work": {
            "Type": "Task",
            "Resource": INVOKE,
            "Arguments": {
                "FunctionName": echoes,
                "Payload": {
                    "name": "{% $states.context.Execution.Name %}",
                    "state": "{% $states.context.State.Name %}",
                    "of": "{% $states.context.Execution.Input.of %}",
                },
            },
            "Assign": {"name": "{% $states.result.Payload.name %}"},
            "Output": {"answer": "{% $states.result.Payload %}", "status": "{% $states.result.StatusCode %}"},
            "Next": "Show",
        },
        "Show": {
            "Type": "Pass",
            "Output": {"name": "{% $name %}", "was": "{% $states.input %}"},
            "End": True,
        },
    }
    machine = cloud.state_machine(states)
    ended = cloud.ended(cloud.start(machine, {"of": "soup"}, name="batch-1"))
    answer = {"name": "batch-1", "state": "Work", "of": "soup"}
    assert ended.output == {"name": "batch-1", "was": {"answer": answer, "status": 200}}


def test_a_path_to_one_place_gives_its_value_and_a_filter_gives_a_list(cloud: Cloud) -> None:
    parameters = {
        "one.$": "$.items[0].n",
        "all.$": "$.items[*].n",
        "single.$": "$.single[*].n",
        "some.$": "$.items[?(@.n == 2)].n",
        "none.$": "$.items[?(@.n == 9)].n",
    }
    states = {"Ask": {"Type": "Pass", "Parameters": parameters, "End": True}}
    asked = {"items": [{"n": 1}, {"n": 2}], "single": [{"n": 1}]}
    ended = cloud.run(states, asked, QueryLanguage="JSONPath")
    assert ended.output == {"one": 1, "all": [1, 2], "single": [1], "some": [2], "none": []}


def test_an_sdk_call_answers_in_plain_json(cloud: Cloud) -> None:
    place = cloud.put_json(["soup"])
    states = {
        "Put": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:s3:putObject",
            "Arguments": {"Bucket": place["Bucket"], "Key": "made", "Body": {"course": "main"}},
            "Next": "List",
        },
        "List": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:s3:listObjectsV2",
            "Arguments": {"Bucket": place["Bucket"]},
            "Assign": {"dates": "{% $states.result.Contents.LastModified %}"},
            "Next": "Get",
        },
        "Get": {
            "Type": "Task",
            "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
            "Arguments": {"Bucket": place["Bucket"], "Key": "made"},
            "Output": {"body": "{% $states.result.Body %}", "dates": "{% $dates %}"},
            "End": True,
        },
    }
    ended = cloud.run(states)
    assert ended.output["body"] == '{"course": "main"}'
    assert all(date.endswith("Z") for date in ended.output["dates"])


def test_an_answer_over_256_kilobytes_exceeds_the_data_limit_and_all_does_not_catch_it(cloud: Cloud) -> None:
    makes = cloud.function("def handler(event, context): return 'x' * event['size']")
    states = {"Make": task(makes, Catch=caught("States.ALL", to="Done")), "Done": DONE}
    assert cloud.run(states, {"size": 260_000}).status == "SUCCEEDED"
    ended = cloud.run(states, {"size": 262_144})
    assert (ended.status, ended.error) == ("FAILED", "States.DataLimitExceeded")
