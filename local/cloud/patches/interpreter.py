"""moto: the interpreter of the Amazon States Language, corrected where it was measured not to be faithful.

Each fix has a test in `tests/local/` that fails without it.
"""

import collections
import copy
import datetime
import functools
import json
import re
import sys
import time
import types
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import ClientError

from local.cloud.patches.names import ASL, COMMON, EXEC, ITERATION, PARSER, SERVICE, STATES, STRINGS, private
from local.cloud.patches.permissions import NotPermitted

Client = Callable[[str, str, str], Any]
Invoke = Callable[[str, Any, str], tuple[Any, bool]]


class LambdaThrottled(Exception):
    """Lambda answered 429: Step Functions calls this `Lambda.TooManyRequestsException`."""


class LambdaNotFound(Exception):
    """Step Functions calls this `Lambda.ResourceNotFoundException`."""


def install_interpreter(client: Client, invoke: Invoke, wait_scale: float) -> None:
    """`client(service, region, role)` is a boto3 client, `invoke(function, event, role)` an answer and if it failed."""
    parse_definitions_once()
    forget_finished_threads()
    scale_retry_waits(wait_scale)
    wait_exactly(wait_scale)
    poll_synchronous_executions_often()
    read_json_paths_as_aws_does()
    evaluate_jsonata_in_python()
    start_executions_with_api_names(client)
    iterate_over_map_items()
    stop_map_runs_over_the_failure_threshold()
    stay_stopped()
    raise_reserved_errors_again()
    leave_terminal_errors_uncaught()
    name_the_error_of_a_choice_without_a_match()
    answer_sdk_calls_in_plain_json(client)
    call_functions_directly(invoke)
    replace_everywhere(f"{ASL}.utils.boto_client", "boto_client_for", _boto_client_for(client))


def replace_everywhere(module: str, name: str, replacement: Any) -> None:
    """In its own module, and in every module that has already imported it by name."""
    original = getattr(private(module), name)
    for loaded in [each for key, each in list(sys.modules.items()) if key.startswith(PARSER)]:
        if getattr(loaded, name, None) is original:
            setattr(loaded, name, replacement)


def parse_definitions_once() -> None:
    """A parsed state machine is never written to, and parsing costs more than a task does."""
    parser = private(f"{ASL}.parse.asl_parser").AmazonStateLanguageParser
    parser.parse = staticmethod(functools.lru_cache(256)(parser.parse))


def forget_finished_threads() -> None:
    """moto keeps every thread it ever started, which is a leak in a process that lives all day."""
    replace_everywhere(f"{PARSER}.utils", "TMP_THREADS", collections.deque(maxlen=0))


def scale_retry_waits(scale: float) -> None:
    """Tests may shorten the waits between retries; the interpreter calls nothing else of `time` there."""
    private(f"{COMMON}.retry.retrier_decl").time = types.SimpleNamespace(
        sleep=lambda seconds: time.sleep(seconds * scale)
    )


def wait_exactly(scale: float) -> None:
    """moto counts whole seconds, so that a Wait of one second often takes two."""

    def evaluate(self: Any, env: Any) -> None:
        deadline = time.monotonic() + self._get_wait_seconds(env=env) * scale
        while env.is_running() and (remaining := deadline - time.monotonic()) > 0:
            env.program_state_event.wait(remaining)

    private(f"{ASL}.component.state.wait.wait_function.wait_function").WaitFunction._eval_body = evaluate


def poll_synchronous_executions_often() -> None:
    private(f"{SERVICE}.state_task_service_callback")._DELAY_SECONDS_SYNC_CONDITION_CHECK = 0.1


INDEFINITE_PATH = re.compile(r"\*|\.\.|\?\(|\[[^\]]*[:,]")


def read_json_paths_as_aws_does() -> None:
    """A path to one place gives its value; one with a wildcard, slice or filter a list, even if empty."""
    json_path = private(f"{ASL}.utils.json_path")
    parse = functools.lru_cache(4096)(json_path.parse)

    def extract_json(path: str, data: Any) -> Any:
        found = parse(path).find(data)
        if INDEFINITE_PATH.search(path):
            return [each.value for each in found]
        if not found:
            raise json_path.NoSuchJsonPathError(json_path=path, data=data)
        return found[0].value

    replace_everywhere(f"{ASL}.utils.json_path", "extract_json", extract_json)


def evaluate_jsonata_in_python() -> None:
    """moto leaves JSONata's evaluator out, and writes all data into an expression before it is parsed.

    Here an expression is parsed once, and `$states` and the variables are bound as values.
    """

    def evaluate(self: Any, env: Any) -> None:
        bindings = {"states": env.states._states_data}
        bindings |= env.variable_store._outer_scope | env.variable_store._inner_scope
        try:
            env.stack.append(_jsonata_value(self.expression, bindings))
        except Exception as problem:
            raise _query_evaluation_error(env, f"The JSONata expression '{self.expression}' {problem}") from problem

    strings = private(STRINGS)
    strings.StringJSONata._eval_body = evaluate
    strings.StringVariableSample._eval_body = evaluate


@functools.lru_cache(4096)
def _parsed_jsonata(expression: str) -> Any:
    parsed = private("jsonata.jsonata").Jsonata(expression)
    parsed.set_output_convert_nulls(False)  # so that null and "nothing" can be told apart
    private(STATES)._register_sfn_jsonata_functions(parsed)
    return parsed


def _jsonata_value(expression: str, bindings: Mapping[str, Any]) -> Any:
    jsonata, utils = private("jsonata.jsonata").Jsonata, private("jsonata.utils").Utils
    evaluator = copy.copy(_parsed_jsonata(expression))  # shares the syntax tree, not the state of evaluation
    jsonata.CURRENT.jsonata = evaluator  # where the built-in functions of this thread look for it
    null = utils.NULL_VALUE
    result = evaluator.evaluate(None, {name: null if value is None else value for name, value in bindings.items()})
    if result is None:
        raise ValueError("returned nothing (undefined).")
    return json.loads(json.dumps(utils.convert_nulls(result)))


def _query_evaluation_error(env: Any, cause: str) -> Exception:
    api = private(f"{PARSER}.api")
    name = private(f"{COMMON}.error_name.states_error_name_type").StatesErrorNameType.StatesQueryEvaluationError
    details = private(f"{ASL}.eval.event.event_detail").EventDetails(
        evaluationFailedEventDetails=api.EvaluationFailedEventDetails(error=name.to_name(), cause=cause)
    )
    return _failure(env, name, api.HistoryEventType.EvaluationFailed, details)


def _task_failure(env: Any, name: Any, cause: str) -> Exception:
    api = private(f"{PARSER}.api")
    details = private(f"{ASL}.eval.event.event_detail").EventDetails(
        taskFailedEventDetails=api.TaskFailedEventDetails(error=name.to_name(), cause=cause)
    )
    return _failure(env, name, api.HistoryEventType.TaskFailed, details)


def _failure(env: Any, name: Any, event_type: Any, details: Any) -> Exception:
    failures = private(f"{COMMON}.error_name.failure_event")
    error_name = private(f"{COMMON}.error_name.states_error_name").StatesErrorName(typ=name)
    event = failures.FailureEvent(env=env, error_name=error_name, event_type=event_type, event_details=details)
    exception: Exception = failures.FailureEventException(event)
    return exception


def start_executions_with_api_names(client: Client) -> None:
    """`states:startExecution` speaks in PascalCase, boto3 in camelCase."""
    service = private(f"{SERVICE}.state_task_service_sfn").StateTaskServiceSfn

    def evaluate(
        self: Any,
        env: Any,
        resource_runtime_part: Any,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> None:
        states = client("stepfunctions", resource_runtime_part.region, state_credentials.role_arn)
        response = states.start_execution(**_recased(normalised_parameters, str.lower))
        response.pop("ResponseMetadata", None)
        env.stack.append(_recased(plain_json(response), str.upper))

    def normalise(
        self: Any,
        response: dict[str, Any],
        boto_service_name: str | None = None,
        service_action_name: str | None = None,
    ) -> None:
        recased = _recased(plain_json(response), str.upper)
        response.clear()
        response.update(recased)

    service._eval_service_task = evaluate
    service._normalise_response = normalise


def _recased(values: Mapping[str, Any], first: Callable[[str], str]) -> dict[str, Any]:
    return {first(name[0]) + name[1:]: value for name, value in values.items()}


def iterate_over_map_items() -> None:
    """moto recurses from item to item, so that a Map of a thousand items overflows the stack and hangs."""

    def evaluate_pool(self: Any, job: Any, worker_frame: Any) -> None:
        while job is not None:
            job_frame = worker_frame.open_inner_frame()
            self._eval_job(env=job_frame, job=job)
            worker_frame.close_frame(job_frame)
            following = None if self.stopped() or isinstance(job.job_output, Exception) else self._job_pool.next_job()
            if following is None:
                context = worker_frame.event_history_context
                context.source_event_id = job_frame.event_history_context.last_published_event_id
                self._env.close_frame(worker_frame)  # before the job: the Map goes on when its last job closes
            self._job_pool.close_job(job)
            job = following

    private(f"{ITERATION}.iteration_worker").IterationWorker._eval_pool = evaluate_pool


def stop_map_runs_over_the_failure_threshold() -> None:
    """moto turns failed children into nulls and succeeds; AWS ends the run when too many have failed."""
    worker = private(f"{ITERATION}.itemprocessor.distributed_item_processor_worker").DistributedItemProcessorWorker

    def evaluate_pool(self: Any, job: Any, worker_frame: Any) -> None:
        while job is not None:
            job_frame = worker_frame.open_inner_frame()
            self._eval_job(env=job_frame, job=job)
            worker_frame.delete_frame(job_frame)
            if _too_many_failed(self._map_run_record, self._job_pool._jobs_number):
                job.job_output = _threshold_exceeded(self._env)
            ended = self.stopped() or isinstance(job.job_output, Exception)
            self._job_pool.close_job(job)
            job = None if ended else self._job_pool.next_job()

    worker._eval_pool = evaluate_pool


def _too_many_failed(record: Any, items: int) -> bool:
    """With neither limit given, the first failure is one too many; with both, either one ends the run."""
    failed = record.item_counter.failed.get()
    count, percentage = record.tolerated_failure_count or 0, record.tolerated_failure_percentage or 0
    if not failed:
        return False
    if not count and not percentage:
        return True
    return bool((count and failed > count) or (percentage and failed * 100 > percentage * items))


def _threshold_exceeded(env: Any) -> Exception:
    kinds = private(f"{COMMON}.error_name.states_error_name_type").StatesErrorNameType
    cause = "The specified tolerated failure threshold was exceeded"
    return _task_failure(env, kinds.StatesExceedToleratedFailureThreshold, cause)


def stay_stopped() -> None:
    """An execution stopped inside a Map fails a moment later, as its iterations end without an answer."""
    environment = private(f"{ASL}.eval.environment").Environment
    stopped = private(f"{ASL}.eval.program_state").ProgramStopped
    set_error = environment.set_error

    def set_error_unless_stopped(self: Any, error: Any) -> None:
        if not isinstance(self._program_state, stopped):
            set_error(self, error)

    environment.set_error = set_error_unless_stopped


def raise_reserved_errors_again() -> None:
    """A Fail state may pass on `States.Timeout`; moto refuses every name that begins with `States.`."""
    name_type = private(f"{COMMON}.error_name.custom_error_name").CustomErrorName

    def initialise(self: Any, error_name: str | None) -> None:
        super(name_type, self).__init__(error_name=error_name)

    name_type.__init__ = initialise


TERMINAL_ERRORS = {"States.DataLimitExceeded", "States.Runtime"}


def leave_terminal_errors_uncaught() -> None:
    """`States.ALL` stands for every error but these two."""
    declaration = private(f"{COMMON}.error_name.error_equals_decl").ErrorEqualsDecl
    matches = declaration._eval_body

    def evaluate(self: Any, env: Any) -> None:
        error = env.stack[-1]
        matches(self, env)
        if getattr(error, "error_name", None) in TERMINAL_ERRORS and error not in self.error_names:
            env.stack[-1] = False

    declaration._eval_body = evaluate


def name_the_error_of_a_choice_without_a_match() -> None:
    choice = private(f"{ASL}.component.state.choice.state_choice").StateChoice
    evaluate_state = choice._eval_state

    def evaluate(self: Any, env: Any) -> None:
        try:
            evaluate_state(self, env)
        except RuntimeError as unmatched:
            kinds = private(f"{COMMON}.error_name.states_error_name_type").StatesErrorNameType
            raise _task_failure(env, kinds.StatesNoChoiceMatched, "No choice matched the input") from unmatched

    choice._eval_state = evaluate


class _PlainClient:
    """A boto3 client whose answers are plain JSON, as the output of a state must be."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if not callable(operation):
            return operation
        return lambda **arguments: plain_json(operation(**_with_json_bodies(arguments)))


def answer_sdk_calls_in_plain_json(client: Client) -> None:
    def plain_client_for(region: str, service: str, state_credentials: Any) -> _PlainClient:
        return _PlainClient(client(service, region, state_credentials.role_arn))

    private(f"{SERVICE}.state_task_service_aws_sdk").boto_client_for = plain_client_for


def _with_json_bodies(arguments: dict[str, Any]) -> dict[str, Any]:
    """What goes into a binary parameter may be given as JSON."""
    return {
        name: json.dumps(value).encode()
        if name in ("Body", "Payload") and not isinstance(value, bytes | str)
        else value
        for name, value in arguments.items()
    }


def plain_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain_json(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set):
        return [plain_json(each) for each in value]
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    if hasattr(value, "read"):
        value = value.read()
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else value


def call_functions_directly(invoke: Invoke) -> None:
    """Without a round trip over HTTP: half of what a task costs."""
    utils = private(f"{EXEC}.state_task.lambda_eval_utils")

    def invoke_function(parameters: dict[str, Any], region: str, state_credentials: Any) -> dict[str, Any]:
        event = json.loads(parameters.get("Payload") or b"{}")
        try:
            answer, failed = invoke(parameters["FunctionName"], event, state_credentials.role_arn)
        except (LambdaThrottled, LambdaNotFound, NotPermitted) as refusal:
            raise _client_error(refusal) from refusal
        response = {"StatusCode": 200, "ExecutedVersion": "$LATEST", "Payload": answer}
        return response | {"FunctionError": "Unhandled"} if failed else response

    def execute(env: Any, parameters: dict[str, Any], region: str, account: str, credentials: Any) -> None:
        response = invoke_function(parameters, region, credentials)
        if error := response.get("FunctionError"):
            raise utils.LambdaFunctionErrorException(error, json.dumps(response["Payload"], separators=(",", ":")))
        env.stack.append(response)

    utils._invoke_lambda_function = invoke_function
    utils.exec_lambda_function = execute


REFUSALS = {
    LambdaThrottled: ("TooManyRequestsException", 429),
    LambdaNotFound: ("ResourceNotFoundException", 404),
    NotPermitted: ("AWSLambdaException", 403),  # what Step Functions calls AccessDeniedException
}


def _client_error(refusal: Exception) -> Exception:
    code, status = REFUSALS[type(refusal)]
    return ClientError(
        {
            "Error": {"Code": code, "Message": str(refusal)},
            "ResponseMetadata": {
                "HTTPStatusCode": status,
                "RequestId": "-",
                "HostId": "",
                "HTTPHeaders": {},
                "RetryAttempts": 0,
            },
        },
        "Invoke",
    )


def _boto_client_for(client: Client) -> Callable[..., Any]:
    def boto_client_for(region: str, service: str, state_credentials: Any) -> Any:
        return client(service, region, state_credentials.role_arn)

    return boto_client_for
