"""Lambda: errors, limits, settings and layers, as its developer guide describes them."""

import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from local.cloud.lambda_host import TURNS
from tests.local.cloud import Cloud, archive, process_is_gone
from tests.local.test_emulator_lifetime import eventually

NAP = """
    import time
    def handler(event, context):
        time.sleep(event["seconds"])
        return "rested"
"""


def test_a_function_error_carries_its_class_name(cloud: Cloud) -> None:
    fails = cloud.function("""
        class ModelBusy(Exception): pass
        def handler(event, context): raise ModelBusy("try later")
    """)
    payload, error = cloud.invoke(fails, {})
    assert error == "Unhandled"
    assert payload["errorType"] == "ModelBusy"
    assert payload["errorMessage"] == "try later"


def test_a_module_that_does_not_import_says_so(cloud: Cloud) -> None:
    payload, error = cloud.invoke(cloud.function("import nothing_like_it"), {})
    assert error == "Unhandled"
    assert payload["errorType"] == "Runtime.ImportModuleError"


def test_a_function_that_exits_is_an_exit_error(cloud: Cloud) -> None:
    payload, error = cloud.invoke(cloud.function("import os\ndef handler(event, context): os._exit(3)"), {})
    assert error == "Unhandled"
    assert payload["errorType"] == "Runtime.ExitError"


def test_a_function_is_ended_at_its_timeout(cloud: Cloud) -> None:
    slow = cloud.function(NAP, Timeout=1)
    begun = time.monotonic()
    payload, error = cloud.invoke(slow, {"seconds": 5})
    assert 1 <= time.monotonic() - begun < 2
    assert error == "Unhandled"
    assert payload["errorType"] == "Sandbox.Timedout"
    assert "Task timed out after 1.00 seconds" in payload["errorMessage"]


def test_a_function_works_again_after_a_timeout(cloud: Cloud) -> None:
    slow = cloud.function(NAP, Timeout=1)
    cloud.invoke(slow, {"seconds": 5})
    assert cloud.invoke(slow, {"seconds": 0}) == ("rested", None)


def test_the_time_that_remains_is_counted_from_the_call(cloud: Cloud) -> None:
    remaining = cloud.function("def handler(event, context): return context.get_remaining_time_in_millis()", Timeout=7)
    milliseconds, _ = cloud.invoke(remaining, {})
    assert 6_000 < milliseconds <= 7_000


def test_a_warm_environment_is_used_again(cloud: Cloud) -> None:
    counts = cloud.function("""
        calls = []
        def handler(event, context):
            calls.append(context.aws_request_id)
            return len(calls)
    """)
    assert [cloud.invoke(counts, {})[0] for _ in range(3)] == [1, 2, 3]


def test_concurrent_calls_have_environments_of_their_own(cloud: Cloud) -> None:
    busy = cloud.function("""
        import os, time
        def handler(event, context):
            time.sleep(0.5)
            return os.getpid()
    """)
    with ThreadPoolExecutor(5) as pool:
        processes = {process for process, _ in pool.map(lambda _: cloud.invoke(busy, {}), range(5))}
    assert len(processes) == 5


def test_calls_that_need_a_whole_processor_take_turns_at_those_of_this_machine(cloud: Cloud) -> None:
    busy = cloud.function(
        """
        import os, time
        def handler(event, context):
            time.sleep(0.1)
            return os.getpid()
        """,
        MemorySize=1769,
    )
    with ThreadPoolExecutor(4 * TURNS) as pool:
        answers = list(pool.map(lambda _: cloud.invoke(busy, {}), range(4 * TURNS)))
    assert [error for _, error in answers if error] == []
    assert len({process for process, _ in answers}) <= TURNS


def test_an_environment_made_ready_has_the_memory_that_its_first_call_writes(cloud: Cloud) -> None:
    code = """
        import boto3, resource
        table = {"TableName": "rehearsal", "Key": {"id": {"S": "-"}}}
        dynamodb = boto3.client("dynamodb")
        def handler(event, context):
            before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
            try:
                dynamodb.get_item(**table)
            except dynamodb.exceptions.ResourceNotFoundException:
                return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before
    """
    cold, ready = cloud.function(code), cloud.function(code)
    cloud.make_ready(ready)
    assert 2 * cloud.invoke(ready, {})[0] < cloud.invoke(cold, {})[0]


def test_environments_do_not_draw_the_same_random_numbers(cloud: Cloud) -> None:
    draws = cloud.function("""
        import random, time, uuid
        import numpy
        def handler(event, context):
            time.sleep(0.3)
            return [random.random(), float(numpy.random.random()), str(uuid.uuid4())]
    """)
    with ThreadPoolExecutor(4) as pool:
        drawn = [numbers for numbers, _ in pool.map(lambda _: cloud.invoke(draws, {}), range(4))]
    assert all(len(set(column)) == 4 for column in zip(*drawn, strict=True))


def test_calls_over_the_reserved_concurrency_are_throttled(cloud: Cloud) -> None:
    slow = cloud.function(NAP)
    cloud.client("lambda").put_function_concurrency(FunctionName=slow, ReservedConcurrentExecutions=2)
    with ThreadPoolExecutor(5) as pool:
        calls = [pool.submit(cloud.invoke, slow, {"seconds": 1}) for _ in range(5)]
    refused = [error for call in calls if (error := call.exception())]
    assert len(refused) == 3
    assert {error.response["Error"]["Code"] for error in refused} == {"TooManyRequestsException"}  # type: ignore[attr-defined]
    assert cloud.invoke(slow, {"seconds": 0}) == ("rested", None)


def test_a_function_sees_its_settings_and_the_runtime_s(cloud: Cloud) -> None:
    shows = cloud.function(
        "import os\ndef handler(event, context): return dict(os.environ)",
        Environment={"Variables": {"TABLE": "units", "POWERTOOLS_LOG_LEVEL": "DEBUG"}},
        MemorySize=512,
    )
    seen, _ = cloud.invoke(shows, {})
    assert seen["TABLE"] == "units"
    assert seen["POWERTOOLS_LOG_LEVEL"] == "DEBUG"
    assert seen["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"] == "512"
    assert seen["AWS_REGION"] == "us-east-1"
    assert seen["AWS_ENDPOINT_URL"] == cloud.endpoint
    assert seen["_HANDLER"] == "index.handler"
    assert seen["AWS_LAMBDA_FUNCTION_NAME"] in shows


def test_changed_settings_reach_the_next_call(cloud: Cloud) -> None:
    shows = cloud.function(
        "import os\ndef handler(event, context): return os.environ['MODE']",
        Environment={"Variables": {"MODE": "old"}},
    )
    assert cloud.invoke(shows, {}) == ("old", None)
    cloud.client("lambda").update_function_configuration(FunctionName=shows, Environment={"Variables": {"MODE": "new"}})
    assert cloud.invoke(shows, {}) == ("new", None)


def test_a_later_layer_covers_an_earlier_one(cloud: Cloud) -> None:
    layers = [
        cloud.client("lambda").publish_layer_version(
            LayerName=cloud.name("layer"),
            Content={"ZipFile": archive({f"python/{name}.py": f"word = {word!r}"})},
        )["LayerVersionArn"]
        for name, word in [("pantry", "first"), ("cellar", "only"), ("pantry", "second")]
    ]
    reads = cloud.function(
        "import cellar, pantry\ndef handler(event, context): return [pantry.word, cellar.word]", Layers=layers
    )
    assert cloud.invoke(reads, {}) == (["second", "only"], None)


def test_a_function_does_not_see_the_working_tree(cloud: Cloud) -> None:
    imports = cloud.function("import tests.local\ndef handler(event, context): return 1")
    payload, _ = cloud.invoke(imports, {})
    assert payload["errorType"] == "Runtime.ImportModuleError"


def test_a_function_reaches_the_other_services(cloud: Cloud) -> None:
    place = cloud.put_json(["soup"])
    reads = cloud.function("""
        import json, boto3
        def handler(event, context):
            return json.load(boto3.client("s3").get_object(**event)["Body"])
    """)
    assert cloud.invoke(reads, place) == (["soup"], None)


def test_what_a_function_prints_is_in_its_log(cloud: Cloud) -> None:
    prints = cloud.function("def handler(event, context): print('the sauce is ready')")
    cloud.invoke(prints, {})
    assert "the sauce is ready" in (cloud.log_dir / f"{prints.rpartition(':')[2]}.log").read_text()


def test_an_answer_over_six_megabytes_is_an_error(cloud: Cloud) -> None:
    big = cloud.function("def handler(event, context): return 'x' * event['size']", Timeout=10)
    payload, error = cloud.invoke(big, {"size": 6 * 1024 * 1024 + 101})
    assert error == "Unhandled"
    assert payload["errorType"] == "Function.ResponseSizeTooLarge"
    assert cloud.invoke(big, {"size": 6 * 1024 * 1024 - 2})[1] is None


def test_an_unknown_function_is_not_found(cloud: Cloud) -> None:
    with pytest.raises(ClientError) as refusal:
        cloud.invoke("nobody", {})
    assert refusal.value.response["Error"]["Code"] == "ResourceNotFoundException"


def test_an_event_arrives_as_the_json_it_was_sent_as(cloud: Cloud) -> None:
    echoes = cloud.function("def handler(event, context): return event")
    event = {"text": "crème brûlée ✓", "number": 1.5, "list": [None, True], "nested": {"a": {"b": []}}}
    assert cloud.invoke(echoes, event) == (event, None)
    assert cloud.invoke(echoes, json.dumps(event)) == (json.dumps(event), None)


def test_what_a_function_raises_is_logged_as_it_is_set_to(cloud: Cloud) -> None:
    """By Lambda's own runtime; an answer that has to be raised can so be kept from looking like a fault."""
    code = """
        import sys
        def handler(event, context):
            sys.tracebacklimit = 0
            raise Exception("Unauthorized") from None
    """
    function = cloud.function(code, LoggingConfig={"LogFormat": "JSON"})
    payload, error = cloud.invoke(function, {})
    assert (error, payload["errorMessage"]) == ("Unhandled", "Unauthorized")
    log = (cloud.log_dir / f"{function.rpartition(':')[2]}.log").read_text()
    assert json.loads(log)["errorMessage"] == "Unauthorized"
    assert "Traceback" not in log


# --- What somebody kills -------------------------------------------------------------------------

LINEAGE = """
    import os
    def handler(event, context):
        status = open(f"/proc/{os.getppid()}/status").read()
        server = int(status.split("PPid:")[1].split()[0])
        return {"environment": os.getpid(), "template": os.getppid(), "server": server}
"""


@pytest.mark.parametrize("killed", ["environment", "template", "server"])
def test_what_is_killed_is_started_anew_and_nobody_notices(cloud: Cloud, killed: str) -> None:
    function = cloud.function(LINEAGE)
    lineage, _ = cloud.invoke(function, {})
    os.kill(lineage[killed], signal.SIGKILL)
    assert eventually(lambda: process_is_gone(lineage["environment"]))
    for _ in range(2):
        payload, error = cloud.invoke(function, {})
        assert (error, payload.get("environment") != lineage["environment"]) == (None, True)
    other = cloud.function(NAP)
    assert cloud.invoke(other, {"seconds": 0}) == ("rested", None)
