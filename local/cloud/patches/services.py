"""ministack: the AWS APIs, with places for another executor, another interpreter and streaming routes."""

import functools
from collections.abc import Callable
from typing import Any

from local.cloud.patches.names import APP, GATEWAY, LAMBDA, LAMBDA_RUNTIME, RESPONSES, STATES, private


class LambdaService:
    """ministack's Lambda API with another executor: versions, aliases, limits and triggers stay its own."""

    def __init__(self) -> None:
        self._service = private(LAMBDA)
        self._runtime = private(LAMBDA_RUNTIME)
        self._service._emit_lambda_logs = _keep_no_copy

    def execute_with(self, execute: Callable[[dict[str, Any], Any, str], dict[str, Any]]) -> None:
        """`execute(record, event, request id)` answers {"body": ..., "error": True on failure}."""
        self._service._execute_function_warm = execute

    def record(self, reference: str) -> dict[str, Any] | None:
        """The function a name, an ARN or a qualified ARN stands for: its `config` and its `code_zip`."""
        function, config, _ = self._service._get_func_record_for_ref(reference)
        return self._service._execution_record_for_config(function, config) if function and config else None

    def invoke(self, record: dict[str, Any], event: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self._service._execute_function_with_config_scope(record, event)
        return answer

    def layer_archives(self, config: dict[str, Any]) -> list[bytes]:
        return [self._service._resolve_layer_zip(layer) for layer in config.get("Layers", [])]

    def credentials(self, config: dict[str, Any]) -> dict[str, str]:
        _, region = self._runtime._account_region_from_function_config(config)
        return {
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            **self._runtime.execution_credentials(config),
        }


def _keep_no_copy(*_: Any, **__: Any) -> None:
    """What functions write goes to files; a copy of it in CloudWatch Logs would only fill the memory."""


class Gateway:
    """ministack's REST APIs, with routes whose integration streams its response."""

    def __init__(self) -> None:
        self._service = private(GATEWAY)
        self._streaming_response = private(RESPONSES).StreamingResponse

    def stream_with(self, stream: Callable[..., Any]) -> None:
        """`await stream(function, event, body)` answers status, headers and a body writer.

        Hooked in after the authorizer, throttling and validation, where other integrations are called too.
        """
        invoke = self._service._invoke_lambda_proxy_v1

        @functools.wraps(invoke)
        async def invoke_or_stream(integration: dict[str, Any], *request: Any, **options: Any) -> Any:
            function, streams, _ = integration.get("uri", "").partition("/response-streaming-invocations")
            if not streams:
                return await invoke(integration, *request, **options)
            event = self._event(request, options)
            try:
                status, headers, write = await stream(function.rpartition("/functions/")[2], event, request[7] or b"")
            except LookupError:
                return self._service._gw_error("API_CONFIGURATION_ERROR", "Internal server error")
            return status, headers, self._streaming_response(write)

        self._service._invoke_lambda_proxy_v1 = invoke_or_stream

    def _event(self, request: tuple[Any, ...], options: dict[str, Any]) -> dict[str, Any]:
        known = {name: value for name, value in options.items() if not name.startswith("owner_")}
        event: dict[str, Any] = self._service._build_lambda_event_v1(*request, **known)
        return event


class StatesService:
    """ministack's Step Functions API: it keeps state machines and executions, and runs none of them."""

    def __init__(self) -> None:
        self._service = private(STATES)

    def execution(self, arn: str) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self._service._executions.get(arn)
        return found

    def state_machine(self, arn: str) -> dict[str, Any]:
        found: dict[str, Any] = self._service._state_machines[arn]
        return found

    def resolve(self, reference: str) -> str | None:
        """The state machine's ARN, of a version or an alias too."""
        arn: str | None = self._service._resolve_state_machine_arn(reference)
        return arn

    def announce(self, execution: dict[str, Any]) -> None:
        """Send EventBridge the change of status."""
        self._service._emit_execution_status_event(execution)

    def run_with(self, run: Callable[[str], None]) -> None:
        self._service._run_execution = run

    def wrap(self, action: str, handler: Callable[[Callable[..., Any], dict[str, Any]], Any]) -> None:
        """Answer an API action by `handler(the original, request)`."""
        name = f"_{action}"
        setattr(self._service, name, functools.partial(handler, getattr(self._service, name)))

    def answer(self, body: dict[str, Any]) -> Any:
        return self._service.json_response(body)

    def refuse(self, code: str, message: str) -> Any:
        return self._service.error_response_json(code, message, 400)

    def now(self) -> str:
        return str(self._service.now_iso())


def application() -> Any:
    """ministack's ASGI application."""
    return private(APP).app
