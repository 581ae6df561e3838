"""The HTTP server of the model simulator: OpenAI's paths under /v1, its own under /simulator."""

import asyncio
import json
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local.simulator.answers import (
    Answer,
    ApiError,
    image_tokens,
    model_body,
    moderation_blocked,
    no_quota,
    picture_body,
    response_body,
    server_error,
    token_count,
    too_many,
)
from local.simulator.asked import block
from local.simulator.chance import prompt_hash, uniform
from local.simulator.easel import Easel
from local.simulator.faults import Script, drawn_fault, read_script, spared
from local.simulator.journal import IMAGE_SECONDS, REFUSED_SECONDS, Call, Journal, text_seconds
from local.simulator.limits import RateLimit
from local.simulator.options import Options
from local.simulator.pantry import aliases, pantry
from local.simulator.requests import ImageRequest, TextRequest, read_image_request, read_text_request
from local.simulator.writer import is_repair, write_answer

Endpoint = Callable[[Request], Awaitable[Response]]

DRAWING_WAITS = 3.0  # of the seconds a real picture takes: drawing at once would crowd whoever starts the next calls


class Simulator:
    """The state of one running simulator."""

    def __init__(self, options: Options) -> None:
        pantry(), aliases()  # the first recipe should not pay for reading the foods
        self.script = Script()
        self.easel = Easel(options.workers)
        self.journal = Journal(time.monotonic)
        self.arrivals: Counter[tuple[str, str]] = Counter()
        self.answered: Counter[tuple[str, str]] = Counter()
        self.set_options(options)

    def set_options(self, options: Options) -> None:
        """Take new options; the buckets are filled anew and bursts end."""
        self.options = options
        self.burst_ends: dict[str, float] = {}
        self.limits = {
            "text": RateLimit(options.text_rpm, options.text_tpm, time.monotonic),
            "image": RateLimit(options.image_ipm, None, time.monotonic),
        }

    # --- A call's way in -------------------------------------------------------------------------

    def check_key(self, request: Request) -> None:
        """Raise ApiError unless the request carries the accepted key."""
        scheme, _, key = request.headers.get("authorization", "").partition(" ")
        key = key.strip()
        if scheme.lower() != "bearer" or not key:
            raise ApiError(401, "You didn't provide an API key.")
        if self.options.key is not None and key != self.options.key:
            raise ApiError(401, f"Incorrect API key provided: {key[:3]}***.", code="invalid_api_key")

    def admit(self, call: Call, tokens: int) -> None:
        """Raise ApiError where the rate limit, or a burst, turns the call away."""
        burst = self.burst_ends.get(call.kind, 0.0) - time.monotonic()
        wait = burst if burst > 0 else self.limits[call.kind].admit(tokens)
        if wait > 0:
            self.journal.design(call, REFUSED_SECONDS, self.options.latency)
            raise too_many(call.model, wait)

    def fault_of(self, call: Call, prompt: str) -> str | None:
        """The fault this call is to suffer: the script's before the rates'."""
        key = (call.kind, call.prompt_hash)
        self.arrivals[key] += 1
        scripted = self.script.fault(call.kind, prompt)
        drawn = drawn_fault(self.options, call.kind, prompt, self.arrivals[key])
        fault = scripted or spared(drawn, is_repair(prompt), self.options.rates(call.kind))
        call.fault = fault
        return fault

    def occurrence(self, call: Call) -> int:
        """How often this prompt has been answered, this time included."""
        self.answered[call.kind, call.prompt_hash] += 1
        return self.answered[call.kind, call.prompt_hash]

    async def fail(self, call: Call, prompt: str, request: Request) -> None:
        """Raise the ApiError of a fault that ends the call without content; return where there is none."""
        if call.fault == "timeout":
            await self.hang(call, request)
        if call.fault == "rate_limited":
            self.burst_ends[call.kind] = time.monotonic() + self.options.burst_seconds
        errors: dict[str, Callable[[], ApiError]] = {
            "rate_limited": lambda: too_many(call.model, self.options.burst_seconds),
            "insufficient_quota": no_quota,
            "moderation_blocked": moderation_blocked,
            "server_error": lambda: server_error(uniform(self.options.seed, prompt, self.arrivals.total(), "5xx")),
        }
        if call.fault in errors:
            self.journal.design(call, REFUSED_SECONDS, self.options.latency)
            await asyncio.sleep(call.seconds)
            raise errors[call.fault]()

    async def hang(self, call: Call, request: Request) -> None:
        """Keep the client waiting until it goes away, at most `hang_seconds`; then answer 504."""
        self.journal.design(call, self.options.hang_seconds, 1.0)
        end = time.monotonic() + self.options.hang_seconds
        while time.monotonic() < end and not await request.is_disconnected():
            await asyncio.sleep(0.05)
        raise ApiError(504, "The request timed out. (model simulator)", "server_error", "timeout")

    async def pace(self, call: Call, real: float, cpu: float) -> None:
        """Wait until the call has taken its simulated latency."""
        self.journal.design(call, real, self.options.latency, cpu)
        await asyncio.sleep(self.journal.remaining(call, self.options.latency, real))

    # --- The two kinds of calls ------------------------------------------------------------------

    async def text(self, asked: TextRequest, body: dict[str, Any], call: Call, request: Request) -> Response:
        read = token_count(asked.prompt + (json.dumps(asked.schema) if asked.schema else ""))
        self.admit(call, read + min(asked.max_output_tokens or 700, 700))
        self.fault_of(call, asked.prompt)
        await self.fail(call, asked.prompt, request)
        began = time.process_time()
        answer = self.written(asked, call)
        cpu = time.process_time() - began
        call.input_tokens, call.output_tokens, call.tokens = read, answer.tokens, read + answer.tokens
        await self.pace(call, text_seconds(answer.tokens), cpu)
        identity = f"{call.prompt_hash}{self.arrivals['text', call.prompt_hash]:04d}"
        return JSONResponse(response_body(body, answer, identity, int(time.time()), read))

    def written(self, asked: TextRequest, call: Call) -> Answer:
        occurrence = self.occurrence(call)
        answer = write_answer(asked.input, asked.prompt, asked.schema, self.options.seed, occurrence, call.fault)
        return answer.cut_to(asked.max_output_tokens)

    async def image(self, asked: ImageRequest, call: Call, request: Request) -> Response:
        self.admit(call, 0)
        self.fault_of(call, asked.prompt)
        await self.fail(call, asked.prompt, request)
        occurrence = self.occurrence(call)
        await asyncio.sleep(DRAWING_WAITS * self.options.latency)
        picture, cpu = await self.easel.draw(asked, self.options.seed, occurrence, call.fault)
        read, drawn = token_count(asked.prompt), image_tokens(asked.width, asked.height, asked.quality)
        call.input_tokens, call.output_tokens, call.tokens = read, drawn, read + drawn
        await self.pace(call, IMAGE_SECONDS, cpu)
        return JSONResponse(picture_body(picture, asked.echo(), int(time.time()), read, drawn))

    async def responses(self, request: Request) -> Response:
        self.check_key(request)
        body = await json_object(request)
        asked = read_text_request(body, self.options.text_models)
        call = self.journal.begin("text", asked.model, prompt_hash(asked.prompt))
        call.subject = prompt_hash(block(asked.input, "concept") or asked.input)
        return await self.recorded(call, self.text(asked, body, call, request))

    async def generations(self, request: Request) -> Response:
        self.check_key(request)
        body = await json_object(request)
        asked = read_image_request(body, self.options.image_models)
        call = self.journal.begin("image", asked.model, prompt_hash(asked.prompt))
        return await self.recorded(call, self.image(asked, call, request))

    async def recorded(self, call: Call, answer: Awaitable[Response]) -> Response:
        """The answer with its rate-limit headers, written into the journal."""
        try:
            response = await answer
        except ApiError as error:
            self.journal.end(call, error.status, error.code)
            error.headers |= self.limits[call.kind].headers()
            raise
        response.headers.update(self.limits[call.kind].headers())
        self.journal.end(call, response.status_code)
        return response

    async def models(self, request: Request) -> Response:
        self.check_key(request)
        names = self.options.text_models + self.options.image_models
        return JSONResponse({"object": "list", "data": [model_body(name) for name in names]})

    # --- The simulator's own doors ---------------------------------------------------------------

    async def health(self, _: Request) -> Response:
        return JSONResponse({"status": "ok", "name": "model simulator", "seed": self.options.seed})

    async def read_journal(self, _: Request) -> Response:
        return JSONResponse(self.journal.entries())

    async def clear_journal(self, _: Request) -> Response:
        self.journal.calls.clear()
        return Response(status_code=204)

    async def set_script(self, request: Request) -> Response:
        try:
            lines = read_script(await request.json())
        except ValueError as error:
            raise ApiError(400, str(error)) from None
        self.script.set(lines)
        return JSONResponse({"lines": len(lines)})

    async def clear_script(self, _: Request) -> Response:
        self.script.set([])
        return Response(status_code=204)

    async def change_settings(self, request: Request) -> Response:
        changes = await json_object(request)
        try:
            self.set_options(self.options.changed(changes))
        except ValueError as error:
            raise ApiError(400, str(error)) from None
        if "seed" in changes:
            self.arrivals.clear()
            self.answered.clear()
        return JSONResponse({"status": "ok"})


async def json_object(request: Request) -> dict[str, Any]:
    """The request's body; raises ApiError unless it is a JSON object."""
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise ApiError(400, "We could not parse the JSON body of your request.")
    return body


async def answer_error(_: Request, error: Exception) -> Response:
    """The provider's error body."""
    assert isinstance(error, ApiError)
    return JSONResponse(error.body(), error.status, headers=error.headers)


def make_app(options: Options) -> Starlette:
    """The server's application."""
    simulator = Simulator(options)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        simulator.easel.open()
        yield
        simulator.easel.close()

    paths: list[tuple[str, Endpoint, str]] = [
        ("/v1/responses", simulator.responses, "POST"),
        ("/v1/images/generations", simulator.generations, "POST"),
        ("/v1/models", simulator.models, "GET"),
        ("/simulator/health", simulator.health, "GET"),
        ("/simulator/journal", simulator.read_journal, "GET"),
        ("/simulator/journal", simulator.clear_journal, "DELETE"),
        ("/simulator/script", simulator.set_script, "POST"),
        ("/simulator/script", simulator.clear_script, "DELETE"),
        ("/simulator/settings", simulator.change_settings, "POST"),
    ]
    routes = [Route(path, endpoint, methods=[method]) for path, endpoint, method in paths]
    app = Starlette(routes=routes, lifespan=lifespan, exception_handlers={ApiError: answer_error})
    app.state.simulator = simulator
    return app
