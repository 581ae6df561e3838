"""Every private name of moto and ministack that is touched, and the check that it is there."""

import importlib
import sys
import types
from collections.abc import Iterator
from typing import Any

APP = "ministack.app"
ACTIONS = "ministack.core.iam_actions"
EVALUATOR = "ministack.core.iam_evaluator"
SESSIONS = "ministack.services.sts"
RESOURCES = "ministack.services.cloudformation.provisioners"
OBJECTS = "ministack.services.s3"
LAMBDA = "ministack.services.lambda_svc"
LAMBDA_RUNTIME = "ministack.core.lambda_runtime"
STATES = "ministack.services.stepfunctions"
GATEWAY = "ministack.services.apigateway_v1"
RESPONSES = "ministack.core.responses"
SIGNATURES = "ministack.core.sigv4"
PARSER = "moto.stepfunctions.parser"
ASL = f"{PARSER}.asl"
COMMON = f"{ASL}.component.common"
EXEC = f"{ASL}.component.state.exec"
SERVICE = f"{EXEC}.state_task.service"
ITERATION = f"{EXEC}.state_map.iteration"
STRINGS = f"{COMMON}.string.string_expression"

PRIVATE_NAMES: dict[str, tuple[str, ...]] = {
    APP: ("AUTH", "app", "pin_request_origin", "pin_signed_request"),
    ACTIONS: (
        "_resource_policy_denial",
        "_ses_v2_resource_arn",
        "access_denied_response",
        "extract_iam_action",
        "identity_denial_message",
        "s3_additional_checks",
    ),
    EVALUATOR: ("AuthError", "EvalResult", "enforce", "parse_policy_document", "pin_request_caller"),
    OBJECTS: ("_buckets",),
    RESOURCES: ("_RESOURCE_HANDLERS",),
    SESSIONS: ("register_session",),
    LAMBDA: (
        "_emit_lambda_logs",
        "_execute_function_warm",
        "_execute_function_with_config_scope",
        "_execution_record_for_config",
        "_get_func_record_for_ref",
        "_resolve_layer_zip",
        "_sqs_esm_concurrency",
    ),
    LAMBDA_RUNTIME: ("_account_region_from_function_config", "execution_credentials"),
    STATES: (
        "_describe_map_run",
        "_emit_execution_status_event",
        "_executions",
        "_get_execution_history",
        "_list_map_runs",
        "_register_sfn_jsonata_functions",
        "_resolve_state_machine_arn",
        "_run_execution",
        "_send_task_failure",
        "_send_task_heartbeat",
        "_send_task_success",
        "_start_execution",
        "_state_machines",
        "_stop_execution",
        "error_response_json",
        "json_response",
        "now_iso",
    ),
    GATEWAY: ("_build_lambda_event_v1", "_gw_error", "_invoke_lambda_proxy_v1"),
    RESPONSES: ("StreamingResponse",),
    SIGNATURES: ("HeaderSignature", "header_signature_failure", "parse_header_signature"),
    "jsonata.jsonata": ("Jsonata.CURRENT", "Jsonata.set_output_convert_nulls"),
    "jsonata.utils": ("Utils.NULL_VALUE", "Utils.convert_nulls"),
    f"{PARSER}.api": ("EvaluationFailedEventDetails", "HistoryEventType", "TaskFailedEventDetails"),
    f"{PARSER}.utils": ("TMP_THREADS",),
    f"{PARSER}.backend.execution_worker": ("SyncExecutionWorker",),
    f"{PARSER}.backend.execution_worker_comm": ("ExecutionWorkerCommunication",),
    f"{ASL}.eval.callback.callback": ("CallbackOutcomeFailure", "CallbackOutcomeSuccess"),
    f"{ASL}.eval.environment": (
        "Environment._program_state",
        "Environment.callback_pool_manager",
        "Environment.map_run_record_pool_manager",
        "Environment.set_error",
    ),
    f"{ASL}.eval.evaluation_details": (
        "AWSExecutionDetails",
        "EvaluationDetails",
        "ExecutionDetails",
        "StateMachineDetails",
    ),
    f"{ASL}.eval.event.event_detail": ("EventDetails",),
    f"{ASL}.eval.event.event_manager": ("EventManager.get_event_history",),
    f"{ASL}.eval.program_state": ("ProgramEnded", "ProgramStopped", "ProgramTimedOut"),
    f"{ASL}.eval.states": ("States._states_data",),
    f"{ASL}.eval.variable_store": ("VariableStore._inner_scope", "VariableStore._outer_scope"),
    f"{ASL}.parse.asl_parser": ("ASLParserException", "AmazonStateLanguageParser.parse"),
    f"{ASL}.utils.boto_client": ("boto_client_for",),
    f"{ASL}.utils.json_path": ("NoSuchJsonPathError", "extract_json", "parse"),
    f"{COMMON}.error_name.custom_error_name": ("CustomErrorName.__init__",),
    f"{COMMON}.error_name.error_equals_decl": ("ErrorEqualsDecl._eval_body",),
    f"{COMMON}.error_name.failure_event": ("FailureEvent", "FailureEventException"),
    f"{COMMON}.error_name.states_error_name": ("StatesErrorName",),
    f"{COMMON}.error_name.states_error_name_type": ("StatesErrorNameType",),
    f"{COMMON}.retry.retrier_decl": ("time",),
    STRINGS: ("StringJSONata._eval_body", "StringVariableSample._eval_body"),
    f"{ASL}.component.state.choice.state_choice": ("StateChoice._eval_state",),
    f"{ASL}.component.state.wait.wait_function.wait_function": ("WaitFunction._eval_body",),
    f"{EXEC}.state_task.lambda_eval_utils": (
        "LambdaFunctionErrorException",
        "_invoke_lambda_function",
        "exec_lambda_function",
    ),
    f"{SERVICE}.state_task_service_aws_sdk": ("boto_client_for",),
    f"{SERVICE}.state_task_service_callback": ("_DELAY_SECONDS_SYNC_CONDITION_CHECK",),
    f"{SERVICE}.state_task_service_sfn": (
        "StateTaskServiceSfn._eval_service_task",
        "StateTaskServiceSfn._normalise_response",
        "boto_client_for",
    ),
    f"{ITERATION}.iteration_worker": ("IterationWorker._eval_job", "IterationWorker._eval_pool"),
    f"{ITERATION}.itemprocessor.distributed_item_processor_worker": (
        "DistributedItemProcessorWorker._eval_job",
        "DistributedItemProcessorWorker._eval_pool",
    ),
    f"{ITERATION}.itemprocessor.map_run_record": ("MapRunRecord.describe", "MapRunRecord.list_item"),
    f"{ITERATION}.job": ("JobPool._jobs_number", "JobPool.close_job", "JobPool.next_job"),
}


def check_private_names() -> None:
    """Fail at once, and by name, when an installed version is not the one this was written for."""
    leave_batch_out()
    importlib.import_module(f"{PARSER}.models")  # the interpreter's modules only import in this order
    missing = [f"{module}:{name}" for module, names in PRIVATE_NAMES.items() for name in _absent(module, names)]
    if missing:
        raise SystemExit(
            "The installed moto or ministack is not the pinned version; missing: "
            + ", ".join(missing)
            + ". Run: cd local/cloud && UV_PROJECT_ENVIRONMENT=../../.venv-cloud uv sync --frozen"
        )


def leave_batch_out() -> None:
    """To name two states of a job, moto loads its emulation of Batch, and with it EC2's: a second's work."""
    batch, utils = types.ModuleType("moto.batch"), types.ModuleType("moto.batch.utils")
    vars(utils)["JobStatus"] = types.SimpleNamespace(SUCCEEDED="SUCCEEDED", FAILED="FAILED")
    sys.modules |= {"moto.batch": batch, "moto.batch.utils": utils}


def _absent(module: str, names: tuple[str, ...]) -> Iterator[str]:
    try:
        loaded: Any = importlib.import_module(module)
    except ImportError:
        yield "(the module)"
        return
    for name in names:
        owner, _, attribute = name.rpartition(".")
        holder = getattr(loaded, owner, None) if owner else loaded
        if not hasattr(holder, attribute) and attribute not in getattr(holder, "__annotations__", {}):
            yield name


def private(name: str) -> Any:
    assert name in PRIVATE_NAMES, f"{name} is not declared"
    return importlib.import_module(name)
