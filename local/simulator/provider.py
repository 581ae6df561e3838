"""The two kinds of calls that a provider answers: texts and pictures."""

import asyncio
import json
import time
from collections.abc import Awaitable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.simulator.answers import Answer, ApiError, image_tokens, model_body, picture_body, response_body, token_count
from local.simulator.asked import block
from local.simulator.chance import prompt_hash
from local.simulator.easel import Easel
from local.simulator.gate import Gate
from local.simulator.journal import IMAGE_SECONDS, Call, text_seconds
from local.simulator.requests import ImageRequest, TextRequest, json_object, read_image_request, read_text_request
from local.simulator.writer import write_answer

DRAWING_WAITS = 3.0  # of the seconds a real picture takes: drawing at once would crowd whoever starts the next calls


class Provider:
    """OpenAI's paths."""

    def __init__(self, gate: Gate, easel: Easel) -> None:
        self.gate = gate
        self.easel = easel

    async def responses(self, request: Request) -> Response:
        self.gate.check_key(request)
        body = await json_object(request)
        asked = read_text_request(body, self.gate.options.text_models)
        call = self.gate.journal.begin("text", asked.model, prompt_hash(asked.prompt))
        call.in_job = bool(request.scope.get("in_job"))
        call.subject = prompt_hash(block(asked.input, "concept") or asked.input)
        return await self.recorded(call, self.text(asked, body, call, request))

    async def generations(self, request: Request) -> Response:
        self.gate.check_key(request)
        body = await json_object(request)
        asked = read_image_request(body, self.gate.options.image_models)
        call = self.gate.journal.begin("image", asked.model, prompt_hash(asked.prompt))
        call.in_job = bool(request.scope.get("in_job"))
        return await self.recorded(call, self.image(asked, call, request))

    async def models(self, request: Request) -> Response:
        self.gate.check_key(request)
        names = self.gate.options.text_models + self.gate.options.image_models
        return JSONResponse({"object": "list", "data": [model_body(name) for name in names]})

    async def text(self, asked: TextRequest, body: dict[str, Any], call: Call, request: Request) -> Response:
        read = token_count(asked.prompt + (json.dumps(asked.schema) if asked.schema else ""))
        self.gate.admit(call, read + min(asked.max_output_tokens or 700, 700))
        self.gate.fault_of(call, asked.prompt)
        await self.gate.fail(call, asked.prompt, request)
        began = time.process_time()
        answer = self.written(asked, call)
        cpu = time.process_time() - began
        call.input_tokens, call.output_tokens, call.tokens = read, answer.tokens, read + answer.tokens
        await self.gate.pace(call, text_seconds(answer.tokens), cpu)
        identity = f"{call.prompt_hash}{self.gate.arrivals['text', call.prompt_hash]:04d}"
        return JSONResponse(response_body(body, answer, identity, int(time.time()), read))

    def written(self, asked: TextRequest, call: Call) -> Answer:
        occurrence = self.gate.occurrence(call)
        answer = write_answer(asked.input, asked.prompt, asked.schema, self.gate.options.seed, occurrence, call.fault)
        return answer.cut_to(asked.max_output_tokens)

    async def image(self, asked: ImageRequest, call: Call, request: Request) -> Response:
        self.gate.admit(call, 0)
        self.gate.fault_of(call, asked.prompt)
        await self.gate.fail(call, asked.prompt, request)
        occurrence = self.gate.occurrence(call)
        await asyncio.sleep(DRAWING_WAITS * self.gate.options.latency)
        picture, cpu = await self.easel.draw(asked, self.gate.options.seed, occurrence, call.fault)
        read, drawn = token_count(asked.prompt), image_tokens(asked.width, asked.height, asked.quality)
        call.input_tokens, call.output_tokens, call.tokens = read, drawn, read + drawn
        await self.gate.pace(call, IMAGE_SECONDS, cpu)
        return JSONResponse(picture_body(picture, asked.echo(), int(time.time()), read, drawn))

    async def recorded(self, call: Call, answer: Awaitable[Response]) -> Response:
        """The answer with its rate-limit headers, written into the journal."""
        try:
            response = await answer
        except ApiError as error:
            self.gate.journal.end(call, error.status, error.code)
            error.headers |= self.gate.limits[call.kind].headers()
            raise
        response.headers.update(self.gate.limits[call.kind].headers())
        self.gate.journal.end(call, response.status_code)
        return response
