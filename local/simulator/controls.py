"""The simulator's own doors: whether it lives, what was asked, what is to go wrong, and its settings."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.simulator.answers import ApiError
from local.simulator.faults import read_script
from local.simulator.gate import Gate
from local.simulator.requests import json_object


class Controls:
    """For those who start the simulator, and for tests."""

    def __init__(self, gate: Gate) -> None:
        self.gate = gate

    async def health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok", "name": "model simulator", "seed": self.gate.options.seed})

    async def read_journal(self, _: Request) -> Response:
        return JSONResponse(self.gate.journal.entries())

    async def clear_journal(self, _: Request) -> Response:
        self.gate.journal.calls.clear()
        return Response(status_code=204)

    async def set_script(self, request: Request) -> Response:
        try:
            lines = read_script(await request.json())
        except ValueError as error:
            raise ApiError(400, str(error)) from None
        self.gate.script.set(lines)
        return JSONResponse({"lines": len(lines)})

    async def clear_script(self, _: Request) -> Response:
        self.gate.script.set([])
        return Response(status_code=204)

    async def change_settings(self, request: Request) -> Response:
        changes = await json_object(request)
        try:
            self.gate.set_options(self.gate.options.changed(changes))
        except ValueError as error:
            raise ApiError(400, str(error)) from None
        if "seed" in changes:
            self.gate.arrivals.clear()
            self.gate.answered.clear()
        return JSONResponse({"status": "ok"})
