"""moto: one execution in the interpreter."""

import datetime
import json
import re
from typing import Any

from local.cloud.patches.interpreter import plain_json
from local.cloud.patches.names import ASL, PARSER, private


class Program:
    """One execution in the interpreter."""

    def __init__(self, execution: dict[str, Any], state_machine: dict[str, Any]) -> None:
        details = private(f"{ASL}.eval.evaluation_details")
        arn, role = execution["executionArn"], state_machine["roleArn"]
        _, _, _, region, account, *_ = arn.split(":")
        evaluation = details.EvaluationDetails(
            details.AWSExecutionDetails(account, region, role),
            details.ExecutionDetails(
                arn, execution["name"], role, json.loads(execution["input"]), execution["startDate"]
            ),
            details.StateMachineDetails(
                execution["stateMachineArn"],
                state_machine["name"],
                state_machine.get("type", "STANDARD"),
                _with_float_percentages(state_machine["definition"]),
            ),
        )
        self._worker = private(f"{PARSER}.backend.execution_worker").SyncExecutionWorker(
            evaluation, _nobody_to_tell(), None, {}
        )

    @property
    def _env(self) -> Any:
        return self._worker.env

    def run(self) -> dict[str, Any]:
        """Until it ends: the `status` and the `output`, or the `error` and the `cause`."""
        states = private(f"{ASL}.eval.program_state")
        self._worker.start()
        state = self._env.program_state()
        if isinstance(state, states.ProgramEnded):
            return {"status": "SUCCEEDED", "output": json.dumps(self._env.states.get_input(), default=str)}
        if isinstance(state, states.ProgramTimedOut):
            return {"status": "TIMED_OUT"}
        if isinstance(state, states.ProgramStopped):
            return {"status": "ABORTED", "error": state.error, "cause": state.cause}
        return {"status": "FAILED", "error": state.error.get("error"), "cause": state.error.get("cause")}

    def stop(self, error: str | None, cause: str | None) -> None:
        if self._env:
            self._env.set_stop(stop_date=datetime.datetime.now(datetime.UTC), cause=cause, error=error)

    def history(self) -> list[dict[str, Any]]:
        events = self._env.event_manager.get_event_history() if self._env else []
        return [{**event, "type": str(getattr(event["type"], "value", event["type"]))} for event in events]

    def map_runs(self) -> list[dict[str, Any]]:
        return [plain_json(record.list_item()) for record in self._map_run_records()]

    def describe_map_run(self, arn: str) -> dict[str, Any] | None:
        for record in self._map_run_records():
            if record.map_run_arn == arn:
                return {**plain_json(record.describe())}
        return None

    def _map_run_records(self) -> list[Any]:
        return list(self._env.map_run_record_pool_manager.get_all()) if self._env else []

    def succeed_task(self, token: str, output: str) -> bool:
        return self._notify(token, private(f"{ASL}.eval.callback.callback").CallbackOutcomeSuccess(token, output))

    def fail_task(self, token: str, error: str | None, cause: str | None) -> bool:
        outcome = private(f"{ASL}.eval.callback.callback").CallbackOutcomeFailure(token, error, cause)
        return self._notify(token, outcome)

    def beat(self, token: str) -> bool:
        return bool(self._env and self._env.callback_pool_manager.heartbeat(callback_id=token))

    def _notify(self, token: str, outcome: Any) -> bool:
        """False if the token is not one of this execution; an exception if the task has timed out."""
        return bool(self._env and self._env.callback_pool_manager.notify(callback_id=token, outcome=outcome))


def refused(definition: str) -> str | None:
    """Why the grammar refuses a state machine's definition; one that it takes is kept parsed for its executions."""
    parser = private(f"{ASL}.parse.asl_parser")
    try:
        parser.AmazonStateLanguageParser.parse(_with_float_percentages(definition))
    except parser.ASLParserException as problem:
        return str(problem)
    return None


def _nobody_to_tell() -> Any:
    communication = private(f"{PARSER}.backend.execution_worker_comm").ExecutionWorkerCommunication
    return type("Silent", (communication,), {"terminated": lambda _: None})()


def _with_float_percentages(definition: str) -> str:
    """The grammar wants a decimal point in this one number, and CDK writes an integer."""
    return re.sub(r'("ToleratedFailurePercentage"\s*:\s*\d+)(?=\s*[,}\r\n])', r"\1.0", definition)
