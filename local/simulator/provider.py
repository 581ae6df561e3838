"""The two kinds of calls that a provider answers: texts and pictures."""

import json
import time
from dataclasses import replace
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from local.simulator.answers import Answer, ApiError, model_body, picture_body, response_body, token_count
from local.simulator.asked import block
from local.simulator.chance import prompt_hash
from local.simulator.gate import Gate
from local.simulator.journal import Call, text_seconds
from local.simulator.requests import (
    ImageRequest,
    TextRequest,
    json_object,
    read_form,
    read_image_request,
    read_text_request,
)
from local.simulator.studio import Studio, garbage, gone_by
from local.simulator.uploads import parts_of
from local.simulator.writer import write_answer


class Provider:
    """OpenAI's paths."""

    def __init__(self, gate: Gate, studio: Studio) -> None:
        self.gate = gate
        self.studio = studio

    async def responses(self, request: Request) -> Response:
        self.gate.check_key(request)
        body = await json_object(request)
        asked = read_text_request(body, self.gate.options.text_models)
        call = self.gate.journal.begin("text", asked.model, prompt_hash(asked.prompt))
        call.in_job = bool(request.scope.get("in_job"))
        call.subject = prompt_hash(block(asked.input, "concept") or asked.input)
        return await self.gate.recorded(call, self.text(asked, body, call, request))

    async def generations(self, request: Request) -> Response:
        self.gate.check_key(request)
        body = await json_object(request)
        asked = read_image_request(body, self.gate.options.image_models)
        call = self.gate.journal.begin("image", asked.model, prompt_hash(asked.prompt))
        call.in_job = bool(request.scope.get("in_job"))
        return await self.gate.recorded(call, self.image(asked, call, request))

    async def edits(self, request: Request) -> Response:
        """Pictures by photos to go by, as a form."""
        self.gate.check_key(request)
        parts = parts_of(request.headers.get("content-type", ""), await request.body())
        photos = [each for name, each in parts if name in ("image", "image[]")]
        if not photos:
            raise ApiError(
                400, "Missing required parameter: 'image'.", code="missing_required_parameter", param="image"
            )
        body = read_form(parts)
        asked = read_image_request(body, self.gate.options.image_models)
        asked = replace(asked, prompt=gone_by(asked.prompt, [each.hex() for each in photos]))
        call = self.gate.journal.begin("image", asked.model, prompt_hash(asked.prompt))
        return await self.gate.recorded(call, self.image(asked, call, request))

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
        picture = await self.studio.picture(asked, call, request)
        if call.fault == "garbage":
            return garbage()
        body = picture_body(picture, asked.echo(), int(time.time()), call.input_tokens, call.output_tokens)
        return JSONResponse(body if picture else {**body, "data": []})
