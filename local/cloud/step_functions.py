"""Step Functions: ministack keeps the API, moto's interpreter runs the executions."""

import threading
from collections.abc import Callable
from typing import Any

from local.cloud.patches import Program, StatesService, refused

ENDINGS = {"ABORTED": "ExecutionAborted", "TIMED_OUT": "ExecutionTimedOut"}

Handler = Callable[[dict[str, Any]], Any]


class StepFunctions:
    def __init__(self, service: StatesService) -> None:
        self.service = service
        self.lock = threading.Lock()
        self.running: dict[str, Program] = {}
        self.map_runs: dict[str, list[dict[str, Any]]] = {}  # of executions that have ended
        service.run_with(self.run)
        service.wrap("create_state_machine", self.create)
        service.wrap("start_execution", self.start)
        service.wrap("stop_execution", self.stop)
        service.wrap("get_execution_history", self.history)
        service.wrap("list_map_runs", self.list_map_runs)
        service.wrap("describe_map_run", self.describe_map_run)
        service.wrap("send_task_success", self.succeed_task)
        service.wrap("send_task_failure", self.fail_task)
        service.wrap("send_task_heartbeat", self.beat)

    def run(self, arn: str) -> None:
        """The whole life of one execution, in the thread that was started for it."""
        execution = self.service.execution(arn)
        assert execution, arn
        program = Program(execution, self.service.state_machine(execution["stateMachineArn"]))
        with self.lock:
            self.running[arn] = program
        try:
            result = program.run()
        except Exception as problem:  # a definition that cannot be run is an execution that failed
            result = {"status": "FAILED", "error": "States.Runtime", "cause": repr(problem)}
        self.end(execution, program, result)

    def end(self, execution: dict[str, Any], program: Program, result: dict[str, Any]) -> None:
        arn = execution["executionArn"]
        was_stopped = execution["status"] != "RUNNING"
        if not was_stopped:
            execution.update(result, stopDate=self.service.now())
        with self.lock:
            execution["events"] = history_of(execution, program)
            self.map_runs[arn] = [program.describe_map_run(run["mapRunArn"]) or run for run in program.map_runs()]
            del self.running[arn]
        if not was_stopped:
            self.service.announce(execution)

    def create(self, original: Handler, request: dict[str, Any]) -> Any:
        """As AWS does, read the definition now: a bad one is refused, and no execution waits for its parsing."""
        if problem := refused(request["definition"]):
            return self.service.refuse("InvalidDefinition", f"Invalid State Machine Definition: {problem}")
        return original(request)

    def start(self, original: Handler, request: dict[str, Any]) -> Any:
        """The same name and input while it runs is the same execution; ministack refuses every second use."""
        execution = self.service.execution(self._arn_of(request) or "")
        if execution and execution["status"] == "RUNNING" and execution["input"] == request.get("input", "{}"):
            return self.service.answer({name: execution[name] for name in ("executionArn", "startDate")})
        return original(request)

    def _arn_of(self, request: dict[str, Any]) -> str | None:
        state_machine = self.service.resolve(request.get("stateMachineArn", ""))
        if not state_machine:
            return None
        return state_machine.replace(":stateMachine:", ":execution:") + f":{request.get('name')}"

    def stop(self, original: Handler, request: dict[str, Any]) -> Any:
        answer = original(request)
        if program := self._program(request):
            program.stop(request.get("error"), request.get("cause"))
        return answer

    def history(self, original: Handler, request: dict[str, Any]) -> Any:
        execution = self.service.execution(request.get("executionArn", ""))
        if execution and (program := self._program(request)):
            execution["events"] = history_of(execution, program)
        return original(request)

    def list_map_runs(self, original: Handler, request: dict[str, Any]) -> Any:
        program, arn = self._program(request), request["executionArn"]
        return self.service.answer({"mapRuns": program.map_runs() if program else self.map_runs.get(arn, [])})

    def describe_map_run(self, original: Handler, request: dict[str, Any]) -> Any:
        arn = request["mapRunArn"]
        for program in self._programs():
            if description := program.describe_map_run(arn):
                return self.service.answer(description)
        for ended in self.map_runs.values():
            for description in ended:
                if description["mapRunArn"] == arn:
                    return self.service.answer(description)
        return self.service.refuse("ResourceNotFound", f"Map Run Does Not Exist: '{arn}'")

    def succeed_task(self, original: Handler, request: dict[str, Any]) -> Any:
        return self._callback(original, request, lambda each, token: each.succeed_task(token, request["output"]))

    def fail_task(self, original: Handler, request: dict[str, Any]) -> Any:
        error, cause = request.get("error"), request.get("cause")
        return self._callback(original, request, lambda each, token: each.fail_task(token, error, cause))

    def beat(self, original: Handler, request: dict[str, Any]) -> Any:
        return self._callback(original, request, lambda each, token: each.beat(token))

    def _callback(self, original: Handler, request: dict[str, Any], notify: Callable[[Program, str], bool]) -> Any:
        """A token says nothing about its execution, so every running one is asked."""
        try:
            if any(notify(program, request["taskToken"]) for program in self._programs()):
                return self.service.answer({})
        except Exception as late:
            return self.service.refuse("TaskTimedOut", str(late) or "Task Timed Out")
        return original(request)

    def _program(self, request: dict[str, Any]) -> Program | None:
        return self.running.get(request.get("executionArn", ""))

    def _programs(self) -> list[Program]:
        with self.lock:
            return list(self.running.values())


def history_of(execution: dict[str, Any], program: Program) -> list[dict[str, Any]]:
    """Its last event may be ahead of the interpreter, which goes on until its running tasks have answered."""
    events = program.history()
    ending = ENDINGS.get(execution["status"])
    if ending and all(event["type"] != ending for event in events):
        details = {name: execution[name] for name in ("error", "cause") if execution.get(name)}
        last = {"id": len(events) + 1, "previousEventId": len(events), "timestamp": execution["stopDate"]}
        events.append({**last, "type": ending, f"{ending[0].lower()}{ending[1:]}EventDetails": details})
    return events
